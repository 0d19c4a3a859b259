"use client";
/** Owns what is shown when even the root layout fails: the same page, with a document and words of its own. */
import { NoticePage } from "@/components/ui/notice-page";
import { PlainButton } from "@/components/ui/plain-button";
import { WarningMark } from "@/components/ui/plain-marks";
import { lastWords } from "@/lib/i18n/last-words";
import "./globals.css";

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const words = lastWords(typeof navigator === "undefined" ? [] : navigator.languages);
  return (
    <html lang={words.locale} dir={words.direction}>
      <body>
        <NoticePage
          icon={<WarningMark />}
          title={words.title}
          text={words.text}
          note={error.digest}
          actions={
            <PlainButton look="primary" onClick={() => location.reload()}>
              {words.reload}
            </PlainButton>
          }
        />
      </body>
    </html>
  );
}
