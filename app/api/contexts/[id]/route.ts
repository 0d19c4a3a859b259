/** Owns PATCH and DELETE /api/contexts/:id: a host platform says how its thing is called now, how it stands, and that it is over. */
import * as z from "zod";
import { badBody, readJson } from "@/app/api/answers";
import { answerPlatform } from "@/app/api/platform-request";
import { CodedError } from "@/lib/base/errors";
import { changeContext, endContext } from "@/lib/conversations/commands";
import { type ChangedContext, contextChangeSchema } from "@/lib/conversations/schema";

interface Params {
  readonly params: Promise<{ readonly id: string }>;
}

const maxBytes = 8 * 1024;

const words = {
  E_NOT_FOUND: "There is no such context of this platform.",
  E_CONFLICT: "This context has ended. What has ended is not changed any more.",
};

export function PATCH(request: Request, { params }: Params): Promise<Response> {
  return answerPlatform(
    request,
    async ({ key, appUrl }) => {
      const json = await readJson(request, maxBytes);
      const body = contextChangeSchema.safeParse(json);
      if (!body.success) return badBody(body.error);
      return changed(await changeContext(key, await idOf(params), body.data), appUrl);
    },
    words,
  );
}

export function DELETE(request: Request, { params }: Params): Promise<Response> {
  return answerPlatform(
    request,
    async ({ key, appUrl }) => changed(await endContext(key, await idOf(params)), appUrl),
    words,
  );
}

async function idOf(params: Params["params"]): Promise<string> {
  const id = z.uuid().safeParse((await params).id);
  // What cannot be an id is not there, like any other that is not.
  if (!id.success) throw new CodedError("E_NOT_FOUND", "context id");
  return id.data;
}

function changed(context: ChangedContext, appUrl: string): Response {
  const url = `${appUrl}/c/${context.conversation}`;
  return Response.json({ ...context, url }, { headers: { "cache-control": "no-store" } });
}
