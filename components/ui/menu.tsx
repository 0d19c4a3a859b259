"use client";
/** Owns the menu: a list of verbs that opens from a button, or at a place of the page. */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement } from "react";
import { type MenuEntries, MenuItems, menuPopupStyle } from "./menu-items";

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  items: MenuEntries;
  side?: "top" | "bottom";
  align?: "start" | "end";
  /** Open from the beginning; by a key: with its first item chosen. */
  opened?: "by-hand" | "by-key" | undefined;
}

export function Menu({ trigger, items, side = "bottom", align = "end", opened }: MenuProps) {
  return (
    <Base.Root defaultOpen={opened !== undefined}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-40 outline-none">
          <Base.Popup ref={opened === "by-key" ? focusFirst : undefined} className={menuPopupStyle}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Once the popup itself has been given the focus. */
function focusFirst(popup: HTMLElement | null): void {
  popup?.addEventListener("focus", () => popup.querySelector<HTMLElement>("[role=menuitem]")?.focus(), { once: true });
}

/** Anything with a place on the screen: an element, or the point that was pressed. */
export interface MenuAnchor {
  getBoundingClientRect(): DOMRect;
}

export interface MenuAtProps {
  anchor: MenuAnchor | null;
  open: boolean;
  onClose: () => void;
  /** What the menu is about, for assistive technology. */
  label: string;
  items: MenuEntries;
}

/** One menu for many things: it opens where it is asked for. */
export function MenuAt({ anchor, open, onClose, label, items }: MenuAtProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Base.Popup aria-label={label} className={menuPopupStyle}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
