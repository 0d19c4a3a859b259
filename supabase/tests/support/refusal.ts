/** Owns how tests read a refusal: our code, and proof that it would leave as a 4xx. */
import pg from "pg";
import { isErrorCode } from "@/lib/base/errors";

/** The code with which the call was refused. Throws if it was not refused, or in a way that a client could not read. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await failure(call);
  if (!/^PT4\d\d$/.test(error.code ?? "") || !isErrorCode(error.message))
    throw new Error(`refused, but with ${error.code} ${error.message}`);
  return error.message;
}

/** SQLSTATE with which the database failed. */
export async function sqlState(call: Promise<unknown>): Promise<string> {
  return (await failure(call)).code ?? "";
}

/** The whole error. Throws if the call succeeded. */
export async function failure(call: Promise<unknown>): Promise<pg.DatabaseError> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return error;
    throw error;
  }
  throw new Error(`not refused: ${JSON.stringify(answer)?.slice(0, 200)}`);
}
