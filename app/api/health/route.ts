/** Owns GET /api/health: 200 while every part answers, 503 naming the part that does not. */
import { connection } from "next/server";
import { health } from "@/lib/monitoring/queries";

export async function GET(): Promise<Response> {
  await connection();
  const state = await health();
  return Response.json(state, { status: state.status === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } });
}
