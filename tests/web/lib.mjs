// tests/web/lib.mjs -- what browser suites share: a server, a browser that tells on pages, counts.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const program = process.env.TOCSIN_BINARY ?? './tocsin';
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
export const work = mkdtempSync(join(tmpdir(), 'tocsin-web-'));
let passed = 0, failed = 0;

export function check(name, ok, detail = '') {
  if (ok) { passed++; return; }
  failed++;
  console.log(`failed: ${name}${detail ? `\n    ${detail}` : ''}`);
}

export function serve(db, more = []) {
  const server = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0', ...more]);
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

export function launch() {
  return chromium.launch({
    executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
}

// A page whose console messages, errors and requests to other hosts are written down.
export const trouble = [];
export async function open(browser, base, options) {
  const context = await browser.newContext({ ...options, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.on('console', (m) => trouble.push(`${page.url()}: ${m.type()} ${m.text()}`));
  page.on('pageerror', (e) => trouble.push(`${page.url()}: ${e.message}`));
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (!url.startsWith(base) && !url.startsWith('blob:')) {
      trouble.push(`${page.url()} asked for ${url}`);
      return route.abort();
    }
    return route.continue();
  });
  return page;
}

export async function accessible(page, name) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  check(`axe: ${name}`, result.violations.length === 0,
    result.violations.map((v) => `${v.id}: ${v.nodes[0].html} (${v.nodes.length})`).join('\n    '));
}

export async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(`${name} is not wider than the screen`, wide <= 0, `${wide} px`);
}

// Runs a suite to its end, whatever happens in it, and tells the counts.
export async function suite(name, run) {
  let browser, server;
  const keep = { set server(s) { server = s; }, set browser(b) { browser = b; } };
  try {
    await run(keep);
  } catch (e) {
    check('the run', false, e.stack);
  } finally {
    await browser?.close();
    server?.removeAllListeners('exit');
    server?.kill('SIGTERM');
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`web, ${name}: ${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
