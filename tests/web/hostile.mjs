// tests/web/hostile.mjs -- what strangers can write into an article is shown as text: on
// every page, whatever it is.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessible, check, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

const script = '<script>window.hit=1</script><img src=x onerror="window.hit=1">';
const override = 'paid \u202Edlrow olleh\u202C \u2067abc';
const marks = `o${'\u0301'.repeat(10000)}`;
const wide = 'W'.repeat(3500);
const body = (n) => `A robot crushed a worker to death at car plant number ${n} in Ulm on Monday, police said. ` +
  `The robot, steered by an artificial intelligence, took the man for a box, prosecutor ${n} said. ${script}\n\nThe works council asks for a stop.`;
const cases = [
  { name: 'script', title: `Robot kills worker ${script} in plant one`, publisher: `Daily "${script}`, author: `${script}'>`,
    url: 'https://example.org/a"onmouseover="window.hit=1' },
  { name: 'override', title: `Robot kills worker ${override} in plant two`, publisher: override, author: override,
    url: 'https://example.org/\u202Efdp.exe' },
  { name: 'marks', title: `Robot kills worker ${marks.slice(0, 1900)} in plant three`, publisher: marks.slice(0, 900), author: marks.slice(0, 900), more: marks,
    url: 'https://example.org/marks' },
  { name: 'link', title: 'Robot kills worker in plant four javascript:alert(1)', publisher: 'javascript:window.hit=1', author: 'data:text/html,x',
    url: 'javascript:window.hit=1' },
  { name: 'huge', title: `Robot kills worker ${wide}`, publisher: wide.slice(0, 900), author: wide.slice(0, 900),
    url: `https://example.org/${'a'.repeat(1500)}` },
];

async function look(page, base, name, path) {
  await page.goto(base + path);
  const found = await page.evaluate(() => ({
    hit: window.hit,
    links: [...document.querySelectorAll('[href],[src],[action]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action'))
      .filter((a) => !/^(\/|#|https?:|\?)/.test(a)),
    handlers: [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/.test(a.name))).length,
    strange: document.querySelectorAll('main script, main img, main iframe, main style').length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  check(`${name} ${path}: nothing ran`, found.hit === undefined);
  check(`${name} ${path}: no link but to pages`, found.links.length === 0, found.links[0]);
  check(`${name} ${path}: no element of the stranger's`, found.handlers === 0 && found.strange === 0, JSON.stringify(found));
  check(`${name} ${path}: not wider than the screen`, found.wide <= 0, `${found.wide} px`);
}

/* Marks piled on one letter may not cover what stands above or below. */
async function uncovered(page, base, path) {
  await page.goto(base + path);
  const tall = await page.evaluate(() => [...document.querySelectorAll('main h1, main h2, main h3, main p, main td, main dd')]
    .filter((e) => e.scrollHeight > e.clientHeight + 40 && getComputedStyle(e).overflowY === 'visible' && e.innerText.includes('\u0301')).length);
  check(`${path}: piled marks stay in their box`, tall === 0, `${tall} boxes`);
}

await suite('hostile', async (keep) => {
  const file = join(work, 'hostile.jsonl');
  writeFileSync(file, cases.map((c, n) => JSON.stringify({ id: `hostile-${c.name}`, url: c.url, title: c.title, text: body(n + 1) + (c.more ? ` The robot killed ${c.more} him.` : ''),
    date: `2025-0${n + 1}-11`, publisher: c.publisher, author: c.author, lang: 'en' })).join('\n'));
  const db = `sqlite:${join(work, 'hostile.db')}`;
  execFileSync(program, ['ingest', '--quiet', '--db', db, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { server, base } = await serve(db);
  keep.server = server;
  const browser = await launch();
  keep.browser = browser;
  for (const [size, width] of [['desk', 1280], ['phone', 360]]) {
    const page = await open(browser, base, { viewport: { width, height: 800 } });
    page.on('dialog', (d) => { check('no dialog opens', false, d.message()); d.dismiss(); });
    const list = await (await fetch(`${base}/api/v1/articles?limit=50`)).json();
    check('every hostile article was read', list.total === cases.length, `${list.total}`);
    for (const path of ['/', '/sources', `/?q=${encodeURIComponent(script)}`, `/?publisher=${encodeURIComponent(cases[0].publisher)}`])
      await look(page, base, size, path);
    for (const one of list.articles) {
      await look(page, base, size, `/articles/${encodeURIComponent(one.id)}`, check);
      await look(page, base, size, one.event ? `/events/${one.event}` : '/', check);
    }
    const marked = list.articles.find((a) => a.id === 'hostile-marks');
    for (const path of ['/', `/articles/${marked.id}`, `/events/${marked.event}`]) await uncovered(page, base, path);
    const scripted = list.articles.find((a) => a.id === 'hostile-script');
    await page.goto(`${base}/articles/${scripted.id}`);
    check('markup is text', (await page.locator('h1').innerText()).includes('<script>window.hit=1</script>'));
    check('the publisher is text', (await page.locator('main').innerText()).includes('Daily "<script>'));
    const linked = list.articles.find((a) => a.id === 'hostile-link');
    await page.goto(`${base}/articles/${linked.id}`);
    check('no way to a script address', await page.locator('a', { hasText: 'Read it' }).count() === 0);
    const turned = list.articles.find((a) => a.id === 'hostile-override');
    await page.goto(`${base}/events/${turned.event}`);
    const byline = page.locator('.byline').first();
    const [left, right] = [await byline.locator('b').boundingBox(), await byline.locator('time').boundingBox()];
    check('an override turns nothing beside it', right.x > left.x || right.y > left.y);
    await page.goto(`${base}/`);
    await page.fill('#q', 'Robot');
    await page.waitForSelector('#suggestions li');
    check('suggestions are text', await page.locator('#suggestions script, #suggestions img').count() === 0 &&
      (await page.evaluate(() => window.hit)) === undefined);
    await accessible(page, `hostile titles, ${size}`);
    await page.context().close();
  }
  check('no console message and no foreign request', trouble.length === 0, trouble.join('\n    '));
});
