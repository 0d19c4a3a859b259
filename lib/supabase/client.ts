/** Owns what our code needs of a Supabase client, so that no other folder imports the library for its types. */
import type { Session, SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.types";

export type AuthSession = Session;

/** The whole library, with the types of our database. */
export type WholeSupabase = SupabaseClient<Database>;

/** Signing in and renewing. */
export type Auth = WholeSupabase["auth"];

/** What it takes to hear live topics. */
export interface LiveAccess {
  /** Of the socket, with the key of the application. */
  readonly address: string;
  /** The access token of whoever is signed in, renewed where it is about to end. @throws CodedError if it cannot be had */
  token(): Promise<string | null>;
}

/** The address of Realtime at a Supabase origin. */
export function liveAddress(supabaseUrl: string, key: string): string {
  return `${supabaseUrl.replace(/^http/, "ws")}/realtime/v1/websocket?apikey=${encodeURIComponent(key)}`;
}

/** What asks the database's functions by name; `call` in `./rpc` is the one way to use it. */
export interface Supabase {
  rpc(name: string, args: object): { abortSignal(signal: AbortSignal): PromiseLike<FunctionAnswer> };
}

/** `status` is 0 where no answer came. */
export interface FunctionAnswer {
  readonly data: unknown;
  readonly error: unknown;
  readonly status: number;
}

/** How a browser is signed in. */
export interface LoginSource {
  /** The library that signs in, renews and signs out. @throws CodedError E_OFFLINE if it cannot be loaded */
  auth(): Promise<Auth>;
  /** The login as it is now, renewed where it is about to end; null: nobody's. @throws CodedError */
  session(): Promise<AuthSession | null>;
}

type Functions = Database["public"]["Functions"];

export type FunctionName = keyof Functions;

/** Arguments by name. What has a default may also be null; lists are only read. */
export type FunctionArguments<N extends FunctionName> = {
  readonly [K in keyof Functions[N]["Args"]]:
    | ReadOnly<Functions[N]["Args"][K]>
    | (undefined extends Functions[N]["Args"][K] ? null : never);
};

type ReadOnly<T> = T extends (infer E)[] ? readonly E[] : T;
