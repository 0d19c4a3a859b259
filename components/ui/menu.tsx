"use client";
/** Owns the menu: a list of verbs that opens from a button. */
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { panelStyle, popStyle } from "./floating";

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  items: readonly (MenuItem | "line")[];
  side?: "top" | "bottom";
  align?: "start" | "end";
  defaultOpen?: boolean;
}

export function Menu({ trigger, items, side = "bottom", align = "end", defaultOpen = false }: MenuProps) {
  return (
    <Base.Root defaultOpen={defaultOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} className="z-40 outline-none">
          <Base.Popup className={cn(panelStyle, popStyle, "min-w-48 rounded-10 p-1")}>
            {items.map((item, index) =>
              item === "line" ? (
                <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />
              ) : (
                <Base.Item
                  key={item.label}
                  onClick={item.onSelect}
                  className={cn(
                    "flex h-9 cursor-default items-center gap-2.5 rounded-6 px-2.5 text-15 outline-none select-none data-highlighted:bg-fill pointer-coarse:h-11 [&_svg]:size-4 forced-colors:data-highlighted:bg-[Highlight]",
                    item.danger ? "text-danger" : "[&_svg]:text-muted",
                  )}
                >
                  {item.icon}
                  {item.label}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
