/** Owns the forms of what a host platform asks for and is answered when it opens a conversation or changes what it is about. */
import * as z from "zod";

/** Kinds of conversation that belong to something of a platform. */
export const contextKinds = ["transaction", "post", "application", "course", "care", "courseroom"] as const;

const role = z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/, "A role is a lower-case word of at most 32 characters.");

const party = z.union(
  [
    z.strictObject({ handle: z.string().trim().min(1).max(64), role }),
    z.strictObject({ email: z.string().trim().pipe(z.email()).pipe(z.string().max(254)), role }),
  ],
  "A party has a role and either a handle or an email.",
);

const title = z.string().trim().min(1).max(200);

/** Body of POST /api/contexts. Everything in it is readable for the server: see docs/api.md. */
export const newContextSchema = z.strictObject({
  kind: z.enum(contextKinds),
  /** The platform's own name for the transaction, post, course …; unique per platform and kind. */
  externalId: z.string().trim().min(1).max(128),
  /** Shown above the conversation; without one its kind is shown alone. */
  title: title.nullable().default(null),
  parties: z.array(party).min(2).max(256),
});

export type NewContext = z.infer<typeof newContextSchema>;

/** Answer of the database function. */
export const createdContextSchema = z.object({
  context: z.uuid(),
  conversation: z.uuid(),
  created: z.boolean(),
  parties: z.array(z.object({ user_id: z.uuid(), role: z.string() })),
});

export interface CreatedContext {
  readonly context: string;
  readonly conversation: string;
  /** False if the platform had asked for the same before. */
  readonly created: boolean;
  readonly parties: readonly { readonly userId: string; readonly role: string }[];
}

/** Body of PATCH /api/contexts/:id. */
export const contextChangeSchema = z
  .strictObject({
    /** null: none any more. */
    title: title.nullable().optional(),
    /** How the thing stands, in the platform's words or one of those that are translated. */
    state: z.string().trim().min(1).max(32).optional(),
    /** Members read and nobody writes. */
    closed: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "Say a title, a state, or whether it is closed.");

export type ContextChange = z.infer<typeof contextChangeSchema>;

/** Answer of the database functions that change a context. */
export const changedContextSchema = z.object({
  context: z.uuid(),
  conversation: z.uuid(),
  title: z.string().nullable(),
  state: z.string(),
  ended: z.boolean(),
  closed: z.boolean(),
});

export type ChangedContext = z.infer<typeof changedContextSchema>;
