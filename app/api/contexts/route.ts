/** Owns POST /api/contexts: a host platform opens the conversation of one of its transactions, posts, courses … */
import { badBody, readJson } from "@/app/api/answers";
import { answerPlatform } from "@/app/api/platform-request";
import { createContext } from "@/lib/conversations/commands";
import { newContextSchema } from "@/lib/conversations/schema";

const maxBytes = 64 * 1024;

export function POST(request: Request): Promise<Response> {
  return answerPlatform(request, async ({ key, appUrl }) => {
    const json = await readJson(request, maxBytes);
    const body = newContextSchema.safeParse(json);
    if (!body.success) return badBody(body.error);
    const context = await createContext(key, body.data);
    const url = `${appUrl}/c/${context.conversation}`;
    const headers = { "cache-control": "no-store", ...(context.created ? { location: url } : {}) };
    return Response.json({ ...context, url }, { status: context.created ? 201 : 200, headers });
  });
}
