/** Owns the content of the sealed store that follows a person to every device: pins, conversation anchors, settings. */
import * as v from "valibot";
import { CodedError } from "@/lib/base/errors";
import { named, natural, whole } from "@/lib/base/narrow";
import { mergeRegisters, registersSchema } from "./registers";
import { mergeMarks, messageMarks } from "./message-marks";

const pin = v.strictObject({
  /** Generation of the pinned identity statement. */
  g: v.pipe(whole, v.minValue(1)),
  /** Its hash, base64. */
  h: v.string(),
  /** The safety number has been compared. */
  ok: v.boolean(),
});

const anchor = v.strictObject({
  /** Hash of the verified genesis commit, base64. */
  genesis: v.string(),
  /** Checkpoint: a position and the transcript there, base64. */
  n: natural,
  t: v.string(),
});

const settings = v.strictObject({ recoveryConfirmed: v.boolean() });

const schema = v.strictObject({
  v: v.literal(1),
  pins: named(v.string(), pin),
  conversations: named(v.string(), anchor),
  settings,
  /** What a person has chosen for conversations, people and themselves, value by value. */
  registers: v.optional(registersSchema, {}),
  /** What the person keeps about messages. */
  marks: v.optional(messageMarks, {}),
});
export type AccountStore = v.InferOutput<typeof schema>;

/** The store of a new account. */
export function emptyStore(): AccountStore {
  return { v: 1, pins: {}, conversations: {}, settings: { recoveryConfirmed: false }, registers: {}, marks: {} };
}

/** Reads the opened store. @throws E_FORMAT */
export function parseStore(json: string): AccountStore {
  const parsed = v.safeParse(schema, JSON.parse(json));
  if (!parsed.success) throw new CodedError("E_FORMAT", "store");
  return parsed.output;
}

/**
 * What two devices know together. Pins and checkpoints only move forward; a first genesis stays; yes beats no for
 * "compared" and "confirmed", because only a person says yes.
 */
export function mergeStores(mine: AccountStore, theirs: AccountStore): AccountStore {
  const pins = { ...theirs.pins };
  for (const [userId, own] of Object.entries(mine.pins)) {
    const other = pins[userId];
    if (!other || own.g > other.g) pins[userId] = own;
    else if (own.g === other.g && own.h === other.h) pins[userId] = { ...own, ok: own.ok || other.ok };
  }
  const conversations = { ...theirs.conversations };
  for (const [id, own] of Object.entries(mine.conversations)) {
    const other = conversations[id];
    if (!other) conversations[id] = own;
    else if (own.genesis === other.genesis && own.n > other.n) conversations[id] = own;
  }
  const recoveryConfirmed = mine.settings.recoveryConfirmed || theirs.settings.recoveryConfirmed;
  const registers = mergeRegisters(mine.registers, theirs.registers);
  const marks = mergeMarks(mine.marks, theirs.marks);
  return { v: 1, pins, conversations, settings: { recoveryConfirmed }, registers, marks };
}
