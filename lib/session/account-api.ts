/** Owns the calls a session makes to the database: the account, its slots, its devices. */
import * as v from "valibot";
import { type WireAccount, type WireStore, wireAccount, wireStores, wireVersion } from "@/lib/protocol/wire";
import type { NewAccount } from "@/lib/crypto/engine-api";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

const nothing = v.unknown();

/** Every method rejects with a CodedError. */
export interface AccountApi {
  /** null: signed in, but no keys exist yet. */
  account(): Promise<WireAccount | null>;
  register(input: { handle: string; displayName: string } & Omit<NewAccount, "recoveryCode">): Promise<WireAccount>;
  /** Puts everything of the account anew. @throws E_LOGIN_OLD, E_VERSION */
  startOver(before: WireAccount, made: Omit<NewAccount, "recoveryCode">): Promise<WireAccount>;
  /** @throws E_INPUT */
  rename(displayName: string): Promise<WireAccount>;
  putSlot(body: string): Promise<string>;
  deleteSlot(slotId: string): Promise<void>;
  putStore(expectedVersion: number, body: string): Promise<{ version: number }>;
  readStore(): Promise<WireStore>;
  readAccount(): Promise<WireAccount>;
  storeHistory(before: number): Promise<WireStore[]>;
  deviceSeen(deviceId: string, label: string, remembered: boolean): Promise<void>;
  /** False: this login has been ended from somewhere else. */
  alive(): Promise<boolean>;
}

export function createAccountApi(client: Supabase): AccountApi {
  return {
    account: () => call(client, "account", {}, v.nullable(wireAccount)),
    register: ({ handle, displayName, statement, slots, bundle, store }) =>
      call(
        client,
        "register_account",
        { handle, display_name: displayName, statement, slots, bundle, store },
        wireAccount,
      ),
    startOver: ({ bundle: { version: bundleVersion }, store: { version: storeVersion } }, made) => {
      const { statement, slots, bundle, store } = made;
      const expected = { expected_bundle_version: bundleVersion, expected_store_version: storeVersion };
      return call(client, "start_over", { statement, slots, bundle, store, ...expected }, wireAccount);
    },
    rename: (display_name) => call(client, "profile_put", { display_name }, wireAccount),
    putSlot: async (body) => (await call(client, "slot_put", { body }, v.object({ slot_id: v.string() }))).slot_id,
    deleteSlot: async (slotId) => {
      await call(client, "slot_delete", { slot_id: slotId }, nothing);
    },
    putStore: (expected_version, body) => call(client, "store_put", { expected_version, body }, wireVersion),
    readStore: async () => (await call(client, "account", {}, wireAccount)).store,
    readAccount: () => call(client, "account", {}, wireAccount),
    storeHistory: (before) => call(client, "store_history", { before }, wireStores),
    deviceSeen: async (device_id, label, remembered) => {
      await call(client, "device_seen", { device_id, label, remembered }, nothing);
    },
    alive: () => call(client, "session_alive", {}, v.boolean()),
  };
}
