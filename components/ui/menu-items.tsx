"use client";
/** Owns the entries of a menu: verbs, things that are on or off, and menus inside, whatever the menu opens from. */
import { Menu as Base } from "@base-ui/react/menu";
import { Check, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { panelStyle, popStyle } from "./floating";

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  /** On or off, for what can be both. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export interface MenuBranch {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly items: MenuEntries;
}

export type MenuEntries = readonly (MenuItem | MenuBranch | "line")[];

const entryStyle =
  "flex h-9 cursor-default items-center gap-2.5 rounded-6 px-2.5 text-15 outline-none select-none data-highlighted:bg-fill data-popup-open:bg-fill pointer-coarse:h-11 [&_svg]:size-4 [&_svg]:shrink-0 forced-colors:data-highlighted:bg-[Highlight]";

export const menuPopupStyle = cn(panelStyle, popStyle, "max-w-72 min-w-48 rounded-10 p-1");

export function MenuItems({ items }: { items: MenuEntries }) {
  return items.map((item, index) =>
    item === "line" ? (
      <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />
    ) : "items" in item ? (
      <Branch key={item.label} branch={item} />
    ) : item.checked === undefined ? (
      <Base.Item
        key={item.label}
        onClick={item.onSelect}
        className={cn(entryStyle, item.danger ? "text-danger" : "[&_svg]:text-muted")}
      >
        {item.icon}
        <span className="truncate">{item.label}</span>
      </Base.Item>
    ) : (
      <Base.CheckboxItem
        key={item.label}
        checked={item.checked}
        onClick={item.onSelect}
        closeOnClick
        className={cn(entryStyle, "[&_svg]:text-muted")}
      >
        {item.icon}
        <span className="flex-1 truncate">{item.label}</span>
        <Base.CheckboxItemIndicator>
          <Check aria-hidden="true" />
        </Base.CheckboxItemIndicator>
      </Base.CheckboxItem>
    ),
  );
}

function Branch({ branch }: { branch: MenuBranch }) {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={cn(entryStyle, "[&_svg]:text-muted")}>
        {branch.icon}
        <span className="flex-1 truncate">{branch.label}</span>
        <ChevronRight aria-hidden="true" className="rtl:-scale-x-100" />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignOffset={-4} collisionPadding={8} className="z-40 outline-none">
          <Base.Popup className={menuPopupStyle}>
            <MenuItems items={branch.items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  );
}
