/** Owns going back in a conversation: whether that is under way, whether it goes on, and what follows a failure. */
import { isWhole } from "./audience";
import type { Conversation } from "./conversation";
import { openOlder } from "./history";

/** Nobody is told of waiting that is over by then: from this device a page is there at once. Milliseconds. */
const momentMs = 150;
/** What has just failed fails again for so long without being asked for: a short conversation would ask with every drawing. Milliseconds. */
const restMs = 3_000;

export class Past {
  isLoading = false;
  /** What lies before the open rows was asked for and not given. */
  isShut = false;
  private failed: { readonly thrown: unknown } | null = null;
  private readonly conversation: Conversation;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  /** Opens the page before the first row, unless there is none or that is under way. @throws what opening it throws */
  async load(): Promise<void> {
    const { log, rows, deps, changed } = this.conversation;
    if (this.isLoading || !log || isWhole(rows, deps.me)) return;
    if (this.failed) throw this.failed.thrown;
    this.isLoading = true;
    const cancel = deps.clock.after(momentMs, () => changed.emit());
    try {
      await this.conversation.inTurn(() => openOlder(this.conversation));
      this.isShut = this.conversation.rows[0]?.seq === rows[0]?.seq;
    } catch (thrown) {
      this.failed = { thrown };
      deps.clock.after(restMs, () => {
        this.failed = null;
        changed.emit();
      });
      throw thrown;
    } finally {
      cancel();
      this.isLoading = false;
      changed.emit();
    }
  }
}
