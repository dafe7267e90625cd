// Our own map: grids, buildings and roads as the server keeps them, for when there are no tiles.
import * as L from "leaflet";

import { type Place, datum, tilesOf } from "./datum";
import { all, calm, make } from "./page";

export interface Canvas {
  map: L.Map;
  show: (place: Place) => L.LatLng;
  keep: (at: L.LatLng) => Place;
  draw: (shapes: GeoJSON.FeatureCollection) => L.GeoJSON;
}

const CLASSES: Record<string, string> = {
  grid: "ll-grid",
  community: "ll-grid",
  building: "ll-building",
  compound: "ll-building",
  road: "ll-road",
  water: "ll-water",
};

/** What carries its name on the map; tiles that write names themselves are spared ours. */
const NAMED = new Set(["building", "compound"]);
const NAMES_FROM_ZOOM = 18;

/** Names that would lie on one another, or outside, are left out: the first that has room stays. */
function thin(place: HTMLElement): void {
  const view = place.getBoundingClientRect();
  const kept: DOMRect[] = [];
  for (const name of all(".ll-mapname", place)) {
    const one = name.getBoundingClientRect();
    const lies = (other: DOMRect): boolean => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    const fits = lies(view) && !kept.some(lies);
    name.classList.toggle("ll-unnamed", !fits);
    fits && kept.push(one);
  }
}

/** Leaflet does not ask how much motion the reader wants. */
function still(map: L.Map): void {
  const pan = map.panBy.bind(map);
  map.panBy = (by, how) => pan(by, { ...how, animate: false });
}

/** Opens a Leaflet map in `box`. Data attributes say what lies under it: data-tiles, data-datum, data-credit. */
export function openCanvas(box: HTMLElement, place: HTMLElement): Canvas {
  const { show, keep } = datum(box.dataset["datum"] ?? "");
  const tiles = tilesOf(box);
  const moves = !calm();
  place.replaceChildren();
  place.classList.toggle("ll-tiled", tiles.length > 0);
  const map = L.map(place, { zoomControl: true, attributionControl: tiles.length > 0, maxZoom: 20, minZoom: 10, keyboard: true, zoomAnimation: moves, fadeAnimation: moves, inertia: moves });
  moves || still(map);
  map.attributionControl?.setPrefix(false);
  for (const url of tiles) {
    L.tileLayer(url, { maxZoom: 20, maxNativeZoom: 18, attribution: box.dataset["credit"] ?? "" }).addTo(map);
  }
  const near = (): void => {
    const isNear = map.getZoom() >= NAMES_FROM_ZOOM && !tiles.length;
    place.classList.toggle("ll-near", isNear);
    isNear && window.requestAnimationFrame(() => thin(place));
  };
  map.on("zoomend moveend", near);
  map.whenReady(near);
  const shown = (at: Place): L.LatLng => {
    const [lon, lat] = show(at);
    return L.latLng(lat, lon);
  };
  return {
    map,
    show: shown,
    keep: (at) => keep([at.lng, at.lat]),
    draw: (shapes) => {
      const layer = L.geoJSON(shapes, {
        coordsToLatLng: ([lon, lat]) => shown([lon ?? 0, lat ?? 0]),
        interactive: false,
        style: (feature) => ({
          className: CLASSES[String(feature?.properties?.["kind"])] ?? "ll-grid",
          fill: feature?.geometry.type !== "LineString" && feature?.geometry.type !== "MultiLineString",
        }),
        filter: (feature) => feature.geometry.type !== "Point",
        onEachFeature: (feature, one) => {
          const { kind, name } = (feature.properties ?? {}) as Record<string, string>;
          if (name && NAMED.has(kind ?? "")) {
            one.bindTooltip(make("span", {}, name), { permanent: true, direction: "center", className: `ll-mapname ll-mapname-${kind}`, interactive: false });
          }
        },
      });
      layer.addTo(map);
      near();
      return layer;
    },
  };
}

export async function fetchShapes(url: string): Promise<GeoJSON.FeatureCollection | null> {
  if (!url) {
    return null;
  }
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    return answer.ok ? ((await answer.json()) as GeoJSON.FeatureCollection) : null;
  } catch {
    return null;
  }
}
