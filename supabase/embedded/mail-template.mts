/** Owns filling in the templates of mails: the part of Go's language that ours use, which the embedded Auth server knows half of. */

const branch = /\{\{ (?:else )?if eq \.Data\.language "([a-z]+)" \}\}([\s\S]*?)(?=\{\{ (?:else|end))/g;
const block = /\{\{ if eq \.Data\.language "[a-z]+" \}\}[\s\S]*?\{\{ end \}\}/g;
const otherwise = /\{\{ else \}\}([\s\S]*?)\{\{ end \}\}/;

/** A template in the language of an account; null, or a language that it does not know: what stands under `else`. */
export function inLanguage(template: string, language: string | null): string {
  return template.replace(block, (whole) => {
    const found = [...whole.matchAll(branch)].find(([, named]) => named === language);
    return found?.[2] ?? otherwise.exec(whole)?.[1] ?? "";
  });
}

/** Puts values in the place of their names. What has no value is left out. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{ \.(\w+) \}\}/g, (_, name: string) => values[name] ?? "");
}
