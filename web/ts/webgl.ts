// Whether this machine draws maps with WebGL. Asked before 440 KB are fetched.
let known: boolean | undefined;

export function hasWebgl(): boolean {
  if (known === undefined) {
    try {
      const canvas = document.createElement("canvas");
      known = Boolean(canvas.getContext("webgl2"));
    } catch {
      known = false;
    }
  }
  return known;
}
