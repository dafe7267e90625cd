// Loads a resident's map only when it comes into view: it is half of a resident page's weight.
import { all } from "./page";

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
  for (const box of boxes) {
    box.querySelector("[data-locate]")?.addEventListener("click", () => void load(box), { once: true });
    if (typeof IntersectionObserver === "undefined") {
      void load(box);
      continue;
    }
    const seen = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          seen.disconnect();
          void load(box);
        }
      },
      { rootMargin: "100px" },
    );
    seen.observe(box);
  }
}
