/** Owns the sample bot as a member of conversations: it answers those who name it or write to it alone, each message once. */
import { Acts, textOf } from "@/lib/chat/acts";
import type { Conversation } from "@/lib/chat/conversation";
import { hashName } from "@/lib/chat/effects";
import type { LogRow } from "@/lib/crypto/engine-api";
import { toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import { answerTo } from "./bot-answers.mts";
import type { NodePerson } from "./person.mts";

type TextRow = Extract<LogRow, { type: "message" }> & { body: { t: "text" } };

/**
 * How far the bot has answered is its own signed read position, so it goes on after a restart where it was. It never answers
 * another program: two bots would not stop.
 */
export function runBot(person: NodePerson, onTrouble: (thrown: unknown) => void): { stop(): void } {
  const { messenger, userId } = person;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  async function lookOnce(): Promise<void> {
    for (const conversation of messenger.all()) {
      // A shell is begun by a person, an open room is nothing a bot was asked into.
      if (conversation.summary.epoch === 0 || conversation.summary.class !== "sealed") continue;
      await conversation.load();
      if (stopped || conversation.log?.state !== "active") continue;
      const waiting = conversation.rows.filter((row): row is TextRow => isAsked(row, conversation));
      for (const row of waiting) await answer(conversation, row);
      conversation.pointers.markRead();
    }
  }

  function isAsked(row: LogRow, conversation: Conversation): boolean {
    if (row.type !== "message" || row.body.t !== "text" || row.seq <= conversation.pointers.read) return false;
    if (row.author === userId || messenger.deps.people.view(row.author).automated) return false;
    const alone = conversation.summary.kind === "direct";
    const named = row.body.men?.includes(toBase64Url(uuidToBytes(userId))) === true;
    const re = hashName(row.hash);
    const answered = conversation.rows.some(
      (other) => other.type === "message" && other.author === userId && other.body.t === "text" && other.body.re === re,
    );
    return (alone || named) && !answered;
  }

  async function answer(conversation: Conversation, row: TextRow): Promise<void> {
    const { deps } = conversation;
    const own = deps.people.view(userId);
    const said = [own.name, own.handle].reduce((text, name) => text.replaceAll(`@${name}`, " "), row.body.b);
    const given = answerTo(said);
    const extras = { reply: hashName(row.hash), mentions: [row.author] };
    const name = `@${deps.people.view(row.author).name}`;
    if (given.kind === "remind") {
      // Sealed now, kept by the server, sent at its time also while this process is down.
      const reminder = textOf(`${name} ${given.text}`, { mentions: [row.author] });
      await messenger.account.scheduled.plan(conversation, reminder, deps.clock.now() + given.afterMs);
    }
    await new Acts(conversation).write(given.kind === "say" ? given.text : given.now, extras);
  }

  const look = () => {
    if (stopped) return;
    again = true;
    running ??= (async () => {
      while (again && !stopped) {
        again = false;
        await lookOnce().catch(onTrouble);
      }
      running = null;
    })();
  };
  const end = messenger.changed.subscribe(look);
  look();
  return {
    stop() {
      stopped = true;
      end();
    },
  };
}
