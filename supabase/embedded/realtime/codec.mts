/** Owns the bytes on the wire: both serializers, text frames and the binary broadcast frames of kind 3 (in) and 4 (out). */

/** Serializer of a socket: `vsn` 1.0.0 or 2.0.0. */
export type Version = 1 | 2;

/** What a broadcast carries. `body` is JSON text, raw bytes, or (for "map") the JSON of a whole payload as a client sent it. */
export type Content = { form: "json" | "binary"; event: string; body: Buffer } | { form: "map"; body: Buffer };

export interface Message {
  joinRef: string | null;
  ref: string | null;
  /** As on the wire, with the prefix `realtime:`. */
  topic: string;
  event: string;
  payload: unknown;
}

/** A frame from a client; `content` is set for every broadcast. */
export interface ClientFrame extends Message {
  content: Content | null;
}

/** One WebSocket message ready to be sent to any number of sockets of one version. */
export interface Outgoing {
  data: Buffer;
  binary: boolean;
}

const push = 3;
const broadcast = 4;
const longest = 255;

/** Reads one WebSocket message; null when it is malformed. */
export function decode(version: Version, data: Buffer, binary: boolean): ClientFrame | null {
  try {
    if (binary) return version === 2 ? decodePush(data) : null;
    const frame: unknown = JSON.parse(data.toString());
    if (version === 2) return Array.isArray(frame) && frame.length === 5 ? check(frame) : null;
    if (!isRecord(frame)) return null;
    return check([frame["join_ref"], frame["ref"], frame["topic"], frame["event"], frame["payload"]]);
  } catch {
    return null;
  }
}

function check([joinRef = null, ref = null, topic, event, payload = {}]: unknown[]): ClientFrame | null {
  if (!isRef(joinRef) || !isRef(ref) || typeof topic !== "string" || typeof event !== "string") return null;
  const content: Content | null =
    event === "broadcast" ? { form: "map", body: Buffer.from(JSON.stringify(payload)) } : null;
  return content && !isRecord(payload) ? null : { joinRef, ref, topic, event, payload, content };
}

function decodePush(data: Buffer): ClientFrame | null {
  if (data[0] !== push || data.length < 7) return null;
  let offset = 7;
  const [joinRef, ref, topic, event] = [1, 2, 3, 4].map((field) => {
    const end = offset + (data[field] ?? 0);
    const text = data.toString("utf8", offset, end);
    offset = end;
    return text;
  }) as [string, string, string, string];
  offset += data[5] ?? 0;
  const encoding = data[6] ?? 0;
  if (offset > data.length || encoding > 1) return null;
  const body = data.subarray(offset);
  if (encoding === 1) JSON.parse(body.toString()); // Receivers parse it without a guard: bad JSON must not get through.
  const content: Content = { form: encoding === 1 ? "json" : "binary", event, body };
  return { joinRef: joinRef || null, ref: ref || null, topic, event: "broadcast", payload: null, content };
}

/** Text frame of anything but a broadcast. Version 1 has no join_ref on the wire. */
export function encode(version: Version, { joinRef, ref, topic, event, payload }: Message): string {
  return JSON.stringify(version === 2 ? [joinRef, ref, topic, event, payload] : { topic, event, payload, ref });
}

/**
 * Frame of a broadcast to `topic` (with prefix), or null when this version cannot carry it.
 * @param meta JSON object text, or null
 * @param joinRef set for replays, which belong to one join and so travel as text where they can
 */
export function encodeBroadcast(
  version: Version,
  topic: string,
  content: Content,
  meta: string | null = null,
  joinRef: string | null = null,
): Outgoing | null {
  if (version === 2 && content.form !== "map" && (content.form === "binary" || joinRef === null)) {
    const head = [topic, content.event, meta ?? ""].map((text) => Buffer.from(text));
    if (head.every((text) => text.length <= longest)) {
      const sizes = Buffer.from([broadcast, ...head.map((text) => text.length), content.form === "json" ? 1 : 0]);
      return { data: Buffer.concat([sizes, ...head, content.body]), binary: true };
    }
  }
  if (content.form === "binary") return null;
  const payload =
    content.form === "map"
      ? content.body.toString()
      : `{"type":"broadcast","event":${JSON.stringify(content.event)},"payload":${content.body.toString()}` +
        `${meta === null ? "" : `,"meta":${meta}`}}`;
  const text =
    version === 2
      ? `[${JSON.stringify(joinRef)},null,${JSON.stringify(topic)},"broadcast",${payload}]`
      : `{"topic":${JSON.stringify(topic)},"event":"broadcast","payload":${payload},"ref":null}`;
  return { data: Buffer.from(text), binary: false };
}

function isRef(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

/** Whether a JSON value is an object, the only thing a payload may be. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
