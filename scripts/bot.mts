/**
 * Owns `npm run bot`: a sample bot as an account of its own, with its own keys, marked as automated.
 * Where: NEXT_PUBLIC_SUPABASE_URL, NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY and PARLEY_MOD_ROOT, or else the stack that `npm start`
 * runs here. Who: BOT_EMAIL, BOT_PASSWORD, BOT_HANDLE, BOT_NAME. On the stack here the account is made if there is none.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { codeOf } from "@/lib/base/errors";
import { beAutomated } from "@/lib/session/automated";
import { runBot } from "./bot-member.mts";
import { type NodePerson, type Place, signInPerson, signUpPerson } from "./person.mts";

const folder = process.env["PARLEY_DATA"] ?? fileURLToPath(new URL("../.parley", import.meta.url));
const running = join(folder, "stack.env");
const local = existsSync(running) ? parseEnv(readFileSync(running, "utf8")) : {};
const env = { ...local, ...process.env };

const place: Place = {
  supabaseUrl: needed("NEXT_PUBLIC_SUPABASE_URL"),
  publishableKey: needed("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY"),
  modRoot: needed("PARLEY_MOD_ROOT"),
  mailUrl: env["PARLEY_MAIL_URL"] ?? "",
};
const credentials = {
  name: env["BOT_NAME"] ?? "Echo",
  handle: env["BOT_HANDLE"] ?? "echo_bot",
  email: env["BOT_EMAIL"] ?? "echo_bot@parley.test",
  password: needed("BOT_PASSWORD"),
};

const person = await enter();
await beAutomated(person.client);
const bot = runBot(person, (thrown) => process.stderr.write(`Trouble: ${codeOf(thrown)}\n`));
process.stdout.write(
  `${credentials.name} (@${credentials.handle}) answers at ${place.supabaseUrl}. Ctrl-C stops it.\n`,
);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    bot.stop();
    void person.stop().finally(() => process.exit(0));
  });

async function enter(): Promise<NodePerson> {
  try {
    return await signInPerson(place, credentials);
  } catch (thrown) {
    if (codeOf(thrown) !== "E_CREDENTIALS") throw thrown;
    // Only where its mail can be read here.
    if (place.mailUrl === "")
      stop(`Nobody can sign in as ${credentials.email} with this password. Sign the bot up on the pages first.`);
    return signUpPerson(place, credentials);
  }
}

function needed(name: string): string {
  return env[name] ?? stop(`Set ${name}, or run npm start first.`);
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
