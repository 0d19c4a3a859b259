/** Owns what a person has chosen, value by value: the same on all of their devices, sealed before it reaches the server. */
import * as v from "valibot";
import { Emitter } from "@/lib/base/emitter";
import { finite, named } from "@/lib/base/narrow";
import type { Engine } from "@/lib/crypto/engine-api";
import type { LocalStore } from "@/lib/storage/local-store";
import { Lifetime } from "./lifetime";

export type PreferenceValue = string | number | boolean | null;
export type Preferred = Readonly<Record<string, Exclude<PreferenceValue, null>>>;

const record = "preferences";
const pendingSchema = named(v.string(), v.union([v.string(), finite, v.boolean(), v.null()]));

/**
 * Values change at once here and are written by the engine into the sealed store. What has not reached the server yet is
 * kept on this device as well: a page that is closed without a network forgets nothing.
 */
export class Preferences {
  readonly changed = new Emitter();
  /** Something was set here and wants to be saved. */
  readonly written = new Emitter();
  private readonly life = new Lifetime();
  private readonly engine: Engine;
  private readonly store: LocalStore;
  private current: Preferred = {};
  private pending: Record<string, PreferenceValue> = {};

  constructor(deps: { engine: Engine; store: LocalStore }) {
    this.engine = this.life.guard(deps.engine);
    this.store = this.life.guard(deps.store);
  }

  /** What is set now, by name. Another object after every change. */
  get values(): Preferred {
    return this.current;
  }

  async restore(): Promise<void> {
    const sealed = await this.store.record(record);
    const text = sealed ? await this.engine.openText(record, sealed).catch(() => null) : null;
    const parsed = text === null ? null : v.safeParse(pendingSchema, JSON.parse(text));
    if (parsed?.success && Object.keys(parsed.output).length > 0) {
      this.pending = { ...parsed.output, ...this.pending };
      await this.engine.putRegisters(this.pending);
      this.written.emit();
    }
    await this.reread();
  }

  /** Sets values, or clears them with null. Seen at once; rejects only if this device cannot write it down. */
  async set(changes: Readonly<Record<string, PreferenceValue>>): Promise<void> {
    const next: Record<string, PreferenceValue> = { ...this.current, ...changes };
    this.current = Object.fromEntries(
      Object.entries(next).filter((entry): entry is [string, Exclude<PreferenceValue, null>] => entry[1] !== null),
    );
    this.pending = { ...this.pending, ...changes };
    this.changed.emit();
    await this.engine.putRegisters(changes);
    await this.keepPending();
    this.written.emit();
  }

  /** The store has gone to the server, or another device's has been taken in: what the engine holds now is what counts. */
  async reread(saved = false): Promise<void> {
    if (saved && Object.keys(this.pending).length > 0) {
      this.pending = {};
      await this.keepPending();
    }
    const values = await this.engine.registers();
    if (same(values, this.current)) return;
    this.current = values;
    this.changed.emit();
  }

  stop(): void {
    this.life.end();
  }

  private async keepPending(): Promise<void> {
    const { pending } = this;
    const empty = Object.keys(pending).length === 0;
    await this.store.putRecord(record, empty ? null : await this.engine.sealText(record, JSON.stringify(pending)));
  }
}

function same(a: Preferred, b: Preferred): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
