"use client";
/** Owns where the emoji picker floats. Loaded when it first opens. */
import { Popover } from "@base-ui/react/popover";
import { cn } from "@/components/ui/cn";
import { panelStyle, popStyle } from "@/components/ui/floating";
import { useTranslate } from "@/lib/i18n/language";
import { EmojiPicker } from "./emoji-picker";
import type { MenuPlace } from "./message-acts";
import { anchorOf } from "./message-menu";

export default function EmojiLayer(props: { place: MenuPlace; onPick: (emoji: string) => void; onClose: () => void }) {
  const { place, onPick, onClose } = props;
  const t = useTranslate();
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Portal>
        <Popover.Positioner anchor={anchorOf(place)} sideOffset={6} collisionPadding={8} className="z-40">
          <Popover.Popup aria-label={t("message.addReaction")} className={cn(panelStyle, popStyle, "rounded-16")}>
            <EmojiPicker
              onPick={(emoji) => {
                onPick(emoji);
                onClose();
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
