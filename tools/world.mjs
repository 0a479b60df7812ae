// tools/world.mjs LIBRARIES -- the world for the map: outlines by ISO code, as TopoJSON.
//
// world-atlas (Natural Earth, public domain) names countries by ISO 3166-1 number; our pages
// know two letters, and iso-codes has both. The outlines are those at 1:110m, which leave out
// some sixty small countries and territories: these get a point, the centre of their outline
// at 1:50m, so that no count is without a place on the map.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';

const libraries = resolve(process.argv[2] ?? 'build/npm');
const require = createRequire(join(libraries, 'package.json'));
const { feature } = require('topojson-client');
const { geoCentroid } = await import(pathToFileURL(join(libraries, 'node_modules/d3-geo/src/index.js')).href);

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const atlas = (name) => read(join(libraries, 'node_modules/world-atlas', name));
const iso = new Map(read('/usr/share/iso-codes/json/iso_3166-1.json')['3166-1'].map((c) => [c.numeric, c.alpha_2]));
const code = (shape) => iso.get(shape.id) ?? (shape.properties.name === 'Kosovo' ? 'XK' : '');

const world = atlas('countries-110m.json');
const drawn = new Set();
for (const shape of world.objects.countries.geometries) {
  const letters = code(shape);
  if (letters) drawn.add(letters);
  shape.id = letters;
  delete shape.properties;
}
world.objects = { countries: world.objects.countries };
const points = {};
const finer = atlas('countries-50m.json');
for (const shape of finer.objects.countries.geometries) {
  const letters = code(shape);
  if (letters && !drawn.has(letters))
    points[letters] = geoCentroid(feature(finer, shape)).map((x) => Math.round(x * 100) / 100);
}
world.points = points;
process.stdout.write(JSON.stringify(world));
