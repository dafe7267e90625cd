// Live maps of the desk and the boards are fetched when they come into view, and only where WebGL is.
import { all, noteElement, say, setting } from "./page";
import { loadSheet, startPickers } from "./picker";
import { hasWebgl } from "./webgl";

export function startMaps(within: ParentNode = document): void {
  startPickers(within);
  for (const box of all('[data-map="cases"]:not([data-ready])', within)) {
    box.dataset["ready"] = "";
    if (!hasWebgl()) {
      // The list below the map says the same; the still picture that the server drew stays where it is.
      const place = box.querySelector<HTMLElement>("[data-canvas]");
      place?.querySelector("svg.ll-map") || place?.replaceChildren();
      place?.prepend(noteElement("plain", say("noWebgl"), { icon: "map-off" }));
      place?.setAttribute("data-still", "");
      continue;
    }
    void Promise.all([import("./deskmap"), loadSheet(box.dataset["css"] ?? `${setting("static")}map-gl.css`)]).then(([{ openDeskMap }]) => openDeskMap(box));
  }
  for (const box of all('[data-map="grids"]:not([data-ready])', within)) {
    box.dataset["ready"] = "";
    void Promise.all([import("./grids"), loadSheet(box.dataset["css"] ?? `${setting("static")}map-leaflet.css`)]).then(([{ editGrids }]) => editGrids(box));
  }
}
