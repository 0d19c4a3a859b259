/** Owns the bytes of stored objects: files on disk, named by the hash of bucket and key, so that no key is ever a path. */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import * as fs from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { pathToFileURL } from "node:url";
import type { App } from "@supabase/lite";

type StorageAdapter = NonNullable<App["_storageAdapter"]>;
type Metadata = Awaited<ReturnType<StorageAdapter["headObject"]>>;

/** Always: a stored blob is sealed, and nothing that comes from here may run in a page. */
const mimetype = "application/octet-stream";

/**
 * A store below `folder`. A key such as `../../etc/passwd` is a name like any other. Reads know `If-None-Match` (304),
 * one byte range (206) and a range outside the object (416). Writes appear whole or not at all.
 */
export function createFileStore(folder: string): StorageAdapter {
  const place = (bucket: string, key: string) => {
    const name = createHash("sha256")
      .update(JSON.stringify([bucket, key]))
      .digest("hex");
    return join(folder, name.slice(0, 2), name);
  };

  async function metadataOf(bucket: string, key: string): Promise<Metadata> {
    const { size, mtime, mtimeMs } = await fs.stat(place(bucket, key));
    const eTag = `"${size.toString(36)}-${Math.round(mtimeMs * 1000).toString(36)}"`;
    return { cacheControl: "no-cache", contentLength: size, size, mimetype, lastModified: mtime, eTag };
  }

  async function write(bucket: string, key: string, save: (path: string) => Promise<unknown>): Promise<Metadata> {
    const path = place(bucket, key);
    await fs.mkdir(dirname(path), { recursive: true });
    const unfinished = `${path}.${randomUUID()}`;
    try {
      await save(unfinished);
      await fs.rename(unfinished, path);
    } catch (error) {
      await fs.rm(unfinished, { force: true });
      throw error;
    }
    return metadataOf(bucket, key);
  }

  return {
    driver: null,
    headObject: metadataOf,
    privateAssetUrl: async (bucket, key) => pathToFileURL(place(bucket, key)).href,
    async getObject(bucket, key, _version, headers) {
      const metadata = await metadataOf(bucket, key);
      if (headers?.ifNoneMatch === metadata.eTag) return { metadata, httpStatusCode: 304 };
      const range = parseRange(headers?.range, metadata.size);
      if (range === "outside")
        return { metadata: { ...metadata, contentRange: `bytes */${metadata.size}` }, httpStatusCode: 416 };
      const body = Readable.toWeb(createReadStream(place(bucket, key), range ?? {}));
      if (!range) return { metadata, httpStatusCode: 200, body };
      const contentRange = `bytes ${range.start}-${range.end}/${metadata.size}`;
      return {
        metadata: { ...metadata, contentRange, contentLength: range.end - range.start + 1 },
        httpStatusCode: 206,
        body,
      };
    },
    async uploadObject(bucket, key, _version, body, _contentType, cacheControl) {
      const source = body instanceof Uint8Array ? Readable.from([body]) : Readable.fromWeb(body as ReadableStream);
      const metadata = await write(bucket, key, (path) => pipeline(source, createWriteStream(path, { mode: 0o600 })));
      return { ...metadata, cacheControl, httpStatusCode: 200 };
    },
    async copyObject(sourceBucket, source, _version, bucket, key) {
      return write(bucket, key, (path) => fs.copyFile(place(sourceBucket, source), path));
    },
    deleteObject: (bucket, key) => fs.rm(place(bucket, key), { force: true }),
    async deleteObjects(bucket, keys) {
      await Promise.all(keys.map((key) => fs.rm(place(bucket, key), { force: true })));
    },
  };
}

/** One range as `{start, end}` (inclusive); undefined when there is none we serve; "outside" when it begins after the end. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | "outside" | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, first = "", last = ""] = found ?? [];
  if (!first && !last) return undefined;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (start >= size) return "outside";
  return end < start ? undefined : { start, end };
}
