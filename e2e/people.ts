/** Owns people with a browser each: what a person does on the pages, in the words of the pages. */
import { randomBytes } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { connectDatabase } from "./database";
import words from "../messages/en.json" with { type: "json" };

export const mailUrl = `http://localhost:${process.env["PARLEY_PORT_MAIL"]}`;
export const backendUrl = `http://localhost:${process.env["PARLEY_PORT_GATEWAY"]}`;

/** A mark that no table, file, mail, log or frame may ever contain in the clear. */
export const canary = (what: string) => `canary-${what}-${randomBytes(6).toString("hex")}`;

export interface Person {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
  readonly context: BrowserContext;
  readonly page: Page;
  recoveryCode: string;
  /** Errors the browser saw; a story ends with none it did not provoke. */
  readonly errors: string[];
  /** Everything that went over sockets, as text. */
  readonly frames: string[];
}

/**
 * Asks the page, again if it does not answer: Chromium leaves a question about its databases unanswered for ever now and
 * then, if one of them is just being deleted.
 */
const answered = <T>(page: Page, question: () => Promise<T>): Promise<T | "no answer"> =>
  Promise.race([
    page.evaluate(question),
    new Promise<"no answer">((resolve) => setTimeout(() => resolve("no answer"), 3_000)),
  ]);

/** This browser keeps no database of the application. */
export function expectNoDatabase(page: Page): Promise<void> {
  const named = async () =>
    (await indexedDB.databases()).flatMap(({ name = "" }) => (name.startsWith("parley") ? [name] : []));
  return expect.poll(() => answered(page, named)).toEqual([]);
}

/** This browser keeps nothing: no databases, caches, workers, words. */
export function expectNothingKept(page: Page): Promise<void> {
  const kept = async () => ({
    databases: (await indexedDB.databases()).flatMap(({ name = "" }) => (name.startsWith("parley") ? [name] : [])),
    local: Object.keys(localStorage).filter((key) => !/theme/.test(key)),
    caches: (await caches.keys()).filter((name) => name.startsWith("parley")),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  });
  return expect.poll(() => answered(page, kept)).toEqual({ databases: [], local: [], caches: [], workers: 0 });
}

/** A browser of its own for a person who may not exist yet. */
export async function newPerson(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Person> {
  const tag = randomBytes(4).toString("hex");
  const handle = `${name.toLowerCase()}_${tag}`;
  const email = `${handle}@parley.test`;
  const person = { name, handle, email, password: `four quiet ${tag} words`, recoveryCode: "" };
  return { ...person, ...(await newBrowser(browser, options)) };
}

/** People with accounts, each in a browser of their own; they sign up at the same time. */
export async function signedUp<const Names extends readonly string[]>(
  browser: Browser,
  ...names: Names
): Promise<{ -readonly [At in keyof Names]: Person }> {
  const people = await Promise.all(names.map((name) => newPerson(browser, name)));
  await Promise.all(people.map((person) => signUp(person, false)));
  return people as { -readonly [At in keyof Names]: Person };
}

/** The same person in another browser, where nothing is remembered. */
export async function onNewDevice(
  browser: Browser,
  person: Person,
  options: BrowserContextOptions = {},
): Promise<Person> {
  return { ...person, ...(await newBrowser(browser, options)) };
}

/** The same person in the same browser, in a tab just opened and no other. */
export async function inNewTab(person: Person): Promise<Person> {
  const page = await person.context.newPage();
  await person.page.close();
  return { ...person, page, ...watch(page) };
}

async function newBrowser(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  return { context, page, ...watch(page) };
}

/** Collects what a page complains about and what its sockets carry. */
export function watch(page: Page): { errors: string[]; frames: string[] } {
  const errors: string[] = [];
  const frames: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // Failed requests are part of some stories; scripts that fail never are.
    if (message.type() === "error" && !/^Failed to load resource|Trusted Types|TrustedScript/.test(message.text()))
      errors.push(message.text());
  });
  page.on("websocket", (socket) => {
    const keep = ({ payload }: { payload: string | Buffer }) => frames.push(payload.toString());
    socket.on("framesent", keep);
    socket.on("framereceived", keep);
  });
  return { errors, frames };
}

/** The newest mail to an address: its code and its link. */
export async function mailTo(email: string, subject?: RegExp): Promise<{ code: string; link: string }> {
  let found: { code: string | null; link: string | null; subject: string } | undefined;
  await expect
    .poll(async () => {
      const answer = await fetch(`${mailUrl}/mails.json?to=${encodeURIComponent(email)}`);
      const mails = (await answer.json()) as { code: string | null; link: string | null; subject: string }[];
      found = mails.find((mail) => !subject || subject.test(mail.subject));
      return found !== undefined;
    })
    .toBe(true);
  return { code: found?.code ?? "", link: found?.link ?? "" };
}

/** From the sign-up page to the list: code from the mail, handle, recovery code kept and typed back. */
export async function signUp(person: Person, keepCode = true): Promise<void> {
  await person.page.goto("/sign-up");
  await signUpHere(person, keepCode);
}

/** The same on the sign-up page that is open, to where it leads from there. */
export async function signUpHere(person: Person, keepCode = true, goal = "**/chats"): Promise<void> {
  const { page } = person;
  await page.getByLabel(words.auth.name, { exact: true }).fill(person.name);
  await page.getByLabel(words.auth.email, { exact: true }).fill(person.email);
  await page.getByLabel(words.auth.password, { exact: true }).fill(person.password);
  await page.getByRole("button", { name: words.auth.signUp.submit }).click();
  await expect(page.getByRole("heading", { name: words.auth.code.title })).toBeVisible();
  await page.getByLabel(words.auth.code.label).fill((await mailTo(person.email)).code);
  // The sixth digit submits.
  await makeKeys(person, keepCode, goal);
}

export async function makeKeys(person: Person, keepCode = true, goal = "**/chats"): Promise<void> {
  const { page } = person;
  await expect(page.getByRole("heading", { name: words.auth.welcome.title })).toBeVisible();
  await page.getByLabel(words.auth.welcome.handle).fill(person.handle);
  const password = page.getByLabel(words.auth.password, { exact: true });
  if (await password.isVisible()) await password.fill(person.password);
  await page.getByRole("button", { name: words.auth.welcome.submit }).click();
  // Deriving keys from a password is meant to be slow, and two people do it at once on a small machine.
  await expect(page.getByRole("heading", { name: words.auth.recovery.title })).toBeVisible({ timeout: 60_000 });
  const code = await page.getByLabel(words.auth.recovery.codeLabel).innerText();
  person.recoveryCode = (code.match(/\b[0-9A-Z]{4}\b/g) ?? []).join("-");
  if (!keepCode) {
    await page.getByRole("button", { name: words.auth.recovery.later }).click();
  } else {
    await page.getByRole("button", { name: words.auth.recovery.kept }).click();
    const groups = person.recoveryCode.split("-");
    for (const [at, group] of groups.entries()) {
      const field = page.getByLabel(`Group ${at + 1}`, { exact: true });
      if (await field.isVisible()) await field.fill(group);
    }
    await page.getByRole("button", { name: words.auth.recovery.check }).click();
  }
  await page.waitForURL(goal);
}

export async function signIn(person: Person, where: "own" | "shared" = "own"): Promise<void> {
  const { page } = person;
  await page.goto("/sign-in");
  await page.getByLabel(words.auth.email, { exact: true }).fill(person.email);
  await page.getByLabel(words.auth.password, { exact: true }).fill(person.password);
  if (where === "shared") await page.getByText(words.auth.device.shared, { exact: true }).click();
  await page.getByRole("button", { name: words.auth.signIn.submit }).click();
  await page.waitForURL("**/chats");
}

/** Finds somebody by handle and opens the conversation with them. Unless they are to stay strangers, the other has accepted. */
export async function startWith(
  person: Person,
  other: Pick<Person, "handle" | "name">,
  strangers: "strangers" | "introduced" = "introduced",
): Promise<void> {
  const { page } = person;
  await page.goto("/new");
  await page.getByLabel(words.new.handle).fill(other.handle);
  await page.getByRole("button", { name: words.new.find }).click();
  await page.getByRole("button", { name: words.new.start }).click();
  await page.waitForURL("**/c/*");
  await expect(composer(person)).toBeVisible();
  if (strangers === "introduced") await introduce(new URL(page.url()).pathname.slice("/c/".length));
}

/** The person asked accepts, as their own browser would do it. */
async function introduce(conversation: string): Promise<void> {
  const client = await connectDatabase();
  const become = `select set_config('request.jwt.claim.sub', r.awaits::text, true) from chat.requests r where r.conversation_id = $1`;
  await client.query("begin");
  const { rowCount } = await client.query(become, [conversation]);
  if (rowCount) await client.query("select public.request_answer($1, true)", [conversation]);
  await client.query("commit");
  await client.end();
}

/** Opens the conversation from the list. */
export async function openFromList(person: Person, other: Pick<Person, "name">): Promise<void> {
  const { page } = person;
  if (!page.url().endsWith("/chats")) await page.goto("/chats");
  await page
    .getByRole("link", { name: new RegExp(other.name) })
    .first()
    .click();
  await page.waitForURL("**/c/*");
}

export const composer = (person: Person) => person.page.getByRole("textbox", { name: /^Message to/ });
export const message = (person: Person, text: string) => person.page.getByRole("log").getByText(text, { exact: true });

export async function say(person: Person, text: string): Promise<void> {
  const understood = person.page.getByRole("button", { name: words.composer.understood });
  if (await understood.isVisible()) await understood.click();
  await composer(person).fill(text);
  // Under a finger Enter begins a new line.
  const touch = await person.page.evaluate(() => matchMedia("(pointer: coarse)").matches);
  if (touch) await person.page.getByRole("button", { name: words.composer.send, exact: true }).click();
  else await composer(person).press("Enter");
  await expect(message(person, text)).toBeVisible();
}

/** The state of an own message, in the words a screen reader hears. */
export async function expectState(person: Person, text: string, state: keyof typeof words.send): Promise<void> {
  const row = person.page.getByRole("article").filter({ hasText: text });
  await expect(row.getByText(words.send[state], { exact: true })).toHaveCount(1);
}

/** Nothing an automatic check finds serious on the page as it is now; what came and went while it looked is looked at again. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(async () => {
    // What fades is judged when it stands.
    await page.evaluate(() => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => undefined);
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      serious.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ""}`).join(" ")}`,
      ),
    ).toEqual([]);
  }).toPass({ timeout: 30_000 });
}

export { words };
