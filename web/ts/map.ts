// The place picker (Leaflet, no WebGL): by finger, by the phone's own position, or with the keyboard.
import * as L from "leaflet";

import type { Place } from "./datum";
import { icon, toast } from "./page";
import { fetchShapes, openCanvas } from "./shapes";
import { type Around, addressOf, wanted } from "./surroundings";

const CHINA: Place = [116.39, 39.9];

/** Fills the two hidden fields named by data-lon and data-lat, and says in words what is there. */
export function pick(box: HTMLElement): void {
  const place = box.querySelector<HTMLElement>("[data-canvas]");
  const lon = document.getElementById(box.dataset["lon"] ?? "") as HTMLInputElement | null;
  const lat = document.getElementById(box.dataset["lat"] ?? "") as HTMLInputElement | null;
  if (!place || !lon || !lat) {
    return;
  }
  const canvas = openCanvas(box, place);
  const { map } = canvas;
  let pin: L.Marker | undefined;
  let asked = 0;

  const look = L.divIcon({ className: "ll-pin", html: "", iconSize: [32, 40], iconAnchor: [16, 38] });

  const put = (at: Place, move: boolean): void => {
    const where = canvas.show(at);
    if (pin) {
      pin.setLatLng(where);
    } else {
      pin = L.marker(where, { icon: look, draggable: true, keyboard: false, autoPan: true }).addTo(map);
      pin.getElement()?.append(icon("map-pin"));
      pin.on("dragend", () => pin && choose(canvas.keep(pin.getLatLng()), false));
    }
    if (move) {
      map.setView(where, Math.max(map.getZoom() || 0, 17));
    }
  };

  const choose = (at: Place, move: boolean): void => {
    put(at, move);
    lon.value = at[0].toFixed(6);
    lat.value = at[1].toFixed(6);
    lon.dispatchEvent(new Event("input", { bubbles: true }));
    lon.dispatchEvent(new Event("change", { bubbles: true }));
    void name(at);
  };

  const tell = (words: string): void => {
    const said = box.querySelector("[data-said]");
    if (said && words) {
      said.textContent = words;
    }
  };

  const name = async (at: Place): Promise<void> => {
    const url = box.dataset["place"];
    if (!url) {
      return;
    }
    const mine = (asked += 1);
    try {
      const answer = await fetch(`${url}?lon=${at[0].toFixed(6)}&lat=${at[1].toFixed(6)}`, { credentials: "same-origin" });
      const said = (await answer.json()) as { words?: string };
      if (mine === asked && said.words) {
        tell(said.words);
      }
    } catch {
      // The words are a comfort, not a condition: the point itself is already in the form.
    }
  };

  const kept = (): Place | null => {
    const at: Place = [Number(lon.value), Number(lat.value)];
    return lon.value && lat.value && at.every(Number.isFinite) ? at : null;
  };

  const start = kept();
  map.setView(canvas.show(start ?? centreOf(box) ?? CHINA), start ? 17 : 16);
  if (start) {
    put(start, false);
    void name(start);
  }
  const shapesUrl = box.dataset["shapes"] ?? "";
  let have: Around | undefined;
  let layer: L.GeoJSON | undefined;
  let turn = 0;

  /** Draws what lies around the middle of the map; buildings come and go with it. */
  const surround = async (next: Around | undefined): Promise<boolean> => {
    if (next === undefined || !shapesUrl) {
      return true;
    }
    const mine = (turn += 1);
    const shapes = await fetchShapes(addressOf(shapesUrl, next));
    if (mine !== turn) {
      return true;
    }
    if (!shapes) {
      return false; // what was drawn stays, and the next move asks again
    }
    have = next;
    layer?.remove();
    layer = canvas.draw(shapes);
    return true;
  };

  void surround(start ?? centreOf(box) ?? null).then((came) => {
    if (!came && !box.dataset["tiles"]) {
      tell(box.dataset["tSlow"] ?? "");
    }
    if (!kept() && !centreOf(box) && layer?.getBounds().isValid()) {
      map.fitBounds(layer.getBounds(), { padding: [8, 8], animate: false });
    }
    map.on("moveend", () => void surround(wanted(map.getZoom(), canvas.keep(map.getCenter()), have)));
  });

  map.on("click", (event: L.LeafletMouseEvent) => choose(canvas.keep(event.latlng), false));
  place.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      choose(canvas.keep(map.getCenter()), false);
    }
  });
  lon.form?.addEventListener("ll:restored", () => {
    const at = kept();
    at && put(at, true);
  });
  lon.form?.addEventListener("reset", () => {
    pin?.remove();
    pin = undefined;
    lon.value = lat.value = "";
  });

  const locate = (): void => {
    tell(box.dataset["tFinding"] ?? "");
    if (!navigator.geolocation) {
      tell(box.dataset["tDenied"] ?? "");
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        tell(box.dataset["tHere"] ?? "");
        choose([coords.longitude, coords.latitude], true);
      },
      () => {
        tell(box.dataset["tDenied"] ?? "");
        toast("locate", "warn", box.dataset["tDenied"] ?? "");
        window.setTimeout(() => document.querySelector('[data-name="locate"]')?.remove(), 6_000);
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  };
  const button = box.querySelector<HTMLElement>("[data-locate]");
  button?.addEventListener("click", locate);
  if (button?.matches(":focus")) {
    locate(); // the press on this button is what loaded the map
  }
}

/** Where the page thinks the reader is: the shapes it names lie around their home. */
function centreOf(box: HTMLElement): Place | null {
  const asked = new URL(box.dataset["shapes"] ?? "", location.href).searchParams;
  const [lon, lat] = [Number(asked.get("lon")), Number(asked.get("lat"))];
  return lon && lat ? [lon, lat] : null;
}
