"use client";
/** Owns how notices look, stack and leave; swiping, timing and announcing are Base UI's. */
import { Toast as Base } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { cn } from "./cn";
import { iconButtonStyle } from "./icon-button";
import { receiveToasts } from "./toast-queue";

export function ToastRegion({ label, closeLabel }: { label: string; closeLabel: string }) {
  return (
    <Base.Provider timeout={5000} limit={3}>
      <Base.Portal>
        <Base.Viewport
          aria-label={label}
          className="fixed inset-x-4 bottom-[calc(1rem+env(safe-area-inset-bottom))] z-50 mx-auto flex w-[calc(100vw-2rem)] max-w-96 flex-col gap-2 outline-none"
        >
          <Notices closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Notices({ closeLabel }: { closeLabel: string }) {
  const { toasts, add } = Base.useToastManager();
  useEffect(
    () =>
      receiveToasts((notice) => {
        add({ title: notice.text, type: notice.look, priority: notice.look === "danger" ? "high" : "low" });
      }),
    [add],
  );
  return toasts.map((entry) => (
    <Base.Root
      key={entry.id}
      toast={entry}
      swipeDirection={["down", "right"]}
      className={cn(
        "translate-x-(--toast-swipe-movement-x) translate-y-(--toast-swipe-movement-y) rounded-10 bg-ink text-canvas shadow-float transition-[opacity,transform] duration-150 ease-out select-none",
        "data-ending-style:translate-y-2 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0 forced-colors:border",
        entry.type === "danger" && "bg-danger-fill text-on-accent",
      )}
    >
      <Base.Content className="flex items-center gap-3 py-1.5 ps-4 pe-1.5">
        <Base.Title className="min-w-0 flex-1 text-15" />
        <Base.Close
          aria-label={closeLabel}
          className={cn(iconButtonStyle("quiet", true), "text-current hover:bg-white/15 hover:text-current")}
        >
          <X />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
