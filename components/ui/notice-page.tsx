/** Owns a whole page that says one thing: a mark, a sentence, what to do. */
import type { ReactNode } from "react";

export interface NoticePageProps {
  icon: ReactNode;
  title: string;
  text: string;
  /** Small print, such as a reference for those who help. */
  note?: string | undefined;
  actions?: ReactNode;
}

export function NoticePage({ icon, title, text, note, actions }: NoticePageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-6 py-16 text-center">
      <span
        aria-hidden="true"
        className="flex size-16 items-center justify-center rounded-full bg-fill text-muted [&_svg]:size-7"
      >
        {icon}
      </span>
      <h1 className="mt-6 text-22 font-semibold tracking-tight text-balance">{title}</h1>
      <p className="mt-2 max-w-96 text-15 text-pretty text-muted">{text}</p>
      {actions ? <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div> : null}
      {note ? <p className="mt-6 font-mono text-12 text-faint">{note}</p> : null}
    </main>
  );
}
