/** Owns IndexedDB, the only module that does: one database per person, content only as sealed blobs. */
import { type DBSchema, type IDBPDatabase, deleteDB, openDB } from "idb";
import type { Bytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { type KeptStore, withNewerStore } from "./kept-account";
import type { LocalStore, ProgressWrite, StoredConversation, StoredDevice, StoredJob, StoredRow } from "./local-store";

interface Schema extends DBSchema {
  device: { key: "device"; value: StoredDevice };
  conversations: { key: string; value: StoredConversation };
  rows: { key: [string, number]; value: StoredRow };
  jobs: { key: string; value: StoredJob; indexes: { byConversation: string } };
  records: { key: string; value: { key: string; sealed: Bytes } };
}

const nameOf = (userId: string) => `parley-${userId}`;

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new CodedError("E_STORAGE", "", { cause });
  }
}

/** Opens (or makes) the database of a person in this browser. @throws E_STORAGE */
export function openIndexedStore(userId: string): Promise<LocalStore> {
  return guarded(async () => {
    const database = await openDB<Schema>(nameOf(userId), 1, {
      upgrade(db) {
        db.createObjectStore("device");
        db.createObjectStore("conversations", { keyPath: "id" });
        db.createObjectStore("rows", { keyPath: ["conversation", "seq"] });
        db.createObjectStore("jobs", { keyPath: "msgId" }).createIndex("byConversation", "conversation");
        db.createObjectStore("records", { keyPath: "key" });
      },
      // Another tab wants to delete or upgrade: let go, or it waits for ever.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new IndexedStore(database, userId);
  });
}

/** True if this browser keeps a database of this person; unlike opening, asking leaves nothing behind. */
export function hasIndexedStore(userId: string): Promise<boolean> {
  return guarded(async () => (await databaseNames()).includes(nameOf(userId)));
}

/** Removes every database of this application from this browser. */
export function wipeAllStores(): Promise<void> {
  return guarded(async () => {
    for (const name of await databaseNames()) if (name.startsWith("parley-")) await deleteDB(name);
  });
}

/** Time for the browser to name its databases before it is asked again. Milliseconds. */
const namingMs = 1_000;

/**
 * The databases of this origin. Chromium leaves a question unanswered for ever now and then if it comes while a database is
 * being deleted; asked again, it answers. Nobody's signing out may end there.
 */
async function databaseNames(): Promise<string[]> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), namingMs));
    const named = await Promise.race([indexedDB.databases(), late]);
    if (named) return named.flatMap(({ name }) => name ?? []);
  }
  throw new Error("the browser does not name its databases");
}

class IndexedStore implements LocalStore {
  readonly forgettable = 0;
  private readonly database: IDBPDatabase<Schema>;
  private readonly userId: string;

  constructor(database: IDBPDatabase<Schema>, userId: string) {
    this.database = database;
    this.userId = userId;
  }

  device() {
    return guarded(async () => (await this.database.get("device", "device")) ?? null);
  }

  putDevice(device: StoredDevice | null) {
    return guarded(async () => {
      if (device) await this.database.put("device", device, "device");
      else await this.database.delete("device", "device");
    });
  }

  keepAccountStore(store: KeptStore) {
    return guarded(async () => {
      // A lock in another tab between reading and writing must not be undone: one transaction.
      const turn = this.database.transaction("device", "readwrite");
      const device = await turn.store.get("device");
      const account = device && withNewerStore(device.account, store);
      if (device && account) await turn.store.put({ ...device, account }, "device");
      await turn.done;
    });
  }

  conversations() {
    return guarded(() => this.database.getAll("conversations"));
  }

  conversation(id: string) {
    return guarded(async () => (await this.database.get("conversations", id)) ?? null);
  }

  putListEntries(entries: readonly { id: string; listEntry: Bytes }[]) {
    return guarded(async () => {
      const transaction = this.database.transaction("conversations", "readwrite");
      for (const { id, listEntry } of entries) {
        const before = (await transaction.store.get(id)) ?? { id, n: 0, snapshot: null };
        await transaction.store.put({ ...before, listEntry });
      }
      await transaction.done;
    });
  }

  putProgress(write: ProgressWrite) {
    return guarded(async () => {
      const transaction = this.database.transaction(["conversations", "rows", "jobs"], "readwrite");
      const steps: Promise<unknown>[] = [];
      if (write.snapshot) {
        const { n, sealed } = write.snapshot;
        const conversations = transaction.objectStore("conversations");
        const before = (await conversations.get(write.conversation)) ?? {
          id: write.conversation,
          n: 0,
          listEntry: null,
        };
        if (before.n <= n) steps.push(conversations.put({ ...before, n, snapshot: sealed }));
      }
      const rows = transaction.objectStore("rows");
      for (const row of write.rows) steps.push(rows.put({ conversation: write.conversation, ...row }));
      for (const msgId of write.sentJobs) steps.push(transaction.objectStore("jobs").delete(msgId));
      await Promise.all([...steps, transaction.done]);
    });
  }

  dropConversation(id: string) {
    return guarded(async () => {
      const transaction = this.database.transaction(["conversations", "rows"], "readwrite");
      await transaction.objectStore("conversations").delete(id);
      await transaction.objectStore("rows").delete(IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]));
      await transaction.done;
    });
  }

  rows(conversation: string, before: number, max: number) {
    return guarded(async () => {
      const found: StoredRow[] = [];
      const range = IDBKeyRange.bound([conversation, 0], [conversation, before], false, true);
      let cursor = await this.database.transaction("rows").store.openCursor(range, "prev");
      while (cursor && found.length < max) {
        found.push(cursor.value);
        cursor = await cursor.continue();
      }
      return found.toReversed();
    });
  }

  addJob(job: StoredJob) {
    return guarded(async () => {
      await this.database.add("jobs", job);
    });
  }

  jobs(conversation?: string) {
    return guarded(async () => {
      const all = conversation
        ? await this.database.getAllFromIndex("jobs", "byConversation", conversation)
        : await this.database.getAll("jobs");
      return all.toSorted((a, b) => a.createdAt - b.createdAt || a.order - b.order);
    });
  }

  putJob(job: StoredJob) {
    return guarded(async () => {
      const transaction = this.database.transaction("jobs", "readwrite");
      if (await transaction.store.getKey(job.msgId)) await transaction.store.put(job);
      await transaction.done;
    });
  }

  removeJob(msgId: string) {
    return guarded(() => this.database.delete("jobs", msgId));
  }

  record(key: string) {
    return guarded(async () => (await this.database.get("records", key))?.sealed ?? null);
  }

  recordKeys(prefix: string) {
    return guarded(() => this.database.getAllKeys("records", IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
  }

  putRecord(key: string, sealed: Bytes | null) {
    return this.putRecords([{ key, sealed }]);
  }

  putRecords(records: readonly { key: string; sealed: Bytes | null }[]) {
    return guarded(async () => {
      const transaction = this.database.transaction("records", "readwrite");
      const steps = records.map(({ key, sealed }) =>
        sealed ? transaction.store.put({ key, sealed }) : transaction.store.delete(key),
      );
      await Promise.all([...steps, transaction.done]);
    });
  }

  wipe() {
    return guarded(async () => {
      this.database.close();
      await deleteDB(nameOf(this.userId));
    });
  }

  close() {
    this.database.close();
  }
}
