/** Owns the list of what a session is made of. */
import type { Engine } from "@/lib/crypto/engine-api";
import type { LocalStore } from "@/lib/storage/local-store";
import type { AccountApi } from "./account-api";
import type { Login } from "./login";

/** What a session is made of; everything with an effect comes in from outside. */
export interface SessionDeps {
  readonly engine: Engine;
  readonly login: Login;
  readonly accounts: AccountApi;
  readonly stores: {
    /** True if this browser remembers the person. */
    has(userId: string): Promise<boolean>;
    /** On disk for remembered devices, in memory on shared computers. */
    open(userId: string, onDisk: boolean): Promise<LocalStore>;
    /** Removes every person's data from this browser. */
    wipeAll(): Promise<void>;
  };
  /** Says whether the session's cookies end with the browser. */
  keepSessionBriefly(brief: boolean): void;
  /** What was said last, by whichever tab of this browser. */
  isSessionBrief(): boolean;
  readonly deviceLabel: string;
}
