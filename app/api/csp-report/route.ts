/** Owns POST /api/csp-report, where browsers report violations of the content policy. Open to all, answered the same always. */
import { readJson } from "@/app/api/answers";
import { recordViolations } from "@/lib/monitoring/commands";

const maxBytes = 32 * 1024;

export async function POST(request: Request): Promise<Response> {
  const report = await readJson(request, maxBytes).catch(() => null);
  recordViolations(report);
  return new Response(null, { status: 204 });
}
