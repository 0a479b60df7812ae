// tests/people/copies.mjs -- kept copies over HTTP: reviewers see them as text, nobody else does,
// and nothing of them runs.
import { createHash } from 'node:crypto';
import { changed } from '../lib/changed.mjs';
import { check, Client, db, ended, password, prepare, program, serve, tocsin, work } from './lib.mjs';

prepare();
const url = await changed(program, db, work);
const { server, base, said } = await serve();
const stranger = () => new Client(base, '198.51.100.1');
async function logged_in(name) {
  const c = stranger();
  await c.login(name);
  return c;
}

async function ids() {
  const all = (await stranger().json('/api/v1/articles?limit=200')).value.articles;
  return Object.fromEntries(Object.entries(url).map(([name, at]) => [name, all.find((a) => a.url === at)?.id]));
}

async function for_whom(id) {
  const page = `/review/articles/${id}/copies`, list = `/api/v1${page}`, bytes = `/api/v1/review/articles/${id}/copy`;
  let answer = await stranger().ask(page);
  check('a stranger is sent to the login', answer.status === 303 && answer.headers.get('location').startsWith('/login?to='), answer.status);
  for (const at of [list, bytes]) {
    answer = await stranger().ask(at);
    check(`a stranger's program is told 401: ${at}`, answer.status === 401, answer.status);
  }
  for (const name of ['rob', 'sue']) {
    const c = await logged_in(name);
    for (const at of [page, list, bytes]) {
      answer = await c.ask(at);
      check(`${name} may not: ${at}`, answer.status === 403 && !answer.body_text.includes('windows-1252') && !answer.body_text.includes('did not stop'), answer.status);
    }
    check(`${name} is shown no way there`, !(await c.ask(`/articles/${id}`)).body_text.includes('/copies'));
  }
  for (const name of ['ann', 'ada'])
    for (const at of [page, list, bytes]) {
      const c = await logged_in(name);
      check(`${name} may: ${at}`, (await c.ask(at)).status === 200);
    }
  const read = tocsin(['user', 'token', '--db', db, 'ann', 'read']).out.trim();
  const review = tocsin(['user', 'token', '--db', db, 'ann', 'review']).out.trim();
  for (const [token, status] of [[read, 403], [review, 200]])
    check(`a token of that scope: ${status}`, (await stranger().ask(list, { headers: { authorization: `Bearer ${token}` } })).status === status);
  for (const at of [`/articles/${id}`, `/articles/${id}/versions`, `/articles/${id}/versions?version=2`, `/api/v1/articles/${id}`, `/api/v1/articles/${id}/versions`]) {
    answer = await stranger().ask(at);
    check(`readers see no source and no whole text: ${at}`, answer.status === 200 && !answer.body_text.includes('tracker.example') &&
      !answer.body_text.includes('followed by a person within sight for the first hundred hours'), answer.status);
  }
}

async function as_text(id) {
  const ann = await logged_in('ann');
  let answer = await ann.ask(`/review/articles/${id}/copies`);
  const page = answer.body_text;
  check('the newest is shown', page.includes('killed three people in Lisbon on Monday') && !page.includes('witnesses said'), page.slice(0, 500));
  check('its source is text', page.includes('&lt;script&gt;window.ran = 1') && page.includes('&lt;img src=&quot;http://tracker.example') || page.includes('&lt;img src="http://tracker.example'));
  check('nothing of it is a page', !page.includes('<script>window') && !page.includes('<img src="http://tracker'));
  check('its encoding is undone', page.includes('Café-Kurier'));
  check('headers stand there', page.includes('charset=windows-1252'));
  check('a strict policy', /^default-src 'self'; base-uri 'none'/.test(answer.headers.get('content-security-policy')) && !/unsafe/.test(answer.headers.get('content-security-policy')));
  check('kept by no cache, read by no other site', answer.headers.get('cache-control') === 'no-store' && !answer.headers.get('access-control-allow-origin'));
  answer = await ann.ask(`/review/articles/${id}/copies?version=1`);
  check('the first too', answer.body_text.includes('did not stop when it should have') && !answer.body_text.includes('a lorry before'));
  answer = await ann.ask(`/review/articles/${id}/copies?version=3`);
  check('there is no third', answer.status === 404 && answer.body_text.includes('no copy is kept of that version'), answer.status);
  answer = await ann.ask('/review/articles/nothing-here/copies');
  check('nor one of no article', answer.status === 404, answer.status);
  for (const at of [`/articles/${id}`, `/articles/${id}/versions`, `/review/articles/${id}`])
    check(`a reviewer is shown the way: ${at}`, (await ann.ask(at)).body_text.includes(`/review/articles/${id}/copies`));
}

async function by_program(id) {
  const ann = await logged_in('ann');
  const { value } = await ann.json(`/api/v1/review/articles/${id}/copies`);
  check('two copies', value?.article === id && value.copies.map((c) => c.version).join() === '1,2', JSON.stringify(value)?.slice(0, 300));
  check('with the words of the newest', value.read.version === 2 && value.read.text.includes('a lorry before'));
  for (const copy of value.copies) {
    const one = await ann.json(`/api/v1/review/articles/${id}/copies?version=${copy.version}`);
    check(`version ${copy.version} alone`, one.value.copies.length === 1 && one.value.copies[0].sha256 === copy.sha256 && one.value.read.version === copy.version);
    const answer = await fetch(copy.bytes_url, { headers: { cookie: ann.cookie } });
    const body = Buffer.from(await answer.arrayBuffer());
    check('its bytes are those that were sent', createHash('sha256').update(body).digest('hex') === copy.sha256 && body.length === copy.bytes, body.length);
    check('as a file of no type', answer.headers.get('content-type') === 'application/octet-stream' && answer.headers.get('content-disposition') === 'attachment' &&
      answer.headers.get('x-content-type-options') === 'nosniff');
    check('that may do nothing', /^default-src 'none'.*sandbox$/.test(answer.headers.get('content-security-policy')), answer.headers.get('content-security-policy'));
  }
  check('no third', (await ann.json(`/api/v1/review/articles/${id}/copies?version=3`)).status === 404);
  check('no zeroth', (await ann.json(`/api/v1/review/articles/${id}/copies?version=0`)).status === 400);
}

async function removed(id) {
  const run = tocsin(['locker', 'remove', '--db', db, '--who', 'ada', '--why', 'on request', id]);
  const ann = await logged_in('ann');
  check('a removed one', run.status === 0, run.err);
  for (const at of [`/review/articles/${id}/copies`, `/api/v1/review/articles/${id}/copies`, `/api/v1/review/articles/${id}/copy`]) {
    const answer = await ann.ask(at);
    check(`is gone: ${at}`, answer.status === 410 && answer.body_text.includes('removed on request'), answer.status);
  }
}

async function pruned(id) {
  const run = tocsin(['locker', 'prune', '--db', db, '--keep', 'all=0']);
  const ann = await logged_in('ann');
  check('pruned', run.status === 0, run.err);
  let answer = await ann.ask(`/review/articles/${id}/copies`);
  check('the page says that none is kept', answer.status === 200 && answer.body_text.includes('No copy is kept'), answer.status);
  answer = await ann.json(`/api/v1/review/articles/${id}/copies`);
  check('so does the list', answer.value?.copies.length === 0 && answer.value.read === null, answer.body_text);
  check('there are no bytes', (await ann.ask(`/api/v1/review/articles/${id}/copy`)).status === 404);
}

try {
  const id = await ids();
  check('the five articles are there', Object.values(id).every(Boolean), JSON.stringify(id));
  await for_whom(id.corrected);
  await as_text(id.corrected);
  await by_program(id.corrected);
  await removed(id.retracted);
  await pruned(id.same);
  check('after all that the store is sound', tocsin(['check', '--db', db]).status === 0);
  check('no password stands in the log', Object.values(password).every((words) => !said().includes(words)));
} catch (e) {
  check('the run', false, `${e.stack} ${said().slice(-3000)}`);
} finally {
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}
ended('copies');
