/** Owns the proof that mails are caught, found, shown safely, and not kept without end. */
import { SmtpEmailDriver } from "@supabase/lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CaughtMail, type MailCatcher, startMailCatcher } from "./mail-catcher.mts";
import { mailText } from "./mail-text.mts";
import { freePort } from "./test-database.mts";

let catcher: MailCatcher;
let smtp: SmtpEmailDriver;
beforeAll(async () => {
  const ports = { smtp: await freePort(), mail: await freePort() };
  catcher = await startMailCatcher(ports, 4);
  smtp = new SmtpEmailDriver({ host: "127.0.0.1", port: ports.smtp, from: "parley@localhost", requireTls: false });
});
afterAll(() => catcher?.stop());

const list = async (query = "") => (await (await fetch(`${catcher.url}/mails.json${query}`)).json()) as CaughtMail[];

describe("the mail catcher", () => {
  it("lists newest first, by address, with code and link", async () => {
    await smtp.send({
      to: "Rosa@Example.org",
      subject: "First",
      text: "Code 123456, or http://localhost:3000/confirm?a=1&b=2.",
    });
    await smtp.send({ to: "other@example.org", subject: "Ünïcode ✓", text: "1234567 is no code" });
    expect((await list()).map((mail) => mail.subject)).toEqual(["Ünïcode ✓", "First"]);
    const [mail] = await list("?to=rosa@example.org");
    expect(mail).toMatchObject({ subject: "First", to: ["rosa@example.org"], code: "123456" });
    expect(mail?.link).toContain("http://localhost:3000/confirm?a=1&b=2");
    expect((await list("?to=other@example.org"))[0]).toMatchObject({ code: null, link: null });
  });

  it("shows nothing of a mail as its own page: all is escaped, the HTML sits in a sandbox", async () => {
    await smtp.send({
      to: "x@example.org",
      subject: "<img src=x onerror=alert(1)>",
      text: '"><script>alert(2)</script>',
      html: "<script>alert(3)</script><b>hi</b>",
    });
    const page = await fetch(catcher.url);
    const html = await page.text();
    expect(html).not.toContain("<img");
    expect(html).not.toMatch(/alert\(3\)|<script>alert/);
    expect(html).toContain("<iframe sandbox data-src=");
    const nonce = /nonce-([^']+)'/.exec(page.headers.get("content-security-policy") ?? "")?.[1];
    expect(html.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
    const [mail] = await list();
    const body = await fetch(`${catcher.url}/mails/${mail?.id}.html`);
    expect(body.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    expect((await fetch(`${catcher.url}/mails/other.html`)).status).toBe(404);
    expect((await fetch(catcher.url, { method: "POST" })).status).toBe(405);
  });

  it("refuses what is too big, and keeps only the newest", async () => {
    await expect(smtp.send({ to: "x@example.org", subject: "big", text: "x".repeat(2_000_000) })).rejects.toThrow(
      /big|size/i,
    );
    for (let count = 0; count < 6; count++)
      await smtp.send({ to: "many@example.org", subject: String(count), text: "t" });
    const mails = await list();
    expect(mails).toHaveLength(4);
    expect(mails[0]?.subject).toBe("5");
  });
});

it("the plain-text half has the words and addresses of the HTML half", () => {
  expect(
    mailText(
      '<html><head><title>x</title><style>b{}</style></head><p>Hello &amp; welcome</p><p>Code <b>1</b></p><a class="l"\nhref="http://a/b?c=1">Go\n</a></html>',
    ),
  ).toBe("Hello & welcome\n\nCode 1\n\nGo:\nhttp://a/b?c=1");
});
