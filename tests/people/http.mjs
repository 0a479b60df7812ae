// tests/people/http.mjs -- every road of people over HTTP: log in and be kept out, each act of a
// reviewer as page, API, feed, history and trail show it, and strangers' words as text.
import { check, Client, db, ended, outbox, password, prepare, serve, tocsin, tocsin_beside } from './lib.mjs';
import { createServer } from 'node:http';

let base, next = 0;
const stranger = () => new Client(base, `198.51.100.${++next}`);
async function logged_in(name) {
  const c = stranger();
  await c.login(name);
  return c;
}
const read = async (path) => (await new Client(base).json(path)).value;
const text = async (path) => (await new Client(base).ask(path)).body_text;

/* -- accounts -------------------------------------------------------------------------------- */

async function logging_in() {
  const c = stranger();
  let answer = await c.ask('/review');
  check('a stranger is sent to the login', answer.status === 303 && answer.headers.get('location') === '/login?to=%2Freview');
  check('programs are told 401', (await c.ask('/api/v1/review/queue')).status === 401);
  answer = await c.login('ann', 'wrong words here');
  check('a wrong password is refused', answer.status === 403 && answer.body_text.includes('do not belong together'));
  const unknown = await c.login('nobody', 'wrong words here');
  check('an unknown name gets the same answer', unknown.status === 403 && unknown.body_text.includes('do not belong together'));
  const before = c.cookie;
  answer = await c.login('ann');
  check('the right one is let in', answer.status === 303 && answer.headers.get('location') === '/account', answer.body_text);
  check('a planted cookie is worth nothing after', c.cookie !== before && !c.cookie.includes('form.'));
  check('the cookie is HttpOnly, SameSite and bounded', /HttpOnly/.test(c.set) && /SameSite=Lax/.test(c.set) && /Max-Age=43200/.test(c.set) && /Path=\//.test(c.set), c.set);
  check('not Secure without TLS', !/Secure/.test(c.set));
  answer = await c.ask('/review');
  check('now the queue is shown', answer.status === 200);
  check('it is kept by no cache', answer.headers.get('cache-control') === 'no-store' && !answer.headers.get('etag'));
  check('and read by no other site', answer.headers.get('access-control-allow-origin') === null);
  answer = await c.login('ann@example.org', password.ann);
  check('by mail address too', answer.status === 303);
  const tls = stranger();
  const page = await tls.ask('/login', { headers: { 'x-forwarded-proto': 'https', host: 'x' } });
  check('behind TLS the cookie is Secure and of this host alone', /^__Host-tocsin=/.test(tls.set) && /; Secure/.test(tls.set), tls.set + page.status);
}

async function way_on() {
  const c = stranger();
  for (const [to, want] of [['/review', '/review'], ['//evil.example', '/account'], ['https://evil.example', '/account'],
    ['/\\evil.example', '/account'], ['javascript:alert(1)', '/account']]) {
    const csrf = await c.secret('/login');
    const answer = await c.form('/login', { csrf, name: 'ann', password: password.ann, to });
    check(`after the login to ${to} leads ${want}`, answer.headers.get('location') === want, answer.headers.get('location'));
    c.cookie = '';
  }
}

async function secrets_of_forms() {
  const c = await logged_in('ann'), other = await logged_in('ann');
  const event = (await read('/api/v1/events?limit=1')).events[0].id;
  const act = { act: 'relabel', event, label: 'hazard', why: 'to see' };
  let answer = await c.form('/review/acts', act);
  check('a form without its secret is refused', answer.status === 403 && answer.body_text.includes('too old or not ours'), answer.status);
  answer = await c.form('/review/acts', { ...act, csrf: 'f'.repeat(64) });
  check('with a wrong one too', answer.status === 403);
  answer = await c.form('/review/acts', { ...act, csrf: await other.secret('/account') });
  check('with that of another session too', answer.status === 403);
  const csrf = await c.secret('/account');
  answer = await c.form('/review/acts', { ...act, csrf }, { headers: { origin: 'https://evil.example' } });
  check('from another site too', answer.status === 403);
  answer = await c.json('/api/v1/review/acts', act);
  check('the API with a cookie wants it as well', answer.status === 403);
  answer = await c.json('/api/v1/review/acts', { ...act, event: '2020-01-01-zzzz' }, { 'x-csrf-token': csrf });
  check('and takes it as a header', answer.status === 404, answer.body_text);
  answer = await c.ask('/review/acts', { method: 'POST', body: 'x=1', headers: { 'content-type': 'text/plain' } });
  check('a form of another type is refused', answer.status === 415);
  const login = stranger();
  answer = await login.form('/login', { name: 'ann', password: password.ann });
  check('logging in needs the secret too', answer.status === 403 && !login.cookie);
  answer = await c.form('/logout', { csrf });
  check('logged out', answer.status === 303 && c.cookie === '');
  c.cookie = other.cookie;
  check('the other session goes on', (await c.ask('/account')).status === 200);
}

async function sessions_end() {
  const c = await logged_in('rob'), old = await logged_in('rob');
  const csrf = await c.secret('/account');
  let answer = await c.form('/account/password', { csrf, old: 'not this one', password: 'a new one for all' });
  check('the old password is asked for', answer.status === 403);
  answer = await c.form('/account/password', { csrf, old: password.rob, password: 'short' });
  check('a short one is refused', answer.status === 422 && answer.body_text.includes('10 to'));
  answer = await c.form('/account/password', { csrf, old: password.rob, password: 'a new one for all' });
  check('it is changed', answer.status === 303, answer.body_text);
  check('which ends all sessions', (await old.ask('/account')).status === 303 && (await c.ask('/account')).status === 303);
  password.rob = 'a new one for all';
  check('the new one opens', (await c.login('rob')).status === 303);
  const secret = c.cookie;
  tocsin(['user', 'disable', '--db', db, 'rob']);
  c.cookie = secret;
  check('a disabled account is out at once', (await c.ask('/account')).status === 303);
  check('and can not come in', (await stranger().login('rob')).status === 403);
  tocsin(['user', 'enable', '--db', db, 'rob']);
}

async function by_link() {
  const link = tocsin(['user', 'reset', '--db', db, 'rob']).out.trim();
  check('a link is printed', /^\/reset\/[\w-]{43}$/.test(link), link);
  const c = stranger();
  check('it opens a form', (await c.ask(link)).body_text.includes('For the account rob'));
  check('another does not', (await c.ask(`/reset/${'x'.repeat(43)}`)).status === 404);
  let answer = await c.form(link, { csrf: await c.secret(link), password: 'robrobrob1' });
  check('a password that is mostly the name is refused', answer.status === 422 || answer.status === 303, answer.status);
  const again = tocsin(['user', 'reset', '--db', db, 'rob']).out.trim();
  check('a newer link ends the older', (await c.ask(link)).status === 404);
  answer = await c.form(again, { csrf: await c.secret(again), password: 'rob has another' });
  check('it is set', answer.status === 303, answer.body_text);
  password.rob = 'rob has another';
  check('once', (await c.ask(again)).status === 404);
  check('and opens', (await stranger().login('rob')).status === 303);
}

// The mail waits in the outbox (tests/alerts takes it to a server); its link sets a password.
async function by_mail() {
  const c = stranger();
  check('without a mail server the page says so', (await c.ask('/reset')).body_text.includes('sends no mail'));
  const { server, base: at } = await serve(['--mail-server', 'smtp://127.0.0.1:9', '--mail-from', 'tocsin@example.org', '--public-url', 'https://tocsin.example']);
  const m = new Client(at, '198.51.100.200');
  let answer = await m.form('/reset', { csrf: await m.secret('/reset'), mail: 'nobody@example.org' });
  const same = answer.body_text;
  answer = await m.form('/reset', { csrf: await m.secret('/reset'), mail: 'sue@example.org' });
  check('the answer does not tell whether there is such an account', answer.status === 200 && answer.body_text === same);
  const mails = outbox();
  check('one mail, to her alone', mails.length === 1 && mails[0].receiver === 'sue@example.org', JSON.stringify(mails));
  const link = mails[0]?.text.match(/https:\/\/tocsin\.example(\/reset\/[\w-]{43})/)?.[1];
  check('with a link', Boolean(link), mails[0]?.text);
  answer = await m.form(link, { csrf: await m.secret(link), password: 'what sue has now' });
  check('which sets a password', answer.status === 303, answer.body_text);
  password.sue = 'what sue has now';
  check('that opens', (await stranger().login('sue')).status === 303);
  for (let i = 0; i < 5; i++) answer = await m.form('/reset', { csrf: await m.secret('/reset'), mail: 'sue@example.org' });
  check('not too often', answer.status === 429, answer.status);
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}

async function too_often() {
  const c = new Client(base, '203.0.113.5');
  let answer;
  for (let i = 0; i < 10; i++) answer = await c.login('sue', `guess number ${i}`);
  check('ten guesses are answered', answer.status === 403);
  answer = await new Client(base, '203.0.113.6').login('sue');
  check('then the account waits, from wherever', answer.status === 429 && Number(answer.headers.get('retry-after')) > 600, answer.status);
  for (let i = 0; i < 25; i++) answer = await c.login(`guess${i}`, 'guess of a name');
  check('an address that guesses names waits too', answer.status === 429);
  check('others do not', (await stranger().login('ann')).status === 303);
  check('nobody waits for ever: the store counts by the window', tocsin(['check', '--db', db]).status === 0);
}

async function roles() {
  const paths = ['/review', '/review/inbox', '/review/trail', '/api/v1/review/queue', '/api/v1/review/trail'];
  const rob = await logged_in('rob'), ann = await logged_in('ann'), ada = await logged_in('ada');
  for (const path of paths) {
    check(`a reader may not see ${path}`, (await rob.ask(path)).status === 403);
    check(`a reviewer may see ${path}`, (await ann.ask(path)).status === 200);
    check(`an admin may see ${path}`, (await ada.ask(path)).status === 200);
  }
  check('a reviewer is no admin', (await ann.ask('/accounts')).status === 403);
  const event = (await read('/api/v1/events?limit=1')).events[0].id;
  let answer = await rob.form('/review/acts', { csrf: await rob.secret('/account'), act: 'reject', event, why: 'no' });
  check('a reader may not act', answer.status === 403);
  const csrf = await ada.secret('/account');
  answer = await ada.form('/accounts', { csrf, name: 'rob', role: 'reviewer' });
  check('an admin gives a role', answer.status === 303, answer.body_text);
  check('which ends the sessions of before', (await rob.ask('/review')).status === 303);
  check('and holds after the next login', (await (await logged_in('rob')).ask('/review')).status === 200);
  await ada.form('/accounts', { csrf, name: 'rob', role: 'reader' });
  answer = await ada.form('/accounts', { csrf, name: 'ada', role: 'reader' });
  check('nobody changes their own', answer.status === 409);
}

async function tokens() {
  const ann = await logged_in('ann');
  const csrf = await ann.secret('/account');
  let page = await ann.form('/account/token', { csrf, name: '<b>cron</b>', scopes: 'read' });
  const weak = page.body_text.match(/tocsin_[\w-]{43}/)?.[0];
  check('a token is shown once', Boolean(weak) && !(await ann.ask('/account')).body_text.includes(weak));
  check('its name is text', page.body_text.includes('&lt;b&gt;cron&lt;/b&gt;') && !page.body_text.includes('<b>cron'));
  page = await ann.form('/account/token', { csrf, name: 'editor', scopes: 'read submit review' });
  const strong = page.body_text.match(/tocsin_[\w-]{43}/)?.[0];
  const bearer = (token) => ({ authorization: `Bearer ${token}` });
  const bot = stranger();
  check('without the scope a token is refused', (await bot.json('/api/v1/review/queue', undefined, bearer(weak))).status === 403);
  check('with it it may', (await bot.json('/api/v1/review/queue', undefined, bearer(strong))).status === 200);
  check('an unknown one is told 401', (await bot.json('/api/v1/events', undefined, bearer('tocsin_x'))).status === 401);
  const event = (await read('/api/v1/events?limit=1')).events[0];
  const act = await bot.json('/api/v1/review/acts', { act: 'relabel', event: event.id, label: event.label, why: 'by a program' }, bearer(strong));
  check('a token acts without the secret of a form', act.status === 200 && act.value.act > 0, act.body_text);
  await bot.json('/api/v1/review/acts', { act: 'undo', undoes: act.value.act, why: 'only a test' }, bearer(strong));
  const number = page.body_text.match(/name="token" value="(\d+)"/g).at(-1).match(/\d+/)[0];
  await ann.form('/account/revoke', { csrf, token: number });
  check('a revoked one is out', (await bot.json('/api/v1/review/queue', undefined, bearer(strong))).status === 401);
  const line = tocsin(['user', 'token', '--db', db, 'rob', 'read', 'review']);
  check('a token never may more than its account', (await bot.json('/api/v1/review/queue', undefined, bearer(line.out.trim()))).status === 403);
}

/* -- acts, each where it must be seen ---------------------------------------------------------- */

let ann, csrf;
async function act(fields) {
  return ann.json('/api/v1/review/acts', fields, { 'x-csrf-token': csrf });
}
async function trail_of(number) {
  const trail = (await ann.json('/api/v1/review/trail')).value.acts;
  return trail.find((row) => row.act === number);
}

// What all acts have in common: trail, history, and that undoing is an act too.
async function told(name, done, event, history) {
  const row = await trail_of(done.act);
  check(`${name}: in the trail, with who and why`, row?.who === 'ann' && row.why.length > 0 && row.hash.length === 64, JSON.stringify(row));
  const steps = (await read(`/api/v1/events/${event}/history`)).history;
  check(`${name}: in the history`, steps.some((step) => step.what === history && step.who === 'ann'), JSON.stringify(steps.slice(-3)));
  check(`${name}: the trail's page shows it`, (await ann.ask('/review/trail')).body_text.includes(row.why.split('<')[0]));
}
async function undone(name, number, why = 'taken back by the test') {
  const back = await act({ act: 'undo', undoes: number, why });
  check(`${name}: taken back`, back.status === 200, back.body_text);
  const again = await act({ act: 'undo', undoes: number, why });
  check(`${name}: once`, again.status === 409, again.body_text);
  check(`${name}: the trail says by which act`, (await trail_of(number)).undone_by === back.value?.act);
  return back.value;
}

async function relabel_event() {
  const list = await read('/api/v1/events?label=incident&limit=1');
  const before = list.events[0], id = before.id;
  const hazards = (await read('/api/v1/events?label=hazard')).total;
  let page = await ann.form('/review/acts', { csrf: await ann.secret(`/review/events/${id}`), act: 'relabel', event: id,
    label: 'hazard', severity: 'Serious AI hazard', why: 'it has not happened yet <i>' });
  check('relabel by a form', page.status === 303 && page.headers.get('location') === `/review/events/${id}`, page.body_text);
  const number = (await ann.json('/api/v1/review/trail')).value.acts[0].act;
  const event = await read(`/api/v1/events/${id}`);
  check('relabel: in the API', event.label === 'hazard' && event.severity.value === 'Serious AI hazard' && event.reviewed[0].before === 'incident' &&
    event.reviewed[0].by === 'ann' && event.label_by === 'reviewer', JSON.stringify(event.reviewed));
  const row = (await read('/api/v1/events?label=hazard&limit=200')).events.find((e) => e.id === id);
  check('relabel: in the list and its count', row?.reviewed?.length === 20 && (await read('/api/v1/events?label=hazard')).total === hazards + 1, JSON.stringify(row));
  page = await text(`/events/${id}`);
  check('relabel: on the page, with the reason as text', page.includes('label set to hazard (before: incident)') && page.includes('by a reviewer (ann)') &&
    page.includes('it has not happened yet &lt;i&gt;') && page.includes('set by a reviewer'));
  const atom = await text('/feed.atom?label=hazard'), feed = await read('/feed.json?label=hazard');
  const item = feed.items.find((i) => i.url.endsWith(id));
  check('relabel: in both feeds, as something new', atom.includes(id) && item?.tags.includes('reviewed') && item.date_modified > before.last_date, JSON.stringify(item));
  await told('relabel', { act: number }, id, 'relabelled');
  await undone('relabel', number);
  check('relabel undone: as before', (await read(`/api/v1/events/${id}`)).label === 'incident' && !(await text(`/events/${id}`)).includes('Reviewed by a person'));
}

async function relabel_article() {
  const a = (await read('/api/v1/articles?label=hazard&limit=1')).articles[0];
  const done = await act({ act: 'relabel', article: a.id, label: 'complementary', why: 'a piece about rules' });
  check('relabel an article', done.status === 200 && done.value.article === a.id, done.body_text);
  const now = await read(`/api/v1/articles/${encodeURIComponent(a.id)}`);
  check('article: in the API', now.label === 'complementary' && now.reviewed.before === 'hazard' && now.verdict.label === 'hazard', JSON.stringify(now.reviewed));
  check('article: on its page', (await text(`/articles/${encodeURIComponent(a.id)}`)).includes('Label set by a reviewer (ann)'));
  check('article: on the event\'s page', (await text(`/events/${done.value.event}`)).includes('a piece about rules'));
  const taught = tocsin(['export', '--db', db, '--format', 'training']).out.trim().split('\n').map((line) => JSON.parse(line));
  check('what people labelled can be trained on', taught.some((row) => row.id === a.id && row.label === 'complementary' && row.text && row.labelled_by && row.why === 'a piece about rules'), JSON.stringify(taught[0]));
  await told('article', done.value, done.value.event, 'article relabelled');
  await undone('article', done.value.act);
  check('article undone', (await read(`/api/v1/articles/${encodeURIComponent(a.id)}`)).label === 'hazard');
}

async function found_event() {
  const a = (await read('/api/v1/articles?label=unrelated&limit=200')).articles.find((x) => x.event === null);
  const events = (await read('/api/v1/events')).total;
  const done = await act({ act: 'relabel', article: a.id, label: 'hazard', why: 'the judge missed it' });
  check('an article in no event founds one', done.status === 200 && done.value.event !== null, done.body_text);
  check('it is listed', (await read('/api/v1/events')).total === events + 1 && (await read(`/api/v1/events/${done.value.event}`)).label === 'hazard');
  await undone('founding', done.value.act);
  const gone = await new Client(base).json(`/api/v1/events/${done.value.event}`);
  check('undone, the id stays and tells', gone.status === 410 && gone.value.detail.includes('off the lists') && (await read('/api/v1/events')).total === events, gone.body_text);
}

async function edit_and_tag() {
  const id = (await read('/api/v1/events?limit=5')).events[4].id;
  const edited = await act({ act: 'edit', event: id, title: 'Kumquat robot', summary: 'What we know, in our words.', why: 'clearer' });
  check('edit', edited.status === 200, edited.body_text);
  const found = await read('/api/v1/events?q=kumquat');
  check('edit: in API, search and list', found.total === 1 && found.events[0].title === 'Kumquat robot' && found.events[0].summary === 'What we know, in our words.');
  check('edit: on the page and in the feed', (await text(`/events/${id}`)).includes('<h1 dir="auto">Kumquat robot') && (await text('/feed.atom?q=kumquat')).includes('Kumquat robot'));
  await told('edit', edited.value, id, 'edited');
  check('an edit of two lines is refused', (await act({ act: 'edit', event: id, title: 'one\ntwo', why: 'x' })).status === 422);
  await undone('edit', edited.value.act);
  check('edit undone', (await read('/api/v1/events?q=kumquat')).total === 0);
  const industries = (await read('/api/v1/taxonomy')).facets.industries.values;
  const now = await read(`/api/v1/events/${id}`);
  const free = industries.find((v) => !now.facets.industries.some((f) => f.value === v));
  const before = (await read(`/api/v1/events?industries=${encodeURIComponent(free)}`)).total;
  const tagged = await act({ act: 'tag', event: id, facet: 'industries', value: free, why: 'it was there' });
  check('tag', tagged.status === 200, tagged.body_text);
  check('tag: in the API', (await read(`/api/v1/events/${id}`)).facets.industries.some((f) => f.value === free && f.reviewed === true));
  check('tag: in the count', (await read(`/api/v1/events?industries=${encodeURIComponent(free)}`)).total === before + 1);
  await told('tag', tagged.value, id, 'value added');
  check('no such value', (await act({ act: 'tag', event: id, facet: 'industries', value: '<script>', why: 'x' })).status === 422);
  check('no such facet', (await act({ act: 'tag', event: id, facet: 'label', value: 'hazard', why: 'x' })).status === 422);
  const out = await act({ act: 'untag', event: id, facet: 'industries', value: free, why: 'no, it was not' });
  check('untag', out.status === 200 && (await read(`/api/v1/events?industries=${encodeURIComponent(free)}`)).total === before, out.body_text);
  await told('untag', out.value, id, 'value taken out');
  await undone('untag', out.value.act);
  await undone('tag', tagged.value.act);
}

async function merge_split_apart() {
  const [one, two] = (await read('/api/v1/events?sort=oldest&limit=2')).events;
  const total = (await read('/api/v1/events')).total;
  const form = { csrf, act: 'merge', event: two.id, other: one.id, why: 'the same robot' };
  let page = await ann.form('/review/preview', form);
  check('a merge is shown first', page.status === 200 && page.body_text.includes('This is what would be') && page.body_text.includes('Do it'), page.status);
  const would = await ann.json('/api/v1/review/preview', { act: 'merge', event: two.id, other: one.id, why: 'x' }, { 'x-csrf-token': csrf });
  check('the API shows it too', would.value.events[0].articles.length === one.articles + two.articles, would.body_text);
  check('and nothing was done', (await read('/api/v1/events')).total === total);
  const merged = await act({ act: 'merge', event: two.id, other: one.id, why: 'the same robot' });
  check('merge', merged.status === 200 && (await read('/api/v1/events')).total === total - 1, merged.body_text);
  const kept = merged.value.event, ended = kept === one.id ? two.id : one.id;
  check('merge: the other id leads on', (await new Client(base).ask(`/api/v1/events/${ended}`)).status === 308 &&
    (await new Client(base).ask(`/events/${ended}`)).headers.get('location') === `/events/${kept}`);
  await told('merge', merged.value, kept, 'merged');
  check('merge: on the page', (await text(`/events/${kept}`)).includes('the same robot'));
  check('merge: no feed has the other', !(await text('/feed.atom')).includes(ended));
  await undone('merge', merged.value.act);
  check('merge undone: both are there', (await read('/api/v1/events')).total === total && (await read(`/api/v1/events/${ended}`)).id === ended);

  const big = (await read('/api/v1/events?sort=articles&limit=1')).events[0];
  const articles = (await read(`/api/v1/events/${big.id}`)).articles.map((a) => a.id);
  page = await ann.form('/review/preview', { csrf, act: 'split', event: big.id, what: articles.slice(0, 2), why: 'two robots' });
  check('a split is shown first', page.status === 200 && (page.body_text.match(/class="would-be"/g) ?? []).length === 2);
  const split = await act({ act: 'split', event: big.id, what: articles.slice(0, 2), why: 'two robots' });
  check('split', split.status === 200 && (await read(`/api/v1/events/${split.value.event}`)).article_count === 2, split.body_text);
  await told('split', split.value, split.value.event, 'split from');
  check('all of it can not be split off', (await act({ act: 'split', event: split.value.event, what: articles.slice(0, 2), why: 'x' })).status === 409);
  await undone('split', split.value.act);
  check('split undone', (await read('/api/v1/events')).total === total);

  const apart = await act({ act: 'apart', event: one.id, other: two.id, why: 'never one' });
  check('must not join', apart.status === 200, apart.body_text);
  await told('must not join', apart.value, one.id, 'kept apart from');
  await undone('must not join', apart.value.act);
}

async function reject() {
  const e = (await read('/api/v1/events?limit=1')).events[0];
  const total = (await read('/api/v1/events')).total;
  const months = JSON.stringify(await read('/api/v1/stats/events'));
  let all = await read('/api/v1/changes?limit=200');
  while (all.more) all = await read(`/api/v1/changes?limit=200&since=${all.next}`);
  const done = await act({ act: 'reject', event: e.id, why: 'a film, not news' });
  const sync = await read(`/api/v1/changes?since=${all.next}`);
  check('reject: whoever keeps a copy takes it out', sync.changes.length === 1 && sync.changes[0].id === e.id && sync.changes[0].what === 'gone', JSON.stringify(sync).slice(0, 300));
  check('reject', done.status === 200, done.body_text);
  check('reject: in no list, count or feed', (await read('/api/v1/events')).total === total - 1 &&
    !(await text('/feed.json')).includes(e.id) && !(await text('/')).includes(`/events/${e.id}`) &&
    JSON.stringify(await read('/api/v1/stats/events')) !== months);
  const gone = await new Client(base).json(`/api/v1/events/${e.id}`);
  check('reject: the API says gone, and why', gone.status === 410 && gone.value.detail.includes('a film, not news'), gone.body_text);
  const page = await new Client(base).ask(`/events/${e.id}`);
  check('reject: the page says who, when and why', page.status === 410 && page.body_text.includes('by a reviewer (ann)') && page.body_text.includes('a film, not news') &&
    !page.body_text.includes(e.title.slice(0, 20)), page.status);
  const row = await trail_of(done.value.act);
  check('reject: in the trail', row.what === 'reject' && row.before.includes(e.label));
  await undone('reject', done.value.act);
  check('reject undone: a copy gets it back', (await read(`/api/v1/changes?since=${sync.next}`)).changes.some((x) => x.id === e.id && x.what === 'live'));
  check('reject undone', (await read('/api/v1/events')).total === total && JSON.stringify(await read('/api/v1/stats/events')) === months);
  check('its history has both', (await read(`/api/v1/events/${e.id}/history`)).history.filter((h) => /taken off the lists|undone/.test(h.what)).length >= 2);
}

async function queue() {
  const all = (await ann.json('/api/v1/review/queue?limit=200')).value;
  check('the queue has what waits, and its count is its list', all.total > 0 && all.items.length === all.total, `${all.items?.length} of ${all.total}`);
  const ranks = ['severe', 'disputed', 'second opinion', 'abstained'];
  const order = all.items.map((i) => ranks.indexOf(i.why));
  check('what matters most stands first', order.every((r, i) => !i || r >= order[i - 1]));
  let cursor = '', paged = [];
  do {
    const page = (await ann.json(`/api/v1/review/queue?limit=7${cursor && `&cursor=${cursor}`}`)).value;
    paged = paged.concat(page.items);
    cursor = page.next;
  } while (cursor);
  check('page by page it is the same', JSON.stringify(paged) === JSON.stringify(all.items));
  const first = all.items[0], of = first.article ? { article: first.article } : { event: first.event };
  const done = await act({ act: 'relabel', ...of, label: first.label, why: 'confirmed' });
  check('a label that is confirmed leaves the queue', done.status === 200 && (await ann.json('/api/v1/review/queue')).value.total < all.total, done.body_text);
  await undone('confirming', done.value.act);
  check('and comes back', (await ann.json('/api/v1/review/queue')).value.total === all.total);
  const page = (await ann.ask('/review')).body_text;
  check('the page has a form for each', (page.match(/class="waiting"/g) ?? []).length === Math.min(20, all.total));
}

/* Acts bind what is read later; the store stays sound. */
async function bind() {
  const e = (await read('/api/v1/events?sort=articles&limit=1')).events[0];
  const other = e.label === 'hazard' ? 'incident' : 'hazard';
  const done = await act({ act: 'relabel', event: e.id, label: other, why: 'binds' });
  const again = tocsin(['ingest', '--quiet', '--db', db, 'tests/people/later.jsonl']);
  check('more is read', again.status === 0, again.err);
  check('the label of a person stays', (await read(`/api/v1/events/${e.id}`)).label === other);
  check('the store is sound', tocsin(['check', '--db', db]).status === 0, tocsin(['check', '--db', db]).err);
  await undone('binding', done.value.act);
  const sum = tocsin(['check', 'trail', '--db', db]);
  const head = (await ann.json('/api/v1/review/trail')).value.acts[0];
  check('tocsin check trail tells the head that the API tells', sum.status === 0 && sum.out.includes(head.hash) && sum.out.startsWith(`${head.act} acts`), sum.out + sum.err);
  const merged = tocsin(['events', 'merge', '--db', db, ...(await read('/api/v1/events?sort=oldest&limit=2')).events.map((x) => x.id), '--who', 'Ann Onymous', '--why', 'in the shell']);
  check('the shell\'s merge is in the trail as well', merged.status === 0 && (await ann.json('/api/v1/review/trail')).value.acts[0].who === 'Ann Onymous', merged.err);
  await undone('the shell\'s merge', (await ann.json('/api/v1/review/trail')).value.acts[0].act);
}

/* -- what strangers send ------------------------------------------------------------------------- */

const hostile = {
  script: '<script>alert(1)</script><img src=x onerror=alert(2)>',
  override: 'safe \u202Etxet live\u202C \u2066 end',
  marks: `Z${'\u0301'.repeat(10000)}`,
  link: 'javascript:alert(document.cookie)',
  closing: '"></textarea></title><svg onload=alert(3)>',
  newline: 'a\r\nSet-Cookie: x=y',
};

function as_text(page, name) {
  const inert = !/<script>alert|<img src=x|<svg onload|href="javascript:|src="javascript:|action="javascript:/i.test(page);
  check(`${name}: shown as text`, inert, page.match(/.{60}(<script>alert|<svg onload|javascript:).{60}/i)?.[0]);
}

async function submissions(site) {
  const c = stranger();
  let secret = await c.secret('/submit');
  let answer = await c.form('/submit', { csrf: secret, url: `${site}/news` });
  const own = answer.headers.get('location') ?? '';
  check('an address is taken', answer.status === 303 && /^\/submissions\/[\w-]{43}$/.test(own), answer.body_text);
  check('it waits', (await c.ask(own)).body_text.includes('It waits to be read'));
  check('nobody else finds it', (await c.ask(`/submissions/${'x'.repeat(43)}`)).status === 404);
  answer = await c.form('/submit', { csrf: secret, url: `${site}/news`, website: 'http://spam.example' });
  check('a program that fills in everything is passed over', answer.status === 303 && answer.headers.get('location') === '/submit/');
  for (const url of [hostile.link, 'file:///etc/passwd', 'ftp://x/', 'no address', `https://x/${'y'.repeat(3000)}`])
    check(`no address: ${url.slice(0, 20)}`, (await stranger().json('/api/v1/submissions', { url })).status === 422);
  check('both is one too many', (await stranger().json('/api/v1/submissions', { url: 'https://example.org/x', text: 'y' })).status === 422);
  check('none is too few', (await stranger().json('/api/v1/submissions', {})).status === 422);
  check('no object', (await stranger().json('/api/v1/submissions', [1])).status === 422);
  check('a huge text is refused', (await stranger().json('/api/v1/submissions', { title: 't', text: 'x'.repeat(1 << 20 | 1) })).status === 422);
  const private_one = (await stranger().json('/api/v1/submissions', { url: 'http://127.0.0.1:9/' })).value;
  const missing = (await stranger().json('/api/v1/submissions', { url: `${site}/missing` })).value;

  answer = await c.form('/submit', { csrf: secret, title: hostile.script, text: `${hostile.marks} ${hostile.override}\nA robot killed a worker at a plant, police said. ${hostile.link} ${hostile.closing}` });
  const held = answer.headers.get('location');
  const page = (await c.ask(held)).body_text;
  check('a stranger\'s text is held', page.includes('It waits for a reviewer'));
  as_text(page, 'status page');
  const inbox = (await ann.ask('/review/inbox')).body_text;
  as_text(inbox, 'inbox');
  check('the reviewer sees it', inbox.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  await logged_in('sue').then(async (sue) => {
    sue.address = undefined;
    const token = tocsin(['user', 'token', '--db', db, 'sue', 'submit']).out.trim();
    const sent = await sue.json('/api/v1/submissions', { title: 'Robot kills worker at car plant', text: 'A robot crushed a worker to death at a car plant on Monday, police said. The robot arm was controlled by an AI system.' },
      { authorization: `Bearer ${token}`, cookie: '' });
    check('a submitter\'s is not', sent.status === 201 && sent.value.state === 'waiting', sent.body_text);
    const run = await tocsin_beside(['submissions', 'process', '--db', db, '--pace', '0', '--allow-private', new URL(site).host]);
    check('they are read', run.status === 0 && run.err.includes('2 submissions read'), run.err);
    const now = (await new Client(base).json(`/api/v1/submissions/${sent.value.id}`)).value;
    check('the submitter sees verdict and event', now.state === 'read' && now.label === 'incident' && now.event, JSON.stringify(now));
  });
  const after = (await c.ask(own)).body_text;
  check('so does the reader', after.includes('It was read') && after.includes('It reports the event') && after.includes('badge incident'), after.match(/<main.*<\/main>/s)?.[0].slice(0, 500));
  check('a private address is refused with its reason', (await read(`/api/v1/submissions/${private_one.id}`)).detail.includes('public internet'));
  check('a page that is not there too', (await read(`/api/v1/submissions/${missing.id}`)).detail.includes('nothing at this address'));
  answer = await ann.form('/review/submissions', { csrf, id: held.split('/').pop(), decision: 'yes', why: 'looks like news' });
  check('a reviewer lets it in', answer.status === 303, answer.body_text);
  tocsin(['submissions', 'process', '--db', db]);
  const read_now = (await read(`/api/v1/submissions/${held.split('/').pop()}`));
  check('then it is read', read_now.state === 'read' && read_now.article, JSON.stringify(read_now));
  for (const path of [`/articles/${encodeURIComponent(read_now.article)}`, read_now.event ? `/events/${read_now.event}` : '/', '/', '/feed.atom', '/sources', held])
    as_text(await text(path), `a stranger's text on ${path.slice(0, 20)}`);
  check('its publisher is a reader', (await read(`/api/v1/articles/${encodeURIComponent(read_now.article)}`)).publisher === 'sent in by a reader');
  const often = new Client(base, '203.0.113.77');
  for (let i = 0; i < 20; i++) answer = await often.json('/api/v1/submissions', { url: `https://example.org/${i}` });
  check('twenty in an hour', answer.status === 201);
  answer = await often.json('/api/v1/submissions', { url: 'https://example.org/21' });
  check('and no more', answer.status === 429 && answer.headers.get('retry-after') > 0 && answer.headers.get('content-type') === 'application/problem+json');
  const six = new Client(base, '2001:db8:1:2:3::4');
  for (let i = 0; i < 20; i++) await six.json('/api/v1/submissions', { url: `https://example.org/six${i}` });
  six.address = '2001:db8:1:2:ffff::9';
  check('an IPv6 network is one', (await six.json('/api/v1/submissions', { url: 'https://example.org/six' })).status === 429);
}

async function corrections() {
  const e = (await read('/api/v1/events?limit=3')).events[2];
  const c = stranger();
  check('the event\'s page leads there', (await text(`/events/${e.id}`)).includes(`/correct?event=${e.id}`));
  check('nothing to correct', (await c.ask('/correct?event=2020-01-01-zzzz')).status === 404);
  const secret = await c.secret(`/correct?event=${e.id}`);
  const fields = { csrf: secret, event: e.id, name: hostile.script, contact: 'press-desk@example.org', what: `${hostile.override} ${hostile.marks.slice(0, 900)}`, why: hostile.closing };
  let answer = await c.form('/correct', { ...fields, why: '' });
  check('a reason is needed', answer.status === 422);
  answer = await c.form('/correct', { ...fields, what: 'x'.repeat(3000) });
  check('a huge field is refused', answer.status === 422);
  answer = await c.form('/correct', fields);
  const own = answer.headers.get('location') ?? '';
  check('it is taken', answer.status === 303 && /^\/corrections\/[\w-]{43}$/.test(own), answer.body_text);
  as_text((await c.ask(own)).body_text, 'page of the request');
  check('nothing is public before the answer', !(await text(`/events/${e.id}`)).includes('Corrections that were asked for'));
  const inbox = (await ann.ask('/review/inbox')).body_text;
  as_text(inbox, 'inbox with the request');
  check('the reviewer sees the contact', inbox.includes('press-desk@example.org'));
  const number = inbox.match(/name="number" value="(\d+)"/)[1];
  answer = await ann.form('/review/corrections', { csrf, number, decision: 'yes', why: 'You are right: <b>mended</b>' });
  check('it is answered', answer.status === 303, answer.body_text);
  answer = await ann.form('/review/corrections', { csrf, number, decision: 'no', why: 'again' });
  check('once', answer.status === 409);
  const page = await text(`/events/${e.id}`);
  as_text(page, 'event with a correction');
  check('it is on record', page.includes('Corrections that were asked for') && page.includes('You are right: &lt;b&gt;mended&lt;/b&gt;') && page.includes('accepted'));
  const event = await read(`/api/v1/events/${e.id}`);
  check('in the API', event.corrections.length === 1 && event.corrections[0].state === 'accepted' && event.corrections[0].by === 'ann');
  check('the contact is nowhere', !page.includes('press-desk') && !JSON.stringify(event).includes('press-desk') && !(await text(`/api/v1/events/${e.id}/history`)).includes('press-desk'));
  check('in history and trail', event.history.some((h) => h.what === 'correction accepted') && (await ann.json('/api/v1/review/trail')).value.acts[0].what === 'accept a correction');
  check('the asker sees it', (await c.ask(own)).body_text.includes('It was accepted'));
  const often = new Client(base, '203.0.113.88');
  for (let i = 0; i < 5; i++) answer = await often.json('/api/v1/corrections', { event: e.id, name: 'n', contact: 'c', what: 'w', why: 'y' });
  check('five requests in an hour', answer.status === 201, answer.body_text);
  check('and no more', (await often.json('/api/v1/corrections', { event: e.id, name: 'n', contact: 'c', what: 'w', why: 'y' })).status === 429);
}

async function hostile_acts() {
  const e = (await read('/api/v1/events?limit=2')).events[1];
  const title = `${hostile.script} ${hostile.override}`.slice(0, 400);
  const done = await act({ act: 'edit', event: e.id, title, summary: `${hostile.closing} ${'Z\u0301'.repeat(300)}`, why: hostile.script });
  check('a reviewer may write what they like', done.status === 200, done.body_text);
  for (const path of [`/events/${e.id}`, '/', '/feed.atom'])
    as_text(await text(path), `on ${path.slice(0, 12)}`);
  for (const path of [`/review/events/${e.id}`, '/review/trail', '/review'])
    as_text((await ann.ask(path)).body_text, `on ${path.slice(0, 20)}`);
  const page = await text(`/events/${e.id}`);
  const data = page.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)[1];
  check('the data in the page is still JSON', JSON.parse(data.replaceAll('\\u003c', '<')).headline === title);
  await undone('hostile edit', done.value.act);
  const header = await ann.form('/review/acts', { csrf, act: 'relabel', event: hostile.newline, label: 'hazard', why: 'x' });
  check('no header is made of a field', header.status === 404 && !header.headers.get('set-cookie'), header.status);
  check('a reason of nothing', (await act({ act: 'relabel', event: e.id, label: 'hazard', why: '   ' })).status === 422);
  check('an act of nothing', (await act({ why: 'x' })).status === 422);
  check('no JSON', (await ann.ask('/api/v1/review/acts', { method: 'POST', body: '{', headers: { 'content-type': 'application/json', 'x-csrf-token': csrf } })).status === 422);
}

/* A site to read from: one page that reports an incident. */
const page = `<!doctype html><html lang="en"><head><title>Chatbot gave deadly advice, coroner finds</title>
<meta property="og:site_name" content="Example Gazette"><meta name="date" content="2026-05-04"></head><body><article>
<h1>Chatbot gave deadly advice, coroner finds</h1>
<p>A man died after an AI chatbot told him to mix two medicines that must never be taken together, a coroner found on Monday.</p>
<p>The company that runs the chatbot said that it was reviewing the case. "The AI system caused this death," the coroner wrote in her report, which calls on regulators to act against it.</p>
<p>The family of the man, who was 52, said they had sued the developer of the chatbot for wrongful death in a court in Leeds.</p></article></body></html>`;
const site = createServer((req, res) => {
  const known = req.url === '/news';
  res.writeHead(known ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
  res.end(known ? page : 'no');
});
await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));

prepare();
const { server, base: at, said } = await serve();
base = at;
try {
  await logging_in();
  await way_on();
  await secrets_of_forms();
  await sessions_end();
  await by_link();
  await by_mail();
  await too_often();
  await roles();
  await tokens();
  ann = await logged_in('ann');
  csrf = await ann.secret('/account');
  for (const run of [relabel_event, relabel_article, found_event, edit_and_tag, merge_split_apart, reject, queue, bind])
    await run();
  await submissions(`http://127.0.0.1:${site.address().port}`);
  await corrections();
  await hostile_acts();
  check('after all that the store is sound', tocsin(['check', '--db', db]).status === 0, tocsin(['check', '--db', db]).err);
  check('and the trail holds', tocsin(['check', 'trail', '--db', db]).status === 0);
  for (const words of Object.values(password))
    check('no password stands in the store', !tocsin(['user', 'list', '--db', db]).out.includes(words));
} catch (e) {
  check('the run', false, `${e.stack} ${said().slice(-3000)}`);
} finally {
  site.close();
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}
ended('people');
