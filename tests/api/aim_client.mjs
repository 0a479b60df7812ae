// tests/api/aim_client.mjs BASE -- a small dashboard's client of AIM's server, written from
// DESIGN.md's description alone: incidents of each year by severity, the longest ones with
// their articles, with only the host changed.
const base = process.argv[2];
let passed = 0, failed = 0;
const check = (name, ok, more = "") => {
	if (ok) passed++;
	else { failed++; console.log("FAIL", name, more); }
};

async function fetchIncidents(config) {
	const answer = await fetch(`${base}/api/v1/incidents/fetch-incidents`, {
		method: "POST",
		headers: { "Content-Type": "application/json", Origin: "https://dashboard.example" },
		body: JSON.stringify({
			search_terms: [], and_condition: false, from_date: "2014-01-01", to_date: "2030-01-01",
			countries: [], properties_config: {}, order_by: "date", num_results: 20, format: "JSON",
			...config,
		}),
	});
	check("it may be read from another site", answer.headers.get("access-control-allow-origin") === "*");
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
	return answer.json();
}

// a browser asks first
const preflight = await fetch(`${base}/api/v1/incidents/fetch-incidents`, {
	method: "OPTIONS",
	headers: { Origin: "https://dashboard.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type" },
});
check("preflight is answered", preflight.status === 204, preflight.status);
check("... POST is allowed", /POST/.test(preflight.headers.get("access-control-allow-methods") ?? ""));
check("... and its header", /content-type/i.test(preflight.headers.get("access-control-allow-headers") ?? ""));

const { incidents, total_results } = await fetchIncidents({ num_results: 500 });
check("all came", incidents.length === total_results && total_results > 0);

// the years add up
const years = new Map();
for (const i of incidents) years.set(i.date.slice(0, 4), (years.get(i.date.slice(0, 4)) ?? 0) + 1);
let sum = 0;
for (const [year, count] of years) {
	const one = await fetchIncidents({ from_date: `${year}-01-01`, to_date: `${year}-12-31`, num_results: 1 });
	check(`incidents of ${year}`, one.total_results === count, `${one.total_results}, ${count}`);
	sum += one.total_results;
}
check("the years add up", sum === total_results);

// severity splits them without a rest
const levels = new Set(incidents.flatMap((i) => i.properties.harm_levels));
let split = 0;
for (const level of levels)
	split += (await fetchIncidents({ properties_config: { harm_levels: [level] }, num_results: 0 })).total_results;
check("severity splits them", split === incidents.filter((i) => i.properties.harm_levels.length).length);

// two filters narrow each other
const first = incidents.find((i) => i.properties.principles.length && i.properties.industries.length);
const narrowed = await fetchIncidents({
	num_results: 500,
	properties_config: { principles: [first.properties.principles[0]], industries: [first.properties.industries[0]] },
});
check("two filters narrow each other", narrowed.total_results === incidents.filter((i) =>
	i.properties.principles.includes(first.properties.principles[0]) &&
	i.properties.industries.includes(first.properties.industries[0])).length);

// the longest with its articles
const longest = incidents.reduce((a, b) => (b.n_articles > a.n_articles ? b : a));
const one = await (await fetch(`${base}/api/v1/incidents/${longest.id}`)).json();
check("its articles", one.articles.length === longest.n_articles);
check("its articles have addresses", one.articles.every((a) => a.url === null || URL.canParse(a.url)));
check("its concepts have names", one.concepts.every((c) => typeof c.label.eng === "string" && c.score >= 0));
const none = await fetch(`${base}/api/v1/incidents/2020-01-01-zzzz`);
check("there is no such incident", none.status === 404 && none.headers.get("content-type") === "application/problem+json");

console.log(`aim_client.mjs: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
