/** Owns the mail catcher: takes every mail by SMTP, keeps the newest ones in memory, shows them on a page and as JSON. */
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { listenOnLoopback, namesThisMachine } from "./loopback.mts";
import { mailPage } from "./mail-page.mts";

/** A caught mail as `GET /mails.json` gives it. */
export interface CaughtMail {
  id: string;
  /** Addresses of the envelope, lower case. */
  to: string[];
  from: string;
  subject: string;
  /** ISO time of arrival. */
  receivedAt: string;
  /** The first six-digit code in the text, if any. */
  code: string | null;
  /** The first http(s) link in the text, if any. */
  link: string | null;
  text: string;
  /** Whether `GET /mails/<id>.html` has something to show. */
  hasHtml: boolean;
}

export interface MailCatcher {
  /** `http://localhost:<port>` */
  url: string;
  stop(): Promise<void>;
}

const maximumBytes = 1024 * 1024;

/**
 * Starts SMTP and page on loopback. `GET /` is the page, `GET /mails.json?to=<address>` the list (newest first, at most
 * `keep` mails are kept), `GET /mails/<id>.html` one HTML body, which may neither run scripts nor load anything.
 */
export async function startMailCatcher(ports: { smtp: number; mail: number }, keep = 200): Promise<MailCatcher> {
  const mails: (CaughtMail & { html: string })[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    size: maximumBytes,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(new Error("The mail is too big"));
        readMail(
          Buffer.concat(chunks),
          session.envelope.rcptTo.map((to) => to.address.toLowerCase()),
        ).then(
          (mail) => {
            mails.unshift(mail);
            mails.length = Math.min(mails.length, keep);
            done();
          },
          (error: Error) => done(error),
        );
      });
    },
  });
  smtp.on("error", () => undefined); // a client that hangs up is no reason to stop
  const closeSmtp = await listenOnLoopback(smtp.server, ports.smtp);

  const http = createServer((request, response) => answer(request, response, mails));
  const closeHttp = await listenOnLoopback(http, ports.mail);
  return {
    url: `http://localhost:${ports.mail}`,
    async stop() {
      await Promise.all([closeSmtp(), closeHttp()]);
    },
  };
}

async function readMail(raw: Buffer, to: string[]): Promise<CaughtMail & { html: string }> {
  const mail = await PostalMime.parse(raw);
  const text = mail.text ?? "";
  return {
    id: randomUUID(),
    to,
    from: mail.from?.address ?? "",
    subject: mail.subject ?? "",
    receivedAt: new Date().toISOString(),
    code: /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0] ?? null,
    link: /https?:\/\/[^\s<>"]+/.exec(text)?.[0] ?? null,
    text,
    hasHtml: Boolean(mail.html),
    html: mail.html ?? "",
  };
}

function answer(request: IncomingMessage, response: ServerResponse, mails: (CaughtMail & { html: string })[]): void {
  const send = (status: number, type: string, policy: string, body: string) =>
    response
      .writeHead(status, {
        "Content-Type": `${type}; charset=utf-8`,
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
      })
      .end(body);
  // Another name for this address is a page that rebinds its own name to loopback.
  if (!namesThisMachine(request)) return void send(421, "text/plain", "default-src 'none'", "Unknown host");
  const url = new URL(request.url ?? "/", "http://localhost");
  if (request.method !== "GET") return void send(405, "text/plain", "default-src 'none'", "Only GET");
  if (url.pathname === "/") {
    const nonce = randomBytes(16).toString("base64");
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
    return void send(200, "text/html", policy, mailPage(mails, nonce));
  }
  if (url.pathname === "/mails.json") {
    const to = url.searchParams.get("to")?.toLowerCase();
    const list = mails.filter((mail) => !to || mail.to.includes(to)).map(({ html: _html, ...mail }) => mail);
    return void send(200, "application/json", "default-src 'none'", JSON.stringify(list));
  }
  const body = mails.find((mail) => mail.hasHtml && url.pathname === `/mails/${mail.id}.html`);
  if (!body) return void send(404, "text/plain", "default-src 'none'", "No such mail");
  send(
    200,
    "text/html",
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    body.html,
  );
}
