"use client";
/** Owns a conversation as a whole: head, notices, timeline, typing line, composer and details, from one view. */
import { type ReactNode, useMemo, useState } from "react";
import type { Connection, ConversationCommands, ConversationView } from "@/lib/chat/view";
import type { Reached } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { Announcer } from "./announcer";
import { Composer } from "./composer";
import { ConversationHeader } from "./conversation-header";
import { conversationTitle } from "./conversation-title";
import { ConversationFailed, ConversationSkeleton } from "./conversation-waiting";
import { DetailsPane } from "./details-pane";
import { InsertMenu } from "./insert-menu";
import { KeptBar } from "./kept-bar";
import { Later, type Planning } from "./later";
import { lazily } from "./lazily";
import { LinksShut } from "./links-shut";
import { MessageActsProvider } from "./message-acts";
import { MessageLayers } from "./message-layers";
import { SelectionBar } from "./selection-bar";
import { Timeline } from "./timeline";
import { TryAgain } from "./try-again";
import { TypingLine } from "./typing-line";
import { type Messages, useMessages } from "./use-messages";

// Most conversations have nothing to say about themselves.
const ConversationBanners = lazily(async () => (await import("./conversation-banners")).ConversationBanners);
const JoinRequests = lazily(async () => (await import("./join-requests")).JoinRequests);

export interface ConversationScreenProps {
  view: ConversationView;
  commands: ConversationCommands;
  connection: Connection;
  /** ms since 1970 */
  now: number;
  /** A message to be brought into view; a new turn asks again. */
  target?: (Reached & { readonly turn: number }) | null;
  /** The line in which one looks for messages of this conversation. */
  finder?: (close: () => void) => ReactNode;
  /** Opens one anew that could not be opened. */
  onReopen?: () => void;
}

interface Asked {
  readonly outside: ConversationScreenProps["target"];
  readonly inside: Messages["target"];
  readonly last: Messages["target"];
}

export function ConversationScreen(props: ConversationScreenProps) {
  const { view, commands, connection, now, target, finder, onReopen } = props;
  const t = useTranslate();
  const [details, setDetails] = useState(false);
  const [finding, setFinding] = useState(false);
  const [planning, setPlanning] = useState<Planning | null>(null);
  // What the last request for older messages failed with.
  const [pastFailure, setPastFailure] = useState<unknown>(null);
  // The same functions as long as the commands are the same: rows are only drawn again when they change.
  const act = useMemo(
    () => ({
      loadOlder: () => void commands.loadOlder().then(() => setPastFailure(null), setPastFailure),
      seen: () => commands.markRead(),
      draft: (text: string) => commands.setDraft(text),
      typing: () => commands.typing(),
    }),
    [commands],
  );
  const messages = useMessages(view, commands);
  // A message may be asked for from outside and from here: the last one who asked is heard.
  const [asked, setAsked] = useState<Asked>({ outside: null, inside: messages.target, last: null });
  if (asked.outside !== target) {
    setAsked({ ...asked, outside: target, last: target?.thread ? asked.last : (target ?? null) });
    if (target?.thread) messages.acts.openThread(target.thread, target.key);
  } else if (asked.inside !== messages.target) setAsked({ ...asked, inside: messages.target, last: messages.target });
  const shownTarget = asked.last;
  const { row, phase, timeline } = view;
  const title = conversationTitle(t, row);
  if (phase.kind === "failed") return <ConversationFailed code={phase.code} onReopen={onReopen} />;
  const waiting = timeline.filter((each) => each.type === "message" && each.send === "queued").length;
  const mine = timeline.some((each) => each.type === "message" && each.send !== null);
  const fromStranger = view.banners.some(({ kind }) => kind === "asked" || kind === "invited");
  const first = phase.kind === "ready" && !view.hasOlder && !mine && row.seal !== "open" && row.kind !== "note";
  return (
    <MessageActsProvider value={messages.acts}>
      <div className="flex h-full min-h-0">
        <section aria-label={title || t("conversation.opening")} className="flex min-w-0 flex-1 flex-col">
          {phase.kind === "opening" && title === "" ? (
            <ConversationSkeleton />
          ) : (
            <>
              <ConversationHeader
                row={row}
                members={view.room?.members}
                present={view.present}
                detailsOpen={details}
                onDetails={() => setDetails(!details)}
                finding={finding}
                onFind={finder && (() => setFinding(!finding))}
              />
              {finding ? finder?.(() => setFinding(false)) : null}
              <KeptBar view={view} onJump={messages.acts.jump} onOpen={() => messages.open({ kind: "kept" })} />
              {view.banners.length > 0 ? (
                <ConversationBanners
                  conversationId={row.id}
                  banners={view.banners}
                  retentionDays={view.retentionDays}
                  commands={commands.membership}
                />
              ) : null}
              {view.asked.length > 0 ? <JoinRequests asked={view.asked} commands={commands.membership} /> : null}
              {phase.kind === "opening" && timeline.length === 0 ? (
                <ConversationSkeleton headless />
              ) : (
                <LinksShut value={fromStranger}>
                  {view.hasOlder ? <TryAgain thrown={pastFailure} onRetry={act.loadOlder} /> : null}
                  <Timeline
                    key={row.id}
                    view={view}
                    now={now}
                    onLoadOlder={act.loadOlder}
                    onSeen={act.seen}
                    target={shownTarget}
                    selected={messages.selected}
                  />
                </LinksShut>
              )}
              <TypingLine people={view.typing} />
              {messages.selected ? (
                <SelectionBar messages={messages} />
              ) : (
                <>
                  <Later
                    key={`later-${row.id}`}
                    id={row.id}
                    people={row.people}
                    canSend={view.canSend}
                    planning={planning}
                    onEndPlanning={() => setPlanning(null)}
                  />
                  <Composer
                    key={`composer-${row.id}`}
                    title={title}
                    seal={row.seal}
                    draft={row.draft}
                    canWrite={
                      view.canSend ? "yes" : phase.kind === "opening" ? "opening" : fromStranger ? "asked" : "no"
                    }
                    offline={connection === "offline"}
                    queued={waiting}
                    first={first}
                    shell={row.state === "shell"}
                    people={row.people}
                    task={messages.task}
                    more={<InsertMenu disabled={!view.canSend} onInsert={(kind) => messages.open({ kind })} />}
                    onSend={(text, mentions) => messages.send(text, mentions, messages.task)}
                    onDraft={act.draft}
                    onTyping={act.typing}
                    onEndTask={messages.endTask}
                    onEditLast={messages.editLast}
                    onLater={(text, mentions, done) => {
                      const reply = messages.task?.row.hash ?? undefined;
                      setPlanning({ ...{ text, mentions, reply }, done: () => (done(), messages.endTask()) });
                    }}
                  />
                </>
              )}
            </>
          )}
        </section>
        <DetailsPane view={view} commands={commands.membership} open={details} onOpenChange={setDetails} />
        <Announcer key={`announcer-${row.id}`} timeline={timeline} />
        <MessageLayers view={view} commands={commands} messages={messages} />
      </div>
    </MessageActsProvider>
  );
}
