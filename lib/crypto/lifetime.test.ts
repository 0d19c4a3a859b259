import { describe, expect, it } from "vitest";
import { bytesToUuid } from "@/lib/base/bytes";
import { reasons } from "@/lib/protocol/commit";
import type { Change } from "./commit-build";
import { alice, bob, carol, direct, group } from "./commit-world.fixture";
import { ConversationLog } from "./log";
import type { Conversation, Person } from "./world.fixture";

const keep = (retentionDays: number): Change => ({ reason: reasons.policy, retentionDays });
const rotate: Change = { reason: reasons.periodic };
const names = new Map([alice, bob, carol].map((person) => [bytesToUuid(person.userId), person.name]));

/** What a log says: days in force, and who proposes what. */
function said(log: ConversationLog): string {
  const { kept, proposal } = log.lifetime ?? { kept: -1, proposal: null };
  return proposal ? `${kept}, ${names.get(bytesToUuid(proposal.by))} proposes ${proposal.days}` : `${kept}`;
}
/** Changes one after the other; what both logs say after each, and the line it gives rise to. */
function after(conversation: Conversation, ...changes: readonly (readonly [Person, Change])[]): string[] {
  return changes.map(([person, change]) => {
    conversation.change(person, change);
    const logs = [alice, bob].map((reader) => said(conversation.log(reader)));
    expect(new Set(logs).size).toBe(1);
    return logs[0] ?? "";
  });
}

describe("how long two people keep messages", () => {
  it("is proposed by one and in force when the other signs the same", () => {
    expect(after(direct(), [alice, keep(7)], [bob, keep(7)])).toEqual(["365, alice proposes 7", "7"]);
  });

  it("is never changed by one alone, however often they say it", () => {
    expect(after(direct(), [alice, keep(7)], [alice, keep(7)], [alice, keep(1)])).toEqual([
      ...["365, alice proposes 7", "365, alice proposes 7", "365, alice proposes 1"],
    ]);
  });

  it("is not agreed to by a new key, which only repeats what was said last", () => {
    expect(after(direct(), [alice, keep(7)], [bob, rotate], [alice, rotate], [bob, keep(7)])).toEqual([
      ...["365, alice proposes 7", "365, alice proposes 7", "365, alice proposes 7", "7"],
    ]);
  });

  it("stays when it is declined or taken back", () => {
    expect(after(direct(), [alice, keep(7)], [bob, keep(365)], [bob, keep(7)], [bob, keep(365)])).toEqual([
      ...["365, alice proposes 7", "365", "365, bob proposes 7", "365"],
    ]);
  });

  it("takes another answer for another proposal: of two the newer one counts", () => {
    expect(after(direct(), [alice, keep(7)], [bob, keep(1)], [alice, keep(7)], [bob, keep(7)])).toEqual([
      ...["365, alice proposes 7", "365, bob proposes 1", "365, alice proposes 7", "7"],
    ]);
  });

  it("can be for ever, and back", () => {
    expect(after(direct(), [alice, keep(0)], [bob, keep(0)], [bob, keep(28)], [alice, keep(28)])).toEqual([
      ...["365, alice proposes 0", "0", "0, bob proposes 28", "28"],
    ]);
  });

  it("is told by each commit as it was", () => {
    const conversation = direct();
    const told = (person: Person, change: Change) => {
      const outcome = conversation.change(person, change).at(-1);
      return outcome?.type === "commit" ? [outcome.lifetime, outcome.retentionDays, outcome.policyChanged] : null;
    };
    expect([...[keep(7), rotate, keep(365), keep(1)].map((change) => told(alice, change)), told(bob, keep(1))]).toEqual(
      [
        [{ step: "proposed", days: 7 }, 365, false],
        [null, 365, false],
        [{ step: "stays", days: 365 }, 365, false],
        [{ step: "proposed", days: 1 }, 365, false],
        [{ step: "agreed", days: 1 }, 1, false],
      ],
    );
  });

  it("survives a restart with its open proposal", () => {
    const conversation = direct();
    after(conversation, [alice, keep(7)], [bob, rotate]);
    const again = ConversationLog.restore(conversation.log(bob).serialize());
    expect(said(again)).toBe("365, alice proposes 7");
    after(conversation, [bob, keep(7)]);
    expect(again.apply(conversation.events.at(-1)!, conversation.ctx(bob)).type).toBe("commit");
    expect(said(again)).toBe("7");
  });

  it("is known to a new device from commits alone, when every message has expired", () => {
    const conversation = direct();
    conversation.say(alice);
    after(conversation, [alice, keep(7)], [bob, keep(7)], [alice, keep(1)]);
    const commits = conversation.events.filter(({ kind }) => kind === 1);
    const log = new ConversationLog(conversation.conv);
    const anchor = { seq: conversation.events.length, transcript: conversation.log(alice).transcript };
    expect(log.start(commits, anchor, conversation.ctx(bob))).toEqual([]);
    expect(said(log)).toBe("7, alice proposes 1");
  });
});

it("in a group an admin's word is in force at once", () => {
  expect(after(group(), [alice, keep(7)])).toEqual(["7"]);
});
