"use client";
/** Owns the notices of a conversation that is closed or going to be deleted: words, and the way on. */
import { Archive, Trash2 } from "lucide-react";
import { Banner } from "@/components/ui/banner";
import type { Banner as BannerView, MembershipCommands } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { SayButton } from "./say-button";

export type LifeBannerView = Extract<BannerView, { kind: "closed" | "deleting" | "wish" | "own-wish" }>;

export function isLifeBanner(banner: BannerView): banner is LifeBannerView {
  return ["closed", "deleting", "wish", "own-wish"].includes(banner.kind);
}

export function LifeBanner({ banner, commands }: { banner: LifeBannerView; commands: MembershipCommands }) {
  const t = useTranslate();
  const format = useFormat();
  const shape = { announce: "status" as const, className: "mx-auto w-full max-w-[53.75rem]" };
  switch (banner.kind) {
    case "closed":
      return (
        <Banner
          {...shape}
          tone="plain"
          icon={<Archive />}
          title={t("life.closedTitle")}
          actions={banner.mayOpen ? <SayButton words={t("life.open")} onSay={() => commands.close(false)} /> : null}
        >
          {banner.who
            ? t(banner.who.me ? "life.closedByMe" : "life.closedBy", { name: banner.who.name })
            : t("life.closedByPlatform")}
        </Banner>
      );
    case "deleting":
      return (
        <Banner
          {...shape}
          tone="caution"
          icon={<Trash2 />}
          title={t("life.deletingTitle")}
          actions={
            banner.mayCallBack ? (
              <SayButton words={t("life.callBack")} look="primary" onSay={() => commands.erase(false)} />
            ) : null
          }
        >
          {t("life.deletingText", { date: format.full(banner.at) })}
        </Banner>
      );
    case "wish":
      return (
        <Banner
          {...shape}
          tone="plain"
          icon={<Trash2 />}
          title={t("life.wishTitle", { name: banner.who.name })}
          actions={
            <>
              <SayButton words={t("life.callBack")} onSay={() => commands.erase(false)} />
              <SayButton words={t("life.agree")} look="danger" onSay={() => commands.erase(true)} />
            </>
          }
        >
          {t("life.wishText")}
        </Banner>
      );
    case "own-wish":
      return (
        <Banner
          {...shape}
          tone="plain"
          icon={<Trash2 />}
          title={t("life.wishMine")}
          actions={<SayButton words={t("life.callBack")} onSay={() => commands.erase(false)} />}
        >
          {t("life.wishMineText", { name: banner.who.name })}
        </Banner>
      );
  }
}
