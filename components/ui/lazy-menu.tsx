"use client";
/** Owns a menu whose code is loaded when a hand comes near its button: most visits end without it. */
import { cloneElement, lazy, type ReactElement, Suspense, useState } from "react";
import type { MenuProps } from "./menu";

const load = () => import("./menu");
const Menu = lazy(async () => ({ default: (await load()).Menu }));

export interface LazyMenuProps extends Omit<MenuProps, "trigger" | "defaultOpen"> {
  /** The button that opens it. */
  trigger: ReactElement<{ onClick?: () => void; onPointerEnter?: () => void; onFocus?: () => void }>;
}

export function LazyMenu({ trigger, ...menu }: LazyMenuProps) {
  const [asked, setAsked] = useState(false);
  const near = () => void load().catch(() => undefined);
  const button = cloneElement(trigger, { onClick: () => setAsked(true), onPointerEnter: near, onFocus: near });
  if (!asked) return button;
  return (
    <Suspense fallback={trigger}>
      <Menu {...menu} trigger={trigger} defaultOpen />
    </Suspense>
  );
}
