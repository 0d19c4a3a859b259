/** Owns rows made fast for measurements: people, conversations and logs that satisfy every constraint but carry random hashes. */
import type pg from "pg";

type Client = Pick<pg.ClientBase, "query">;

/** Writes without triggers or foreign keys while `fill` runs; needs a superuser and one connection. */
async function unattended(client: Client, fill: () => Promise<void>): Promise<void> {
  await client.query("set session_replication_role = replica");
  try {
    await fill();
  } finally {
    await client.query("set session_replication_role = origin");
  }
}

/** Makes `count` people with a profile and one statement each; resolves to their ids. */
export async function addPeople(client: Client, count: number): Promise<string[]> {
  const ids: string[] = [];
  await unattended(client, async () => {
    const made = await client.query<{ user_id: string }>(
      `insert into chat.profiles (user_id, handle, display_name)
        select i, 's' || left(md5(i::text), 20), 'Synthetic' from (select gen_random_uuid() as i from generate_series(1, $1)) g
        returning user_id`,
      [count],
    );
    ids.push(...made.rows.map((row) => row.user_id));
    await client.query(
      `insert into chat.identity_statements (body)
        select '\\x4549303101000000'::bytea || uuid_send(u) || int4send(1) || private.zeros(32) || sha256(uuid_send(u)) || sha256(u::text::bytea)
          || int8send(0) || private.zeros(128) from unnest($1::uuid[]) u`,
      [ids],
    );
  });
  return ids;
}

/**
 * Makes one group conversation per list of members (the first is admin), each with one commit at seq 1.
 * Resolves to the conversations' ids, in the order of `rosters`.
 */
export async function addConversations(client: Client, rosters: readonly (readonly string[])[]): Promise<string[]> {
  const ids: string[] = [];
  await unattended(client, async () => {
    for (const roster of rosters) {
      const sorted = roster.toSorted();
      const made = await client.query<{ id: string }>(
        `with c as (select gen_random_uuid() as id),
          b as (
            select c.id, '\\x4543303101010000'::bytea || uuid_send(c.id) || int4send(1) || private.zeros(32) || int8send(0)
              || private.h('t0', uuid_send(c.id)) || uuid_send($2) || int8send(0) || '\\x02010000'::bytea || int4send(365)
              || private.zeros(208) || int2send($3::int2)
              || (select string_agg(uuid_send(u) || (case when u = $2 then '\\x02'::bytea else '\\x01'::bytea end) || private.zeros(96), ''::bytea order by u)
                from unnest($1::uuid[]) u) as body from c),
          v as (
            insert into chat.conversations (id, kind, class, policy_type, policy_add, context_hash, mod_root, epoch, commit_hash, last_seq, transcript, member_count, last_activity_at)
              select b.id, 'group', 'sealed', 2, 1, private.zeros(32), private.zeros(32), 1, private.h('commit-hash', b.body), 1, sha256(uuid_send(b.id)), $3,
                now() - random() * interval '100 days' from b),
          m as (
            insert into chat.members (conversation_id, user_id, role, joined_seq)
              select b.id, u, case when u = $2 then 2 else 1 end, 1 from b, unnest($1::uuid[]) u),
          x as (
            insert into chat.boxes (conversation_id, epoch, user_id, box)
              select b.id, 1, u, '\\x4542303101'::bytea || private.zeros(80) from b, unnest($1::uuid[]) u)
        insert into chat.events (conversation_id, seq, kind, hash, transcript, received_at, body, sig)
          select b.id, 1, 1, private.h('commit-hash', b.body), sha256(uuid_send(b.id)), now(), b.body, private.zeros(64) from b
          returning conversation_id as id`,
        [sorted, roster[0], roster.length],
      );
      ids.push(...made.rows.map((row) => row.id));
    }
  });
  return ids;
}

/** Appends `count` messages of `sender`, 272 bytes of ciphertext each, in one statement per 100 000. */
export async function addMessages(client: Client, conversation: string, sender: string, count: number): Promise<void> {
  await unattended(client, async () => {
    for (let done = 0; done < count; done += 100_000) {
      await client.query(
        `with c as (select id, last_seq, epoch, commit_hash from chat.conversations where id = $1),
          m as (
            select c.id, c.last_seq + n as seq,
              '\\x454d303101000000'::bytea || uuid_send(c.id) || uuid_send(gen_random_uuid()) || int4send(c.epoch::int) || c.commit_hash
              || uuid_send($2) || uuid_send($2) || int4send((c.last_seq + n)::int) || private.zeros(32) || int8send(c.last_seq) || private.zeros(96)
              || int4send(272) || private.zeros(32) as body
              from c, generate_series(1, $3::int) n)
        insert into chat.events (conversation_id, seq, kind, hash, transcript, received_at, body, sig, ct)
          select m.id, m.seq, 2, private.h('msg-hash', m.body), sha256(int8send(m.seq)), now(), m.body, private.zeros(64), private.zeros(272) from m`,
        [conversation, sender, Math.min(100_000, count - done)],
      );
      await client.query(
        `update chat.conversations c set (last_seq, transcript) = (
            select e.seq, e.transcript from chat.events e where e.conversation_id = c.id order by e.seq desc limit 1)
          where c.id = $1`,
        [conversation],
      );
    }
  });
}
