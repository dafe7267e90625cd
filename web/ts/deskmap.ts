// The live map of the desk and the boards: cases in the viewport, clusters, grids, five classes of one hue.
import * as maplibre from "maplibre-gl";

import { type Box, type Place, datum, moveBox, moveShapes, tilesOf } from "./datum";
import { calm, make, say, setting } from "./page";

interface Case {
  number: string;
  title: string;
  url: string;
  state: string;
  card: "none" | "yellow" | "red";
}

const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
interface Component {
  name: string;
  words: string;
  url: string;
  report: string;
}

/** From this zoom on single lamps and covers can be told apart. */
const CLOSE = 16;
const CHINA: Box = [73, 18, 135, 53];

/**
 * `<div data-map="cases" data-cases="…?filters" data-shapes="…" data-tiles="…" data-bounds="w,s,e,n">` around a
 * [data-canvas]. `data-components`, if any, answers what stands on the street, drawn from close by; `data-cases` answers GeoJSON points for `bbox=`; shapes carry `kind`, `name`, `url`, `level` (1–5).
 */
export function openDeskMap(box: HTMLElement): void {
  const place = box.querySelector<HTMLElement>("[data-canvas]");
  if (place) {
    maplibre.setWorkerUrl(new URL(`${box.dataset["base"] ?? setting("static")}map-gl-worker.js`, location.href).href);
    new DeskMap(box, place);
  }
}

class DeskMap {
  private readonly map: maplibre.Map;
  private markers = new Map<string, maplibre.Marker>();
  private shapes: GeoJSON.FeatureCollection = EMPTY;
  private cases: GeoJSON.FeatureCollection = EMPTY;
  private components: GeoJSON.FeatureCollection = EMPTY;
  private asked = 0;
  private timer = 0;
  private popup: maplibre.Popup | undefined;
  private readonly tiles: string[];
  private readonly datum: { show: (place: Place) => Place; keep: (place: Place) => Place };

  constructor(
    private readonly box: HTMLElement,
    place: HTMLElement,
  ) {
    place.replaceChildren();
    this.tiles = tilesOf(box);
    this.datum = datum(box.dataset["datum"] ?? "");
    const opened = numbers(box.dataset["bounds"]);
    this.map = new maplibre.Map({
      container: place,
      style: this.style(),
      bounds: opened ? moveBox(opened, this.datum.show) : CHINA,
      fitBoundsOptions: { padding: 24 },
      attributionControl: box.dataset["credit"] ? { customAttribution: box.dataset["credit"] } : false,
      dragRotate: false,
      pitchWithRotate: false,
      maxZoom: 20,
      locale: { "NavigationControl.ZoomIn": say("zoomIn"), "NavigationControl.ZoomOut": say("zoomOut") },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    this.map.on("load", () => void this.ready());
    this.map.on("moveend", () => this.later());
    this.map.on("render", () => this.map.getSource("cases") && this.map.isSourceLoaded("cases") && this.paintMarkers());
    this.map.on("click", "shapes-fill", (event) => this.openShape(event));
    for (const layer of ["cases-one", "cases-card"]) {
      this.map.on("click", layer, (event) => event.features?.[0] && this.open(event.features[0]));
    }
    this.map.on("click", "components", (event) => event.features?.[0] && this.openComponent(event.features[0]));
    for (const layer of ["cases-one", "cases-card", "shapes-fill", "components"]) {
      this.map.on("mouseenter", layer, () => (this.map.getCanvas().style.cursor = "pointer"));
      this.map.on("mouseleave", layer, () => (this.map.getCanvas().style.cursor = ""));
    }
    document.addEventListener("ll:look", () => this.map.setStyle(this.style(), { diff: false }));
    this.map.on("styledata", () => this.map.getSource("cases") || this.addLayers());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.map.setStyle(this.style(), { diff: false }));
  }

  private colour(token: string): string {
    return getComputedStyle(document.documentElement).getPropertyValue(`--ll-${token}`).trim() || "#888";
  }

  private style(): maplibre.StyleSpecification {
    const { tiles } = this;
    return {
      version: 8,
      sources: Object.fromEntries(tiles.map((url, n) => [`tiles-${n}`, { type: "raster" as const, tiles: [url], tileSize: 256, maxzoom: 18 }])),
      layers: [
        { id: "ground", type: "background", paint: { "background-color": this.colour("map-road") } },
        ...tiles.map((_url, n) => ({ id: `tiles-${n}`, type: "raster" as const, source: `tiles-${n}` })),
      ],
    };
  }

  private addLayers(): void {
    if (!this.map.isStyleLoaded()) {
      return;
    }
    const { map } = this;
    const kinds = (...names: string[]): maplibre.FilterSpecification => ["in", ["get", "kind"], ["literal", names]];
    const level = (number: number): string => this.colour(`map-${number}`);
    map.addSource("shapes", { type: "geojson", data: this.shapes });
    map.addSource("cases", { type: "geojson", data: this.cases, cluster: true, clusterRadius: 46, clusterMaxZoom: 17,
      clusterProperties: {
        red: ["+", ["case", ["==", ["get", "card"], "red"], 1, 0]],
        yellow: ["+", ["case", ["==", ["get", "card"], "yellow"], 1, 0]],
      } });
    map.addSource("components", { type: "geojson", data: this.components });
    const fill = ["match", ["coalesce", ["get", "level"], 1], 1, level(1), 2, level(2), 3, level(3), 4, level(4), 5, level(5), level(1)];
    map.addLayer({ id: "water", type: "fill", source: "shapes", filter: kinds("water"), paint: { "fill-color": this.colour("map-water") } });
    map.addLayer({ id: "shapes-fill", type: "fill", source: "shapes", filter: kinds("grid"),
      paint: { "fill-color": fill as unknown as string, "fill-opacity": this.tiles.length ? 0.45 : 0.9 } });
    map.addLayer({ id: "buildings", type: "fill", source: "shapes", minzoom: 15, filter: kinds("building"),
      paint: { "fill-color": this.colour("map-block"), "fill-outline-color": this.colour("line") } });
    map.addLayer({ id: "roads", type: "line", source: "shapes", filter: kinds("road"),
      paint: { "line-color": this.colour("map-road"), "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 13, 1.5, 18, 12] } });
    map.addLayer({ id: "grid-lines", type: "line", source: "shapes", filter: kinds("grid"), paint: { "line-color": this.colour("map-line"), "line-width": 1.5 } });
    map.addLayer({ id: "community-lines", type: "line", source: "shapes", filter: kinds("community"), paint: { "line-color": this.colour("map-line"), "line-width": 4 } });
    map.addLayer({ id: "components", type: "circle", source: "components", minzoom: CLOSE,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], CLOSE, 3, 19, 7],
        "circle-color": this.colour("surface"),
        "circle-stroke-color": this.colour("ink-2"),
        "circle-stroke-width": 1.5,
      } });
    // A case with a card is a small square card, as everywhere; without one it is a round point.
    const alone: maplibre.FilterSpecification = ["!", ["has", "point_count"]];
    const carded: maplibre.FilterSpecification = ["in", ["get", "card"], ["literal", ["red", "yellow"]]];
    map.addLayer({ id: "cases-one", type: "circle", source: "cases", filter: ["all", alone, ["!", carded]] as maplibre.FilterSpecification,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 12, 5, 17, 9],
        "circle-color": this.colour("accent"),
        "circle-stroke-color": this.colour("surface"),
        "circle-stroke-width": 2,
      } });
    for (const card of ["yellow", "red"] as const) {
      map.hasImage(card) && map.removeImage(card);
      map.addImage(card, this.cardImage(card), { pixelRatio: 2 });
    }
    map.addLayer({ id: "cases-card", type: "symbol", source: "cases", filter: ["all", alone, carded] as maplibre.FilterSpecification,
      layout: { "icon-image": ["get", "card"], "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 12, 0.7, 17, 1] } });
  }

  private cardImage(card: "yellow" | "red"): ImageData {
    const [width, height] = [32, 42];
    const canvas = make("canvas", { width: String(width), height: String(height) });
    const pen = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
    pen.fillStyle = this.colour(card);
    pen.strokeStyle = card === "red" ? this.colour("surface") : this.colour("yellow-edge");
    pen.lineWidth = 3;
    pen.fillRect(3, 3, width - 6, height - 6);
    pen.strokeRect(3, 3, width - 6, height - 6);
    pen.fillStyle = this.colour(`${card}-ink`);
    pen.fillRect(width / 2 - 2, 11, 4, 12);
    pen.fillRect(width / 2 - 2, 27, 4, 4);
    return pen.getImageData(0, 0, width, height);
  }

  private async ready(): Promise<void> {
    this.map.getSource("cases") || this.addLayers();
    const url = this.box.dataset["shapes"];
    if (url) {
      this.shapes = moveShapes((await fetchJson(url)) ?? EMPTY, this.datum.show);
      this.source("shapes")?.setData(this.shapes);
      if (!this.box.dataset["bounds"]) {
        const around = boundsOf(this.shapes);
        around && this.map.fitBounds(around, { padding: 24, animate: false });
      }
    }
    await this.load();
  }

  private source(name: string): maplibre.GeoJSONSource | undefined {
    return this.map.getSource(name) as maplibre.GeoJSONSource | undefined;
  }

  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), 250);
  }

  private async load(): Promise<void> {
    const url = this.box.dataset["cases"];
    if (!url) {
      return;
    }
    const mine = (this.asked += 1);
    const asked = new URL(url, location.href);
    asked.searchParams.set("bbox", this.port());
    void this.loadComponents(mine);
    const found = await fetchJson(asked.href);
    if (mine !== this.asked) {
      return;
    }
    if (!found) {
      this.tell(say("failed"));
      return;
    }
    this.cases = moveShapes(found, this.datum.show);
    if (mine === 1 && !this.box.dataset["bounds"] && !this.shapes.features.length) {
      const around = boundsOf(this.cases);
      around && this.map.fitBounds(around, { padding: 60, maxZoom: 16, animate: false });
    }
    this.source("cases")?.setData(this.cases);
    const total = Number((found as unknown as { total?: number }).total ?? found.features.length);
    this.tell(say(total > found.features.length ? "mapSome" : "mapAll", { n: found.features.length, total }));
  }

  /** What stands on the street, asked for only where it can be told apart. */
  private async loadComponents(mine: number): Promise<void> {
    const url = this.box.dataset["components"];
    if (!url) {
      return;
    }
    const asked = new URL(url, location.href);
    asked.searchParams.set("bbox", this.port());
    const found = this.map.getZoom() < CLOSE ? EMPTY : await fetchJson(asked.href);
    if (found && mine === this.asked) {
      this.components = moveShapes(found, this.datum.show);
      this.source("components")?.setData(this.components);
    }
  }

  private port(): string {
    return moveBox(this.map.getBounds().toArray().flat() as Box, this.datum.keep).map((number) => number.toFixed(5)).join(",");
  }

  private tell(words: string): void {
    const said = this.box.querySelector("[data-said]");
    if (said) {
      said.textContent = words;
    }
  }

  /** Clusters are small squares or rounds with a count, in HTML: no font files are needed for their digits. */
  private paintMarkers(): void {
    const seen = new Map<string, maplibre.Marker>();
    for (const feature of this.map.querySourceFeatures("cases")) {
      const { cluster, cluster_id: id, point_count: count, red, yellow } = feature.properties as Record<string, number>;
      const key = `${id}`;
      if (!cluster || seen.has(key) || feature.geometry.type !== "Point") {
        continue;
      }
      const at = feature.geometry.coordinates as [number, number];
      const marker = this.markers.get(key) ?? this.marker(Number(id), at, Number(count), Number(red), Number(yellow));
      seen.set(key, marker);
      if (!this.markers.has(key)) {
        marker.addTo(this.map);
        marker.getElement().removeAttribute("aria-label"); // MapLibre's "Map marker" would hide the count
      }
    }
    this.markers.forEach((marker, key) => seen.has(key) || marker.remove());
    this.markers = seen;
  }

  private marker(id: number, at: [number, number], count: number, red: number, yellow: number): maplibre.Marker {
    const hidden = (words: string): HTMLElement => make("span", { class: "ll-only-read" }, words);
    const button = make("button", { type: "button", class: "ll-mapcount" }, String(count), hidden(say("mapCluster")));
    for (const [card, cards] of [["yellow", yellow], ["red", red]] as const) {
      if (cards) {
        button.append(make("span", { class: "ll-mapcard-count", "data-card": card }, hidden(say(card)), String(cards)));
      }
    }
    button.addEventListener("click", () => {
      void this.source("cases")?.getClusterExpansionZoom(id).then((zoom) => this.map.easeTo({ center: at, zoom, duration: calm() ? 0 : 300 }));
    });
    return new maplibre.Marker({ element: button }).setLngLat(at);
  }

  private open(feature: maplibre.MapGeoJSONFeature): void {
    if (feature.geometry.type !== "Point") {
      return;
    }
    const one = feature.properties as unknown as Case;
    const link = make("a", { href: one.url }, one.title);
    const content = make("div", {}, make("p", { class: "ll-xs ll-3 ll-no" }, `${one.number}·${one.state}`), make("p", {}, link));
    this.show(feature.geometry.coordinates as [number, number], content);
  }

  private openComponent(feature: maplibre.MapGeoJSONFeature): void {
    if (feature.geometry.type !== "Point") {
      return;
    }
    const one = feature.properties as unknown as Component;
    const content = make("div", {}, make("p", {}, make("a", { href: one.url }, one.name)), make("p", { class: "ll-xs ll-2" }, one.words));
    content.append(make("p", {}, make("a", { href: one.report, class: "btn btn-sm" }, this.box.dataset["report"] ?? "")));
    this.show(feature.geometry.coordinates as [number, number], content);
  }

  private openShape(event: maplibre.MapLayerMouseEvent): void {
    const feature = event.features?.[0];
    if (!feature || this.map.queryRenderedFeatures(event.point, { layers: ["cases-one", "cases-card", "components"] }).length) {
      return;
    }
    const { name, words, url } = feature.properties as Record<string, string>;
    const title = url ? make("a", { href: url }, name ?? "") : make("b", {}, name ?? "");
    this.show(event.lngLat.toArray(), make("div", {}, make("p", {}, title), make("p", { class: "ll-xs ll-2" }, words ?? "")));
  }

  private show(at: [number, number], content: HTMLElement): void {
    this.popup?.remove();
    this.popup = new maplibre.Popup({ closeButton: false, maxWidth: "18rem" }).setLngLat(at).setDOMContent(content).addTo(this.map);
  }
}

function numbers(text: string | undefined): Box | null {
  const parts = (text ?? "").split(",").map(Number);
  return parts.length === 4 && parts.every(Number.isFinite) ? (parts as Box) : null;
}

async function fetchJson(url: string): Promise<GeoJSON.FeatureCollection | null> {
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    return answer.ok ? ((await answer.json()) as GeoJSON.FeatureCollection) : null;
  } catch {
    return null;
  }
}

function boundsOf(shapes: GeoJSON.FeatureCollection): Box | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (part: unknown): void => {
    if (Array.isArray(part) && typeof part[0] === "number") {
      west = Math.min(west, part[0]);
      east = Math.max(east, part[0]);
      south = Math.min(south, part[1] as number);
      north = Math.max(north, part[1] as number);
    } else if (Array.isArray(part)) {
      part.forEach(take);
    }
  };
  for (const { geometry } of shapes.features) {
    "coordinates" in geometry && take(geometry.coordinates);
  }
  return west < east ? [west, south, east, north] : null;
}
