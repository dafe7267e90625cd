// How small a photo may be and still show the matter: no Django, no page, so that it can be tested alone.

export const LONGEST = 1600;
export const QUALITY = 0.82;

/** The size a picture of `width` × `height` takes when its longer side may have `longest` pixels. */
export function fitWithin(width: number, height: number, longest = LONGEST): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The name a photo gets once it is a JPEG. */
export function jpegName(name: string): string {
  return `${name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
}
