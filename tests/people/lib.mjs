// tests/people/lib.mjs -- a server with the samples in it, people who use it, and what they see.
import { spawn, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const program = process.env.TOCSIN_BINARY ?? './tocsin';
export const work = mkdtempSync(join(tmpdir(), 'tocsin-people-'));
export const db = `sqlite:${join(work, 'people.db')}`;
export const password = { ann: 'correct horse battery', rob: 'reader of all papers', sue: 'sends in what she sees', ada: 'keys of the whole house' };
const roles = { ann: 'reviewer', rob: 'reader', sue: 'submitter', ada: 'admin' };
let passed = 0, failed = 0;

export function check(name, ok, detail = '') {
  if (ok) { passed++; return true; }
  failed++;
  console.log(`failed: ${name}${detail ? `\n    ${String(detail).slice(0, 4000)}` : ''}`);
  return false;
}

export function tocsin(args, input = '') {
  const run = spawnSync(program, args, { input, encoding: 'utf8' });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

// Without holding up this program, which may be the site that is read from.
export function tocsin_beside(args) {
  const run = spawn(program, args);
  return new Promise((resolve) => {
    let err = '';
    run.stderr.on('data', (text) => { err += text; });
    run.on('exit', (status) => resolve({ status, err }));
  });
}

// What waits to be sent, as the store has it.
export function outbox() {
  const out = execFileSync('sqlite3', ['-json', db.slice('sqlite:'.length), 'SELECT receiver, subject, text FROM outbox'], { encoding: 'utf8' });
  return out ? JSON.parse(out) : [];
}

export function ended(suite) {
  rmSync(work, { recursive: true, force: true });
  console.log(`${suite}: ${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

export function prepare() {
  execFileSync(program, ['ingest', '--quiet', '--db', db, 'samples'], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (const [name, role] of Object.entries(roles)) {
    const made = tocsin(['user', 'add', '--db', db, name, role, `${name}@example.org`], `${password[name]}\n`);
    check(`an account for ${name}`, made.status === 0, made.err);
  }
}

export function serve(more = []) {
  const server = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0', '--trust-proxy', ...more]);
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (text) => {
      said += text;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve({ server, base: found[0], said: () => said });
    });
    server.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
}

// A client that keeps its cookie, as a browser does; redirects are shown, not followed.
export class Client {
  constructor(base, address) {
    this.base = base;
    this.cookie = '';
    this.address = address;
  }

  async ask(path, options = {}) {
    const headers = { ...(options.headers ?? {}) };
    if (this.cookie) headers.cookie = this.cookie;
    if (this.address) headers['x-forwarded-for'] = this.address;
    const answer = await fetch(this.base + path, { redirect: 'manual', ...options, headers });
    for (const set of answer.headers.getSetCookie()) {
      const [pair] = set.split(';');
      this.set = set;
      this.cookie = pair.endsWith('=') ? '' : pair;
    }
    answer.body_text = await answer.text();
    return answer;
  }

  async form(path, fields, options = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one);
    return this.ask(path, { method: 'POST', body: body.toString(), ...options,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(options.headers ?? {}) } });
  }

  // What the forms of that page hand back.
  async secret(path) {
    const page = await this.ask(path);
    return page.body_text.match(/name="csrf" value="([0-9a-f]{64})"/)?.[1] ?? '';
  }

  async login(name, words = password[name]) {
    const csrf = await this.secret('/login');
    return this.form('/login', { csrf, name, password: words });
  }

  async json(path, body, headers = {}) {
    const answer = await this.ask(path, body === undefined ? { headers } : {
      method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    try { answer.value = JSON.parse(answer.body_text); } catch { answer.value = undefined; }
    return answer;
  }
}
