// tests/opinion/server.mjs PORTFILE -- a model's server that misbehaves on request.
//
// The first part of the path says how: POST /right/v1/chat/completions answers as it
// should, /broken/... with 500, and so on; see `manners`. It speaks the protocol of
// OpenAI's chat completions and looks strictly at what it is asked: a request that is not as
// it should be gets 418. GET /count/NAME, /peak/NAME and /wrong/NAME tell how often NAME
// was asked, how many requests were open at a time, and what was wrong with the last bad one.
import http from "node:http";
import { writeFileSync, renameSync } from "node:fs";

const count = {}, open = {}, peak = {}, wrong = {}, last = {};
const labels = ["incident", "hazard", "complementary", "unrelated"];

const envelope = (content) =>
	JSON.stringify({ id: "x", object: "chat.completion", choices: [{ index: 0, finish_reason: "stop",
		message: { role: "assistant", content } }], usage: { total_tokens: 9 } });
const opinion = (change) => (asked) =>
	JSON.stringify({ label: "hazard", probability: 0.75, rationale: "It says so.", quotes: [quote(asked)], ...change?.(asked) });
const json = (res, text, status = 200, headers = {}) => {
	res.writeHead(status, { "Content-Type": "application/json", ...headers });
	res.end(text);
};
const words = (content) => (res, asked) => json(res, envelope(content(asked)));

// The first words of the article's text, as they stand there.
function quote(asked) {
	const text = asked.slice(asked.indexOf("\n\n") + 2).split("\n")[0];
	return text.split(" ").slice(0, 8).join(" ");
}

const manners = {
	right: words(opinion()),
	unrelated: words(opinion(() => ({ label: "unrelated", quotes: [] }))),
	mixed: words(opinion((a) => ({ quotes: ["Nobody ever wrote this sentence.", quote(a), quote(a), quote(a).toUpperCase() + "!", "AI"] }))),
	invented: words(opinion(() => ({ quotes: ["Nobody ever wrote this sentence.", "nor this one, by the way"] }))),
	empty: words(opinion(() => ({ quotes: [] }))),
	label: words(opinion(() => ({ label: "catastrophe" }))),
	range: words(opinion(() => ({ probability: 1.5 }))),
	string: words(opinion(() => ({ probability: "0.9" }))),
	extra: words(opinion(() => ({ sure: true }))),
	long: words(opinion(() => ({ rationale: "so ".repeat(2000) }))),
	many: words(opinion((a) => ({ quotes: Array(9).fill(quote(a)) }))),
	prose: words(() => "I think that this is a hazard."),
	fenced: words((a) => "```json\n" + opinion()(a) + "\n```"),
	html: (res) => { res.writeHead(200, { "Content-Type": "text/html" }); res.end("<html>It works!</html>"); },
	half: (res) => json(res, '{"choices":[{"message":{"content":"{'),
	other: (res) => json(res, '{"result":"hazard"}'),
	slow: (res, asked) => setTimeout(() => json(res, envelope(opinion()(asked))), 1500),
	trickle: (res) => { res.writeHead(200); const t = setInterval(() => res.write(" "), 100); res.on("close", () => clearInterval(t)); },
	never: () => {},
	closes: (res) => res.socket.destroy(),
	truncated: (res, asked) => {
		const whole = envelope(opinion()(asked));
		res.writeHead(200, { "Content-Length": whole.length });
		res.write(whole.slice(0, 60), () => res.socket.destroy());
	},
	huge: (res) => {
		const piece = Buffer.alloc(1 << 20, "x");
		let left = 50;
		res.writeHead(200, { "Content-Length": 50 << 20 });
		const more = () => { while (left-- > 0) if (!res.write(piece)) return res.once("drain", more); res.end(); };
		more();
	},
	broken: (res) => json(res, "{}", 500),
	flaky: (res, asked, n) => (n === 1 ? json(res, "{}", 503) : json(res, envelope(opinion()(asked)))),
	// 425 when the second comes before the second that was asked for has gone by
	limited: (res, asked, n, since) => n === 1 ? json(res, "{}", 429, { "Retry-After": "1" })
		: since < 990 ? json(res, "{}", 425) : json(res, envelope(opinion()(asked))),
	key: (res, asked, n, since, req) => req.headers.authorization === "Bearer " + process.env.WANTED_KEY
		? json(res, envelope(opinion()(asked))) : json(res, "{}", 401),
	nokey: (res, asked, n, since, req) => json(res, envelope(opinion()(asked)), req.headers.authorization ? 401 : 200),
	moved: (res) => json(res, "{}", 302, { Location: "/right/v1/chat/completions" }),
};

function complaint(req, parts, body) {
	if (req.method !== "POST" || parts.slice(2).join("/") !== "v1/chat/completions") return "address";
	if (req.headers["content-type"] !== "application/json") return "content type";
	let asked;
	try { asked = JSON.parse(body); } catch { return "no JSON"; }
	const form = asked.response_format, schema = form?.json_schema?.schema;
	if (asked.model !== "test-model" || asked.temperature !== 0) return "model or temperature";
	if (form?.type !== "json_schema" || form.json_schema.strict !== true) return "response_format";
	if (JSON.stringify(schema?.properties?.label?.enum) !== JSON.stringify(labels)) return "labels";
	if (schema.additionalProperties !== false || schema.required.length !== Object.keys(schema.properties).length) return "schema";
	if (asked.messages?.length !== 2 || asked.messages[0].role !== "system" || asked.messages[1].role !== "user") return "messages";
	if (!asked.messages[1].content.startsWith("Title: ")) return "article";
	return "";
}

function serve(req, res, body) {
	const parts = req.url.split("/"), name = parts[1];
	if (req.method === "GET") {
		const told = { count, peak, wrong }[name] ?? {};
		return res.end(String(told[parts[2]] ?? (name === "wrong" ? "" : 0)));
	}
	const bad = manners[name] ? complaint(req, parts, body) : "no such manners";
	if (bad) { wrong[name] = bad; return json(res, "{}", 418); }
	const now = performance.now(), since = now - (last[name] ?? 0);
	last[name] = now;
	count[name] = (count[name] ?? 0) + 1;
	open[name] = (open[name] ?? 0) + 1;
	peak[name] = Math.max(peak[name] ?? 0, open[name]);
	res.on("close", () => open[name]--);
	manners[name](res, JSON.parse(body).messages[1].content, count[name], since, req);
}

const server = http.createServer((req, res) => {
	let body = "";
	req.setEncoding("utf8");
	req.on("data", (d) => { body += d; });
	req.on("end", () => serve(req, res, body));
	res.on("error", () => {});
});
server.on("clientError", (e, socket) => socket.destroy());
server.listen(0, "127.0.0.1", () => {
	writeFileSync(process.argv[2] + ".new", String(server.address().port));
	renameSync(process.argv[2] + ".new", process.argv[2]);
});
