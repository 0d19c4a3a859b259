import { act, cleanup, render } from "@testing-library/react";
import { useEffect, useLayoutEffect } from "react";
import { afterEach, expect, it } from "vitest";
import { Emitter } from "@/lib/base/emitter";
import { useDerived } from "./use-derived";

const pauseMs = 50;

afterEach(cleanup);

function setUp(between: () => void = () => undefined) {
  const changed = new Emitter();
  const thing = { value: 0, reads: 0, drawn: 0, changed };
  const of = [changed];
  const read = () => {
    thing.reads++;
    return { value: thing.value };
  };
  function Shown() {
    const { value } = useDerived(of, read, pauseMs);
    useLayoutEffect(between, []);
    useEffect(() => void thing.drawn++);
    return <p>{value}</p>;
  }
  const shown = () => document.querySelector("p")?.textContent;
  const set = (value: number) => {
    thing.value = value;
    changed.emit();
  };
  return { thing, Shown, shown, set };
}

it("shows a change that falls between drawing and listening", () => {
  const { Shown, shown, set } = setUp(() => set(1));
  render(<Shown />);
  expect(shown()).toBe("1");
});

it("reads once per change, however often it is drawn", () => {
  const { thing, Shown } = setUp();
  const { rerender } = render(<Shown />);
  rerender(<Shown />);
  rerender(<Shown />);
  expect(thing.reads).toBe(1);
});

it("draws the first change at once and those that follow it together, the last one included", async () => {
  const { thing, Shown, shown, set } = setUp();
  render(<Shown />);
  const before = thing.drawn;
  act(() => set(1));
  expect(shown()).toBe("1");
  act(() => {
    for (let value = 2; value <= 9; value++) set(value);
  });
  expect(shown()).toBe("1");
  await act(() => new Promise((done) => setTimeout(done, 2 * pauseMs)));
  expect(shown()).toBe("9");
  expect(thing.drawn - before).toBe(2);
});
