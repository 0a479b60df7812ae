// tests/web/trends.mjs -- trends, map and the embedded chart in a browser.
//
//   TOCSIN_BINARY=./tocsin node tests/web/trends.mjs
//
// With the articles of ../shared (or $TOCSIN_SHARED) where there are any, else with samples/.
// Numbers on the pages are compared with the API's, files that are saved are opened, and the
// embedded chart stands in a page of another origin.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { accessible, check, fits, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

const series = ['labels', 'severity', 'harm_types', 'principles', 'industries', 'stakeholders', 'countries', 'ai_task', 'publishers'];
const number = (text) => Number(text.replace(/[\u202f%]/g, ''));
const json = async (base, path) => (await fetch(base + path)).json();

async function drawn(page) {
  await page.locator('[data-drawn]').waitFor({ state: 'attached', timeout: 15000 });
}

// The table of months as { month: [cells...] }, and the names of its columns.
function months(page) {
  return page.evaluate(() => {
    const table = document.querySelector('table.months');
    return {
      columns: [...table.tHead.rows[0].cells].map((c) => c.textContent),
      shown: [...document.querySelectorAll('input[name="show"]:checked')].map((i) => i.value),
      rows: Object.fromEntries([...table.tBodies[0].rows].map((r) =>
        [r.cells[0].dataset.month, [...r.cells].slice(1).map((c) => c.textContent)])),
    };
  });
}

function same_as(api, table, share) {
  const wrong = [];
  for (const m of api.months) {
    const cells = table.rows[m.month] ?? [];
    table.shown.forEach((value, i) => {
      const wanted = m.values[value] ?? 0;
      const told = cells[i] ?? '';
      const ok = !share ? number(told) === wanted
        : m.denominator ? Math.abs(number(told) - wanted * 100) < 0.051 : told === '\u2013';
      if (!ok) wrong.push(`${m.month} ${value}: ${told}, the API says ${wanted}`);
    });
    if (number(cells.at(-1) ?? '') !== m.denominator) wrong.push(`${m.month}: denominator ${cells.at(-1)}`);
  }
  if (Object.keys(table.rows).length !== api.months.length) wrong.push('other months');
  return wrong;
}

async function numbers(page, base, kind) {
  for (const one of series) {
    const api = await json(base, `/api/v1/stats/${one}?values=100`);
    await page.goto(`${base}/trends?series=${one}`);
    if (kind === 'script') await drawn(page);
    const table = await months(page);
    const names = await page.locator('.trend-legend input').evaluateAll((all) => all.map((i) => i.value));
    const totals = (await page.locator('.trend-legend .total').allTextContents()).map((t) => number(t.replace(' events', '')));
    check(`${one}, ${kind}: every value can be chosen`, names.join('|') === api.values.map((v) => v.value).join('|') && names.length > 1);
    check(`${one}, ${kind}: totals are the API's`, totals.join() === api.values.map((v) => v.total).join(), totals.join());
    const wrong = same_as(api, table, false);
    check(`${one}, ${kind}: the table is the API's`, wrong.length === 0 && table.shown.length > 0, wrong.slice(0, 3).join('\n    '));
  }
  const api = await json(base, '/api/v1/stats/harm_types?values=100&as=share&denominator=ai_articles&label=incident');
  await page.goto(`${base}/trends?series=harm_types&as=share&denominator=ai_articles&label=incident`);
  if (kind === 'script') await drawn(page);
  const wrong = same_as(api, await months(page), true);
  check(`shares with a filter, ${kind}`, wrong.length === 0, wrong.slice(0, 3).join('\n    '));
  check(`the filter shows, ${kind}`, (await page.locator('.chips').innerText()).includes('Incident'));
}

async function lists_agree(page, base) {
  await page.goto(`${base}/trends?series=harm_types&label=incident`);
  const total = page.locator('.trend-legend a.total').first();
  const told = number((await total.textContent()).replace(' events', ''));
  await total.click();
  await page.waitForURL((url) => url.pathname === '/');
  check('a total is the length of the list behind it', (await page.locator('#results-title').innerText()).replace(/\u202f/g, '').startsWith(`${told} event`),
    `${told}, ${page.url()}`);
}

async function switching(page, base) {
  await page.goto(`${base}/trends?series=harm_types`);
  await drawn(page);
  const before = await months(page);
  const off = page.locator('.trend-legend input:not(:checked)').first();
  const value = await off.inputValue();
  await off.check();
  const after = await months(page);
  check('a line more is a column more', after.columns.length === before.columns.length + 1 && after.shown.includes(value));
  check('the address tells it', new URL(page.url()).searchParams.getAll('show').includes(value));
  check('the code to embed tells it', (await page.locator('#embed').textContent()).includes(new URLSearchParams({ show: value }).toString()));
  const api = await json(base, '/api/v1/stats/harm_types?values=100');
  check('the new column is the API\'s', same_as(api, after, false).length === 0);
  await page.reload();
  await drawn(page);
  check('and a reload keeps it', (await months(page)).shown.join() === after.shown.join());
  const on = page.locator('.trend-legend input:checked');
  while (await on.count()) await on.first().uncheck();
  check('no line at all is told', (await page.locator('.trend-chart').innerText()).includes('Choose what to draw'));
  await page.reload();
  await drawn(page);
  check('and kept', (await months(page)).shown.length === 0);
  await page.selectOption('#as', 'share');
  await page.waitForURL(/as=share/);
  await drawn(page);
  check('a choice redraws in place', (await page.locator('#says').innerText()).startsWith('Share of'));
  await page.goBack();
  const back = page.locator('#says', { hasText: /^Events first reported/ });
  await back.waitFor({ timeout: 5000 }).catch(() => undefined);
  check('the back button works', await back.count() === 1);
}

// Dragging over the chart narrows the page to those months.
async function brushing(page, base) {
  await page.goto(`${base}/trends?average=1`);
  await drawn(page);
  const box = await page.locator('.u-over').boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
  check('a month is read by pointing', /^[A-Z][a-z]{2} \d{4}/.test(await page.locator('.readout').innerText()));
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/from=\d{4}-\d\d&to=\d{4}-\d\d/);
  await drawn(page);
  const query = new URL(page.url()).searchParams;
  const rows = Object.keys((await months(page)).rows).sort();
  check('dragging chooses months', rows[0] === query.get('from') && rows.at(-1) === query.get('to'), `${rows[0]} ${rows.at(-1)} ${page.url()}`);
}

async function by_keyboard(page, base) {
  await page.goto(`${base}/trends?series=harm_types&average=1`);
  await drawn(page);
  await page.locator('.kinds a').last().focus();
  let reached = '';
  for (let i = 0; i < 60 && !reached.includes('live-chart'); i++) {
    await page.keyboard.press('Tab');
    reached = await page.evaluate(() => document.activeElement.className);
  }
  check('Tab reaches the chart', reached.includes('live-chart'), reached);
  await page.keyboard.press('End');
  const api = await json(base, '/api/v1/stats/harm_types?values=100');
  const last = api.months.at(-1);
  const said = await page.locator('.trend-chart [role="status"]').textContent();
  const name = new Date(`${last.month}-15`).toLocaleString('en', { month: 'short', year: 'numeric' });
  check('arrow keys read months aloud', said.startsWith(name) && said.includes(`${api.values[0].value} ${last.values[api.values[0].value]}`), said);
  await page.keyboard.press('ArrowLeft');
  check('one by one', await page.locator('.trend-chart [role="status"]').textContent() !== said);
  await page.keyboard.press('Tab');
  const before = await months(page);
  await page.keyboard.press('Space');
  check('Space switches a line', (await months(page)).shown.length === before.shown.length - 1);
}

async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const path = join(work, download.suggestedFilename());
  await download.saveAs(path);
  return { name: download.suggestedFilename(), bytes: readFileSync(path) };
}

// What is in an SVG, read by a parser; on a blank page, as ours allow no foreign data.
async function inside(browser, bytes) {
  const page = await browser.newPage();
  const found = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      root: root.documentElement.nodeName, error: root.querySelector('parsererror')?.textContent ?? '',
      title: root.querySelector('title')?.textContent ?? '', texts: [...root.querySelectorAll('text')].map((t) => t.textContent),
      paths: [...root.querySelectorAll('path')].map((p) => ({ d: p.getAttribute('d'), fill: p.getAttribute('fill'), stroke: p.getAttribute('stroke') })),
      scripts: root.querySelectorAll('script, [onload], image, style').length,
    };
  }, bytes.toString('utf8'));
  await page.close();
  return found;
}

async function pixels(browser, bytes) {
  const page = await browser.newPage();
  const found = await page.evaluate(async (list) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(list)], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const to = canvas.getContext('2d');
    to.drawImage(image, 0, 0);
    const data = to.getImageData(0, 0, image.width, image.height).data;
    const colours = new Map();
    for (let i = 0; i < data.length; i += 4) {
      const c = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
      colours.set(c, (colours.get(c) ?? 0) + 1);
    }
    return { width: image.width, height: image.height, colours: Object.fromEntries([...colours].filter(([, n]) => n > 20)) };
  }, [...bytes]);
  await page.close();
  return found;
}

const is_png = (bytes) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n';

async function files_of_trends(browser, page, base) {
  await page.goto(`${base}/trends?series=harm_types&average=1`);
  await drawn(page);
  const table = await months(page);
  const api = await json(base, '/api/v1/stats/harm_types?values=200');
  const csv = (await (await fetch(new URL(await page.locator('a.csv').getAttribute('href'), base))).text()).trim().split('\r\n');
  const last = api.months.at(-1);
  check('the CSV has a row a month and the API\'s numbers', csv.length === api.months.length + 1 && csv[0].startsWith('month,events,') &&
    csv.at(-1) === [last.month, last.denominator, ...api.values.map((v) => last.values[v.value])].join(','), csv.at(-1));
  const svg = await saved(page, () => page.getByRole('button', { name: 'Save as SVG' }).click());
  const found = await inside(browser, svg.bytes);
  check('the SVG is one', svg.name === 'tocsin-harm_types.svg' && found.root === 'svg' && !found.error && found.scripts === 0, found.error);
  check('it has the title, each name, and where it is from', found.title === 'Events by kind of harm' && table.shown.every((v) => found.texts.includes(v)) &&
    found.texts.some((t) => t.startsWith('Tocsin, 127.0.0.1')));
  check('and a line a value, a point a month', found.paths.length === table.shown.length &&
    found.paths.every((p) => p.d.match(/[ML]/g).length === api.months.length), found.paths.map((p) => p.d.length).join());
  const first = table.shown[0];
  const top = Math.max(...api.months.map((m) => Math.max(...table.shown.map((v) => m.values[v]))));
  const heights = [...found.paths[0].d.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((m) => Number(m[1]));
  const unit = (444 - Math.min(...heights)) / Math.max(...api.months.map((m) => m.values[first]));
  check('whose heights are the API\'s numbers', top * unit <= 361 && api.months.every((m, i) => Math.abs(444 - heights[i] - m.values[first] * unit) < 0.2));
  const png = await saved(page, () => page.getByRole('button', { name: 'Save as PNG' }).click());
  const seen = await pixels(browser, png.bytes);
  check('the PNG is one, twice as dense', png.name === 'tocsin-harm_types.png' && is_png(png.bytes) && seen.width === 1920 && seen.height > 900,
    `${seen.width} x ${seen.height}`);
  check('with every line\'s colour', found.paths.every((p) => seen.colours[p.stroke] > 20), found.paths.map((p) => p.stroke).join(' '));
}

async function map_numbers(page, base, kind) {
  const rows = await page.locator('tr[data-code]').evaluateAll((all) => all.map((r) =>
    ({ code: r.dataset.code, rung: r.dataset.class, name: r.querySelector('a').textContent, href: r.querySelector('a').getAttribute('href'), count: r.querySelector('td').textContent })));
  const api = await json(base, '/api/v1/stats/countries?values=200');
  const told = Object.fromEntries(api.values.map((v) => [v.value, v.total]));
  check(`map, ${kind}: a row a country, with the API's numbers`, rows.length === api.values.length && rows.length > 5 &&
    rows.every((r) => told[r.name] === number(r.count)), `${rows.length} of ${api.values.length}`);
  for (const r of rows.slice(0, 3)) {
    const list = await json(base, `/api/v1/events${r.href.slice(1)}`);
    check(`map, ${kind}: ${r.name} leads to its ${r.count} events`, list.total === number(r.count), String(list.total));
  }
  return rows;
}

async function map(browser, page, base) {
  await page.goto(`${base}/map`);
  await drawn(page);
  const rows = await map_numbers(page, base, 'script');
  const legend = await page.locator('.map-legend li').allInnerTexts();
  const range = (text) => text.trim().split('\u2013').map(number);
  check('each row is in the class that the legend states', rows.every((r) => {
    const [least, most = least] = range(legend[Number(r.rung) - 1]);
    return number(r.count) >= least && number(r.count) <= most;
  }), legend.join(' | '));
  const classes = await page.locator('.country').evaluateAll((all) => all.map((p) => p.getAttribute('class')));
  const coloured = classes.filter((c) => !c.includes('class-0')).length;
  check('the map is coloured like the list', classes.length > 170 && coloured > rows.length * 0.9 && coloured <= rows.length, `${coloured} of ${rows.length}`);
  await page.locator('tr[data-code] a').nth(1).focus();
  check('focus on a row shows its country', await page.locator('.country.pointed').count() === 1 &&
    (await page.locator('.map-canvas .tip').textContent()) === `${rows[1].name}: ${rows[1].count}`);
  const whole = await page.locator('.country.pointed').getAttribute('d');
  await page.selectOption('#region', 'Europe');
  await page.locator('[data-region="Europe"]').waitFor({ state: 'attached', timeout: 15000 });
  check('a region is drawn larger, and finer', (await page.locator('.country').evaluateAll((all) => Math.max(...all.map((p) => p.getAttribute('d').length)))) > whole.length &&
    await page.locator('.country').count() > classes.length);
  const svg = await saved(page, () => page.getByRole('button', { name: 'Save as SVG' }).click());
  const found = await inside(browser, svg.bytes);
  check('the map\'s SVG is one', svg.name === 'tocsin-map-europe.svg' && found.root === 'svg' && !found.error && found.paths.length > 30 &&
    found.scripts === 0 && found.texts[0] === 'Events by country' && found.texts[1].includes('Europe'), found.error);
  const png = await saved(page, () => page.getByRole('button', { name: 'Save as PNG' }).click());
  const seen = await pixels(browser, png.bytes);
  check('the map\'s PNG is one', is_png(png.bytes) && seen.width === 1920 &&
    found.paths.filter((p) => seen.colours[p.fill] > 20).length > found.paths.length / 2, `${seen.width} x ${seen.height}`);
  const csv = (await (await fetch(new URL(await page.locator('a.csv').getAttribute('href'), base))).text()).trim().split('\r\n');
  check('its CSV has the same rows', csv[0] === 'code,country,events' && csv.slice(1).join() === rows.map((r) => `${r.code},"${r.name}",${number(r.count)}`).join(), csv[1]);
  await page.locator('tr[data-code] a').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/\?country=/);
  check('Enter on a row goes to its list', (await page.locator('#results-title').innerText()).replace(/\u202f/g, '').startsWith(`${number(rows[0].count)} event`));
  await page.goto(`${base}/map?label=hazard&from=2015`);
  const some = await json(base, '/api/v1/stats/countries?values=200&label=hazard&from=2015');
  check('filters hold on the map', await page.locator('tr[data-code]').count() === some.values.length);
}

async function without_script(browser, base) {
  const page = await open(browser, base, { javaScriptEnabled: false });
  await numbers(page, base, 'no script');
  await page.goto(`${base}/trends?series=harm_types`);
  const checked = await page.locator('.trend-legend input:checked').count();
  check('the server draws a line a value', await page.locator('.lines-box g').count() === checked && checked > 1);
  check('with axes in words', (await page.locator('.tick-x').count()) > 1 && (await page.locator('.tick-y').count()) > 1);
  await page.locator('.trend-legend input:checked').first().uncheck();
  await page.getByRole('button', { name: 'Draw these' }).click();
  await page.waitForURL(/show=/);
  check('lines are chosen by the form', await page.locator('.lines-box g').count() === checked - 1);
  await page.goto(`${base}/map`);
  await map_numbers(page, base, 'no script');
  check('what needs a script is not there', await page.locator('#region').isHidden());
  await page.context().close();
}

// A page of another origin, with frames of ours in it.
async function embedded(browser, base) {
  const paths = ['/embed/trends?series=harm_types&theme=dark', '/', '/trends', '/map', '/about', '/embed/trends?series=nothing'];
  const foreign = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'text/html');
    answer.end(`<!doctype html><html lang="en"><title>A newspaper</title>${paths.map((p) =>
      `<iframe title="frame" width="640" height="460" src="${base}${p.replace(/&/g, '&amp;')}"></iframe>`).join('')}`);
  });
  await new Promise((ready) => foreign.listen(0, 'localhost', ready));
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on('request', (r) => asked.push(r.url()));
  await page.goto(`http://localhost:${foreign.address().port}/`, { waitUntil: 'networkidle' });
  const shown = [];
  for (const frame of page.mainFrame().childFrames())
    shown.push(await frame.evaluate(() => document.querySelectorAll('main').length).catch(() => 0));
  check('the chart stands in a page of another site', shown[0] === 1 && await page.mainFrame().childFrames()[0].locator('.lines-box g').count() > 1);
  check('nothing else does, its own errors neither', shown.slice(1).every((n) => n === 0), shown.join());
  const frame = page.mainFrame().childFrames()[0];
  check('it has its style', (await frame.locator('body').evaluate((b) => getComputedStyle(b).backgroundColor)) === 'rgb(20, 22, 26)');
  check('its frame has no bars to scroll', await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth));
  check('no cookie is set', (await context.cookies()).length === 0);
  check('it has no script', await frame.locator('script').count() === 0);
  check('it asks no other host', asked.every((u) => u.startsWith(base) || u.startsWith(`http://localhost:${foreign.address().port}`)));
  await context.close();
  foreign.close();
  const answer = await fetch(`${base}/embed/trends?series=harm_types`);
  const html = await answer.text();
  const style = await (await fetch(base + /href="(\/assets\/embed\.css[^"]*)"/.exec(html)[1])).text();
  const bytes = gzipSync(html).length + gzipSync(style).length;
  check('it is small', bytes < 24000, `${bytes} bytes`);
  check('without setting a cookie', !answer.headers.get('set-cookie'));
  const again = await fetch(`${base}/embed/trends?series=harm_types`, { headers: { 'If-None-Match': answer.headers.get('etag') } });
  check('a 304 may be framed too', again.status === 304 && again.headers.get('content-security-policy').includes('frame-ancestors *'), String(again.status));
  const routes = await json(base, '/openapi.json');
  for (const path of Object.keys(routes.paths).filter((p) => routes.paths[p].get && !p.includes('{') && !p.startsWith('/embed/'))) {
    const policy = (await fetch(base + path)).headers.get('content-security-policy') ?? '';
    check(`${path} is in no frame`, policy.includes("frame-ancestors 'none'"), policy);
  }
}

const looks = [
  { name: 'desk light', options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } } },
  { name: 'desk dark', options: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } } },
  { name: '360 px', options: { colorScheme: 'light', viewport: { width: 360, height: 740 } } },
  { name: '360 px dark', options: { colorScheme: 'dark', viewport: { width: 360, height: 740 } } },
  { name: 'letters of 200 %', options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } }, letters: '200%' },
];

async function every_look(browser, base) {
  for (const look of looks) {
    const page = await open(browser, base, look.options);
    for (const path of ['/trends', '/trends?series=industries&as=share&label=incident', '/map', '/map?country=United+States', '/trends?q=zzzzzz', '/map?q=zzzzzz', '/embed/trends?series=industries']) {
      await page.goto(base + path);
      if (look.letters) await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, look.letters);
      if (!path.includes('zzz') && !path.startsWith('/embed')) await drawn(page);
      await page.evaluate(() => { for (const more of document.querySelectorAll('main details')) more.open = true; });
      await page.waitForTimeout(150);
      await fits(page, `${look.name} ${path}`);
      await accessible(page, `${look.name} ${path}`);
      if (process.env.TOCSIN_PICTURES)
        await page.screenshot({ path: join(process.env.TOCSIN_PICTURES, `${look.name}${path}`.replace(/\W+/g, ' ') + '.png'), fullPage: true });
    }
    await page.context().close();
  }
}

// Names of publishers are strangers' words: markup, turned writing, towers of marks, no end.
async function hostile(browser) {
  const names = ['<img src=x onerror="document.title=1">', 'Daily \u202e txet', `Tower${'\u0301'.repeat(900)}`, `Long${'word'.repeat(200)}`, '"; DROP TABLE events; --', '=1+1'];
  const file = join(work, 'hostile.jsonl');
  writeFileSync(file, names.map((publisher, i) => JSON.stringify({
    id: `h${i}`, url: `https://example.org/${i}`, publisher, date: `2025-0${i + 1}-10`, title: `Robot number ${i} kills worker at car plant`,
    text: `A robot of the kind ${'ABCDEF'[i]} crushed worker number ${i} to death at a car plant in town ${i} on Monday, police said.`,
  })).join('\n'));
  const db = `sqlite:${join(work, 'hostile.db')}`;
  execFileSync(program, ['ingest', '--quiet', '--db', db, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { server, base } = await serve(db);
  const page = await open(browser, base, { viewport: { width: 360, height: 740 } });
  await page.goto(`${base}/trends?series=publishers&average=1`);
  await drawn(page);
  const shown = await page.locator('.trend-legend .name').allTextContents();
  check('strangers\' names stand as text', names.filter((n) => shown.some((s) => s.startsWith(n.slice(0, 12)))).length >= 4, shown.map((s) => s.slice(0, 30)).join(' | '));
  check('and do nothing', (await page.title()).startsWith('Events by publisher') && await page.locator('main img').count() === 0);
  await page.evaluate(() => { for (const more of document.querySelectorAll('main details')) more.open = true; });
  await fits(page, 'a page with such names');
  await accessible(page, 'a page with such names');
  const svg = await saved(page, () => page.getByRole('button', { name: 'Save as SVG' }).click());
  const found = await inside(browser, svg.bytes);
  check('nor in the SVG', found.root === 'svg' && !found.error && found.scripts === 0 && found.texts.every((t) => t.length <= 200), found.error);
  await page.goto(`${base}/embed/trends?series=publishers`);
  await fits(page, 'the embedded chart with such names');
  await page.context().close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}

// The list pays for nothing of this; what is bundled is named.
async function bundles(base) {
  const html = await (await fetch(`${base}/`)).text();
  check('the list asks for no chart and no map', !/trends\.js|map\.js|charts\.css|world\.json/.test(html));
  const notice = await (await fetch(`${base}/assets/notice.txt`)).text();
  const lock = JSON.parse(readFileSync(new URL('../../web/package-lock.json', import.meta.url), 'utf8'));
  for (const [path, one] of Object.entries(lock.packages)) {
    const name = path.replace('node_modules/', '');
    if (!name || one.dev || name === 'commander') continue; // a command line's, in no bundle
    check(`NOTICE names ${name} ${one.version}`, notice.includes(`${name} ${one.version} (${one.license})`));
    check(`${name} is pinned`, /^sha512-/.test(one.integrity) && /^\d/.test(one.version));
  }
  check('the page "About" leads to it', (await (await fetch(`${base}/about`)).text()).includes('/assets/notice.txt'));
}

await suite('trends and map', async (keep) => {
  const db = `sqlite:${join(work, 'trends.db')}`;
  const shared = join(process.env.TOCSIN_SHARED ?? '../shared', 'data/events/train.jsonl');
  const sources = existsSync(shared) ? ['samples', shared] : ['samples'];
  if (sources.length === 1) console.log('skipped: the articles of ../shared, which is not there; samples only');
  execFileSync(program, ['ingest', '--quiet', '--db', db, ...sources], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { server, base } = await serve(db);
  keep.server = server;
  const browser = await launch();
  keep.browser = browser;
  const page = await open(browser, base, { viewport: { width: 1280, height: 900 } });
  for (const step of [() => numbers(page, base, 'script'), () => lists_agree(page, base), () => switching(page, base), () => brushing(page, base),
    () => by_keyboard(page, base), () => files_of_trends(browser, page, base), () => map(browser, page, base), () => every_look(browser, base),
    () => without_script(browser, base), () => hostile(browser)]) await step();
  check('no console message and no foreign request', trouble.length === 0, [...new Set(trouble)].slice(0, 5).join('\n    '));
  await embedded(browser, base);
  await bundles(base);
});
