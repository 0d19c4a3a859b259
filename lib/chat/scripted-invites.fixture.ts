/** Owns links and requests as the scripted server keeps them. */
import { fromBase64, toBase64 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { sha256 } from "@/lib/crypto/primitives";
import type { WirePerson } from "@/lib/protocol/wire";
import type { InviteApi } from "./invite-api";

export class ScriptedInvites {
  readonly links = new Map<
    string,
    { conversation: string; hash: string; maker: string; uses: number; until: number }
  >();
  /** Whose answer to a first contact is awaited. */
  awaits: string | null = null;
  /** Who was put into the group by whom, and has not accepted. */
  readonly strangers = new Map<string, string>();
  readonly asked = new Map<string, { invite: string; proof: string; state: "pending" | "declined" }>();

  request = (me: string) => ({ awaits: this.awaits, asked_by: this.strangers.get(me) ?? null });

  /** `isIn` and `person` as the server knows them; `tell` makes everybody look again. */
  api(
    me: string,
    world: { isIn(userId: string): boolean; person(userId: string): WirePerson; tell(): void },
  ): InviteApi {
    const live = (invite: string, token: string) => {
      const link = this.links.get(invite);
      return link && link.hash === toBase64(sha256(fromBase64(token))) && link.until > Date.now() ? link : null;
    };
    return {
      putInvite: async ({ conversation, invite, token_hash: hash, uses, expires_at }) => {
        this.links.set(invite, { conversation, hash, maker: me, uses, until: Date.parse(expires_at) });
      },
      invites: async () =>
        [...this.links].map(([id, { maker, uses, until }]) => {
          return { id, maker, uses, used: 0, expires_at: until, created_at: 0 };
        }),
      revokeInvite: async (invite) => void this.links.delete(invite),
      lookInvite: async (invite, token) => {
        const link = live(invite, token);
        if (!link) return null;
        const state = world.isIn(me) ? "member" : (this.asked.get(me)?.state ?? "none");
        return {
          conversation: link.conversation,
          kind: "group",
          maker: world.person(link.maker),
          left: link.uses,
          state,
        };
      },
      requestJoin: async (invite, token, proof) => {
        if (!live(invite, token)) throw new CodedError("E_NOT_FOUND");
        this.asked.set(me, { invite, proof, state: "pending" });
        world.tell();
      },
      withdrawJoin: async () => {
        this.asked.delete(me);
        world.tell();
      },
      declineJoin: async (_conversation, userId) => {
        const join = this.asked.get(userId);
        if (join) this.asked.set(userId, { ...join, state: "declined" });
        world.tell();
      },
      answerRequest: async () => {
        this.awaits = null;
        this.strangers.delete(me);
        world.tell();
      },
      joinRequests: async () =>
        [...this.asked].flatMap(([userId, { invite, proof, state }]) => {
          const link = this.links.get(invite);
          if (!link || state !== "pending" || world.isIn(userId) || !world.isIn(me)) return [];
          const { conversation, maker } = link;
          return [{ conversation, invite, maker, proof, created_at: 0, person: world.person(userId) }];
        }),
    };
  }
}
