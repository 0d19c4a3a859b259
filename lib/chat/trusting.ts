/** Owns a person's decisions about other people's keys: comparing them, and taking new ones as theirs. */
import type { Messenger } from "./messenger";
import type { SafetyView } from "./view";

export class Trusting {
  private readonly messenger: Messenger;

  constructor(messenger: Messenger) {
    this.messenger = messenger;
  }

  /** What two people compare. */
  async safety(userId: string): Promise<SafetyView> {
    const { people, engine } = this.messenger.deps;
    await people.ensure([userId]);
    return { person: people.view(userId), ...(await engine.safety(userId)) };
  }

  async setVerified(userId: string, verified: boolean): Promise<void> {
    const { deps, storeSync } = this.messenger;
    await deps.people.setVerified(userId, verified);
    await storeSync.now();
    for (const conversation of this.messenger.all()) conversation.changed.emit();
  }

  /** Takes a person's new keys as theirs after they lost the old ones. */
  async acceptReset(userId: string): Promise<void> {
    const { deps, storeSync } = this.messenger;
    await deps.people.acceptReset(userId);
    // A decision is not left to a page that may be gone in a moment.
    await storeSync.now();
    for (const conversation of this.messenger.all()) {
      if (conversation.others.includes(userId)) await conversation.catchUp();
      conversation.changed.emit();
    }
  }
}
