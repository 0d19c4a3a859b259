"use client";
/** Owns the specimens of components/chat: the messenger in every state of a conversation. */
import { type ReactNode, useMemo, useState } from "react";
import { ChatShell } from "@/components/chat/chat-shell";
import { ConversationList } from "@/components/chat/conversation-list";
import { ConversationScreen } from "@/components/chat/conversation-screen";
import { NoConversation } from "@/components/chat/conversation-waiting";
import { NewConversation } from "@/components/chat/new-conversation";
import { Pane } from "@/components/chat/pane";
import { RecoveryReminder } from "@/components/chat/recovery-reminder";
import { SafetyNumber, SafetySkeleton } from "@/components/chat/safety-view";
import { Avatar } from "@/components/ui/avatar";
import { FilterChip } from "@/components/ui/chip";
import { iconButtonStyle } from "@/components/ui/icon-button";
import { useNow } from "@/components/ui/use-now";
import type {
  Connection,
  ConversationCommands,
  ConversationListView,
  ConversationView,
  MarkingCommands,
  TimelineRow,
} from "@/lib/chat/view";
import { crowded, hard } from "./hard-samples";
import { plainMessage } from "@/lib/chat/view-message";
import { allBanners, cards, group, list, long, lucia, me, mira, now, ordinary, states, view } from "./samples";

const nothing = () => {};
const idle: ConversationCommands = {
  send: nothing,
  edit: nothing,
  remove: nothing,
  forward: async () => {},
  react: nothing,
  say: nothing,
  mark: async () => {},
  reach: async () => null,
  readThread: async () => {},
  retry: nothing,
  cancel: nothing,
  loadOlder: async () => {},
  reachSeq: async () => null,
  markRead: nothing,
  typing: nothing,
  setDraft: nothing,
  membership: {
    add: async () => {},
    remove: async () => {},
    setAdmin: async () => {},
    rename: async () => {},
    setPolicy: async () => {},
    setLifetime: async () => {},
    close: async () => {},
    erase: async () => {},
    leave: async () => {},
    handOver: async () => {},
    makeLink: async () => "/join/00000000-0000-4000-8000-000000000000#example",
    links: async () => [],
    revokeLink: async () => {},
    answer: async () => {},
    accept: async () => {},
    decline: async () => {},
    forget: async () => {},
  },
};

const noMarks: MarkingCommands = {
  pin: async () => {},
  mute: async () => {},
  archive: async () => {},
  markUnread: async () => {},
  favourite: async () => {},
  silence: async () => {},
  makeFolder: async () => "",
  renameFolder: async () => {},
  removeFolder: async () => {},
  putInFolder: async () => {},
};

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

const mains: Readonly<Record<string, ReactNode>> = {
  ordinary: screen(view(ordinary)),
  live: <LiveConversation />,
  unread: screen(view(ordinary, { firstUnreadSeq: 6, typing: [mira] })),
  first: screen(view([ordinary[0]!], { row: { ...view([]).row, draft: "Hello Mira" } })),
  states: screen(view(states, { ...group, typing: [lucia] }), "offline"),
  cards: screen(view(cards, { ...group, named: [{ key: "far", hash: "far" }] })),
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
          platform: "Example Market",
        },
      },
    }),
  ),
  banners: screen(view(ordinary, { ...group, banners: allBanners, canSend: false })),
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

const lists: Readonly<Record<string, ConversationListView>> = {
  full: list,
  loading: { ...list, phase: "loading", conversations: [], connection: "connecting" },
  crowded,
  empty: { ...list, conversations: [] },
  offline: { ...list, connection: "offline", queued: 2 },
};

export interface ChatGalleryProps {
  state: string | undefined;
  list: string | undefined;
  phone: "list" | "main";
  bare: boolean;
}

export function ChatGallery({ state, list: firstList, phone: firstPhone, bare }: ChatGalleryProps) {
  const [main, setMain] = useState(state ?? "ordinary");
  const [which, setWhich] = useState(firstList ?? "full");
  const [phone, setPhone] = useState(firstPhone);
  return (
    <>
      <div
        hidden={bare}
        role="group"
        aria-label="States"
        data-gallery=""
        className="flex flex-wrap gap-1 p-2 [&[hidden]]:hidden"
      >
        {Object.keys(mains).map((name) => (
          <FilterChip key={name} pressed={name === main} onClick={() => setMain(name)}>
            {name}
          </FilterChip>
        ))}
        {Object.keys(lists).map((name) => (
          <FilterChip key={name} pressed={name === which} onClick={() => setWhich(name)}>
            {`list ${name}`}
          </FilterChip>
        ))}
        <FilterChip pressed={phone === "list"} onClick={() => setPhone(phone === "list" ? "main" : "list")}>
          phone list
        </FilterChip>
      </div>
      <div id="stage">
        <ChatShell
          phoneShows={phone}
          list={
            <ConversationList
              list={lists[which] ?? list}
              selectedId="1"
              now={now}
              onReconnect={nothing}
              marking={noMarks}
              notice={which === "empty" ? <RecoveryReminder /> : null}
              account={
                <button type="button" className={iconButtonStyle()}>
                  <span className="sr-only">Account</span>
                  <Avatar id={me.userId} name={me.name} size="small" />
                </button>
              }
            />
          }
        >
          <div key={main} className="h-full">
            {mains[main]}
          </div>
        </ChatShell>
      </div>
    </>
  );
}

/** Older messages load, sent ones move on, and somebody answers: for trying the scrolling by hand and by test. */
function LiveConversation() {
  const [from, setFrom] = useState(900);
  const [loadingOlder, setLoading] = useState(false);
  const [added, setAdded] = useState<readonly TimelineRow[]>([]);
  const commands = useMemo<ConversationCommands>(
    () => ({
      ...idle,
      loadOlder: async () => {
        setLoading(true);
        await new Promise((done) => setTimeout(done, 400));
        setFrom((before) => Math.max(0, before - 50));
        setLoading(false);
      },
      send: (words) => {
        const at = Date.now();
        const mine = {
          ...plainMessage,
          type: "message",
          key: `own-${at}`,
          at,
          author: me,
          text: words,
          failure: null,
          marks: [],
        } as const;
        setAdded((before) => [...before, { ...mine, seq: null, send: "sending" }]);
        setTimeout(() => {
          setAdded((before) => [
            ...before.map((row) =>
              row.key === mine.key ? { ...mine, seq: 2000 + before.length, send: "read" as const } : row,
            ),
            {
              ...mine,
              key: `answer-${at}`,
              seq: 2001 + before.length,
              author: mira,
              text: `“${words}”, you say?`,
              send: null,
            },
          ]);
        }, 900);
      },
    }),
    [],
  );
  const timeline = useMemo(() => [...long.slice(from), ...added], [from, added]);
  return (
    <ConversationScreen
      view={view(timeline, { hasOlder: from > 0, loadingOlder })}
      commands={commands}
      connection="live"
      now={useNow()}
    />
  );
}
