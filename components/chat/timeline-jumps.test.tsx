import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { type MessageActs, MessageActsProvider } from "./message-acts";
import { TimelineJumps } from "./timeline-jumps";
import { useNamed } from "./use-named";

afterEach(cleanup);

const one = { key: "a", hash: "A" };
const two = { key: "b", hash: "B" };

function Sample({ named, inView }: { named: readonly (typeof one)[]; inView: readonly string[] }) {
  const { left, meet } = useNamed(named);
  return (
    <>
      <TimelineJumps named={left} onMeet={meet} atEnd fresh={0} onEnd={() => {}} />
      <button type="button" onClick={() => meet(inView)}>
        scroll
      </button>
    </>
  );
}

function show(named: readonly (typeof one)[], inView: readonly string[] = []) {
  const jumped: string[] = [];
  const acts = { jump: (hash: string) => jumped.push(hash) } as unknown as MessageActs;
  const sample = (shown: readonly (typeof one)[]) => (
    <MessageActsProvider value={acts}>
      <Sample named={shown} inView={inView} />
    </MessageActsProvider>
  );
  const { rerender } = render(sample(named));
  return { jumped, again: (next: readonly (typeof one)[]) => rerender(sample(next)) };
}

const button = () => screen.queryByRole("button", { name: /names? you/ });

it("goes to one message after the other that names me, and is gone after the last", () => {
  const { jumped } = show([one, two]);
  expect(button()?.textContent).toBe("2");
  fireEvent.click(button() as Element);
  fireEvent.click(button() as Element);
  expect(jumped).toEqual(["A", "B"]);
  expect(button()).toBeNull();
});

it("does not lead to what has been in view, and comes back with the next one", () => {
  const { jumped, again } = show([one], ["a", "other"]);
  fireEvent.click(screen.getByText("scroll"));
  expect(button()).toBeNull();
  again([one, two]);
  fireEvent.click(button() as Element);
  expect(jumped).toEqual(["B"]);
});
