/** Owns the proof that stored objects stay in their folder, whole, and answer to ranges and entity tags. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileStore } from "./file-store.mts";

let outside: string;
let folder: string;
let store: ReturnType<typeof createFileStore>;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), "parley-files-"));
  folder = join(outside, "inside");
  store = createFileStore(folder);
});
afterEach(() => rmSync(outside, { recursive: true }));

const text = Buffer.from("0123456789");
const put = (key: string, body: Buffer = text) =>
  store.uploadObject("b", key, undefined, body, "text/html", "no-cache");
async function read(key: string, headers: Parameters<typeof store.getObject>[3] = {}) {
  const { body, ...answer } = await store.getObject("b", key, undefined, headers);
  const chunks: Buffer[] = [];
  if (body) for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return { ...answer, text: Buffer.concat(chunks).toString() };
}

describe("a stored object", () => {
  it.each([
    "plain",
    "a/b/c",
    "../../escape",
    "/etc/passwd",
    "..",
    "a/../../../x",
    "nul\0byte",
    "C:\\windows",
    "ü".repeat(500),
  ])("named %j is kept inside the folder", async (key) => {
    await put(key);
    expect((await read(key)).text).toBe("0123456789");
    expect(readdirSync(outside)).toEqual(["inside"]);
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(names.map((entry) => entry.name)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  it("is never served as something a browser would run", async () => {
    await put("page.html", Buffer.from("<script>alert(1)</script>"));
    expect((await read("page.html")).metadata.mimetype).toBe("application/octet-stream");
  });

  it("appears whole or not at all", async () => {
    await put("k");
    let pulls = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (pulls++ === 0) controller.enqueue(Buffer.from("half"));
        else controller.error(new Error("cut"));
      },
    });
    await expect(store.uploadObject("b", "k", undefined, broken, "", "")).rejects.toThrow("cut");
    expect((await read("k")).text).toBe("0123456789");
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes("."))).toEqual([]);
  });

  it.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-30", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=8-99", 206, "89", "bytes 8-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=4-2", 200, "0123456789", undefined],
    ["bytes=0-1,3-4", 200, "0123456789", undefined],
    ["lines=1-2", 200, "0123456789", undefined],
  ])("answers range %s with %i", async (range, status, part, contentRange) => {
    await put("k");
    const answer = await read("k", { range });
    expect([answer.httpStatusCode, answer.text, answer.metadata.contentRange]).toEqual([status, part, contentRange]);
    if (status === 206) expect(answer.metadata.contentLength).toBe(part.length);
  });

  it("is not sent again to who has it", async () => {
    const { eTag } = await put("k");
    expect(await read("k", { ifNoneMatch: eTag })).toMatchObject({ httpStatusCode: 304, text: "" });
    expect(await read("k", { ifNoneMatch: '"other"' })).toMatchObject({ httpStatusCode: 200, metadata: { eTag } });
  });

  it("can be copied and deleted", async () => {
    await put("k");
    await store.copyObject("b", "k", undefined, "c", "other", undefined);
    await store.deleteObjects("b", ["k", "never there"]);
    await expect(read("k")).rejects.toMatchObject({ code: "ENOENT" });
    expect((await store.headObject("c", "other", undefined)).size).toBe(10);
  });
});
