import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { lazily } from "./lazily";

afterEach(cleanup);

const Greeting = ({ name }: { name: string }) => <p>Good morning, {name}</p>;

it("a part is shown when its code has come, and from then on at once", async () => {
  const Part = lazily(async () => Greeting);
  render(<Part name="Mira" />);
  expect(screen.queryByText(/Good morning/)).toBeNull();
  await screen.findByText("Good morning, Mira");
  cleanup();
  render(<Part name="Lucia" />);
  expect(screen.getByText("Good morning, Lucia")).toBeTruthy();
});

it("code that was fetched when a hand came near is there when it is asked for", async () => {
  let fetched = 0;
  const Part = lazily(async () => (fetched++, Greeting));
  await Part.near();
  render(<Part name="Mira" />);
  expect(screen.getByText("Good morning, Mira")).toBeTruthy();
  expect(fetched).toBe(1);
});

it("a part without a network says so, and comes when it is asked for again", async () => {
  let failures = 1;
  const Part = lazily(async () => {
    if (failures-- > 0) throw new Error("Failed to load chunk");
    return Greeting;
  });
  render(<Part name="Mira" />);
  expect((await screen.findByRole("alert")).textContent).not.toBe("");
  fireEvent.click(screen.getByRole("button"));
  await screen.findByText("Good morning, Mira");
  expect(screen.queryByRole("alert")).toBeNull();
});
