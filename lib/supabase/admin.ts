/** Owns the client that passes by row-level security, for the few routes that act for the platform and not for a person. */
import "server-only";
import { createClient } from "@supabase/supabase-js";
import { readPublicConfig, readSecretKey } from "@/lib/base/env";
import type { Supabase } from "./client";

let client: Supabase | undefined;

/** The client with the secret key; one per process, without a session. @throws Error if the environment is incomplete */
export function adminSupabase(): Supabase {
  client ??= createClient(readPublicConfig().supabaseUrl, readSecretKey(), {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
  return client;
}
