import { describe, expect, it } from "vitest";
import { contentPolicy, newNonce } from "./content-policy";

const production = { nonce: "bm9uY2U=", supabaseUrl: "https://abc.supabase.co", development: false, secure: true };
const directive = (policy: string, name: string) =>
  policy
    .split("; ")
    .find((part) => part === name || part.startsWith(`${name} `))
    ?.slice(name.length + 1);

describe("the content security policy", () => {
  it("starts from nothing and opens one thing after another", () => {
    expect(directive(contentPolicy(production), "default-src")).toBe("'none'");
  });

  it("runs only scripts of ours that carry the nonce, and what they load", () => {
    const policy = contentPolicy(production);
    expect(directive(policy, "script-src")).toBe("'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
    expect(policy).not.toMatch(/unsafe-eval|wasm-unsafe-eval|https: |\*/);
  });

  it("takes style elements only with the nonce", () => {
    expect(directive(contentPolicy(production), "style-src-elem")).toBe("'self' 'nonce-bm9uY2U='");
  });

  it("lets pages reach the backend by request and by socket, and nothing else", () => {
    expect(directive(contentPolicy(production), "connect-src")).toBe(
      "'self' https://abc.supabase.co wss://abc.supabase.co",
    );
    const local = contentPolicy({ ...production, supabaseUrl: "http://localhost:54321" });
    expect(directive(local, "connect-src")).toBe("'self' http://localhost:54321 ws://localhost:54321");
  });

  it("cannot be framed, rebased or made to post elsewhere", () => {
    const policy = contentPolicy(production);
    expect(directive(policy, "frame-ancestors")).toBe("'none'");
    expect(directive(policy, "base-uri")).toBe("'none'");
    expect(directive(policy, "form-action")).toBe("'self'");
  });

  it("upgrades requests only where the application itself is encrypted", () => {
    expect(contentPolicy(production)).toContain("upgrade-insecure-requests");
    expect(contentPolicy({ ...production, secure: false })).not.toContain("upgrade-insecure-requests");
  });

  it("opens eval and style elements for the development server only", () => {
    const policy = contentPolicy({ ...production, development: true });
    expect(directive(policy, "script-src")).toContain("'unsafe-eval'");
    expect(directive(policy, "style-src-elem")).toBe("'self' 'unsafe-inline'");
  });
});

describe("the nonce", () => {
  it("is 16 bytes and never the same twice", () => {
    const nonces = Array.from({ length: 100 }, newNonce);
    expect(new Set(nonces).size).toBe(100);
    expect(atob(nonces[0] ?? "")).toHaveLength(16);
  });
});
