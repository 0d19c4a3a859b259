/** Owns beginning conversations: finding people, and the direct conversation with one of them. */
import { CodedError } from "@/lib/base/errors";
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
    const { engine, server, people, me } = messenger.deps;
    if (userId === me) throw new CodedError("E_INPUT", "oneself");
    for (const { id, summary, others } of messenger.all()) {
      if (summary.kind === "direct" && others.length === 1 && others[0] === userId) return this.withOnly(userId, id);
    }
    await people.ensure([userId, me], true);
    if (people.view(userId).trust === "changed") throw new CodedError("E_KEYCHANGE");
    const id = messenger.deps.newId();
    const { body, sig, boxes } = await engine.genesis({
      conversation: id,
      direct: true,
      members: [me, userId],
      context: null,
    });
    const made = await server.createConversation({ kind: "direct", body, sig, boxes, context: null });
    await messenger.look();
    messenger.storeSync.schedule();
    return this.withOnly(userId, made.conversation);
  }

  /** The id, if the verified roster is this person and I: which conversation it is was the server's word until now. */
  private async withOnly(userId: string, id: string): Promise<string> {
    const conversation = await this.messenger.open(id);
    await conversation.load();
    if (conversation.others.join() !== userId) throw new CodedError("E_CONTEXT", "somebody else");
    return id;
  }
}
