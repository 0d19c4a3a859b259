"use client";
/** Owns what the palette offers: conversations, people, and what can be done. */
import { handleText } from "@/components/ui/handle";
import { Keyboard, Lock, Moon, Settings, SquarePen, Sun } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Palette } from "@/components/ui/palette";
import type { PaletteItem } from "@/components/ui/palette-search";
import { applyTheme } from "@/components/ui/theme";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConversationAvatar } from "./conversation-avatar";
import { conversationTitle } from "./conversation-title";
import { onlyOther } from "./people-words";
import { keyMap, keyNames } from "./shell-keys";

export interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  conversations: readonly ConversationRow[];
  onGo: (path: string) => void;
  onLock: () => void;
  onHelp: () => void;
}

export function CommandPalette({ open, onOpenChange, conversations, onGo, onLock, onHelp }: CommandPaletteProps) {
  const t = useTranslate();
  const dark = matchMedia("(prefers-color-scheme: dark)").matches
    ? document.documentElement.dataset["theme"] !== "light"
    : document.documentElement.dataset["theme"] === "dark";
  const talks = conversations.map((row): PaletteItem => {
    const other = onlyOther(row.kind, row.people);
    return {
      id: row.id,
      group: t("palette.conversations"),
      label: conversationTitle(t, row),
      detail: other ? handleText(other.handle) : row.people.map(({ name }) => name).join(", "),
      icon: <ConversationAvatar row={row} stamped={false} size="small" />,
      onSelect: () => onGo(`/c/${row.id}`),
    };
  });
  const known = new Map(conversations.flatMap((row) => row.people.map((person) => [person.userId, { person, row }])));
  for (const row of conversations) {
    const other = onlyOther(row.kind, row.people);
    if (other) known.delete(other.userId); // their conversation stands above already
  }
  const people = [...known.values()].map(({ person, row }): PaletteItem => ({
    id: person.userId,
    group: t("palette.people"),
    label: person.name,
    detail: handleText(person.handle),
    icon: <Avatar id={person.userId} name={person.name} size="small" />,
    onSelect: () => onGo(`/c/${row.id}`),
  }));
  const group = t("palette.actions");
  const actions: readonly PaletteItem[] = [
    {
      id: "new",
      group,
      label: t("nav.new"),
      icon: <SquarePen />,
      keys: keyNames(keyMap.create),
      onSelect: () => onGo("/new"),
    },
    {
      id: "settings",
      group,
      label: t("nav.settings"),
      icon: <Settings />,
      keys: keyNames(keyMap.settings),
      onSelect: () => onGo("/settings"),
    },
    ...(["appearance", "security"] as const).map((section): PaletteItem => ({
      id: section,
      group,
      label: t(`settings.${section}.title`),
      detail: t("nav.settings"),
      icon: <Settings />,
      onSelect: () => onGo(`/settings/${section}`),
    })),
    {
      id: "theme",
      group,
      label: t(dark ? "palette.light" : "palette.dark"),
      icon: dark ? <Sun /> : <Moon />,
      onSelect: () => applyTheme(dark ? "light" : "dark"),
    },
    { id: "lock", group, label: t("settings.security.lockNow"), icon: <Lock />, onSelect: onLock },
    { id: "keys", group, label: t("keys.title"), icon: <Keyboard />, keys: keyNames(keyMap.help), onSelect: onHelp },
  ];
  return (
    <Palette
      open={open}
      onOpenChange={onOpenChange}
      title={t("palette.title")}
      placeholder={t("palette.placeholder")}
      nothing={t("palette.nothing")}
      items={[...talks, ...people, ...actions]}
    />
  );
}
