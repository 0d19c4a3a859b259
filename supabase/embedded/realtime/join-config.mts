/** Owns the payload of `phx_join`: what a client may ask for, with upstream's defaults. */
import * as z from "zod";

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]).default(false);

const joinConfig = z.object({
  broadcast: z.object({ ack: flag, self: flag, replication_ready: flag, replay: z.unknown().optional() }).prefault({}),
  presence: z.object({ key: z.string().default(""), enabled: flag }).prefault({}),
  postgres_changes: z.array(z.record(z.string(), z.unknown())).default([]),
  private: flag,
});

const joinPayload = z.object({ config: joinConfig.prefault({}) });
const joinToken = z.object({ access_token: z.string().optional(), user_token: z.string().optional() });

export type JoinConfig = z.infer<typeof joinConfig>;

/** The wishes of a join; a payload of the wrong shape counts as empty and so asks for a public channel. */
export function parseJoinConfig(payload: unknown): JoinConfig {
  const parsed = joinPayload.safeParse(payload);
  return parsed.success ? parsed.data.config : joinConfig.parse({});
}

/** The person's token, or null when the API key of the socket counts. */
export function parseJoinToken(payload: unknown): string | null {
  const parsed = joinToken.safeParse(payload);
  if (!parsed.success) return null;
  const { access_token: accessToken, user_token: userToken } = parsed.data;
  if ((accessToken ?? userToken)?.startsWith("sb_")) return null;
  return userToken ?? accessToken ?? null;
}
