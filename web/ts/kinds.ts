// While somebody writes what happened, the server says which categories it sounds like; and what a chosen one asks.
import { all } from "./page";

const PAUSE = 700;
const LEAST = 4;

export function startKinds(within: ParentNode = document): void {
  for (const box of all("[data-kinds]:not([data-ready])", within)) {
    box.dataset["ready"] = "";
    const form = box.closest("form");
    const words = form?.querySelector<HTMLTextAreaElement>('textarea[name="text"]');
    let timer = 0;
    let said = "";
    words?.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        const now = words.value.trim();
        if (now.length >= LEAST && now !== said) {
          said = now;
          void offer(box, now);
        }
      }, PAUSE);
    });
    box.addEventListener("change", (event) => {
      const radio = event.target;
      if (radio instanceof HTMLInputElement && radio.name === "category") {
        void ask(box, radio.value);
      }
    });
  }
}

async function piece(url: string): Promise<DocumentFragment | null> {
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
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

async function offer(box: HTMLElement, words: string): Promise<void> {
  const place = box.querySelector("[data-kinds-here]");
  const found = await piece(`${box.dataset["kinds"] ?? ""}?q=${encodeURIComponent(words.slice(0, 200))}`);
  if (!place || !found) {
    return;
  }
  // What is chosen stays chosen, and nothing stands there twice.
  const chosen = box.querySelector<HTMLInputElement>('input[name="category"]:checked');
  if (chosen && place.contains(chosen)) {
    return;
  }
  place.replaceChildren(found);
}

async function ask(box: HTMLElement, code: string): Promise<void> {
  const place = box.querySelector("[data-questions-here]");
  const found = await piece(`${box.dataset["questions"] ?? ""}?category=${encodeURIComponent(code)}`);
  if (place && found) {
    place.replaceChildren(found);
  }
}
