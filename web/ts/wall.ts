// Boards on a wall, day and night: brings the next board before it turns, keeps every one it has shown, and goes on turning those
// when nothing comes any more, saying since when their numbers are. It never leaves a page for one that might not come.
import { keepAwake } from "./awake";
import { startLook } from "./look";
import { all } from "./page";
import { startSmall } from "./small";

startLook();
startSmall();
keepAwake();

type Way = "before" | "pause" | "after";
const DAY = 86_400_000;
const MINUTE = 60;
const PATIENCE = 10_000;
const SWIPE = 60;

/** A board as it came: its address, since when its numbers are, what is put in, and where it leads. */
interface Kept {
  url: string;
  at: string;
  title: string;
  turns: HTMLElement[];
  before: string;
  after: string;
}

class LoggedOut extends Error {}
class Gone extends Error {}

const wall = document.querySelector<HTMLElement>("[data-wall]");
const strip = document.querySelector<HTMLElement>("[data-stopped]");
const seconds = Number(wall?.dataset["wall"]) || 30;
const build = scriptOf(document);
const began = performance.now();
const kept = new Map<string, Kept>();
let isPaused = wall?.hasAttribute("data-paused") ?? false;
let stoppedAt = "";
let isLoggedOut = false;
let timer = 0;
let latest = 0;
let now = read(document, location.href);

if (now) {
  kept.set(nameOf(now.url), now);
  arm();
}

function scriptOf(page: Document): string {
  return page.querySelector("script[type=module]")?.getAttribute("src") ?? "";
}

/** Takes a page to pieces that can be put in; nothing where it is no wall. */
function read(page: Document, url: string): Kept | null {
  const found = page.querySelector<HTMLElement>("[data-wall]");
  const link = (way: Way): string => new URL(found?.querySelector(`[data-way="${way}"]`)?.getAttribute("href") ?? "", location.href).href;
  return (
    found && {
      url,
      at: found.dataset["at"] ?? "",
      title: page.title,
      turns: all("[data-turn]", found).map((one) => document.importNode(one, true)),
      before: link("before"),
      after: link("after"),
    }
  );
}

/** Names a board and its page, whatever else its address says. */
function nameOf(url: string): string {
  const address = new URL(url);
  return `${address.pathname}#${address.searchParams.get("page") ?? "1"}`;
}

/** Writes into an address whether the wall stands still. */
function put(url: string, still = isPaused): string {
  const address = new URL(url);
  address.searchParams.delete("paused");
  if (still) {
    address.searchParams.set("paused", "1");
  }
  return address.href;
}

function arm(): void {
  window.clearTimeout(timer);
  const due = (): void => (isBusy() ? arm() : now ? void go(isPaused ? now.url : now.after) : undefined);
  // What stands still is brought anew too: as long as there is a line, numbers are never older than a minute.
  timer = window.setTimeout(due, (isPaused ? Math.min(seconds, MINUTE) : seconds) * 1000);
  const sand = document.querySelector("[data-sand]");
  sand?.getAnimations().forEach((one) => one.cancel());
  if (!isPaused && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    sand?.animate([{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }], { duration: seconds * 1000 });
  }
}

/** Nobody looks, or somebody is choosing. */
function isBusy(): boolean {
  return document.visibilityState === "hidden" || document.querySelector("[data-wall] details[open]") !== null;
}

async function go(url: string): Promise<void> {
  window.clearTimeout(timer);
  latest += 1;
  const mine = latest;
  let one: Kept | null;
  let why: unknown;
  try {
    one = await bring(url);
  } catch (error) {
    why = error;
    one = another(url);
  }
  if (mine !== latest) {
    return; // somebody pressed something meanwhile
  }
  stoppedAt = why ? stoppedAt || new Date().toLocaleString("sv-SE").slice(5, 16) : "";
  isLoggedOut = why instanceof LoggedOut;
  show(one);
  arm();
}

async function bring(url: string): Promise<Kept> {
  try {
    return await ask(url);
  } catch (why) {
    if (!(why instanceof Gone)) {
      throw why;
    }
    kept.delete(nameOf(url)); // no longer there, or no longer this reader's: begin with what is
    return ask(new URL(wall?.dataset["start"] ?? "", location.href).href);
  }
}

async function ask(url: string): Promise<Kept> {
  const stop = new AbortController();
  const patience = window.setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(put(url), { credentials: "same-origin", cache: "no-store", signal: stop.signal });
    if (answer.status === 404 || answer.status === 403) {
      throw new Gone();
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const one = answer.ok ? read(page, answer.url) : null;
    if (!one) {
      throw answer.ok && answer.redirected ? new LoggedOut() : new Error(String(answer.status));
    }
    kept.set(nameOf(one.url), one);
    // A newer program, or a day gone by: begin afresh, now that somebody answers.
    if (scriptOf(page) !== build || performance.now() - began > DAY) {
      location.replace(one.url);
    }
    return one;
  } finally {
    window.clearTimeout(patience);
  }
}

/** Gives what was shown of a board before, else the one kept after the one that stands. */
function another(url: string): Kept | null {
  const names = [...kept.keys()];
  const place = now ? names.indexOf(nameOf(now.url)) : -1;
  return kept.get(nameOf(url)) ?? kept.get(names[(place + 1) % names.length] ?? "") ?? now;
}

function show(one: Kept | null): void {
  if (one) {
    now = one;
    document.title = one.title;
    for (const fresh of one.turns) {
      document.querySelector(`[data-turn="${fresh.dataset["turn"] ?? ""}"]`)?.replaceWith(fresh.cloneNode(true));
    }
  }
  if (!now) {
    return;
  }
  const ways: Record<Way, string> = { before: put(now.before), pause: put(now.url, !isPaused), after: put(now.after) };
  for (const [way, url] of Object.entries(ways)) {
    document.querySelector(`[data-way="${way}"]`)?.setAttribute("href", url);
  }
  wall?.toggleAttribute("data-paused", isPaused);
  history.replaceState(null, "", put(now.url));
  tell(now);
}

/** Says since when nothing comes, and of when the numbers are that one sees. */
function tell(one: Kept): void {
  const door = strip?.querySelector("a");
  if (!strip || !door) {
    return;
  }
  const words = (isLoggedOut ? strip.dataset["loggedOut"] : strip.dataset["stopped"]) ?? "";
  strip.hidden = !stoppedAt;
  strip.querySelector("span")?.replaceChildren(stoppedAt ? words.replace("{since}", stoppedAt).replace("{at}", one.at) : "");
  door.hidden = !isLoggedOut;
  door.href = put(one.url);
}

function take(way: Way): void {
  if (way === "pause") {
    isPaused = !isPaused;
    latest += 1; // what is on its way was asked for before
    show(null);
    arm();
  } else if (now) {
    const url = now[way];
    show(kept.get(nameOf(url)) ?? null); // a press is answered at once; the newest numbers follow
    void go(url);
  }
}

// ------------------------------------------------------------- keys, remote, touch

const KEYS: Record<string, Way> = {
  ArrowRight: "after",
  ArrowLeft: "before",
  MediaTrackNext: "after",
  MediaTrackPrevious: "before",
  ChannelUp: "after",
  ChannelDown: "before",
  MediaPlayPause: "pause",
  MediaPlay: "pause",
  MediaPause: "pause",
};
// These scroll where there is something to scroll, as on a phone.
const SCROLLING: Record<string, Way> = { PageDown: "after", PageUp: "before", " ": "pause" };

document.addEventListener("keydown", (event) => {
  const on = event.target instanceof Element ? event.target : null;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || on?.closest("input, select, textarea, details, form")) {
    return;
  }
  const scrolls = document.documentElement.scrollHeight > window.innerHeight + 1 || Boolean(on?.closest("button"));
  const way = KEYS[event.key] ?? (scrolls ? undefined : SCROLLING[event.key]);
  if (way) {
    event.preventDefault();
    take(way);
  }
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-way]") : null;
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    take(link.dataset["way"] as Way);
  }
});

let from: PointerEvent | null = null;
document.addEventListener("pointerdown", (event) => (from = event.pointerType === "touch" && event.isPrimary ? event : null));
document.addEventListener("pointercancel", () => (from = null));
document.addEventListener("pointerup", (event) => {
  const [x, y] = from ? [event.clientX - from.clientX, event.clientY - from.clientY] : [0, 0];
  from = null;
  if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) {
    take(x < 0 ? "after" : "before");
  }
});

window.addEventListener("online", () => (now ? void go(now.url) : undefined));

// A pointer left lying on the picture is nobody's news.
let still = 0;
document.addEventListener("pointermove", () => {
  document.documentElement.removeAttribute("data-still");
  window.clearTimeout(still);
  still = window.setTimeout(() => document.documentElement.setAttribute("data-still", ""), 5_000);
});
