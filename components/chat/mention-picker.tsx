"use client";
/** Owns the list of people that opens while a name is typed after an @. The field keeps the focus. */
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { panelStyle } from "@/components/ui/floating";
import { Handle } from "@/components/ui/handle";
import { OneLine } from "@/components/ui/one-line";
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export interface MentionPickerProps {
  id: string;
  people: readonly PersonView[];
  active: number;
  onPick: (person: PersonView) => void;
}

export function MentionPicker({ id, people, active, onPick }: MentionPickerProps) {
  const t = useTranslate();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("composer.mention")}
      className={cn(panelStyle, "absolute inset-x-0 bottom-full z-20 mb-2 max-w-80 animate-rise rounded-16 p-1.5")}
    >
      {people.map((person, at) => (
        <div
          key={person.userId}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          tabIndex={-1}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(person);
          }}
          className={cn(
            "flex h-11 cursor-default items-center gap-2.5 rounded-10 px-2",
            at === active ? "bg-fill" : "hover:bg-fill",
          )}
        >
          <Avatar id={person.userId} name={person.name} size="small" />
          <OneLine className="text-15 font-medium">{person.name}</OneLine>
          <span className="truncate text-13 text-muted">
            <Handle of={person.handle} />
          </span>
        </div>
      ))}
    </div>
  );
}
