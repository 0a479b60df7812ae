// tools/world.mjs LIBRARIES OUT -- the world for the map: outlines by ISO code, as TopoJSON.
//
// world-atlas (Natural Earth, public domain) names countries by ISO 3166-1 number; our pages
// know two letters, and iso-codes has both. world.json has the outlines at 1:110m, which leave
// out some sixty small countries and territories: these get a point, the centre of their outline
// at 1:50m. regions.json has those at 1:50m, for who looks closer.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';

const [libraries, out] = process.argv.slice(2, 4).map((folder) => resolve(folder));
const require = createRequire(join(libraries, 'package.json'));
const { feature } = require('topojson-client');
const { geoCentroid } = await import(pathToFileURL(join(libraries, 'node_modules/d3-geo/src/index.js')).href);

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const atlas = (name) => read(join(libraries, 'node_modules/world-atlas', name));
const iso = new Map(read('/usr/share/iso-codes/json/iso_3166-1.json')['3166-1'].map((c) => [c.numeric, c.alpha_2]));
const code = (shape) => iso.get(shape.id) ?? (shape.properties.name === 'Kosovo' ? 'XK' : '');

// All countries of one scale by their letters, without the names that our pages have anyway.
function outlines(name) {
  const world = atlas(name);
  for (const shape of world.objects.countries.geometries) {
    shape.id = code(shape);
    delete shape.properties;
  }
  return { ...world, objects: { countries: world.objects.countries } };
}

const world = outlines('countries-110m.json');
const finer = outlines('countries-50m.json');
const drawn = new Set(world.objects.countries.geometries.map((shape) => shape.id));
world.points = {};
for (const shape of finer.objects.countries.geometries)
  if (shape.id && !drawn.has(shape.id))
    world.points[shape.id] = geoCentroid(feature(finer, shape)).map((x) => Math.round(x * 100) / 100);
finer.points = world.points;
writeFileSync(join(out, 'world.json'), JSON.stringify(world));
writeFileSync(join(out, 'regions.json'), JSON.stringify(finer));
