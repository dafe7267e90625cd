// What every module needs: words that the server wrote in the reader's language, notes, and late lookups.

// WebViews before Chrome 86 know neither; WeChat's browser on an old phone may be one of them.
if (!("replaceChildren" in Element.prototype)) {
  Object.defineProperty(Element.prototype, "replaceChildren", {
    value(this: Element, ...children: (Node | string)[]) {
      this.textContent = "";
      this.append(...children);
    },
  });
}

/** Submits a form as its button would: with its checks, and with an event that others can hear. */
export function submitForm(form: HTMLFormElement, button?: HTMLElement | null): void {
  if (typeof form.requestSubmit === "function") {
    form.requestSubmit(button);
  } else {
    (button ?? form.querySelector<HTMLElement>("button:not([type=button]), [type=submit]"))?.click();
  }
}

/** A sentence of `parts/words.html` in the reader's language; `{n}` and the like are filled in. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  const source = document.getElementById("words")?.dataset[key] ?? "";
  return source.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Listens once for the whole page, so that what htmx swaps in later is covered too. */
export function on<Kind extends keyof DocumentEventMap>(
  kind: Kind,
  selector: string,
  handler: (event: DocumentEventMap[Kind], element: HTMLElement) => void,
): void {
  document.addEventListener(kind, (event) => {
    const target = event.target;
    const found = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
    if (found) {
      handler(event, found);
    }
  });
}

export function all<Kind extends HTMLElement>(selector: string, within: ParentNode = document): Kind[] {
  return [...within.querySelectorAll<Kind>(selector)];
}

/** Builds an element without ever reading HTML, so that what people wrote stays text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An icon of the sprite. Names are listed in words.html too, or the build would not know them. */
export function icon(name: string, klass = "ll-i"): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", klass);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.getElementById("words")?.dataset["sprite"] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

export type NoteKind = "plain" | "info" | "good" | "warn" | "bad";
const ICONS: Record<NoteKind, string> = {
  plain: "lock",
  info: "info-circle",
  good: "circle-check",
  warn: "alert-triangle",
  bad: "alert-circle",
};

export interface NoteOptions {
  icon?: string;
  action?: { words: string; run: () => void };
  link?: { words: string; href: string };
}

export function noteElement(kind: NoteKind, words: string, options: NoteOptions = {}): HTMLElement {
  const text = make("div", {}, words);
  if (options.link) {
    text.append(" ", make("a", { href: options.link.href }, options.link.words));
  }
  if (options.action) {
    const button = make("button", { type: "button", class: "ll-link" }, options.action.words);
    button.addEventListener("click", options.action.run);
    text.append(" ", button);
  }
  return make("div", { class: "ll-note", "data-k": kind }, icon(options.icon ?? ICONS[kind]), text);
}

/** Shows a note that floats above the page; one of the same name replaces the last. */
export function toast(name: string, kind: NoteKind, words: string, options: NoteOptions = {}): HTMLElement {
  hush(name);
  const note = noteElement(kind, words, options);
  note.dataset["name"] = name;
  document.getElementById("notes")?.append(note);
  return note;
}

export function hush(name: string): void {
  document.querySelectorAll(`#notes > [data-name="${name}"]`).forEach((old) => old.remove());
}

/** Whether the reader asked their device for less motion. */
export function calm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function setting(name: string): string {
  return document.querySelector<HTMLElement>("script[data-worker]")?.dataset[name] ?? "";
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** What a request that changes or carries something shows for itself. */
export function csrfToken(): string {
  const typed = document.querySelector<HTMLInputElement>('[name="csrfmiddlewaretoken"]')?.value ?? "";
  return cookie("__Host-csrftoken") || cookie("csrftoken") || typed;
}
