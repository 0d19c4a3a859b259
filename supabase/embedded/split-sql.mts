/** Owns cutting a migration into statements the way the official CLI does, for the record it keeps of them. */

/** What may hold a semicolon without ending a statement, and the words that open and close a function body in plain SQL. */
const token = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`\/\*`,
    String.raw`\be'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`(?<![\w$])\$(?:[a-z_]\w*)?\$`,
    String.raw`\bbegin\s+atomic\b`,
    String.raw`\b(?:case|end)\b`,
    ";",
  ].join("|"),
  "giy",
);

/** The statements in order: trimmed, comments kept, without the semicolon that ends them; empty ones are left out. */
export function splitSql(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let depth = 0; // inside `begin atomic … end`, where `case … end` nests
  for (let at = 0; at < sql.length;) {
    token.lastIndex = at;
    const [found = ""] = token.exec(sql) ?? [];
    if (found === "") at++;
    else if (found === "/*") at = endOfComment(sql, at);
    else if (found.startsWith("$")) at = endOf(sql, found, at + found.length);
    else {
      at += found.length;
      const word = found.toLowerCase();
      if (word.startsWith("begin") || (word === "case" && depth > 0)) depth++;
      else if (word === "end" && depth > 0) depth--;
      else if (word === ";" && depth === 0) {
        statements.push(sql.slice(start, at - 1));
        start = at;
      }
    }
  }
  return [...statements, sql.slice(start)].map((each) => each.trim()).filter(Boolean);
}

function endOf(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}

/** Comments nest in Postgres. */
function endOfComment(sql: string, from: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}
