// tests/web/run.mjs -- a reader in a browser: list, search, filter, event, evidence.
//
//   TOCSIN_BINARY=./tocsin node tests/web/run.mjs
//
// Fails on any console message, page error or request to another host, and on
// anything that axe finds, in light and dark, on a desk and on a phone.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const program = process.env.TOCSIN_BINARY ?? './tocsin';
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const work = mkdtempSync(join(tmpdir(), 'tocsin-web-'));
let passed = 0, failed = 0;

function check(name, ok, detail = '') {
  if (ok) { passed++; return; }
  failed++;
  console.log(`failed: ${name}${detail ? `\n    ${detail}` : ''}`);
}

function serve(db) {
  const server = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0']);
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve({ server, base: found[0] });
    });
    server.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
}

const trouble = [];
async function open(browser, base, options) {
  const context = await browser.newContext({ ...options, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.on('console', (m) => trouble.push(`${page.url()}: ${m.type()} ${m.text()}`));
  page.on('pageerror', (e) => trouble.push(`${page.url()}: ${e.message}`));
  await context.route('**/*', (route) => {
    if (!route.request().url().startsWith(base)) {
      trouble.push(`${page.url()} asked for ${route.request().url()}`);
      return route.abort();
    }
    return route.continue();
  });
  return page;
}

async function accessible(page, name) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  check(`axe: ${name}`, result.violations.length === 0,
    result.violations.map((v) => `${v.id}: ${v.nodes[0].html} (${v.nodes.length})`).join('\n    '));
}

async function reader(page, base) {
  await page.goto(`${base}/`);
  check('the list has events', (await page.locator('h2 a, h3 a').count()) > 10);
  check('the page names itself', (await page.title()).includes('Tocsin'));

  await page.fill('input[name="q"]', '"hard drives"');
  await page.press('input[name="q"]', 'Enter');
  await page.waitForURL(/q=/);
  check('a search leaves what it finds', (await page.locator('main').innerText()).includes('1 event'));

  await page.goto(`${base}/`);
  await page.locator('a[href*="label=hazard"]').first().click();
  await page.waitForURL(/label=hazard/);
  const hazards = await (await page.request.get(`${base}/api/v1/events?label=hazard&limit=200`)).json();
  check('the filter and the API agree', (await page.locator('main').innerText()).includes(`${hazards.total} event`));

  const card = page.locator('a[href^="/events/"]', { hasText: 'hard drives' }).first();
  await card.click();
  await page.waitForURL(/\/events\/\d{4}-\d{2}-\d{2}-/);
  const text = await page.locator('main').innerText();
  for (const part of ['Why this is labelled a hazard', 'Harm types', 'AI principles', 'Industries', 'Affected stakeholders',
    'Severity', 'Business function', 'AI system task', 'Articles about this event', 'What the reports state', 'History'])
    check(`the event page has "${part}"`, text.includes(part));
  check('at least five articles', (await page.locator('li.source').count()) >= 5);
  check('the arithmetic is checked', /Holds/.test(text) && text.includes('4.8 PB'));

  await ledger(page, base);
  const source = page.locator('li.source').first();
  await source.locator('details summary').first().click();
  const quotes = await source.locator('details q, details blockquote, details mark').allInnerTexts();
  check('evidence opens with quotes', quotes.length > 3, `${quotes.length} quotes`);
  const id = page.url().split('/').pop();
  const event = await (await page.request.get(`${base}/api/v1/events/${id}`)).json();
  const kept = JSON.stringify(event);
  check('each quote is one of the API', quotes.every((q) => kept.includes(JSON.stringify(q.trim()).slice(1, -1))),
    quotes.filter((q) => !kept.includes(JSON.stringify(q.trim()).slice(1, -1)))[0]);
  await timeline(page, base);
}

// The steps of an event that came to something: as many as the API tells, in order, each with
// its words marked and a way to its article; nothing is wider than a phone.
async function timeline(page, base) {
  const here = page.url();
  const list = await (await page.request.get(`${base}/api/v1/events?stage=response&q=Cruise`)).json();
  const event = await (await page.request.get(`${base}/api/v1/events/${list.events[0].id}`)).json();
  await page.goto(`${base}/events/${event.id}`);
  const steps = page.locator('ol.timeline > li');
  check('the timeline has a step of each', (await steps.count()) === event.timeline.length && event.timeline.length > 2,
    `${event.timeline.length} steps`);
  const days = event.timeline.map((s) => s.date);
  check('they stand in order of time', days.every((d, i) => i === 0 || days[i - 1] <= d), days.join(' '));
  check('the first is the first report', event.timeline[0].stage === 'reported' && event.timeline[0].date === event.first_reported, days[0]);
  check('the words that say so are marked', (await steps.nth(1).locator('q mark').innerText()) === event.timeline[1].quote,
    event.timeline[1].quote);
  const target = await steps.nth(1).locator('a.quote').getAttribute('href');
  check('and lead to their article', (await page.locator(target).count()) === 1, target);
  await page.setViewportSize({ width: 360, height: 800 });
  check('on a phone it is no wider', await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), '360 px');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(here);
}

/* A row a claim; the quotes of a value open on hover, by keyboard and by tap. */
async function ledger(page, base) {
  const id = page.url().split('/').pop();
  const said = await (await page.request.get(`${base}/api/v1/events/${id}/claims`)).json();
  const shared = said.claims.filter((c) => c.articles > 1);
  const table = page.locator('section.claims table').first();
  check('the ledger has a row a claim', (await table.locator('tbody tr').count()) === shared.length && shared.length > 3,
    `${shared.length} claims`);
  const row = table.locator('tbody tr', { has: page.locator('th', { hasText: /^servers$/ }) });
  const text = await row.innerText();
  check('300 servers, agreed, with publishers and days', /300/.test(text) && /agreed/.test(text) && /2 articles: /.test(text) &&
    /\d{4}-\d\d-\d\d/.test(text), text);
  const value = row.locator('button.said-value').first();
  const box = page.locator(`#${await value.getAttribute('popovertarget')}`);
  await value.hover();
  await box.waitFor({ state: 'visible', timeout: 3000 });
  const quotes = said.claims.find((c) => c.what === 'servers').values[0].quotes;
  check('hovering shows each quote with its words', (await box.locator('mark').allInnerTexts()).join() === quotes.map((q) => q.quote).join() &&
    (await box.locator('q').first().innerText()).includes(quotes[0].context.quote));
  await accessible(page, 'an open box of quotes');
  await page.keyboard.press('Escape');
  await page.mouse.move(0, 0);
  await value.focus();
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'visible', timeout: 3000 });
  check('Enter opens it too', await box.isVisible());
  await box.locator('a').first().click();
  check('a quote leads to its article', /#a\d+$/.test(page.url()), page.url());
  const csv = await (await page.request.get(`${base}/api/v1/events/${id}/claims.csv`)).text();
  const all = said.claims.flatMap((c) => c.values.flatMap((v) => v.quotes)).length;
  check('the CSV has a row a quote', csv.trim().split('\r\n').length === all + 1, `${all} quotes`);
}

async function every_page(browser, base, name, options, event) {
  const page = await open(browser, base, options);
  for (const path of ['/', event, '/sources', '/try', '/about', '/data', '/events/2020-01-01-zzzz']) {
    const answer = await page.goto(base + path);
    check(`${name} ${path} answers`, answer.status() === (path.endsWith('zzzz') ? 404 : 200), String(answer.status()));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(`${name} ${path} is not wider than the screen`, wide <= 0, `${wide} px`);
    await accessible(page, `${name} ${path}`);
  }
  await page.context().close();
}

async function judged(page, base) {
  await page.goto(`${base}/try`);
  await page.fill('[name="title"]', 'Robot kills worker at car plant');
  await page.fill('[name="text"]', 'A robot crushed a worker to death at a car plant on Monday, police said.');
  await page.locator('main button[type="submit"], main input[type="submit"]').first().click();
  await page.waitForLoadState();
  check('a text can be tried', /incident/i.test(await page.locator('main').innerText()));
}

async function without_script(browser, base, event) {
  const page = await open(browser, base, { javaScriptEnabled: false });
  await page.goto(`${base}/`);
  check('the list needs no script', (await page.locator('a[href^="/events/"]').count()) > 10);
  await page.goto(base + event);
  check('the event needs no script', (await page.locator('li.source').count()) >= 5);
  const value = page.locator('section.claims button.said-value').first();
  await value.click();
  check('the quotes of a claim open without script', await page.locator(`#${await value.getAttribute('popovertarget')}`).isVisible());
  await page.context().close();
}

// An event with relatives, and with an incident of another archive tied to it.
async function linked(browser, base, db) {
  const found = await (await fetch(`${base}/api/v1/events?q=vetoes&limit=1`)).json();
  const event = await (await fetch(`${base}/api/v1/events/${found.events[0].id}`)).json();
  const dump = join(work, 'quickadd.csv');
  writeFileSync(dump, `incident_id,url\n77,${event.articles[0].url}\n`);
  execFileSync(program, ['import', '--db', db, 'aiid', dump], { stdio: 'ignore' });
  for (const look of looks) {
    const page = await open(browser, base, look.options);
    await page.goto(base + event.url);
    check(`related events, ${look.name}`, await page.locator('section.related li').count() === event.related.length);
    check(`their reasons, ${look.name}`, await page.locator('section.related p.reason').first().innerText() === event.related[0].reason);
    const cited = page.locator('section.archives a');
    check(`the other archive, ${look.name}`, await cited.getAttribute('href') === 'https://incidentdatabase.ai/cite/77');
    check(`nothing wider than the page, ${look.name}`, await page.evaluate(() =>
      document.documentElement.scrollWidth <= document.documentElement.clientWidth));
    await accessible(page, `an event with links, ${look.name}`);
    if (process.env.TOCSIN_PICTURES) {
      await page.locator('section.related').scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(process.env.TOCSIN_PICTURES, `links ${look.name}.png`) });
    }
    await page.context().close();
  }
}

const looks = [
  { name: 'desk light', options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } } },
  { name: 'desk dark', options: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } } },
  { name: 'phone', options: { colorScheme: 'light', viewport: { width: 360, height: 740 } } },
  { name: 'phone dark', options: { colorScheme: 'dark', viewport: { width: 360, height: 740 } } },
];
const db = `sqlite:${join(work, 'web.db')}`;
execFileSync(program, ['ingest', '--quiet', '--db', db, 'samples'], { stdio: ['ignore', 'ignore', 'inherit'] });
const { server, base } = await serve(db);
const browser = await chromium.launch({
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
});
try {
  const found = await (await fetch(`${base}/api/v1/events?q=%22hard+drives%22&limit=1`)).json();
  const event = found.events[0].url;
  const page = await open(browser, base, {});
  await reader(page, base);
  await judged(page, base);
  check('no console message and no foreign request', trouble.length === 0, trouble.join('\n    '));
  trouble.length = 0;
  for (const look of looks) await every_page(browser, base, look.name, look.options, event);
  await linked(browser, base, db);
  // the browser itself reports the page that is not there
  const rest = trouble.filter((t) => !(t.includes('2020-01-01-zzzz') && t.includes('404')));
  check('no console message on any page', rest.length === 0, rest.join('\n    '));
  await without_script(browser, base, event);
} catch (e) {
  check('the run', false, e.stack);
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  rmSync(work, { recursive: true, force: true });
}
console.log(`web: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
