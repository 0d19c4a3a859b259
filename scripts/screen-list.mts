/** Owns which pages and states are looked at: the pages themselves, and every state that the gallery shows. */
import type { Page } from "@playwright/test";

export interface Screen {
  readonly name: string;
  readonly path: string;
  /** Behind the sign-in of a demo person. */
  readonly personal?: boolean;
  /** The page to its end, not only what fits. */
  readonly whole?: boolean;
  readonly arrange?: (page: Page) => Promise<void>;
}

const gallery = (part: string, state: string, more = ""): Screen => ({
  name: `ui-${part}-${state}${more.replace(/[=&]/g, "-")}`,
  path: `/ui?bare&part=${part}&state=${state}${more}`,
  arrange: async (page) => {
    await page.locator("main").first().waitFor({ state: "attached" });
  },
});

const pages: readonly Screen[] = [
  { name: "landing", path: "/", whole: true },
  { name: "sign-in", path: "/sign-in" },
  { name: "sign-up", path: "/sign-up" },
  { name: "recover", path: "/recover" },
  { name: "confirm-broken", path: "/confirm" },
  { name: "not-found", path: "/nothing-here" },
  { name: "offline", path: "/offline" },
  { name: "ui-primitives", path: "/ui?bare&part=primitives", whole: true },
  { name: "ui-settings", path: "/ui?bare&part=settings" },
];

const authStates = ["code", "new-password", "keys", "recovery", "recovery-check", "unlock"];
const chatStates =
  "ordinary unread first states hard moderator banners opening failed none new missing safety compared changed computing";
const listStates = ["full", "loading", "crowded", "empty", "offline"];

const firstConversation = async (page: Page) => {
  await page.locator("[data-row]").first().click();
  await page.locator("[data-bubble], textarea").first().waitFor();
};

const signedIn: readonly Omit<Screen, "personal">[] = [
  { name: "chats", path: "/chats", arrange: async (page) => page.locator("[data-row]").first().waitFor() },
  { name: "conversation", path: "/chats", arrange: firstConversation },
  {
    name: "conversation-details",
    path: "/chats",
    arrange: async (page) => {
      await firstConversation(page);
      await page.locator("header button[aria-expanded]").last().click();
    },
  },
  { name: "new", path: "/new" },
  { name: "settings-profile", path: "/settings", arrange: async (page) => page.locator("h1").last().waitFor() },
  { name: "settings-appearance", path: "/settings/appearance" },
  { name: "settings-security", path: "/settings/security" },
];

export const screens: readonly Screen[] = [
  ...pages,
  ...authStates.map((state) => gallery("auth", state)),
  ...chatStates.split(" ").map((state) => gallery("chat", state)),
  ...listStates.map((list) => gallery("chat", "none", `&list=${list}&phone=list`)),
  ...signedIn.map((screen) => ({ ...screen, personal: true })),
];
