// Chinese map tiles are drawn in GCJ-02, a shifted grid; everything that Linli keeps is WGS-84 (CGCS2000).

export type Place = [lon: number, lat: number];

const A = 6378245.0;
const EE = 0.00669342162296594323;

function shift(lon: number, lat: number): Place {
  const x = lon - 105;
  const y = lat - 35;
  const { PI, sin, cos, sqrt, abs } = Math;
  let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x));
  let dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x));
  const wave = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  dLat += wave + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  dLon += wave + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const radians = (lat / 180) * PI;
  const magic = 1 - EE * sin(radians) ** 2;
  return [(dLon * 180) / ((A / sqrt(magic)) * cos(radians) * PI), (dLat * 180) / (((A * (1 - EE)) / (magic * sqrt(magic))) * PI)];
}

export function isInChina([lon, lat]: Place): boolean {
  return lon > 72 && lon < 137.9 && lat > 0.8 && lat < 55.9;
}

export function toGcj(place: Place): Place {
  if (!isInChina(place)) {
    return place;
  }
  const [dLon, dLat] = shift(...place);
  return [place[0] + dLon, place[1] + dLat];
}

/** The inverse has no formula; three steps bring it within a centimetre. */
export function fromGcj(place: Place): Place {
  if (!isInChina(place)) {
    return place;
  }
  let guess: Place = place;
  for (let step = 0; step < 3; step += 1) {
    const [lon, lat] = toGcj(guess);
    guess = [guess[0] + place[0] - lon, guess[1] + place[1] - lat];
  }
  return guess;
}

type Coordinates = number[] | Coordinates[];

/** The same shapes at the places where a map of another datum draws them; what was given stays as it is. */
export function moveShapes<Kind extends GeoJSON.FeatureCollection>(shapes: Kind, move: (place: Place) => Place): Kind {
  const walk = (part: Coordinates): Coordinates => {
    const [first, second, ...rest] = part as number[];
    return typeof first === "number" ? [...move([first, second ?? 0]), ...rest] : (part as Coordinates[]).map(walk);
  };
  const one = (geometry: GeoJSON.Geometry): GeoJSON.Geometry =>
    "coordinates" in geometry ? ({ ...geometry, coordinates: walk(geometry.coordinates as Coordinates) } as GeoJSON.Geometry) : geometry;
  return { ...shapes, features: shapes.features.map((feature) => (feature.geometry ? { ...feature, geometry: one(feature.geometry) } : feature)) };
}

export type Box = [west: number, south: number, east: number, north: number];

/** A view port moved by its corners. */
export function moveBox([west, south, east, north]: Box, move: (place: Place) => Place): Box {
  return [...move([west, south]), ...move([east, north])];
}

/** What a map of this datum shows of a kept place, and what to keep of a shown one. */
export function datum(name: string): { show: (place: Place) => Place; keep: (place: Place) => Place } {
  return name === "gcj02" ? { show: toGcj, keep: fromGcj } : { show: (place) => place, keep: (place) => place };
}

/** The addresses of the tiles under a map, lowest first. */
export function tilesOf(box: { dataset: Record<string, string | undefined> }): string[] {
  return (box.dataset["tiles"] ?? "").split(" ").filter(Boolean);
}
