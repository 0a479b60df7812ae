// tests/watch/server.mjs FOLDER -- web servers that misbehave, each at an address of its own.
//
// Every name of `manners` gets an address 127.0.1.N, so that to a polite client they are
// different hosts. FOLDER/hosts then says "name http://127.0.1.N:PORT" on each line. At
// 127.0.0.1, which the tests do not allow, GET /count/NAME tells how often NAME was asked for
// anything, GET /paths/NAME for what, GET /agent/NAME by whom; anything else there is a secret, counted as such.
import http from "node:http";
import https from "node:https";
import zlib from "node:zlib";
import { readFileSync, renameSync, writeFileSync } from "node:fs";

const folder = process.argv[2];
const paths = {}, agent = {};
let port, tlsPort;

const words = (n) => Array.from({ length: n }, (_, i) => `A robot of the maker number ${i} was seen at work on that day.`).join(" ");
const item = (host, n, text) => `<item><title>Robot story ${n} of ${host}</title><link>http://${host}/page/${n}</link><guid>${host}-${n}</guid><pubDate>Tue, 17 Jun 2025 10:0${n}:00 GMT</pubDate><description>${text}</description></item>`;
const rss = (items) => `<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title><link>http://x.example/</link>${items.join("")}</channel></rss>`;
const page = (n) => `<html><head><title>Page ${n}</title></head><body><article><h1>Page ${n}</h1><p>Page ${n} tells more. ${words(20)}</p><p>${words(25)}</p></article></body></html>`;
const send = (res, status, headers, body) => { res.writeHead(status, headers); res.end(body); };
const raw = (res, bytes) => res.socket.write(bytes, () => res.socket.destroy());
const to = (where, status = 302) => (req, res) => send(res, status, { Location: typeof where === "function" ? where(req) : where }, "");
const many = (res, piece, times) => {
	let left = times;
	const more = () => { while (left-- > 0) if (!res.write(piece)) return res.once("drain", more); res.end(); };
	more();
};

// A feed that is as it should be: three entries, one of them whole, one page that is not there.
function good(req, res, { host, n }) {
	if (req.url === "/feed") {
		if (req.headers["if-none-match"] === '"v1"' && req.headers["if-modified-since"] === "Tue, 17 Jun 2025 11:00:00 GMT") return send(res, 304, {}, "");
		const body = rss([item(host, 1, words(40)), item(host, 2, "A short one."), item(host, 3, "Another, whose page is not there.")]);
		return send(res, 200, { "Content-Type": "application/rss+xml", "Content-Encoding": "gzip", ETag: '"v1"', "Last-Modified": "Tue, 17 Jun 2025 11:00:00 GMT" }, zlib.gzipSync(body));
	}
	if (req.url === "/page/2") return send(res, 200, { "Content-Type": "text/html" }, page("2 of " + host));
	send(res, 404, {}, "no");
}

// A PDF of a few lines, which has no table, and a picture of one colour.
const pdf = (lines) => {
	const drawn = lines.map((line, n) => `BT /F ${n ? 11 : 22} Tf 72 ${700 - 30 * n} Td (${line}) Tj ET`).join("\n");
	return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
		"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>\nendobj\n" +
		"5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n" +
		`4 0 obj\n<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`;
};
const webp = Buffer.from("5249464622000000574542505650384c150000002f83c395002872b5cad3ff020000000000000000000000", "hex").subarray(0, 42);
const told = (title, text) => (entry) => entry.replace(/<title>.*?<\/title>/, `<title>${title}</title>`).replace(/<description>.*?<\/description>/, `<description>${text}</description>`);
const harm = "An AI-driven robot crushed a worker to death at a car plant on Monday, police said.";
const rest = "The autonomous system took the man for a box, a spokesman of the maker told reporters. The plant has stood still since the accident. ".repeat(12);
const boy = "A chatbot told a 14-year-old boy to harm himself, his mother says in a lawsuit filed on Tuesday in Florida. The boy died in February.";

const manners = {
	good,
	good2: good,
	spaces: (req, res) => { res.writeHead(200); many(res, Buffer.alloc(1 << 20, " "), 30); },
	bomb: (req, res) => send(res, 200, { "Content-Encoding": "gzip" }, zlib.gzipSync(Buffer.alloc(64 << 20), { level: 1 })),
	nothing: (req, res) => { // compressed nothing, for ever
		res.writeHead(200, { "Content-Encoding": "gzip" });
		const empty = zlib.gzipSync("").subarray(0, 10), block = Buffer.alloc(1 << 20);
		for (let i = 0; i + 5 <= block.length; i += 5) block.set([0, 0, 0, 255, 255], i);
		res.write(empty);
		many(res, block.subarray(0, block.length - block.length % 5), 40);
	},
	loop: to((req) => (req.url === "/feed" ? "/feed2" : "/feed")),
	chain: to((req) => "/feed" + (Number(req.url.slice(5)) + 1)),
	home: to(() => `http://127.0.0.1:${port}/secret`),
	decimal: to(() => `http://2130706433:${port}/secret`),
	mapped: to(() => `http://[::ffff:127.0.0.1]:${port}/secret`),
	file: to("file:///etc/passwd"),
	slow: (req, res) => { res.writeHead(200); const t = setInterval(() => res.write(" "), 200); res.on("close", () => clearInterval(t)); },
	silent: () => {},
	silent2: () => {},
	short: (req, res) => raw(res, "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n<rss>"),
	long: (req, res) => raw(res, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + rss([])),
	header: (req, res) => { res.socket.write("HTTP/1.1 200 OK\r\n"); const s = res.socket, more = () => { while (!s.destroyed) if (!s.write("X-More: " + "more".repeat(500) + "\r\n")) return s.once("drain", more); }; s.on("error", () => {}); more(); },
	line: (req, res) => { res.socket.write("HTTP/1.1 200 OK\r\nX: "); const s = res.socket, more = () => { while (!s.destroyed) if (!s.write("more".repeat(5000))) return s.once("drain", more); }; s.on("error", () => {}); more(); },
	tls: null,
	limited: (req, res) => send(res, 429, { "Retry-After": "7200" }, ""),
	busy: (req, res) => send(res, 503, {}, ""),
	chunked: (req, res) => raw(res, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<rss>"),
	robots: good,
	robots500: good,
	robotsslow: good,
	badhttp: (req, res) => raw(res, "SSH-2.0-OpenSSH_9.2p1\r\n"),
	badgzip: (req, res) => send(res, 200, { "Content-Encoding": "gzip" }, "this is not compressed at all, not at all"),
	html: (req, res) => send(res, 200, { "Content-Type": "text/html" }, page(1)),
	gone: (req, res) => send(res, 410, {}, ""),
	closes: (req, res) => res.socket.destroy(),
	moved: (req, res, it) => (req.url === "/feed" ? to("/moved/feed", 301)(req, res) : req.url === "/moved/feed" ? send(res, 200, {}, rss([item(it.host, 1, words(40))])) : send(res, 404, {}, "")),
	moves: (req, res, it) => (req.url === "/feed" ? to("/new", 302)(req, res) : send(res, 200, {}, rss([item(it.host, 1, words(40))]))),
	// its page says 503 the first time
	flaky: (req, res, it) => (req.url === "/feed" ? send(res, 200, { ETag: '"f"' }, rss([item(it.host, 1, "Short.")]))
		: it.n("/page/1") === 1 ? send(res, 503, {}, "") : send(res, 200, { "Content-Type": "text/html" }, page(1))),
	private: (req, res, it) => (req.url === "/feed" ? send(res, 200, {}, rss([item(`127.0.0.1:${port}`, 9, "A link into our own house.")])) : send(res, 404, {}, "")),
	// two pages, of which robots.txt allows one
	half: (req, res, it) => (req.url === "/feed" ? send(res, 200, {}, rss([item(it.host, 1, "Short."), item(it.host, 2, "Shorter.")])) : send(res, 200, { "Content-Type": "text/html" }, page(req.url))),
	// whose name changes its address (rebind.c); no connection is kept, so that each looks anew
	rebinds: (req, res) => send(res, 200, { Connection: "close" }, req.url === "/feed" ? rss([item(req.headers.host, 1, "What the feed says.")]) : page("1 of the two-faced")),
	// a PDF, and a report with a picture; the address of another picture leads into our own house
	press: (req, res, it) => {
		const enclosure = (url) => `<enclosure url="${url}" type="image/webp" length="42"/></item>`;
		if (req.url === "/picture.webp") return send(res, 200, { "Content-Type": "image/webp" }, webp);
		if (req.url === "/page/1") return send(res, 200, { "Content-Type": "application/pdf" }, pdf(["Plant stops robots", harm, "The plant has stopped all of its robots and looks into what happened."]));
		if (req.url !== "/feed") return send(res, 404, {}, "");
		send(res, 200, {}, rss([item(it.host, 1, "Short."),
			told("Robot crushes worker to death at car plant", `${harm} ${rest}`)(item(it.host, 2, "")).replace("</item>", enclosure(`http://${it.host}/picture.webp`)),
			told("Chatbot tells teenager to harm himself, lawsuit says", `${boy} `.repeat(12))(item(it.host, 3, "")).replace("</item>", enclosure(`http://127.0.0.1:${port}/secret.webp`))]));
	},
	// a front page: its head declares a page and then a feed, its foot links another
	front: (req, res, it) => (req.url === "/" ? send(res, 200, { "Content-Type": "text/html" }, `<base href="/news/"><title>Front</title><link rel="alternate" type="application/rss+xml" title="No feed" href="page"><link rel=alternate type="application/atom+xml" title="Front &amp; more" href="/feed"><p><a href="all.rss">All of it</a>`)
		: req.url === "/feed" || req.url === "/news/all.rss" ? send(res, 200, {}, rss([item(it.host, 1, words(40))])) : send(res, 200, { "Content-Type": "text/html" }, page(1))),
};
const robots = {
	robots: (res) => send(res, 200, {}, "User-agent: *\nDisallow: /\nAllow: /public\n"),
	half: (res) => send(res, 200, {}, "User-agent: other\nDisallow: /\n\nUser-agent: Tocsin\nDisallow: /page/2$\n"),
	robots500: (res) => send(res, 500, {}, ""),
	robotsslow: () => {},
	good: (res) => send(res, 301, { Location: "/robots-here.txt" }, ""),
};
const names = Object.keys(manners), address = (name) => "127.0.1." + (names.indexOf(name) + 1);

function serve(req, res) {
	const at = req.socket.localAddress.replace("::ffff:", ""), name = names.find((n) => address(n) === at);
	if (!name) {
		const [, what, who] = req.url.split("/");
		if (what === "count") return res.end(String((paths[who] ?? []).length));
		if (what === "paths") return res.end((paths[who] ?? []).join("\n") + "\n");
		if (what === "agent") return res.end(agent[who] ?? "");
		(paths.secret ??= []).push(req.url);
		return res.end("a secret");
	}
	(paths[name] ??= []).push(req.url);
	agent[name] = req.headers["user-agent"];
	if (req.url === "/robots.txt") return robots[name] ? robots[name](res) : send(res, 404, {}, "");
	if (req.url === "/robots-here.txt") return send(res, 200, {}, "User-agent: *\nDisallow: /nothing\n");
	manners[name](req, res, { host: `${at}:${port}`, n: (url) => paths[name].filter((p) => p === url).length });
}

const pem = readFileSync(new URL("self-signed.pem", import.meta.url));
const server = http.createServer(serve), tls = https.createServer({ key: pem, cert: pem }, (req, res) => { (paths.tls ??= []).push(req.url); res.end(rss([])); });
for (const s of [server, tls]) s.on("clientError", (e, socket) => socket.destroy());
tls.on("tlsClientError", () => {});
server.listen(0, "0.0.0.0", () => tls.listen(0, "0.0.0.0", () => {
	port = server.address().port;
	tlsPort = tls.address().port;
	writeFileSync(folder + "/hosts.new", names.map((n) => `${n} ` + (n === "tls" ? `https://${address(n)}:${tlsPort}` : `http://${address(n)}:${port}`)).join("\n") + "\n");
	writeFileSync(folder + "/port", String(port));
	renameSync(folder + "/hosts.new", folder + "/hosts");
}));
