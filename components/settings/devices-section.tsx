"use client";
/** Owns the list of where a person is signed in, and ending it from here. What that means for keys is said beside it. */
import { MonitorSmartphone, Smartphone } from "lucide-react";
import { useState } from "react";
import { FailureBanner } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast-queue";
import { wordsOf } from "@/lib/i18n/error-words";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import type { Logins } from "@/lib/session/use-logins";
import type { LoginView } from "@/lib/session/view";
import { SettingsGroup } from "./settings-group";

export interface DevicesSectionProps {
  logins: Logins;
  /** ms since 1970 */
  now: number;
}

export function DevicesSection({ logins, now }: DevicesSectionProps) {
  const t = useTranslate();
  const { list, failure } = logins;
  if (failure !== null)
    return (
      <div className="flex flex-col items-start gap-3">
        <FailureBanner failure={wordsOf(t, failure)} />
        <Button size="small" onClick={() => logins.reload()}>
          {t("app.retry")}
        </Button>
      </div>
    );
  if (!list) return <Skeleton className="h-40 rounded-16" />;
  const others = list.filter(({ current }) => !current);
  return (
    <div className="flex flex-col gap-8">
      <SettingsGroup title={t("settings.devices.here")}>
        {list
          .filter(({ current }) => current)
          .map((login) => (
            <LoginLine key={login.id} login={login} now={now} end={null} />
          ))}
      </SettingsGroup>
      {others.length > 0 ? (
        <div className="flex flex-col gap-3">
          <SettingsGroup title={t("settings.devices.elsewhere")}>
            {others.map((login) => (
              <LoginLine key={login.id} login={login} now={now} end={() => logins.end(login.id)} />
            ))}
          </SettingsGroup>
          <EndOthers count={others.length} endOthers={logins.endOthers} />
        </div>
      ) : (
        <p className="text-15 text-muted">{t("settings.devices.nowhereElse")}</p>
      )}
      <p className="text-13 text-pretty text-muted">{t("settings.devices.keys")}</p>
    </div>
  );
}

interface LoginLineProps {
  login: LoginView;
  now: number;
  end: (() => Promise<void>) | null;
}

function LoginLine({ login, now, end }: LoginLineProps) {
  const t = useTranslate();
  const format = useFormat();
  const ending = useSubmit(async () => {
    await end?.();
    toast(t("settings.devices.ended"));
  });
  const name = login.label ?? t("settings.devices.unknown");
  const Icon = /iPhone|iPad|Android/.test(login.label ?? "") ? Smartphone : MonitorSmartphone;
  const day = `${format.day(login.usedAt, now)}, ${format.time(login.usedAt)}`;
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Icon aria-hidden="true" className="size-5 shrink-0 text-muted" />
        <div className="min-w-40 flex-1">
          <p className="flex flex-wrap items-center gap-2 text-15 font-medium">
            {name}
            {login.current ? <Chip tone="success">{t("settings.devices.this")}</Chip> : null}
            {login.remembered && !login.current ? <Chip>{t("settings.devices.remembered")}</Chip> : null}
          </p>
          <p className="text-13 text-muted">
            {t("settings.devices.times", { used: day, since: format.day(login.createdAt, now) })}
          </p>
        </div>
        {end ? (
          <Button
            size="small"
            aria-label={t("settings.devices.endName", { name })}
            busy={ending.busy && t("settings.devices.ending")}
            onClick={() => void ending.run(undefined)}
          >
            {t("settings.devices.end")}
          </Button>
        ) : null}
      </div>
      <FailureBanner failure={ending.failure} />
    </div>
  );
}

function EndOthers({ count, endOthers }: { count: number; endOthers: () => Promise<void> }) {
  const t = useTranslate();
  const [asking, setAsking] = useState(false);
  const ending = useSubmit(async () => {
    await endOthers();
    setAsking(false);
    toast(t("settings.devices.endedOthers"));
  });
  return (
    <>
      <Button look="quiet" size="small" className="-ms-2.5 self-start text-danger" onClick={() => setAsking(true)}>
        {t("settings.devices.endOthers", { count })}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t("settings.devices.endOthersTitle")}
        text={t("settings.devices.endOthersText")}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t("app.cancel")}</Button>
            <Button
              look="danger"
              busy={ending.busy && t("settings.devices.ending")}
              onClick={() => void ending.run(undefined)}
            >
              {t("settings.devices.end")}
            </Button>
          </>
        }
      >
        <FailureBanner failure={ending.failure} />
      </Dialog>
    </>
  );
}
