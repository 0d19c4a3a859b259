/** Owns the sealed form in which this device keeps opened rows. */
import { fromUtf8, utf8 } from "@/lib/base/bytes";
import type { LogRow, Progress } from "./engine-api";
import type { Vault } from "./vault";

const recordOf = (conversation: string) => `row/${conversation}`;

export function sealRows(vault: Vault, conversation: string, rows: readonly LogRow[]): Progress["sealedRows"] {
  return rows.map((row) => {
    return { seq: row.seq, sealed: vault.sealRecord(recordOf(conversation), utf8(JSON.stringify(row))) };
  });
}

export function openRows(vault: Vault, conversation: string, sealed: readonly Uint8Array[]): LogRow[] {
  return sealed.map((row) => JSON.parse(fromUtf8(vault.openRecord(recordOf(conversation), row))) as LogRow);
}
