// Builds src/ into dist/widget.js (one script, style sheet inside) and dist/widget.css (the same
// style sheet for browsers that cannot construct one). The same source gives the same bytes.

import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const TARGET = ["es2019", "chrome79", "safari14.1", "firefox78"];
const at = (path) => new URL(path, import.meta.url);

async function minified(file) {
  const { code } = await transform(await readFile(file, "utf8"), { loader: "css", minify: true, target: TARGET });
  return code.trim();
}

const styles = {
  name: "styles",
  setup(bundle) {
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await minified(path), loader: "text" }));
  },
};

await build({
  absWorkingDir: at(".").pathname.replace(/\/$/, ""),
  entryPoints: ["src/main.ts"],
  outfile: "dist/widget.js",
  bundle: true,
  minify: true,
  format: "iife",
  target: TARGET,
  charset: "utf8",
  legalComments: "none",
  plugins: [styles],
  logLevel: "warning",
});
await writeFile(at("dist/widget.css"), await minified(at("src/style.css").pathname));
const size = gzipSync(await readFile(at("dist/widget.js")), { level: 9 }).length;
process.stderr.write(`· widget.js ${(size / 1024).toFixed(1)} KB（gzip）\n`);
