/** Owns the layout of the keys handed to moderators in a dispute (`ED01`). */
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "./layout";

/** One past epoch's message key, sealed to one moderator. */
export interface DisclosureEntry {
  readonly epoch: number;
  readonly moderator: Bytes;
  /** `EB01`, 85 bytes. */
  readonly box: Bytes;
}

export interface Disclosures {
  readonly caseId: Bytes;
  readonly entries: readonly DisclosureEntry[];
}

const entrySize = 4 + 16 + 85;

/** Reads disclosures; order and range of the entries are not checked. @throws E_FORMAT */
export function parseDisclosures(bytes: Uint8Array): Disclosures {
  const reader = new Reader(bytes);
  reader.frame("ED01");
  reader.zeros(1);
  const count = reader.u16();
  const caseId = reader.bytes(16);
  if (count === 0 || reader.left !== count * entrySize) throw new CodedError("E_FORMAT", "disclosures");
  const entries = Array.from({ length: count }, () => ({
    epoch: reader.u32(),
    moderator: reader.bytes(16),
    box: reader.bytes(85),
  }));
  return { caseId, entries };
}

/** Writes disclosures, entries as given. @throws E_FORMAT for a field of a wrong length, E_RANGE */
export function encodeDisclosures({ caseId, entries }: Disclosures): Bytes {
  const writer = new Writer().frame("ED01").zeros(1).u16(entries.length).bytes(caseId, 16);
  for (const { epoch, moderator, box } of entries) writer.u32(epoch).bytes(moderator, 16).bytes(box, 85);
  return writer.finish();
}
