"use client";
/** Owns the standing notices under the header: what is the case, why, and what can be done. */
import {
  Ban,
  GitFork,
  Hourglass,
  KeyRound,
  ListX,
  Lock,
  LogOut,
  MicOff,
  OctagonX,
  Timer,
  UserRoundPlus,
  UsersRound,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Banner } from "@/components/ui/banner";
import { buttonStyle } from "@/components/ui/button";
import type { Banner as BannerView, MembershipCommands } from "@/lib/chat/view";
import { errorKey, errorWords } from "@/lib/i18n/error-words";
import type { Format } from "@/lib/i18n/format";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { UnblockPerson } from "./block-person";
import { ForgetConversation } from "./forget-conversation";
import { isLifeBanner, LifeBanner, type LifeBannerView } from "./life-banner";
import { retentionWords } from "./group-choices";
import { GroupRequestAnswer } from "./group-request-answer";
import { LifetimeAnswer } from "./lifetime-answer";
import { RequestAnswer } from "./request-answer";
import type { Translate } from "@/lib/i18n/translate";

export interface ConversationBannersProps {
  conversationId: string;
  banners: readonly BannerView[];
  /** How long messages are kept now. */
  retentionDays: number;
  commands: MembershipCommands;
}

export function ConversationBanners(props: ConversationBannersProps) {
  const { conversationId, banners, retentionDays, commands } = props;
  const t = useTranslate();
  const format = useFormat();
  return (
    <div className="flex max-h-[40dvh] shrink-0 flex-col gap-2 overflow-y-auto border-b border-line p-3 empty:hidden">
      {banners.map((banner) => {
        if (isLifeBanner(banner)) return <LifeBanner key={banner.kind} banner={banner} commands={commands} />;
        const { tone, icon, title, text, compare } = describe(t, format, banner);
        const who = "who" in banner ? banner.who?.userId : undefined;
        return (
          <Banner
            key={banner.kind + (who ?? "")}
            tone={tone}
            icon={icon}
            title={title}
            announce={tone === "danger" ? "alert" : "status"}
            className="mx-auto w-full max-w-[53.75rem]"
            actions={
              banner.kind === "blocked" ? (
                <UnblockPerson userId={banner.who.userId} name={banner.who.name} />
              ) : banner.kind === "ended" ? (
                <ForgetConversation onForget={() => commands.forget()} />
              ) : banner.kind === "lifetime" ? (
                <LifetimeAnswer days={banner.days} now={retentionDays} onSay={(days) => commands.setLifetime(days)} />
              ) : banner.kind === "asked" ? (
                <RequestAnswer name={banner.who.name} onAnswer={(accept) => commands.answer(accept)} />
              ) : banner.kind === "invited" ? (
                <GroupRequestAnswer banner={banner} onAnswer={(accept) => commands.answer(accept)} />
              ) : compare ? (
                <Link
                  href={`/c/${conversationId}/safety${who ? `?with=${who}` : ""}`}
                  prefetch={false}
                  className={buttonStyle({ look: "plain", size: "small" })}
                >
                  {t("banner.compare")}
                </Link>
              ) : null
            }
          >
            {text}
          </Banner>
        );
      })}
    </div>
  );
}

interface Words {
  readonly tone: "plain" | "danger" | "caution";
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  /** Comparing safety numbers helps here. */
  readonly compare: boolean;
}

function describe(t: Translate, format: Format, banner: Exclude<BannerView, LifeBannerView>): Words {
  switch (banner.kind) {
    case "halted": {
      const { what, next } = errorWords(t, banner.code);
      const text = t("banner.halted", { what: errorKey(banner.code) === "errors.stopped.what" ? next : what });
      return { tone: "danger", icon: <OctagonX />, title: t("banner.haltedTitle"), text, compare: true };
    }
    case "key-changed": {
      const { name } = banner.who;
      const title = t("banner.keyChangedTitle", { name });
      return { tone: "danger", icon: <KeyRound />, title, text: t("banner.keyChanged"), compare: true };
    }
    case "fork": {
      const text = banner.who ? t("banner.fork", { name: banner.who.name }) : t("banner.forkSomebody");
      return { tone: "danger", icon: <GitFork />, title: t("banner.forkTitle"), text, compare: false };
    }
    case "gap":
      return { tone: "caution", icon: <ListX />, title: t("banner.gapTitle"), text: t("banner.gap"), compare: false };
    case "silenced": {
      const { until } = banner;
      const text = until === null ? t("rooms.silencedForEver") : t("rooms.silencedUntil", { when: format.full(until) });
      return { tone: "caution", icon: <MicOff />, title: t("rooms.silencedTitle"), text, compare: false };
    }
    case "locked":
      return {
        tone: "caution",
        icon: <Lock />,
        title: t("banner.lockedTitle"),
        text: t("banner.locked"),
        compare: false,
      };
    case "started-over":
      return {
        tone: "caution",
        icon: <KeyRound />,
        title: t("banner.startedOverTitle"),
        text: t("banner.startedOver"),
        compare: true,
      };
    case "blocked": {
      const title = t("block.bannerTitle", { name: banner.who.name });
      return { tone: "plain", icon: <Ban />, title, text: t("block.banner"), compare: false };
    }
    case "asked": {
      const title = t("requests.askedTitle", { name: banner.who.name });
      return { tone: "plain", icon: <UserRoundPlus />, title, text: t("requests.asked"), compare: false };
    }
    case "invited": {
      const { name } = banner.who;
      const title = name === "" ? t("requests.invitedBySomebody") : t("requests.invitedTitle", { name });
      const text = t("requests.invited", { count: banner.people });
      return { tone: "plain", icon: <UsersRound />, title, text, compare: false };
    }
    case "waits": {
      const title = t("requests.waitsTitle", { name: banner.who.name });
      return { tone: "plain", icon: <Hourglass />, title, text: t("requests.waits"), compare: false };
    }
    case "lifetime": {
      const title = t("lifetime.proposedBy", { name: banner.who.name, time: retentionWords(t, banner.days) });
      const text = t(banner.days > 0 ? "lifetime.agreeText" : "lifetime.keepAgreeText");
      return { tone: "plain", icon: <Timer />, title, text, compare: false };
    }
    case "leaving":
      return {
        tone: "plain",
        icon: <LogOut />,
        title: t("groups.leavingTitle"),
        text: t("groups.leavingText"),
        compare: false,
      };
    case "ended":
      return {
        tone: "plain",
        icon: <LogOut />,
        title: t("banner.endedTitle"),
        text: t("banner.ended"),
        compare: false,
      };
  }
}
