// tests/api/openapi.mjs BASE -- /openapi.json is a valid description, and every address of it
// answers as it says: each answer is held against its schema, problems too.
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
console.log(`openapi.mjs: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
