import { expect, it } from "vitest";
import { Present } from "./present";

const tab = (...refs: string[]) => ({ metas: refs.map((phx_ref) => ({ phx_ref, other: 1 })) });
const difference = (joins: object, leaves: object = {}) => ({ joins, leaves });

it("knows who is there, who comes and who goes", () => {
  const present = new Present();
  expect(present.take("presence_state", { alice: tab("1"), bob: tab("2") })).toBe(true);
  expect(present.take("presence_diff", difference({ carol: tab("3") }, { alice: tab("1") }))).toBe(true);
  expect(present.keys()).toEqual(["bob", "carol"]);
});

it("keeps a person until the last of their tabs has gone", () => {
  const present = new Present();
  present.take("presence_state", { alice: tab("1", "2") });
  present.take("presence_diff", difference({}, { alice: tab("1") }));
  expect(present.keys()).toEqual(["alice"]);
  present.take("presence_diff", difference({}, { alice: tab("2") }));
  expect(present.keys()).toEqual([]);
});

it("keeps a person whose tab is told anew: it leaves and comes in one", () => {
  const present = new Present();
  present.take("presence_state", { alice: tab("1") });
  present.take("presence_diff", difference({ alice: tab("2") }, { alice: tab("1") }));
  expect(present.keys()).toEqual(["alice"]);
});

it("applies what was told before the state to the state, and says nothing before", () => {
  const present = new Present();
  expect(present.take("presence_diff", difference({}, { alice: tab("1") }))).toBe(false);
  expect(present.keys()).toEqual([]);
  expect(present.take("presence_state", { alice: tab("1"), bob: tab("2") })).toBe(true);
  expect(present.keys()).toEqual(["bob"]);
});

it("forgets everybody when a new state is told", () => {
  const present = new Present();
  present.take("presence_state", { alice: tab("1") });
  present.take("presence_state", {});
  expect(present.keys()).toEqual([]);
});

it("passes over what is no presence, and names that mean something elsewhere are names", () => {
  const present = new Present();
  for (const payload of [null, [], { alice: 1 }, { alice: { metas: [{}] } }])
    expect(present.take("presence_state", payload)).toBe(false);
  expect(present.take("presence_other", {})).toBe(false);
  present.take("presence_state", { constructor: tab("1"), toString: tab("2") });
  expect(present.keys()).toEqual(["constructor", "toString"]);
});
