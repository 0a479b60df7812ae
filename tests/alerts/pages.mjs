// tests/alerts/pages.mjs BASE CONFIRM MANAGE STOP [SHOTS] -- the pages of alerts in a browser.
//
// Each in light and dark, on a desk and at 360 px, with and without JavaScript: nothing on the
// console, no request to another host, nothing for axe to find, nothing that sticks out; and an
// alert made by keyboard alone. The three addresses are those of a mail.
import { readFileSync } from 'node:fs';
import { chromium } from '../web/node_modules/playwright-core/index.mjs';

const [base, confirm, manage, stop, shots] = process.argv.slice(2);
const axe = readFileSync(new URL('../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const trouble = [];
let passed = 0, failed = 0;

function check(name, ok, detail = '') {
  if (ok) { passed++; return; }
  failed++;
  console.log(`failed: ${name}${detail ? `\n    ${detail}` : ''}`);
}

async function open(browser, options) {
  const context = await browser.newContext(options);
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

async function looked(page, name) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  check(`axe: ${name}`, result.violations.length === 0,
    result.violations.map((v) => `${v.id}: ${v.nodes[0].html} (${v.nodes.length})`).join('\n    '));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`nothing sticks out: ${name}`, wide <= 0, `${wide} px`);
  if (shots) await page.screenshot({ path: `${shots}/${name.replace(/\W+/g, '-')}.png`, fullPage: true });
}

const places = [
  ['all', '/alerts'],
  ['filtered', `/alerts?label=hazard&principles=Safety&q=${encodeURIComponent('"facial recognition" AND police NOT verylongwordthatneverendsandgoesonandonandon')}`],
  ['confirm', confirm], ['manage', manage], ['stop', stop],
];
const looks = [
  ['desk', { viewport: { width: 1280, height: 900 } }],
  ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 360, height: 740 } }],
  ['dark phone', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  for (const [look, options] of looks) {
    const page = await open(browser, options);
    for (const [name, path] of places) {
      const answer = await page.goto(base + path);
      check(`${name} answers`, answer.status() === 200, String(answer.status()));
      await looked(page, `${name} ${look}`);
    }
    await page.context().close();
  }
  // by keyboard alone, from the list
  const page = await open(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(`${base}/?label=hazard`);
  await page.locator('a', { hasText: 'Notify me of these' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/alerts\?label=hazard/);
  await page.locator('input[value="mail"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  check('arrows choose', await page.locator('input[value="feed"]').isChecked());
  await page.keyboard.press('Tab');
  check('then the address', (await page.evaluate(() => document.activeElement.id)) === 'to');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/alerts`);
  check('a feed was made', (await page.locator('main').innerText()).includes('/feed.atom?label=hazard'));
  await looked(page, 'made');
  // without JavaScript: a mistake is told, then a mail's alert made
  const plain = await open(browser, { javaScriptEnabled: false });
  await plain.goto(`${base}/alerts?label=incident`);
  await plain.fill('#to', 'nobody');
  await plain.click('button[type="submit"]:has-text("Notify")');
  check('a mistake is told', (await plain.locator('main').innerText()).includes('no mail address'));
  await plain.goto(`${base}/alerts?label=incident`);
  await plain.fill('#to', 'plain@example.org');
  await plain.click('button[type="submit"]:has-text("Notify")');
  check('a mail is on its way', (await plain.locator('main').innerText()).includes('plain@example.org'));
  check('no word on the console, no foreign request',
    trouble.filter((t) => !t.includes('422')).length === 0, trouble.join('\n    '));
} finally {
  await browser.close();
}
console.log(`pages: ${passed} passed, ${failed} failed`);
