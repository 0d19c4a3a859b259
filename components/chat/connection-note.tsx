"use client";
/** Owns saying that the connection is not what it should be, in words, with a way to try at once. */
import { CloudOff, RefreshCw, Wifi } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { Connection } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export interface ConnectionNoteProps {
  connection: Connection;
  queued: number;
  onRetry: () => void;
}

/** Connecting takes a moment each time; only when it takes longer are there words, so that the list does not jump. */
const patienceMs = 2500;

/** True once `is` has been so for `ms`. */
function useLate(is: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!is) return undefined;
    const timer = setTimeout(() => setLate(true), ms);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [is, ms]);
  return late;
}

/** Nothing while all is well; the region stays, so that a change is spoken. In a narrow list the way on is a sign alone. */
export function ConnectionNote({ connection, queued, onRetry }: ConnectionNoteProps) {
  const t = useTranslate();
  const late = useLate(connection === "connecting", patienceMs);
  const quiet = connection === "live" || (connection === "connecting" && !late && queued === 0);
  return (
    <div role="status" className="@container empty:sr-only">
      {quiet ? null : (
        <div className="mx-2 mb-1 flex items-center gap-2.5 rounded-10 bg-fill px-3 py-2 text-13 text-muted [&_svg]:size-4 [&_svg]:shrink-0">
          {connection === "connecting" ? <Spinner /> : connection === "offline" ? <CloudOff /> : <Wifi />}
          <span className="min-w-0 flex-1">
            {t(`connection.${connection}`)}
            {queued > 0 ? <span className="block">{t("list.queued", { count: queued })}</span> : null}
          </span>
          {connection === "connecting" ? null : (
            <Button
              look="quiet"
              size="small"
              data-tip={t("connection.retry")}
              className="-me-2 px-2 pointer-coarse:min-w-11"
              onClick={onRetry}
            >
              <RefreshCw aria-hidden="true" />
              <span className="sr-only @[26rem]:not-sr-only">{t("connection.retry")}</span>
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
