/** Owns `npm run screens`: a picture of every page and state, in three sizes, light and dark, and once in Arabic, for looking at. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { ensureBrowser } from "./browser.mjs";
import arabic from "../messages/ar.json" with { type: "json" };
import english from "../messages/en.json" with { type: "json" };
import { type Screen, screens } from "./screen-list.mts";
import type { Words } from "./screen-steps.mts";

const origin = process.env["APP_URL"] ?? "http://localhost:3000";
const folder = join(fileURLToPath(new URL("..", import.meta.url)), "screens");
const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1440, height: 900 },
} as const;
type Size = keyof typeof sizes;

interface Look {
  readonly size: Size;
  readonly theme: "light" | "dark";
  readonly language: "en" | "ar";
}

const looks: readonly Look[] = [
  ...(["phone", "tablet", "desktop"] as const).flatMap((size) =>
    (["light", "dark"] as const).map((theme) => ({ size, theme, language: "en" as const })),
  ),
  { size: "phone", theme: "light", language: "ar" },
  { size: "desktop", theme: "dark", language: "ar" },
];

const nameOf = (look: Look) => `${look.size}-${look.theme}${look.language === "en" ? "" : `-${look.language}`}`;

/** Words on the command line choose: every one must stand in the name of a picture; the whole name of a look means that look alone. */
const wanted = process.argv.slice(2);
const lookNames = looks.map(nameOf);
const isWanted = (name: string, look: string) =>
  wanted.every((word) => (lookNames.includes(word) ? word === look : `${name} ${look}`.includes(word)));

/** Strangers' pages first, then the signed-in ones. */
const turn = (screen: Screen) => (screen.last ? 2 : screen.personal ? 1 : 0);

async function open(browser: Browser, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: sizes[look.size],
    deviceScaleFactor: look.size === "phone" ? 2 : 1,
    colorScheme: look.theme,
    locale: look.language,
    hasTouch: look.size === "phone",
    isMobile: look.size === "phone",
    reducedMotion: "reduce",
  });
  // The development server's own mark is not part of any page.
  await context.addInitScript(() => {
    const style = document.createElement("style");
    style.textContent = "nextjs-portal { display: none }";
    document.addEventListener("DOMContentLoaded", () => document.head.append(style));
  });
  return context;
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill("alice@parley.test");
  await page.locator('input[name="password"]').fill("orbit velvet candle meadow");
  await page.locator('button[type="submit"]').click();
  await page.waitForURL("**/chats", { timeout: 60_000 });
}

/** Every language has the keys of English, and the forms that its own counting needs. */
const words: Readonly<Record<Look["language"], Words>> = { en: english, ar: arabic };

/** What is loaded late has come when the page has not changed for a while; what never rests is taken as it is. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const done = () => {
          watcher.disconnect();
          resolve();
        };
        const unmeasured = () => document.querySelector('[data-measured="false"]') !== null;
        let quiet: ReturnType<typeof setTimeout>;
        const again = () => {
          clearTimeout(quiet);
          quiet = setTimeout(() => (unmeasured() ? again() : done()), 600);
        };
        const watcher = new MutationObserver(again);
        watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        again();
        setTimeout(done, 8_000);
      }),
  );
}

async function picture(page: Page, screen: Screen, { language }: Look, file: string): Promise<void> {
  await page.goto(screen.path, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  await screen.arrange?.(page, words[language]);
  await settled(page);
  await page.screenshot({ path: file, fullPage: screen.whole ?? false });
}

const found = await ensureBrowser();
if ("missing" in found) throw new Error(found.missing);
const alive = await fetch(`${origin}/api/health`).catch(() => null);
if (!alive) {
  process.stderr.write(`Nothing answers at ${origin}. Run "npm run dev" first; APP_URL names another address.\n`);
  process.exit(1);
}
const browser = await chromium.launch({ executablePath: found.path, args: ["--no-sandbox", "--disable-gpu"] });
const made: string[] = [];
const failed: string[] = [];
for (const look of looks) {
  const chosen = screens.filter(({ name }) => isWanted(name, nameOf(look)));
  if (chosen.length === 0) continue;
  mkdirSync(join(folder, nameOf(look)), { recursive: true });
  const context = await open(browser, look);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  for (const screen of chosen.toSorted((a, b) => turn(a) - turn(b))) {
    const file = `${nameOf(look)}/${screen.name}.png`;
    try {
      if (screen.personal && !(await context.cookies()).some(({ name }) => name.includes("auth-token")))
        await signIn(page);
      await picture(page, screen, look, join(folder, file));
      made.push(file);
    } catch (error) {
      failed.push(`${file}: ${String(error).split("\n")[0]}`);
    }
  }
  await context.close();
  process.stdout.write(`${nameOf(look)}: ${chosen.length}\n`);
}
await browser.close();

const figures = made.map(
  (file) => `<figure><img loading="lazy" src="${file}"><figcaption>${file}</figcaption></figure>`,
);
const style =
  "body{display:flex;flex-wrap:wrap;gap:16px;font:13px system-ui;background:#888}figure{margin:0}img{height:560px;display:block}";
writeFileSync(
  join(folder, "all.html"),
  `<!doctype html><meta charset="utf-8"><style>${style}</style>${figures.join("")}`,
);
process.stdout.write(`${made.length} pictures in screens, all of them in screens/all.html\n`);
for (const line of failed) process.stderr.write(`${line}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
