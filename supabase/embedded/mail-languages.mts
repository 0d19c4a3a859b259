/** Owns asking which language the mails to an address are written in. */
import type pg from "pg";

/** The language that an account says, under its address or the one it is moving to; null: none, or no account. */
export function mailLanguages(pool: pg.Pool): (address: string) => Promise<string | null> {
  return async (address) => {
    // The embedded server writes the metadata as a JSON string within the JSON; elsewhere it is an object.
    const { rows } = await pool.query<{ language: string | null }>(
      `select case jsonb_typeof(raw_user_meta_data) when 'string' then (raw_user_meta_data #>> '{}')::jsonb
              else raw_user_meta_data end ->> 'language' as language
       from auth.users
       where (email = lower($1) or email_change = lower($1)) and deleted_at is null
       order by (email = lower($1)) desc limit 1`,
      [address],
    );
    return rows[0]?.language ?? null;
  };
}
