// Parts of a page that follow what happens: asked for again every few seconds, put in only when something is new.
// A line that drops is said once and tried again; what somebody types or holds open is not taken away.
import { all, hush, say, toast } from "./page";

const MISSES = 2; // one lost answer is nobody's news
const SLOWEST = 30_000;

export function startLive(changed: (part: HTMLElement) => void = () => undefined): void {
  for (const part of all<HTMLElement>("[data-live]")) {
    follow(part, changed);
  }
}

function follow(part: HTMLElement, changed: (part: HTMLElement) => void): void {
  const every = Math.max(1, Number(part.dataset["every"] ?? "5")) * 1_000;
  let misses = 0;
  const again = (): void => void window.setTimeout(turn, misses ? Math.min(SLOWEST, every * 2 ** Math.min(misses, 5)) : every);
  const turn = async (): Promise<void> => {
    if (document.visibilityState === "hidden" && !("calm" in part.dataset)) {
      again();
      return;
    }
    try {
      await refresh(part, changed);
      misses = 0;
      tell(false);
    } catch {
      misses += 1;
      if (misses >= MISSES) {
        tell(true);
      }
    }
    again();
  };
  window.addEventListener("online", () => void refresh(part, changed).catch(() => undefined));
  again();
}

async function refresh(part: HTMLElement, changed: (part: HTMLElement) => void): Promise<void> {
  const seen = part.querySelector<HTMLElement>("[data-seen]")?.dataset["seen"] ?? "";
  const url = new URL(part.dataset["live"] ?? "", location.href);
  url.searchParams.set("seen", seen);
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), 10_000);
  try {
    const answer = await fetch(url.href, { credentials: "same-origin", cache: "no-store", signal: stop.signal });
    if (answer.status === 204) {
      return;
    }
    if (answer.redirected) {
      location.reload(); // the window was given up elsewhere, or the log-in is over: the page itself says which
      return;
    }
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const words = await answer.text();
    if (isBusy(part)) {
      return;
    }
    const page = new DOMParser().parseFromString(words, "text/html");
    const focused = document.activeElement instanceof HTMLElement && part.contains(document.activeElement) ? document.activeElement.dataset["key"] : undefined;
    part.replaceChildren(...Array.from(page.body.childNodes, (node) => document.importNode(node, true)));
    if (focused) {
      part.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
    changed(part);
  } finally {
    window.clearTimeout(timer);
  }
}

/** Whether somebody fills something in here, or a press of theirs is on its way. */
function isBusy(part: HTMLElement): boolean {
  const active = document.activeElement;
  return Boolean(part.querySelector("details[open], form[data-sent]")) || (active !== null && part.contains(active) && active.matches("input, select, textarea"));
}

function tell(isCut: boolean): void {
  const own = document.querySelector<HTMLElement>("[data-cut]");
  if (own) {
    own.hidden = !isCut;
  } else if (isCut) {
    toast("live", "warn", say("boardStopped"), { icon: "cloud-off" });
  } else {
    hush("live");
  }
}
