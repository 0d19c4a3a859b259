"use client";
/** Owns saying something about oneself for a while: a short line, and when it ends by itself. */
import { useState } from "react";
import { Form } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { PresenceView } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { SettingsLine } from "./settings-group";

const hourMs = 3_600_000;
const spans = { hour: hourMs, day: 24 * hourMs, week: 168 * hourMs, open: null } as const;
type Span = keyof typeof spans;
const spanNames: readonly Span[] = ["hour", "day", "week", "open"];

export interface StatusLineProps {
  status: PresenceView;
  /** ms since 1970 */
  now: number;
  onStatus: (status: string | null, until: number | null) => Promise<void>;
}

export function StatusLine({ status, now, onStatus }: StatusLineProps) {
  const t = useTranslate();
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const [span, setSpan] = useState<Span>("day");
  const put = useSubmit(async (next: string | null) => {
    const ms = spans[span];
    await onStatus(next, next === null || ms === null ? null : Date.now() + ms);
    setDraft(null);
  });
  const until = status.until === null ? null : `${format.day(status.until, now)}, ${format.time(status.until)}`;
  return (
    <SettingsLine
      title={t("settings.profile.status")}
      text={until ? t("settings.profile.statusUntil", { until }) : t("settings.profile.statusHint")}
      {...(draft === null && status.status ? { value: status.status } : {})}
      action={
        draft === null ? (
          <span className="flex gap-2">
            {status.status ? (
              <Button
                look="quiet"
                size="small"
                busy={put.busy && t("settings.profile.saving")}
                onClick={() => void put.run(null)}
              >
                {t("settings.profile.statusClear")}
              </Button>
            ) : null}
            <Button
              size="small"
              {...(status.status ? { "aria-label": t("settings.profile.changeStatus") } : {})}
              onClick={() => setDraft(status.status ?? "")}
            >
              {t(status.status ? "settings.profile.change" : "settings.profile.statusSet")}
            </Button>
          </span>
        ) : null
      }
    >
      {draft === null ? null : (
        <Form
          onSubmit={() => void put.run(draft.trim() === "" ? null : draft)}
          failure={put.failure}
          actions={
            <div className="flex justify-end gap-2">
              <Button look="quiet" onClick={() => setDraft(null)}>
                {t("app.cancel")}
              </Button>
              <Button type="submit" look="primary" busy={put.busy && t("settings.profile.saving")}>
                {t("settings.profile.save")}
              </Button>
            </div>
          }
        >
          <div className="flex flex-wrap items-end gap-3">
            <Field
              label={t("settings.profile.statusText")}
              name="status"
              value={draft}
              maxLength={80}
              autoFocus
              autoComplete="off"
              onValueChange={setDraft}
              className="min-w-48 flex-1"
            />
            <Select
              className="mb-1"
              label={t("settings.profile.statusFor")}
              value={span}
              onValueChange={setSpan}
              options={spanNames.map((value) => ({ value, label: t(`settings.profile.for.${value}`) }))}
            />
          </div>
        </Form>
      )}
    </SettingsLine>
  );
}
