"use client";
/** Owns the sheet that says who has received and read one's own message, and by when. */
import { Check, CheckCheck, CircleCheck, EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { OneLine } from "@/components/ui/one-line";
import { Sheet } from "@/components/ui/sheet";
import { useNow } from "@/components/ui/use-now";
import type { ReceiptsView, ReceiptView } from "@/lib/chat/view-receipts";
import { useReceipts } from "@/lib/chat/use-receipts";
import { useFormat, useTranslate } from "@/lib/i18n/language";

export interface ReceiptsSheetProps {
  conversationId: string;
  seq: number;
  onClose: () => void;
}

export function ReceiptsSheet({ conversationId, seq, onClose }: ReceiptsSheetProps) {
  const t = useTranslate();
  const view = useReceipts(conversationId, seq);
  return (
    <Sheet open onOpenChange={onClose} title={t("receipts.title")} closeLabel={t("app.close")}>
      {view ? <Receipts view={view} /> : null}
    </Sheet>
  );
}

function Receipts({ view }: { view: ReceiptsView }) {
  const t = useTranslate();
  if (view.kind === "hidden")
    return (
      <Line icon={<EyeOff />}>
        <p className="text-15 text-muted">{t("receipts.hidden")}</p>
      </Line>
    );
  if (view.kind === "counts")
    return (
      <>
        <Line icon={<CircleCheck />}>{t("receipts.readCount", { count: view.read, of: view.of })}</Line>
        <Line icon={<CheckCheck />}>{t("receipts.deliveredCount", { count: view.delivered, of: view.of })}</Line>
      </>
    );
  return (
    <>
      <ul className="py-2">
        {view.people.map((one) => (
          <PersonLine key={one.person.userId} {...one} />
        ))}
      </ul>
      <p className="px-5 pb-5 text-13 text-pretty text-faint">{t("receipts.hint")}</p>
    </>
  );
}

function PersonLine({ person, read, delivered }: ReceiptView) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const when = (at: number) => `${format.day(at, now)}, ${format.time(at)}`;
  const said = (kind: "read" | "delivered", at: number) =>
    at === 0 ? t(`receipts.${kind}`) : t(`receipts.${kind}By`, { when: when(at) });
  const Icon = read !== null ? CircleCheck : delivered !== null ? CheckCheck : Check;
  const words =
    read !== null ? said("read", read) : delivered !== null ? said("delivered", delivered) : t("receipts.waiting");
  return (
    <li className="flex items-center gap-3 px-5 py-2.5">
      <Avatar id={person.userId} name={person.name} />
      <span className="min-w-0 flex-1">
        <OneLine className="text-15 font-medium">{person.name}</OneLine>
        <span className="block text-13 text-muted">{words}</span>
      </span>
      <Icon aria-hidden="true" className={read === null ? "size-5 text-faint" : "size-5 text-accent"} />
    </li>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-3 px-5 py-4 text-15 [&_svg]:mt-0.5 [&_svg]:size-5 [&_svg]:text-muted">
      {icon}
      {children}
    </div>
  );
}
