// What the desk's forms do beyond sending: agreed words put where the cursor is, a long list narrowed, one field
// that fills another. Each has a plain way without this script.
import { all, on } from "./page";

export function startDeskWork(): void {
  on("click", "[data-insert]", (event, link) => {
    const field = document.getElementById(link.dataset["insert"] ?? "");
    if (field instanceof HTMLTextAreaElement) {
      event.preventDefault();
      insert(field, link.dataset["text"] ?? "");
    }
  });
  // Before the draft is read: a till without signal sends later, and what counts is when the meal was served.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target instanceof HTMLFormElement ? event.target : undefined;
      for (const field of form ? all<HTMLInputElement>("input[data-now]", form) : []) {
        field.value = new Date().toISOString();
      }
    },
    { capture: true },
  );
  on("input", "[data-narrow]", (_event, box) => narrow(box as HTMLInputElement));
  on("keydown", "[data-narrow]", (event, box) => chooseFirst(event as KeyboardEvent, box as HTMLInputElement));
  on("click", "[data-choose]", (_event, button) => choose(button));
  on("change", "[data-fill]", (_event, element) => {
    const from = element as HTMLInputElement;
    const field = document.getElementById(from.dataset["fill"] ?? "");
    if (field instanceof HTMLSelectElement || field instanceof HTMLInputElement) {
      field.value = from.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

/** Puts words at the cursor, on a line of their own, and leaves the cursor behind them. */
function insert(field: HTMLTextAreaElement, words: string): void {
  const at = field.selectionStart;
  const before = field.value.slice(0, at);
  const text = `${before && !before.endsWith("\n") ? "\n" : ""}${words}`;
  field.setRangeText(text, at, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

/** Shows what contains the typed words; what is ticked stays in sight. Enter ticks the first. */
function narrow(box: HTMLInputElement): void {
  const wanted = box.value.trim().toLowerCase();
  for (const label of all<HTMLLabelElement>("label", document.getElementById(box.dataset["narrow"] ?? "") ?? document)) {
    const isHit = !wanted || (label.textContent ?? "").toLowerCase().includes(wanted);
    label.hidden = !isHit && !label.querySelector<HTMLInputElement>("input")?.checked;
  }
}

/** Enter in the narrowing box ticks the first that is left, and does not send the form; the arrow goes into the list. */
function chooseFirst(event: KeyboardEvent, box: HTMLInputElement): void {
  if (event.key === "ArrowDown" && !event.isComposing) {
    const shown = all<HTMLLabelElement>("label", document.getElementById(box.dataset["narrow"] ?? "") ?? document).find((label) => !label.hidden);
    event.preventDefault();
    shown?.querySelector<HTMLInputElement>("input")?.focus();
    return;
  }
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) {
    return;
  }
  event.preventDefault();
  const list = document.getElementById(box.dataset["narrow"] ?? "");
  const first = list && all<HTMLLabelElement>("label", list).find((label) => !label.hidden)?.querySelector<HTMLInputElement>("input");
  if (first && box.value.trim()) {
    tick(first);
  }
}

/** A proposal that ticks the field of the same value, as if it had been found in the list. */
function choose(button: HTMLElement): void {
  const value = CSS.escape(button.dataset["value"] ?? "");
  const field = document.querySelector<HTMLInputElement>(`input[name="${button.dataset["choose"]}"][value="${value}"]`);
  if (field) {
    tick(field);
    field.closest("label")?.scrollIntoView({ block: "nearest" });
  }
}

function tick(field: HTMLInputElement): void {
  field.checked = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
