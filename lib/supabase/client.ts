/** Owns the type of a Supabase client, so that no other folder has to import the library for it. */
export type { SupabaseClient as Supabase, Session as AuthSession } from "@supabase/supabase-js";
