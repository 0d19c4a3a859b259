import { describe, expect, it } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { Engine } from "@/lib/crypto/engine-api";
import { MemoryStore } from "@/lib/storage/memory-store";
import { type PreferenceValue, Preferences } from "./preferences";

const encoder = new TextEncoder();
/** What an engine keeps of preferences, without the sealing. */
function registers(held: Record<string, PreferenceValue> = {}) {
  const engine = {
    registers: async () => Object.fromEntries(Object.entries(held).filter(([, v]) => v !== null)),
    putRegisters: async (changes: Record<string, PreferenceValue>) => void Object.assign(held, changes),
    sealText: async (_record: string, text: string) => encoder.encode(text),
    openText: async (_record: string, sealed: Uint8Array) => new TextDecoder().decode(sealed),
  } as unknown as Engine;
  return { held, engine };
}

describe("preferences", () => {
  it("show a value at once and clear it with null", async () => {
    const { engine } = registers();
    const preferences = new Preferences({ engine, store: new MemoryStore() });
    const written = preferences.set({ theme: "ink", old: 1 });
    expect(preferences.values).toEqual({ theme: "ink", old: 1 });
    await written;
    await preferences.set({ old: null });
    expect(preferences.values).toEqual({ theme: "ink" });
  });

  it("that never reached the server are set again at the next start, those that did are not", async () => {
    const store = new MemoryStore();
    const first = new Preferences({ engine: registers().engine, store });
    await first.set({ kept: true });
    await first.set({ saved: true });
    const lost = registers();
    const second = new Preferences({ engine: lost.engine, store });
    await second.restore();
    expect(lost.held).toEqual({ kept: true, saved: true });
    await second.reread(true);
    const later = registers({ kept: null });
    const third = new Preferences({ engine: later.engine, store });
    await third.restore();
    expect(later.held).toEqual({ kept: null });
  });

  it("tell of a change once, and not of rereading what is the same", async () => {
    const { engine, held } = registers();
    const preferences = new Preferences({ engine, store: new MemoryStore() });
    let told = 0;
    preferences.changed.subscribe(() => told++);
    await preferences.set({ a: 1 });
    await preferences.reread();
    expect(told).toBe(1);
    held["a"] = 2;
    await preferences.reread();
    expect([told, preferences.values]).toEqual([2, { a: 2 }]);
  });

  it("reach nothing of a successor once they have ended", async () => {
    const { engine, held } = registers();
    const preferences = new Preferences({ engine, store: new MemoryStore() });
    preferences.stop();
    await expect(preferences.set({ a: 1 })).rejects.toEqual(new CodedError("E_VAULT_LOCKED", "ended"));
    expect(held).toEqual({});
  });
});
