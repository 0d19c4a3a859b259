import { expect, it } from "vitest";
import { signOf } from "./key-sign";

it("takes the letter that is written, whatever its place and case", () => {
  expect(signOf({ key: "k", code: "KeyK" })).toBe("k");
  expect(signOf({ key: "B", code: "KeyN" })).toBe("b");
  // Dvorak has its comma where others have a W; German and Turkish letters are Latin.
  expect(signOf({ key: ",", code: "KeyW" })).toBe(",");
  expect(signOf({ key: "ğ", code: "KeyE" })).toBe("ğ");
});

it("takes the place of the key where the layout has no Latin letters", () => {
  expect(signOf({ key: "ن", code: "KeyK" })).toBe("k");
  expect(signOf({ key: "لا", code: "KeyB" })).toBe("b");
  expect(signOf({ key: "И", code: "KeyB" })).toBe("b");
  expect(signOf({ key: "و", code: "Comma" })).toBe(",");
  expect(signOf({ key: "ظ", code: "Slash" })).toBe("/");
});

it("knows the Arabic question mark, and keys that have no place", () => {
  expect(signOf({ key: "؟", code: "Slash" })).toBe("?");
  expect(signOf({ key: "ن", code: "" })).toBe("");
});
