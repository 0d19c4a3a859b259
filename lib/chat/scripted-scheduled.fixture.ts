/** Owns messages that wait for their time at the scripted server. */
import { bytesToUuid, fromBase64, toBase64 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { H } from "@/lib/crypto/primitives";
import type { WireScheduled } from "./scheduled-api";
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

export class ScriptedScheduled {
  readonly rows: (WireScheduled & { readonly author: string })[] = [];
  private readonly server: ScriptedServer;

  constructor(server: ScriptedServer) {
    this.server = server;
  }

  api(me: string): Pick<ServerApi, "scheduled" | "schedule" | "unschedule"> {
    const { server, rows } = this;
    const place = (msgId: string) => rows.findIndex((row) => row.author === me && row.msg_id === msgId);
    return {
      scheduled: () => server.run("scheduled", () => rows.filter(({ author }) => author === me)),
      schedule: (sealing, at, version) =>
        server.run("schedule", () => {
          if (this.isStale(sealing.hdr)) throw new CodedError("E_STALE_EPOCH");
          const msg_id = bytesToUuid(fromBase64(sealing.hdr).subarray(24, 40));
          if ((rows[place(msg_id)]?.version ?? 0) !== version) throw new CodedError("E_VERSION");
          const row = {
            conversation: server.id,
            author: me,
            msg_id,
            version: version + 1,
            at,
            returned: null,
            ...sealing,
          };
          if (version > 0) rows.splice(place(msg_id), 1);
          rows.push(row);
          this.tell(me);
          return { version: row.version };
        }),
      unschedule: (msgId) =>
        server.run("unschedule", () => {
          const there = place(msgId) >= 0;
          if (there) rows.splice(place(msgId), 1);
          this.tell(me);
          return there;
        }),
    };
  }

  /** The time of everything has come. */
  release(): void {
    for (const row of this.rows.splice(0)) {
      const { author, hdr, sig, ct } = row;
      if (this.isStale(hdr)) this.rows.push({ ...row, returned: "E_STALE_EPOCH" });
      else this.server.append(2, toBase64(H("msg-hash", fromBase64(hdr))), { body: hdr, sig, ct });
      this.tell(author);
    }
  }

  private isStale(hdr: string): boolean {
    const { rotate, epoch } = this.server;
    return rotate || new DataView(fromBase64(hdr).buffer).getUint32(40) !== epoch;
  }

  private tell(author: string): void {
    for (const [key, inbox] of this.server.inboxes) if (key.startsWith(author)) inbox.account({ scheduled: true });
  }
}
