/** Owns beginning conversations: finding people, the direct conversation with one of them, groups, and the own note. */
import { CodedError } from "@/lib/base/errors";
import type { GenesisInput } from "@/lib/crypto/membership-api";
import type { Conversation } from "./conversation";
import { usualDays } from "./expiry";
import { declineGroup, requestOf } from "./first-contact";
import type { NewGroup } from "./membership-view";
import type { Messenger } from "./messenger";
import type { PersonView } from "./view";

export class Starting {
  private readonly messenger: Messenger;

  constructor(messenger: Messenger) {
    this.messenger = messenger;
  }

  /** The person with exactly this handle. @throws E_NOT_FOUND, E_RATE */
  async findPerson(handle: string): Promise<PersonView> {
    const { server, people } = this.messenger.deps;
    const person = await server.findPerson(handle.trim().replace(/^@/, "").toLowerCase());
    await people.learn([person]);
    return people.view(person.user_id);
  }

  /** The id of the direct conversation with a person, made if there is none. @throws E_INPUT oneself; E_KEYCHANGE */
  async direct(userId: string): Promise<string> {
    const { messenger } = this;
    const { people, me } = messenger.deps;
    if (userId === me) throw new CodedError("E_INPUT", "oneself");
    for (const { id, summary, others } of messenger.all()) {
      if (summary.kind === "direct" && others.length === 1 && others[0] === userId)
        return this.welcome(await this.withOnly(userId, id));
    }
    await people.ensure([userId, me], true);
    if (people.view(userId).trust === "changed") throw new CodedError("E_KEYCHANGE");
    return this.withOnly(userId, await this.make("direct", { form: "direct", members: [me, userId] }));
  }

  /** Accepts or declines what a stranger asks: to write, or to have this person in a group. */
  async answer(id: string, accept: boolean): Promise<void> {
    const { deps } = this.messenger;
    const conversation = this.messenger.all().find((one) => one.id === id);
    if (!accept && conversation && requestOf(conversation) === "invited") await declineGroup(conversation);
    else await deps.server.answerRequest(id, accept);
    if (accept && conversation) conversation.updateSummary({ ...conversation.summary, awaits: null, asked_by: null });
    else await this.messenger.look();
    conversation?.room.follow();
    conversation?.membership.follow();
    conversation?.pointers.schedule();
  }

  /** A new group with the own person as its admin; resolves to its id. @throws E_KEYCHANGE, E_FORMAT for a title that may not be one */
  async group({ kind, title, userIds, mayAdd, retentionDays }: NewGroup): Promise<string> {
    const { people, me } = this.messenger.deps;
    const members = [me, ...userIds.filter((userId) => userId !== me)];
    await people.ensure(members, true);
    if (members.some((userId) => people.view(userId).trust === "changed")) throw new CodedError("E_KEYCHANGE");
    const id = await this.make(kind, { form: "group", members, title, mayAdd, retentionDays });
    await (await this.messenger.open(id)).load();
    return id;
  }

  /** The own note, made if there is none; resolves to its id. */
  async note(): Promise<string> {
    const { me, people } = this.messenger.deps;
    const known = this.messenger.all().find(({ summary }) => summary.kind === "note");
    if (known) return this.withOnly("", known.id);
    await people.ensure([me]);
    return this.withOnly("", await this.make("note", { form: "note", members: [me] }));
  }

  /** Makes a conversation and looks for it; resolves to the id of the one there is now. */
  private async make(kind: Conversation["summary"]["kind"], input: Omit<GenesisInput, "conversation" | "context">) {
    const { deps } = this.messenger;
    const sealed = await deps.engine.genesis({
      conversation: deps.newId(),
      context: null,
      ...usualDays(deps, input),
      ...input,
    });
    const made = await deps.server.createConversation({ kind, ...sealed, context: null });
    await this.messenger.look();
    this.messenger.storeSync.schedule();
    return made.conversation;
  }

  /** Whoever begins a conversation with a person accepts what they have asked. */
  private async welcome(id: string): Promise<string> {
    const { deps } = this.messenger;
    const conversation = await this.messenger.open(id);
    if (conversation.summary.awaits === deps.me) await this.answer(id, true);
    return id;
  }

  /** The id, if the verified roster is this person (none: nobody) and I: which conversation it is was the server's word until now. */
  private async withOnly(userId: string, id: string): Promise<string> {
    const conversation = await this.messenger.open(id);
    await conversation.load();
    if (conversation.others.join() !== userId) throw new CodedError("E_CONTEXT", "somebody else");
    return id;
  }
}
