/** Owns the last step of the main story: looks through everything the server keeps for words that must not be there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { connectDatabase } from "./database";
import { mailUrl } from "./people";

const folder = process.env["PARLEY_DATA"] ?? "";

/** Every form in which a careless program might keep a word. */
function forms(word: string): { name: string; bytes: Buffer }[] {
  const plain = Buffer.from(word);
  return [
    { name: "as it is", bytes: plain },
    { name: "base64", bytes: Buffer.from(plain.toString("base64").replace(/=+$/, "").slice(0, -1)) },
    { name: "hex", bytes: Buffer.from(plain.toString("hex")) },
    { name: "UTF-16", bytes: Buffer.from(word, "utf16le") },
  ];
}

/** Fails if a word is found in any column of any table, in stored files, in the database's own files, mails, logs or socket frames. */
export async function expectNowhere(words: readonly string[], frames: readonly string[]): Promise<void> {
  expect(frames.length).toBeGreaterThan(10);
  const places = new Map<string, Buffer>();
  places.set("socket frames", Buffer.from(frames.join("\n")));
  places.set("mails", Buffer.from(await (await fetch(`${mailUrl}/mails.json`)).arrayBuffer()));
  for (const [name, content] of await tables()) places.set(name, content);
  for (const [name, content] of files()) places.set(name, content);
  const found: string[] = [];
  for (const word of words) {
    for (const { name, bytes } of forms(word)) {
      for (const [place, content] of places) if (content.includes(bytes)) found.push(`${word} (${name}) in ${place}`);
    }
  }
  expect(found).toEqual([]);
}

/** Every row of every table as text, bytes as hex and as they are. */
async function tables(): Promise<[string, Buffer][]> {
  const client = await connectDatabase();
  try {
    await client.query("checkpoint");
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    expect(rows.length).toBeGreaterThan(20);
    const dumps: [string, Buffer][] = [];
    for (const { name } of rows) {
      const dump = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      const text = dump.rows.map(({ row }) => row).join("\n");
      const bytes = [...text.matchAll(/\\\\?x([0-9a-f]{2,})/g)].map(([, hex]) => Buffer.from(hex ?? "", "hex"));
      dumps.push([`table ${name}`, Buffer.concat([Buffer.from(text), ...bytes])]);
    }
    return dumps;
  } finally {
    await client.end();
  }
}

/** Stored files, logs, and the database's own files, which also keep what has been deleted. */
function files(): [string, Buffer][] {
  if (!existsSync(folder)) throw new Error(`no data folder at ${folder}`);
  const all: [string, Buffer][] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) all.push([`file ${path.slice(folder.length)}`, readFileSync(path)]);
  }
  expect(all.length).toBeGreaterThan(100);
  return all;
}
