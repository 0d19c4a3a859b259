/** Owns what every request of a host platform goes through: its key, no page of another site, and answers with a log line. */
import { errorAnswer } from "@/app/api/answers";
import { readPublicConfig } from "@/lib/base/env";
import { CodedError, codeOf, type ErrorCode } from "@/lib/base/errors";
import { log } from "@/lib/base/log";
import { isSameOrigin } from "@/lib/base/same-origin";

export interface PlatformRequest {
  /** The platform's key, not checked yet. */
  readonly key: string;
  readonly appUrl: string;
}

/** Answers a request that shows a key. `words`: what a code means on this route, where it differs. */
export async function answerPlatform(
  request: Request,
  answer: (from: PlatformRequest) => Promise<Response>,
  words: Partial<Record<ErrorCode, string>> = {},
): Promise<Response> {
  try {
    const { appUrl } = readPublicConfig();
    if (!isSameOrigin(request, { appUrl, programs: true })) throw new CodedError("E_AUTH", "origin");
    const key = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (key === undefined) throw new CodedError("E_AUTH", "no key");
    return await answer({ key, appUrl });
  } catch (thrown) {
    log("warn", "context-refused", { code: codeOf(thrown) });
    return errorAnswer(thrown, [], words);
  }
}
