/** Owns finding links in a message: http, https and mailto only, everything else stays text. */
import type { LinkifyIt } from "linkify-it";
import { whenNeeded } from "@/lib/base/when-needed";

export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  /** `host` is what a person should see before opening; `text` is what the author wrote. */
  | { readonly kind: "link"; readonly text: string; readonly href: string; readonly host: string };

/** True if the text may hold a link at all; most messages do not, and then nothing is loaded for them. */
export function mayHoldLinks(text: string): boolean {
  return /https?:\/\/|mailto:/i.test(text);
}

/** The finder of links, loaded once. Only written-out addresses are links: a bare "report.zip" stays text. */
export const loadLinkFinder = whenNeeded(async () => {
  const { LinkifyIt: Finder } = await import("linkify-it");
  const made = new Finder({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false, maxLength: 2048 });
  return made.add("ftp:", null).add("//", null);
});

/** The text in order, links taken apart. Joined again it is the text, sign by sign. */
export function splitLinks(finder: LinkifyIt, text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of finder.match(text) ?? []) {
    const link = safeLink(found.url);
    if (!link) continue;
    if (found.index > end) parts.push({ kind: "text", text: text.slice(end, found.index) });
    parts.push({ kind: "link", text: text.slice(found.index, found.lastIndex), ...link });
    end = found.lastIndex;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

/** A web address that may be opened, with the host a person should see first; null for anything else. */
export function safeAddress(address: string): { href: string; host: string } | null {
  const link = safeLink(address);
  return link && /^https?:/.test(link.href) ? link : null;
}

const protocols = new Set(["http:", "https:", "mailto:"]);

/** Null for what must not be opened: other schemes, and addresses with a name before the host, which look like another site. */
function safeLink(address: string): { href: string; host: string } | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !protocols.has(url.protocol) || url.username !== "" || url.password !== "") return null;
  return { href: url.href, host: url.protocol === "mailto:" ? url.pathname : url.host };
}
