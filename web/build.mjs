// Builds linli/faces/parts/static/built/ from web/: one style sheet and one script a face, the map
// chunks that are loaded only where a map is shown, and one sprite of the icons the pages really use.
// Called by build.py, which decides whether there is anything to do.
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

import { cutTabler, selectorsIn } from "./tabler.mjs";
import { buildSprite, iconsIn } from "./icons.mjs";

const web = dirname(fileURLToPath(import.meta.url));
const root = join(web, "..");
const faces = join(root, "linli", "faces");
const built = join(faces, "parts", "static", "built");

// Which sources decide what a face keeps of Tabler. `parts` is the living page: it shows everything.
const FACES = {
  resident: ["parts", "resident"],
  desk: ["parts", "desk"],
  board: ["parts", "boards"],
  screen: ["parts", "resident"],
  wall: ["parts", "boards"],
  account: ["parts"],
  parts: ["parts", "resident", "desk", "boards"],
};
// Old Android WebViews (WeChat's browser) are the resident's machine; offices run something newer, and
// MapLibre can't be written for less.
const TARGET = ["chrome80", "safari14.1", "firefox78"];
const TARGET_OFFICE = ["es2022"];

async function filesUnder(folder, endings) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes(`${join("static", "built")}`))
    .sort();
}

async function textOf(paths) {
  return (await Promise.all(paths.map((path) => readFile(path, "utf8")))).join("\n");
}

function say(line) {
  process.stdout.write(`  ${line}\n`);
}

async function styles() {
  const tabler = await readFile(join(web, "node_modules/@tabler/core/dist/css/tabler.min.css"), "utf8");
  const scripts = await textOf(await filesUnder(join(web, "ts"), [".ts"]));
  await Promise.all(
    Object.entries(FACES).map(async ([face, folders]) => {
      const sources = await Promise.all(
        folders.map(async (folder) => textOf(await filesUnder(join(faces, folder), [".html", ".py"]))),
      );
      const used = selectorsIn([...sources, scripts].join("\n"));
      const cut = await cutTabler(PurgeCSS, tabler, used);
      await esbuild.build({
        entryPoints: { [face]: join(web, "css", `${face}.css`) },
        outdir: fresh,
        bundle: true,
        minify: true,
        target: TARGET,
        legalComments: "none",
        external: ["*.png", "*.svg"],
        logLevel: "warning",
        plugins: [tablerPlugin(cut), darkPlugin()],
      });
    }),
  );
}

// `@import "tabler"` in a face's style sheet gives Tabler cut to what that face uses.
function tablerPlugin(css) {
  return {
    name: "tabler",
    setup(build) {
      build.onResolve({ filter: /^tabler$/ }, () => ({ path: "tabler.css", namespace: "tabler" }));
      build.onLoad({ filter: /.*/, namespace: "tabler" }, () => ({ contents: css, loader: "css" }));
    },
  };
}

// The dark tokens are written once and hold twice: chosen by the reader, or by the reader's machine.
function darkPlugin() {
  return {
    name: "dark",
    setup(build) {
      build.onLoad({ filter: /css[\\/]dark\.css$/ }, async ({ path }) => {
        const rules = await readFile(path, "utf8");
        const byMachine = rules.replaceAll('[data-bs-theme="dark"]', ":root:not([data-bs-theme])");
        return { contents: `${rules}\n@media screen and (prefers-color-scheme: dark) {\n${byMachine}\n}`, loader: "css" };
      });
    },
  };
}

async function scripts() {
  const common = { bundle: true, minify: true, target: TARGET, legalComments: "none", logLevel: "warning", outdir: fresh };
  for (const [target, faces] of [[TARGET, ["resident", "account"]], [TARGET_OFFICE, ["desk", "board", "screen", "wall"]]]) {
    await esbuild.build({
      ...common,
      target,
      entryPoints: faces.map((face) => join(web, "ts", `${face}.ts`)),
      format: "esm",
      splitting: true,
      chunkNames: "chunk-[name]-[hash]",
    });
  }
  await esbuild.build({ ...common, entryPoints: [join(web, "ts", "sw.ts")], format: "iife" });
  await esbuild.build({
    ...common,
    entryPoints: {
      "map-leaflet": join(web, "css", "map-leaflet.css"),
      "map-gl": join(web, "css", "map-gl.css"),
    },
    loader: { ".png": "dataurl", ".svg": "dataurl" },
  });
  // MapLibre's worker is its own module: a file of ours, so that the content policy needs no blob: workers.
  // It names a source map that we do not ship, which the collector of static files would miss.
  const worker = await readFile(join(web, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
  await writeFile(join(fresh, "map-gl-worker.js"), worker.replace(/^\/\/# sourceMappingURL=.*$/gm, ""));
}

async function sprite() {
  const outline = join(web, "node_modules/@tabler/icons/icons/outline");
  const known = new Set((await readdir(outline)).map((file) => file.replace(/\.svg$/, "")));
  const paths = [
    ...(await filesUnder(join(root, "linli"), [".html"])),
    ...(await filesUnder(faces, [".py"])),
    ...(await filesUnder(join(root, "linli", "pillars"), ["texts.py"])),
    ...(await filesUnder(join(web, "ts"), [".ts"])),
  ];
  const named = new Map();
  for (const path of paths) {
    for (const name of iconsIn(await readFile(path, "utf8"), known)) {
      named.set(name, relative(root, path));
    }
  }
  const result = await buildSprite(named, outline, join(web, "glyphs"));
  await writeFile(join(fresh, "icons.svg"), result.svg);
  await writeFile(join(fresh, "icons.json"), JSON.stringify(result.names));
  return result.names.length;
}

async function sizes() {
  for (const name of (await readdir(fresh)).sort()) {
    const bytes = await readFile(join(fresh, name));
    const packed = (brotliCompressSync(bytes).length / 1024).toFixed(1).padStart(6);
    say(`${packed} KB  ${name}`);
  }
}

// Everything is made beside the old folder and put in its place whole: a page never sees half a build.
const fresh = `${built}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const began = performance.now();
const [, , icons] = await Promise.all([styles(), scripts(), sprite()]);
if (process.argv.includes("--sizes")) {
  await sizes();
}
await rm(built, { recursive: true, force: true });
await rename(fresh, built);
say(`front end built: ${icons} icons, ${((performance.now() - began) / 1000).toFixed(1)} s`);
