"use client";
/** Owns the menu of a message: beside it under a mouse or a key, from below under a finger. Loaded when it first opens. */
import { Dialog } from "@base-ui/react/dialog";
import { Menu } from "@base-ui/react/menu";
import { SmilePlus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { panelStyle, popStyle, veilStyle } from "@/components/ui/floating";
import type { MessageRow } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { quickEmoji } from "./emoji-set";
import type { MenuPlace } from "./message-acts";

export interface MessageVerb {
  readonly label: string;
  readonly icon: ReactNode;
  readonly danger?: boolean;
  readonly act: () => void;
}

export interface MessageMenuProps {
  row: MessageRow;
  place: MenuPlace;
  verbs: readonly MessageVerb[];
  onReact: (emoji: string) => void;
  onMoreEmoji: () => void;
  onClose: () => void;
}

export default function MessageMenu(props: MessageMenuProps) {
  return matchMedia("(pointer: coarse)").matches ? <FromBelow {...props} /> : <Beside {...props} />;
}

/** Where a floating panel belongs, in the form that it wants. */
export function anchorOf(place: MenuPlace) {
  if (place instanceof Element) return place;
  return { getBoundingClientRect: () => DOMRect.fromRect({ x: place.x, y: place.y, width: 0, height: 0 }) };
}

const verbStyle =
  "flex h-9 w-full cursor-default items-center gap-2.5 rounded-6 px-2.5 text-start text-15 outline-none select-none data-highlighted:bg-fill pointer-coarse:h-12 [&_svg]:size-4 pointer-coarse:[&_svg]:size-5 forced-colors:data-highlighted:bg-[Highlight]";

function Beside({ row, place, verbs, onReact, onMoreEmoji, onClose }: MessageMenuProps) {
  const t = useTranslate();
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          anchor={anchorOf(place)}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Menu.Popup aria-label={t("message.menu")} className={cn(panelStyle, popStyle, "min-w-56 rounded-16 p-1.5")}>
            {row.hash ? (
              <div className="mb-1 flex items-center justify-between gap-0.5 border-b border-line pb-1.5">
                {quickEmoji.map((emoji) => (
                  <Menu.Item
                    key={emoji}
                    aria-label={t("message.reactWith", { emoji })}
                    onClick={() => onReact(emoji)}
                    className="flex size-9 cursor-default items-center justify-center rounded-10 text-18 outline-none data-highlighted:bg-fill"
                  >
                    {emoji}
                  </Menu.Item>
                ))}
                <Menu.Item
                  aria-label={t("message.moreEmoji")}
                  onClick={onMoreEmoji}
                  className="flex size-9 cursor-default items-center justify-center rounded-10 text-muted outline-none data-highlighted:bg-fill [&_svg]:size-5"
                >
                  <SmilePlus />
                </Menu.Item>
              </div>
            ) : null}
            {verbs.map(({ label, icon, danger, act }) => (
              <Menu.Item
                key={label}
                onClick={act}
                className={cn(verbStyle, danger ? "text-danger" : "[&_svg]:text-muted")}
              >
                {icon}
                {label}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function FromBelow({ row, verbs, onReact, onMoreEmoji, onClose }: MessageMenuProps) {
  const t = useTranslate();
  const then = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={cn(veilStyle, "z-40")} />
        <Dialog.Popup
          className={cn(
            panelStyle,
            "fixed inset-x-0 bottom-0 z-40 flex max-h-[85dvh] flex-col overflow-y-auto rounded-t-16 px-3 pt-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]",
            "data-ending-style:translate-y-full data-starting-style:translate-y-full",
          )}
        >
          <Dialog.Title className="sr-only">{t("message.menu")}</Dialog.Title>
          {row.hash ? (
            <div className="mb-2 flex justify-between rounded-full bg-fill p-1">
              {quickEmoji.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-label={t("message.reactWith", { emoji })}
                  onClick={then(() => onReact(emoji))}
                  className="flex size-11 items-center justify-center rounded-full text-22 active:bg-fill-strong"
                >
                  {emoji}
                </button>
              ))}
              <button
                type="button"
                aria-label={t("message.moreEmoji")}
                onClick={then(onMoreEmoji)}
                className="flex size-11 items-center justify-center rounded-full text-muted active:bg-fill-strong [&_svg]:size-6"
              >
                <SmilePlus />
              </button>
            </div>
          ) : null}
          {verbs.map(({ label, icon, danger, act }) => (
            <button
              key={label}
              type="button"
              onClick={then(act)}
              className={cn(verbStyle, "active:bg-fill", danger ? "text-danger" : "[&_svg]:text-muted")}
            >
              {icon}
              {label}
            </button>
          ))}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
