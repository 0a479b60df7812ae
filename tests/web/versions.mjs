// tests/web/versions.mjs -- what articles said later, in Chromium: the list of versions, the
// difference by word, quotes that are gone, and a kept copy as a reviewer sees it. axe on a desk
// and on a phone of 360 px, in light and dark; by keyboard; without JavaScript.
//
// SHOTS=FOLDER keeps pictures of the pages.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { changed } from '../lib/changed.mjs';
import { accessible, check, fits, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

const words = 'reads what was kept';
const day = /24 February 2026/;

async function login(page, base, to) {
  await page.goto(`${base}/login?to=${encodeURIComponent(to)}`);
  await page.fill('#name', 'ann');
  await page.fill('#password', words);
  await page.press('#password', 'Enter');
  await page.waitForURL(base + to);
}

async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`), fullPage: true });
}

// How an element is drawn: struck through, underlined, its colour against its ground.
const drawn = (locator) => locator.evaluate((e) => {
  const s = getComputedStyle(e);
  return { line: s.textDecorationLine, ground: s.backgroundColor, text: e.textContent.trim() };
});

async function difference(page, base, id) {
  await page.goto(`${base}/articles/${id.corrected}/versions`);
  const all = await page.locator('section[aria-labelledby="versions"] li.source').count(), main = page.locator('main');
  check('two versions, the newest first', all === 2 && /Version 2/.test(await page.locator('section[aria-labelledby="versions"] li.source').first().innerText()));
  const told = await page.locator('section[aria-labelledby="versions"]').innerText();
  check('the number that changed', /two people\s+is now\s+three people/i.test(told), told);
  check('the correction that its publisher tells', /corrects it:.*gave a wrong number of the dead/s.test(told), told);
  const gone = page.locator('section[aria-labelledby="versions"] del', { hasText: 'failed to recognise' }).first();
  check('a quote that is gone is struck through', await gone.count() === 1 && /line-through/.test((await drawn(gone)).line), told);
  check('with the day of which it is', /as of\s+24 February 2026/.test(told), told);
  await page.locator('section[aria-labelledby="versions"] a', { hasText: 'What changed' }).click();
  await page.waitForURL(/version=2/);
  const del = page.locator('section[aria-labelledby="difference"] del'), ins = page.locator('section[aria-labelledby="difference"] ins');
  check('what went is struck through, what came is underlined', /line-through/.test((await drawn(del.first())).line) && /underline/.test((await drawn(ins.first())).line));
  const went = (await del.allInnerTexts()).join(' | '), came = (await ins.allInnerTexts()).join(' | ');
  check('by word', /^two( \||$)/.test(went) && /(^|\| )three( \||$)/.test(came), `${went} -> ${came}`);
  check('never the whole text', !(await main.innerText()).includes('followed by a person within sight for the first hundred hours'));
  check('readers are shown no way to the copy', await page.locator('a[href*="/copies"]').count() === 0);
}

async function states(page, base, id) {
  await page.goto(`${base}/articles/${id.gone}/versions`);
  check('a page that is gone: since when, and of which day its quotes are', /Its page is gone since 24 February 2026; its quotes are as of 24 February 2026; next on 25 February 2026, 10:00 UTC/.test(await page.locator('main').innerText()),
    await page.locator('main').innerText());
  await page.goto(`${base}/articles/${id.wall}`);
  check('one behind a wall', /behind a wall since 24 February 2026/.test(await page.locator('main').innerText()), await page.locator('main').innerText());
  await page.goto(`${base}/articles/${id.retracted}/versions`);
  check('one that was taken back', /takes it back:.*has been retracted/s.test(await page.locator('section[aria-labelledby="versions"]').innerText()), await page.locator('section[aria-labelledby="versions"]').innerText());
  await page.goto(`${base}/articles/${id.same}/versions`);
  check('one that is as it was: one version', await page.locator('section[aria-labelledby="versions"] li.source').count() === 1 && /Last looked at on/.test(await page.locator('main').innerText()));
  await page.goto(`${base}/articles/${id.same}/versions?version=2`);
  check('and no difference', await page.locator('section[aria-labelledby="difference"]').count() === 0);
  const { events } = await (await page.request.get(`${base}/api/v1/events?limit=200`)).json();
  for (const [name, pattern] of [['corrected', /changed since it was read/], ['gone', /gone since 24 February 2026; its quotes are as of/]]) {
    let found = false;
    for (const e of events) {
      const one = await (await page.request.get(`${base}/api/v1/events/${e.id}`)).json();
      if (!one.articles.some((a) => a.id === id[name])) continue;
      await page.goto(`${base}/events/${e.id}`);
      found = pattern.test(await page.locator('section[aria-labelledby="articles"]').innerText()) && day.test(await page.locator('main').innerText());
      await shot(page, `event ${name}`);
    }
    check(`the event says it of its article: ${name}`, found);
  }
}

// From the list of versions to the difference and the text, without a mouse.
async function by_keyboard(page, base, id) {
  await page.goto(`${base}/articles/${id.corrected}/versions`);
  const at = async () => page.evaluate(() => (document.activeElement.localName === 'a' ? document.activeElement.textContent.trim() : ''));
  for (let i = 0; i < 60 && !/What changed/.test(await at()); i++) await page.keyboard.press('Tab');
  check('Tab comes to what changed', /What changed/.test(await at()), await at());
  const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  check('and it is seen where one is', seen !== 'none', seen);
  await page.keyboard.press('Enter');
  await page.waitForURL(/version=2/);
  check('Enter opens it', await page.locator('section[aria-labelledby="difference"] del').count() > 0);
}

async function copies(page, base, id) {
  await login(page, base, `/articles/${id.corrected}/versions`);
  await page.locator('section[aria-labelledby="versions"] a', { hasText: 'See the copy' }).last().click();
  await page.waitForURL(/\/review\/articles\/.*copies\?version=1/);
  check('the first copy: its words', /witnesses said/.test(await page.locator('section[aria-labelledby="kept-text"]').innerText()));
  check('its source as text', /<script>window\.ran = 1/.test(await page.locator('section[aria-labelledby="kept-source"] pre').innerText()));
  check('nothing of it ran', await page.evaluate(() => window.ran === undefined && !document.title.includes('ran')));
  check('nor is drawn', await page.locator('main img, main iframe, main script').count() === 0);
  await page.locator('main a', { hasText: 'Version 2' }).click();
  await page.waitForURL(/version=2/);
  check('the second', /a lorry before/.test(await page.locator('section[aria-labelledby="kept-text"]').innerText()) &&
    await page.locator('main a[aria-current="true"]').innerText() === 'Version 2');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('a', { hasText: 'Save its bytes' }).click()]);
  check('its bytes are saved, not shown', await file.failure() === null && /copies/.test(page.url()));
}

async function looks(browser, base, id) {
  for (const colorScheme of ['light', 'dark'])
    for (const width of [1280, 360]) {
      const page = await open(browser, base, { viewport: { width, height: width > 400 ? 900 : 740 }, colorScheme });
      for (const [name, path] of [['versions', `/articles/${id.corrected}/versions`], ['difference', `/articles/${id.corrected}/versions?version=2`],
        ['retracted', `/articles/${id.retracted}/versions?version=2`], ['gone', `/articles/${id.gone}/versions`], ['article', `/articles/${id.wall}`]]) {
        await page.goto(base + path);
        await accessible(page, `${name}, ${colorScheme}, ${width}`);
        await fits(page, `${name}, ${colorScheme}, ${width}`);
        await shot(page, `${name} ${colorScheme} ${width}`);
      }
      await login(page, base, `/review/articles/${id.corrected}/copies`);
      await accessible(page, `copy, ${colorScheme}, ${width}`);
      await fits(page, `copy, ${colorScheme}, ${width}`);
      await shot(page, `copy ${colorScheme} ${width}`);
      await page.context().close();
    }
}

await suite('versions', async (keep) => {
  const db = `sqlite:${join(work, 'versions.db')}`;
  execFileSync(program, ['ingest', '--quiet', '--db', db, 'samples'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = await changed(program, db, work);
  execFileSync(program, ['user', 'add', '--db', db, 'ann', 'reviewer', 'ann@example.org'], { input: `${words}\n`, stdio: ['pipe', 'ignore', 'inherit'] });
  const browser = await launch();
  keep.browser = browser;
  const { server, base } = await serve(db);
  keep.server = server;
  const page = await open(browser, base, { viewport: { width: 1280, height: 900 } });
  const { articles } = await (await page.request.get(`${base}/api/v1/articles?limit=200`)).json();
  const id = Object.fromEntries(Object.entries(url).map(([name, at]) => [name, articles.find((a) => a.url === at).id]));
  await difference(page, base, id);
  await states(page, base, id);
  await by_keyboard(page, base, id);
  const plain = await open(browser, base, { javaScriptEnabled: false });
  await difference(plain, base, id);
  await copies(page, base, id);
  await looks(browser, base, id);
  check('nothing on the console, nothing foreign', trouble.length === 0, trouble.slice(0, 5).join('\n    '));
});
