// Small manners of every page: forms that are sent once, errors that get the focus, pictures that open in place.
import { all, hush, make, on, say, submitForm, toast } from "./page";

export function startSmall(): void {
  document.documentElement.setAttribute("data-js", "");
  on("change", "select[data-submit]", (_event, select) => {
    const { form } = select as HTMLSelectElement;
    form && submitForm(form);
  });
  on("click", "[data-print]", () => window.print());
  on("click", "[data-fullscreen]", () => void document.documentElement.requestFullscreen?.());
  on("click", "[data-copy]", (_event, button) => void copy(button.dataset["copy"] ?? ""));
  on("click", "[data-tick-all]", (_event, button) => tickAll(button));
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
  sendOnce();
  lightbox();
  document.addEventListener("click", (event) => {
    for (const menu of all<HTMLDetailsElement>("details.ll-menu[open]")) {
      if (event.target instanceof Node && !menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });
}

/** Ticks every box of a name in the form, and goes to the last of them: what follows is one Tab away. */
function tickAll(button: HTMLElement): void {
  const boxes = all<HTMLInputElement>(`input[type="checkbox"][name="${button.dataset["tickAll"] ?? ""}"]`).filter((box) => box.form === button.closest("form"));
  for (const box of boxes) {
    box.checked = true;
  }
  boxes[boxes.length - 1]?.focus();
}

/** Copies and says so. Old WebViews, and pages without https, have no clipboard: a hidden field does it there. */
async function copy(words: string): Promise<void> {
  let done = false;
  try {
    await navigator.clipboard.writeText(words);
    done = true;
  } catch {
    const field = make("textarea", { readonly: "", class: "ll-only-read", "aria-hidden": "true" });
    field.value = words;
    document.body.append(field);
    field.select();
    field.setSelectionRange(0, words.length); // iOS ignores select() alone
    done = document.execCommand("copy");
    field.remove();
  }
  toast("copy", done ? "good" : "warn", say(done ? "copied" : "copyFailed"));
  window.setTimeout(() => hush("copy"), 5_000);
}

/** A second tap on the button while the first is on its way does nothing; coming back makes it live again. */
function sendOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method.toLowerCase() !== "post" || form.matches("[data-look], [hx-post]")) {
      return;
    }
    if (form.dataset["sent"]) {
      event.preventDefault();
      return;
    }
    if (!navigator.onLine) {
      // Sent now, the browser would put its own error page in the place of what was written.
      event.preventDefault();
      toast("offline", "warn", say("failed"), { icon: "cloud-off" });
      return;
    }
    hush("offline");
    form.dataset["sent"] = "yes";
    const button = (event as SubmitEvent).submitter;
    if (button instanceof HTMLButtonElement && button.classList.contains("btn-primary")) {
      button.dataset["words"] = button.textContent ?? "";
      button.setAttribute("aria-disabled", "true");
      window.setTimeout(() => button.replaceChildren(say("sending")));
    }
    window.setTimeout(() => delete form.dataset["sent"], 15_000);
  });
  window.addEventListener("online", () => hush("offline"));
  window.addEventListener("pageshow", letGo);
  navigator.serviceWorker?.addEventListener("message", (event: MessageEvent<unknown>) => {
    // Every page that stands open hears it; it is about the one whose form is on its way.
    if (event.data === "unanswered" && letGo()) {
      toast("offline", "warn", say("unanswered"), { icon: "cloud-off" });
    }
  });
}

/** Makes live again what was sent, and says whether there was any. */
function letGo(): boolean {
  const sent = all("form[data-sent]");
  for (const form of sent) {
    delete form.dataset["sent"];
  }
  for (const button of all<HTMLButtonElement>("button[data-words][aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    button.replaceChildren(button.dataset["words"] ?? "");
  }
  return sent.length > 0;
}

/** Photos open above the page. Without <dialog> the link simply shows the photo. */
function lightbox(): void {
  on("click", "[data-lightbox] a", (event, link) => {
    const picture = link.querySelector("img");
    if (!picture || typeof HTMLDialogElement === "undefined" || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const links = all<HTMLAnchorElement>("a", link.closest("[data-lightbox]") ?? document).filter((one) => one.querySelector("img"));
    openLightbox(links, links.indexOf(link as HTMLAnchorElement));
  });
}

function openLightbox(links: HTMLAnchorElement[], first: number): void {
  let at = first;
  const image = make("img");
  const words = make("span", { class: "ll-sm" });
  const turn = (by: number): void => {
    at = (at + by + links.length) % links.length;
    const link = links[at];
    if (link) {
      image.src = link.href;
      image.alt = link.querySelector("img")?.alt ?? "";
      const caption = link.parentElement?.querySelector("figcaption")?.textContent?.trim() ?? image.alt;
      words.textContent = links.length > 1 ? `${caption} ${at + 1}/${links.length}` : caption;
    }
  };
  const button = (key: string, run: () => void): HTMLButtonElement => {
    const made = make("button", { type: "button", class: "btn" }, say(key));
    made.addEventListener("click", run);
    return made;
  };
  const dialog = make("dialog", { class: "ll-lightbox", "aria-label": say("photo") });
  const buttons = make("span", { class: "ll-line" });
  if (links.length > 1) {
    buttons.append(button("before", () => turn(-1)), button("after", () => turn(1)));
  }
  buttons.append(button("close", () => dialog.close()));
  dialog.append(image, make("div", {}, words, buttons));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      turn(event.key === "ArrowLeft" ? -1 : 1);
    }
  });
  document.body.append(dialog);
  turn(0);
  dialog.showModal();
}
