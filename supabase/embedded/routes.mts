/** Owns the list of what the gateway lets through: nothing else of the servers behind it can be reached. */

export interface Route {
  to: "auth" | "rpc" | "rest" | "storage" | "realtime";
  /** The least key the caller must show: none, the publishable one, or the secret one. */
  key: "none" | "publishable" | "secret";
  /** Largest body in bytes. */
  maxBody: number;
}

const kilobyte = 1024;
const small = 64 * kilobyte;

type Entry = [methods: string, path: RegExp, route: Route];

const auth = (key: Route["key"]): Route => ({ to: "auth", key, maxBody: small });
const storage = (key: Route["key"], maxBody: number): Route => ({ to: "storage", key, maxBody });

const list: Entry[] = [
  ["GET", /^\/auth\/v1\/(health|\.well-known\/jwks\.json)$/, auth("none")],
  ["GET", /^\/auth\/v1\/(settings|user|reauthenticate)$/, auth("publishable")],
  ["POST", /^\/auth\/v1\/(signup|token|logout|otp|verify|recover|resend)$/, auth("publishable")],
  ["PUT", /^\/auth\/v1\/user$/, auth("publishable")],
  ["GET HEAD POST", /^\/rest\/v1\/rpc\/[a-z0-9_]+$/, { to: "rpc", key: "publishable", maxBody: 2048 * kilobyte }],
  [
    "GET HEAD POST PATCH PUT DELETE",
    /^\/rest\/v1\/[a-z0-9_]+$/,
    { to: "rest", key: "publishable", maxBody: 2048 * kilobyte },
  ],
  // A blob of a 25 MiB file is 26,220,864 bytes; a form around it is a little more.
  ["GET HEAD POST PUT", /^\/storage\/v1\/object\/(?!list|copy|move).+$/, storage("publishable", 27 * 1024 * kilobyte)],
  ["POST", /^\/storage\/v1\/object\/(list\/[^/]+|copy|move)$/, storage("publishable", small)],
  ["DELETE", /^\/storage\/v1\/object\/.+$/, storage("publishable", small)],
  ["GET POST PUT DELETE", /^\/storage\/v1\/bucket(\/[^/]+){0,2}$/, storage("secret", small)],
  ["GET POST", /^\/realtime\/v1\/(websocket|api\/broadcast(\/.+)?)$/, { to: "realtime", key: "none", maxBody: 0 }],
];

/** The route of a request, or why there is none. Realtime checks its keys itself. */
export function findRoute(method: string, path: string): Route | "unknown path" | "wrong method" {
  const here = list.filter(([, pattern]) => pattern.test(path));
  if (here.length === 0) return "unknown path";
  return here.find(([methods]) => methods.split(" ").includes(method))?.[2] ?? "wrong method";
}
