// The desk by keyboard: J and K through the list, Enter opens, 1 to 9 are the moves, ? shows them all.
// What bears data-key is pressed by that key.
// Alt with a digit goes to that part of a long form while somebody talks, out of a field too.
import { all, submitForm } from "./page";

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) {
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target instanceof HTMLElement ? event.target.closest("form") : null;
      if (form) {
        event.preventDefault();
        submitForm(form, form.querySelector<HTMLButtonElement>(".btn-primary[type=submit], .btn-primary:not([type])"));
      }
      return;
    }
    if (event.key === "Escape") {
      escape(event);
      return;
    }
    if (event.altKey && !event.ctrlKey && !event.metaKey && /^Digit[1-9]$/.test(event.code)) {
      const place = document.querySelector<HTMLElement>(`[data-jump="${event.code.slice(-1)}"]`);
      const found = place?.matches("input, textarea") ? place : place?.querySelector<HTMLElement>("a, button, input");
      if (found) {
        event.preventDefault();
        found.focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const run = act(event.key);
    if (run) {
      event.preventDefault();
      run();
    }
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=application], [role=application] *"));
}

function act(key: string): (() => void) | null {
  // A page names keys of its own on what they press; they come before those of every page.
  const own = /^[a-z0-9]$/i.test(key) ? document.querySelector<HTMLElement>(`[data-key="${key.toLowerCase()}"]`) : null;
  if (own) {
    return () => own.click();
  }
  switch (key) {
    case "j":
    case "k":
      return () => step(key === "j" ? 1 : -1);
    case "/":
      return () => document.querySelector<HTMLElement>('input[type="search"]')?.focus();
    case "n":
      return () => document.querySelector<HTMLAnchorElement>("a[data-new], .ll-new")?.click();
    case "?":
      return () => document.querySelector<HTMLDialogElement>("#keys")?.showModal();
    default: {
      const number = /^[1-9]$/.test(key) ? Number(key) : 0;
      const move = number ? all<HTMLElement>(".ll-moves > .btn")[number - 1] : undefined;
      return move ? () => move.click() : null;
    }
  }
}

/** Moves the focus; at the list's end it goes to the link of the next page. */
function step(by: 1 | -1): void {
  const rows = all<HTMLAnchorElement>("[data-keys] .ll-row");
  const current = rows.findIndex((row) => row === document.activeElement);
  const start = current >= 0 ? current : rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[start + by] ?? (by > 0 ? document.querySelector<HTMLAnchorElement>('.ll-foot a[rel="next"]') : undefined) ?? rows[by > 0 ? rows.length - 1 : 0];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function escape(event: KeyboardEvent): void {
  const menu = event.target instanceof HTMLElement ? event.target.closest<HTMLDetailsElement>("details[open].ll-menu") : null;
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  } else if (isTyping(event.target)) {
    (event.target as HTMLElement).blur();
  }
}
