/** Owns the calls a messenger makes to the database: one method per function, answers parsed. */
import * as z from "zod";
import { CodedError } from "@/lib/base/errors";
import {
  type WireEvent,
  type WirePerson,
  type WireSummary,
  type WireSync,
  wireAccount,
  wireCreated,
  wireEvents,
  wireHashes,
  wireHistory,
  wireSent,
  wireStart,
  wireStatementOwner,
  wireSummary,
  wireSync,
  wireVersion,
} from "@/lib/protocol/wire";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

const nothing = z.unknown();

/** Every method rejects with a CodedError: the function's own code, or E_OFFLINE, E_AUTH, E_RATE, E_SERVER. */
export interface ServerApi {
  sync(cursors: Readonly<Record<string, number>>): Promise<WireSync>;
  conversations(before: { at: number; id: string } | null, max: number): Promise<WireSummary[]>;
  start(conversation: string, max: number): Promise<z.infer<typeof wireStart>>;
  /** Ascending, from the one after `after`. */
  events(conversation: string, after: number): Promise<{ events: WireEvent[]; last_seq: number }>;
  history(conversation: string, before: number, max: number): Promise<z.infer<typeof wireHistory>>;
  eventHashes(conversation: string, after: number): Promise<z.infer<typeof wireHashes>>;
  send(envelope: { hdr: string; sig: string; ct: string }): Promise<z.infer<typeof wireSent>>;
  commit(commit: { body: string; sig: string; boxes: string }): Promise<z.infer<typeof wireSent>>;
  createConversation(input: {
    kind: string;
    body: string;
    sig: string;
    boxes: string;
    context: string | null;
  }): Promise<{ conversation: string; created: boolean }>;
  putPointer(pointer: string): Promise<void>;
  /** @throws E_NOT_FOUND nobody has this handle */
  findPerson(handle: string): Promise<WirePerson>;
  people(ids: readonly string[]): Promise<WirePerson[]>;
  putStore(expectedVersion: number, body: string): Promise<{ version: number }>;
  readStore(): Promise<{ version: number; body: string }>;
}

/** The calls, as the person signed in to `client`. */
export function createServerApi(client: Supabase): ServerApi {
  return {
    sync: (cursors) => call(client, "sync", { cursors }, wireSync),
    conversations: (before, max) =>
      call(
        client,
        "conversations",
        { before: before ? new Date(before.at).toISOString() : null, before_id: before?.id ?? null, max },
        z.array(wireSummary),
      ),
    start: (conversation, max) => call(client, "start", { conversation, max }, wireStart),
    events: (conversation, after) => call(client, "events", { conversation, after }, wireEvents),
    history: (conversation, before, max) => call(client, "history", { conversation, before, max }, wireHistory),
    eventHashes: (conversation, after) => call(client, "event_hashes", { conversation, after }, wireHashes),
    send: ({ hdr, sig, ct }) => call(client, "send", { hdr, sig, ct }, wireSent),
    commit: ({ body, sig, boxes }) => call(client, "commit", { body, sig, boxes }, wireSent),
    createConversation: (input) => call(client, "create_conversation", input, wireCreated),
    putPointer: async (pointer) => {
      await call(client, "pointer_put", { pointer }, nothing);
    },
    findPerson: async (handle) => {
      const person = await call(client, "find_person", { handle }, wireStatementOwner.nullable());
      if (!person) throw new CodedError("E_NOT_FOUND", "person");
      return person;
    },
    people: (ids) => call(client, "people", { ids }, z.array(wireStatementOwner)),
    putStore: (expected_version, body) => call(client, "store_put", { expected_version, body }, wireVersion),
    readStore: async () => (await call(client, "account", {}, wireAccount)).store,
  };
}
