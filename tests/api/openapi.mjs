// tests/api/openapi.mjs BASE TOKEN -- /openapi.json is a valid description, and every address of
// it answers as it says: each answer is held against its schema, problems too. What people send
// (reviews, submissions, corrections, alerts) is held against its schema, and sent, with a
// reviewer's TOKEN; what a schema refuses the server refuses too.
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";

const base = process.argv[2];
let passed = 0, failed = 0;
const check = (name, ok, more = "") => {
	if (ok) passed++;
	else { failed++; console.log("FAIL", name, String(more).slice(0, 300)); }
};

const api = await (await fetch(`${base}/openapi.json`)).json();
const valid = await new Validator().validate(structuredClone(api));
check("it is valid OpenAPI 3.1", valid.valid, JSON.stringify(valid.errors));
check("it says 3.1", api.openapi.startsWith("3.1"));

const ids = [];
for (const [path, item] of Object.entries(api.paths))
	for (const [method, op] of Object.entries(item)) {
		ids.push(op.operationId);
		check(`${path} tells of {id}`, !path.includes("{id}") || op.parameters.some((p) => p.in === "path" && p.required));
		check(`${method} ${path} takes a body`, method !== "post" || op.requestBody?.content);
		for (const [status, r] of Object.entries(op.responses))
			check(`${method} ${path} describes ${status}`, r.description);
	}
check("every operation has a name of its own", new Set(ids).size === ids.length);

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $id: "api", ...api });
const holds = (name, answer) => {
	const test = ajv.getSchema(`api#/components/schemas/${name}`) ?? ajv.compile({ $ref: `api#/components/schemas/${name}` });
	return test(answer) ? "" : JSON.stringify(test.errors.slice(0, 3));
};
const shape = (op, status) => {
	const content = op.responses[status].content;
	const [type, media] = Object.entries(content ?? {})[0] ?? [];
	return { type, schema: media?.schema?.$ref?.split("/").pop() };
};

const json = async (path) => (await fetch(base + path)).json();
const event = (await json("/api/v1/events?limit=1&label=incident")).events[0].id;
const article = (await json("/api/v1/articles?limit=1")).articles[0].id;
const id_of = (path) =>
	/\/stats\//.test(path) ? "labels" : /article/.test(path) ? article : /assets/.test(path) ? "app.js" : event;

async function ask(path, method, query, body) {
	const answer = await fetch(base + path + query, { method, redirect: "manual", body,
		headers: body === undefined ? {} : { "Content-Type": "application/json" } });
	return { status: answer.status, type: (answer.headers.get("content-type") ?? "").split(";")[0], text: await answer.text() };
}

function agrees(name, op, got) {
	const want = shape(op, String(got.status) in op.responses ? String(got.status) : "default");
	check(`${name}: ${got.status} is ${want.type}`, !want.type || want.type === "*/*" || want.type === got.type, got.type);
	if (want.schema) {
		let answer;
		try { answer = JSON.parse(got.text); } catch (e) { check(`${name} is JSON`, false, e); return; }
		const trouble = holds(want.schema, answer);
		check(`${name}: ${got.status} is a ${want.schema}`, !trouble, trouble);
	}
}

for (const [path, item] of Object.entries(api.paths)) {
	// What a person must be logged in for answers 401 or 403 here, which is a Problem too.
	const at = path.replace("{id}", encodeURIComponent(id_of(path)));
	if (item.get) {
		agrees(`GET ${path}`, item.get, await ask(at, "GET", ""));
		const wrong = await ask(at, "GET", "?no_such_parameter=1");
		check(`GET ${path} refuses what it does not know`, (wrong.status >= 400 && wrong.status < 500) || (wrong.status === 303 && "303" in item.get.responses), wrong.status);
		agrees(`GET ${path} refusing`, item.get, wrong);
		if (path.includes("{id}"))
			agrees(`GET ${path} of nothing`, item.get, await ask(path.replace("{id}", "nothing-here"), "GET", ""));
		for (const p of item.get.parameters.filter((p) => p.in === "query")) {
			const s = p.schema.items ?? p.schema;
			const value = s.enum?.[0] ?? (s.type === "integer" ? s.minimum : p.name === "to" || p.name === "from" ? "2025" : p.name === "q" ? "robot" : "nothing");
			agrees(`GET ${path}?${p.name}`, item.get, await ask(at, "GET", `?${p.name}=${encodeURIComponent(value)}`));
		}
	}
	if (item.post && path.startsWith("/api/")) {
		const good = /judge/.test(path) ? { title: "Robot injures worker", text: "A robot injured a worker at a plant on Monday." } : {};
		agrees(`POST ${path}`, item.post, await ask(at, "POST", "", JSON.stringify(good)));
		agrees(`POST ${path} with no JSON`, item.post, await ask(at, "POST", "", "{"));
		agrees(`POST ${path} with a list`, item.post, await ask(at, "POST", "", "[1]"));
	}
}
// -- who may -----------------------------------------------------------------------------------
const operations = Object.entries(api.paths).flatMap(([path, item]) => Object.entries(item).map(([method, op]) => ({ path, method, op })));
for (const { path, method, op } of operations) {
	check(`${method} ${path} says who may`, Array.isArray(op.security) && op.security.every((way) => Object.keys(way).every((s) => s in api.components.securitySchemes)));
	const open = op.security.length === 0 || op.security.some((way) => Object.keys(way).length === 0);
	const got = await ask(path.replace("{id}", encodeURIComponent(id_of(path))), method.toUpperCase(), "", method === "post" ? "{}" : undefined);
	if (!open) check(`${method} ${path} is not for strangers`, [303, 401, 403, 404].includes(got.status), got.status);
	else check(`${method} ${path} is for everybody`, got.status !== 401, got.status);
}
check("reviewers' acts need a token's scope", api.paths["/api/v1/review/acts"].post.security.some((way) => way.token?.[0] === "review"));

// -- what people send ----------------------------------------------------------------------------
const token = process.argv[3];
const body_of = (op) => Object.entries(op.requestBody.content)[0];
for (const { path, op } of operations.filter(({ method }) => method === "post")) {
	const [type, media] = body_of(op);
	check(`POST ${path} tells what it takes`, media.schema?.$ref || /\/(confirm|stop)$/.test(path), type);
}
async function send(name, path, body, want) {
	const op = api.paths[path].post;
	const trouble = holds(body_of(op)[1].schema.$ref.split("/").pop(), body);
	check(`${name}: the body is as described`, !trouble, trouble);
	const answer = await fetch(base + path, { method: "POST", body: JSON.stringify(body),
		headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` } });
	const got = { status: answer.status, type: (answer.headers.get("content-type") ?? "").split(";")[0], text: await answer.text() };
	check(`${name}: ${want}`, got.status === want, `${got.status} ${got.text}`);
	agrees(name, op, got);
	return got.status < 300 ? JSON.parse(got.text) : {};
}
async function refused(name, path, body) {
	const op = api.paths[path].post;
	check(`${name}: the schema refuses it`, holds(body_of(op)[1].schema.$ref.split("/").pop(), body));
	const answer = await fetch(base + path, { method: "POST", body: JSON.stringify(body),
		headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` } });
	agrees(name, op, { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() });
	check(`${name}: so does the server`, answer.status >= 400 && answer.status < 500, answer.status);
}
async function see(name, path, at) {
	const answer = await fetch(base + at, { headers: { Authorization: `Bearer ${token}` } });
	check(`${name}: 200`, answer.status === 200, answer.status);
	agrees(name, api.paths[path].get, { status: answer.status, type: answer.headers.get("content-type").split(";")[0], text: await answer.text() });
}
// A page that can not be fetched: waited for, then told.
const waits = await send("an address to judge", "/api/v1/judge", { url: "http://127.0.0.1:1/" }, 202);
const judged = { op: api.paths["/api/v1/judge/{id}"].get };
for (let i = 0; i < 50 && (!judged.got || judged.got.status === 202); i++) {
	judged.got = await ask(waits.ask, "GET", "");
	agrees("asking for its verdict", judged.op, judged.got);
	await new Promise((done) => setTimeout(done, 100));
}
check("it ends as a problem", judged.got.status === 422, judged.got.text);
await refused("an address that is a number", "/api/v1/judge", { url: 7 });
const without = (body, key) => Object.fromEntries(Object.entries(body).filter(([k]) => k !== key));
const events = (await json("/api/v1/events?limit=4")).events.map((e) => e.id);
const sizes = (await json("/api/v1/events?sort=articles&limit=1")).events[0];
const of_many = (await json(`/api/v1/events/${sizes.id}`)).articles.map((a) => a.id);
const tagged = (await json(`/api/v1/events/${events[0]}`)).facets.principles.map((v) => v.value);
const others = (await json("/api/v1/taxonomy")).facets.principles.values.filter((v) => !tagged.includes(v));
const why = "to see whether it is as described";
const acts = [{ act: "relabel", event: events[0], label: "hazard", why }, { act: "relabel", article, label: "incident", severity: "AI incident", why },
	{ act: "edit", event: events[0], title: "Another title", summary: "Another summary.", why }, { act: "tag", event: events[0], facet: "principles", value: others[0], why },
	{ act: "untag", event: events[0], facet: "principles", value: tagged[0], why }, { act: "apart", event: events[1], other: events[2], why },
	{ act: "merge", event: events[0], other: events[3], why }, { act: "split", event: sizes.id, what: [of_many[of_many.length - 1]], why }, { act: "reject", event: events[2], why }];
for (const act of acts) {
	if (act.act === "split" && of_many.length < 2) continue;
	await send(`preview of ${act.act}`, "/api/v1/review/preview", act, 200);
	for (const key of Object.keys(act).filter((k) => !["severity", "title", "summary"].includes(k) && !(act.act === "relabel" && k === "why")))
		await refused(`${act.act} without ${key}`, "/api/v1/review/acts", without(act, key));
}
for (const act of acts.slice(0, 4)) {
	const done = await send(act.act, "/api/v1/review/acts", act, 200);
	await send(`${act.act} taken back`, "/api/v1/review/acts", { act: "undo", undoes: done.act, why }, 200);
}
await refused("an act that is none", "/api/v1/review/acts", { act: "burn", event: events[0], why });
await refused("undo without what", "/api/v1/review/acts", { act: "undo", why });
await see("the queue", "/api/v1/review/queue", "/api/v1/review/queue");
await see("what is kept", "/api/v1/review/articles/{id}/copies", `/api/v1/review/articles/${article}/copies`);
await see("one copy alone", "/api/v1/review/articles/{id}/copies", `/api/v1/review/articles/${article}/copies?version=1`);
await see("the bytes of it", "/api/v1/review/articles/{id}/copy", `/api/v1/review/articles/${article}/copy`);
await see("the trail", "/api/v1/review/trail", "/api/v1/review/trail?limit=3");

const text = { title: "Robot injures worker", text: "A robot injured a worker at a plant near Ulm on Monday, police said. The works council asks for a stop.", note: "seen in the paper" };
const submission = await send("a text", "/api/v1/submissions", text, 201);
await send("an address", "/api/v1/submissions", { url: "https://example.org/a-page" }, 201);
await see("what became of it", "/api/v1/submissions/{id}", `/api/v1/submissions/${submission.id}`);
await refused("neither text nor address", "/api/v1/submissions", { title: "x" });
await refused("both", "/api/v1/submissions", { ...text, url: "https://example.org/a-page" });
const asks = { event: events[1], name: "B. Named", contact: "b@example.org", what: "The number is wrong.", why: "I was there." };
const correction = await send("a correction", "/api/v1/corrections", asks, 201);
await see("what became of it", "/api/v1/corrections/{id}", `/api/v1/corrections/${correction.id}`);
for (const key of ["name", "contact", "what", "why"]) await refused(`a correction without ${key}`, "/api/v1/corrections", without(asks, key));
const wish = { filter: "label=incident", channel: "feed", pace: "daily" };
const alert = await send("an alert", "/api/v1/watches", wish, 201);
await send("one with an object of filters", "/api/v1/watches", { ...wish, filter: { label: "hazard" } }, 201);
await refused("an alert without a channel", "/api/v1/watches", without(wish, "channel"));
await refused("an alert by pigeon", "/api/v1/watches", { ...wish, channel: "pigeon" });
for (const [at, headers] of [[`/api/v1/watches/${alert.id}?key=${alert.key}`, {}], [`/api/v1/watches/${alert.id}`, { Authorization: `Bearer ${alert.key}` }]])
	agrees("an alert by its key", api.paths["/api/v1/watches/{id}"].get, await (async () => {
		const answer = await fetch(base + at, { headers });
		check("its key opens it", answer.status === 200, `${answer.status} ${at}`);
		return { status: answer.status, type: answer.headers.get("content-type").split(";")[0], text: await answer.text() };
	})());
const gone = await fetch(`${base}/api/v1/watches/${alert.id}?key=${alert.key}`, { method: "DELETE" });
agrees("an alert ended", api.paths["/api/v1/watches/{id}"].delete, { status: gone.status, type: gone.headers.get("content-type").split(";")[0], text: await gone.text() });
console.log(`openapi.mjs: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
