// tests/web/parts.mjs -- event, article, sources, about, try: what a reader looks for there.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { accessible, check, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

async function event(page, base, path) {
  await page.goto(base + path);
  const got = await (await page.request.get(`${base}/api/v1${path}`)).json();
  check('title and description are the event\'s', (await page.title()) === `${got.title} - Tocsin` &&
    await page.locator('meta[name=description]').getAttribute('content') === got.summary &&
    await page.locator('meta[property="og:title"]').getAttribute('content') === `${got.title} - Tocsin`);
  const ld = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  check('JSON-LD tells the event', ld.headline === got.title && ld.identifier === got.id && ld.isBasedOn.length === got.articles.length &&
    ld.url.endsWith(path));
  const reference = page.locator('section.why a.ref').first();
  const number = Number((await reference.innerText()).replace(/[^\d]/g, ''));
  await reference.click();
  const target = page.locator(new URL(page.url()).hash);
  const verdict = got.articles.find((a) => a.id === got.rationale_article).verdict;
  check('a reference leads to its quote, in the open', await target.isVisible() &&
    (await target.locator('q').innerText()) === verdict.evidence[number - 1].quote, page.url());
  for (const link of await page.locator('nav.contents a').all()) {
    const hash = await link.getAttribute('href');
    check(`${hash} is on the page`, await page.locator(hash).count() === 1);
  }
  for (const article of got.articles) {
    const item = page.locator('li.source', { has: page.locator('h3 a', { hasText: article.title }) }).first();
    const text = await item.innerText();
    check(`article ${article.id}: publisher, day, language, label, reason`, text.includes(article.publisher) && text.includes('English') &&
      await item.locator('time').getAttribute('datetime') === article.date && text.toLowerCase().includes(article.label) &&
      text.includes(article.verdict.rationale.slice(0, 40)), text.slice(0, 200));
  }
  check('an error can be reported', await page.locator(`a[href="/correct?event=${got.id}"]`).count() === 1);
  await page.locator('section.cite summary').click();
  const [plain, bibtex] = [await page.locator('#plain').innerText(), await page.locator('#bibtex').innerText()];
  check('the citation names the event and its address', plain.includes(got.title) && plain.includes(base + path) &&
    bibtex.startsWith('@misc{tocsin-') && bibtex.includes(base + path));
  check('severity stands with its rule', (await page.locator('.severity-of').first().innerText()).includes(got.severity.rule));
  const tag = page.locator('section.what button.tag').first();
  const box = page.locator(`#${await tag.getAttribute('popovertarget')}`);
  await tag.hover();
  await box.waitFor({ state: "visible", timeout: 20000 });
  const quote = await box.locator('q').first().innerText();
  await box.locator('a.quote').first().click();
  const seen = page.locator(new URL(page.url()).hash);
  check('the quote of a tag leads to the same words', await seen.isVisible() && (await seen.locator('q').innerText()) === quote, quote);
}

async function article(page, base, path) {
  const got = await (await page.request.get(`${base}/api/v1${path}`)).json();
  const id = got.articles[0].id;
  await page.goto(`${base}/articles/${encodeURIComponent(id)}`);
  const quotes = await page.locator('.evidence q').allInnerTexts();
  check('an article shows all its quotes', quotes.join('|') === got.articles[0].verdict.evidence.map((e) => e.quote).join('|'));
  check('it leads to its event', await page.locator(`a[href="${path}"]`).count() === 1);
  await accessible(page, 'an article');
}

async function sources(page, base) {
  await page.goto(`${base}/sources`);
  check('one is told as one', (await page.locator('.lead').innerText()).includes('1 not assessed, since it is in a language that'),
    await page.locator('.lead').innerText());
  const columns = await page.locator('table.sources').evaluate((table) => {
    const side = (cell) => (getComputedStyle(cell).textAlign === 'right' ? 'right' : 'left');
    return [...table.tHead.rows[0].cells].map((cell, n) => ({ name: cell.textContent, head: side(cell), body: side(table.tBodies[0].rows[0].cells[n]),
      number: /^\d/.test(table.tBodies[0].rows[0].cells[n].textContent) && n > 1 && n < 8 }));
  });
  check('a number and its heading stand at the right', columns.every((c) => c.head === c.body && (c.head === 'right') === c.number),
    JSON.stringify(columns));
}

async function about(page, base) {
  await page.goto(`${base}/about`);
  const text = await page.locator('main').innerText();
  check('About tells method, definitions, errors, disclaimer', ['accuse nobody', 'The four labels', 'How an article is judged', 'How often it is wrong']
    .every((part) => text.includes(part)));
  const rows = page.locator('main table tbody tr');
  check('measured figures stand there', (await rows.count()) > 20 && /0\.\d{2,4}/.test(await rows.first().innerText()));
}

async function tried(page, base) {
  const text = 'A robot crushed a worker to death at a car plant on Monday, police said.\n\nThe AI-driven robot took the man for a box.';
  await page.goto(`${base}/try`);
  await page.fill('[name="title"]', 'Robot kills worker at car plant');
  await page.fill('[name="text"]', text);
  await page.locator('main button[type="submit"]').first().click();
  await page.waitForSelector('.marked');
  check('the text stands whole, with its lines', (await page.locator('.marked').innerText()).replace(/\s+/g, ' ').trim() ===
    `Robot kills worker at car plant ${text}`.replace(/\s+/g, ' '), await page.locator('.marked').innerText());
  const marks = await page.locator('.marked mark').allInnerTexts();
  check('evidence is marked in it', marks.length > 1 && marks.some((m) => /robot/i.test(m)), marks.join('|'));
  const said = await page.locator('.assertion-list').first().innerText();
  check('the assertions stand below', /crushed a worker/.test(said) && /harm or danger/.test(said) && /stated as a fact|told by a source/.test(said), said);
  await accessible(page, 'a verdict on a text');
}

/* Text twice as large: nothing runs out of the page, on a desk and on a phone. */
async function large(browser, base, path) {
  for (const [name, width] of [['desk', 1280], ['phone', 360]]) {
    const page = await open(browser, base, { viewport: { width, height: 800 } });
    for (const where of ['/', path, '/sources', '/try', '/about']) {
      await page.goto(base + where);
      await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      check(`${where} at 200 % on a ${name}`, wide <= 0, `${wide} px too wide`);
    }
    await page.context().close();
  }
}

await suite('parts', async (keep) => {
  const db = `sqlite:${join(work, 'parts.db')}`;
  execFileSync(program, ['ingest', '--quiet', '--db', db, 'samples'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { server, base } = await serve(db);
  keep.server = server;
  const browser = await launch();
  keep.browser = browser;
  const path = (await (await fetch(`${base}/api/v1/events?q=%22hard+drives%22&limit=1`)).json()).events[0].url;
  const page = await open(browser, base, { viewport: { width: 1280, height: 900 } });
  await event(page, base, path);
  await article(page, base, path);
  await sources(page, base);
  await about(page, base);
  await tried(page, base);
  await large(browser, base, path);
  check('no console message and no foreign request', trouble.length === 0, trouble.join('\n    '));
});
