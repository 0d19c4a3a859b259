"use client";
/** Owns the specimens of everything that floats above the page. */
import { Archive, BellOff, Ellipsis, Moon, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, type MenuAnchor, MenuAt } from "@/components/ui/menu";
import type { MenuEntries } from "@/components/ui/menu-items";
import { Palette } from "@/components/ui/palette";
import { Popover } from "@/components/ui/popover";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast-queue";
import { Specimen } from "./specimen";

const entries: MenuEntries = [
  { label: "Mute", icon: <BellOff />, onSelect: () => toast("Muted") },
  { label: "Archive", icon: <Archive />, onSelect: () => toast("Archived") },
  "line",
  { label: "Delete", icon: <Trash2 />, danger: true, onSelect: () => toast("Not sent", "danger") },
];

const nothing = () => {};
const found = [
  {
    id: "mira",
    group: "Conversations",
    label: "Mira Okafor",
    detail: "@mira_o",
    icon: <Avatar id="mira" name="Mira Okafor" size="small" />,
    onSelect: nothing,
  },
  {
    id: "new",
    group: "Actions",
    label: "New conversation",
    icon: <SquarePen />,
    keys: ["Alt", "N"],
    onSelect: nothing,
  },
  { id: "dark", group: "Actions", label: "Switch to dark colours", icon: <Moon />, onSelect: nothing },
] as const;

type Open = "dialog" | "stacked" | "sheet" | "palette";

export function FloatingSpecimens() {
  const [open, setOpen] = useState<Open | null>(null);
  const [anchor, setAnchor] = useState<MenuAnchor | null>(null);
  const change = (what: Open) => (shown: boolean) => setOpen(shown ? what : null);
  return (
    <>
      <Specimen name="Floating">
        <div className="flex flex-wrap gap-2">
          <Menu
            trigger={
              <IconButton label="More">
                <Ellipsis />
              </IconButton>
            }
            items={entries}
          />
          <Popover trigger={<Button>Popover</Button>} title="Why?">
            Ask the sender to send it again. If it happens often, compare safety numbers.
          </Popover>
          <Button onClick={() => setOpen("dialog")}>Dialog</Button>
          <Button onClick={() => setOpen("stacked")}>Stacked answers</Button>
          <Button onClick={() => setOpen("sheet")}>Sheet</Button>
          <Button onClick={() => setOpen("palette")}>Palette</Button>
          <Button onClick={() => toast("Copied")}>Notice</Button>
          <Button onClick={() => toast("Not sent", "danger")}>Bad notice</Button>
          <Button data-tip="A tooltip names what has no words" aria-label="A tooltip names what has no words">
            Tooltip
          </Button>
        </div>
        <button
          type="button"
          className="h-16 rounded-10 border border-dashed border-edge text-13 text-muted"
          onContextMenu={(event) => {
            event.preventDefault();
            const { clientX: x, clientY: y } = event;
            setAnchor({ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) });
          }}
        >
          A menu where one right-clicks
        </button>
      </Specimen>
      <MenuAt anchor={anchor} open={anchor !== null} onClose={() => setAnchor(null)} label="Sample" items={entries} />
      <Dialog
        open={open === "dialog"}
        onOpenChange={change("dialog")}
        title="Sign out of this browser?"
        text="Messages that wait to be sent are lost. Everything else opens again with your password."
        actions={
          <>
            <Button onClick={() => setOpen(null)}>Cancel</Button>
            <Button look="danger">Sign out</Button>
          </>
        }
      />
      <Dialog
        open={open === "stacked"}
        onOpenChange={change("stacked")}
        title="Delete message?"
        text="For everybody: the text is gone from all devices."
        stacked
        actions={
          <>
            <Button look="quiet" onClick={() => setOpen(null)}>
              Cancel
            </Button>
            <Button>Delete for me</Button>
            <Button look="danger">Delete for everybody</Button>
          </>
        }
      />
      <Sheet open={open === "sheet"} onOpenChange={change("sheet")} title="Details" closeLabel="Close details">
        <p className="p-5">Content</p>
      </Sheet>
      <Palette
        open={open === "palette"}
        onOpenChange={change("palette")}
        title="Go to anything"
        placeholder="Conversation, person or action"
        nothing="Nothing fits."
        items={found}
      />
    </>
  );
}
