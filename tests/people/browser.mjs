// tests/people/browser.mjs -- the pages of people in Chromium: axe, phone and desk, light and dark,
// by keyboard alone, and without JavaScript.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, Client, db, ended, password, prepare, serve, tocsin } from './lib.mjs';

const require = createRequire(new URL('../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(new URL('../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const trouble = [];
let base, event, article;

async function open(browser, options) {
  const context = await browser.newContext({ ...options, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.on('console', (m) => trouble.push(`${page.url()}: ${m.type()} ${m.text()}`));
  page.on('pageerror', (e) => trouble.push(`${page.url()}: ${e.message}`));
  await context.route('**/*', (route) => {
    if (route.request().url().startsWith(base)) return route.continue();
    trouble.push(`${page.url()} asked for ${route.request().url()}`);
    return route.abort();
  });
  return page;
}

async function login(page, name, to = '/review') {
  await page.goto(`${base}/login?to=${encodeURIComponent(to)}`);
  await page.fill('#name', name);
  await page.fill('#password', password[name]);
  await page.press('#password', 'Enter');
  await page.waitForURL(`${base}${to}`);
}

async function accessible(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  check(`axe: ${name}`, found.violations.length === 0,
    found.violations.map((v) => `${v.id}: ${v.nodes[0].html} (${v.nodes.length})`).join('\n    '));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`${name} is not wider than the screen`, wide <= 0, `${wide} px`);
}

async function picture(page, name) {
  if (process.env.TOCSIN_PICTURES)
    await page.screenshot({ path: join(process.env.TOCSIN_PICTURES, `${name.replaceAll('/', ' ').trim()}.png`), fullPage: true });
}

const looks = [
  { name: 'desk light', options: { colorScheme: 'light', viewport: { width: 1280, height: 900 } } },
  { name: 'desk dark', options: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } } },
  { name: 'phone', options: { colorScheme: 'light', viewport: { width: 360, height: 740 } } },
];

async function every_page(browser, look) {
  const page = await open(browser, look.options);
  for (const path of ['/login', '/reset', '/submit', `/correct?event=${event}`, `/events/${event}`, article, sent, asked]) {
    const answer = await page.goto(base + path);
    check(`${look.name} ${path} answers`, answer.status() === 200, answer.status());
    await accessible(page, `${look.name} ${path}`);
    await picture(page, `${look.name} ${path.replace(/[\w-]{43}/, '')}`);
  }
  await login(page, 'ada');
  for (const path of ['/review', '/review/inbox', '/review/trail', `/review/events/${event}`, `/review${article}`, '/account', '/accounts']) {
    const answer = await page.goto(base + path);
    check(`${look.name} ${path} answers`, answer.status() === 200, answer.status());
    for (const summary of await page.locator('main details > summary').all())
      if (await summary.isVisible()) await summary.click();
    await accessible(page, `${look.name} ${path}`);
    await picture(page, `${look.name} ${path}`);
  }
  await page.context().close();
}

// At 200 % text nothing is cut off either.
async function large_text(browser) {
  const page = await open(browser, { viewport: { width: 720, height: 900 } });
  for (const path of ['/login', '/submit', `/correct?event=${event}`]) {
    await page.goto(base + path);
    await page.addStyleTag({ content: '' }).catch(() => {});
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(`${path} at 200 % text`, wide <= 0, `${wide} px`);
  }
  await page.context().close();
}

// The queue by keyboard alone: walk, label, reason, Enter.
async function by_keyboard(browser) {
  const page = await open(browser, {});
  await page.goto(`${base}/login?to=/review`);
  await page.locator('#name').focus();
  await page.keyboard.type('ann');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password.ann);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/review`);
  const before = Number((await page.locator('main .lead').innerText()).match(/\d+/)[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const second = page.locator('.queue > .waiting').nth(1);
  check('j walks the queue', await second.evaluate((item) => item === document.activeElement));
  await page.keyboard.press('k');
  const first = page.locator('.queue > .waiting').first();
  check('k walks back', await first.evaluate((item) => item === document.activeElement));
  await page.keyboard.press('2');
  check('2 chooses the second label', await first.locator('input[value="hazard"]').isChecked());
  await page.keyboard.press('r');
  await page.keyboard.type('j and k are letters here, 1 too');
  check('keys are letters in a field', (await first.locator('input[name="why"]').inputValue()) === 'j and k are letters here, 1 too');
  await page.keyboard.press('Enter');
  let left = NaN; // asked from here: a function that waits in the page is eval to its policy
  for (let i = 0; i < 200 && !(left < before); i++) {
    await page.waitForTimeout(50);
    left = Number.parseInt(await page.locator('main .lead').first().textContent().catch(() => ''), 10);
  }
  check('Enter sets it, and the item is gone', left < before, `${left} of ${before}`);
  await page.waitForLoadState(); // the text is there before the script that hears keys
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL(/\/review\/(events|articles)\//);
  check('o opens the item', true);
  await page.goto(`${base}/review/trail`);
  check('the act is in the trail', (await page.locator('.trail > li').first().innerText()).includes('j and k are letters here'));
  await page.locator('.trail summary').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('a slip');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/review/trail');
  await page.goto(`${base}/review/trail`);
  check('and is taken back by keyboard', (await page.locator('.trail > li').first().innerText()).includes('undo'));
  await page.context().close();
}

async function without_script(browser) {
  const page = await open(browser, { javaScriptEnabled: false, reducedMotion: 'reduce' });
  await login(page, 'ann', `/review/events/${event}`);
  await page.fill('#title', 'Words of a person');
  await page.fill('#why-edit', 'plain forms do');
  await Promise.all([page.waitForNavigation(), page.press('#why-edit', 'Enter')]);
  check('a title is set without script', (await page.locator('main').innerText()).includes('Words of a person'));
  await page.goto(`${base}/events/${event}`);
  check('and stands on the page', (await page.locator('h1').innerText()) === 'Words of a person' &&
    (await page.locator('.reviewed').innerText()).includes('plain forms do'));
  await page.goto(`${base}/review/events/${event}`);
  await page.locator('.trail summary').first().click();
  await page.locator('.trail input[name="why"]').first().fill('enough');
  await Promise.all([page.waitForNavigation(), page.press('.trail input[name="why"]', 'Enter')]);
  await page.goto(`${base}/events/${event}`);
  check('and is taken back', (await page.locator('h1').innerText()) !== 'Words of a person' &&
    !(await page.locator('.reviewed').allInnerTexts()).join().includes('plain forms do'));
  await page.goto(`${base}/submit`);
  await page.fill('#url', 'https://news.example/a-report');
  await page.locator('button', { hasText: 'Send the address' }).click();
  check('an address is sent without script', /\/submissions\//.test(page.url()) && (await page.locator('main').innerText()).includes('It waits to be read'));
  await page.goto(`${base}/correct?event=${event}`);
  await page.fill('#name', 'Example Corp');
  await page.fill('#contact', 'press@example.org');
  await page.fill('#what', 'It was not ours');
  await page.fill('#why', 'See our site');
  await page.locator('button', { hasText: 'Ask for it' }).click();
  check('a correction is asked for without script', /\/corrections\//.test(page.url()));
  await page.goto(`${base}/account`);
  await page.locator('button', { hasText: 'Log out' }).click();
  await page.goto(`${base}/review`);
  check('logged out', /\/login/.test(page.url()));
  await page.context().close();
}

let sent, asked;
prepare();
const { server, base: at } = await serve();
base = at;
const browser = await chromium.launch({
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
});
try {
  const c = new Client(base);
  event = (await c.json('/api/v1/events?sort=articles&limit=1')).value.events[0].id;
  const first = (await c.json(`/api/v1/events/${event}`)).value.articles[0].id;
  article = `/articles/${encodeURIComponent(first)}`;
  await c.login('ann');
  const headers = { 'x-csrf-token': await c.secret('/account') };
  await c.json('/api/v1/review/acts', { act: 'relabel', article: first, label: 'hazard', why: 'it says so' }, headers);
  const held = await new Client(base).json('/api/v1/submissions', { title: `<b>Robot</b> \u202E${'Z\u0301'.repeat(800)}`, text: 'A robot hurt a man, police said.' });
  sent = held.value.url;
  for (let i = 0; i < 2; i++) {
    const one = await new Client(base).json('/api/v1/corrections', { event, name: 'Example Corp', contact: 'press@example.org', what: 'It was not our robot.', why: `Ours has wheels. ${'e\u0301'.repeat(400)}` });
    asked = `/corrections/${one.value.id}`;
  }
  await c.form('/review/corrections', { csrf: headers['x-csrf-token'], number: '1', decision: 'yes', why: 'You are right.' });
  await by_keyboard(browser);
  for (const look of looks) await every_page(browser, look);
  await large_text(browser);
  check('no console message and no foreign request', trouble.length === 0, trouble.join('\n    '));
  await without_script(browser);
  const rest = tocsin(['check', '--db', db]);
  check('the store is sound', rest.status === 0, rest.err);
} catch (e) {
  check('the run', false, e.stack);
} finally {
  await browser.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}
ended('people in a browser');
