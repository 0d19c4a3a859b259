/** Owns the whole product in a process of its own on free ports and a fresh folder, and a browser, for benchmarks of pages. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { demoPassword, demoPeople } from "../scripts/demo.mts";
import type { Place } from "../scripts/person.mts";
import { freePort } from "../supabase/embedded/test-database.mts";
import { liftLimits } from "./stack-process.mts";

export interface BenchApp {
  readonly url: string;
  /** Where people without a browser live, too. */
  readonly place: Place;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** Starts the application as it was built from the sources, with the demo people, without limits per account. */
export async function startAppProcess(): Promise<BenchApp> {
  const folder = await mkdtemp(join(tmpdir(), "parley-pages-"));
  const data = join(folder, "data");
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: {
      ...process.env,
      PORT: `${port}`,
      APP_URL: url,
      PARLEY_DATA: data,
      PARLEY_PORT_GATEWAY: `${await freePort()}`,
      PARLEY_PORT_POSTGRES: `${await freePort()}`,
      PARLEY_PORT_SMTP: `${await freePort()}`,
      PARLEY_PORT_MAIL: `${await freePort()}`,
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilHealthy(url);
  const text = await readFile(join(data, "stack.env"), "utf8");
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1]?.replaceAll('"', "") ?? "";
  await liftLimits(setting("DATABASE_URL"));
  return {
    url,
    databaseUrl: setting("DATABASE_URL"),
    place: {
      supabaseUrl: setting("NEXT_PUBLIC_SUPABASE_URL"),
      publishableKey: setting("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY"),
      mailUrl: setting("PARLEY_MAIL_URL"),
      modRoot: setting("PARLEY_MOD_ROOT"),
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string): Promise<void> {
  for (let i = 0; i < 1_200; i++) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the application did not start");
}

/** Playwright's own Chromium, or the system's. */
export const browserPath = existsSync(chromium.executablePath())
  ? chromium.executablePath()
  : (process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium");

export const browserFlags: readonly string[] = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

const options = (more: readonly string[]) => ({ executablePath: browserPath, args: [...browserFlags, ...more] });

export const launchBrowser = (...more: string[]): Promise<Browser> => chromium.launch(options(more));

/** A browser that keeps what it is told in `folder`. */
export const launchProfile = (folder: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, options([]));

/** Fills in Alice's sign-in and clicks. @returns the moment of the click */
export async function signIn(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail", { exact: true }).fill(demoPeople[0]?.email ?? "");
  await page.getByLabel("Password", { exact: true }).fill(demoPassword);
  const clicked = performance.now();
  await page.getByRole("button", { name: "Sign in" }).click();
  return clicked;
}

/** Signs Alice in. @returns the time from the click to her list, in ms */
export async function signInAlice(page: Page, url: string): Promise<number> {
  const clicked = await signIn(page, url);
  await page.getByRole("link", { name: /Bob/ }).waitFor();
  return performance.now() - clicked;
}
