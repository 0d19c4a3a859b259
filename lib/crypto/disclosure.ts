/** Owns the verifiable disclosure of past epochs to moderators: making it, recomputing it, opening it. */
import { type Bytes, concat, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { Roster, RosterEntry } from "@/lib/protocol/commit";
import { type DisclosureEntry, encodeDisclosures, parseDisclosures } from "@/lib/protocol/disclosures";
import { openWithAny } from "./epoch";
import { expected } from "./expected";
import { u32 } from "./integers";
import { D, hkdfExpand, pkseal } from "./primitives";

/** The dispute-open commit that carries the disclosure. */
export interface DisclosureContext {
  readonly conv: Bytes;
  readonly caseId: Bytes;
  /** Epoch the commit makes; disclosed are earlier ones. */
  readonly epoch: number;
  /** Moderators that the commit adds, ascending by user id. */
  readonly moderators: Roster;
}

/** K_msg of an epoch, or null if it is not known here. */
export type EpochKeyLookup = (epoch: number) => Bytes | null;

function entryContext({ conv, caseId }: DisclosureContext, epoch: number, moderator: Uint8Array): Bytes {
  return concat(conv, caseId, u32(epoch), moderator);
}

function disclose(
  context: DisclosureContext,
  key: Uint8Array,
  epoch: number,
  to: RosterEntry,
  msgKey: Uint8Array,
): Bytes {
  const about = entryContext(context, epoch, to.userId);
  const ephemeral = hkdfExpand(key, concat(D("disclosure-eph"), about), 32);
  return pkseal("disclosure", about, to.xPk, msgKey, ephemeral);
}

/**
 * Seals K_msg of the epochs `from` … `context.epoch - 1` to every added moderator; `key` is the new epoch's key.
 * @throws E_DISCLOSURE if there is no such epoch or one of their keys is not known
 */
export function buildDisclosures(
  context: DisclosureContext,
  key: Uint8Array,
  from: number,
  keyOf: EpochKeyLookup,
): Bytes {
  if (from < 1 || from >= context.epoch) throw new CodedError("E_DISCLOSURE", "range");
  const entries: DisclosureEntry[] = [];
  for (let epoch = from; epoch < context.epoch; epoch++) {
    const msgKey = keyOf(epoch);
    if (!msgKey) throw new CodedError("E_DISCLOSURE", "unknown epoch");
    for (const moderator of context.moderators) {
      entries.push({ epoch, moderator: moderator.userId, box: disclose(context, key, epoch, moderator, msgKey) });
    }
  }
  return encodeDisclosures({ caseId: context.caseId, entries });
}

function parsed(bytes: Uint8Array) {
  try {
    return parseDisclosures(bytes);
  } catch (thrown) {
    throw new CodedError("E_DISCLOSURE", "layout", { cause: expected(thrown) });
  }
}

/**
 * Checks a disclosure: one contiguous range of epochs up to the commit's, each added moderator once per epoch, in order; and
 * for every epoch known here the exact bytes. `key` null (own box did not open): only the shape. @throws E_DISCLOSURE
 */
export function checkDisclosures(
  bytes: Uint8Array,
  context: DisclosureContext,
  key: Uint8Array | null,
  keyOf: EpochKeyLookup,
): void {
  const { caseId, entries } = parsed(bytes);
  const first = entries[0]?.epoch ?? 0;
  const { moderators } = context;
  const complete = first >= 1 && entries.length === (context.epoch - first) * moderators.length;
  if (!complete || !equal(caseId, context.caseId)) throw new CodedError("E_DISCLOSURE", "range");
  for (const [i, { epoch, moderator, box }] of entries.entries()) {
    const expected = moderators[i % moderators.length];
    const inOrder =
      expected && equal(moderator, expected.userId) && epoch === first + Math.floor(i / moderators.length);
    if (!inOrder) throw new CodedError("E_DISCLOSURE", "order");
    const msgKey = keyOf(epoch);
    if (key && msgKey && !equal(disclose(context, key, epoch, expected, msgKey), box)) {
      throw new CodedError("E_DISCLOSURE", "recomputation");
    }
  }
}

/** A moderator's own entries: K_msg by epoch. @throws E_DISCLOSURE, E_OPEN */
export function openDisclosures(
  bytes: Uint8Array,
  context: DisclosureContext,
  moderator: Uint8Array,
  xSecrets: readonly Uint8Array[],
): Map<number, Bytes> {
  const own = parsed(bytes).entries.filter((entry) => equal(entry.moderator, moderator));
  return new Map(
    own.map(({ epoch, box }) => {
      return [epoch, openWithAny("disclosure", entryContext(context, epoch, moderator), xSecrets, box)];
    }),
  );
}
