// tests/alerts/smtp.mjs FOLDER [CERT KEY] -- a mail server that misbehaves on request.
//
// Listens on a free port of 127.0.0.1 (written to FOLDER/smtp-port); with CERT and KEY, of
// 127.0.1.1, it offers STARTTLS and takes mail only after it. Each mail taken is FOLDER/mail-N.eml, behind
// a line with its envelope. What it does depends on the receiver's name:
//   later-N@  451 to the first N tries      never@  550 to RCPT     words@  554 after DATA
//   hang@     no answer to RCPT             cut@    takes the mail, then closes unanswered
//   slow@     takes it after two seconds    anything else is taken.
// FOLDER/smtp-log has each line said, without passwords; auth is "user" with "s3same".
import { createServer } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { writeFileSync, appendFileSync, readFileSync, renameSync } from 'node:fs';

const [folder, cert, key] = process.argv.slice(2);
const context = cert && createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) });
const tried = new Map();
let mails = 0;

function take(envelope, text) {
  const name = `${folder}/mail-${++mails}.eml`;
  writeFileSync(`${name}.part`, `${JSON.stringify(envelope)}\n${text}`);
  renameSync(`${name}.part`, name);
}

function answer(socket, encrypted) {
  let rest = '', data = null, envelope = {}, to = '', asked = false;
  const say = (line) => socket.write(`${line}\r\n`);
  function ended(text) {
    const done = () => { take({ ...envelope, encrypted }, text); };
    if (to.startsWith('words@')) return say('554 5.6.0 these words are not wanted');
    if (to.startsWith('cut@')) { done(); return socket.destroy(); }
    if (to.startsWith('slow@')) return setTimeout(() => { done(); say('250 2.0.0 taken'); }, 2000);
    done();
    say('250 2.0.0 taken');
  }
  function receiver(address) {
    const wait = /^later-(\d+)@/.exec(address);
    to = address;
    if (address.startsWith('hang@')) return;
    if (address.startsWith('never@')) return say('550 5.1.1 nobody here has that name');
    if (wait) {
      const n = (tried.get(address) ?? 0) + 1;
      tried.set(address, n);
      if (n <= Number(wait[1])) return say('451 4.7.1 come back later');
    }
    envelope.to = address;
    say('250 2.1.5 ok');
  }
  function command(line) {
    if (!asked) appendFileSync(`${folder}/smtp-log`, `${line.replace(/^(AUTH \S+).*/, '$1 ...')}\n`);
    if (/^EHLO/i.test(line)) {
      envelope.hello = line.slice(5);
      if (context && !encrypted) return say('250-here\r\n250 STARTTLS');
      return say('250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME');
    }
    if (/^STARTTLS/i.test(line) && context) {
      say('220 go on');
      socket.removeAllListeners('data');
      answer(new TLSSocket(socket, { isServer: true, secureContext: context }), true);
      return;
    }
    if (context && !encrypted && !/^QUIT/i.test(line)) return say('530 5.7.0 STARTTLS first');
    if (/^AUTH PLAIN$/i.test(line)) { asked = true; return say('334 '); }
    if (asked || /^AUTH PLAIN /i.test(line)) {
      const ok = Buffer.from(line.replace(/^AUTH PLAIN /i, ''), 'base64').toString() === '\0user\0s3same';
      asked = false;
      envelope.user = ok ? 'user' : '';
      return say(ok ? '235 2.7.0 welcome' : '535 5.7.8 no');
    }
    if (/^MAIL FROM:/i.test(line)) { envelope.from = /<(.*?)>/.exec(line)[1]; return say('250 2.1.0 ok'); }
    if (/^RCPT TO:/i.test(line)) return receiver(/<(.*?)>/.exec(line)[1]);
    if (/^DATA/i.test(line)) { data = []; return say('354 go on'); }
    if (/^RSET/i.test(line)) return say('250 ok');
    if (/^QUIT/i.test(line)) { say('221 bye'); return socket.end(); }
    say('500 what?');
  }
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    rest += bytes.toString('latin1');
    for (let at; (at = rest.indexOf('\r\n')) >= 0;) {
      const line = rest.slice(0, at);
      rest = rest.slice(at + 2);
      if (data === null) { command(line); continue; }
      if (line !== '.') { data.push(line.startsWith('.') ? line.slice(1) : line); continue; }
      const text = `${data.join('\r\n')}\r\n`;
      data = null;
      ended(text);
    }
  });
  return say;
}

const server = createServer((socket) => answer(socket, false)('220 here'));
server.listen(0, cert ? '127.0.1.1' : '127.0.0.1', () => writeFileSync(`${folder}/smtp-port`, `${server.address().port}\n`));
