/** Owns the landing page: what this is, an example to try, and honest claims. */
import { Eye, EyeOff, FileSignature, LockKeyhole, MonitorSmartphone } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { LanguageSelect } from "@/components/auth/language-select";
import { ExampleConversation } from "@/components/chat/example-conversation";
import { Brand } from "@/components/ui/brand";
import { buttonStyle } from "@/components/ui/button";
import { getTranslate } from "@/lib/i18n/server";

export default async function LandingPage() {
  const t = await getTranslate();
  return (
    <div className="mx-auto flex min-h-dvh max-w-[72rem] flex-col px-5 pt-[env(safe-area-inset-top)] sm:px-8">
      <header className="flex h-16 items-center justify-between gap-4">
        <Brand name={t("app.name")} />
        <nav className="flex items-center gap-1">
          <LanguageSelect quiet />
          <Link href="/sign-in" className={buttonStyle({ look: "quiet" })}>
            {t("landing.signIn")}
          </Link>
        </nav>
      </header>
      <main className="flex-1">
        <section className="grid items-center gap-12 py-10 md:grid-cols-[1fr_21rem] md:gap-10 md:py-14 lg:grid-cols-[1fr_27rem] lg:gap-20 lg:py-20">
          <div className="max-w-[34rem]">
            <h1 className="text-[2.25rem] leading-[2.5rem] font-semibold tracking-tight text-balance sm:text-[3.25rem] sm:leading-[3.5rem] md:text-[2.5rem] md:leading-[2.75rem] lg:text-[3.25rem] lg:leading-[3.5rem]">
              {t("landing.title")}
            </h1>
            <p className="mt-5 text-18 text-pretty text-muted">{t("landing.lead")}</p>
            <div className="mt-8 flex flex-wrap gap-3">
              <Link href="/sign-up" className={buttonStyle({ look: "primary", size: "large" })}>
                {t("landing.signUp")}
              </Link>
              <Link href="/sign-in" className={buttonStyle({ look: "plain", size: "large" })}>
                {t("landing.signIn")}
              </Link>
            </div>
          </div>
          <ExampleConversation />
        </section>
        <section className="grid gap-x-10 gap-y-8 border-t border-line py-12 sm:grid-cols-2 lg:grid-cols-4">
          <Claim icon={<LockKeyhole />} title={t("landing.claims.sealedTitle")} text={t("landing.claims.sealed")} />
          <Claim icon={<FileSignature />} title={t("landing.claims.signedTitle")} text={t("landing.claims.signed")} />
          <Claim icon={<EyeOff />} title={t("landing.claims.staffTitle")} text={t("landing.claims.staff")} />
          <Claim icon={<MonitorSmartphone />} title={t("landing.claims.yoursTitle")} text={t("landing.claims.yours")} />
        </section>
        <section className="border-t border-line py-12">
          <h2 className="text-22 font-semibold tracking-tight">{t("landing.limitsTitle")}</h2>
          <ul className="mt-5 grid gap-x-10 gap-y-3 sm:grid-cols-2">
            {(["metadata", "firstVisit", "signed", "recovery"] as const).map((limit) => (
              <li key={limit} className="flex gap-3 text-15 text-pretty text-muted">
                <Eye aria-hidden="true" className="mt-[0.1875rem] size-4 shrink-0" />
                {t(`landing.limits.${limit}`)}
              </li>
            ))}
          </ul>
        </section>
      </main>
    </div>
  );
}

function Claim({ icon, title, text }: { icon: ReactNode; title: string; text: string }) {
  return (
    <div>
      <span aria-hidden="true" className="text-accent [&_svg]:size-6">
        {icon}
      </span>
      <h2 className="mt-3 text-15 font-semibold">{title}</h2>
      <p className="mt-1 text-15 text-pretty text-muted">{text}</p>
    </div>
  );
}
