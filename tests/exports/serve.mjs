// tests/exports/serve.mjs PROGRAM STORE DUMPS WORK -- a server as it is run: /data, lists that
// are longer than memory, TLS, logs, metrics, and SIGTERM while clients are at it. Prints a line
// for each failure and "N passed, N failed".
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";

const [program, store, dumps, work] = process.argv.slice(2);
let passed = 0, failed = 0;
function is(name, good, more = "") {
	if (good) passed++;
	else { failed++; console.log(`failed: ${name}${more === "" ? "" : `: ${String(more).slice(0, 300)}`}`); }
}
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function serve(...more) {
	const child = spawn(program, ["serve", "--db", `sqlite:${store}`, "--listen", "127.0.0.1:0", "--dumps", dumps, ...more]);
	const s = { child, log: "", ended: new Promise((done) => child.on("exit", (code, signal) => done({ code, signal }))) };
	child.stderr.on("data", (d) => (s.log += d));
	for (let i = 0; i < 200 && !/:\/\/127\.0\.0\.1:(\d+)/.test(s.log) && child.exitCode === null; i++) await sleep(50);
	s.port = Number(/:\/\/127\.0\.0\.1:(\d+)/.exec(s.log)?.[1] ?? 0);
	return s;
}
function get(s, path, o = {}) {
	return new Promise((done) => {
		const call = (o.ca ? https : http).get({ host: "127.0.0.1", servername: "localhost", port: s.port, path, agent: false, ...o }, (r) => {
			const body = [];
			r.on("data", (d) => body.push(d));
			r.on("end", () => done({ status: r.statusCode, headers: r.headers, body: Buffer.concat(body), whole: r.complete }));
			r.on("error", (e) => done({ error: e.code ?? e.message }));
		});
		call.on("error", (e) => done({ error: e.code ?? e.message }));
	});
}

// -- /data and lists
const plain = await serve("--log", "json");
const [dump] = readdirSync(dumps);
const page = await get(plain, "/data");
is("/data", page.status === 200 && page.body.includes(`/data/${dump}/events.jsonl.zst`), page.status);
for (const line of readFileSync(`${dumps}/${dump}/SHA256SUMS`, "utf8").trim().split("\n")) {
	const [sum, name] = line.split("  ");
	const file = await get(plain, `/data/${dump}/${name}`);
	is(`${name} as its checksum says`, createHash("sha256").update(file.body).digest("hex") === sum, file.status);
}
for (const path of ["/data/../a.db", `/data/${dump}/../../a.db`, `/data/${dump}/%2e%2e/%2e%2e/a.db`, "/data/..%2fa.db", `/data/${dump}/.hidden`,
	`/data/${dump}/`, "/data//etc/passwd", `/data/.${dump}.part/manifest.json`])
	is(`${path} leads nowhere`, (await get(plain, path)).status === 404);
const total = JSON.parse((await get(plain, "/api/v1/events?limit=1")).body).total;
const csv = await get(plain, "/api/v1/events.csv");
const jsonl = await get(plain, "/api/v1/events.jsonl");
is("all events as CSV", csv.whole && csv.body.toString().split("\r\n").length === total + 2);
is("a formula is text in it", csv.body.includes(`"'=cmd|calc!A1`));
const rows = jsonl.body.toString().trim().split("\n").map((l) => JSON.parse(l));
is("all events as JSON Lines", rows.length === total && new Set(rows.map((r) => r.id)).size === total);
const hazards = JSON.parse((await get(plain, "/api/v1/events?label=hazard&limit=1")).body).total;
is("a filter", (await get(plain, "/api/v1/events.jsonl?label=hazard")).body.toString().trim().split("\n").length === hazards);
is("no such filter", (await get(plain, "/api/v1/events.csv?colour=red")).status === 400);
for (const form of ["aim", "oecd29", "aiid", "art73"]) {
	const one = await get(plain, `/api/v1/events/${rows[0].id}/export?format=${form}`);
	is(`${form} of one event`, one.status === 200 && JSON.parse(one.body), one.status);
}
is("a form has to be named", (await get(plain, `/api/v1/events/${rows[0].id}/export`)).status === 422);
is("the event's page links to them", (await get(plain, `/events/${rows[0].id}`)).body.includes("/export?format=art73"));

// -- metrics and logs
await get(plain, "/?q=verysecretword");
const metrics = (await get(plain, "/metrics")).body.toString();
is("metrics are Prometheus text", metrics.trim().split("\n").every((l) =>
	/^# (HELP|TYPE) \w+ .+$/.test(l) || /^\w+(\{(\w+="[^"]*",?)*\})? -?[0-9.e+]+$/.test(l)));
for (const name of ['tocsin_build_info{version="', 'tocsin_http_requests_total{route="/api/v1/events.csv",method="GET",status="2xx"} 1', "tocsin_last_ingest_time_seconds",
	"tocsin_queue_sources_due", "tocsin_sources_failing", "tocsin_http_request_seconds_bucket", "tocsin_events "])
	is(`metrics have ${name}`, metrics.includes(name));
is("ready", (await get(plain, "/readyz")).status === 200);
const lines = plain.log.trim().split("\n").map((l) => { try { return JSON.parse(l); } catch { return null; } });
is("each line of the log is JSON", lines.every((l) => l && l.at_ms && l.level && l.text), plain.log);
const told = lines.filter((l) => l?.text === "request");
is("each request is told once, with an id", told.length > 20 && new Set(told.map((l) => l.id)).size === told.length);
is("with route, status and time", told.every((l) => "route" in l && l.status >= 200 && l.ms >= 0));
is("never with what was searched for", !plain.log.includes("verysecretword"));

// -- SIGTERM while clients are at it: every answer that has begun is whole, then it ends
const agent = new http.Agent({ keepAlive: true, maxSockets: 30 });
let stopping = false, answers = 0, cut = 0, late = 0;
const clients = Array.from({ length: 30 }, async (_, n) => {
	for (;;) {
		const r = await get(plain, n % 3 ? "/api/v1/events?limit=50" : "/api/v1/events.csv", { agent });
		if (r.error) { if (!stopping) cut++; return; }
		if (!r.whole || r.status >= 500) cut++;
		answers++;
		if (stopping && ++late > 2000) return;
	}
});
await sleep(700);
stopping = true;
const asked = Date.now();
plain.child.kill("SIGTERM");
const end = await plain.ended;
await Promise.all(clients);
is("clients were at it", answers > 100, answers);
is("no answer was cut", cut === 0, cut);
is("it ended by itself with 0", end.code === 0, JSON.stringify(end));
is("within its limit", Date.now() - asked < 11500, Date.now() - asked);
is("nobody answers any more", (await get(plain, "/healthz")).error !== undefined);

// a client that has asked for half of something holds it up no longer than the limit
const slow = await serve();
const socket = net.connect(slow.port, "127.0.0.1", () => socket.write("POST /api/v1/judge HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"));
socket.on("error", () => {});
await sleep(500);
const from = Date.now();
slow.child.kill("SIGTERM");
is("a client that never ends does not hold it up", (await slow.ended).code === 0 && Date.now() - from < 13000, Date.now() - from);
socket.destroy();

// -- TLS
const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"], timeout: 20000 });
for (const name of ["one", "two"])
	openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", `${work}/${name}.key`,
		"-out", `${work}/${name}.pem`, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost");
const tls = await serve("--tls-cert", `${work}/one.pem`, "--tls-key", `${work}/one.key`);
const ca = readFileSync(`${work}/one.pem`);
const safe = await get(tls, "/feed.json", { ca });
is("https", safe.status === 200, safe.error);
is("it says https of itself", safe.body?.includes("https://"), safe.body);
is("and asks to stay there", safe.headers?.["strict-transport-security"] !== undefined);
is("another certificate is not believed", (await get(tls, "/", { ca: readFileSync(`${work}/two.pem`) })).error !== undefined);
is("TLS 1.1 is refused", (await get(tls, "/", { ca, maxVersion: "TLSv1.1", minVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" })).error !== undefined);
is("TLS 1.3 is spoken", (await get(tls, "/healthz", { ca, minVersion: "TLSv1.3" })).status === 200);
is("plain HTTP is not", (await get(tls, "/healthz")).error !== undefined);
tls.child.kill("SIGTERM");
is("it stops", (await tls.ended).code === 0);
for (const [name, ...args] of [["a key of another", "--tls-cert", `${work}/one.pem`, "--tls-key", `${work}/two.key`],
	["no key", "--tls-cert", `${work}/one.pem`], ["no certificate", "--tls-cert", `${work}/none.pem`, "--tls-key", `${work}/one.key`],
	["no PEM", "--tls-cert", store, "--tls-key", `${work}/one.key`]]) {
	const bad = await serve(...args);
	is(`${name} is refused`, (await bad.ended).code === 1, bad.log);
	is(`${name} is told`, /tls|certificate|key|none\.pem|TLS|limit|bytes/.test(bad.log), bad.log);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
