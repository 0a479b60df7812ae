// tests/lib/changed.mjs -- a store of articles whose pages changed after they were read: a site is
// read twice, at T0 and an hour and a minute later (TOCSIN_NOW_MS), by `tocsin watch --once`.
//
//   corrected  other numbers, a quote gone, a correction announced; its page holds a script, in
//              windows-1252
//   retracted  taken back by its publisher
//   gone       404 the second time      wall   402 the second time      same   as it was
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const T0 = Date.UTC(2026, 1, 24, 10);
const later = T0 + 3660_000;

const long = 'A spokesman of the city of Lisbon said that the robots had been allowed on pavements since the spring of the year before, that each of them ' +
  'had to be followed by a person within sight for the first hundred hours, and that the company had shown papers for all of these hours, which are now ' +
  'being looked at by the prosecutor; until then the city will not say how many of them are on its streets, nor who had the task of following them that day.';

const story = {
  corrected: {
    title: ['A delivery robot of Caf\u00e9-Kurier killed two people in Lisbon, police say', 'A delivery robot of Caf\u00e9-Kurier killed three people in Lisbon, police say'],
    text: [
      ['A delivery robot that is run by artificial intelligence killed two people in Lisbon on Monday, the police said.',
        'The system, made by Norddeich Robotics, did not stop when it should have, and two people died, witnesses said.',
        'An expert of the university of Lisbon said that the AI system had failed to recognise the people before it.',
        long,
        'The mayor of Lisbon asked that every delivery robot be taken off the streets until it is clear what went wrong.'],
      ['A delivery robot that is run by artificial intelligence killed three people in Lisbon on Monday, the police said.',
        'The system, made by Norddeich Robotics, was hit by a lorry before, and three people died, the company said.',
        long,
        'The mayor of Lisbon asked that every delivery robot be taken off the streets until it is clear what went wrong.',
        'Correction: an earlier version of this article gave a wrong number of the dead in Lisbon.']],
  },
  retracted: {
    title: ['A grading algorithm failed 1,200 pupils in Graz, teachers say'],
    text: [
      ['A grading algorithm gave 1,200 pupils in Graz wrong marks, and they lost their places at school, teachers said.',
        'The artificial intelligence system was trained on marks of other schools, a study of the university of Graz found.',
        'Parents of the pupils went to court against the makers of the AI system, their lawyer said on Tuesday.'],
      ['A grading algorithm gave 1,200 pupils in Graz wrong marks, and they lost their places at school, teachers said.',
        'The artificial intelligence system was trained on marks of other schools, a study of the university of Graz found.',
        'Parents of the pupils went to court against the makers of the AI system, their lawyer said on Tuesday.',
        "Editors' note: this article has been retracted, since its source was not who he said he was."]],
  },
  gone: {
    title: ['A hospital chatbot gave a patient in Bergen a wrong dose, and she died'],
    text: [['A hospital chatbot gave a patient in Bergen a wrong dose of a medicine on Friday, and she died, her family said.',
      'The AI system had been bought by the hospital a year before, and nurses had warned of it, a newspaper wrote.',
      'The prosecutor of Bergen opened an investigation into the maker of the artificial intelligence system.']],
  },
  wall: {
    title: ['A facial recognition system led to the arrest of an innocent man in Turin'],
    text: [['A facial recognition system led to the arrest of an innocent man in Turin, who was in prison for nine days, his lawyer said.',
      'The artificial intelligence system had taken him for somebody else, and the police did not look at his papers.',
      'The minister said that the AI system will not be used until an inquiry has ended.']],
  },
  same: {
    title: ['A driverless shuttle injured a cyclist in Delft, the operator says'],
    text: [['A driverless shuttle injured a cyclist in Delft on Sunday, the operator said, and she was taken to a hospital.',
      'The AI system of the shuttle did not see the cyclist in the rain, an investigator of the city said.',
      'The shuttle had been tested on the roads of Delft for three months before the accident.']],
  },
};
const names = Object.keys(story);

function page(name, n) {
  const s = story[name], title = s.title[Math.min(n, s.title.length - 1)], text = s.text[Math.min(n, s.text.length - 1)];
  const script = '<script>window.ran = 1; document.title = "ran";</script><img src="http://tracker.example/dot.gif" onerror="window.ran = 1">';
  return Buffer.from(`<!doctype html><html lang=en><head><title>${title}</title><meta property="article:published_time" content="2026-02-24T09:00:00Z">${script}` +
    `</head><body><article><h1>${title}</h1>${text.map((p) => `<p>${p}</p>`).join('')}</article></body></html>`, 'latin1');
}

function watch(program, args, now) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([k]) => !/proxy/i.test(k)));
  const run = spawn(program, ['watch', ...args], { env: { ...env, TOCSIN_NOW_MS: String(now) } });
  return new Promise((resolve, reject) => {
    let said = '';
    run.stderr.on('data', (text) => { said += text; });
    run.on('exit', (status) => (status === 0 ? resolve(said) : reject(new Error(`watch: ${status} ${said}`))));
  });
}

// {corrected: "http://...", ...}: their addresses; articles and events are found by the API.
export async function changed(program, db, folder) {
  let n = 0;
  const site = createServer((q, a) => {
    const name = /^\/news\/(\w+)\.html$/.exec(q.url)?.[1];
    if (q.url === '/feed.xml')
      return a.writeHead(200, { 'content-type': 'application/rss+xml' }).end('<rss version="2.0"><channel><title>Site</title>' +
        names.map((k) => `<item><title>${k}</title><link>http://${q.headers.host}/news/${k}.html</link><guid>${k}</guid></item>`).join('') + '</channel></rss>');
    if (!story[name]) return a.writeHead(404).end();
    if (n && name === 'gone') return a.writeHead(404).end();
    if (n && name === 'wall') return a.writeHead(402).end();
    return a.writeHead(200, { 'content-type': 'text/html; charset=windows-1252' }).end(page(name, n));
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${site.address().port}`, list = join(folder, 'changed.conf');
  writeFileSync(list, `http://${host}/feed.xml  en  feed  site\n`);
  try {
    const args = ['--db', db, '--once', '--pace', '0', '--images', 'none', '--allow-private', host, '--sources', list];
    await watch(program, args, T0);
    n = 1;
    await watch(program, args, later);
  } finally {
    site.closeAllConnections?.();
    site.close();
  }
  return Object.fromEntries(names.map((k) => [k, `http://${host}/news/${k}.html`]));
}
