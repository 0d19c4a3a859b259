"use client";
/** Owns what stands under the filters while a folder is chosen: how much is in it, and what may be done to it. */
import { MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { iconButtonStyle } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast-queue";
import type { FolderView, MarkingCommands } from "@/lib/chat/view";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { FolderDialog } from "./folder-dialog";

export interface FolderLineProps {
  folder: FolderView;
  marking: MarkingCommands;
  onRemoved: () => void;
}

export function FolderLine({ folder, marking, onRemoved }: FolderLineProps) {
  const t = useTranslate();
  const [renaming, setRenaming] = useState(false);
  const remove = () => {
    onRemoved();
    marking.removeFolder(folder.id).catch((thrown: unknown) => toast(wordsOf(t, thrown).what, "danger"));
  };
  return (
    <div className="flex items-center justify-between ps-2 text-13 text-muted">
      <span>{t("list.folderCount", { count: folder.count })}</span>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t("list.folderMenu", { name: folder.name })}
            className={iconButtonStyle("quiet", true)}
          >
            <MoreHorizontal />
          </button>
        }
        items={[
          { label: t("list.folderRename"), icon: <Pencil />, onSelect: () => setRenaming(true) },
          { label: t("list.folderRemove"), icon: <Trash2 />, danger: true, onSelect: remove },
        ]}
      />
      {renaming ? (
        <FolderDialog
          name={folder.name}
          onClose={() => setRenaming(false)}
          onName={(name) => marking.renameFolder(folder.id, name)}
        />
      ) : null}
    </div>
  );
}
