// htmx as Linli uses it: no inline script, errors as notes, words for a slow line, and the phone's one pane.
import htmx from "htmx.org";

import { fetchForms, fetchRows, forgetAhead, keptFor, renewKeys, startAhead } from "./ahead";
import { adopt } from "./drafts";
import { startMaps } from "./maps";
import { csrfToken, hush, say, toast } from "./page";
import { startPhotos } from "./photos";

const PHONE = "(max-width: 48rem)";
const SLOW = 5_000;
const BARS = 500;

interface Detail {
  elt: HTMLElement;
  target?: HTMLElement;
  headers: Record<string, string>;
  verb: string;
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  pathInfo?: { requestPath: string };
  requestConfig?: { verb: string };
  isError: boolean;
}

export function startHtmx(): void {
  showCurrentView(document);
  startAhead();
  fetchForms(document);
  void fetchRows(document);
  htmx.config.includeIndicatorStyles = false;
  htmx.config.allowEval = false;
  htmx.config.allowScriptTags = false;
  htmx.config.selfRequestsOnly = true;
  htmx.config.historyCacheSize = 0; // pages with people's data are not kept in the browser's storage
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.scrollIntoViewOnBoost = false;
  htmx.config.timeout = 30_000;
  htmx.config.defaultSwapStyle = "innerHTML";
  // 409 (someone was faster), 422 (a form to mend) are answers to show; other errors become a note.
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ];
  const timers = new WeakMap<XMLHttpRequest, number[]>();

  listen("htmx:configRequest", ({ headers, verb }) => {
    if (verb !== "get") {
      headers["X-CSRFToken"] = csrfToken();
    }
  });
  listen("htmx:beforeSend", ({ xhr, target }) => {
    const bars = window.setTimeout(() => target?.setAttribute("aria-busy", "true"), BARS);
    const slow = window.setTimeout(() => toast("slow", "info", say("slow"), { icon: "clock" }), SLOW);
    timers.set(xhr, [bars, slow]);
  });
  listen("htmx:afterRequest", ({ xhr, target, verb, requestConfig }) => {
    if ((verb ?? requestConfig?.verb) !== "get" && xhr.status) {
      forgetAhead();
    }
    timers.get(xhr)?.forEach((timer) => window.clearTimeout(timer));
    target?.removeAttribute("aria-busy");
    hush("slow");
  });
  listen("htmx:beforeSwap", (detail) => {
    // An expired session answers with the log-in page: go there instead of putting it into a pane.
    if (/^\/accounts\/(login|reauthenticate)/.test(new URL(detail.xhr.responseURL || location.href).pathname)) {
      detail.shouldSwap = false;
      location.assign(`/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
  });
  listen("htmx:responseError", ({ xhr }) => {
    const known: Record<number, string> = { 403: "stale", 404: "gone", 413: "tooBig", 429: "tooOften" };
    toast("request", "bad", say(known[xhr.status] ?? "broken"), { action: { words: say("reload"), run: () => location.reload() } });
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) {
    listen(kind, ({ elt, verb, pathInfo, requestConfig, target }) => {
      const piece = (verb ?? requestConfig?.verb) === "get" ? keptFor(pathInfo?.requestPath ?? "") : undefined;
      if (piece && target) {
        htmx.swap(target, piece, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
        renewKeys(target);
        revive(target);
        const desk = target.id === "main" ? target.closest<HTMLElement>(".ll-desk") : null;
        if (desk) {
          desk.dataset["kept"] = "";
          history.pushState({}, "");
        }
        return;
      }
      if (/^(load|intersect)\b/.test(elt?.getAttribute("hx-trigger") ?? "")) {
        return; // nobody asked for it, and a link in its place still leads there
      }
      toast("request", "warn", say("failed"), { icon: "cloud-off" });
    });
  }
  listen("htmx:afterSwap", ({ target }) => {
    hush("request");
    if (target) {
      revive(target);
    }
  });
  document.addEventListener("ll:swapped", (event) => {
    const form = (event as CustomEvent<HTMLElement>).detail;
    htmx.process(form);
    startMaps(form);
  });
}

function listen(kind: string, handler: (detail: Detail) => void): void {
  document.addEventListener(kind, (event) => handler((event as CustomEvent<Detail>).detail));
}

/** What was swapped in gets everything that the page got when it was opened. */
function revive(target: HTMLElement): void {
  startPhotos(target);
  startMaps(target);
  void adopt(target);
  const desk = target.closest<HTMLElement>(".ll-desk");
  if (desk && target.id === "main") {
    desk.dataset["open"] = "detail";
    delete desk.dataset["kept"];
    markCurrent(desk);
    target.querySelector(".ll-body")?.scrollTo(0, 0);
    if (window.matchMedia(PHONE).matches) {
      window.scrollTo(0, 0);
    }
  }
  showCurrentView(target);
  if (target.id === "main") {
    fetchForms(target);
  }
  const focus = target.querySelector<HTMLElement>("[data-focus], [autofocus]");
  (focus ?? (target.id === "main" ? target : null))?.focus({ preventScroll: !focus });
  const title = target.querySelector<HTMLElement>("[data-title]")?.dataset["title"];
  if (title) {
    document.title = title;
  }
}

/** A row of views too long for its place shows the one that is open. */
export function showCurrentView(within: ParentNode): void {
  const nav = within.querySelector<HTMLElement>(".ll-viewbar > .ll-views");
  const current = nav?.querySelector<HTMLElement>("[aria-current]");
  if (nav && current && nav.scrollWidth > nav.clientWidth) {
    nav.scrollLeft = current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
  }
}

function markCurrent(desk: HTMLElement): void {
  for (const row of desk.querySelectorAll<HTMLAnchorElement>(".ll-rows .ll-row")) {
    const isHere = new URL(row.href).pathname === location.pathname;
    isHere ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current");
  }
}
