// The map editor for grids: choose one, drag its corners, add or take corners away, or draw a new one.
// Corners that neighbours share move together; the server has the last word on overlaps and gaps.
import * as L from "leaflet";

import type { Place } from "./datum";
import { all, csrfToken, say, toast } from "./page";
import { type Shape, area, closeRing, crosses, dropCorner, isSame, middle, moveCorner, openRing, snap, splitSide } from "./polygons";
import { type Canvas, fetchShapes, openCanvas } from "./shapes";

const REACH_PX = 12;

interface Problem {
  kind: "overlap" | "gap";
  geometry: GeoJSON.Geometry;
  words: string;
}

/**
 * `<div data-map="grids" data-shapes="…geojson" data-check="…" data-field="id_shapes" data-grid="7">` with a
 * [data-canvas] inside, and buttons [data-do="draw|undo|check"]. The field gets a FeatureCollection of every
 * grid that changed; a new one has the id "new".
 */
export function editGrids(box: HTMLElement): void {
  const place = box.querySelector<HTMLElement>("[data-canvas]");
  const field = document.getElementById(box.dataset["field"] ?? "") as HTMLInputElement | null;
  if (place && field) {
    void new Editor(box, openCanvas(box, place), field).start();
  }
}

class Editor {
  private shapes: Shape[] = [];
  private first: Shape[] = [];
  private past: Shape[][] = [];
  private names = new Map<string, string>();
  private chosen: string;
  private drawing: Place[] | null = null;
  private readonly areas = L.layerGroup();
  private readonly handles = L.layerGroup();
  private readonly troubles = L.layerGroup();
  private asked = 0;
  /** Changes from a file that cannot be drawn by corners (several parts): kept as they came. */
  private kept: GeoJSON.Feature[] = [];

  constructor(
    private readonly box: HTMLElement,
    private readonly canvas: Canvas,
    private readonly field: HTMLInputElement,
  ) {
    this.chosen = box.dataset["grid"] ?? "";
  }

  async start(): Promise<void> {
    const { map } = this.canvas;
    map.setView(this.canvas.show([116.39, 39.9]), 15);
    const found = await fetchShapes(this.box.dataset["shapes"] ?? "");
    if (!found) {
      this.tell(say("mapFailed"));
      return;
    }
    const grids = found.features.filter((feature) => feature.geometry.type === "Polygon" && feature.properties?.["kind"] === "grid");
    this.canvas.draw({ ...found, features: found.features.filter((feature) => !grids.includes(feature)) });
    for (const feature of grids) {
      const id = String(feature.properties?.["id"] ?? feature.id);
      this.names.set(id, String(feature.properties?.["name"] ?? id));
      this.shapes.push({ id, ring: openRing((feature.geometry as GeoJSON.Polygon).coordinates[0] as Place[]) });
    }
    this.first = this.shapes;
    this.areas.addTo(map);
    this.troubles.addTo(map);
    this.handles.addTo(map);
    this.restore();
    this.paint();
    this.fit();
    if (this.field.value) {
      void this.check();
    }
    map.on("click", (event: L.LeafletMouseEvent) => this.tap(event.latlng));
    map.on("zoomend", () => this.paintHandles());
    this.box.addEventListener("click", (event) => {
      const act = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]")?.dataset["do"] : undefined;
      act === "draw" ? this.draw() : act === "undo" ? this.undo() : act === "check" ? void this.check() : undefined;
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.drawing) {
        this.drawing = null;
        this.paint();
      } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.undo();
      }
    });
  }

  /** A form that came back with an error holds the drawing: nothing that was drawn is lost. */
  private restore(): void {
    if (!this.field.value) {
      return;
    }
    try {
      const kept = JSON.parse(this.field.value) as GeoJSON.FeatureCollection<GeoJSON.Polygon>;
      for (const feature of kept.features) {
        if (feature.geometry?.type !== "Polygon" || feature.geometry.coordinates.length !== 1) {
          this.kept.push(feature);
          continue;
        }
        const id = String(feature.id ?? feature.properties?.["id"]);
        if (feature.properties?.["name"]) {
          this.names.set(id, String(feature.properties["name"]));
        }
        const ring = openRing(feature.geometry.coordinates[0] as Place[]);
        this.shapes = [...this.shapes.filter((shape) => shape.id !== id), { id, ring }];
      }
    } catch {
      this.field.value = "";
    }
  }

  private fit(): void {
    const mine = this.shapes.filter((shape) => shape.id === this.chosen);
    const moved = this.moved();
    const seen = mine.length ? mine : moved.length ? moved : this.shapes;
    const corners = seen.flatMap((shape) => shape.ring.map((corner) => this.canvas.show(corner)));
    if (corners.length) {
      const { options } = this.canvas.map;
      options.zoomSnap = 0.25; // a subdistrict fills its box; the buttons go by whole steps again
      this.canvas.map.fitBounds(L.latLngBounds(corners), { padding: [16, 16], animate: false });
      options.zoomSnap = 1;
    }
  }

  private paint(): void {
    this.areas.clearLayers();
    const moved = new Set(this.moved());
    const height = (shape: Shape) => (shape.id === this.chosen ? 2 : Number(moved.has(shape)));
    // What changed lies above what did not, the chosen one on top, so that outlines are whole.
    for (const shape of [...this.shapes].sort((one, other) => height(one) - height(other))) {
      const isMine = shape.id === this.chosen;
      const layer = L.polygon(
        shape.ring.map((corner) => this.canvas.show(corner)),
        { className: isMine ? "ll-grid-here" : moved.has(shape) ? "ll-grid ll-grid-moved" : "ll-grid", bubblingMouseEvents: false },
      );
      const name = this.names.get(shape.id) ?? say("gridNew");
      layer.bindTooltip(document.createTextNode(name) as unknown as HTMLElement, { sticky: true });
      layer.on("click", (event) => (this.drawing ? this.tap(event.latlng) : this.choose(shape.id)));
      layer.addTo(this.areas);
    }
    if (this.drawing?.length) {
      L.polyline(
        this.drawing.map((corner) => this.canvas.show(corner)),
        { className: "ll-grid-here", interactive: false },
      ).addTo(this.areas);
    }
    this.paintHandles();
    this.save();
  }

  private choose(id: string): void {
    this.chosen = id;
    this.paint();
    this.tell(say("gridChosen", { name: this.names.get(id) ?? say("gridNew") }));
  }

  private paintHandles(): void {
    this.handles.clearLayers();
    const mine = this.shapes.find((shape) => shape.id === this.chosen);
    if (this.drawing || !mine) {
      for (const corner of this.drawing ?? []) {
        this.handle(corner, "ll-corner").addTo(this.handles);
      }
      return;
    }
    mine.ring.forEach((corner, index) => {
      const next = mine.ring[(index + 1) % mine.ring.length];
      if (next) {
        const between = this.handle(middle(corner, next), "ll-corner ll-corner-new", true);
        between.on("dragend", () => this.addCorner(corner, next, this.canvas.keep(between.getLatLng())));
        between.addTo(this.handles);
      }
      const handle = this.handle(corner, "ll-corner", true);
      handle.on("dragend", () => this.drag(corner, this.canvas.keep(handle.getLatLng())));
      handle.on("dblclick contextmenu", () => this.remove(corner));
      handle.on("keydown", (event) => this.key(corner, (event as unknown as { originalEvent: KeyboardEvent }).originalEvent));
      handle.addTo(this.handles);
    });
  }

  private handle(at: Place, klass: string, draggable = false): L.Marker {
    const look = L.divIcon({ className: klass, html: "", iconSize: [22, 22] });
    return L.marker(this.canvas.show(at), { icon: look, draggable, keyboard: draggable, title: draggable ? say("gridCorner") : "" });
  }

  /** Arrow keys move a corner by a metre or so, Delete takes it away. */
  private key(corner: Place, event: KeyboardEvent): void {
    const step = event.shiftKey ? 1e-4 : 1e-5;
    const moves: Record<string, Place> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      event.stopPropagation();
      this.change(moveCorner(this.shapes, corner, [corner[0] + move[0], corner[1] + move[1]]));
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.remove(corner);
    }
  }

  private reach(): number {
    const { map } = this.canvas;
    const centre = map.getCenter();
    const other = map.containerPointToLatLng(map.latLngToContainerPoint(centre).add([0, REACH_PX]));
    return Math.abs(other.lat - centre.lat);
  }

  private drag(from: Place, to: Place): void {
    const others = this.shapes.filter((shape) => !shape.ring.some((corner) => isSame(corner, from)));
    const near = snap(to, others, this.reach());
    let shapes = moveCorner(this.shapes, from, near.at);
    if (near.side) {
      shapes = splitSide(shapes, near.side[0], near.side[1], near.at);
    }
    this.change(shapes);
  }

  private addCorner(one: Place, other: Place, at: Place): void {
    const owners = this.shapes.filter((shape) => shape.ring.some((corner) => isSame(corner, one)) && shape.ring.some((corner) => isSame(corner, other)));
    const near = snap(at, this.shapes.filter((shape) => !owners.includes(shape)), this.reach());
    this.change(splitSide(this.shapes, one, other, near.at));
  }

  private remove(corner: Place): void {
    const shapes = dropCorner(this.shapes, corner);
    shapes ? this.change(shapes) : this.tell(say("gridThree"));
  }

  private draw(): void {
    this.drawing = [];
    this.paint();
    this.tell(say("gridDraw"));
  }

  private tap(at: L.LatLng): void {
    if (!this.drawing) {
      return;
    }
    const near = snap(this.canvas.keep(at), this.shapes, this.reach()).at;
    const first = this.drawing[0];
    const isBack = first && snap(near, [{ id: "", ring: [first] }], this.reach()).at === first;
    if (first && isBack && this.drawing.length >= 3) {
      const ring = area(this.drawing) < 0 ? [...this.drawing].reverse() : this.drawing;
      this.drawing = null;
      this.chosen = "new";
      this.change([...this.shapes.filter((shape) => shape.id !== "new"), { id: "new", ring }]);
      return;
    }
    this.drawing = [...this.drawing, near];
    this.paint();
  }

  private change(shapes: Shape[]): void {
    if (shapes.some((shape) => shape.ring.length > 2 && crosses(shape.ring))) {
      this.tell(say("gridCross"));
      this.paint();
      return;
    }
    this.past.push(this.shapes);
    this.shapes = shapes;
    this.paint();
    void this.check();
  }

  private undo(): void {
    if (this.drawing) {
      this.drawing = this.drawing.slice(0, -1);
    } else {
      this.shapes = this.past.pop() ?? this.shapes;
    }
    this.paint();
    void this.check();
  }

  /** What is drawn otherwise than it was published. */
  private moved(): Shape[] {
    const before = new Map(this.first.map((shape) => [shape.id, shape.ring]));
    return this.shapes.filter((shape) => before.get(shape.id) !== shape.ring);
  }

  private changed(): GeoJSON.FeatureCollection<GeoJSON.Polygon> {
    const features = this.moved()
      .map((shape) => ({
        type: "Feature" as const,
        id: shape.id,
        properties: { id: shape.id, name: this.names.get(shape.id) },
        geometry: { type: "Polygon" as const, coordinates: [closeRing(shape.ring)] },
      }));
    return { type: "FeatureCollection", features: [...features, ...(this.kept as typeof features)] };
  }

  private save(): void {
    const changed = this.changed();
    this.field.value = changed.features.length ? JSON.stringify(changed) : "";
    for (const button of all<HTMLButtonElement>('[data-do="undo"]', this.box)) {
      button.disabled = this.past.length === 0 && !this.drawing?.length;
    }
  }

  /** Asks the server where grids overlap or leave a gap, and shows both on the map. */
  private async check(): Promise<void> {
    const url = this.box.dataset["check"];
    this.troubles.clearLayers();
    if (!url || !this.field.value) {
      this.tell("");
      return;
    }
    const mine = (this.asked += 1);
    try {
      const answer = await fetch(url, {
        method: "POST",
        body: this.field.value,
        credentials: "same-origin",
        headers: { "Content-Type": "application/geo+json", "X-CSRFToken": csrfToken() },
      });
      const { problems } = (await answer.json()) as { problems: Problem[] };
      if (mine !== this.asked) {
        return;
      }
      for (const problem of problems) {
        L.geoJSON(problem.geometry, {
          coordsToLatLng: ([lon, lat]) => this.canvas.show([lon ?? 0, lat ?? 0]),
          interactive: false,
          style: { className: `ll-${problem.kind}` },
        }).addTo(this.troubles);
      }
      this.tell(problems.length ? problems.map((problem) => problem.words).join("；") : say("gridFits"));
    } catch {
      toast("grids", "warn", say("failed"));
    }
  }

  private tell(words: string): void {
    const said = this.box.querySelector("[data-said]");
    if (said) {
      said.textContent = words;
    }
  }
}
