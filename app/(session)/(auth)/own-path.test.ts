import { expect, it } from "vitest";
import { ownPath } from "./own-path";

it("keeps paths of this site", () => {
  expect(ownPath("/c/0b8f?x=1")).toBe("/c/0b8f?x=1");
  expect(ownPath("/settings/security")).toBe("/settings/security");
});

it("refuses whatever could leave the site", () => {
  for (const bad of [
    null,
    "",
    "/",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    " /x",
  ])
    expect(ownPath(bad), String(bad)).toBeNull();
});
