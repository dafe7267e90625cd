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
  on("input", "[data-narrow]", (_event, box) => narrow(box as HTMLInputElement));
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
