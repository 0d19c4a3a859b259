"use client";
/** Owns what is shown when even the root layout fails: the same page, with a document and words of its own. */
import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { NoticePage } from "@/components/ui/notice-page";
import { lastWords } from "@/lib/i18n/last-words";
import "./globals.css";

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const words = lastWords(typeof navigator === "undefined" ? [] : navigator.languages);
  return (
    <html lang={words.locale} dir={words.direction}>
      <body>
        <NoticePage
          icon={<TriangleAlert />}
          title={words.title}
          text={words.text}
          note={error.digest}
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              {words.reload}
            </Button>
          }
        />
      </body>
    </html>
  );
}
