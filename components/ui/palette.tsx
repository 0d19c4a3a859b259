"use client";
/** Owns the palette: one field that finds anything by a few letters, and acts on Enter. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { OneLine } from "./one-line";
import { cn } from "./cn";
import { panelStyle, veilStyle } from "./floating";
import { Kbd } from "./kbd";
import { findItems, type PaletteItem } from "./palette-search";

export interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  placeholder: string;
  /** Words for when nothing fits. */
  nothing: string;
  /** In the order of their groups. */
  items: readonly PaletteItem[];
}

export function Palette({ open, onOpenChange, title, placeholder, nothing, items }: PaletteProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={cn(veilStyle, "z-40")} />
        <Base.Popup
          className={cn(
            panelStyle,
            "fixed inset-x-0 top-[max(1rem,12vh)] z-40 mx-auto flex max-h-[min(30rem,calc(100dvh-2rem))] w-[36rem] max-w-[calc(100vw-2rem)] flex-col overflow-hidden rounded-16",
            "data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0",
          )}
        >
          <Base.Title className="sr-only">{title}</Base.Title>
          <Finder
            label={title}
            placeholder={placeholder}
            nothing={nothing}
            items={items}
            onDone={() => onOpenChange(false)}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface FinderProps extends Pick<PaletteProps, "placeholder" | "nothing" | "items"> {
  label: string;
  onDone: () => void;
}

function Finder({ label, placeholder, nothing, items, onDone }: FinderProps) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = findItems(items, query);
  const active = found[Math.min(at, found.length - 1)];
  const groups = [...new Set(found.map(({ group }) => group))];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active?.id]);

  const choose = (item: PaletteItem | undefined) => {
    if (!item) return;
    onDone();
    item.onSelect();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = found.length - 1;
    const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt(Math.max(next, 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(active);
    }
  };

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden="true" className="size-5 shrink-0 text-faint" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={active ? `${id}-${active.id}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-14 min-w-0 flex-1 bg-transparent text-16 text-ellipsis outline-none"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2"
      >
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <p aria-hidden="true" className="px-3 pt-2 pb-1 text-12 font-medium text-faint">
              {group}
            </p>
            {found
              .filter((item) => item.group === group)
              .map((item) => (
                <Option
                  key={item.id}
                  id={`${id}-${item.id}`}
                  item={item}
                  active={item === active}
                  onPoint={() => setAt(found.indexOf(item))}
                  onChoose={() => choose(item)}
                />
              ))}
          </div>
        ))}
      </div>
      <p role="status" className={cn("px-5 pb-6 text-center text-15 text-muted", found.length > 0 && "sr-only")}>
        {found.length > 0 ? null : nothing}
      </p>
    </>
  );
}

interface OptionProps {
  id: string;
  item: PaletteItem;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Option({ id, item, active, onPoint, onChoose }: OptionProps): ReactNode {
  return (
    // The field keeps the focus and its keys; the pointer is the second way.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={active}
      data-selected={active}
      onPointerMove={active ? undefined : onPoint}
      onClick={onChoose}
      className={cn(
        "flex min-h-11 cursor-default items-center gap-3 rounded-10 px-3 py-1.5 text-15 select-none [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-muted",
        active && "bg-fill",
      )}
    >
      {item.icon}
      <OneLine className="me-auto">{item.label}</OneLine>
      {item.detail ? <span className="max-w-[45%] truncate text-13 text-muted">{item.detail}</span> : null}
      {item.keys ? (
        <span className="flex pointer-coarse:hidden">
          <Kbd keys={item.keys} />
        </span>
      ) : null}
    </div>
  );
}
