// The service worker: opens a few empty forms without signal, and sends drafts when it is back.
// It never keeps a page that knows who the reader is.
import { sendDue } from "./store";

interface Known {
  shells: { match: string; url: string }[];
  offline: string;
  token: string;
  static: string;
  files: string[];
}

declare const self: ServiceWorkerGlobalScope & { LINLI: Known };

const known = self.LINLI;
const CACHE = `linli-${hash(JSON.stringify(known))}`;
const PATIENCE = 8_000;

function hash(text: string): string {
  let sum = 5381;
  for (const char of text) {
    sum = ((sum * 33) ^ (char.codePointAt(0) ?? 0)) >>> 0;
  }
  return sum.toString(36);
}

async function fetchShells(): Promise<void> {
  const cache = await caches.open(CACHE);
  const pages = [known.offline, ...known.shells.map((shell) => shell.url)];
  await Promise.all(
    pages.map(async (url) => {
      // Without cookies: whoever is logged in, the kept form is the empty one. The language is asked for
      // by the browser's own header.
      const answer = await fetch(url, { credentials: "omit", cache: "no-store" }).catch(() => null);
      if (answer?.ok && !answer.redirected) {
        await cache.put(url, answer);
      }
    }),
  );
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await Promise.all(known.files.map((url) => cache.add(url).catch(() => undefined)));
      await fetchShells();
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith("linli-") && name !== CACHE).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "refresh") {
    event.waitUntil(fetchShells());
  }
});

self.addEventListener("sync", (event) => {
  const sync = event as ExtendableEvent & { tag: string };
  if (sync.tag === "drafts") {
    sync.waitUntil(sendAndTell());
  }
});

/** A page that stands open says what was sent, and takes it off its list, whoever sent it. */
async function sendAndTell(): Promise<void> {
  const sent = await sendDue(known.token, true);
  if (sent.length) {
    const told = sent.map(({ draft, answer }) => ({ id: draft.id, label: draft.label, answer }));
    (await self.clients.matchAll({ type: "window" })).forEach((page) => page.postMessage({ sent: told }));
  }
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) {
    return;
  }
  if (request.method === "POST" && request.mode === "navigate" && isOurForm(request)) {
    event.respondWith(fetch(request).catch(unanswered));
    return;
  }
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(request, url));
  } else if (url.pathname.startsWith(known.static)) {
    event.respondWith(file(request, url));
  }
});

/**
 * A form that a page of ours sends. Safari loses the files of a form that passes through here (WebKit bug 284184 and its
 * kin), and only Chromium can be known to keep them: elsewhere a form that carries files goes past.
 */
function isOurForm(request: Request): boolean {
  const hasFiles = /^multipart/i.test(request.headers.get("content-type") ?? "");
  return request.referrer.startsWith(self.location.origin) && (!hasFiles || "userAgentData" in self.navigator);
}

/**
 * No answer came, though the phone said that it had signal. “No content” leaves the page where it is, with everything
 * that was written and chosen, and the page says what happened. Nothing is sent again by itself: it may have arrived.
 */
async function unanswered(): Promise<Response> {
  (await self.clients.matchAll({ type: "window", includeUncontrolled: true })).forEach((page) => page.postMessage("unanswered"));
  return new Response(null, { status: 204 });
}

async function page(request: Request, url: URL): Promise<Response> {
  const numbered = url.pathname.replace(/\/\d+\//, "/*/");
  const shell = known.shells.find(({ match }) => match === url.pathname || match === numbered);
  try {
    if (!shell) {
      return await fetch(request);
    }
    // A form is wanted now: on a bad line the empty one, after a moment, is better than waiting.
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    const answer = await fetch(request, { signal: stop.signal });
    clearTimeout(timer);
    return answer;
  } catch {
    const cache = await caches.open(CACHE);
    const kept = (shell && (await cache.match(shell.url))) ?? (await cache.match(known.offline));
    return kept ?? Response.error();
  }
}

/** Files whose name carries a hash never change; the others are asked for first. */
async function file(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(CACHE);
  const isFixed = /[.-][0-9A-Za-z]{8,12}\.(js|css|svg)$/.test(url.pathname);
  const kept = isFixed ? await cache.match(request) : undefined;
  if (kept) {
    return kept;
  }
  try {
    const answer = await fetch(request);
    if (answer.ok && /\/built\//.test(url.pathname)) {
      await cache.put(request, answer.clone());
    }
    return answer;
  } catch {
    return (await cache.match(request)) ?? Response.error();
  }
}
