import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { RecoveryCheckForm } from "./recovery-check-form";
import { chooseGroups, groupsOf, sameGroup } from "./recovery-groups";

afterEach(cleanup);

const code = "HHC5-6Y2H-7XFQ-MBGM-AVQ5-8116-0MPT";

function open() {
  let confirmed = 0;
  render(
    <RecoveryCheckForm
      code={code}
      ask={[2, 5]}
      busy={false}
      failure={null}
      onConfirmed={() => confirmed++}
      onShowAgain={() => {}}
    />,
  );
  const type = (label: string, text: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
  const check = () => fireEvent.click(screen.getByRole("button", { name: "Check" }));
  return { type, check, confirmed: () => confirmed };
}

it("accepts the two groups however they are written", () => {
  const { type, check, confirmed } = open();
  type("Group 3", " 7xfq");
  type("Group 6", "8lI6");
  check();
  expect(confirmed()).toBe(1);
});

it("names the group that is wrong and does not confirm", () => {
  const { type, check, confirmed } = open();
  type("Group 3", "7XFQ");
  type("Group 6", "8117");
  check();
  expect(confirmed()).toBe(0);
  expect(screen.getAllByText(/differs from the code/)).toHaveLength(1);
  expect(screen.getByLabelText("Group 6").getAttribute("aria-invalid")).toBe("true");
});

it("accepts nothing empty", () => {
  const { check, confirmed } = open();
  check();
  expect(confirmed()).toBe(0);
});

it("asks for two different groups and never for the first", () => {
  const groups = groupsOf(code);
  for (let step = 0; step < 1; step += 0.01)
    for (let other = 0; other < 1; other += 0.1) {
      const draws = [step, other];
      const [a, b] = chooseGroups(groups.length, () => draws.shift() ?? 0);
      expect(a).toBeGreaterThan(0);
      expect(b).toBeGreaterThan(a);
      expect(b).toBeLessThan(groups.length);
    }
});

it("tells groups apart that only look alike to a machine", () => {
  expect(sameGroup("0MPT", "ompt")).toBe(true);
  expect(sameGroup("8116", "811G")).toBe(false);
});
