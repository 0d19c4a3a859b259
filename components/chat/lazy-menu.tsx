"use client";
/** Owns a menu whose code is loaded when a hand comes near its button: most visits end without it. */
import { cloneElement, type MouseEvent, type ReactElement, useState } from "react";
import { lazyCode } from "@/components/ui/lazy-part";
import type { Menu, MenuProps } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast-queue";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

const load = lazyCode(async () => (await import("@/components/ui/menu")).Menu);

/** The button that was pressed last, of all that wait for the code. */
let pressed: Element | null = null;

type Trigger = ReactElement<{
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
  onClick?: (event: MouseEvent) => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
}>;

export interface LazyMenuProps extends Omit<MenuProps, "trigger" | "opened"> {
  /** The button that opens it. */
  trigger: Trigger;
}

/**
 * A press on the button is never lost: the menu opens when its code is there, unless somebody has gone on to something else by
 * then. Code that cannot be had is told.
 */
export function LazyMenu({ trigger, ...menu }: LazyMenuProps) {
  const t = useTranslate();
  const [made, setMade] = useState<{ Menu: typeof Menu; opened: MenuProps["opened"] } | null>(null);
  if (made) return <made.Menu {...menu} trigger={trigger} opened={made.opened} />;
  const near = () => void load().catch(() => undefined);
  const open = ({ currentTarget, detail }: MouseEvent) => {
    pressed = currentTarget;
    const opened = detail === 0 ? "by-key" : "by-hand";
    void load().then(
      (loaded) => isHeld(currentTarget) && setMade({ Menu: loaded, opened }),
      (thrown: unknown) => toast(wordsOf(t, thrown).what, "danger"),
    );
  };
  const closed = { "aria-haspopup": "menu", "aria-expanded": false } as const;
  return cloneElement(trigger, { ...closed, onClick: open, onPointerEnter: near, onFocus: near });
}

/** Nobody has pressed another button, nor gone on to write somewhere. */
function isHeld(button: Element): boolean {
  const { activeElement, body } = document;
  return pressed === button && (activeElement === button || activeElement === body || activeElement === null);
}
