/**
 * Owns Lighthouse's word on the built pages: landing, signing in and a conversation of somebody who is signed in, as a phone,
 * the median of BENCH_RUNS loads. Lighthouse is bigger than all of our packages together, so npm fetches it for the one who asks.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { browserFlags, browserPath, launchProfile, signInAlice, startAppProcess } from "./app-process.mts";
import { report, round, spread } from "./figure.mts";

const version = "13.5.0";
const runs = Number(process.env["BENCH_RUNS"] ?? 5);
const categories = ["performance", "accessibility", "best-practices"] as const;
/** What the score of performance is made of; blocking in ms, shift without a unit, the rest in ms. */
const timings = {
  firstPaint: "first-contentful-paint",
  largestPaint: "largest-contentful-paint",
  blocking: "total-blocking-time",
  shift: "cumulative-layout-shift",
  speedIndex: "speed-index",
} as const;

const shape = z.object({
  runtimeError: z.optional(z.object({ message: z.string() })),
  categories: z.record(
    z.string(),
    z.object({ score: z.number(), auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })) }),
  ),
  audits: z.record(
    z.string(),
    z.object({ score: z.nullable(z.number()), title: z.string(), numericValue: z.optional(z.number()) }),
  ),
});
type Result = z.infer<typeof shape>;

/** Runs the program in a browser of its own that keeps what `folder` holds. @throws if it cannot be had, or has nothing to say */
async function lighthouse(address: string, folder: string): Promise<Result> {
  const flags = ["--headless=new", ...browserFlags, `--user-data-dir=${folder}`];
  const args = [
    ...["--yes", `lighthouse@${version}`, address, "--output=json", "--quiet", "--disable-storage-reset"],
    ...[`--only-categories=${categories.join()}`, `--chrome-flags=${flags.join(" ")}`],
  ];
  const path = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`;
  const options = { env: { ...process.env, PATH: path, CHROME_PATH: browserPath }, maxBuffer: 64e6 };
  const { stdout } = await promisify(execFile)("npx", args, options).catch((thrown: { stderr?: string }) => {
    const said = thrown.stderr?.trim().split("\n").at(-1) ?? "";
    throw new Error(`Lighthouse could not be run. It needs the npm registry and about 180 MB. ${said}`);
  });
  const result = shape.parse(JSON.parse(stdout));
  if (result.runtimeError) throw new Error(result.runtimeError.message);
  return result;
}

/** A load now and then leaves no trace, and Lighthouse asks for another one. */
async function judged(address: string, folder: string, tries = 4): Promise<Result> {
  try {
    return await lighthouse(address, folder);
  } catch (thrown) {
    if (tries === 1 || !String(thrown).includes("NO_NAVSTART")) throw thrown;
    return judged(address, folder, tries - 1);
  }
}

/** Audits that cost points, and how often they did. */
function faults(results: readonly Result[], category: string): string {
  const counts = new Map<string, number>();
  for (const { categories: judged, audits } of results)
    for (const { id, weight } of judged[category]?.auditRefs ?? [])
      if (weight > 0 && (audits[id]?.score ?? 1) < 1) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(([id, count]) => `${id} (${count} of ${results.length})`).join(", ");
}

function tell(page: string, results: readonly Result[]): void {
  for (const category of categories) {
    const scores = results.map(({ categories: judged }) => Math.round((judged[category]?.score ?? 0) * 100));
    const costs = faults(results, category);
    report({
      name: `Lighthouse ${version}, phone, ${category} of ${page}`,
      unit: "of 100",
      values: spread(scores),
      target: category === "performance" ? "p50 >= 95" : "100",
      ...(costs ? { note: costs } : {}),
    });
  }
  const middle = (id: string) => round(spread(results.map(({ audits }) => audits[id]?.numericValue ?? 0)).p50);
  report({
    name: `Lighthouse ${version}, phone, what the performance of ${page} is made of, median`,
    unit: "ms; shift has none",
    values: Object.fromEntries(Object.entries(timings).map(([name, id]) => [name, middle(id)])),
  });
}

const app = await startAppProcess();
const stranger = await mkdtemp(join(tmpdir(), "parley-stranger-"));
const member = await mkdtemp(join(tmpdir(), "parley-member-"));

/** Browsers keep compiled scripts from the second or third load on, each for itself: so many loads of a remembered device are not judged. */
const earlyLoads = 2;
/** After so long what has been learnt about people is saved. Milliseconds. */
const savedMs = 6_000;

/** The address of a conversation that the browser of `member` remembers. */
async function enter(): Promise<string> {
  const browser = await launchProfile(member);
  const page = await browser.newPage();
  await signInAlice(page, app.url);
  await page.getByRole("link", { name: /Bob/ }).click();
  await page.locator("[data-bubble]").first().waitFor();
  await page.waitForTimeout(savedMs);
  const { pathname } = new URL(page.url());
  await browser.close();
  return pathname;
}

async function judge(name: string, path: string, folder: string, early = 0): Promise<void> {
  const results: Result[] = [];
  for (let run = 0; run < early; run++) await judged(app.url + path, folder);
  for (let run = 0; run < runs; run++) results.push(await judged(app.url + path, folder));
  tell(name, results);
}

try {
  await judge("the landing page", "/", stranger);
  await judge("the sign-in page", "/sign-in", stranger);
  await judge("a conversation, remembered device", await enter(), member, earlyLoads);
} finally {
  await app.stop();
  for (const folder of [stranger, member]) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);
