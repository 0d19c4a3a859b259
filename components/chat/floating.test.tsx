import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { receiveToasts } from "@/components/ui/toast-queue";
import type * as views from "@/lib/chat/view";
import type { MessageRow } from "@/lib/chat/view-message";
import { inEnglish } from "@/lib/i18n/english.fixture";
import { ConfirmWish } from "./confirm-wish";
import { ConversationList } from "./conversation-list";
import { MessageLayers } from "./message-layers";
import type { Layer, Messages } from "./use-messages";

/** How many requests for code fail from now on: the network is not ours. */
const network = vi.hoisted(() => ({ failures: 0 }));
const chunk = vi.hoisted(() => (real: () => Promise<object>) => {
  if (network.failures-- > 0) throw new Error("Failed to load chunk");
  return real();
});
vi.mock("./row-menu", chunk);
vi.mock("./message-layer", chunk);
vi.mock("./edits-dialog", chunk);
vi.mock("@/components/ui/dialog", chunk);

const said: string[] = [];
receiveToasts(({ text }) => said.push(text));

afterEach(cleanup);

/** Waits until a failure is said, once. */
async function told() {
  await waitFor(() => expect(said.splice(0)).toEqual([inEnglish("errors.offline.what")]));
}

// First: the other parts bring the dialog with them.
it("a question without its code is taken back", async () => {
  network.failures = 1;
  function Page() {
    const [asked, setAsked] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setAsked(true)}>
          Leave
        </button>
        {asked ? (
          <ConfirmWish
            title="Really?"
            text="Others notice."
            action="Do it"
            onConfirm={async () => undefined}
            onClose={() => setAsked(false)}
          />
        ) : null}
      </>
    );
  }
  render(<Page />);
  fireEvent.click(screen.getByRole("button", { name: "Leave" }));
  await told();
  fireEvent.click(screen.getByRole("button", { name: "Leave" }));
  await screen.findByRole("dialog", { name: "Really?" });
});

it("a row's menu without its code leaves the list and says so; the next press opens it", async () => {
  network.failures = 1;
  const flags = {
    pinnedAt: null,
    mutedUntil: null,
    archived: false,
    markedUnread: false,
    favourite: false,
    folders: [],
  };
  const row = {
    id: "a",
    kind: "group",
    title: "Seminar",
    people: [],
    unread: 0,
    lastActivityAt: 0,
    seal: "closed",
    draft: "",
    flags,
  };
  const conversations = [row as unknown as views.ConversationRow];
  const list = { phase: "ready", conversations, folders: [] } as unknown as views.ConversationListView;
  const marking = {} as views.MarkingCommands;
  render(
    <>
      <ConversationList list={list} selectedId={null} now={0} onReconnect={() => undefined} marking={marking} />
    </>,
  );
  const press = () => fireEvent.contextMenu(screen.getByRole("link", { name: /Seminar/ }));
  press();
  await told();
  expect(screen.queryByRole("menu")).toBeNull();
  press();
  await screen.findByRole("menuitem", { name: "Pin" });
});

it("what floats above messages is closed and told, be it that all of it is missing or one thing", async () => {
  const row = { text: "Hello", before: [], author: { name: "Bob" }, mentions: [] } as unknown as MessageRow;
  function Page() {
    const [layer, setLayer] = useState<Layer | null>(null);
    const close = (closing: Layer) => setLayer((now) => (now === closing ? null : now));
    return (
      <>
        <button type="button" onClick={() => setLayer({ kind: "edits", row })}>
          History
        </button>
        <MessageLayers
          view={{} as views.ConversationView}
          commands={{} as views.ConversationCommands}
          messages={{ layer, close } as unknown as Messages}
        />
      </>
    );
  }
  render(<Page />);
  const press = () => fireEvent.click(screen.getByRole("button", { name: "History" }));
  network.failures = 1;
  press();
  await told();
  network.failures = 0;
  // The layer itself comes now, what it shows does not.
  await act(async () => void (await import("./message-layer")));
  network.failures = 1;
  press();
  await told();
  press();
  await screen.findByRole("dialog");
  expect(screen.getByText("History")).toBeTruthy();
});
