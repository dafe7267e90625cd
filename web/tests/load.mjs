// Tests read the TypeScript sources themselves: esbuild strips the types, nothing is written to the disk.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

const sources = join(dirname(fileURLToPath(import.meta.url)), "..", "ts");

export async function load(name) {
  const built = await esbuild.build({
    entryPoints: [join(sources, `${name}.ts`)],
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  const text = Buffer.from(built.outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${text}`);
}
