/** Owns which pages and states are looked at: the pages themselves, and every state that the gallery shows. */
import {
  bringsTranslator,
  dialogShows,
  opensDetails,
  opensFirstConversation,
  opensMenuOf,
  press,
  shows,
  type Step,
  steps,
  timelineShows,
  writes,
} from "./screen-steps.mts";

export interface Screen {
  readonly name: string;
  readonly path: string;
  /** Behind the sign-in of a demo person. */
  readonly personal?: boolean;
  /** The page to its end, not only what fits. */
  readonly whole?: boolean;
  /** Leaves the session otherwise than it found it, so it comes last. */
  readonly last?: boolean;
  readonly arrange?: Step;
}

const gallery = (part: string, state: string, more = ""): Screen => ({
  name: `ui-${part}-${state}${more.replace(/[=&]/g, "-")}`,
  path: `/ui?bare&part=${part}&state=${state}${more}`,
  arrange: shows((page) => page.locator("main:visible, #list:visible")),
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
  { name: "ui-error", path: "/ui?bare&part=error" },
];

const authStates = "sign-in code new-password keys recovery recovery-check unlock".split(" ");
const chatStates = [
  "ordinary unread first states hard cards calls moderator room request group-request waits wish own-wish closed deleting ended",
  "offline banners opening failed none new missing safety compared changed computing",
]
  .join(" ")
  .split(" ");
const listStates = ["full", "loading", "crowded", "empty", "offline"];

/** What floats above a conversation of the gallery. */
const layers: readonly (readonly [name: string, state: string, arrange: Step])[] = [
  ["details", "ordinary", opensDetails],
  ["details-group", "cards", opensDetails],
  ["details-room", "room", opensDetails],
  ["message-menu", "cards", steps(timelineShows, opensMenuOf("Both are packed"))],
  [
    "delete-message",
    "cards",
    steps(
      timelineShows,
      opensMenuOf("Both are packed"),
      press((words) => words.message.delete),
      dialogShows,
    ),
  ],
  [
    "edits",
    "cards",
    steps(
      timelineShows,
      opensMenuOf("second floor"),
      press((words) => words.message.history),
      dialogShows,
    ),
  ],
  [
    "translation",
    "cards",
    steps(
      timelineShows,
      bringsTranslator("Der Scan der ersten Seiten, für alle, die noch kein Buch haben."),
      opensMenuOf("The scan of the first pages"),
      press((words) => words.message.translate),
      shows((page) => page.getByRole("dialog").getByText("Der Scan")),
    ),
  ],
  [
    "remind",
    "cards",
    steps(
      timelineShows,
      opensMenuOf("Both are packed"),
      press((words) => words.message.remind),
      dialogShows,
    ),
  ],
  [
    "reply",
    "cards",
    steps(
      timelineShows,
      opensMenuOf("Both are packed"),
      press((words) => words.message.reply),
    ),
  ],
  [
    "select",
    "cards",
    steps(
      timelineShows,
      opensMenuOf("Both are packed"),
      press((words) => words.message.select),
    ),
  ],
  ...(["poll", "invite", "status", "link"] as const).map(
    (kind) =>
      [
        `insert-${kind}`,
        "cards",
        steps(
          timelineShows,
          press((words) => words.insert.label),
          press((words) => words.insert[kind]),
          dialogShows,
        ),
      ] as const,
  ),
  [
    "later",
    "ordinary",
    steps(
      timelineShows,
      writes("See you at ten"),
      press((words) => words.later.send),
      dialogShows,
    ),
  ],
  [
    "close",
    "cards",
    steps(
      opensDetails,
      press((words) => words.life.close),
      shows((page) => page.getByRole("dialog").getByRole("button")),
    ),
  ],
  [
    "delete",
    "ordinary",
    steps(
      opensDetails,
      press((words) => words.life.delete),
      shows((page) => page.getByRole("dialog").getByRole("button")),
    ),
  ],
];

const headShows = shows((page) => page.locator("#main h1:visible"));

const named =
  (path: string) =>
  (name: string): Omit<Screen, "personal"> => ({
    name: `${path.slice(1)}-${name}`.replaceAll("/", "-"),
    path: `${path}/${name}`,
    arrange: headShows,
  });

const signedIn: readonly Omit<Screen, "personal">[] = [
  { name: "chats", path: "/chats", arrange: shows((page) => page.locator("[data-row]")) },
  { name: "conversation", path: "/chats", arrange: opensFirstConversation },
  { name: "conversation-details", path: "/chats", arrange: steps(opensFirstConversation, opensDetails) },
  {
    name: "conversation-find",
    path: "/chats",
    arrange: steps(
      opensFirstConversation,
      press((words) => words.search.inConversation),
      async (page) => page.keyboard.type("Saturday"),
    ),
  },
  {
    name: "search",
    path: "/chats",
    arrange: async (page) => {
      await page.locator("#list input").fill("saturday");
      await page.waitForTimeout(1_000);
    },
  },
  {
    name: "row-menu",
    path: "/chats",
    arrange: async (page) => page.locator("[data-row]").first().click({ button: "right" }),
  },
  {
    name: "palette",
    path: "/chats",
    arrange: steps(
      shows((page) => page.locator("[data-row]")),
      async (page) => page.keyboard.press("Control+k"),
      dialogShows,
    ),
  },
  {
    name: "keys",
    path: "/chats",
    arrange: steps(
      shows((page) => page.locator("[data-row]")),
      async (page) => page.keyboard.press("Control+/"),
      dialogShows,
    ),
  },
  { name: "new", path: "/new", arrange: headShows },
  { name: "share", path: "/share", arrange: headShows },
  ...["group", "room", "rooms"].map(named("/new")),
  { name: "room-unknown", path: "/new/rooms/00000000-0000-4000-8000-000000000000" },
  {
    name: "join-broken",
    path: "/join/00000000-0000-4000-8000-000000000000#nothing",
    arrange: async (page) => page.waitForTimeout(2_000),
  },
  {
    name: "conversation-unknown",
    path: "/c/00000000-0000-4000-8000-000000000000",
    arrange: shows((page) => page.locator("#main a[href='/chats'], #main [role=alert]")),
  },
  { name: "settings-profile", path: "/settings", arrange: headShows },
  ...["appearance", "notifications", "privacy", "security", "devices"].map(named("/settings")),
  {
    name: "locked",
    path: "/settings/security",
    last: true,
    arrange: steps(
      press((words) => words.settings.security.lockNow),
      shows((page) => page.locator('input[type="password"]')),
    ),
  },
];

export const screens: readonly Screen[] = [
  ...pages,
  ...authStates.map((state) => gallery("auth", state)),
  ...chatStates.map((state) => gallery("chat", state)),
  ...listStates.map((list) => gallery("chat", "none", `&list=${list}&phone=list`)),
  ...layers.map(([name, state, arrange]) => ({ ...gallery("chat", state), name: `layer-${name}`, arrange })),
  ...signedIn.map((screen) => ({ ...screen, personal: true })),
];
