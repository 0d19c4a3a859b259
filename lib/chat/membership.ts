/** Owns changes of who is in a conversation and of its policy: as commits, tried again on the roster of the moment. */
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Wish } from "@/lib/crypto/membership-api";
import { decodeEvent } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import { mustAnswer } from "./first-contact";

/** Rounds of losing to somebody else's commit before the person is asked. */
const maxRounds = 6;

/** Whoever leaves is let go by one of those who stay: each waits up to this long per person, so that mostly one commits. Milliseconds. */
const letGoMs = { least: 150, perPerson: 120, most: 15_000 } as const;

export class Membership {
  private readonly conversation: Conversation;
  /** Who asks to be let in, where I may let people in. */
  asked: readonly { readonly userId: string; readonly maker: string }[] = [];
  private cancelLetGo: (() => void) | null = null;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  /** Let go, and let in again since: the log we have ends before what we may read now. */
  get isBack(): boolean {
    const { log, summary } = this.conversation;
    return log?.state === "ended" && summary.my.left_seq === null && (summary.my.joined_seq ?? 0) > log.n;
  }

  /** I have said that I leave, and am still in the roster. */
  get leaving(): boolean {
    const { log, deps } = this.conversation;
    return log?.leaving.includes(deps.me) ?? false;
  }

  /**
   * Brings a wish about. If somebody else commits first, it is held against what they made of the roster: done by them is
   * done. @throws the code of the rule that forbids it; E_STALE_EPOCH others were faster again and again
   */
  async change(wish: Wish): Promise<void> {
    const { conversation } = this;
    const { deps, id } = conversation;
    await conversation.load();
    if (wish.what === "add") await deps.people.ensure(wish.userIds, true);
    for (let round = 0; round < maxRounds; round++) {
      if ((conversation.log?.leaving.length ?? 0) > 0) await this.letGo();
      const sealed = await deps.engine.change(id, wish);
      if (!sealed || (await conversation.submit(sealed))) return;
    }
    throw new CodedError("E_STALE_EPOCH", "change");
  }

  /** Says that I leave. I am out as soon as somebody who stays has made the next key. @throws E_ROLE, E_REMOVE, E_DIRECT */
  async leave(): Promise<void> {
    const { conversation } = this;
    await conversation.load();
    // One message at a time: what is on its way goes first.
    await conversation.deps.exclusively(`send ${conversation.id}`, async () => {
      for (let round = 0; round < maxRounds; round++) {
        await conversation.review();
        const due = conversation.log?.mustCommit ?? (conversation.summary.rotation_required ? 5 : null);
        if (due !== null) await conversation.commit(due);
        else if (await this.sayLeave()) return;
      }
      throw new CodedError("E_STALE_EPOCH", "leave");
    });
  }

  /** The log has moved on: somebody may have said that they leave. */
  follow(): void {
    const { log, deps, others } = this.conversation;
    const stays = !this.leaving && !mustAnswer(this.conversation);
    const wanted = log?.state === "active" && log.leaving.length > 0 && stays;
    if (!wanted) {
      this.cancelLetGo?.();
      this.cancelLetGo = null;
    } else if (!this.cancelLetGo) {
      const most = Math.min(letGoMs.most, letGoMs.perPerson * others.length);
      this.cancelLetGo = deps.clock.after(letGoMs.least + Math.random() * most, () => {
        this.cancelLetGo = null;
        inBackground(this.letGo());
      });
    }
  }

  /** Makes the commit without those who leave; somebody else's is as good. */
  private async letGo(): Promise<void> {
    const { conversation } = this;
    const { log } = conversation;
    if (log?.state !== "active" || log.leaving.length === 0 || this.leaving) return;
    await conversation.commit(4);
  }

  private async sayLeave(): Promise<boolean> {
    const { conversation } = this;
    const { deps, id } = conversation;
    const msgId = deps.newId();
    const sealed = await deps.engine.seal(id, msgId, { v: 1, t: "leave", ts: deps.clock.now() });
    try {
      const { seq, received_at } = await deps.server.leave(sealed);
      const { hdr: body, sig, ct, hash } = sealed;
      const head = { conversation: id, seq, received_at, epoch: 0, kind: 2, hash } as const;
      const rest = { boxes: null, disclosures: null, metadata: null, tombstone: null };
      await conversation.receive([decodeEvent({ ...head, body, sig, ct, ...rest })]);
      return true;
    } catch (thrown) {
      await deps.engine.unseal(id, msgId);
      if (codeOf(thrown) !== "E_STALE_EPOCH") throw thrown;
      await conversation.catchUp();
      return false;
    }
  }
}
