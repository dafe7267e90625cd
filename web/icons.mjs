// Finds the icons that templates, views and scripts name, and makes one sprite of them.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

// The ways an icon is named: {% icon "send" %}, icon="send", "icon": "send", icon: "send", and last in
// the words of a verb. These must exist.
const NAMED = [/\{%-?\s*icon\s+["']([a-z0-9-]+)["']/g, /\bicon=["']([a-z0-9-]+)["']/g, /["']?\bicon["']?:\s*["']([a-z0-9-]+)["']/g, /\bVerbWords\((?:[^()]|\([^()]*\))*?["']([a-z0-9-]+)["']\s*,?\s*\)/g];

// Tables of icons (NOTE_ICONS = {…}), shapes that carry one, and quoted words with a hyphen are taken when
// Tabler knows them.
const TABLE = /ICONS\b[^={]*=\s*\{([^}]*)\}/g;
const SHAPE = /\b(?:Move|Tab|RailGroup|icon: str)\b([^\n]*(?:\n[^\n]*){0,8})/g;
const PARTS = /\{%\s*(?:note|empty)\b([^%]*)%\}/g;
const QUOTED = /["']([a-z0-9]+(?:-[a-z0-9]+)+)["']/g;

export function iconsIn(text, known) {
  const names = new Set();
  for (const pattern of NAMED) {
    for (const hit of text.matchAll(pattern)) {
      names.add(hit[1]);
    }
  }
  const likely = [...text.matchAll(QUOTED)].map((hit) => hit[1]);
  for (const table of [...text.matchAll(TABLE), ...text.matchAll(SHAPE), ...text.matchAll(PARTS)]) {
    likely.push(...[...table[1].matchAll(/["']([a-z0-9-]+)["']/g)].map((hit) => hit[1]));
  }
  for (const name of likely) {
    if (known.has(name)) {
      names.add(name);
    }
  }
  return names;
}

function symbol(id, svg) {
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? "0 0 24 24";
  const inner = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .trim();
  return `<symbol id="${id}" viewBox="${viewBox}">${inner}</symbol>`;
}

// `named` maps an icon to a file that asks for it, so that a wrong name can be told with its place.
export async function buildSprite(named, outline, glyphs) {
  const parts = [];
  const names = [];
  for (const file of (await readdir(glyphs)).sort()) {
    const id = file.replace(/\.svg$/, "");
    names.push(id);
    parts.push(symbol(id, await readFile(join(glyphs, file), "utf8")));
  }
  for (const name of [...named.keys()].sort()) {
    if (names.includes(name)) {
      continue;
    }
    const svg = await readFile(join(outline, `${name}.svg`), "utf8").catch(() => {
      throw new Error(`There is no icon "${name}" in Tabler's outline set (asked for by ${named.get(name)}).`);
    });
    names.push(name);
    parts.push(symbol(name, svg));
  }
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg">${parts.join("")}</svg>`, names };
}
