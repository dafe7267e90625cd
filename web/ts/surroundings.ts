// Which shapes a map should have around what it shows: all grids from afar, buildings only where one looks.
import type { Place } from "./datum";

/** From here on buildings are large enough to point at. */
export const NEAR_ZOOM = 16;
/**
 * Shapes are asked for around a point of a lattice of some 400 m, not around the place itself: an address is kept in logs
 * and by every cache on the way, and where somebody stands is nobody's business. The server gives what lies within 600 m,
 * so that at least 350 m are left before its edge comes into view.
 */
export const LATTICE_DEGREES = 0.004;
const METRES_A_DEGREE = 111_320;

/** What was last asked for: shapes around a place, or (null) everything from afar. */
export type Around = Place | null;

export function metres([lon, lat]: Place, [otherLon, otherLat]: Place): number {
  const squeeze = Math.cos((((lat + otherLat) / 2) * Math.PI) / 180);
  return Math.hypot((lon - otherLon) * squeeze, lat - otherLat) * METRES_A_DEGREE;
}

/** The point of the lattice nearest to a place. */
export function coarse([lon, lat]: Place): Place {
  const near = (degrees: number): number => Number((Math.round(degrees / LATTICE_DEGREES) * LATTICE_DEGREES).toFixed(3));
  return [near(lon), near(lat)];
}

/** What to ask for now, or undefined when what is drawn will do. */
export function wanted(zoom: number, centre: Place, have: Around | undefined): Around | undefined {
  if (zoom < NEAR_ZOOM) {
    return have === null ? undefined : null;
  }
  const next = coarse(centre);
  return have && metres(have, next) < 1 ? undefined : next;
}

/** The address of the shapes around a place; without one, of all. */
export function addressOf(url: string, around: Around): string {
  const base = url.split("?")[0] ?? "";
  return around ? `${base}?lon=${coarse(around)[0].toFixed(3)}&lat=${coarse(around)[1].toFixed(3)}` : base;
}
