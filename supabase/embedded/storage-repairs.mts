/** Owns the fields supabase-js expects of signed addresses and the embedded Storage server does not send. */

/** Adds `signedURL` and `url`, without the prefix `/storage/v1`, to the answer of a signing request; else the same answer. */
export async function addSignedUrls(path: string, answer: Response): Promise<Response> {
  if (!answer.ok || !/^\/storage\/v1\/object\/(upload\/)?sign\//.test(path)) return answer;
  if (!answer.headers.get("content-type")?.includes("json")) return answer;
  const body: unknown = await answer.json();
  return Response.json(Array.isArray(body) ? body.map(withUrls) : withUrls(body), { status: answer.status });
}

function withUrls(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  const signed: unknown = Reflect.get(entry, "signedUrl") ?? Reflect.get(entry, "url");
  if (typeof signed !== "string") return entry;
  const url = signed.replace(/^\/storage\/v1/, "") || null;
  return { ...entry, signedURL: url, url };
}
