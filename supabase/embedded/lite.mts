/** Owns the embedded Auth, REST and Storage server (@supabase/lite): its configuration, its rights and its mail. */
import { readFile } from "node:fs/promises";
import { App, type EmailDriver, SmtpEmailDriver } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { readConfig } from "./config.mts";
import { createFileStore } from "./file-store.mts";
import { fillIn, inLanguage } from "./mail-template.mts";
import { mailText } from "./mail-text.mts";
import type { Secrets } from "./secrets.mts";

export interface Lite {
  fetch(request: Request): Promise<Response>;
  /** Sends the mail that confirms an address as Auth does: the template and its values by their names. */
  sendConfirmation(to: string, values: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

export interface LiteOptions {
  /** As the role `embedded_api` (system.sql), which owns nothing and reaches only the tables of auth and storage. */
  databaseUrl: string;
  secrets: Secrets;
  storageDir: string;
  smtpPort: number;
  siteUrl: string;
  /** The language of the account with this address, if it says any. */
  languageOf(address: string): Promise<string | null>;
}

/** Starts the server on a migrated database. It never reads the schema again: after a migration, make a new one. */
export async function createLite(o: LiteOptions): Promise<Lite> {
  process.env.EXPERIMENTAL_STORAGE = "1";
  const config = await readConfig();
  const connection = createPostgresConnection({
    url: o.databaseUrl,
    postgresOptions: { max: 10, onnotice: () => undefined },
  });
  // Otherwise its first request grants every table of every schema with row-level security to the API roles and
  // replaces auth.uid(): see docs/decisions/041. system.sql has given the rights that are right.
  Object.assign(connection, { rlsState: "active" });
  const smtp = new SmtpEmailDriver({
    host: "127.0.0.1",
    port: o.smtpPort,
    from: { name: "Parley", address: "parley@localhost" },
    requireTls: false,
    timeoutMs: 5000,
  });
  // The server fills in the values and leaves the conditions.
  const mail: EmailDriver = {
    async send(message) {
      const language = await o.languageOf(message.to);
      const html = message.html && inLanguage(message.html, language);
      const subject = inLanguage(message.subject, language);
      await smtp.send({ ...message, subject, ...(html ? { html, text: mailText(html) } : {}) });
    },
  };
  const app = new App({
    ...config,
    auth: {
      ...config.auth,
      site_url: o.siteUrl,
      jwt_secret: o.secrets.jwtSecret,
      publishable_key: o.secrets.publishableKey,
      secret_key: o.secrets.secretKey,
    },
    connection,
    options: { server: { admin: false }, drivers: { email: mail } },
  });
  app._storageAdapter = createFileStore(o.storageDir);
  await app.init();
  return {
    fetch: (request) => app.fetch(request, { peerAddress: null }),
    async sendConfirmation(to, values) {
      const { subject = "", content_path: path = "" } = config.auth?.email?.template?.confirmation ?? {};
      const html = fillIn(await readFile(path, "utf8"), values);
      await mail.send({ to, subject: fillIn(subject, values), html });
    },
    close: () => connection.close(),
  };
}
