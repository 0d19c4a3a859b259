/** Owns the log of an open room on this client: its events become the same rows as those of sealed conversations. Pure. */
import { toBase64, utf8 } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { LogRow, LogView } from "@/lib/crypto/engine-api";
import { parseBody } from "@/lib/protocol/body";
import { carriedIn, type CarriedEvent, readNotice, type RoomNotice, roomName } from "@/lib/protocol/room-event";
import type { DecodedEvent, WireSummary } from "@/lib/protocol/wire";

/** Where this client stands in the log: events from `base + 1` to `n` are known. */
export interface OpenPlace {
  readonly n: number;
  readonly base: number;
}

/** What a commit's row says where nothing happened. */
const unchanged = {
  type: "commit",
  ...{ reason: 0, seen: 0, added: [], removed: [], keyChanged: [] },
  ...{ moderatorsAdded: [], moderatorsRemoved: [], policyChanged: false, retentionDays: 0 },
} as const;

/** The row of one event. What cannot be read is a row with a reason. `me` wrote what names no author: an own message on its way. */
export function openRow(event: DecodedEvent, conversation: string, me: string): LogRow {
  const head = { seq: event.seq, at: event.receivedAt, transcript: "" };
  let carried: CarriedEvent;
  try {
    carried = carriedIn(event);
  } catch (thrown) {
    return { ...head, type: "unreadable", author: null, code: codeOf(thrown) };
  }
  const author = carried.author ?? me;
  if (event.kind === 1)
    return { ...head, ...unchanged, author, ...noticed(readNotice(carried.body), author, conversation) };
  const msgId = carried.msgId ?? "";
  const hash = toBase64(event.hash);
  if (event.tombstone) {
    const said = event.tombstone === "author" || carried.edit ? { witnessed: { author, edit: carried.edit } } : {};
    return { ...head, type: "tombstone", reason: event.tombstone, hash, ...said };
  }
  try {
    const body = parseBody(utf8(JSON.stringify(carried.body)));
    if (body === "unsupported") return { ...head, type: "unsupported", author, msgId, hash };
    return { ...head, type: "message", author, msgId, hash, body, seen: 0, marks: [] };
  } catch (thrown) {
    return { ...head, type: "unreadable", author, code: codeOf(thrown) };
  }
}

type Notice = Pick<
  LogRow & { type: "commit" },
  "removed" | "reason" | "roles" | "title" | "room" | "policyChanged" | "retentionDays"
>;

function noticed(notice: RoomNotice, author: string, conversation: string): Partial<Notice> {
  const { t, who = author, role, title, slow, of, kept, before } = notice;
  switch (t) {
    case "created":
      return { room: { made: true } };
    case "joined":
      return { room: { joined: who } };
    case "left":
      return { removed: [who], reason: 4 };
    case "removed":
      return { removed: [who] };
    case "role":
      return { roles: [{ userId: who, role: role === 1 ? 1 : 2 }] };
    case "settings":
      return {
        ...(title !== undefined && { title }),
        ...(slow !== undefined && { room: { slow } }),
        ...(kept !== undefined && { policyChanged: true, retentionDays: kept }),
      };
    case "purged":
      return before === undefined ? {} : { room: { purged: before } };
    case "erased":
      return of === undefined ? {} : { room: { erased: toBase64(roomName(of, conversation)) } };
    default:
      return {};
  }
}

/** The rows of events that follow `n` without a hole. @throws E_GAP if they do not */
export function followingRows(
  place: OpenPlace,
  events: readonly DecodedEvent[],
  of: { id: string; me: string },
): LogRow[] {
  return events.map((event, at) => {
    if (event.seq !== place.n + 1 + at) throw new CodedError("E_GAP", "room");
    return openRow(event, of.id, of.me);
  });
}

/** What the screen may know of the log. Nobody is verified here: the only name in the roster is the own one. */
export function openView({ n, base }: OpenPlace, summary: WireSummary, me: string): LogView {
  return {
    ...{ n, base, epoch: summary.epoch, state: "active", haltCode: null },
    roster: [{ userId: me, role: (summary.my.role ?? 1) > 1 ? 2 : 1 }],
    ...{ direct: false, mayAdd: 0, retentionDays: summary.retention_days, waitsForAcceptance: false },
    title: summary.room?.title ?? null,
    ...{ leaving: [], mustCommit: null, proposal: null },
  };
}

/** Everybody who has written or done something in these rows. */
export function peopleIn(rows: readonly LogRow[]): string[] {
  return rows.flatMap((row) => {
    if (row.type === "commit") {
      const named = [...row.removed, ...(row.roles ?? []).map(({ userId }) => userId)];
      return [row.author, ...named, ...(row.room?.joined ? [row.room.joined] : [])];
    }
    return row.type !== "tombstone" && row.author ? [row.author] : [];
  });
}
