/** Owns what a program may learn of who is here, as one person: no more than that person's own page would show. */
import "server-only";
import * as z from "zod";
import { call } from "@/lib/supabase/rpc";
import { tokenSupabase } from "@/lib/supabase/server";

const count = z.object({ online: z.int().nonnegative().nullable() });
const presence = z.object({ online: z.boolean().nullable() });

/**
 * How many are online, of a conversation or room the person is in, or of everybody; null: the person hides themselves.
 * @throws CodedError E_AUTH (token), E_NOT_FOUND (not in it), E_RATE
 */
export function onlineCount(token: string, conversation: string | null): Promise<z.infer<typeof count>> {
  return call(tokenSupabase(token), "online_count", { conversation }, count);
}

/** Whether somebody is online, as far as they show it to the person; null: they do not, or are nobody. @throws CodedError E_AUTH, E_RATE */
export function isOnline(token: string, person: string): Promise<z.infer<typeof presence>> {
  return call(tokenSupabase(token), "online", { person }, presence);
}
