/** Owns the plain-text half of a mail, made from its HTML half so that the two cannot disagree. */

/** The words of an HTML mail, links written as `label: address`. For our own templates, not for foreign HTML. */
export function mailText(html: string): string {
  return html
    .replace(/<(head|style)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(
      /<a\b[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a\s*>/gi,
      (_, address: string, label: string) => `${label.trim()}:\n${address}`,
    )
    .replace(/<\/(p|h1|h2|div|li)\s*>|<br\s*\/?>/gi, "\n\n")
    .replace(/<[^>]*>/g, "")
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (entity) => ({ "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' })[entity] ?? "'",
    )
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
