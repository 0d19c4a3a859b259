/** Owns what of a message can be found: its words, those of its card, the names of its files, and what it carries. */
import type { Body } from "@/lib/protocol/body";
import type { SearchMark } from "./search-api";

const link = /\bhttps?:\/\/\S|\bwww\.\S/i;

/** Null: nothing in it is for looking up. */
export function foundIn(body: Body): { text: string; marks: SearchMark[] } | null {
  if (body.t !== "text") {
    const text = wordsOf(body);
    return text === "" ? null : { text, marks: body.t === "call" ? ["link"] : [] };
  }
  const files = (body.att ?? []).map(({ name }) => name);
  const marks: SearchMark[] = [];
  if (body.lk || link.test(body.b)) marks.push("link");
  if (files.length > 0) marks.push("file");
  if (body.men) marks.push("mention");
  return { text: lines(body.b, body.lk?.ti, ...files), marks };
}

/** What can be read of anything but a text; empty: nothing. */
function wordsOf(body: Exclude<Body, { t: "text" }>): string {
  switch (body.t) {
    case "poll":
      return lines(body.q, ...body.o);
    case "invite":
      return lines(body.ti, body.pl, body.b);
    case "status":
      return lines(body.ti, body.b);
    case "call":
      return body.ti;
    case "modnote-public":
      return body.b;
    default:
      return "";
  }
}

const lines = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join("\n");
