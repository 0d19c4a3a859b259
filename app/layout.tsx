/** Owns the document: language, theme, font and the providers every page needs. */
import { CSPProvider } from "@base-ui/react/csp-provider";
import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, themeCookie } from "@/components/ui/theme";
import { ToastLayer } from "@/components/ui/toast";
import { TooltipLayer } from "@/components/ui/tooltip";
import { LanguageProvider } from "@/lib/i18n/language";
import { t } from "@/lib/i18n/server";
import "./globals.css";

const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  title: { default: t("app.name"), template: `%s · ${t("app.name")}` },
  description: t("app.description"),
  applicationName: t("app.name"),
  icons: { icon: { url: "/icons/icon.svg", type: "image/svg+xml" }, apple: "/icons/apple-180.png" },
  appleWebApp: { capable: true, title: t("app.name"), statusBarStyle: "default" },
  formatDetection: { telephone: false, email: false, address: false },
};

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
  const [jar, incoming] = await Promise.all([cookies(), headers()]);
  const theme = parseTheme(jar.get(themeCookie)?.value);
  const nonce = incoming.get("x-nonce") ?? undefined;
  return (
    <html lang="en" dir="ltr" className={inter.variable} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <CSPProvider {...(nonce ? { nonce } : {})}>
          <LanguageProvider>
            <div className="root">{children}</div>
            <TooltipLayer />
            <ToastLayer label={t("app.notifications")} closeLabel={t("app.close")} />
          </LanguageProvider>
        </CSPProvider>
      </body>
    </html>
  );
}
