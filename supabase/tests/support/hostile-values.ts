/** Owns values that no function of the database expects. */
import { randomUUID } from "node:crypto";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";

export const hostile: unknown[] = [
  ...[
    null,
    "",
    "\n",
    "=",
    "A",
    "AAA=",
    "!!!!",
    "é",
    "\u202e",
    "'; drop table chat.events; --",
    "$1",
    "\\x00",
    "%s%n",
    "{}",
    "[]",
    "0",
    "-1",
  ],
  ...[
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999999",
    "1e309",
    "NaN",
    "infinity",
    "1970-01-01",
    "{1,2}",
    "{NULL}",
    "true",
  ],
  ...[
    toBase64(random(283)),
    toBase64(random(284)),
    toBase64(new Uint8Array(284)),
    toBase64(random(65_552)),
    "A".repeat(100_000),
    randomUUID(),
  ],
];
