/** Owns GET /api/online: how many people are online, of everybody or of a conversation, or whether one person is. */
import * as z from "zod";
import { badBody, errorAnswer } from "@/app/api/answers";
import { isOnline, onlineCount } from "@/lib/accounts/online";
import { CodedError } from "@/lib/base/errors";

const query = z
  .strictObject({ person: z.uuid().optional(), conversation: z.uuid().optional() })
  .refine(({ person, conversation }) => !person || !conversation, "either a person or a conversation");

const words = {
  E_AUTH: "The token is missing or not valid. Send a person's access token as: Authorization: Bearer …",
  E_NOT_FOUND: "This person is in no such conversation.",
};

export async function GET(request: Request): Promise<Response> {
  try {
    const token = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (token === undefined) throw new CodedError("E_AUTH", "no token");
    const asked = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return badBody(asked.error);
    const { person, conversation = null } = asked.data;
    const answer = person ? await isOnline(token, person) : await onlineCount(token, conversation);
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  } catch (thrown) {
    return errorAnswer(thrown, [], words);
  }
}
