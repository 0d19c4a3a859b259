import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./same-origin";

const appUrl = "https://chat.parley.test";
const request = (method: string, headers: Record<string, string> = {}) => ({ method, headers: new Headers(headers) });
const foreign = "https://evil.test";

describe("the same-origin check", () => {
  it.each(["GET", "HEAD"])("lets everybody %s", (method) => {
    expect(isSameOrigin(request(method, { origin: foreign, "sec-fetch-site": "cross-site" }), { appUrl })).toBe(true);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("lets our own pages %s", (method) => {
    const headers = { origin: appUrl, "sec-fetch-site": "same-origin" };
    expect(isSameOrigin(request(method, headers), { appUrl })).toBe(true);
    expect(isSameOrigin(request(method, { origin: appUrl }), { appUrl })).toBe(true);
  });

  it.each([
    ["another site", { origin: foreign, "sec-fetch-site": "cross-site" }],
    ["another site in a browser without fetch metadata", { origin: foreign }],
    ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["a sibling domain", { origin: "https://shop.parley.test", "sec-fetch-site": "same-site" }],
    ["a domain that begins like ours", { origin: `${appUrl}.evil.test` }],
    ["our name on another port", { origin: `${appUrl}:8443` }],
    ["our name without encryption", { origin: "http://chat.parley.test" }],
    ["a forged origin that the browser contradicts", { origin: appUrl, "sec-fetch-site": "cross-site" }],
    ["nobody named", {}],
    ["a forged forwarded host", { origin: foreign, "x-forwarded-host": "evil.test" }],
    ["fetch metadata without an origin", { "sec-fetch-site": "same-origin" }],
  ])("refuses a change from %s", (_, headers) => {
    expect(isSameOrigin(request("POST", headers), { appUrl })).toBe(false);
  });

  it("lets programs with a key call where they may, and only there", () => {
    const program = request("POST", { authorization: "Bearer pk_1" });
    expect(isSameOrigin(program, { appUrl, programs: true })).toBe(true);
    expect(isSameOrigin(program, { appUrl })).toBe(false);
    expect(isSameOrigin(request("POST"), { appUrl, programs: true })).toBe(false);
  });

  it("does not take a foreign page for a program", () => {
    const headers = { authorization: "Bearer pk_1", origin: foreign, "sec-fetch-site": "cross-site" };
    expect(isSameOrigin(request("POST", headers), { appUrl, programs: true })).toBe(false);
  });
});
