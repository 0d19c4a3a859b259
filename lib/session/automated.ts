/** Owns saying of the own account that it is a program's. There is no way back. */
import * as v from "valibot";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

export async function beAutomated(client: Supabase): Promise<void> {
  await call(client, "profile_automated", {}, v.unknown());
}
