/** Owns POST /api/contexts: a host platform opens the conversation of one of its transactions, posts, courses … */
import { errorAnswer, notJson, readJson } from "@/app/api/answers";
import { readPublicConfig } from "@/lib/base/env";
import { CodedError, codeOf } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { isSameOrigin } from "@/lib/base/same-origin";
import { createContext } from "@/lib/conversations/commands";
import { newContextSchema } from "@/lib/conversations/schema";

const maxBytes = 64 * 1024;

export async function POST(request: Request): Promise<Response> {
  try {
    const { appUrl } = readPublicConfig();
    if (!isSameOrigin(request, { appUrl, programs: true })) throw new CodedError("E_AUTH", "origin");
    const key = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (key === undefined) throw new CodedError("E_AUTH", "no key");
    const json = await readJson(request, maxBytes);
    if (json === undefined) return notJson();
    const body = newContextSchema.safeParse(json);
    if (!body.success) {
      const fields = body.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      return errorAnswer(new CodedError("E_INPUT"), fields);
    }
    const context = await createContext(key, body.data);
    const url = `${appUrl}/c/${context.conversation}`;
    const headers = { "cache-control": "no-store", ...(context.created ? { location: url } : {}) };
    return Response.json({ ...context, url }, { status: context.created ? 201 : 200, headers });
  } catch (thrown) {
    log("warn", "context-refused", { code: codeOf(thrown) });
    return errorAnswer(thrown);
  }
}
