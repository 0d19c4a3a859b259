/** Owns what of a message can be found: its words, the names of its files, and what it carries. */
import type { Body } from "@/lib/protocol/body";
import type { SearchMark } from "./search-api";

const link = /\bhttps?:\/\/\S|\bwww\.\S/i;

/** Null: nothing in it is for looking up. */
export function foundIn(body: Body): { text: string; marks: SearchMark[] } | null {
  if (body.t === "modnote-public") return { text: body.b, marks: [] };
  if (body.t !== "text") return null;
  const files = (body.att ?? []).map(({ name }) => name);
  const marks: SearchMark[] = [];
  if (link.test(body.b)) marks.push("link");
  if (files.length > 0) marks.push("file");
  if (body.men) marks.push("mention");
  return { text: [body.b, ...files].filter((line) => line !== "").join("\n"), marks };
}
