// What a phone fetches while there is signal, so that it opens below, in the cellar: the case at hand with its forms,
// and the first cases of a grid worker's own list. Kept in the page's memory and nowhere else: it ends with the page.
import { newKey, KEY_FIELD } from "./draft";
import { all } from "./page";

const PHONE = "(max-width: 48rem)";
const MOST = 60;

const pieces = new Map<string, string>();

export const keptFor = (path: string): string | undefined => pieces.get(path);

/** After anything was sent, what was fetched before it may be out of date. */
export const forgetAhead = (): void => pieces.clear();

/** The forms for the doorstep, of the case that is open. */
export function fetchForms(within: ParentNode): void {
  if (window.matchMedia(PHONE).matches) {
    formsIn(within).forEach((url) => void fetchPiece(url));
  }
}

/** The first cases of a list that asks for it, each with its forms; one at a time, and no more once a line fails. */
export async function fetchRows(within: ParentNode): Promise<void> {
  const most = Number(within.querySelector<HTMLElement>("[data-ahead-rows]")?.dataset["aheadRows"] ?? 0);
  const line = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection;
  if (!most || line?.saveData || !window.matchMedia(PHONE).matches) {
    return;
  }
  for (const row of all(".ll-rows .ll-row[hx-get]", within).slice(0, most)) {
    const html = await fetchPiece(row.getAttribute("hx-get") ?? "");
    if (html === undefined) {
      return;
    }
    for (const url of formsIn(new DOMParser().parseFromString(html, "text/html"))) {
      await fetchPiece(url);
    }
  }
}

function formsIn(within: ParentNode): string[] {
  const place = within.querySelector<HTMLElement>("[data-ahead]");
  return (place?.dataset["ahead"] ?? "").split(" ").filter(Boolean);
}

async function fetchPiece(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      return undefined;
    }
    const html = await answer.text();
    pieces.delete(url);
    pieces.set(url, html);
    const [oldest] = pieces.keys();
    if (pieces.size > MOST && oldest !== undefined) {
      pieces.delete(oldest);
    }
    return html;
  } catch {
    return undefined; // it is only for the case that there is no signal later
  }
}

/** A form that is opened twice from memory is two forms: with the same key the second would count as sent. */
export function renewKeys(within: ParentNode): void {
  for (const field of all<HTMLInputElement>(`input[name="${KEY_FIELD}"]`, within)) {
    field.value = newKey();
  }
}

/** A case that was opened from memory has no page to go back from: back means the list beside it. */
export function startAhead(): void {
  document.addEventListener("ll:sent", forgetAhead);
  const back = (): boolean => {
    const desk = document.querySelector<HTMLElement>(".ll-desk[data-kept]");
    if (desk) {
      desk.dataset["open"] = "list";
      delete desk.dataset["kept"];
    }
    return desk !== null;
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest(".ll-desk[data-kept] .ll-detail > header > a.ll-phone");
    if (link && back()) {
      event.preventDefault();
      history.back();
    }
  });
  // Before htmx, which would load the page anew.
  window.addEventListener("popstate", (event) => back() && event.stopImmediatePropagation(), { capture: true });
}
