"use client";
/** Owns a menu whose code is loaded when a hand comes near its button: most visits end without it. */
import { cloneElement, type ComponentType, type ReactElement, useState } from "react";
import type { MenuProps } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast-queue";
import { whenNeeded } from "@/lib/base/when-needed";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

const load = whenNeeded(async () => (await import("@/components/ui/menu")).Menu);

export interface LazyMenuProps extends Omit<MenuProps, "trigger" | "defaultOpen"> {
  /** The button that opens it. */
  trigger: ReactElement<{ onClick?: () => void; onPointerEnter?: () => void; onFocus?: () => void }>;
}

/** A press on the button is never lost: the menu opens when its code is there; code that cannot be had is told. */
export function LazyMenu({ trigger, ...menu }: LazyMenuProps) {
  const t = useTranslate();
  const [Menu, setMenu] = useState<ComponentType<MenuProps> | null>(null);
  if (Menu) return <Menu {...menu} trigger={trigger} defaultOpen />;
  const near = () => void load().catch(() => undefined);
  const open = () =>
    void load().then(
      (loaded) => setMenu(() => loaded),
      (thrown: unknown) => toast(wordsOf(t, thrown).what, "danger"),
    );
  return cloneElement(trigger, { onClick: open, onPointerEnter: near, onFocus: near });
}
