import { expect, it } from "vitest";
import { Button } from "./button";
import { PlainButton } from "./plain-button";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

it.each(["primary", "plain"] as const)("a %s button of a page that stands alone looks like every other", (look) => {
  render(
    <>
      <Button look={look}>other</Button>
      <PlainButton look={look} onClick={() => undefined}>
        alone
      </PlainButton>
    </>,
  );
  const looks = (name: string) => screen.getByRole("button", { name }).className.split(" ").toSorted();
  expect(looks("alone")).toEqual(looks("other"));
});
