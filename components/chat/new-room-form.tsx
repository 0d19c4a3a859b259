"use client";
/** Owns making an open room: its name, what it is about, and who can find it. */
import { Globe, Link2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choices } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import type { NewRoom } from "@/lib/chat/view-rooms";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { OpenRoomNote } from "./open-room-note";
import { Refused } from "./refused";
import { isPlainLine } from "./room-words";

export interface NewRoomFormProps {
  busy: boolean;
  failure: ErrorWords | null;
  onMake: (room: NewRoom) => void;
}

export function NewRoomForm({ busy, failure, onMake }: NewRoomFormProps) {
  const t = useTranslate();
  const [title, setTitle] = useState("");
  const [about, setAbout] = useState("");
  const [found, setFound] = useState<"listed" | "unlisted">("listed");
  const fits = { title: isPlainLine(title.trim(), 80), about: isPlainLine(about.trim(), 300) };
  const ready = title.trim() !== "" && fits.title && fits.about;
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (ready && !busy) onMake({ title: title.trim(), about: about.trim(), listed: found === "listed" });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-6">
      <OpenRoomNote />
      <Field
        label={t("rooms.name")}
        name="title"
        autoComplete="off"
        autoFocus
        value={title}
        onValueChange={setTitle}
        hint={t("rooms.nameHint")}
        error={fits.title ? null : t("rooms.nameBad")}
      />
      <Field
        label={t("rooms.about")}
        name="about"
        autoComplete="off"
        value={about}
        onValueChange={setAbout}
        hint={t("rooms.aboutHint")}
        error={fits.about ? null : t("rooms.aboutBad")}
      />
      <Choices
        legend={t("rooms.who")}
        value={found}
        onChange={setFound}
        choices={[
          { value: "listed", title: t("rooms.listed"), hint: t("rooms.listedHint"), icon: <Globe /> },
          { value: "unlisted", title: t("rooms.unlisted"), hint: t("rooms.unlistedHint"), icon: <Link2 /> },
        ]}
      />
      <Refused failure={failure} />
      <Button type="submit" look="primary" size="large" wide busy={busy && t("rooms.creating")} disabled={!ready}>
        {t("rooms.create")}
      </Button>
    </form>
  );
}
