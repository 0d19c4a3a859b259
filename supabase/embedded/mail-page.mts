/** Owns how caught mails look: one self-contained page, newest mail first, with the code to copy and the link to follow. */
import type { CaughtMail } from "./mail-catcher.mts";

const style = `
  :root { color-scheme: light dark; --page: #f4f4f1; --card: #fff; --ink: #1c1d1a; --soft: #62645d; --line: #e2e2dc; --accent: #1f5c4a; --on-accent: #fff }
  @media (prefers-color-scheme: dark) { :root { --page: #131412; --card: #1d1f1c; --ink: #ecede8; --soft: #a2a59b; --line: #31342f; --accent: #7fc4ab; --on-accent: #10211b } }
  * { box-sizing: border-box }
  body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif }
  main { max-width: 720px; margin: 0 auto; padding: 40px 16px 80px }
  h1 { margin: 0; font-size: 24px }
  .lead { margin: 4px 0 28px; color: var(--soft) }
  article { margin: 0 0 16px; padding: 20px 24px; background: var(--card); border: 1px solid var(--line); border-radius: 14px }
  h2 { margin: 0; font-size: 17px; overflow-wrap: anywhere }
  .meta { margin: 2px 0 14px; color: var(--soft); font-size: 14px; overflow-wrap: anywhere }
  .act { display: flex; flex-wrap: wrap; gap: 12px; align-items: center; margin: 0 0 14px }
  .code { font: 600 26px/1.2 ui-monospace, monospace; letter-spacing: .16em; user-select: all }
  .link { padding: 8px 14px; border-radius: 9px; background: var(--accent); color: var(--on-accent); text-decoration: none }
  summary { cursor: pointer; color: var(--soft); font-size: 14px }
  pre { margin: 12px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.5 ui-monospace, monospace }
  iframe { width: 100%; height: 420px; margin-top: 12px; border: 1px solid var(--line); border-radius: 10px; background: #fff }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`;

/** Looks every two seconds whether a newer mail has come; a mail that is being read stays open until then. */
const script = `
  const newest = document.querySelector("article")?.id ?? "";
  setInterval(async () => {
    if (document.hidden) return;
    const mails = await fetch("/mails.json").then((answer) => answer.json(), () => null);
    if (mails && (mails[0]?.id ?? "") !== newest) location.reload();
  }, 2000);
  for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", () => {
    const frame = details.querySelector("iframe[data-src]");
    if (frame) { frame.src = frame.dataset.src; frame.removeAttribute("data-src"); }
  });
`;

/** The page as HTML; its one style and one script carry `nonce`. Nothing of a mail is put in unescaped. */
export function mailPage(mails: readonly CaughtMail[], nonce: string): string {
  const count = mails.length === 1 ? "1 mail" : `${mails.length} mails`;
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Mails · Parley</title>
  <style nonce="${nonce}">${style}</style>
</head>
<body>
  <main>
    <h1>Mails</h1>
    <p class="lead">Everything Parley sends from this machine ends here; nothing goes out. ${count}, newest first.</p>
    ${mails.map(mailCard).join("\n") || "<p>No mail yet. This page updates by itself.</p>"}
  </main>
  <script nonce="${nonce}">${script}</script>
</body>
</html>`;
}

function mailCard(mail: CaughtMail): string {
  const code = mail.code ? `<span class="code" title="Code">${escape(mail.code)}</span>` : "";
  const link = mail.link ? `<a class="link" href="${escape(mail.link)}" rel="noreferrer">Open the link</a>` : "";
  const html = mail.hasHtml
    ? `<details><summary>As it looks in a mail program</summary><iframe sandbox data-src="/mails/${mail.id}.html" title="Mail body"></iframe></details>`
    : "";
  return `<article id="${mail.id}">
  <h2>${escape(mail.subject || "(no subject)")}</h2>
  <p class="meta">To ${escape(mail.to.join(", "))} · <time datetime="${mail.receivedAt}">${mail.receivedAt.slice(11, 19)} UTC</time></p>
  <p class="act">${code}${link}</p>
  <details><summary>Text</summary><pre>${escape(mail.text)}</pre></details>
  ${html}
</article>`;
}

function escape(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
