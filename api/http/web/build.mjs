// Bundles every script of src/pages into the folder given, and tells in manifest.json what became of each.
import { readdir, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { build } from "esbuild";

const [target, sources] = process.argv.slice(2);
const pages = (await readdir("src/pages")).filter((name) => name.endsWith(".ts"));
const { metafile } = await build({
  entryPoints: pages.map((name) => join("src/pages", name)),
  outdir: target,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  charset: "utf8",
  legalComments: "none",
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  logLevel: "warning",
  absWorkingDir: import.meta.dirname,
});

const entries = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint?.startsWith("src/pages/"));
const scripts = Object.fromEntries(
  entries.map(([file, output]) => [basename(output.entryPoint, extname(output.entryPoint)), basename(file)]),
);
await writeFile(join(target, "manifest.json"), `${JSON.stringify({ sources, scripts }, null, 1)}\n`);
