import { expect, it } from "vitest";
import { scriptAddress } from "./trusted-scripts";

const origin = "https://parley.test";

it.each(["/_next/static/chunks/a.js", `${origin}/_next/static/media/worker.js`, "/sw.js"])(
  "%s may be run",
  (address) => {
    expect(scriptAddress(address, origin)).toBe(address);
  },
);

it.each([
  "https://evil.test/_next/static/chunks/a.js",
  "//evil.test/sw.js",
  "/_next/static/../../api/contexts",
  "/_next/data/a.js",
  "/sw.js.map",
  "data:text/javascript,alert(1)",
  "blob:https://parley.test/1f0c",
  "javascript:alert(1)",
  "http://",
])("%s may not", (address) => {
  expect(scriptAddress(address, origin)).toBeNull();
});
