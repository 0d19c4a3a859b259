/** Owns what is asked once the newest messages are there: who people are by now, what waits, what belongs to the person alone. */
import { inBackground } from "./background";
import type { Messenger } from "./messenger";

/** A page that has just been loaded has messages to draw first. Milliseconds. */
const drawingMs = 700;

export class Afterwards {
  private readonly messenger: Messenger;
  /** Something may have been missed: what belongs to the person is asked for, too. Stays until it has been. */
  missed = false;
  private begun = false;
  private cancel: (() => void) | null = null;

  constructor(messenger: Messenger) {
    this.messenger = messenger;
  }

  /** The newest messages are there. */
  ask(): void {
    if (this.begun) return this.askNow();
    this.begun = true;
    this.cancel = this.messenger.deps.clock.after(drawingMs, () => {
      inBackground(this.refreshPeople());
      this.askNow();
    });
  }

  stop(): void {
    this.cancel?.();
  }

  private askNow(): void {
    const { account, invitations, search } = this.messenger;
    if (this.missed) account.look();
    this.missed = false;
    inBackground(invitations.look());
    inBackground(account.scheduled.look());
    search.fill();
  }

  private async refreshPeople(): Promise<void> {
    if (!(await this.messenger.deps.people.refresh())) return;
    for (const conversation of this.messenger.all()) conversation.changed.emit();
  }
}
