// Copies the browser libraries that the pages use out of node_modules into static/vendor, with their notices.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { provinces } from "./provinces.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "..", "node_modules");
const vendor = join(here, "static", "vendor");
const wanted = {
  "@zazuko/yasqe": ["build/yasqe.min.js", "build/yasqe.min.css"],
};

rmSync(vendor, { recursive: true, force: true }); // what an older version took is not served or packed on
mkdirSync(vendor, { recursive: true });
const notices = [];
for (const [name, files] of Object.entries(wanted)) {
  const folder = join(modules, name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const file of files) copyFileSync(join(folder, file), join(vendor, file.split("/").pop()));
  const licence = join(folder, "LICENSE");
  const text = existsSync(licence) ? readFileSync(licence, "utf8") : "";
  notices.push(`${name} ${about.version}, licence ${about.license}\n${text}`);
}
// The package calls its module common, but it exports as a module does.
const map = join(modules, "@svg-maps", "vietnam");
const about = JSON.parse(readFileSync(join(map, "package.json"), "utf8"));
const source = readFileSync(join(map, "index.js"), "utf8");
const { default: drawn } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
writeFileSync(join(vendor, "provinces.json"), JSON.stringify(provinces(drawn)));
notices.push(`${about.name} ${about.version} by ${about.author}, licence ${about.license}; simplified to a grid\n`);
writeFileSync(join(vendor, "NOTICES.txt"), notices.join("\n\n"));
