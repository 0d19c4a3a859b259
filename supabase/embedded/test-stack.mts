/** Owns a whole backend for tests: free ports, a folder that is thrown away, and people with confirmed addresses. */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { CaughtMail } from "./mail-catcher.mts";
import { removePostgresData } from "./postgres-home.mts";
import { type Ports, type Stack, type StackOptions, startStack } from "./stack.mts";
import { freePort, temporaryFolder } from "./test-database.mts";

export interface TestStack extends Stack {
  dataDir: string;
  ports: Ports;
  /** A client that keeps its session in memory and is signed in by nobody. */
  client(key?: string): SupabaseClient;
  /** Mails to that address, newest first. */
  mailsTo(address: string): Promise<CaughtMail[]>;
  /** A signed-in person with a confirmed address, made through the public API alone. */
  person(): Promise<{ client: SupabaseClient; email: string; password: string; id: string; token: string }>;
  /** Stops the stack and deletes its folder. */
  remove(): Promise<void>;
}

/** Starts a stack; takes 1 to 3 s. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const dataDir = options.dataDir ?? temporaryFolder("parley-stack-");
  const ports = {
    gateway: await freePort(),
    postgres: await freePort(),
    smtp: await freePort(),
    mail: await freePort(),
  };
  const stack = await startStack({ ports, ...options, dataDir });
  const client = (key = stack.publishableKey) =>
    createClient(stack.url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const mailsTo = async (address: string) =>
    (await (await fetch(`${stack.mailUrl}/mails.json?to=${encodeURIComponent(address)}`)).json()) as CaughtMail[];
  return Object.assign(Object.create(stack) as Stack, {
    dataDir,
    ports,
    client,
    mailsTo,
    async person() {
      const email = `${randomUUID()}@example.org`;
      const password = newPassword();
      const own = client();
      const signedUp = await own.auth.signUp({ email, password });
      if (signedUp.error) throw signedUp.error;
      const token = (await mailsTo(email))[0]?.code ?? "";
      const verified = await own.auth.verifyOtp({ email, token, type: "signup" });
      if (verified.error || !verified.data.session) throw verified.error ?? new Error("no session");
      const { session } = verified.data;
      return { client: own, email, password, id: session.user.id, token: session.access_token };
    },
    async remove() {
      await stack.stop();
      removePostgresData(join(dataDir, "postgres"));
      rmSync(dataDir, { recursive: true, force: true });
    },
  });
}

/** As long as the keys the app derives from passwords. */
export function newPassword(): string {
  return Buffer.from(randomUUID()).toString("base64url");
}
