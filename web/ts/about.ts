// What a form that opens without signal is about: told by its own address, never by the empty form that is kept.
import { type Draft } from "./draft";
import { all } from "./page";

/** One address can hold forms about different doors: what was begun at one is not put back at another. */
export function isAbout(form: HTMLFormElement, draft: Draft): boolean {
  const name = form.dataset["about"];
  const field = name ? form.querySelector<HTMLInputElement>(`[name="${name}"]`) : null;
  return !name || (draft.fields.find(([one]) => one === name)?.[1] ?? "") === (field?.value ?? "");
}

/** An empty form from the phone's memory is about what its address names; words for it stand behind the hash, unsent. */
export function takeAddress(form: HTMLFormElement): void {
  const asked = new URLSearchParams(location.search);
  const told = form.querySelector<HTMLElement>("p[data-address]");
  if (told && location.hash) {
    told.textContent = decodeURIComponent(location.hash.slice(1));
    form.dataset["label"] = told.textContent.split("\n")[0] ?? "";
  }
  for (const field of all<HTMLInputElement>("input[data-today]", form)) {
    field.value ||= new Date().toLocaleDateString("sv-SE"); // 2026-11-23, by the phone's own calendar
  }
  for (const field of all<HTMLInputElement>("input[data-address]", form)) {
    field.value ||= field.dataset["address"] === "#" ? decodeURIComponent(location.hash.slice(1)) : (asked.get(field.dataset["address"] ?? "") ?? "");
  }
}
