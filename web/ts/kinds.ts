// While somebody writes what happened, the server says which categories and which place it sounds like; and what a
// chosen category asks.
import { all, csrfToken } from "./page";

const PAUSE = 700;
const LEAST = 4;
const MOST = 400;
const HEARD = '[name="text"], [name="where"], [name="lon"]';

export function startKinds(within: ParentNode = document): void {
  for (const box of all("[data-kinds]:not([data-ready])", within)) {
    box.dataset["ready"] = "";
    const form = box.closest("form");
    let timer = 0;
    let said = "";
    const listen = (event: Event): void => {
      if (!form || !(event.target instanceof Element) || !event.target.matches(HEARD)) {
        return;
      }
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const now = wordsOf(form);
        if (now && String(now) !== said) {
          said = String(now);
          void offer(box, form, now);
        }
      }, PAUSE);
    };
    form?.addEventListener("input", listen);
    form?.addEventListener("change", listen);
    box.addEventListener("change", (event) => {
      const radio = event.target;
      if (radio instanceof HTMLInputElement && radio.name === "category") {
        void ask(box, radio.value);
      }
    });
  }
}

/** What is worth listening to: nothing before somebody has written a word or two. */
function wordsOf(form: HTMLFormElement): URLSearchParams | null {
  const typed = new FormData(form);
  const of = (name: string): string => String(typed.get(name) ?? "").trim().slice(0, MOST);
  const words = { text: of("text"), where: of("where"), lon: of("lon"), lat: of("lat") };
  return words.text.length + words.where.length >= LEAST ? new URLSearchParams(words) : null;
}

async function piece(url: string, words?: URLSearchParams): Promise<DocumentFragment | null> {
  try {
    // What people write goes into the body: addresses are kept in logs.
    const sent: RequestInit = words ? { method: "POST", body: words, headers: { "X-CSRFToken": csrfToken() } } : {};
    const answer = await fetch(url, { credentials: "same-origin", ...sent });
    if (!answer.ok) {
      return null;
    }
    // Our own server wrote it and escaped what people wrote; a template runs nothing.
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    return holder.content;
  } catch {
    return null; // a comfort, not a condition
  }
}

async function offer(box: HTMLElement, form: HTMLFormElement, words: URLSearchParams): Promise<void> {
  const found = await piece(box.dataset["kinds"] ?? "", words);
  const place = box.querySelector("[data-kinds-here]");
  if (!place || !found) {
    return;
  }
  offerComponents(form, found.querySelector("[data-heard-components]"));
  const heard = found.querySelector("[data-heard-place]");
  heard?.remove();
  const line = form.querySelector("[data-heard-here]");
  if (line && line.textContent !== (heard?.textContent ?? "")) {
    line.textContent = heard?.textContent ?? "";
  }
  // What is chosen stays chosen, and nothing stands there twice.
  const chosen = box.querySelector<HTMLInputElement>('input[name="category"]:checked');
  if (!chosen || !place.contains(chosen)) {
    place.replaceChildren(found);
  }
}

/** What stands near the point belongs below the map, and what is picked there stays picked. */
function offerComponents(form: HTMLFormElement, found: Element | null): void {
  found?.remove();
  const place = form.querySelector("[data-components-here]");
  if (!place || place.querySelector('input[name="component"]:checked:not([value=""])')) {
    return;
  }
  place.replaceChildren(...(found ? [found] : []));
}

async function ask(box: HTMLElement, code: string): Promise<void> {
  const place = box.querySelector("[data-questions-here]");
  const found = await piece(`${box.dataset["questions"] ?? ""}?category=${encodeURIComponent(code)}`);
  if (place && found) {
    place.replaceChildren(found);
  }
}
