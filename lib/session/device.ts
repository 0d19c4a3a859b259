/** Owns what this browser calls itself in the list of devices: family and system, nothing finer. */

const families = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const systems = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "Mac"],
  ["Linux", "Linux"],
] as const;

/** For example "Firefox, Linux". */
export function deviceLabel(userAgent: string): string {
  const find = (list: readonly (readonly [string, string])[]) => list.find(([sign]) => userAgent.includes(sign))?.[1];
  return [find(families) ?? "Browser", find(systems)].filter((part) => part !== undefined).join(", ");
}
