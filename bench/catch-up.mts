/** Owns the calls of a client that comes back after a while, for measurements. */
import type pg from "pg";

/** Asks for everything after `from`, page by page, as clients do. */
export async function catchUp(client: pg.Client, conversation: string, from: number): Promise<void> {
  interface Page {
    readonly events: readonly unknown[];
    readonly last_seq: number;
  }
  const ask = async <T,>(text: string, values: unknown[]) =>
    (await client.query<{ answer: T }>(text, values)).rows[0]!.answer;
  const cursors = JSON.stringify({ [conversation]: from });
  const news = await ask<{ conversations: (Page & { id: string })[] }>("select public.sync($1::jsonb) as answer", [
    cursors,
  ]);
  const here = news.conversations.find(({ id }) => id === conversation);
  let after = from + (here?.events.length ?? 0);
  for (let last = here?.last_seq ?? 0; after < last;) {
    const page = await ask<Page>("select public.events($1, $2) as answer", [conversation, after]);
    if (page.events.length === 0) throw new Error(`nothing after ${after} of ${last}`);
    after += page.events.length;
    last = page.last_seq;
  }
}
