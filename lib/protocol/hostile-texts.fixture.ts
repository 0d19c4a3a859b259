/** Owns texts that want to be more than text: markup, script, tricks with direction. Both classes of conversation are tried with them. */

/** Each is a text somebody may write; shown, each must be that text and nothing else. At most 120 characters long. */
export const hostileTexts: readonly string[] = [
  "<script>globalThis.pwned = 1</script>",
  "<img src=x onerror=globalThis.pwned=1>",
  "<svg/onload=globalThis.pwned=1>",
  '"><iframe srcdoc="<script>parent.pwned=1</script>">',
  "javascript:globalThis.pwned=1",
  "[click](javascript:globalThis.pwned=1)",
  "<a href=javascript:globalThis.pwned=1>here</a>",
  "https://example.org/\"onmouseover='globalThis.pwned=1'",
  "{{constructor.constructor('globalThis.pwned=1')()}}",
  "${globalThis.pwned=1}",
  "<style>*{background:url(//evil.example)}</style>",
  "</textarea><script>globalThis.pwned=1</script>",
  "<math><mi//xlink:href='data:x,<script>globalThis.pwned=1</script>'>",
  "data:text/html,<script>globalThis.pwned=1</script>",
  "&lt;script&gt;globalThis.pwned=1&lt;/script&gt;",
  "\u202Egpj.exe\u202C <b onclick=globalThis.pwned=1>bold</b>",
  "'; drop table chat.room_events; --",
  "%s%n%x \\u003cscript\\u003e",
];
