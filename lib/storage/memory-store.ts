/** Owns the store that forgets: for shared computers, where nothing may be written to disk, and for programs without a browser. */
import type { Bytes } from "@/lib/base/bytes";
import { type KeptStore, withNewerStore } from "./kept-account";
import type { LocalStore, ProgressWrite, StoredConversation, StoredDevice, StoredJob, StoredRow } from "./local-store";

/** A store in memory with the same promises as the one on disk. */
export class MemoryStore implements LocalStore {
  private storedDevice: StoredDevice | null = null;
  private readonly byId = new Map<string, StoredConversation>();
  private readonly rowsById = new Map<string, Map<number, Bytes>>();
  private readonly jobsById = new Map<string, StoredJob>();
  private readonly records = new Map<string, Bytes>();

  get forgettable() {
    return this.jobsById.size;
  }

  async device() {
    return this.storedDevice;
  }

  async putDevice(device: StoredDevice | null) {
    this.storedDevice = device;
  }

  async keepAccountStore(store: KeptStore) {
    const account = this.storedDevice && withNewerStore(this.storedDevice.account, store);
    if (this.storedDevice && account) this.storedDevice = { ...this.storedDevice, account };
  }

  async conversations() {
    return [...this.byId.values()];
  }

  async conversation(id: string) {
    return this.byId.get(id) ?? null;
  }

  async putListEntries(entries: readonly { id: string; listEntry: Bytes }[]) {
    for (const { id, listEntry } of entries) {
      const before = this.byId.get(id) ?? { id, n: 0, snapshot: null };
      this.byId.set(id, { ...before, listEntry });
    }
  }

  async putProgress(write: ProgressWrite) {
    const { conversation, snapshot } = write;
    const before = this.byId.get(conversation) ?? { id: conversation, n: 0, snapshot: null, listEntry: null };
    if (snapshot && before.n <= snapshot.n) {
      this.byId.set(conversation, { ...before, n: snapshot.n, snapshot: snapshot.sealed });
    }
    const rows = this.rowsById.get(write.conversation) ?? new Map<number, Bytes>();
    for (const row of write.rows) rows.set(row.seq, row.sealed);
    this.rowsById.set(write.conversation, rows);
    for (const msgId of write.sentJobs) this.jobsById.delete(msgId);
  }

  async dropConversation(id: string) {
    this.byId.delete(id);
    this.rowsById.delete(id);
  }

  async rows(conversation: string, before: number, max: number): Promise<StoredRow[]> {
    const rows = this.rowsById.get(conversation);
    if (!rows) return [];
    const seqs = [...rows.keys()].filter((seq) => seq < before).toSorted((a, b) => a - b);
    return seqs.slice(-max).map((seq) => ({ conversation, seq, sealed: rows.get(seq) as Bytes }));
  }

  async addJob(job: StoredJob) {
    this.jobsById.set(job.msgId, job);
  }

  async jobs(conversation?: string) {
    const all = [...this.jobsById.values()].filter((job) => !conversation || job.conversation === conversation);
    return all.toSorted((a, b) => a.createdAt - b.createdAt || a.order - b.order);
  }

  async putJob(job: StoredJob) {
    if (this.jobsById.has(job.msgId)) this.jobsById.set(job.msgId, job);
  }

  async removeJob(msgId: string) {
    this.jobsById.delete(msgId);
  }

  async record(key: string) {
    return this.records.get(key) ?? null;
  }

  async recordKeys(prefix: string) {
    return [...this.records.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }

  async putRecords(records: readonly { key: string; sealed: Bytes | null }[]) {
    for (const { key, sealed } of records) await this.putRecord(key, sealed);
  }

  async putRecord(key: string, sealed: Bytes | null) {
    if (sealed) this.records.set(key, sealed);
    else this.records.delete(key);
  }

  async wipe() {
    this.storedDevice = null;
    for (const map of [this.byId, this.rowsById, this.jobsById, this.records]) map.clear();
  }

  close() {}
}
