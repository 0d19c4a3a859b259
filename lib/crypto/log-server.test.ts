import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "@/lib/base/bytes";
import { alice, bob, carol, direct, group, people } from "./commit-world.fixture";
import type { LogEvent } from "./log-contract";
import { commitEvent, Conversation, flipped, idOf, messageEvent, periodic, type Person, shape } from "./world.fixture";

/** A server that keeps its own, possibly different, rows for each person. */
class Server {
  readonly conversation: Conversation;
  readonly alarms: string[] = [];
  private readonly queues = new Map<Person, LogEvent[]>();
  private readonly held = new Map<Person, LogEvent[]>();
  private readonly plans = new Map<Person, Trick[]>();

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  private listOf<T>(lists: Map<Person, T[]>, person: Person): T[] {
    const list = lists.get(person) ?? [];
    lists.set(person, list);
    return list;
  }

  /** The next row for this person will be tampered with. */
  plan(person: Person, trick: Trick): void {
    this.listOf(this.plans, person).push(trick);
  }

  accept(row: LogEvent): void {
    for (const person of this.conversation.clients.keys()) {
      const queue = this.listOf(this.queues, person);
      const held = this.listOf(this.held, person);
      const trick = this.listOf(this.plans, person).shift() ?? "honest";
      if (trick === "delay") {
        held.push(row);
        continue;
      }
      queue.push(...tricks[trick](row), ...held.splice(0));
    }
  }

  /** Withheld rows come after all. */
  flush(): void {
    for (const [person, rows] of this.held) this.listOf(this.queues, person).push(...rows.splice(0));
  }

  /** What was planned and has not been done yet is not done. */
  relent(): void {
    this.plans.clear();
  }

  read(person: Person): void {
    const log = this.conversation.log(person);
    for (const row of this.listOf(this.queues, person).splice(0)) {
      const outcome = shape(log.apply({ ...row, seq: log.n + 1 }, this.conversation.ctx(person)));
      if (outcome !== "message" && outcome !== "commit") this.alarms.push(`${person.name}: ${outcome}`);
    }
  }

  send(person: Person): void {
    const sealed = this.conversation.seal(person);
    this.conversation.log(person).confirmSent(sealed.hash);
    this.accept(messageEvent(0, sealed));
  }

  views(): string[] {
    return [...this.conversation.clients.values()].map((log) => `${log.n} ${toHex(log.transcript)}`);
  }
}

const elsewhere = new Conversation([alice, bob], { conv: idOf("elsewhere") }, { people });
const foreign = elsewhere.post(alice);

const tricks = {
  honest: (row: LogEvent) => [row],
  drop: () => [],
  delay: (row: LogEvent) => [row],
  repeat: (row: LogEvent) => [row, row],
  foreign: (row: LogEvent) => [foreign, row],
  header: (row: LogEvent) => [{ ...row, body: flipped(row.body!, 230) }],
  signature: (row: LogEvent) => [{ ...row, sig: flipped(row.sig!, 9) }],
  ciphertext: (row: LogEvent) => [{ ...row, ct: flipped(row.ct!, 99) }],
} as const;
type Trick = keyof typeof tricks;

const person = fc.constantFrom(alice, bob);
const honestStep = fc.record({ act: fc.constantFrom("send" as const, "read" as const), who: person });
const dishonestStep = fc.record({
  act: fc.constantFrom(...(Object.keys(tricks) as Trick[]).filter((trick) => trick !== "honest")),
  who: person,
});

interface Step {
  readonly act: "send" | "read" | Trick;
  readonly who: Person;
}

/** Plays the steps, lets everybody catch up, and then one further message go each way. */
function play(steps: readonly Step[]) {
  const server = new Server(direct());
  for (const { act, who } of steps) {
    if (act === "send") server.send(who);
    else if (act === "read") server.read(who);
    else server.plan(who, act);
  }
  server.flush();
  for (const who of [alice, bob]) server.read(who);
  const views = server.views();
  const early = [...server.alarms];
  // The further messages arrive: as long as a server withholds everything, nothing can tell.
  server.relent();
  for (const who of [alice, bob]) {
    server.send(who);
    server.flush();
    for (const reader of [alice, bob]) server.read(reader);
  }
  return { alarms: server.alarms, early, same: views[0] === views[1] };
}

describe("PT-8: a malicious server", () => {
  it("that is honest raises no alarm and gives equal views, however the rows travel", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(honestStep, { maxLength: 8 }), (steps) => {
        expect(play(steps)).toEqual({ alarms: [], early: [], same: true });
      }),
      { numRuns: 80 },
    );
  });

  it(
    "that tampers with deliveries is noticed after one further message each way, unless the views are equal",
    { timeout: 120_000 },
    () => {
      let manipulated = 0;
      let noticed = 0;
      const steps = fc.array(fc.oneof({ weight: 3, arbitrary: honestStep }, { weight: 2, arbitrary: dishonestStep }), {
        minLength: 2,
        maxLength: 8,
      });
      fc.assert(
        fc.property(steps, (list) => {
          const { alarms, same } = play(list);
          if (!same) manipulated++;
          if (alarms.length > 0) noticed++;
          expect(alarms.length > 0 || same).toBe(true);
        }),
        { numRuns: 220 },
      );
      expect(manipulated).toBeGreaterThan(30);
      expect(noticed).toBeGreaterThanOrEqual(manipulated);
    },
  );
});

describe("single acts of a malicious server", () => {
  const send = (who: Person): Step => ({ act: "send", who });
  const read = (who: Person): Step => ({ act: "read", who });

  it("S03: a dropped message is noticed with the next one of its writer", () => {
    const { alarms } = play([send(alice), { act: "drop", who: bob }, send(alice), send(alice), read(bob)]);
    expect(alarms[0]).toBe("bob: message gap");
  });

  it("S03: a message dropped by a server that meant to drop more is noticed with the next one that arrives", () => {
    const drop = { act: "drop", who: bob } as const;
    expect(play([drop, send(alice), drop]).alarms[0]).toBe("bob: message gap+fork");
  });

  it("S03: a dropped last message is noticed with the first message that has seen it", () => {
    const { early, alarms } = play([{ act: "drop", who: bob }, send(alice)]);
    expect(early).toEqual([]);
    expect(alarms).toContain("bob: message gap+fork");
  });

  it("S04: different messages at the same place are a fork on the first crossing message", () => {
    const { early, alarms } = play([{ act: "delay", who: alice }, send(alice), send(bob), read(alice), read(bob)]);
    expect(early).toEqual([]);
    expect(alarms[0]).toBe("bob: message fork");
  });

  it("S04: forked views are attributed to the writer whose view differs", () => {
    const conversation = group();
    const rows = [conversation.seal(alice), conversation.seal(bob)].map((sealed) => messageEvent(0, sealed));
    for (const [reader, order] of [
      [alice, [0, 1]],
      [bob, [1, 0]],
      [carol, [0, 1]],
    ] as const) {
      for (const i of order)
        conversation.log(reader).apply({ ...rows[i]!, seq: conversation.log(reader).n + 1 }, conversation.ctx(reader));
    }
    conversation.log(bob).confirmSent(rows[1]!.hash);
    const crossing = { ...messageEvent(4, conversation.seal(bob)) };
    expect(conversation.log(carol).apply(crossing, conversation.ctx(carol))).toMatchObject({
      marks: ["fork"],
      forkWith: bob.userId,
    });
    expect(conversation.log(carol).state).toBe("active");
  });

  it("S02: a row of another conversation is E_CONTEXT", () => {
    expect(play([{ act: "foreign", who: bob }, send(alice)]).alarms[0]).toBe("bob: unreadable E_CONTEXT");
  });

  it("S15: two people who were given different commits for one epoch never accept each other's", () => {
    const conversation = group();
    const [one, two] = [conversation.commit(alice, periodic), conversation.commit(carol, periodic)];
    conversation.log(alice).apply(commitEvent(2, one), conversation.ctx(alice));
    conversation.log(bob).apply(commitEvent(2, two), conversation.ctx(bob));
    const crossing = messageEvent(3, conversation.seal(alice));
    expect(shape(conversation.log(bob).apply(crossing, conversation.ctx(bob)))).toBe("unreadable E_EPOCH");
    conversation.log(alice).apply(crossing, conversation.ctx(alice));
    const following = commitEvent(4, conversation.commit(alice, periodic));
    expect(shape(conversation.log(bob).apply(following, conversation.ctx(bob)))).toBe("halt E_CHAIN");
  });

  it("S16: who is kept from a removal notices it with any later event", () => {
    const conversation = group();
    const rotation = conversation.commit(alice, periodic);
    for (const who of [alice, carol]) conversation.log(who).apply(commitEvent(2, rotation), conversation.ctx(who));
    const later = messageEvent(2, conversation.seal(carol));
    expect(shape(conversation.log(bob).apply(later, conversation.ctx(bob)))).toBe("unreadable E_EPOCH");
  });
});
