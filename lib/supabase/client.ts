/** Owns the types of a Supabase client and of the functions it may call, so that no other folder imports the library for them. */
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.types";

export type { Session as AuthSession } from "@supabase/supabase-js";

/** A client of our database: functions and their arguments as the migrations say. */
export type Supabase = SupabaseClient<Database>;

type Functions = Database["public"]["Functions"];

export type FunctionName = keyof Functions;

/** Arguments by name. What has a default may also be null; lists are only read. */
export type FunctionArguments<N extends FunctionName> = {
  readonly [K in keyof Functions[N]["Args"]]:
    | ReadOnly<Functions[N]["Args"][K]>
    | (undefined extends Functions[N]["Args"][K] ? null : never);
};

type ReadOnly<T> = T extends (infer E)[] ? readonly E[] : T;
