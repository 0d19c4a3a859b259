/** Faults in a crowd: eight people write in three conversations while every part of the backend dies, more than once. PARLEY_FAULT_SENDS=1000 for the whole size. */
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Conversation } from "@/lib/chat/conversation";
import { type NodePerson, signUpPerson } from "../../scripts/person.mts";
import { startTestStack, type TestStack } from "../embedded/test-stack.mts";

const sends = Number(process.env["PARLEY_FAULT_SENDS"] ?? 200);
const names = ["ann", "ben", "cem", "dia", "eva", "fin", "gus", "hal"] as const;
/** Who is in which conversation, by place in `names`; the first makes it. */
const circles = [
  [0, 1, 2, 3, 4, 5, 6, 7],
  [1, 2, 3, 4],
  [4, 5, 6, 7, 0],
] as const;

let backend: TestStack;
const people: NodePerson[] = [];
/** Per conversation, one view per member, in the order of `circles`. */
const views: Conversation[][] = [];

beforeAll(async () => {
  backend = await startTestStack();
  const { url: supabaseUrl, publishableKey, mailUrl, modRoot } = backend;
  for (const name of names) {
    const person = { name, handle: `${name}_here`, email: `${name}@parley.test`, password: "three calm kitchen words" };
    people.push(await signUpPerson({ supabaseUrl, publishableKey, mailUrl, modRoot }, person));
  }
  for (const circle of circles) {
    const [maker, ...others] = circle.map((at) => people[at] as NodePerson);
    const userIds: string[] = [];
    for (const at of circle.slice(1)) {
      userIds.push((await maker!.messenger.starting.findPerson(`${names[at]}_here`)).userId);
    }
    const rules = { kind: "group", title: "Circle", mayAdd: 1, retentionDays: 365 } as const;
    const id = await maker!.messenger.starting.group({ ...rules, userIds });
    const opened = await Promise.all([maker!, ...others].map(({ messenger }) => messenger.open(id)));
    await Promise.all(opened.map((conversation) => conversation.load()));
    views.push(opened);
  }
}, 240_000);

afterAll(async () => {
  for (const person of people) await person.stop();
  await backend?.remove();
});

const texts = (conversation: Conversation) =>
  conversation.rows.flatMap((row) => (row.type === "message" && row.body.t === "text" ? [row.body.b] : []));

it(`R06: ${sends} messages of eight people outlive two deaths of every part: each is there once, in one order, for every member`, async () => {
  /** Texts by conversation, as they were written. */
  const written: string[][] = circles.map(() => []);
  let count = 0;
  const write = async (who: number) => {
    for (let i = 0; count < sends; i++) {
      const here = circles.flatMap((circle, at) => (circle.includes(who as never) ? [at] : []));
      const at = here[i % here.length] as number;
      const text = `${names[who]} ${i}`;
      count += 1;
      written[at]?.push(text);
      void views[at]?.[circles[at]!.indexOf(who as never)]?.sender.send(text);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  };
  const when = async (share: number, fault: () => Promise<unknown>) => {
    await vi.waitFor(() => expect(count).toBeGreaterThanOrEqual(sends * share), { timeout: 300_000, interval: 20 });
    await fault();
  };
  const dead = new Set<number>();
  const killPostgres = async () => {
    dead.add(backend.postgresPid);
    process.kill(backend.postgresPid, "SIGKILL");
  };
  const writing = Promise.all(names.map((_, who) => write(who)));
  await when(0.1, killPostgres);
  await when(0.3, () => backend.restart("realtime"));
  await when(0.45, () => backend.restart("gateway"));
  await when(0.6, killPostgres);
  await when(0.75, () => backend.restart("gateway"));
  await when(0.85, () => backend.restart("realtime"));
  await writing;
  for (const { messenger } of people) messenger.wake();

  await vi.waitFor(
    () => {
      for (const [at, members] of views.entries())
        for (const conversation of members) {
          expect(conversation.sender.pending).toEqual([]);
          expect(texts(conversation)).toHaveLength(written[at]!.length);
        }
    },
    { timeout: 240_000, interval: 250 },
  );
  const db = new pg.Client(backend.databaseUrl);
  await db.connect();
  for (const [at, [first, ...others]] of views.entries()) {
    expect(texts(first!).toSorted((a, b) => a.localeCompare(b))).toEqual(
      written[at]!.toSorted((a, b) => a.localeCompare(b)),
    );
    for (const other of others) {
      expect(texts(other)).toEqual(texts(first!));
      expect(other.rows.at(-1)?.transcript).toBe(first!.rows.at(-1)?.transcript);
    }
    for (const { alarms, rows } of [first!, ...others]) {
      expect(alarms).toEqual([]);
      expect(rows.filter((row) => row.type === "message" && row.marks.length > 0)).toEqual([]);
    }
    for (const who of circles[at]!) {
      const own = texts(first!).filter((text) => text.startsWith(`${names[who]} `));
      expect(own).toEqual(written[at]!.filter((text) => text.startsWith(`${names[who]} `)));
    }
    // The head of the log says the same as the log.
    const { rows } = await db.query<{ last_seq: number; message_count: number; events: number; transcript: string }>(
      `select c.last_seq::int, c.message_count::int, encode(c.transcript, 'base64') as transcript,
          (select count(*)::int from chat.events e where e.conversation_id = c.id) as events
        from chat.conversations c where c.id = $1`,
      [first!.id],
    );
    expect(rows[0]).toMatchObject({ last_seq: rows[0]!.events, message_count: written[at]!.length });
    expect(rows[0]!.transcript.replaceAll("\n", "")).toBe(first!.rows.at(-1)?.transcript);
  }
  await db.end();
  expect(dead.size).toBe(2);
  expect(dead).not.toContain(backend.postgresPid);
}, 900_000);
