/** Owns a whole page that says one thing: a mark, a sentence, what to do. */
import type { ReactNode } from "react";
import { Seal, type SealState } from "./seal";

export interface NoticePageProps {
  seal: SealState;
  title: string;
  text: string;
  /** Small print, such as a reference for those who help. */
  note?: string | undefined;
  actions?: ReactNode;
}

export function NoticePage({ seal, title, text, note, actions }: NoticePageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 py-16 text-center">
      <Seal state={seal} className="size-12" />
      <h1 className="mt-6 text-22 font-semibold tracking-tight text-balance">{title}</h1>
      <p className="mt-2 max-w-96 text-15 text-pretty text-muted">{text}</p>
      {actions ? <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div> : null}
      {note ? <p className="mt-6 font-mono text-12 text-faint">{note}</p> : null}
    </main>
  );
}
