/** Owns which messages name this person and are not read: in the conversation, and in its threads. Pure. */
import { toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Conversation } from "./conversation";
import { entriesOf, fold, hashName } from "./effects";
import { isHeard } from "./unread";
import type { NamedView } from "./view-message";

const nameIn = (me: string) => toBase64Url(uuidToBytes(me));

/** Whether somebody who is heard names this person in this very message. */
export function namesMe(row: LogRow, { deps, id }: Conversation): boolean {
  if (row.type !== "message" || row.body.t !== "text" || !isHeard(row.author, deps)) return false;
  return row.body.men?.includes(nameIn(deps.me)) === true && !deps.marks.in(id).of(hashName(row.hash)).hidden;
}

/**
 * Oldest first. What counts is how a message reads now: an edit may name somebody for the first time, or no more. A message of a
 * thread is unread until its thread is read.
 */
export function namedUnread({ rows, pointers, deps, id }: Conversation): readonly NamedView[] {
  const me = nameIn(deps.me);
  // Most of the time nobody is named in what is new, and nothing has to be put together.
  const mayBeNew = (row: LogRow) =>
    row.type === "message" &&
    (row.body.t === "text" || row.body.t === "edit") &&
    row.body.men?.includes(me) === true &&
    (row.seq > pointers.read || row.body.t === "edit" || row.body.th !== undefined);
  if (!rows.some(mayBeNew)) return [];
  const own = deps.marks.in(id);
  const folded = fold(entriesOf(rows, [], deps.me));
  return rows.flatMap((row) => {
    if (row.type !== "message" || row.body.t !== "text" || !isHeard(row.author, deps)) return [];
    const hash = hashName(row.hash);
    const { edits, deleted } = folded.of(hash);
    if (deleted || own.of(hash).hidden) return [];
    const versions = [{ seq: row.seq, men: row.body.men }, ...edits.map(({ seq, body }) => ({ seq, men: body.men }))];
    const named = (version: (typeof versions)[number]) => version.men?.includes(me) === true;
    const last = versions.at(-1);
    if (!last || !named(last)) return [];
    // Named since the last version that did not name.
    const since = versions[versions.findLastIndex((version) => !named(version)) + 1]?.seq ?? row.seq;
    const read = row.body.th ? Math.max(own.of(row.body.th).threadRead, 0) : pointers.read;
    return since > read ? [{ key: row.msgId, hash }] : [];
  });
}
