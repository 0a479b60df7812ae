// tests/web/list.mjs -- the list as its readers use it: counts, filters, suggestions, brush,
// paging, and what it says when there is nothing or a search can not be read.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { accessible, check, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

const wanted = async (page, base, query) =>
  (await (await page.request.get(`${base}/api/v1/events${query}${query.includes('?') ? '&' : '?'}limit=200`)).json());
const heading = async (page) => Number((await page.locator('#results-title').innerText()).replace(/[^\d]/g, ''));

/* Waits until the list shows so many events. */
async function shows(page, total) {
  for (let n = 0; n < 400; n++) {
    const busy = await page.locator('[aria-busy]').count();
    if (!busy && await heading(page) === total) break;
    await page.waitForTimeout(50);
  }
  return heading(page);
}

async function counts(page, base) {
  for (const filter of ['', '?label=incident', '?q=chatbot', '?from=2024&country=United+States']) {
    await page.goto(`${base}/${filter}`);
    const shown = await page.locator('details.facet a.value').evaluateAll((links) => links.map((a) => ({
      query: new URL(a.href).search, on: a.classList.contains('on'),
      facet: a.closest('details.facet').dataset.facet,
      count: Number(a.querySelector('.count').textContent.replace(/[^\d]/g, '')) })));
    const fresh = shown.filter((v) => !v.on && !new URLSearchParams(filter).has(v.facet));
    check(`values to filter by, ${filter || 'all'}`, fresh.length > 10, `${fresh.length}`);
    const every = Math.max(1, Math.floor(fresh.length / 12));
    for (const value of fresh.filter((_, n) => n % every === 0)) {
      const list = await wanted(page, base, value.query);
      check(`count of ${value.query}`, list.total === value.count && list.events.length === Math.min(200, list.total),
        `${value.count} told, ${list.total} there`);
    }
  }
}

async function filters(page, base) {
  await page.goto(`${base}/`);
  const all = await heading(page);
  const value = page.locator('details.facet[data-facet=harm_types] a.value').first();
  const told = Number((await value.locator('.count').innerText()).replace(/[^\d]/g, ''));
  await value.click();
  await page.waitForURL(/harm_types=/);
  check('a click on a value leaves as many as it told', await shows(page, told) === told && told < all, `${told}`);
  check('the value is a chip', await page.locator('.chip').count() === 1);
  await page.locator('details.facet[data-facet=label] a.value').first().click();
  await page.waitForURL(/label=/);
  check('two filters, two chips', (await page.locator('.chip').count()) === 2);
  await page.locator('.chip', { hasText: 'Label' }).click();
  check('a chip takes its filter away', await shows(page, told) === told && !page.url().includes('label='), page.url());
  await page.goBack();
  await page.goBack();
  await page.goBack();
  check('back leads through the filters to the whole list', await shows(page, all) === all && !/[?]/.test(page.url()), page.url());
  await page.selectOption('#sort', 'articles');
  await page.waitForURL(/sort=articles/);
  await shows(page, all);
  const sizes = (await page.locator('.card-foot').allInnerTexts()).map((t) => Number(/(\d+) articles?/.exec(t)[1]));
  check('most articles first', sizes.every((n, k) => k === 0 || n <= sizes[k - 1]) && sizes[0] > 1, sizes.join());
}

async function suggestions(page, base) {
  await page.goto(`${base}/?label=incident`);
  await page.focus('#q');
  await page.keyboard.type('unit', { delay: 20 });
  await page.waitForSelector('#suggestions li', { timeout: 20000 });
  const options = await page.locator('#suggestions li').allInnerTexts();
  const at = options.findIndex((text) => /United States/.test(text) && /Country/.test(text));
  check('a country is suggested', at >= 0, options.join(' | '));
  for (let n = 0; n <= at; n++) await page.keyboard.press('ArrowDown');
  const marked = await page.locator('#q').getAttribute('aria-activedescendant');
  check('the marked one is told', await page.locator(`#${marked}`).getAttribute('aria-selected') === 'true' &&
    /United States/.test(await page.locator(`#${marked}`).innerText()));
  await accessible(page, 'open suggestions');
  await page.keyboard.press('Enter');
  await page.waitForURL(/country=/);
  const list = await wanted(page, base, new URL(page.url()).search);
  check('Enter sets the filter and keeps the others', await shows(page, list.total) === list.total &&
    /label=incident/.test(page.url()) && !/q=/.test(page.url()), page.url());
  await page.goto(`${base}/`);
  await page.focus('#q');
  await page.keyboard.type('robotaxi', { delay: 10 });
  await page.waitForSelector('#suggestions li');
  await page.keyboard.press('Escape');
  check('Escape closes', await page.locator('#suggestions').isHidden() && await page.inputValue('#q') === 'robotaxi');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('#suggestions li');
  await page.keyboard.press('ArrowUp');
  const last = await page.locator('#suggestions li[aria-selected=true]').innerText();
  check('Up marks the last, an event', /Event/.test(last), last);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/events\//);
  check('an event is gone to', /robotaxi/i.test(await page.locator('h1').innerText()));
  const said = (await (await page.request.get(`${base}/api/v1/suggest?q=unit`)).json()).suggestions;
  for (const s of said.filter((x) => x.kind !== 'event'))
    check(`suggested ${s.value} has its events`, (await wanted(page, base, s.url.slice(1))).total === s.events, `${s.events}`);
}

async function brushed(page, base, name) {
  await page.waitForURL(/from=.*to=/, { timeout: 20000 });
  const query = new URL(page.url()).searchParams;
  const list = await wanted(page, base, `?from=${query.get('from')}&to=${query.get('to')}`);
  check(`${name}: the list holds its months`, await shows(page, list.total) === list.total && list.total > 0, page.url());
  const days = await page.locator('.card time').evaluateAll((t) => t.map((x) => x.dateTime.slice(0, 7)));
  check(`${name}: every card is of these months`, days.length > 0 && days.every((d) => d >= query.get('from') && d <= query.get('to')),
    `${query} ${days.join()}`);
  check(`${name}: what lies outside is shaded`, (await page.locator('svg.bars rect.outside').count()) > 0);
}

async function brush(page, touch, base) {
  await page.goto(`${base}/`);
  const all = await heading(page);
  let box = await page.locator('svg.bars').boundingBox();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 30);
  check('a month tells its figures', /\d{4}: \d+ incidents?, \d+ hazards? in \d+ AI articles?/.test(await page.locator('.tip').innerText()));
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 40, { steps: 6 });
  await page.mouse.up();
  await brushed(page, base, 'mouse');
  await page.goBack();
  check('back: all months again', await shows(page, all) === all);

  await page.focus('#last-month');
  for (let n = 0; n < 6; n++) await page.keyboard.press('ArrowLeft');
  const month = await page.locator('#last-month').getAttribute('aria-valuetext');
  check('the slider says its month', /^[A-Z][a-z]{2} \d{4}$/.test(month), month);
  await brushed(page, base, 'keyboard');
  check('the focus stays on the slider', await page.evaluate(() => document.activeElement.id) === 'last-month');
  await page.locator('.range a').click();
  check('the whole period again', await shows(page, all) === all);

  await touch.goto(`${base}/`);
  box = await touch.locator('svg.bars').boundingBox();
  const hand = await touch.context().newCDPSession(touch);
  const finger = (type, share) => hand.send('Input.dispatchTouchEvent', { type,
    touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width * share, y: box.y + box.height / 2 }] });
  await touch.evaluate(() => new Promise((drawn) => { // a finger meets what has been drawn
    document.querySelector('svg.bars').scrollIntoView({ block: 'center' });
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  }));
  box = await touch.locator('svg.bars').boundingBox();
  await finger('touchStart', 0.5);
  for (let n = 1; n <= 8; n++) await finger('touchMove', 0.5 + n * 0.05);
  await finger('touchEnd', 0.9);
  await brushed(touch, base, 'touch');
}

async function paging(page, plain, base) {
  const ids = (await wanted(page, base, '')).events.map((e) => e.url);
  await page.goto(`${base}/`);
  for (let n = 0; n < 200 && await page.locator('.paging a[rel=next]').count(); n++) {
    await page.mouse.wheel(0, 2000);
    await page.waitForTimeout(50);
  }
  const read = await page.locator('.cards h3 a').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
  check('scrolling reaches the end, without gap or repeat', ids.length > 40 && read.join() === ids.join(), `${read.length} of ${ids.length}`);
  check('it tells how many are shown', (await page.locator('.paging .shown').innerText()) === `${ids.length} of ${ids.length} shown`);
  await page.waitForURL(/cursor=/, { timeout: 20000 });
  const reopened = await page.context().newPage();
  await reopened.goto(page.url());
  const first = await reopened.locator('.cards h3 a').first().getAttribute('href');
  check('the address is that of the page being read', ids.indexOf(first) > 0 && ids.indexOf(first) % 20 === 0, first);
  await reopened.close();

  const met = [];
  await plain.goto(`${base}/`);
  for (let pages = 0; pages < 50; pages++) {
    met.push(...await plain.locator('.cards h3 a').evaluateAll((links) => links.map((a) => a.getAttribute('href'))));
    const next = plain.locator('.paging a[rel=next]');
    if (!await next.count()) break;
    await next.click();
  }
  check('links lead to the end without a script', met.join() === ids.join(), `${met.length} of ${ids.length}`);
}

async function nothing(page, base) {
  await page.goto(`${base}/?q=robotaxi+banana&country=China`);
  check('nothing is told in words', (await page.locator('.empty').innerText()).includes('No event passes these filters'));
  const way = page.locator('.empty a.value').first();
  const told = Number(/(\d+) events?/.exec(await way.innerText())[1]);
  await accessible(page, 'an empty list');
  await way.click();
  check('a way out leads to what it told', await shows(page, told) === told && told > 0, `${told}`);
  for (const [words, why] of [['(robot', 'not closed'], ['"robot', 'quote'], ['robot AND', 'misses a word'], ['NOT', 'misses a word']]) {
    const answer = await page.goto(`${base}/?q=${encodeURIComponent(words)}`);
    check(`"${words}" is told, and stays in its field`, answer.status() === 400 && await page.inputValue('#q') === words &&
      (await page.locator('[role=alert]').innerText()).includes(why), await page.locator('main').innerText());
  }
  await accessible(page, 'a search that can not be read');
}

async function weight(browser, base) {
  const page = await open(browser, base, {});
  const sizes = [];
  page.on('requestfinished', async (request) => sizes.push(request.sizes().then((s) => [request.url(), s.responseBodySize])));
  await page.goto(`${base}/`, { waitUntil: 'networkidle' });
  const all = await Promise.all(sizes);
  const sum = all.reduce((n, [, bytes]) => n + bytes, 0);
  check('the first page is under 60 KB', sum > 20000 && sum < 60000, `${sum}: ${all.map(([url, n]) => `${new URL(url).pathname} ${n}`).join(', ')}`);
  await page.context().close();
}

async function keys(page, base) {
  await page.goto(`${base}/`);
  await page.keyboard.press('Tab');
  check('the first stop skips to the content', (await page.evaluate(() => document.activeElement.textContent)) === 'Skip to the content');
  await page.keyboard.press('Enter');
  check('... and leads there', await page.evaluate(() => location.hash === '#main'));
  await page.keyboard.press('/');
  check('a slash goes to the search', await page.evaluate(() => document.activeElement.id) === 'q');
  await page.keyboard.press('Escape');
  await page.locator('#q').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const here = await page.evaluate(() => document.activeElement.getAttribute('href'));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/events\//);
  check('j walks the list, Enter opens', new URL(page.url()).pathname === here, here);
}

await suite('list', async (keep) => {
  const db = `sqlite:${join(work, 'list.db')}`;
  execFileSync(program, ['ingest', '--quiet', '--db', db, 'samples'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { server, base } = await serve(db);
  keep.server = server;
  const browser = await launch();
  keep.browser = browser;
  const page = await open(browser, base, { viewport: { width: 1280, height: 900 } });
  const touch = await open(browser, base, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const plain = await open(browser, base, { javaScriptEnabled: false });
  await counts(page, base);
  await filters(page, base);
  await suggestions(page, base);
  await brush(page, touch, base);
  await paging(page, plain, base);
  await keys(page, base);
  await weight(browser, base);
  check('no console message and no foreign request', trouble.length === 0, trouble.join('\n    '));
  await nothing(page, base); /* the browser itself tells of a search that is refused */
});
