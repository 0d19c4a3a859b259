/** Owns the calls a messenger makes to the database: one method per function, answers parsed. */
import * as v from "valibot";
import { CodedError } from "@/lib/base/errors";
import { whole } from "@/lib/base/narrow";
import {
  type WireEvent,
  type WirePerson,
  type WireSummary,
  type WireSync,
  type WireAccount,
  wireAccount,
  type WireStore,
  wireStores,
  wireCreated,
  wireEvents,
  wireHashes,
  wireHistory,
  wireSent,
  wireStart,
  wireStatementOwner,
  wireSummary,
  wireSync,
  wireTime,
  wireVersion,
} from "@/lib/protocol/wire";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";
import { createInviteApi, type InviteApi } from "./invite-api";
import { createRoomApi, type RoomApi } from "./room-api";
import { createScheduledApi, type ScheduledApi } from "./scheduled-api";

const nothing = v.unknown();
const wireBlocks = v.array(
  v.pipe(
    v.object({ user_id: v.string(), handle: v.string(), display_name: v.string(), since: wireTime }),
    v.transform(({ user_id, handle, display_name, since }) => ({
      ...{ userId: user_id, handle, name: display_name, since },
    })),
  ),
);
const wirePresence = v.array(
  v.pipe(
    v.object({
      user_id: v.string(),
      seen: v.nullable(v.picklist(["online", "recently", "today", "week", "long"])),
      hidden: v.nullable(v.boolean()),
      status: v.nullable(v.string()),
      until: v.nullable(wireTime),
    }),
    v.transform(({ user_id, ...rest }) => ({ ...rest, userId: user_id })),
  ),
);
const wireStore = v.object({ version: whole, body: v.string() });

/** A commit as the functions take it; base64. */
export interface WireCommit {
  readonly body: string;
  readonly sig: string;
  readonly boxes: string;
  readonly metadata: string | null;
}

/** Every method rejects with a CodedError: the function's own code, or E_OFFLINE, E_AUTH, E_RATE, E_SERVER. */
export interface ServerApi extends InviteApi, RoomApi, ScheduledApi {
  sync(cursors: Readonly<Record<string, number>>): Promise<WireSync>;
  conversations(before: { at: number; id: string } | null, max: number): Promise<WireSummary[]>;
  start(conversation: string, max: number): Promise<v.InferOutput<typeof wireStart>>;
  /** Ascending, from the one after `after`. */
  events(conversation: string, after: number): Promise<{ events: WireEvent[]; last_seq: number }>;
  history(conversation: string, before: number, max: number): Promise<v.InferOutput<typeof wireHistory>>;
  eventHashes(conversation: string, after: number): Promise<v.InferOutput<typeof wireHashes>>;
  send(envelope: { hdr: string; sig: string; ct: string }): Promise<v.InferOutput<typeof wireSent>>;
  /** The own, signed leave message. @throws E_STALE_EPOCH, E_ROLE (last admin), E_REMOVE (the only one), E_DIRECT */
  leave(envelope: { hdr: string; sig: string; ct: string }): Promise<v.InferOutput<typeof wireSent>>;
  /** Puts a conversation away that one is no longer in. */
  forget(conversation: string): Promise<void>;
  /** Admins, by the rules of the kind. @throws E_ROLE */
  close(conversation: string, closed: boolean): Promise<void>;
  /** Wants it deleted for everybody, or calls it back. @throws E_ROLE, E_LOCKED */
  erase(conversation: string, wanted: boolean): Promise<void>;
  commit(commit: WireCommit): Promise<v.InferOutput<typeof wireSent>>;
  createConversation(
    input: WireCommit & { kind: string; context: string | null },
  ): Promise<{ conversation: string; created: boolean }>;
  putPointer(pointer: string): Promise<void>;
  block(person: string, blocked: boolean): Promise<void>;
  present(): Promise<void>;
  presenceHide(hidden: boolean): Promise<void>;
  statusPut(status: string | null, until: number | null): Promise<void>;
  /** How many of a conversation are online; null: this person hides themselves. */
  onlineCount(conversation: string): Promise<number | null>;
  /** Those of the asked people of whom something may be seen. */
  presenceOf(ids: readonly string[]): Promise<v.InferOutput<typeof wirePresence>>;
  blocks(): Promise<v.InferOutput<typeof wireBlocks>>;
  /** Takes the content of own messages out of the log. @throws E_AUTHOR not mine; E_LOCKED */
  tombstone(conversation: string, seqs: readonly number[]): Promise<void>;
  /** @throws E_NOT_FOUND nobody has this handle */
  findPerson(handle: string): Promise<WirePerson>;
  people(ids: readonly string[]): Promise<WirePerson[]>;
  putStore(expectedVersion: number, body: string): Promise<{ version: number }>;
  readStore(): Promise<WireStore>;
  readAccount(): Promise<WireAccount>;
  storeHistory(before: number): Promise<WireStore[]>;
  /** The store if it is another version than this; null: it is not. */
  storeSince(version: number): Promise<{ version: number; body: string } | null>;
}

/** The calls, as the person signed in to `client`. */
export function createServerApi(client: Supabase): ServerApi {
  return {
    ...createInviteApi(client),
    ...createRoomApi(client),
    ...createScheduledApi(client),
    sync: (cursors) => call(client, "sync", { cursors }, wireSync),
    conversations: (before, max) =>
      call(
        client,
        "conversations",
        { before: before ? new Date(before.at).toISOString() : null, before_id: before?.id ?? null, max },
        v.array(wireSummary),
      ),
    start: (conversation, max) => call(client, "start", { conversation, max }, wireStart),
    events: (conversation, after) => call(client, "events", { conversation, after }, wireEvents),
    history: (conversation, before, max) => call(client, "history", { conversation, before, max }, wireHistory),
    eventHashes: (conversation, after) => call(client, "event_hashes", { conversation, after }, wireHashes),
    send: ({ hdr, sig, ct }) => call(client, "send", { hdr, sig, ct }, wireSent),
    leave: ({ hdr, sig, ct }) => call(client, "leave", { hdr, sig, ct }, wireSent),
    forget: async (conversation) => {
      await call(client, "forget", { conversation }, nothing);
    },
    close: async (conversation, closed) => {
      await call(client, "conversation_close", { conversation, closed }, nothing);
    },
    erase: async (conversation, wanted) => {
      await call(client, "conversation_delete", { conversation, wanted }, nothing);
    },
    commit: ({ body, sig, boxes, metadata }) => call(client, "commit", { body, sig, boxes, metadata }, wireSent),
    createConversation: ({ kind, body, sig, boxes, metadata, context }) =>
      call(client, "create_conversation", { kind, body, sig, boxes, metadata, context }, wireCreated),
    putPointer: async (pointer) => {
      await call(client, "pointer_put", { pointer }, nothing);
    },
    block: async (person, blocked) => {
      await call(client, "block", { person, blocked }, nothing);
    },
    present: async () => {
      await call(client, "present", {}, nothing);
    },
    presenceHide: async (hidden) => {
      await call(client, "presence_hide", { hidden }, nothing);
    },
    statusPut: async (status, until) => {
      await call(
        client,
        "status_put",
        { status, until: until === null ? null : new Date(until).toISOString() },
        nothing,
      );
    },
    onlineCount: async (conversation) =>
      (await call(client, "online_count", { conversation }, v.object({ online: v.nullable(whole) }))).online,
    presenceOf: (ids) => call(client, "presence_of", { ids }, wirePresence),
    blocks: () => call(client, "blocks", {}, wireBlocks),
    tombstone: async (conversation, seqs) => {
      await call(client, "tombstone", { conversation, seqs: [...seqs] }, nothing);
    },
    findPerson: async (handle) => {
      const person = await call(client, "find_person", { handle }, v.nullable(wireStatementOwner));
      if (!person) throw new CodedError("E_NOT_FOUND", "person");
      return person;
    },
    people: (ids) => call(client, "people", { ids }, v.array(wireStatementOwner)),
    putStore: (expected_version, body) => call(client, "store_put", { expected_version, body }, wireVersion),
    readStore: async () => (await call(client, "account", {}, wireAccount)).store,
    readAccount: () => call(client, "account", {}, wireAccount),
    storeHistory: (before) => call(client, "store_history", { before }, wireStores),
    storeSince: (known) => call(client, "store_since", { known }, v.nullable(wireStore)),
  };
}
