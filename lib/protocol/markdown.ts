/** Owns the little markup of messages: what a text's signs mean. One pass, a tree of bounded depth, never any HTML. */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "em" | "strike"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  /** Written out as an address; whether it is one that may be opened is for others to say. */
  | { readonly kind: "address"; readonly text: string }
  /** A sign that turns the direction of text around, taken out of the text. */
  | { readonly kind: "override" };

export type Block =
  | { readonly kind: "paragraph" | "quote"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  /** `start` is the first number; null: without numbers. */
  | { readonly kind: "list"; readonly start: number | null; readonly items: readonly (readonly Inline[])[] };

/** Marked parts of one message; what comes after them is plain. */
const maxMarked = 300;

/** Marks stacked on one letter; more of them would be drawn over the lines around. */
const stacked = /(\p{M}{4})\p{M}+/gu;

/** A name of a language may stand behind it, and is not shown. */
const fence = /^```[a-z+#]{0,12}\s*$/;
const fenceEnd = /^```\s*$/;
const bullet = /^[-*•] +(?=\S)/;
const numbered = /^(\d{1,4})[.)] +(?=\S)/;
const quoted = /^> ?/;

/** The blocks of a text, in order. */
export function parseMarkdown(text: string): readonly Block[] {
  const lines = text.replaceAll("\r\n", "\n").replace(stacked, "$1").split("\n");
  const blocks: Block[] = [];
  const budget = { left: maxMarked };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    const take = (belongs: (line: string) => boolean) => {
      const from = at;
      while (at < lines.length && belongs(lines[at] ?? "")) at++;
      return lines.slice(from, at);
    };
    const end = fence.test(line) ? lines.findIndex((other, index) => index > at && fenceEnd.test(other)) : -1;
    if (end > 0) {
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (quoted.test(line)) {
      const inside = take((other) => quoted.test(other)).map((other) => other.replace(quoted, ""));
      blocks.push({ kind: "quote", children: parseInline(inside.join("\n"), budget) });
    } else if (bullet.test(line)) {
      const items = take((other) => bullet.test(other)).map((other) => parseInline(other.replace(bullet, ""), budget));
      blocks.push({ kind: "list", start: null, items });
    } else if (numbered.test(line)) {
      const start = Number(numbered.exec(line)?.[1] ?? 1);
      const items = take((other) => numbered.test(other)).map((other) =>
        parseInline(other.replace(numbered, ""), budget),
      );
      blocks.push({ kind: "list", start, items });
    } else {
      // A fence without an end is a line like any other.
      const own = take((other) => other === line || !special(other)).join("\n");
      const trimmed = blocks.length > 0 ? own.replace(/^\n+/, "") : own;
      if (trimmed.trim() !== "") blocks.push({ kind: "paragraph", children: parseInline(trimmed, budget) });
    }
  }
  return blocks;
}

function special(line: string): boolean {
  return fence.test(line) || quoted.test(line) || bullet.test(line) || numbered.test(line);
}

const kinds = { "**": "strong", __: "strong", "*": "em", _: "em", "~~": "strike", "~": "strike" } as const;
type Marker = keyof typeof kinds;

/** A part that has begun; without a marker it is the whole. */
interface Frame {
  readonly marker: Marker | null;
  readonly children: Inline[];
}

const overrides = /[\u202A-\u202E\u2066-\u2069]+/gu;
const next = /[*_~`]|[\u202A-\u202E\u2066-\u2069]+|https?:\/\/|mailto:/giu;
const wordlike = /[\p{L}\p{N}]/u;
const blank = /\s/u;

function parseInline(text: string, budget: { left: number }): readonly Inline[] {
  const stack: Frame[] = [{ marker: null, children: [] }];
  let plainFrom = 0;
  const top = () => stack[stack.length - 1] as Frame;
  const flush = (to: number) => {
    if (to > plainFrom) top().children.push({ kind: "text", text: text.slice(plainFrom, to) });
  };
  /** Ends the uppermost part without marking it: its marker was only a sign. */
  const unmark = () => {
    const { marker, children } = stack.pop() as Frame;
    top().children.push({ kind: "text", text: marker ?? "" }, ...children);
  };
  next.lastIndex = 0;
  for (let found = next.exec(text); found && budget.left > 0; found = next.exec(text)) {
    const at = found.index;
    const [sign] = found;
    let end = at + sign.length;
    if (/^[hm]/i.test(sign)) {
      end = addressEnd(text, at);
      flush(at);
      top().children.push({ kind: "address", text: text.slice(at, end) });
      budget.left--;
    } else if (sign === "`") {
      const close = text.indexOf("`", end);
      if (close <= end) continue;
      flush(at);
      top().children.push({ kind: "code", text: text.slice(end, close) });
      end = close + 1;
      budget.left--;
    } else if (!(sign in kinds)) {
      flush(at);
      top().children.push({ kind: "override" });
      budget.left--;
    } else {
      const double = text[end] === sign;
      const marker = (double ? sign + sign : sign) as Marker;
      end = at + marker.length;
      const [before, after] = [text[at - 1] ?? " ", text[end] ?? " "];
      const opens = !blank.test(after) && !wordlike.test(before) && after !== sign;
      const closes = !blank.test(before) && !wordlike.test(after);
      const frame = stack.findLastIndex((each) => each.marker === marker);
      next.lastIndex = end;
      if (closes && frame > 0) {
        flush(at);
        while (stack.length - 1 > frame) unmark();
        const { children } = stack.pop() as Frame;
        top().children.push({ kind: kinds[marker], children });
        budget.left--;
      } else if (opens && !stack.some((each) => each.marker && kinds[each.marker] === kinds[marker])) {
        flush(at);
        stack.push({ marker, children: [] });
      } else continue;
    }
    plainFrom = end;
    next.lastIndex = end;
  }
  // Beyond what is marked, signs that turn text around are only taken out.
  top().children.push({ kind: "text", text: text.slice(plainFrom).replace(overrides, "") });
  while (stack.length > 1) unmark();
  return joined(top().children);
}

/** Up to the next space, without signs that only end a sentence or a marked part. */
function addressEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !blank.test(text[end] ?? " ") && !/[\u202A-\u202E\u2066-\u2069]/u.test(text[end] ?? ""))
    end++;
  let tail = end;
  while (tail > from && /[*_~`.,;:!?"')\]»”]/.test(text[tail - 1] ?? "")) tail--;
  while (tail < end && !/[*_~`]/.test(text[tail] ?? "")) tail++;
  return tail;
}

/** Texts that stand together become one. */
function joined(children: readonly Inline[]): readonly Inline[] {
  const out: Inline[] = [];
  let run: string[] = [];
  const close = () => {
    if (run.join("") !== "") out.push({ kind: "text", text: run.join("") });
    run = [];
  };
  for (const child of children) {
    if (child.kind === "text") run.push(child.text);
    else {
      close();
      out.push("children" in child ? { ...child, children: joined(child.children) } : child);
    }
  }
  close();
  return out;
}

/** Characters of a message that a single line shows. */
const lineLength = 280;

/** The text without its markup, in one line: for lists, quotes and notices. */
export function plainText(text: string): string {
  const blocks = parseMarkdown(text.length > lineLength ? text.slice(0, lineLength) : text);
  const parts = blocks.map((block) => {
    if (block.kind === "code") return block.text;
    return block.kind === "list" ? block.items.map((item) => flat(item)).join(" · ") : flat(block.children);
  });
  return parts.join(" ").replaceAll(/\s+/g, " ").trim();
}

function flat(children: readonly Inline[]): string {
  return children
    .map((child) => ("children" in child ? flat(child.children) : child.kind === "override" ? "" : child.text))
    .join("");
}
