// tests/people/regroup.mjs -- what people decided is still there after `tocsin regroup`, which an
// operator runs beside the server: on page, API, feeds, history and trail, to the letter. Then the
// store is disturbed behind everybody's back, and regroup puts back what people said and the
// machine thinks. Acts of before can be taken back after.
import { check, Client, db, ended, prepare, serve, tocsin } from './lib.mjs';
import { execFileSync } from 'node:child_process';

const file = db.slice('sqlite:'.length);
let base, ann, csrf;
const read = async (path) => (await new Client(base).json(path)).value;
const seen = async (path, who = new Client(base)) => {
  const answer = await who.ask(path);
  return { status: answer.status, to: answer.headers.get('location'), text: answer.body_text };
};
const sql = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', file, text], { encoding: 'utf8' }).trim();
const lines = (out) => out.trim().split('\n').filter(Boolean);

async function act(fields) {
  const done = await ann.json('/api/v1/review/acts', { why: `for the test of regroup: ${fields.act}`, ...fields }, { 'x-csrf-token': csrf });
  check(`${fields.act} ${fields.event ?? fields.article ?? fields.undoes}`, done.status === 200, done.body_text);
  return done.value ?? {};
}
const undo = (done) => act({ act: 'undo', undoes: done.act });
const articles_of = async (id) => (await read(`/api/v1/events/${id}`)).articles;

/* -- acts ---------------------------------------------------------------------------------------- */

// Events by how many articles they have, each given out once.
async function shelf() {
  const all = (await read('/api/v1/events?limit=200&sort=oldest')).events;
  return (at_least, fits = () => true) => {
    const n = all.findIndex((e) => e.articles >= at_least && fits(e));
    return all.splice(n, 1)[0];
  };
}

async function correct(fields, decision, why) {
  const asked = await new Client(base, '198.51.100.9').json('/api/v1/corrections', { name: 'The Museum', contact: 'desk@example.org', what: 'The number is wrong.', why: 'We counted.', ...fields });
  check(`a correction is asked for (${decision})`, asked.status === 201, asked.body_text);
  const number = (await ann.ask('/review/inbox')).body_text.match(/name="number" value="(\d+)"/)[1];
  const answer = await ann.form('/review/corrections', { csrf, number, decision, why });
  check(`and answered (${decision})`, answer.status === 303, answer.body_text);
}

async function tags(id) {
  const industries = (await read('/api/v1/taxonomy')).facets.industries.values;
  const now = (await read(`/api/v1/events/${id}`)).facets;
  const free = industries.find((v) => !now.industries.some((f) => f.value === v));
  await act({ act: 'tag', event: id, facet: 'industries', value: free });
  await act({ act: 'untag', event: id, facet: 'harm_types', value: now.harm_types[0].value });
  return { added: free, taken: now.harm_types[0].value };
}

/* Each act once, on an event of its own; then acts upon acts. */
async function decide() {
  const take = await shelf(), d = {};
  const big = take(10), two = () => take(2);

  d.relabelled = take(2, (e) => e.label === 'incident');
  await act({ act: 'relabel', event: d.relabelled.id, label: 'hazard', severity: 'Serious AI hazard' });
  d.article_in = take(2, (e) => e.label === 'incident');
  d.article = (await articles_of(d.article_in.id))[1];
  await act({ act: 'relabel', article: d.article.id, label: 'complementary' });
  d.dropped_in = take(2);
  d.dropped = (await articles_of(d.dropped_in.id))[0];
  await act({ act: 'relabel', article: d.dropped.id, label: 'unrelated' });
  d.missed = (await read('/api/v1/articles?label=unrelated&limit=200')).articles.find((a) => !a.event);
  d.founded = (await act({ act: 'relabel', article: d.missed.id, label: 'hazard' })).event;

  d.edited = two();
  await act({ act: 'edit', event: d.edited.id, title: 'Quince robot', summary: 'What we know of it.' });
  d.tagged = take(2, (e) => e.harm_types?.length > 0 || e.label === 'incident');
  d.tags = await tags(d.tagged.id);

  d.one = two();
  d.other = two();
  d.merged = await act({ act: 'merge', event: d.other.id, other: d.one.id });
  d.gone = d.merged.event === d.one.id ? d.other.id : d.one.id;
  await act({ act: 'edit', event: d.merged.event, title: 'Two robots are one' });
  d.big = big;
  d.split_off = (await articles_of(big.id)).slice(0, 3).map((a) => a.id);
  d.split = await act({ act: 'split', event: big.id, what: d.split_off });
  await act({ act: 'relabel', event: d.split.event, label: 'complementary' });

  [d.left, d.right] = [two(), two()];
  await undo(await act({ act: 'merge', event: d.left.id, other: d.right.id }));
  d.whole = take(3);
  await undo(await act({ act: 'split', event: d.whole.id, what: [(await articles_of(d.whole.id))[0].id] }));
  d.untouched = two();
  await undo(await act({ act: 'relabel', event: d.untouched.id, label: 'complementary' }));

  [d.here, d.there] = [two(), two()];
  await act({ act: 'apart', event: d.here.id, other: d.there.id });
  d.rejected = take(2);
  await act({ act: 'reject', event: d.rejected.id });
  d.corrected = two();
  await correct({ event: d.corrected.id }, 'yes', 'You are right, it is mended.');
  await correct({ event: d.corrected.id }, 'no', 'It is what was reported.');
  return d;
}

/* What the acts must have come to, so that "the same as before" is not nothing twice. */
async function told(when, d) {
  const event = async (id) => (await new Client(base).json(`/api/v1/events/${id}`));
  const of = async (id) => (await event(id)).value;
  const is = (name, ok, detail) => check(`${when}: ${name}`, ok, detail === undefined ? '' : JSON.stringify(detail).slice(0, 600));

  const relabelled = await of(d.relabelled.id);
  is('the event is a hazard by a reviewer', relabelled.label === 'hazard' && relabelled.severity.value === 'Serious AI hazard' && relabelled.label_by === 'reviewer', relabelled.reviewed);
  const article = await read(`/api/v1/articles/${encodeURIComponent(d.article.id)}`);
  is('the article has the label given to it', article.label === 'complementary' && article.reviewed.by === 'ann' && article.event === d.article_in.id, article.reviewed);
  const dropped = await read(`/api/v1/articles/${encodeURIComponent(d.dropped.id)}`);
  is('one that was called unrelated stays where it is', dropped.label === 'unrelated' && dropped.event === d.dropped_in.id, dropped.event);
  const founded = await of(d.founded);
  is('the event that an unrelated article founded is there', founded.label === 'hazard' && founded.articles.some((a) => a.id === d.missed.id), founded.articles);
  const edited = await of(d.edited.id);
  is('title and summary are the reviewer\'s', edited.title === 'Quince robot' && edited.summary === 'What we know of it.', edited.title);
  const tagged = await of(d.tagged.id);
  is('the value added is on, the one taken out is not', tagged.facets.industries.some((f) => f.value === d.tags.added) &&
    !tagged.facets.harm_types.some((f) => f.value === d.tags.taken), tagged.facets);
  const merged = await of(d.merged.event);
  is('what was merged is one', merged.title === 'Two robots are one' && merged.article_count === d.one.articles + d.other.articles, merged.article_count);
  const gone = await seen(`/events/${d.gone}`);
  is('the other id leads to it', gone.status === 308 && gone.to === `/events/${d.merged.event}`, gone.to);
  const split = await of(d.split.event);
  is('what was split off is by itself', split.label === 'complementary' && split.articles.map((a) => a.id).sort().join() === [...d.split_off].sort().join(), split.article_count);
  is('and the rest stayed', (await of(d.big.id)).article_count === d.big.articles - 3);
  for (const e of [d.left, d.right, d.whole, d.untouched, d.here, d.there]) {
    const now = await of(e.id);
    is(`${e.id} is what it was: taken back, or nothing but kept apart`, now.title === e.title && now.label === e.label && now.article_count === e.articles, [now, e]);
  }
  is('the rejected one is off the lists', (await event(d.rejected.id)).status === 410);
  const corrected = await of(d.corrected.id);
  is('both answers are on record', corrected.corrections.map((c) => c.state).sort().join() === 'accepted,declined', corrected.corrections);
}

/* -- what everybody sees --------------------------------------------------------------------- */

function involved(d) {
  return [d.relabelled, d.article_in, d.dropped_in, d.edited, d.tagged, d.one, d.other, d.big, d.left, d.right, d.whole, d.untouched,
    d.here, d.there, d.rejected, d.corrected].map((e) => e.id).concat(d.founded, d.split.event);
}

async function paged(path, key) {
  let all = [], cursor = '';
  do {
    const page = await read(`${path}limit=50${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    all = all.concat(page[key]);
    cursor = page.next;
  } while (cursor);
  return all;
}

async function view(d) {
  const v = { 'the first page': await seen('/'), 'the Atom feed': await seen('/feed.atom'), 'the JSON feed': await seen('/feed.json') };
  v['the list of the API'] = await paged('/api/v1/events?', 'events');
  v['the articles of the API'] = await paged('/api/v1/articles?', 'articles');
  v['the months'] = await read('/api/v1/stats/events');
  v['all changes'] = await read('/api/v1/changes?limit=200');
  v['the trail of the API'] = await seen('/api/v1/review/trail', ann);
  v['the page of the trail'] = await seen('/review/trail', ann);
  v['the queue'] = await seen('/api/v1/review/queue?limit=200', ann);
  for (const id of involved(d)) {
    v[`the page of ${id}`] = await seen(`/events/${id}`);
    v[`the API of ${id}`] = await seen(`/api/v1/events/${id}`);
    v[`the history of ${id}`] = await seen(`/api/v1/events/${id}/history`);
    v[`the ledger of ${id}`] = await seen(`/api/v1/events/${id}/claims`);
  }
  for (const a of [d.article, d.dropped, d.missed]) {
    v[`the page of article ${a.id}`] = await seen(`/articles/${encodeURIComponent(a.id)}`);
    v[`the API of article ${a.id}`] = await seen(`/api/v1/articles/${encodeURIComponent(a.id)}`);
  }
  return v;
}

function difference(a, b) {
  const x = typeof a === 'string' ? a : JSON.stringify(a), y = typeof b === 'string' ? b : JSON.stringify(b);
  let i = 0;
  while (i < x.length && x[i] === y[i]) i++;
  return `before: ...${x.slice(Math.max(0, i - 80), i + 200)}\n    after:  ...${y.slice(Math.max(0, i - 80), i + 200)}`;
}

function same(when, before, after) {
  for (const [name, was] of Object.entries(before))
    check(`${when}: ${name} is the same`, JSON.stringify(was) === JSON.stringify(after[name]), difference(was, after[name]));
}

/* -- regroup ---------------------------------------------------------------------------------- */

function regroup(when, more = [], at = db) {
  const run = tocsin(['regroup', '--db', at, ...more]);
  check(`${when}: regroup`, run.status === 0, run.err);
  return lines(run.out).map((line) => JSON.parse(line));
}

function sound(when) {
  const store = tocsin(['check', '--db', db]), trail = tocsin(['check', 'trail', '--db', db]);
  check(`${when}: the store is sound`, store.status === 0, store.out + store.err);
  check(`${when}: the trail holds`, trail.status === 0, trail.out + trail.err);
  return trail.out;
}

/* The decisions are what keeps it so: without them the grouper does otherwise. */
function without_decisions() {
  const copy = `${file}.copy`;
  sql(`VACUUM INTO '${copy}'`);
  execFileSync('sqlite3', [copy, 'UPDATE decisions SET undone = number']);
  const would = regroup('a copy without decisions', ['--dry-run'], `sqlite:${copy}`);
  check('without what people decided, the merged would part and the parted merge', would.length >= 2, JSON.stringify(would));
}

async function quietly(d) {
  const before = await view(d), trail = sound('before');
  for (const id of involved(d).filter((x) => x !== d.gone && x !== d.rejected.id))
    check(`the Atom feed has ${id}`, before['the Atom feed'].text.includes(id));
  const first = regroup('first');
  check('it changes nothing', first.length === 0, JSON.stringify(first));
  same('after it', before, await view(d));
  await told('after it', d);
  check('the trail has the same head', sound('after it') === trail);
  check('again: nothing', regroup('again').length === 0);
  same('after it again', before, await view(d));
}

/* -- after somebody's hand ------------------------------------------------------------------- */

// Placements moved behind everybody's back, as other weights would have put them: of what was
// merged, of what was split off, of what was relabelled, with the article that an act hangs on.
function disturb(d) {
  const number = (id) => Number(sql(`SELECT number FROM events WHERE id = '${id}'`));
  const [far, near] = [number(d.untouched.id), number(d.big.id)];
  const first = (id, order = '') => `(SELECT article FROM placements WHERE event = ${number(id)} ORDER BY article ${order} LIMIT 1)`;
  for (const [id, to, order] of [[d.merged.event, far], [d.split.event, near, 'DESC'], [d.relabelled.id, far], [d.article_in.id, far, 'DESC'],
    [d.edited.id, near], [d.big.id, number(d.founded), "DESC"], [d.tagged.id, far], [d.left.id, number(d.right.id), 'DESC'], [d.corrected.id, far]])
    sql(`UPDATE placements SET event = ${to} WHERE article = ${first(id, order)}`);
}

/* What of a view does not tell when and by which step: histories and times of change grow, and
 * how near an article is was measured to an event that lacked others then. */
async function gist(d) {
  const g = { list: (await paged('/api/v1/events?', 'events')).map((e) => [e.id, e.label, e.severity, e.title, e.summary, e.articles, e.publishers, e.reviewed ?? null]).sort() };
  for (const id of involved(d)) {
    const e = (await new Client(base).json(`/api/v1/events/${id}`)).value ?? {};
    const { history, changed, ...rest } = e;
    rest.articles = rest.articles?.map(({ how, similarity, nearest, ...a }) => a);
    g[`the API of ${id}`] = rest;
    g[`what people did in the history of ${id}`] = (history ?? []).filter((step) => step.who === 'ann');
    const page = (await seen(`/events/${id}`));
    g[`the page of ${id}`] = [page.status, page.to, page.text.replace(/<section[^>]*aria-labelledby="history".*?<\/section>/s, '')];
  }
  const feed = await read('/feed.json');
  g['the feed'] = feed.items.map(({ date_modified, ...rest }) => rest).sort((a, b) => (a.id < b.id ? -1 : 1));
  g['the trail'] = await seen('/api/v1/review/trail', ann);
  return g;
}

async function after_a_hand(d) {
  const before = await gist(d);
  disturb(d);
  const done = regroup('after a hand');
  check('it has something to put back', done.length >= 8, JSON.stringify(done.length));
  await told('put back', d);
  same('put back', before, await gist(d));
  sound('put back');
  check('put back: again nothing', regroup('put back, again').length === 0);
}

/* Regrouping takes nothing from those who want to take something back. */
async function taken_back_after(d) {
  const trail = (await ann.json('/api/v1/review/trail')).value.acts;
  await undo(d.merged);
  const [one, other] = [await read(`/api/v1/events/${d.one.id}`), await read(`/api/v1/events/${d.other.id}`)];
  check('a merge is taken back after it', one.id === d.one.id && other.id === d.other.id && one.article_count === d.one.articles && other.article_count === d.other.articles,
    JSON.stringify([one.article_count, other.article_count]));
  await undo(d.split);
  check('a split too', (await read(`/api/v1/events/${d.big.id}`)).article_count === d.big.articles);
  const reject = trail.find((row) => row.what === 'reject'), relabel = trail.find((row) => row.what === 'relabel' && row.subject === `event ${d.relabelled.id}`);
  await undo(reject);
  await undo(relabel);
  check('a label and a rejection too', (await read(`/api/v1/events/${d.relabelled.id}`)).label === 'incident' && (await read(`/api/v1/events/${d.rejected.id}`)).id === d.rejected.id);
  const before = await view(d);
  check('and regroup leaves that alone', regroup('taken back').length === 0);
  same('taken back', before, await view(d));
  sound('taken back');
}

/* A stray that an older grouper took in, and that is near to nothing by today's: it goes, unless
 * somebody's act hangs on it. */
async function strays(d) {
  const waiting = lines(sql(`SELECT a.number || ' ' || a.id FROM stories s JOIN articles a ON a.number = s.article
    WHERE s.settled = 0 ORDER BY a.number`)).map((line) => line.split(' '));
  const hosts = [d.left, d.here, d.corrected].map((e) => sql(`SELECT number FROM events WHERE id = '${e.id}'`));
  const [[loose], [labelled, labelled_id], [first]] = [waiting.pop(), waiting.pop(), waiting.shift()];
  [loose, labelled, first].forEach((article, n) => sql(`INSERT INTO placements (article, event, share, how, similarity, nearest) VALUES
    (${article}, ${hosts[n]}, 1, 'joined', 0, ''); UPDATE stories SET settled = ${article} WHERE article = ${article};
    UPDATE events SET article_count = article_count + 1 WHERE number = ${hosts[n]}`));
  await act({ act: 'relabel', article: labelled_id, label: 'hazard' });
  await act({ act: 'edit', event: d.corrected.id, title: 'Medlar lawyer' });
  check('an act on an event hangs on its first article', sql('SELECT article FROM rulings ORDER BY number DESC LIMIT 1') === first);
  const done = regroup('strays');
  check('the one that nobody spoke of goes', done.length === 1 && done[0].change === 'leave' && done[0].from === d.left.id, JSON.stringify(done));
  const kept = await read(`/api/v1/articles/${encodeURIComponent(labelled_id)}`);
  check('the one that was labelled stays', kept.event === d.here.id && kept.label === 'hazard', JSON.stringify(kept.event));
  check('and that on which a title hangs', (await read(`/api/v1/events/${d.corrected.id}`)).title === 'Medlar lawyer');
  check('strays, again: nothing', regroup('strays, again').length === 0);
}

prepare();
const { server, base: at, said } = await serve();
base = at;
try {
  ann = new Client(base, '198.51.100.1');
  await ann.login('ann');
  csrf = await ann.secret('/account');
  const d = await decide();
  await told('before', d);
  without_decisions();
  await quietly(d);
  await after_a_hand(d);
  await strays(d);
  await taken_back_after(d);
} catch (e) {
  check('the run', false, `${e.stack} ${said().slice(-3000)}`);
} finally {
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
}
ended('people and regroup');
