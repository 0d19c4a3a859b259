/**
 * Owns what is there without a network: one shell document, and the files of the build it belongs to. Nothing else is
 * intercepted: no message, no function, no session, no other page. What a file is comes from the build's own list, by SHA-256.
 * And what other apps share is taken in here, so that it never goes to the server.
 */
importScripts("/sw-build.js");

/** @type {{ id: string, urgent: boolean, assets: Record<string, string> }} path of a file → SHA-256 in base64 */
const build = self.parleyBuild;
const cacheName = `parley-shell-${build.id}`;
const shellPath = "/offline";
/** A page that takes longer comes from the shell. Milliseconds. */
const patienceMs = 8_000;
/**
 * The files of a page that the network has just answered with are left to the browser for so long: it keeps them itself, and of their
 * compiled form only what was really used, where a cache of ours has it whole, which takes four times as long to bring back. Milliseconds.
 */
const arrivingMs = 10_000;
/** Pages that only make sense with a server. */
const serverOnly = /^\/(api|auth)\//;
/** Where other apps send what a person shares; the same address shows it. */
const sharePath = "/share";
/** What was shared waits so long for the page to ask for it. Milliseconds. */
const sharedMs = 60_000;

/** The person has signed out: this worker keeps nothing any more, and its days are over. */
let forgotten = false;
/** Pages that the network has just answered with, by their clients: when it did. */
const arriving = new Map();
/** What another app has shared: in memory only, for the next page that asks. `end` lets go of it, and lets this worker rest. */
let shared = null;
/** What is being stored at the moment. */
let storing = Promise.resolve();

self.addEventListener("install", (event) => {
  event.waitUntil(storeShell().then(() => (build.urgent ? self.skipWaiting() : undefined)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(becomeActive());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  // Before everything else: a worker whose days are over does not let it through to the server either.
  if (request.mode === "navigate" && request.method === "POST" && url.pathname === sharePath)
    return event.respondWith(takeIn(event));
  if (forgotten || request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (!serverOnly.test(url.pathname)) event.respondWith(page(event));
  } else if (!isArriving(event.clientId) && Object.hasOwn(build.assets, url.pathname))
    event.respondWith(asset(request, url.pathname));
});

self.addEventListener("message", (event) => {
  const { data } = event;
  if (data?.type === "activate") void self.skipWaiting();
  // A page asks whether it was loaded from this very build.
  else if (data?.type === "same-build") event.ports[0]?.postMessage(data.paths.every((path) => path in build.assets));
  else if (data?.type === "shared") {
    event.ports[0]?.postMessage(shared?.parts ?? null);
    shared?.end();
  } else if (data?.type === "complete") event.waitUntil((storing = storing.then(complete)));
  else if (data?.type === "forget") event.waitUntil(forget().then(() => event.ports[0]?.postMessage(true)));
});

async function becomeActive() {
  for (const name of await caches.keys())
    if (name.startsWith("parley-shell-") && name !== cacheName) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** Takes the shell and what it names. Fails as a whole if they are of different builds: the old worker then stays. */
async function storeShell() {
  const response = await fetch(shellPath, { cache: "no-store", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error("no shell");
  const cache = await caches.open(cacheName);
  const text = await response.clone().text();
  const named = new Set(text.match(/\/_next\/static\/[\w./~-]+\.(?:js|css|woff2)/g));
  await Promise.all([...named].map((path) => keep(cache, path)));
  await cache.put(shellPath, response);
}

/** Nobody else may delete what this worker is storing: one would wait for the other. */
async function forget() {
  forgotten = true;
  shared?.end();
  await storing;
  for (const name of await caches.keys()) if (name.startsWith("parley-shell-")) await caches.delete(name);
}

/** After the first quiet moment: the shell as it looks now, and every file of the build, one after the other. */
async function complete() {
  if (forgotten) return;
  try {
    await storeShell();
    const cache = await caches.open(cacheName);
    for (const path of Object.keys(build.assets)) {
      if (forgotten) return;
      await keep(cache, path);
    }
  } catch {
    // The network went away: what is there stays, the rest is taken at the next visit.
  }
}

/** Stores one file of the build. @throws if it is not on the list or not what the list says */
async function keep(cache, path) {
  if (await cache.match(path)) return;
  const response = await fetch(path);
  if (!response.ok || !(await isGenuine(path, response))) throw new Error(`not of this build: ${path}`);
  await cache.put(path, response);
}

/** Answers what another app sends with the way to the page that shows it, whatever it is. It goes no further than this worker. */
async function takeIn(event) {
  const answer = Response.redirect(new URL(sharePath, self.location.href).href, 303);
  const form = await event.request.formData().catch(() => new FormData());
  if (forgotten) return answer;
  shared?.end();
  const text = (name) => (typeof form.get(name) === "string" ? form.get(name) : "");
  const parts = { title: text("title"), text: text("text"), url: text("url") };
  // A worker that waits for nothing may be stopped, and what it has in memory would be lost.
  event.waitUntil(
    new Promise((resolve) => {
      const timer = setTimeout(() => mine.end(), sharedMs);
      const mine = {
        parts,
        end: () => {
          clearTimeout(timer);
          if (shared === mine) shared = null;
          resolve();
        },
      };
      shared = mine;
    }),
  );
  return answer;
}

/** Network first, and nothing before it; without one, or with one that does not answer, the shell. */
async function page(event) {
  const network = fromNetwork(event);
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  const response = await Promise.race([network.catch(() => undefined), late]);
  clearTimeout(timer);
  // A gateway without its application behind it is no network either.
  const answered = response && ![502, 503, 504].includes(response.status);
  if (answered) {
    arriving.set(event.resultingClientId, Date.now());
    return response;
  }
  const cache = await caches.open(cacheName);
  return (await cache.match(shellPath)) ?? network;
}

function isArriving(client) {
  for (const [id, since] of arriving) if (Date.now() - since > arrivingMs) arriving.delete(id);
  return arriving.has(client);
}

async function fromNetwork(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

/** A file of the build: from the cache if it is still what the list says, else from the network. */
async function asset(request, path) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(path);
  if (kept) {
    if (await isGenuine(path, kept)) return request.destination === "worker" ? addressed(kept) : kept;
    await cache.delete(path);
  }
  const response = await fetch(request);
  if (response.ok && (await isGenuine(path, response))) await cache.put(path, response.clone());
  return response;
}

/** Without an address of its own a response keeps the one that was asked for, in which workers find what they are to run. Others
 * stay what the cache gave: only with those does the browser keep the compiled script. */
function addressed(response) {
  return new Response(response.body, response);
}

async function isGenuine(path, response) {
  const expected = build.assets[path];
  if (!expected) return false;
  const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest))) === expected;
}
