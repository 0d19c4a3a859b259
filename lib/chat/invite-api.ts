/** Owns the calls about being let in: links into groups, what is asked by them, and first contact: one method per function, answers parsed. */
import * as v from "valibot";
import { whole } from "@/lib/base/narrow";
import { wireStatementOwner, wireTime } from "@/lib/protocol/wire";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

const nothing = v.unknown();

const wireInvite = v.object({
  id: v.string(),
  maker: v.string(),
  uses: whole,
  used: whole,
  expires_at: wireTime,
  created_at: wireTime,
});
export type WireInvite = v.InferOutput<typeof wireInvite>;

const wireLook = v.object({
  conversation: v.string(),
  kind: v.string(),
  maker: wireStatementOwner,
  left: whole,
  state: v.picklist(["none", "pending", "declined", "member"]),
});
export type WireLook = v.InferOutput<typeof wireLook>;

const wireJoin = v.object({
  conversation: v.string(),
  invite: v.string(),
  maker: v.string(),
  proof: v.string(),
  created_at: wireTime,
  person: wireStatementOwner,
});
export type WireJoin = v.InferOutput<typeof wireJoin>;

/** Every method rejects with a CodedError. */
export interface InviteApi {
  /** @throws E_ADD, E_INPUT (too many, too long) */
  putInvite(invite: {
    conversation: string;
    invite: string;
    token_hash: string;
    uses: number;
    expires_at: string;
  }): Promise<void>;
  invites(conversation: string): Promise<WireInvite[]>;
  revokeInvite(invite: string): Promise<void>;
  /** null: no such link, or it has ended. */
  lookInvite(invite: string, token: string): Promise<WireLook | null>;
  /** @throws E_NOT_FOUND (ended, used up), E_REMOVE (declined before), E_EXISTS (in already) */
  requestJoin(invite: string, token: string, proof: string): Promise<void>;
  withdrawJoin(conversation: string): Promise<void>;
  declineJoin(conversation: string, person: string): Promise<void>;
  joinRequests(): Promise<WireJoin[]>;
  /** Accepts or declines what a stranger asks. */
  answerRequest(conversation: string, accept: boolean): Promise<void>;
}

export function createInviteApi(client: Supabase): InviteApi {
  return {
    putInvite: async (invite) => void (await call(client, "invite_put", invite, nothing)),
    invites: (conversation) => call(client, "invites", { conversation }, v.array(wireInvite)),
    revokeInvite: async (invite) => void (await call(client, "invite_revoke", { invite }, nothing)),
    lookInvite: (invite, token) => call(client, "invite_look", { invite, token }, v.nullable(wireLook)),
    requestJoin: async (invite, token, proof) =>
      void (await call(client, "join_request", { invite, token, proof }, nothing)),
    withdrawJoin: async (conversation) => void (await call(client, "join_withdraw", { conversation }, nothing)),
    declineJoin: async (conversation, person) =>
      void (await call(client, "join_decline", { conversation, person }, nothing)),
    answerRequest: async (conversation, accept) =>
      void (await call(client, "request_answer", { conversation, accept }, nothing)),
    joinRequests: () => call(client, "join_requests", {}, v.array(wireJoin)),
  };
}
