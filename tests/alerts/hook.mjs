// tests/alerts/hook.mjs FOLDER -- a receiver of webhooks that misbehaves on request.
//
// Listens on a free port of 127.0.0.1 (written to FOLDER/hook-port). Each call is a line of
// FOLDER/calls: {"path","delivery","signature","type","body"}. By its path:
//   /ok 204   /fail-N 500 to the first N calls   /stall no answer   /move 302 to /secret
//   /gone 410   /wait-N 503 with Retry-After: N, once   /cut closes without an answer
import { createServer } from 'node:http';
import { appendFileSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
const seen = new Map();

const server = createServer((req, res) => {
  let body = '';
  req.on('data', (part) => { body += part; });
  req.on('end', () => {
    const n = (seen.get(req.url) ?? 0) + 1;
    seen.set(req.url, n);
    appendFileSync(`${folder}/calls`, `${JSON.stringify({
      path: req.url, delivery: req.headers['tocsin-delivery'], signature: req.headers['tocsin-signature'],
      type: req.headers['content-type'], body })}\n`);
    const fail = /^\/fail-(\d+)/.exec(req.url), wait = /^\/wait-(\d+)/.exec(req.url);
    if (fail) res.statusCode = n <= Number(fail[1]) ? 500 : 200;
    else if (wait && n === 1) { res.statusCode = 503; res.setHeader('Retry-After', wait[1]); }
    else if (req.url.startsWith('/stall')) return;
    else if (req.url.startsWith('/move')) { res.statusCode = 302; res.setHeader('Location', '/secret'); }
    else if (req.url.startsWith('/gone')) res.statusCode = 410;
    else if (req.url.startsWith('/cut')) { req.socket.destroy(); return; }
    else res.statusCode = 204;
    res.end();
  });
});
server.listen(0, '127.0.0.1', () => writeFileSync(`${folder}/hook-port`, `${server.address().port}\n`));
