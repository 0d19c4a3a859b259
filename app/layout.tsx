/** Owns the document: language, theme, font and the providers every page needs. */
import { CSPProvider } from "@base-ui/react/csp-provider";
import { DirectionProvider } from "@base-ui/react/direction-provider";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { parsePreferences, preferencesCookie } from "@/components/ui/preferences";
import { parseTheme, themeCookie } from "@/components/ui/theme";
import { ToastLayer } from "@/components/ui/toast";
import { TooltipLayer } from "@/components/ui/tooltip";
import { LanguageProvider } from "@/lib/i18n/language";
import { directionOf } from "@/lib/i18n/locales";
import { loadMessages } from "@/lib/i18n/messages";
import { getTranslate, requestLocale } from "@/lib/i18n/server";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
  adjustFontFallback: false,
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslate();
  return {
    title: { default: t("app.name"), template: `%s · ${t("app.name")}` },
    description: t("app.description"),
    applicationName: t("app.name"),
    icons: { icon: { url: "/icons/icon.svg", type: "image/svg+xml" }, apple: "/icons/apple-180.png" },
    appleWebApp: { capable: true, title: t("app.name"), statusBarStyle: "default" },
    formatDetection: { telephone: false, email: false, address: false },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fefcfb" },
    { media: "(prefers-color-scheme: dark)", color: "#101317" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, incoming, locale, t] = await Promise.all([cookies(), headers(), requestLocale(), getTranslate()]);
  const messages = await loadMessages(locale);
  const direction = directionOf(locale);
  const theme = parseTheme(jar.get(themeCookie)?.value);
  const { text, density } = parsePreferences(jar.get(preferencesCookie)?.value);
  const nonce = incoming.get("x-nonce") ?? undefined;
  return (
    <html
      lang={locale}
      dir={direction}
      className={inter.variable}
      data-theme={theme === "system" ? undefined : theme}
      data-text={text}
      data-density={density}
    >
      <body>
        <CSPProvider {...(nonce ? { nonce } : {})}>
          <DirectionProvider direction={direction}>
            <LanguageProvider locale={locale} messages={messages}>
              <div className="root">{children}</div>
              <TooltipLayer />
              <ToastLayer label={t("app.notifications")} closeLabel={t("app.close")} />
            </LanguageProvider>
          </DirectionProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
