import { describe, expect, it } from "vitest";
import { MemoryStore } from "@/lib/storage/memory-store";
import { furthest, Outbox, sendStates } from "./outbox";

const seal = async () => new Uint8Array(1);
const job = (msgId: string, conversation: string, createdAt: number) =>
  [{ msgId, conversation, createdAt }, seal] as const;

describe("outbox", () => {
  it("hands out a conversation's messages in the order they were written, also within one millisecond", async () => {
    const outbox = new Outbox(new MemoryStore());
    for (const [id, at] of [
      ["a", 5],
      ["b", 5],
      ["c", 5],
      ["d", 4],
    ] as const)
      await outbox.add(...job(id, "one", at));
    await outbox.add(...job("x", "two", 1));
    const sent: string[] = [];
    for (let next = await outbox.next("one"); next; next = await outbox.next("one")) {
      sent.push(next.msgId);
      await outbox.remove(next.msgId);
    }
    expect(sent).toEqual(["d", "a", "b", "c"]);
    expect((await outbox.list("two")).map(({ msgId }) => msgId)).toEqual(["x"]);
  });

  it("survives a new start with the exact bytes that were handed to the network", async () => {
    const store = new MemoryStore();
    const envelope = { hdr: "h", sig: "s", ct: "c", hash: "x" };
    const before = new Outbox(store);
    await before.add(...job("a", "one", 1));
    const queued = await before.next("one");
    if (queued) await before.sealed(queued, envelope);
    expect((await new Outbox(store).next("one"))?.envelope).toEqual(envelope);
  });

  it("a failed message does not hold up the ones behind it, keeps its reason, and forgets its old bytes", async () => {
    const outbox = new Outbox(new MemoryStore());
    await outbox.add(...job("a", "one", 1));
    await outbox.add(...job("b", "one", 2));
    const first = await outbox.next("one");
    if (first) await outbox.failed(await outbox.sealed(first, { hdr: "", sig: "", ct: "", hash: "" }), "E_LOCKED");
    expect((await outbox.next("one"))?.msgId).toBe("b");
    expect((await outbox.list("one"))[0]).toMatchObject({ msgId: "a", failure: "E_LOCKED", envelope: null });
    await outbox.retry("a");
    expect((await outbox.next("one"))?.msgId).toBe("a");
  });

  it("a message taken back does not return when its sealing finishes late", async () => {
    const outbox = new Outbox(new MemoryStore());
    await outbox.add(...job("a", "one", 1));
    const queued = await outbox.next("one");
    await outbox.remove("a");
    if (queued) await outbox.sealed(queued, { hdr: "", sig: "", ct: "", hash: "" });
    expect(await outbox.list()).toEqual([]);
  });

  it("keeps the order in which messages were written, however long one takes to seal", async () => {
    const outbox = new Outbox(new MemoryStore());
    let sealed: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
    const slow = outbox.add(job("a", "one", 1)[0], () => new Promise((resolve) => (sealed = resolve)));
    await outbox.add(...job("b", "one", 1));
    sealed(new Uint8Array(1));
    await slow;
    expect((await outbox.list("one")).map(({ msgId }) => msgId)).toEqual(["a", "b"]);
  });

  it("a message taken back while it is being sealed is not written down", async () => {
    const outbox = new Outbox(new MemoryStore());
    const adding = outbox.add(...job("a", "one", 1));
    await outbox.remove("a");
    await adding;
    expect(await outbox.list()).toEqual([]);
    expect(outbox.atRisk).toBe(0);
  });

  it("says how many messages would end with the page: until they are written, and all of them in a store that forgets", async () => {
    const disk = new (class extends MemoryStore {
      override get forgettable() {
        return 0;
      }
    })();
    const outbox = new Outbox(disk);
    const adding = outbox.add(...job("a", "one", 1));
    expect(outbox.atRisk).toBe(1);
    await adding;
    expect(outbox.atRisk).toBe(0);

    disk.addJob = () => Promise.reject(new Error("full"));
    await expect(outbox.add(...job("b", "one", 2))).rejects.toThrow("full");
    await outbox.settled();
    expect(outbox.atRisk).toBe(1);
    await outbox.remove("b");
    expect(outbox.atRisk).toBe(0);

    const shared = new Outbox(new MemoryStore());
    await shared.add(...job("c", "one", 3));
    expect(shared.atRisk).toBe(1);
    await shared.remove("c");
    expect(shared.atRisk).toBe(0);
  });

  it("send states only move forward", () => {
    for (const a of sendStates) {
      for (const b of sendStates) {
        const result = sendStates.indexOf(furthest(a, b));
        expect(result).toBe(Math.max(sendStates.indexOf(a), sendStates.indexOf(b)));
      }
    }
  });
});
