/** Owns the replay of stored messages to a client that joins: its parameters and the rows it gets. */
import type pg from "pg";
import * as z from "zod";
import { rowColumns, type Row } from "./feed.mts";

const mostRows = 25;

const replayParams = z.object({
  /** Milliseconds since 1970. */
  since: z.int(),
  limit: z
    .int()
    .default(mostRows)
    .transform((limit) => Math.min(Math.max(limit, 1), mostRows)),
});

export type ReplayParams = z.infer<typeof replayParams>;

/** Null when the parameters are not valid. */
export function parseReplayParams(value: unknown): ReplayParams | null {
  return replayParams.safeParse(value).data ?? null;
}

/** The newest private broadcasts of the topic since then, oldest first. Policies do not apply to single rows. */
export async function readReplay(pool: pg.Pool, topic: string, { since, limit }: ReplayParams): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: "replay",
    text: `select ${rowColumns}
      from realtime.messages m
      where m.topic = $1 and m.private and m.extension = 'broadcast' and m.event is not null
        and (m.payload is not null or m.binary_payload is not null)
        and m.inserted_at >= to_timestamp($2::double precision / 1000) at time zone 'UTC'
        and m.inserted_at < (now() at time zone 'UTC') + interval '1 minute'
      order by m.inserted_at desc
      limit $3`,
    values: [topic, since, limit],
  });
  return rows.toReversed();
}
