import { describe, expect, it, vi } from "vitest";
import type { LogRow } from "@/lib/crypto/engine-api";
import { viewOf } from "./conversation-view";
import { followers, placed, remaining } from "./row-window";
import { newClient, ScriptedServer } from "./scripted.fixture";

const row = (seq: number, transcript = `t${seq}`) => ({ seq, transcript }) as LogRow;
const seqs = (rows: readonly LogRow[]) => rows.map(({ seq }) => seq);

describe("row window", () => {
  it("what arrives goes behind what is there", () => {
    const before = [row(1), row(2)];
    const { rows, differs } = placed(before, [row(3), row(4)]);
    expect(seqs(rows)).toEqual([1, 2, 3, 4]);
    expect(differs).toBe(false);
    expect(followers(before, rows)?.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it("what was there already is replaced, and what reaches further stays", () => {
    const { rows, differs } = placed([row(1), row(2), row(3), row(4)], [row(2), row(3)]);
    expect(seqs(rows)).toEqual([1, 2, 3, 4]);
    expect(differs).toBe(false);
    expect(placed([], [row(7)]).rows).toEqual([row(7)]);
  });

  it("another row in the place of one that was seen is told", () => {
    expect(placed([row(1), row(2)], [row(2, "other"), row(3)])).toEqual({
      rows: [row(1), row(2, "other"), row(3)],
      differs: true,
    });
  });

  it("a change anywhere but behind is no following", () => {
    const before = [row(2), row(3)];
    expect(followers(before, [row(1), ...before])).toBeNull();
    expect(followers(before, [row(2), row(3)])).toBeNull();
    expect(followers([], before)).toBeNull();
  });

  it("of many the newest remain, of few all", () => {
    const many = Array.from({ length: 1_001 }, (_, at) => row(at + 1));
    expect(seqs(remaining(many)).slice(0, 1)).toEqual([502]);
    expect(remaining(many.slice(1))).toEqual(many.slice(1));
  });

  it("off screen a long conversation keeps its newest in memory, and has the rest again for whoever goes back", async () => {
    const server = new ScriptedServer();
    const [alice] = [await newClient(server, "alice"), await newClient(server, "bob")];
    const { userId } = await alice.messenger.starting.findPerson("bob");
    await alice.messenger.starting.direct(userId);
    const conversation = await alice.messenger.open(server.id);
    await conversation.load();
    const leave = conversation.room.enter();
    for (let at = 0; at < 1_010; at++) await conversation.sender.send(`said ${at}`);
    await vi.waitFor(() => expect(conversation.sender.pending).toEqual([]), { timeout: 60_000 });
    expect(conversation.rows.length).toBeGreaterThan(1_010);
    leave();
    expect(conversation.rows).toHaveLength(500);
    const oldest = conversation.rows[0]?.seq ?? 0;
    const told = vi.fn<() => void>();
    conversation.changed.subscribe(told);
    await conversation.loadOlder();
    expect(told).toHaveBeenCalledTimes(1);
    expect(seqs(conversation.rows)).toEqual(Array.from({ length: 700 }, (_, at) => oldest - 200 + at));
    expect(viewOf(conversation).hasOlder).toBe(true);
  }, 120_000);
});
