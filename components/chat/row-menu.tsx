"use client";
/** Owns what a person may do to a conversation from its row: one menu for all rows. */
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  FolderPlus,
  Folders,
  Mail,
  MailOpen,
  Pin,
  PinOff,
  Star,
} from "lucide-react";
import { useState } from "react";
import { MenuAt, type MenuAnchor } from "@/components/ui/menu";
import type { MenuEntries } from "@/components/ui/menu-items";
import { toast } from "@/components/ui/toast-queue";
import type { ConversationRow, FolderView, MarkingCommands } from "@/lib/chat/view";
import { type Translate } from "@/lib/i18n/translate";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { conversationTitle } from "./conversation-title";
import { FolderDialog } from "./folder-dialog";

const hourMs = 3_600_000;
const muteTimes = { muteHour: hourMs, muteEight: 8 * hourMs, muteWeek: 168 * hourMs } as const;

export interface RowMenuProps {
  /** The row and the place it was asked at; null: closed. */
  at: { readonly row: ConversationRow; readonly anchor: MenuAnchor } | null;
  folders: readonly FolderView[];
  marking: MarkingCommands;
  onClose: () => void;
}

export function RowMenu({ at, folders, marking, onClose }: RowMenuProps) {
  const t = useTranslate();
  const [last, setLast] = useState(at);
  const [naming, setNaming] = useState<string | null>(null);
  // What fades out still says what it said.
  if (at && at !== last) setLast(at);
  if (!last) return null;
  const { row } = last;
  return (
    <>
      <MenuAt
        anchor={last.anchor}
        open={at !== null}
        onClose={onClose}
        label={t("list.menu", { title: conversationTitle(t, row) })}
        items={entries({ t, row, folders, marking, onNewFolder: () => setNaming(row.id) })}
      />
      {naming ? (
        <FolderDialog name={null} onClose={() => setNaming(null)} onName={(name) => marking.makeFolder(name, naming)} />
      ) : null}
    </>
  );
}

interface EntriesOf {
  t: Translate;
  row: ConversationRow;
  folders: readonly FolderView[];
  marking: MarkingCommands;
  onNewFolder: () => void;
}

function entries({ t, row, folders, marking, onNewFolder }: EntriesOf): MenuEntries {
  const said = (work: Promise<unknown>) =>
    void work.catch((thrown: unknown) => toast(wordsOf(t, thrown).what, "danger"));
  const { id, flags, unread } = row;
  const isUnread = unread > 0 || flags.markedUnread;
  const mute = (ms: number) => said(marking.mute(id, Date.now() + ms));
  return [
    flags.pinnedAt === null
      ? { label: t("list.pin"), icon: <Pin />, onSelect: () => said(marking.pin(id, true)) }
      : { label: t("list.unpin"), icon: <PinOff />, onSelect: () => said(marking.pin(id, false)) },
    ...(isUnread && unread > 0
      ? []
      : [
          flags.markedUnread
            ? { label: t("list.markRead"), icon: <MailOpen />, onSelect: () => said(marking.markUnread(id, false)) }
            : { label: t("list.markUnread"), icon: <Mail />, onSelect: () => said(marking.markUnread(id, true)) },
        ]),
    flags.mutedUntil === null
      ? {
          label: t("list.mute"),
          icon: <BellOff />,
          items: [
            ...Object.entries(muteTimes).map(([name, ms]) => ({
              label: t(`list.${name as keyof typeof muteTimes}`),
              onSelect: () => mute(ms),
            })),
            { label: t("list.muteAlways"), onSelect: () => said(marking.mute(id, "always")) },
            "line",
            { label: t("list.muteMentions"), onSelect: () => said(marking.mute(id, "mentions")) },
          ],
        }
      : { label: t("list.unmute"), icon: <Bell />, onSelect: () => said(marking.mute(id, null)) },
    {
      label: t(flags.favourite ? "list.unfavourite" : "list.favourite"),
      icon: <Star />,
      onSelect: () => said(marking.favourite(id, !flags.favourite)),
    },
    {
      label: t("list.folders"),
      icon: <Folders />,
      items: [
        ...folders.map((folder) => {
          const inside = flags.folders.includes(folder.id);
          const onSelect = () => said(marking.putInFolder(folder.id, id, !inside));
          return { label: folder.name, checked: inside, onSelect };
        }),
        ...(folders.length > 0 ? (["line"] as const) : []),
        { label: t("list.folderNew"), icon: <FolderPlus />, onSelect: onNewFolder },
      ],
    },
    "line",
    flags.archived
      ? { label: t("list.unarchive"), icon: <ArchiveRestore />, onSelect: () => said(marking.archive(id, false)) }
      : {
          label: t("list.archive"),
          icon: <Archive />,
          onSelect: () => said(marking.archive(id, true).then(() => toast(t("list.archivedNow")))),
        },
  ];
}
