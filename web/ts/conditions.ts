// A field of an application form that hangs on an answer shows when the answer is given. Without this script all of them
// stand on the page and say so; the server drops what was not asked either way.
import { all } from "./page";
import { holds } from "./when";

export function startConditions(within: ParentNode = document): void {
  for (const form of all<HTMLFormElement>("form", within).concat(within instanceof HTMLFormElement ? [within] : [])) {
    if (form.dataset["conditions"] !== undefined || !form.querySelector("[data-when]")) {
      continue;
    }
    form.dataset["conditions"] = "";
    all("[data-when-only]", form).forEach((words) => (words.hidden = true));
    const look = (): void => settle(form);
    form.addEventListener("change", look);
    form.addEventListener("ll:restored", look);
    form.addEventListener("reset", () => window.setTimeout(look));
    look();
  }
}

/** In the order of the page, so that a field that hangs on a hidden one is hidden too. */
function settle(form: HTMLFormElement): void {
  const answersOf = (name: string): string[] =>
    all<HTMLInputElement>(`[name="${name}"]`, form)
      .filter((field) => !field.disabled && field.checked)
      .map((field) => field.value);
  for (const box of all("[data-when]", form)) {
    const isAsked = holds(box.dataset["when"] ?? "", answersOf);
    box.hidden = !isAsked;
    // What is not asked is not sent, and stays where it was typed in case the answer changes back.
    for (const field of all<HTMLInputElement>("input, textarea, select", box)) {
      field.disabled = !isAsked;
    }
  }
}
