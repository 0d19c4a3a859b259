/** Owns samples that break layouts: long names, large numbers, code, emoji, scripts of the other direction. */
import type { ConversationListView, TimelineRow } from "@/lib/chat/view";
import { amal, list, lucia, me, mira, priya, text } from "./samples";

const arabic = { ...amal, name: "أمل حدّاد" };
const long = { ...priya, name: "Priyadarshini Venkataramanan-Subrahmanyam of the Third Floor" };

const code = `export async function seal(message: Uint8Array, key: Key): Promise<Sealed> {
  const nonce = randomBytes(24); // never twice
  const box = secretbox(pad(message, 256), nonce, key);
  return { nonce, box, signature: sign(concat(label("parley/message/v1"), nonce, box), identity.secretKey) };
}
${"for (const each of everything) await verify(each);\n".repeat(18)}`;

export const hard: readonly TimelineRow[] = [
  text(lucia, 70, "🎉"),
  text(me, 69, "😀😀😀"),
  text(arabic, 60, "مرحبا، هل وصلت العدسة 50 mm اليوم؟ أرسل لي الرابط https://parcels.example/track من فضلك."),
  text(me, 59, "Reply to أمل حدّاد about 50 mm: نعم, it came (today)."),
  text(long, 50, "ok"),
  text(long, 49, "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhalterungsschraube".repeat(3)),
  text(
    lucia,
    40,
    "https://example.org/a/very/long/path/that/never/ends/and/has/no/spaces/at/all?with=query&and=more&and=more",
  ),
  text(me, 30, code),
  text(mira, 20, "a\nb\n\n\nc"),
  text(me, 10, "."),
];

/** Rows that carry more than a row was drawn for. */
export const crowded: ConversationListView = {
  ...list,
  conversations: list.conversations.map((row, at) => ({
    ...row,
    ...(at === 0 ? { title: long.name, unread: 10_000 } : {}),
    ...(at === 1 ? { title: arabic.name, unread: 1 } : {}),
    ...(at === 2 ? { title: "Lens, 50 mm, with case, filter, original box and the receipt", unread: 999 } : {}),
    ...(at === 3 && row.last ? { last: { ...row.last, text: "a\nb\nc ".repeat(40) } } : {}),
  })),
};
