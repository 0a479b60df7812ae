// tests/web/tried.mjs -- "Try it" by address in a browser, with scripts and without: the page
// that waits asks again by itself, then shows verdict and evidence, or says why not.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { accessible, check, fits, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

const title = 'Robot kills worker at car plant';
const sentence = 'An AI-driven robot crushed a worker to death at a car plant on Monday, police said.';
const rest = 'The autonomous system took the man for a box, a spokesman of the maker told reporters. The plant has stood still since the accident. ';
const article = `<html><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${sentence}</p><p>${rest.repeat(3)}</p></article></body></html>`;

const site = createServer((req, res) => {
  const answer = (status, type, body) => { res.writeHead(status, { 'Content-Type': type }); res.end(body); };
  if (req.url === '/late') setTimeout(() => answer(200, 'text/html', article), 1500);
  else if (req.url === '/picture') answer(200, 'image/png', 'no page');
  else answer(404, 'text/html', 'no');
});
await new Promise((done) => { site.listen(0, '127.0.0.1', done); });
const here = `127.0.0.1:${site.address().port}`;

async function give(page, base, path) {
  await page.goto(`${base}/try`);
  await page.fill('[name="url"]', `http://${here}${path}`);
  await page.press('[name="url"]', 'Enter');
  await page.waitForURL(/\/try\/[0-9a-f]{32}$/);
}

async function judged(page, base, name) {
  await give(page, base, '/late');
  check(`${name}: it says that it waits`, /being fetched/.test(await page.locator('main').innerText()));
  await page.waitForSelector('.marked', { timeout: 15000 });
  check(`${name}: the verdict stands there`, /incident/i.test(await page.locator('main').innerText()));
  const marks = await page.locator('.marked mark').allInnerTexts();
  check(`${name}: its evidence is marked`, marks.includes('crushed') && marks.some((m) => /robot/i.test(m)), marks.join('|'));
  check(`${name}: the assertions stand below`, /crushed a worker/.test(await page.locator('.assertion-list').first().innerText()));
  check(`${name}: it leads to the page`, (await page.locator(`main a[href="http://${here}/late"]`).count()) === 1);
  check(`${name}: the address can be changed`, (await page.inputValue('[name="url"]')) === `http://${here}/late`);
}

await suite('tried', async (keep) => {
  const db = `sqlite:${join(work, 'tried.db')}`;
  execFileSync(program, ['ingest', '--quiet', '--db', db, 'samples'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { server, base } = await serve(db, ['--allow-private', here, '--pace', '0']);
  keep.server = server;
  const browser = await launch();
  keep.browser = browser;
  const plain = await open(browser, base, { javaScriptEnabled: false });
  await judged(plain, base, 'without scripts');
  const page = await open(browser, base, { viewport: { width: 360, height: 800 } });
  await page.goto(`${base}/try`);
  await accessible(page, 'the form');
  await fits(page, 'the form on a phone');
  await judged(page, base, 'with scripts');
  await accessible(page, 'the verdict on a page');
  await fits(page, 'the verdict on a phone');
  const untroubled = [...trouble];
  check('no page had trouble', untroubled.length === 0, untroubled.join('\n    '));
  for (const [path, why] of [['/picture', 'image/png'], ['/none', 'there is nothing at this address']]) {
    await give(page, base, path);
    await page.waitForSelector('[name="text"]', { timeout: 15000 });
    const said = await page.locator('main').innerText();
    check(`${path}: the page says why not`, said.includes(why) && said.includes('could not be judged'), said);
    await accessible(page, `${path} failed`);
    await fits(page, `${path} failed, on a phone`);
  }
  site.closeAllConnections();
  site.close();
});
