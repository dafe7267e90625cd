// The public map of a resident: published cases in the view, on our own shapes or on tiles. Leaflet, no WebGL.
import * as L from "leaflet";

import { groupNear } from "./clusters";
import type { Place } from "./datum";
import { icon, make, say } from "./page";
import { fetchShapes, openCanvas } from "./shapes";

interface Known {
  title: string;
  url: string;
  state: string;
  shape: string;
}

const PAUSE = 250;
const REACH_PX = 40;

export function showAround(box: HTMLElement): void {
  const place = box.querySelector<HTMLElement>("[data-canvas]");
  if (!place) {
    return;
  }
  const canvas = openCanvas(box, place);
  const { map } = canvas;
  const marks = L.layerGroup().addTo(map);
  const shown = new Map<string, L.Marker>();
  let asked = 0;
  let timer = 0;

  const corner = (at: L.LatLng): Place => canvas.keep(at);

  const load = async (): Promise<void> => {
    const mine = (asked += 1);
    const bounds = map.getBounds();
    const [west, south] = corner(bounds.getSouthWest());
    const [east, north] = corner(bounds.getNorthEast());
    const url = new URL(box.dataset["points"] ?? "", location.href);
    url.searchParams.set("box", [west, south, east, north].map((one) => one.toFixed(5)).join(","));
    const found = await fetchShapes(url.href);
    if (!found || mine !== asked) {
      return;
    }
    const points = found.features.flatMap((feature) =>
      feature.geometry.type === "Point"
        ? [{ at: canvas.show(feature.geometry.coordinates as Place), known: feature.properties as unknown as Known }]
        : [],
    );
    const groups = groupNear(points, ({ at }) => map.project(at), map.getZoom() < map.getMaxZoom() ? REACH_PX : 0);
    // What stands there already stays: opening a case moves the map a little, and must not close it again.
    const gone = new Set(shown.keys());
    for (const group of groups) {
      const key = group.map(({ known }) => known.url).join(" ");
      gone.delete(key);
      if (!shown.has(key)) {
        const [first] = group;
        const one = group.length > 1 ? many(group.map(({ at }) => at)) : mark(first!.at, first!.known);
        shown.set(key, one);
        marks.addLayer(one);
      }
    }
    for (const key of gone) {
      shown.get(key)?.remove();
      shown.delete(key);
    }
  };

  /** Several that would hide one another: their number, and a press shows them apart. */
  const many = (places: L.LatLng[]): L.Marker => {
    const bounds = L.latLngBounds(places);
    const words = say("mapHere", { n: places.length });
    const look = make("span", { class: "ll-dotmark ll-dotmark-many" }, String(places.length));
    const one = L.marker(bounds.getCenter(), {
      icon: L.divIcon({ className: "", html: look, iconSize: [36, 36], iconAnchor: [18, 18] }),
      title: words,
      alt: words,
    });
    one.on("click", () => map.fitBounds(bounds, { padding: [48, 48], maxZoom: Math.min(map.getZoom() + 3, map.getMaxZoom()) }));
    return one;
  };

  const mark = (at: L.LatLng, known: Known): L.Marker => {
    const look = make("span", { class: "ll-dotmark", "data-s": known.shape }, icon(`s-${known.shape}`, "ll-g"));
    const one = L.marker(at, {
      icon: L.divIcon({ className: "", html: look, iconSize: [28, 28], iconAnchor: [14, 14] }),
      title: known.title,
      alt: `${known.title} ${known.state}`,
    });
    one.bindPopup(make("div", { class: "ll-popup" }, known.title, make("br"), make("a", { href: known.url }, say("open"))), { maxWidth: 240 });
    return one;
  };

  map.on("moveend", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void load(), PAUSE);
  });
  map.options.zoomSnap = 0.25; // a subdistrict fills its box
  map.setView([39.9, 116.39], 11);
  void fetchShapes(box.dataset["shapes"] ?? "").then((shapes) => {
    if (shapes?.features.length) {
      const layer = canvas.draw(shapes);
      if (layer.getBounds().isValid()) {
        map.fitBounds(layer.getBounds(), { padding: [4, 4], animate: false });
      }
    }
    void load();
  });
}
