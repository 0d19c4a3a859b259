/** Owns the web app manifest: what an installed Parley is called and looks like. */
import type { MetadataRoute } from "next";
import { getTranslate } from "@/lib/i18n/server";

export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const t = await getTranslate();
  return {
    id: "/",
    name: t("app.name"),
    short_name: t("app.name"),
    description: t("app.description"),
    start_url: "/chats",
    scope: "/",
    display: "standalone",
    background_color: "#fefcfb",
    theme_color: "#fefcfb",
    categories: ["social", "communication"],
    // By POST, which the service worker answers: an address would be seen by the server.
    share_target: {
      action: "/share",
      method: "POST",
      enctype: "multipart/form-data",
      params: { title: "title", text: "text", url: "url" },
    },
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
      { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icons/monochrome.svg", sizes: "any", type: "image/svg+xml", purpose: "monochrome" },
    ],
    screenshots: [
      { ...screen("wide", "1440x900"), form_factor: "wide", label: t("offline.screenWide") },
      { ...screen("phone", "540x1168"), form_factor: "narrow", label: t("offline.screenPhone") },
    ],
    shortcuts: [
      { name: t("nav.new"), url: "/new", icons: [{ src: "/icons/icon-192.png", sizes: "192x192" }] },
      { name: t("nav.settings"), url: "/settings", icons: [{ src: "/icons/icon-192.png", sizes: "192x192" }] },
    ],
  };
}

function screen(name: string, sizes: string) {
  return { src: `/icons/screen-${name}.png`, sizes, type: "image/png" };
}
