"use client";
/** Owns the specimens of what stands beside the list: a conversation in every state. */
import type { ReactNode } from "react";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { NoConversation } from "@/components/chat/conversation-waiting";
import { NewConversation } from "@/components/chat/new-conversation";
import { Pane } from "@/components/chat/pane";
import { SafetyNumber, SafetySkeleton } from "@/components/chat/safety-view";
import type { Connection, ConversationView } from "@/lib/chat/view";
import { cards } from "./card-samples";
import { allBanners } from "./sample-banners";
import { hard } from "./hard-samples";
import { idle, nothing } from "./idle";
import { LiveConversation } from "./live-conversation";
import { amal, group, lucia, me, mira, now, ordinary, priya, roomView, states, text, view, calls } from "./samples";

const screen = (shown: ConversationView, connection: Connection = "live") => (
  <ConversationScreen view={shown} commands={idle} connection={connection} now={now} />
);

const number = "48213 90417 55620 18833 70915 26604 31147 88295 60372 94518 12760 53389";

const safetyPane = (trust: "unverified" | "verified" | "changed") => (
  <Pane title="Safety number" backHref="/ui" backAlways>
    <SafetyNumber
      safety={{ person: { ...mira, trust }, number, qr: "A".repeat(86) }}
      busy={false}
      onMark={nothing}
      onAccept={nothing}
    />
  </Pane>
);

const noFind = {
  person: null,
  missing: null,
  failure: null,
  finding: false,
  starting: false,
  onFind: nothing,
  onStart: nothing,
};

export const conversationStates: Readonly<Record<string, ReactNode>> = {
  ordinary: screen(view(ordinary)),
  live: <LiveConversation />,
  unread: screen(view(ordinary, { firstUnreadSeq: 6, typing: [mira] })),
  first: screen(view([ordinary[0]!], { row: { ...view([]).row, draft: "Hello Mira" } })),
  states: screen(view(states, { ...group, typing: [lucia] }), "offline"),
  hard: screen(
    view(hard, {
      ...group,
      row: { ...group.row!, title: "Hausgemeinschaftsversammlungsprotokoll und alles, was sonst noch dazugehört" },
    }),
  ),
  moderator: screen(
    view(ordinary, {
      row: {
        ...view([]).row,
        seal: "moderated",
        context: {
          kind: "transaction",
          externalId: "T-1",
          title: "Lens, 50 mm, with case, filter and a rather long description",
          state: "paid",
          ended: false,
          side: "buyer",
          platform: "Example Market",
        },
      },
    }),
  ),
  banners: screen(view(ordinary, { ...group, banners: allBanners, canSend: false })),
  cards: screen(view(cards, group)),
  calls: screen(view(calls, { ...group, named: [{ key: "far", hash: "far" }] })),
  room: screen(
    view(
      [
        text(priya, 64, "Does anybody have a spare bicycle lock?"),
        text(amal, 61, "I left one at the porter’s desk, take it until Friday."),
        text(me, 58, "There is a second one in the workshop 🔒"),
        text(priya, 50, "Wonderful, thank you both."),
      ],
      roomView,
    ),
  ),
  request: screen(
    view(
      [text(lucia, 3, "Hello, I am the Lucía from the reading group. Is this your account? https://list.example/us")],
      {
        row: { ...view([]).row, title: lucia.name, people: [lucia] },
        banners: [{ kind: "asked", who: lucia }],
        canSend: false,
      },
    ),
  ),
  "group-request": screen(
    view([text(lucia, 3, "Welcome everybody! The first list is here: https://list.example/us")], {
      row: { ...view([]).row, ...group.row, title: "Reading group" },
      banners: [{ kind: "invited", who: lucia, title: "Reading group", people: 3 }],
      canSend: false,
    }),
  ),
  waits: screen(
    view([text(me, 3, "Hello Lucía, this is Jonas from the reading group.", { send: "delivered" })], {
      row: { ...view([]).row, title: lucia.name, people: [lucia] },
      banners: [{ kind: "waits", who: lucia }],
      canSend: false,
    }),
  ),
  wish: screen(view(ordinary, { banners: [{ kind: "wish", who: mira }] })),
  "own-wish": screen(view(ordinary, { banners: [{ kind: "own-wish", who: mira }] })),
  closed: screen(
    view(ordinary, { ...group, banners: [{ kind: "closed", who: lucia, mayOpen: true }], canSend: false }),
  ),
  deleting: screen(
    view(ordinary, {
      ...group,
      banners: [{ kind: "deleting", at: now + 6 * 86_400_000, mayCallBack: true }],
      canSend: false,
    }),
  ),
  ended: screen(
    view(ordinary, { row: { ...view([]).row, state: "ended" }, banners: [{ kind: "ended" }], canSend: false }),
  ),
  offline: screen(
    view([
      ...ordinary,
      text(me, 1, "This one waits for the train to leave the tunnel.", { send: "queued", seq: null }),
    ]),
    "offline",
  ),
  opening: screen(view([], { phase: { kind: "opening" }, row: { ...view([]).row, title: "" } })),
  failed: screen(view([], { phase: { kind: "failed", code: "E_NOT_FOUND" } })),
  none: <NoConversation />,
  new: (
    <Pane title="New conversation" backHref="/ui">
      <NewConversation {...noFind} person={lucia} />
    </Pane>
  ),
  missing: (
    <Pane title="New conversation" backHref="/ui">
      <NewConversation {...noFind} missing="lucja" />
    </Pane>
  ),
  safety: safetyPane("unverified"),
  compared: safetyPane("verified"),
  changed: safetyPane("changed"),
  computing: (
    <Pane title="Safety number" backHref="/ui" backAlways>
      <SafetySkeleton />
    </Pane>
  ),
};
