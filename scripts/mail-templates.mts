/**
 * Owns `npm run mails`: the mails of Auth, made from one layout and words in every language, as templates of Go, which Auth fills in.
 * The language is what the account says (`user_metadata.language`); everybody else gets English.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import words from "../supabase/templates/words.json" with { type: "json" };

type Language = keyof typeof words;
export type Mail = keyof (typeof words)["en"];

/** Type of the link that a mail carries, as Auth calls it. */
const linkTypes: Readonly<Record<Mail, string>> = {
  confirmation: "signup",
  recovery: "recovery",
  magic_link: "magiclink",
  email_change: "email_change",
};

export const mails = Object.keys(linkTypes) as Mail[];
const folder = fileURLToPath(new URL("../supabase/templates", import.meta.url));

/** Where a mail's template is, as a path. */
export const fileOf = (mail: Mail) => join(folder, `${mail.replace("_", "-")}.html`);

/** The text that `say` gives for each language, as a condition on the account's language. One text for all stays as it is. */
function inEveryLanguage(say: (language: Language) => string): string {
  const others = (Object.keys(words) as Language[]).filter((language) => language !== "en");
  const conditions = others.map(
    (language, at) => `{{ ${at === 0 ? "" : "else "}if eq .Data.language "${language}" }}${say(language)}`,
  );
  return `${conditions.join("")}{{ else }}${say("en")}{{ end }}`;
}

export const subjectOf = (mail: Mail): string => inEveryLanguage((language) => words[language][mail].subject);

/** The HTML of a mail. Styles stand inline, because mail programs drop the others. */
export function templateOf(mail: Mail): string {
  const say = (part: "title" | "lead" | "action" | "foot") =>
    inEveryLanguage((language) => words[language][mail][part]);
  const direction = `{{ if eq .Data.language "ar" }}rtl{{ else }}ltr{{ end }}`;
  return `<!doctype html>
<html lang="${inEveryLanguage((language) => language)}" dir="${direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${say("title")}</title>
  </head>
  <body style="margin:0;padding:32px 16px;background:#f4f3ef;color:#1c1d1f;font:16px/1.55 system-ui,sans-serif">
    <div dir="${direction}" style="max-width:480px;margin:0 auto;padding:32px;background:#ffffff;border-radius:16px">
      <p style="margin:0 0 24px;font-weight:650">Parley</p>
      <h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">${say("title")}</h1>
      <p style="margin:0 0 20px">${say("lead")}</p>
      <p style="margin:0 0 20px"><span dir="ltr" style="font:600 32px/1.2 ui-monospace,monospace;letter-spacing:0.2em">{{ .Token }}</span></p>
      <p style="margin:0 0 24px">
        <a href="{{ .SiteURL }}/confirm?token_hash={{ .TokenHash }}&amp;type=${linkTypes[mail]}" style="display:inline-block;padding:12px 20px;background:#2258ae;color:#ffffff;border-radius:10px;text-decoration:none">${say("action")}</a>
      </p>
      <p style="margin:0;font-size:14px;color:#5d6067">${say("foot")}</p>
    </div>
  </body>
</html>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const mail of mails) writeFileSync(fileOf(mail), templateOf(mail));
