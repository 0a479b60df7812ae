// tests/web/pictures.mjs -- pictures from fetching to the page: a site that serves them, good
// and hostile ones; then the list, an event and the phone, without a request to that site.
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 as nodeCrc, deflateSync } from 'node:zlib';
import { accessible, check, fits, launch, open, program, serve, suite, trouble, work } from './lib.mjs';

const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = nodeCrc ?? ((bytes) => {
  let c = 0xffffffff;
  for (const b of bytes) c = CRC[(c ^ b) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
});

function chunk(name, body) {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(name, 4, 'latin1');
  body.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}

// As busy as photographs are: hills of light and grain, other ones for each n.
function photograph(n, w = 900, h = 600) {
  const rows = Buffer.alloc((w * 3 + 1) * h);
  let seed = n * 7919 + 1;
  for (let y = 0, at = 0; y < h; y++) {
    rows[at++] = 0;
    for (let x = 0; x < w; x++)
      for (let k = 0; k < 3; k++) {
        seed = (seed * 1103515245 + 12345) & 0x7fffffff;
        const hill = Math.sin((x + n * 97) / (37 + 11 * k)) + Math.cos((y - n * 31) / (23 + 7 * k)) + Math.sin((x + y) / (9 + n % 5));
        rows[at++] = Math.max(0, Math.min(255, 128 + 38 * hill + ((seed >> 16) % 31) - 15));
      }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(w, 0);
  head.writeUInt32BE(h, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const asked = [];
let closed = false;
function site() {
  const server = createServer((q, a) => {
    asked.push(q.url);
    if (closed) trouble.push(`the publisher's site was asked for ${q.url}`);
    const n = Number(/^\/p(\d+)\.png$/.exec(q.url)?.[1] ?? -1);
    if (n >= 0) return a.writeHead(200, { 'content-type': 'image/png' }).end(photograph(n));
    if (q.url === '/script.svg') return a.writeHead(200, { 'content-type': 'image/png' }).end('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>');
    if (q.url === '/cut.png') return a.writeHead(200, { 'content-type': 'image/png' }).end(photograph(1).subarray(0, 9000));
    if (q.url === '/private.png') return a.writeHead(302, { location: 'http://10.0.0.1/x.png' }).end();
    return a.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const odd = ['script.svg', 'cut.png', 'private.png', 'missing.png'];
function store(port) {
  const db = `sqlite:${join(work, 'pictures.db')}`, file = join(work, 'articles.jsonl');
  const lines = execFileSync(program, ['extract', ...['blue-heron-news.jsonl', 'harbour-courier.xml', 'northgate-ledger.xml',
    'sample-wire.xml', 'tidewater-dispatch.json'].map((f) => join('samples', f))], { encoding: 'utf8', maxBuffer: 1 << 26 }).trim().split('\n');
  writeFileSync(file, lines.map((line, n) => JSON.stringify({ ...JSON.parse(line),
    image: `http://127.0.0.1:${port}/${n < 4 ? odd[n] : `p${n}.png`}` })).join('\n'));
  execFileSync(program, ['ingest', '--quiet', '--db', db, file]);
  return db;
}

const quiet = { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' };
function fetched(db, port) {
  return new Promise((resolve) => {
    const run = spawn(program, ['pictures', 'fetch', '--db', db, '--pace', '0', '--allow-private', `127.0.0.1:${port}`], quiet);
    let said = '';
    run.stderr.on('data', (text) => { said += text; });
    run.on('exit', (status) => resolve({ status, said }));
  });
}

async function list(page, base) {
  const bytes = new Map();
  page.on('response', async (r) => {
    const size = await r.request().sizes().catch(() => null);
    bytes.set(r.url(), size ? size.responseBodySize + size.responseHeadersSize : 0);
  });
  await page.goto(`${base}/`);
  const first = page.locator('.cards > li:nth-child(-n+20)'); // the list goes on by itself as it is read
  for (const card of await first.all()) await card.scrollIntoViewIfNeeded();
  await page.waitForLoadState('networkidle');
  const shown = await first.locator('img').count(), cards = await first.count();
  check('twenty cards, most with a picture, the others with a mark',
    cards === 20 && shown >= 15 && shown + await first.locator('svg.mark').count() === cards, `${cards} cards, ${shown} pictures`);
  const drawn = await first.locator('img').evaluateAll((all) => all.map((i) => ({ ok: i.complete && i.naturalWidth > 0, alt: i.alt,
    src: i.getAttribute('src'), w: i.naturalWidth, told: Number(i.getAttribute('width')), shown: i.getBoundingClientRect().width })));
  check('all are drawn, in their size, with a text and from here', drawn.every((i) => i.ok && /^Picture from \S/.test(i.alt) &&
    /^\/pictures\/[0-9a-f]{32}-small\.webp$/.test(i.src) && i.w === i.told && i.w >= i.shown), JSON.stringify(drawn.find((i) => !i.ok) ?? drawn[0]));
  const ours = [...bytes].filter(([url]) => !url.includes('cursor=') && (!url.includes('/pictures/') || drawn.some((i) => url.endsWith(i.src))));
  const all = ours.reduce((sum, [, size]) => sum + size, 0);
  console.log(`the list with ${shown} pictures: ${(all / 1000).toFixed(1)} KB in ${ours.length} answers`);
  check('the list page stays under 200 KB in all', ours.length > 20 && all > 50000 && all < 200000, `${all} bytes`);
}

async function event(page, base) {
  await page.goto(`${base}/`);
  await page.locator('.card:has(img) h3 a').first().click();
  await page.waitForURL(/\/events\//);
  const figure = page.locator('.event-picture');
  check('an event shows its picture and whose it is', await figure.locator('img').count() === 1 &&
    /^Picture: \S/.test(await figure.innerText()));
  const large = figure.locator('img');
  check('the large one is drawn', await large.evaluate(async (i) => { await i.decode(); return i.naturalWidth === 640 && i.complete; }));
  await figure.locator('a').click();
  check('and leads to its article', /\/articles\//.test(page.url()));
}

async function served(page, base) {
  await page.goto(`${base}/`);
  const src = await page.locator('.card img').first().getAttribute('src');
  const r = await page.request.get(base + src), h = r.headers();
  check('kept for a year', h['cache-control'] === 'public, max-age=31536000, immutable' && h['content-type'] === 'image/webp' &&
    h['x-content-type-options'] === 'nosniff', JSON.stringify(h));
  check('asked for again: nothing new', (await page.request.get(base + src, { headers: { 'if-none-match': h.etag } })).status() === 304);
  for (const wrong of ['/pictures/0', `/pictures/${'0'.repeat(32)}-small.webp`, src.replace('-small', '-huge'), src.replace('-small.webp', '')])
    check(`no picture ${wrong}`, (await page.request.get(base + wrong)).status() === 404);
  const { events } = await (await page.request.get(`${base}/api/v1/events?limit=50`)).json();
  const ours = events.filter((e) => e.image);
  check('API: image is ours, image_source its publisher\'s', ours.length > 10 && ours.every((e) => /^\/pictures\/[0-9a-f]{32}-large\.webp$/.test(e.image) &&
    /^http:\/\/127\.0\.0\.1:\d+\/p\d+\.png$/.test(e.image_source)), JSON.stringify(ours[0]));
  check('API: it is there', (await page.request.get(base + ours[0].image)).ok());
  const whole = await (await page.request.get(`${base}/api/v1/events/${ours[0].id}`)).json();
  check('API: one event says the same', whole.image === ours[0].image && whole.image_source === ours[0].image_source);
  const lines = (await (await page.request.get(`${base}/api/v1/events.jsonl`)).text()).trim().split('\n').map((l) => JSON.parse(l));
  check('API: so does a whole list', lines.find((e) => e.id === ours[0].id).image === ours[0].image);
  const { changes } = await (await page.request.get(`${base}/api/v1/changes?limit=200`)).json();
  check('API: and the list of changes', changes.find((e) => e.id === ours[0].id).event.image === ours[0].image);
  const answer = await (await page.request.post(`${base}/api/v1/incidents/fetch-incidents`, { data: { num_results: 50 } })).json();
  const images = answer.incidents.map((i) => i.image);
  check('AIM: images are ours or none', images.some((i) => i) && images.every((i) => i === null || i.startsWith(`${base}/pictures/`)), images.join());
  const one = await (await page.request.get(`${base}/api/v1/incidents/${answer.incidents.find((i) => i.image).id}`)).json();
  const article = one.articles.find((a) => a.image);
  check('AIM: so are those of articles, in two sizes', article.image.endsWith('-large.webp') && article.thumbImage.endsWith('-small.webp'), JSON.stringify(article));
  check('both are there', (await page.request.get(article.thumbImage)).ok() && (await page.request.get(article.image)).ok());
}

// Taken out by an administrator: by command, and by a program with a token.
async function removed(page, base, db) {
  const account = (name, role) => {
    execFileSync(program, ['user', 'add', '--db', db, name, role], { input: 'words that nobody knows\n', stdio: ['pipe', 'ignore', 'inherit'] });
    return execFileSync(program, ['user', 'token', '--db', db, name, 'read', 'submit', 'review', 'admin'].slice(0, role === 'admin' ? 9 : 8), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  };
  const ada = account('ada', 'admin'), ann = account('ann', 'reviewer');
  const events = async () => (await (await page.request.get(`${base}/api/v1/events?limit=50`)).json()).events;
  const [one, two] = (await events()).filter((e) => e.image && e.articles === 1);
  const remove = (data, token) => page.request.post(`${base}/api/v1/pictures/remove`, { data, headers: token ? { authorization: `Bearer ${token}` } : {} });
  const why = 'its owner asks';
  check('a stranger removes nothing', (await remove({ picture: one.image, why })).status() === 401);
  check('nor does a reviewer', (await remove({ picture: one.image, why }, ann)).status() === 403);
  check('a reason is needed', (await remove({ picture: one.image }, ada)).status() === 422);
  check('and a picture', (await remove({ why }, ada)).status() === 422 && (await remove({ picture: '0'.repeat(32), why }, ada)).status() === 404);
  check('and JSON', (await page.request.post(`${base}/api/v1/pictures/remove`, { data: 'x', headers: { authorization: `Bearer ${ada}`, 'content-type': 'text/plain' } })).status() === 415);
  check('until then it is there', (await page.request.get(base + one.image)).ok());
  let answer = await remove({ picture: base + one.image, why }, ada);
  let told = await answer.json();
  check('an administrator removes one', answer.status() === 200 && told.act > 0 && one.image.includes(told.picture) && told.addresses === 1, JSON.stringify(told));
  for (const size of ['large', 'small'])
    check(`it is gone: ${size}`, (await page.request.get(base + one.image.replace('large', size))).status() === 404);
  const now = (await events()).find((e) => e.id === one.id);
  check('its event has none, and tells no more of it than where it was', now.image === null && now.image_source === one.image_source);
  await page.goto(`${base}/events/${one.id}`);
  check('but a mark', await page.locator('main img').count() === 0 && await page.locator('main svg.mark').count() > 0);
  answer = await page.request.get(`${base}/api/v1/review/trail?limit=3`, { headers: { authorization: `Bearer ${ann}` } });
  const [act] = (await answer.json()).acts;
  check('the trail has it', act.what === 'remove picture' && act.who === 'ada' && act.why === why && act.before.includes(one.image_source), JSON.stringify(act));
  const run = execFileSync(program, ['pictures', 'remove', '--db', db, '--who', 'ada', '--why', why, two.image_source], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  check('the command takes the address that it was fetched from', run === '' && (await page.request.get(base + two.image)).status() === 404);
  check('both are counted', / 2 {2}removed/.test(execFileSync(program, ['pictures', 'list', '--db', db], { encoding: 'utf8' })));
  check('the trail holds', execFileSync(program, ['check', 'trail', '--db', db], quiet) !== null);
}

await suite('pictures', async (keep) => {
  const publisher = await site(), port = publisher.address().port;
  try {
    const db = store(port);
    const run = await fetched(db, port);
    check('pictures are fetched', run.status === 0 && /\d\d pictures kept, [1-4] addresses lead to none/.test(run.said), run.said);
    const told = execFileSync(program, ['pictures', 'list', '--db', db], quiet);
    check('what is none has a name', told.split('\n').every((l) => /^ +\d+ {2}(ok|unsupported|truncated|private_address|not_found)$|^$/.test(l)) && told.includes(' ok'), told);
    check('each was asked for once', new Set(asked).size === asked.length, asked.join());
    const before = asked.length;
    await fetched(db, port);
    check('and not a second time', asked.slice(before).every((u) => u === '/robots.txt'), asked.slice(before).join());
    closed = true;

    const browser = await launch();
    keep.browser = browser;
    const { server, base } = await serve(db);
    keep.server = server;
    let page = await open(browser, base, { viewport: { width: 1280, height: 900 } });
    await list(page, base);
    for (const colorScheme of ['light', 'dark'])
      for (const size of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
        page = await open(browser, base, { viewport: size, colorScheme });
        const name = `${colorScheme}, ${size.width}`;
        await page.goto(`${base}/`);
        await page.waitForLoadState('networkidle');
        await accessible(page, `list with pictures, ${name}`);
        await fits(page, `list, ${name}`);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/list-${colorScheme}-${size.width}.png` });
        await page.locator('.card:has(img) h3 a').first().click();
        await page.waitForURL(/\/events\//);
        await page.waitForLoadState('networkidle');
        await accessible(page, `event with a picture, ${name}`);
        await fits(page, `event, ${name}`);
        if (process.env.SHOTS) {
          await page.screenshot({ path: `${process.env.SHOTS}/event-${colorScheme}-${size.width}.png` });
          await page.locator('#articles').scrollIntoViewIfNeeded();
          await page.waitForTimeout(300);
          await page.screenshot({ path: `${process.env.SHOTS}/articles-${colorScheme}-${size.width}.png` });
        }
      }
    page = await open(browser, base, {});
    await event(page, base);
    await served(page, base);
    await removed(page, base, db);

    const off = await serve(db, ['--images', 'none']);
    try {
      page = await open(browser, off.base, {});
      await page.goto(`${off.base}/`);
      check('with none, marks', await page.locator('main img').count() === 0 && await page.locator('.card svg.mark').count() === 20);
      await accessible(page, 'list without pictures');
      for (const colorScheme of ['light', 'dark']) {
        page = await open(browser, off.base, { viewport: { width: 360, height: 740 }, colorScheme });
        await page.goto(`${off.base}/`);
        await accessible(page, `list without pictures, ${colorScheme}, 360`);
        await page.locator('.card h3 a').first().click();
        await page.waitForURL(/\/events\//);
        check('an event has its mark then', await page.locator('main img').count() === 0 && await page.locator('main svg.mark').count() > 0);
        await accessible(page, `event without pictures, ${colorScheme}, 360`);
        await fits(page, `event without pictures, ${colorScheme}, 360`);
      }
      page = await open(browser, off.base, {});
      const plain = await (await page.request.post(`${off.base}/api/v1/incidents/fetch-incidents`, { data: { num_results: 50 } })).json();
      const bare = (await (await page.request.get(`${off.base}/api/v1/events?limit=50`)).json()).events;
      check('API: no image then either, but where it is', bare.every((e) => e.image === null) && bare.some((e) => e.image_source));
      check('AIM: no image then', plain.incidents.every((i) => i.image === null));
    } finally {
      off.server.removeAllListeners('exit');
      off.server.kill('SIGTERM');
    }
    check('nothing on the console, nothing foreign', trouble.length === 0, trouble.slice(0, 5).join('\n    '));
  } finally {
    publisher.closeAllConnections?.();
    publisher.close();
  }
});
