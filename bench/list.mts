/**
 * Owns the figures of a list of 1,000 conversations, all sealed and all with a last message: what the server takes for it, and
 * when it is painted on a remembered device. BENCH_CONVERSATIONS makes it shorter.
 */
import pg from "pg";
import { demoPeople } from "../scripts/demo.mts";
import { type NodePerson, signInPerson } from "../scripts/person.mts";
import { launchBrowser, signIn, startAppProcess } from "./app-process.mts";
import { report, round, spread } from "./figure.mts";
import { paintedAfterClick, paintedAfterLoad, watchFirstPaint } from "./first-paint.mts";

const conversations = Number(process.env["BENCH_CONVERSATIONS"] ?? 1_000);
const loads = 15;
/** Loads of a new profile that are reported for themselves. */
const earlyLoads = 5;
const title = (number: number) => `Group ${number}`;

/** Bob makes the conversations, each with Alice and one message. */
async function makeConversations(bob: NodePerson): Promise<void> {
  const { userId } = await bob.messenger.starting.findPerson(demoPeople[0]?.handle ?? "");
  for (let number = 1; number <= conversations; number++) {
    const id = await bob.messenger.starting.group({
      kind: "group",
      title: title(number),
      userIds: [userId],
      mayAdd: 1,
      retentionDays: 365,
    });
    await (await bob.messenger.open(id)).sender.send(`the last word in ${title(number)}`);
  }
}

/** The whole list in pages, the first `sync` of a device until nothing is missing, and one with nothing new, as clients ask; times in ms. */
async function timeServer(databaseUrl: string, userId: string) {
  const client = new pg.Client(databaseUrl);
  client.on("error", () => undefined); // the end of the server, when something else has failed
  await client.connect();
  await client.query(
    "select set_config('request.jwt.claim.sub', $1, false), set_config('role', 'authenticated', false)",
    [userId],
  );
  interface Summary {
    readonly id: string;
    readonly last_seq: number;
    readonly last_activity_at: string;
  }
  // What the answer says is read by the client, after the time has been taken.
  let ms = 0;
  const ask = async <T,>(name: string, text: string, values: unknown[]) => {
    const began = performance.now();
    const { rows } = await client.query<{ answer: string }>({ name, text: `select (${text})::text as answer`, values });
    ms += performance.now() - began;
    return JSON.parse(rows[0]?.answer ?? "") as T;
  };
  const sync = async (cursors: Record<string, number>) => {
    const asked = JSON.stringify(cursors);
    const { conversations: news } = await ask<{ conversations: Summary[] }>("sync", "public.sync($1::jsonb)", [asked]);
    for (const { id, last_seq } of news) cursors[id] = last_seq;
    return news.length;
  };
  const times = { list: [] as number[], first: [] as number[], nothing: [] as number[] };
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    ms = 0;
    await work();
    into.push(ms);
  };
  for (let run = 0; run < 30; run++) {
    const cursors: Record<string, number> = {};
    let listed = 0;
    await timed(times.list, async () => {
      let last: Summary | undefined;
      for (let more = true; more;) {
        const values = [last?.last_activity_at ?? null, last?.id ?? null];
        const page: Summary[] = await ask("list", "public.conversations($1::timestamptz, $2, 500)", values);
        listed += page.length;
        last = page.at(-1);
        more = page.length === 500;
      }
    });
    await timed(times.first, async () => {
      while ((await sync(cursors)) >= 500);
    });
    if (Math.min(listed, Object.keys(cursors).length) < conversations) throw new Error("a part of the list is missing");
    await timed(times.nothing, () => sync(cursors));
  }
  await client.end();
  return { list: spread(times.list), first: spread(times.first), nothing: spread(times.nothing) };
}

/** The eighth row: about what a window shows. */
const listShown = 'nav li:nth-child(8) a[href^="/c/"]';

const browser = await launchBrowser();
const app = await startAppProcess();
try {
  const bob = await signInPerson(app.place, demoPeople[1]!);
  await makeConversations(bob);
  await bob.stop();
  const alice = await signInPerson(app.place, demoPeople[0]!);
  const { list, first, nothing } = await timeServer(app.databaseUrl, alice.userId);
  await alice.stop();
  report({
    name: `the list of ${conversations} conversations, all pages, in the database`,
    unit: "ms",
    values: list,
    target: "p50 <= 50",
  });
  report({
    name: `the first sync of ${conversations} conversations on a new device, until nothing is missing, in the database`,
    unit: "ms",
    values: first,
  });
  report({
    name: `sync of ${conversations} conversations with nothing new, in the database`,
    unit: "ms",
    values: nothing,
    target: "p50 <= 50",
  });

  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await watchFirstPaint(page, listShown);
  const began = await signIn(page, app.url);
  await page
    .getByText(`the last word in ${title(conversations)}`)
    .first()
    .waitFor();
  report({
    name: `from the sign-in click to a list of ${conversations} on a new device, with the last message of the newest`,
    unit: "ms",
    values: { once: round(performance.now() - began) },
  });
  await page.waitForTimeout(5_000);
  const times: number[] = [];
  const shell: number[] = [];
  for (let run = 0; run < loads; run++) {
    await page.goto(`${app.url}/chats`, { waitUntil: "load" });
    times.push(await paintedAfterLoad(page));
    shell.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
    );
    await page.waitForTimeout(500);
  }
  // Browsers keep scripts compiled from the second or third load on: what people meet later is not what they meet first.
  report({
    name: `a list of ${conversations} painted, from the beginning of the load, remembered device, after ${earlyLoads} loads`,
    unit: "ms",
    values: spread(times.slice(earlyLoads)),
    beside: { name: "first paint of the same loads", values: spread(shell.slice(earlyLoads)) },
    target: "p50 <= 200",
  });
  report({
    name: "the same for the loads before, one after the other from the first",
    unit: "ms",
    values: Object.fromEntries(times.slice(0, earlyLoads).map((ms, at) => [`load${at + 1}`, round(ms)])),
  });

  await page.setViewportSize({ width: 390, height: 844 });
  const returns: number[] = [];
  for (let run = 0; run < loads; run++) {
    await page.locator(listShown).click();
    await page.locator('[data-measured="true"] [data-bubble]').first().waitFor();
    await page.waitForTimeout(500);
    returns.push(await paintedAfterClick(page, 'main a[href="/chats"]', listShown));
    await page.waitForTimeout(500);
  }
  report({
    name: `a list of ${conversations} painted, from the click that leads back to it from a conversation, at the width of a phone`,
    unit: "ms",
    values: spread(returns),
    target: "p50 <= 200",
  });
} finally {
  await browser.close();
  await app.stop();
}
process.exit(0);
