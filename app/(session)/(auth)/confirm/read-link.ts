/** Owns reading what a mail's link carries. */
import * as z from "zod";

const linkSchema = z.object({
  token_hash: z.string().min(16).max(256),
  type: z.enum(["signup", "recovery", "email_change"]),
});

export interface MailLink {
  readonly tokenHash: string;
  readonly type: "signup" | "recovery" | "email_change";
}

/** The link, or null if something of it is missing. */
export function readLink(search: unknown): MailLink | null {
  const read = linkSchema.safeParse(search);
  return read.success ? { tokenHash: read.data.token_hash, type: read.data.type } : null;
}
