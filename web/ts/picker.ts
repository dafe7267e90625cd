// Loads a resident's map only when it comes into view: it is half of a resident page's weight.
import { all, say } from "./page";

let sheet: Promise<void> | undefined;

export function loadSheet(href: string): Promise<void> {
  sheet ??= new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = link.onerror = () => done();
    document.head.append(link);
  });
  return sheet;
}

export function startPickers(within: ParentNode = document): void {
  const boxes = all('[data-map="pick"]:not([data-ready]), [data-map="around"]:not([data-ready])', within);
  if (!boxes.length) {
    return;
  }
  const load = async (box: HTMLElement): Promise<void> => {
    if (box.dataset["ready"] === undefined) {
      box.dataset["ready"] = "";
      const sheet = loadSheet(box.dataset["css"] ?? "");
      if (box.dataset["map"] === "around") {
        const [{ showAround }] = await Promise.all([import("./around"), sheet]);
        showAround(box);
        return;
      }
      const [{ pick }] = await Promise.all([import("./map"), sheet]);
      pick(box);
    }
  };
  // A page kept open over an update asks for a script that is gone; one without signal asks for none.
  const loadOrSay = (box: HTMLElement): void => {
    load(box).catch(() => {
      delete box.dataset["ready"];
      const said = box.querySelector("[data-said]");
      if (said) {
        said.textContent = box.dataset["tSlow"] ?? say("mapFailed");
      }
    });
  };
  for (const box of boxes) {
    box.querySelector("[data-locate]")?.addEventListener("click", () => loadOrSay(box));
    if (typeof IntersectionObserver === "undefined") {
      loadOrSay(box);
      continue;
    }
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          seen.disconnect();
          loadOrSay(box);
        }
      },
      { rootMargin: "100px" },
    );
    seen.observe(box);
  }
}
