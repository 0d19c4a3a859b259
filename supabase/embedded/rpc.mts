/**
 * Owns the short way to a database function: `POST /rest/v1/rpc/<name>` with a JSON object, as PostgREST answers it, in
 * one round trip. Whatever is not of that plain form is left to the REST server (docs/decisions/042).
 */
import pg from "pg";
import { createCallers, type Keys } from "./callers.mts";
import { openPool } from "./pool.mts";
import { runInOneTrip, type Statement } from "./one-trip.mts";

export interface RpcRequest {
  name: string;
  /** Lower-case header names, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

export interface RpcAnswer {
  status: number;
  /** JSON, or null for an empty answer. */
  body: string | null;
}

export interface RpcDoor {
  /** The answer, or null when this request has to go the long way. */
  call(request: RpcRequest): Promise<RpcAnswer | null>;
  close(): Promise<void>;
}

interface RpcFunction {
  /** Name → type, in order. */
  parameters: Map<string, string>;
  required: string[];
  returnsNothing: boolean;
  statements: Map<string, string>;
}

export interface RpcOptions extends Keys {
  /** As `authenticator`, which has no rights but to become one of the API roles. */
  databaseUrl: string;
}

/** Opens the door on a migrated database: functions are looked up once. */
export async function openRpc(o: RpcOptions): Promise<RpcDoor> {
  const pool = openPool(o.databaseUrl, 20);
  const functions = await readFunctions(pool);
  const callerOf = createCallers(o);

  return {
    async call({ name, headers, body }) {
      const target = functions.get(name);
      const statement = target && plain(headers) ? statementOf(name, target, body) : null;
      const caller = statement && (await callerOf(headers["apikey"], headers["authorization"]));
      if (!target || !statement || !caller) return null;
      const settings: [string, string][] = [
        ["role", caller.role],
        ["request.jwt.claims", caller.claims],
        ["request.jwt.claim.sub", caller.subject],
        ["request.jwt.claim.role", caller.role],
        ["request.method", "POST"],
        ["request.path", `/rpc/${name}`],
        ["request.headers", JSON.stringify(headers)],
      ];
      const become: Statement = {
        text: `select ${settings.map((_, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, true)`).join(", ")}`,
        values: settings.flat(),
      };
      try {
        const client = await pool.connect();
        let broken = true;
        try {
          const result = await runInOneTrip(client, [become, statement]);
          broken = false;
          return target.returnsNothing ? { status: 204, body: null } : { status: 200, body: result ?? "null" };
        } catch (error) {
          broken = !(error instanceof pg.DatabaseError);
          throw error;
        } finally {
          client.release(broken);
        }
      } catch (error) {
        return answerOf(error as Error, caller.role);
      }
    },
    close: () => pool.end(),
  };
}

/** Only what supabase-js sends for `rpc(name, args)`: no filters, no other schema, no other form of answer. */
function plain(headers: RpcRequest["headers"]): boolean {
  const accept = headers["accept"] ?? "*/*";
  return (
    /^application\/json\b/i.test(headers["content-type"]?.toString() ?? "") &&
    (headers["content-profile"] ?? "public") === "public" &&
    (accept === "*/*" || accept === "application/json") &&
    headers["prefer"] === undefined
  );
}

/** The call as SQL with the whole body as its one value; null when names of arguments do not fit the function. */
function statementOf(name: string, target: RpcFunction, body: string): Statement | null {
  let given: unknown;
  try {
    given = JSON.parse(body || "{}");
  } catch {
    return null;
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
  const names = Object.keys(given).toSorted();
  if (!names.every((each) => target.parameters.has(each)) || !target.required.every((each) => names.includes(each)))
    return null;
  const key = names.join();
  let text = target.statements.get(key);
  if (!text) {
    const id = pg.escapeIdentifier;
    const columns = names.map((each) => `${id(each)} ${target.parameters.get(each)}`).join(", ");
    const call = `public.${id(name)}(${names.map((each) => `${id(each)} => x.${id(each)}`).join(", ")})`;
    text =
      names.length === 0
        ? `select ${call} where $1::json is not null`
        : `select ${call} from json_to_record($1::json) as x(${columns})`;
    target.statements.set(key, text);
  }
  return { text, values: [body || "{}"] };
}

/** As PostgREST turns an error into status and JSON. */
function answerOf(error: Error, role: string): RpcAnswer {
  const as = (
    status: number,
    code: string,
    message: string,
    details?: string | null,
    hint?: string | null,
  ): RpcAnswer => ({
    status,
    body: JSON.stringify({ code, details: details ?? null, hint: hint ?? null, message }),
  });
  if (!(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? ""))
    return as(503, "PGRST001", "Database client error. Retrying the connection.");
  const code = error.code ?? "XX000";
  const own = /^PT([2-5]\d\d)$/.exec(code)?.[1];
  const status = own ? Number(own) : (statuses.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 400);
  return as(code === "42501" && role === "anon" ? 401 : status, code, error.message, error.detail, error.hint);
}

const statuses: [prefix: string, status: number][] = [
  ...([
    ["23503", 409],
    ["23505", 409],
    ["25006", 405],
    ["42501", 403],
    ["42883", 404],
    ["42P01", 404],
    ["P0001", 400],
  ] as [string, number][]),
  ...["09", "25", "2D", "38", "39", "3B", "40", "42P17", "54", "55", "57", "58", "F0", "HV", "P0", "XX"].map(
    (each): [string, number] => [each, 500],
  ),
  ...["0L", "0P", "28"].map((each): [string, number] => [each, 403]),
  ["53", 503],
];

/** Functions of schema public that have one form, named input parameters, and return one json value or nothing. */
async function readFunctions(pool: pg.Pool): Promise<Map<string, RpcFunction>> {
  const { rows } = await pool.query<{
    name: string;
    names: string[] | null;
    types: string[];
    defaults: number;
    result: string;
  }>(`
    select proname as name, proargnames as names, pronargdefaults as defaults, prorettype::regtype::text as result,
      array(select format_type(t, null) from unnest(proargtypes) with ordinality as a(t, n) order by n) as types
    from pg_proc p
    where pronamespace = 'public'::regnamespace and prokind = 'f' and not proretset and proargmodes is null and provariadic = 0
      and prorettype in ('jsonb'::regtype, 'json'::regtype, 'void'::regtype)
      and not exists (select from pg_proc o where o.pronamespace = p.pronamespace and o.proname = p.proname and o.oid <> p.oid)
  `);
  return new Map(
    rows
      .filter((row) => row.types.length === (row.names ?? []).filter(Boolean).length)
      .map((row) => {
        const names = row.names ?? [];
        const parameters = new Map(names.map((name, at) => [name, row.types[at] ?? "text"]));
        const required = names.slice(0, names.length - row.defaults);
        return [row.name, { parameters, required, returnsNothing: row.result === "void", statements: new Map() }];
      }),
  );
}
