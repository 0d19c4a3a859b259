/** Owns the end of a session on the server: the refresh token is revoked and the cookies are taken back. */
import "server-only";
import { serverSupabase } from "@/lib/supabase/server";

/** Ends the session of this request, on this device only. Works, as far as cookies go, while Auth is down. */
export async function endSession(): Promise<void> {
  const client = await serverSupabase();
  await client.auth.signOut({ scope: "local" });
}
