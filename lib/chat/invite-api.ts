/** Owns the calls about being let in: links into groups, what is asked by them, and first contact: one method per function, answers parsed. */
import * as z from "@/lib/base/shape";
import { wireStatementOwner, wireTime } from "@/lib/protocol/wire";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

const nothing = z.unknown();

const wireInvite = z.object({
  id: z.string(),
  maker: z.string(),
  uses: z.int(),
  used: z.int(),
  expires_at: wireTime,
  created_at: wireTime,
});
export type WireInvite = z.infer<typeof wireInvite>;

const wireLook = z.object({
  conversation: z.string(),
  kind: z.string(),
  maker: wireStatementOwner,
  left: z.int(),
  state: z.enum(["none", "pending", "declined", "member"]),
});
export type WireLook = z.infer<typeof wireLook>;

const wireJoin = z.object({
  conversation: z.string(),
  invite: z.string(),
  maker: z.string(),
  proof: z.string(),
  created_at: wireTime,
  person: wireStatementOwner,
});
export type WireJoin = z.infer<typeof wireJoin>;

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
    invites: (conversation) => call(client, "invites", { conversation }, z.array(wireInvite)),
    revokeInvite: async (invite) => void (await call(client, "invite_revoke", { invite }, nothing)),
    lookInvite: (invite, token) => call(client, "invite_look", { invite, token }, z.nullable(wireLook)),
    requestJoin: async (invite, token, proof) =>
      void (await call(client, "join_request", { invite, token, proof }, nothing)),
    withdrawJoin: async (conversation) => void (await call(client, "join_withdraw", { conversation }, nothing)),
    declineJoin: async (conversation, person) =>
      void (await call(client, "join_decline", { conversation, person }, nothing)),
    answerRequest: async (conversation, accept) =>
      void (await call(client, "request_answer", { conversation, accept }, nothing)),
    joinRequests: () => call(client, "join_requests", {}, z.array(wireJoin)),
  };
}
