/** Owns the rule that every language says what English says: no key missing or left over, the same placeholders, every plural form. */

type Node = string | { readonly [key: string]: Node };

export interface MessageFault {
  readonly kind: "missing" | "extra" | "placeholders" | "plural" | "empty" | "shape";
  readonly key: string;
  readonly detail: string;
}

const isPlural = (node: Node): node is Record<string, string> => typeof node === "object" && "other" in node;

const placeholders = (text: string) => new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""));

/** Forms that counting up to two hundred needs: what people count here. */
function countingForms(locale: string): Set<string> {
  const rules = new Intl.PluralRules(locale);
  return new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
}

/** Everything in which `own`, the messages of `locale`, differs from the shape of `english`. */
export function messageFaults(locale: string, english: Node, own: Node): MessageFault[] {
  const forms = countingForms(locale);
  const faults: MessageFault[] = [];
  const report = (kind: MessageFault["kind"], key: string, detail = ""): void =>
    void faults.push({ kind, key, detail });

  const compare = (key: string, said: Node, mine: Node | undefined): void => {
    if (mine === undefined) return report("missing", key);
    if (typeof said === "string") return typeof mine === "string" ? words(key, said, mine) : report("shape", key);
    if (isPlural(said)) return isPlural(mine) ? plural(key, said, mine) : report("shape", key);
    if (typeof mine === "string") return report("shape", key);
    for (const part of new Set([...Object.keys(said), ...Object.keys(mine)])) {
      const at = key === "" ? part : `${key}.${part}`;
      const expected = said[part];
      if (expected === undefined) report("extra", at);
      else compare(at, expected, mine[part]);
    }
  };

  const words = (key: string, said: string, mine: string): void => {
    if (mine.trim() === "") return report("empty", key);
    const [wanted, found] = [placeholders(said), placeholders(mine)];
    const off = [...wanted.symmetricDifference(found)];
    if (off.length > 0) report("placeholders", key, off.join(", "));
  };

  // A form for exactly one or two may leave the number out; every other placeholder stands in all forms.
  const plural = (key: string, said: Record<string, string>, mine: Record<string, string>): void => {
    const wanted = placeholders(said["other"] ?? "");
    for (const form of forms) if (!(form in mine)) report("plural", key, `no form "${form}"`);
    for (const [form, text] of Object.entries(mine)) {
      if (form !== "other" && !forms.has(form)) report("plural", key, `no number takes "${form}"`);
      const off = [...wanted.symmetricDifference(placeholders(text))];
      const allowed = ["zero", "one", "two"].includes(form) ? off.filter((name) => name !== "count") : off;
      if (allowed.length > 0) report("placeholders", `${key}.${form}`, allowed.join(", "));
    }
  };

  compare("", english, own);
  return faults;
}
