/** Owns links into groups on this client: making them, opening them, and answering what is asked by them. */
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import { isTitle } from "@/lib/protocol/metadata";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import { powersOf } from "./membership-facts";
import type { WireJoin } from "./invite-api";
import { isTransient } from "./loading";
import type { InviteView, LinkLimits, OpenedLink } from "./membership-view";
import type { Messenger } from "./messenger";

export class Invitations {
  private readonly messenger: Messenger;
  /** Something may have been asked or answered since the last look. */
  private due = true;

  constructor(messenger: Messenger) {
    this.messenger = messenger;
  }

  /** The socket said that something changed, or said nothing for a while. */
  mayHaveChanged(): void {
    this.due = true;
  }

  /** Fetches what is asked where this person may add people; lets in whoever proves to have one of this person's own links. */
  async look(): Promise<void> {
    const { deps } = this.messenger;
    const groups = this.messenger.all().filter((conversation) => powersOf(conversation).add);
    if (!this.due || groups.length === 0) return;
    this.due = false;
    const asked = await deps.server.joinRequests();
    await deps.people.learn(asked.map(({ person }) => person));
    for (const conversation of groups) {
      const here = asked.filter((join) => join.conversation === conversation.id);
      conversation.membership.asked = here.map(({ person, maker }) => ({ userId: person.user_id, maker }));
      conversation.changed.emit();
      for (const join of here) if (join.maker === deps.me) inBackground(this.answer(conversation, join));
    }
  }

  /** A new link: the address below the site's own. @throws E_ADD, E_INPUT */
  async make(conversation: Conversation, { uses, hours }: LinkLimits): Promise<string> {
    const { deps } = this.messenger;
    const invite = deps.newId();
    const { fragment, tokenHash: token_hash } = await deps.engine.invite({ conversation: conversation.id, invite });
    const expires_at = new Date(deps.clock.now() + hours * 3_600_000).toISOString();
    await deps.server.putInvite({ conversation: conversation.id, invite, token_hash, uses, expires_at });
    const title = conversation.log?.title;
    return `/join/${invite}#${fragment}${title ? `.${toBase64Url(utf8(title))}` : ""}`;
  }

  async list(conversation: Conversation): Promise<InviteView[]> {
    const { people, server } = this.messenger.deps;
    const links = await server.invites(conversation.id);
    return links.map(({ id, maker, uses, used, expires_at: expiresAt }) => {
      return { id, maker: people.view(maker), uses, used, expiresAt };
    });
  }

  /** What a link leads to. @throws E_NOT_FOUND it has ended or never was one; E_KEYCHANGE its maker is not who the server names */
  async open(invite: string, text: string): Promise<OpenedLink> {
    const { deps } = this.messenger;
    const { fragment, title } = split(text);
    const found = await deps.server.lookInvite(invite, await deps.engine.inviteToken(fragment));
    if (!found) throw new CodedError("E_NOT_FOUND", "link");
    const { conversation, maker, state } = found;
    await deps.people.learn([maker]);
    await deps.engine.joinProof({ conversation, invite }, fragment, maker.user_id);
    return {
      conversation,
      title,
      maker: deps.people.view(maker.user_id),
      state: found.left > 0 || state !== "none" ? state : "full",
    };
  }

  /** Asks to be let in. */
  async ask(invite: string, text: string, { conversation, maker }: OpenedLink): Promise<void> {
    const { engine, server } = this.messenger.deps;
    const { fragment } = split(text);
    const proof = await engine.joinProof({ conversation, invite }, fragment, maker.userId);
    await server.requestJoin(invite, await engine.inviteToken(fragment), proof);
  }

  async decline(conversation: Conversation, userId: string): Promise<void> {
    await this.messenger.deps.server.declineJoin(conversation.id, userId);
    this.settled(conversation, userId);
  }

  async accept(conversation: Conversation, userId: string): Promise<void> {
    await conversation.membership.change({ what: "add", userIds: [userId] });
    this.settled(conversation, userId);
  }

  /** One's own link, and a proof that only whoever had it could make: nobody has to be asked. */
  private async answer(conversation: Conversation, { invite, proof, person }: WireJoin): Promise<void> {
    const { deps } = this.messenger;
    const userId = person.user_id;
    await deps.exclusively(`join ${conversation.id}`, async () => {
      try {
        if (deps.blocks.has(userId)) return;
        if (await deps.engine.provesJoin({ conversation: conversation.id, invite }, userId, proof))
          await this.accept(conversation, userId);
      } catch (thrown) {
        // Whatever forbids it (full, no right any more, changed keys) leaves the request for a person to look at.
        if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
        if (isTransient(thrown)) this.due = true;
      }
    });
  }

  private settled(conversation: Conversation, userId: string): void {
    const { membership } = conversation;
    membership.asked = membership.asked.filter((join) => join.userId !== userId);
    conversation.changed.emit();
  }
}

/** The parts of a link behind the hash: what proves it, and the title that its maker wrote there. */
function split(text: string): { fragment: string; title: string | null } {
  const [secret = "", stmtHash = "", named] = text.replace(/^#/, "").split(".");
  const title = named === undefined ? null : titleOf(named);
  return { fragment: `${secret}.${stmtHash}`, title };
}

function titleOf(named: string): string | null {
  try {
    const title = fromUtf8(fromBase64Url(named));
    return isTitle(title) ? title : null;
  } catch {
    return null;
  }
}
