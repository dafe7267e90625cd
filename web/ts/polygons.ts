// Grids share their borders. Moving a corner moves it for every grid that has it, so that an edit leaves
// neither gap nor overlap; pure, so that it can be tested alone.
import type { Place } from "./datum";

export interface Shape {
  id: string;
  ring: Place[]; // open: the first corner is not repeated
}

const SAME = 1e-7; // a centimetre

export function isSame(one: Place, other: Place): boolean {
  return Math.abs(one[0] - other[0]) < SAME && Math.abs(one[1] - other[1]) < SAME;
}

export function openRing(ring: Place[]): Place[] {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return ring.length > 1 && first && last && isSame(first, last) ? ring.slice(0, -1) : [...ring];
}

export function closeRing(ring: Place[]): Place[] {
  return ring[0] ? [...ring, ring[0]] : [];
}

/** Every shape with its corner at `from` gets it at `to`; the others are returned as they were. */
export function moveCorner(shapes: Shape[], from: Place, to: Place): Shape[] {
  return shapes.map((shape) =>
    shape.ring.some((corner) => isSame(corner, from)) ? { ...shape, ring: shape.ring.map((corner) => (isSame(corner, from) ? to : corner)) } : shape,
  );
}

/** A new corner on the side between two neighbours, in every shape that has this side. */
export function splitSide(shapes: Shape[], one: Place, other: Place, at: Place): Shape[] {
  return shapes.map((shape) => {
    const index = shape.ring.findIndex((corner, place) => {
      const next = shape.ring[(place + 1) % shape.ring.length];
      return next !== undefined && ((isSame(corner, one) && isSame(next, other)) || (isSame(corner, other) && isSame(next, one)));
    });
    return index < 0 ? shape : { ...shape, ring: [...shape.ring.slice(0, index + 1), at, ...shape.ring.slice(index + 1)] };
  });
}

/** Takes a corner away from every shape that has it, unless one of them would be left without an area. */
export function dropCorner(shapes: Shape[], at: Place): Shape[] | null {
  const touched = shapes.filter((shape) => shape.ring.some((corner) => isSame(corner, at)));
  if (touched.some((shape) => shape.ring.length <= 3)) {
    return null;
  }
  return shapes.map((shape) => (touched.includes(shape) ? { ...shape, ring: shape.ring.filter((corner) => !isSame(corner, at)) } : shape));
}

export function middle(one: Place, other: Place): Place {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

/** Where a corner should go: a corner nearby, else the nearest point of a side nearby, else where it is. */
export function snap(at: Place, others: Shape[], reach: number): { at: Place; side: [Place, Place] | null } {
  const squeeze = Math.cos((at[1] * Math.PI) / 180);
  const far = (one: Place): number => Math.hypot((one[0] - at[0]) * squeeze, one[1] - at[1]);
  let best: { at: Place; side: [Place, Place] | null; far: number } = { at, side: null, far: reach };
  for (const { ring } of others) {
    for (const corner of ring) {
      if (far(corner) < best.far) {
        best = { at: corner, side: null, far: far(corner) };
      }
    }
  }
  if (best.far < reach) {
    return best;
  }
  for (const { ring } of others) {
    ring.forEach((one, index) => {
      const other = ring[(index + 1) % ring.length];
      if (!other) {
        return;
      }
      const point = nearestOn(at, one, other, squeeze);
      if (far(point) < best.far) {
        best = { at: point, side: [one, other], far: far(point) };
      }
    });
  }
  return best;
}

function nearestOn(at: Place, one: Place, other: Place, squeeze: number): Place {
  const dx = (other[0] - one[0]) * squeeze;
  const dy = other[1] - one[1];
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(1, Math.max(0, ((at[0] - one[0]) * squeeze * dx + (at[1] - one[1]) * dy) / length)) : 0;
  return [one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share];
}

/** Twice the signed area: its sign tells which way round the ring runs, zero that it is none. */
export function area(ring: Place[]): number {
  return ring.reduce((sum, one, index) => {
    const other = ring[(index + 1) % ring.length] ?? one;
    return sum + one[0] * other[1] - other[0] * one[1];
  }, 0);
}

/** Sides that cross make a grid without an inside. */
export function crosses(ring: Place[]): boolean {
  const side = (index: number): [Place, Place] => [ring[index] as Place, ring[(index + 1) % ring.length] as Place];
  for (let first = 0; first < ring.length; first += 1) {
    for (let second = first + 2; second < ring.length; second += 1) {
      if (first === 0 && second === ring.length - 1) {
        continue;
      }
      if (cross(side(first), side(second))) {
        return true;
      }
    }
  }
  return false;
}

function cross([a, b]: [Place, Place], [c, d]: [Place, Place]): boolean {
  const turn = (one: Place, two: Place, three: Place): number => (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0]);
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}
