// Which shapes a map should have around what it shows: all grids from afar, buildings only where one looks.
import type { Place } from "./datum";

/** From here on buildings are large enough to point at. */
export const NEAR_ZOOM = 16;
/** The server gives what lies within 600 m; half of that is left before its edge comes into view. */
const STEP_M = 300;
const METRES_A_DEGREE = 111_320;

/** What was last asked for: shapes around a place, or (null) everything from afar. */
export type Around = Place | null;

export function metres([lon, lat]: Place, [otherLon, otherLat]: Place): number {
  const squeeze = Math.cos((((lat + otherLat) / 2) * Math.PI) / 180);
  return Math.hypot((lon - otherLon) * squeeze, lat - otherLat) * METRES_A_DEGREE;
}

/** What to ask for now, or undefined when what is drawn will do. */
export function wanted(zoom: number, centre: Place, have: Around | undefined): Around | undefined {
  if (zoom < NEAR_ZOOM) {
    return have === null ? undefined : null;
  }
  return have && metres(have, centre) < STEP_M ? undefined : centre;
}

/** The address of the shapes around a place; without one, of all. */
export function addressOf(url: string, around: Around): string {
  const base = url.split("?")[0] ?? "";
  return around ? `${base}?lon=${around[0].toFixed(4)}&lat=${around[1].toFixed(4)}` : base;
}
