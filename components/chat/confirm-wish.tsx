"use client";
/** Owns the question before a change that others notice: what will happen, and the verb that does it. */
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import { floating } from "./lazily";
import { Refused } from "./refused";
import { useWish } from "./use-wish";

const Dialog = floating(async () => (await import("@/components/ui/dialog")).Dialog);

export interface ConfirmWishProps {
  title: string;
  text: string;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Not yet possible: something is still to be chosen. */
  disabled?: boolean;
  /** Something else follows in its place. */
  stays?: boolean;
  children?: ReactNode;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

export function ConfirmWish(props: ConfirmWishProps) {
  const { title, text, action, danger = false, disabled = false, stays = false, children, onConfirm, onClose } = props;
  const t = useTranslate();
  const wish = useWish();
  const confirm = async () => {
    if ((await wish.run(onConfirm)) && !stays) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      text={text}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {t("groups.cancel")}
          </Button>
          <Button
            look={danger ? "danger" : "primary"}
            disabled={disabled}
            busy={wish.busy && t("groups.working")}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
      <Refused failure={wish.failure} />
    </Dialog>
  );
}
