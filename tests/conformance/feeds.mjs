// feeds.mjs PROGRAM DATA KNOWN -- the comparison behind tests/conformance/feeds.
//
// What `tocsin probe feed` prints is put into the words of gofeed's expected files (the
// tables below say which of our fields is which of theirs), and each leaf of an expected
// file is looked up in it. A list of ours that is longer than theirs is a difference too.
// Every difference must be in KNOWN, with its reason, and every line there must be needed.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const [program, data, knownFile] = process.argv.slice(2);
const LEAST = 0.98; // of expected fields equal, over all folders

// -- tables: our words on the right -------------------------------------------------------

const some = (list, of) => list?.map(of);
const first = (list) => list?.[0];
const written = (r, key) => r[key + "Text"] ?? r[key];
const moments = (r, ours, theirs) => ({ [theirs]: written(r, ours), [theirs + "Parsed"]: r[ours] });

const extension = (name) => (x) => ({
	name,
	value: x.value ?? "",
	attrs: x.attributes ?? {},
	children: Object.fromEntries(
		Object.entries(x.children ?? {}).map(([key, list]) => {
			const local = key.split(":").pop();
			return [local, list.map(extension(local))];
		}),
	),
});

// {"dc:creator":[...]} -> {"dc":{"creator":[...]}}; without a prefix they are "custom".
const extensions = (r) => {
	const out = {};
	for (const [key, list] of Object.entries(r.extensions ?? {})) {
		const [prefix, name] = key.includes(":") ? key.split(":") : ["", key];
		if (prefix) (out[prefix] ??= {})[name] = list.map(extension(name));
	}
	return out;
};
const plain = (r, name) => r.extensions?.[name];
const custom = (r) =>
	Object.fromEntries(
		Object.entries(r.extensions ?? {})
			.filter(([key]) => !key.includes(":"))
			.map(([key, list]) => [key, list[0].value]),
	);
const dublinCore = (r) =>
	Object.fromEntries(
		Object.entries(extensions(r).dc ?? {}).map(([key, list]) => [key, list.map((x) => x.value)]),
	);
const itunes = (r) => {
	const of = (name) => first(r.extensions?.["itunes:" + name]);
	return {
		author: of("author")?.value,
		summary: of("summary")?.value,
		subtitle: of("subtitle")?.value,
		keywords: of("keywords")?.value,
		image: of("image")?.attributes?.href,
		categories: some(r.extensions?.["itunes:category"], (c) => ({
			text: c.attributes?.text,
			subcategory: { text: first(c.children?.["itunes:category"])?.attributes?.text },
		})),
	};
};

const atomPerson = (p) => ({ name: p.name, email: p.email, uri: p.url });
const atom = (r) => ({
	id: r.id,
	title: r.title,
	subtitle: r.description,
	summary: r.summary,
	rights: r.copyright,
	language: r.language,
	icon: r.icon,
	logo: r.logo,
	version: r.feedVersion,
	content: { type: r.contentType, value: r.content, src: r.contentSrc },
	generator: { value: r.generator, uri: r.generatorUri, version: r.generatorVersion },
	...moments(r, "published", "published"),
	...moments(r, "updated", "updated"),
	links: r.links,
	authors: some(r.authors, atomPerson),
	contributors: some(r.contributors, atomPerson),
	categories: r.categories,
	extensions: extensions(r),
	source: r.source && atom(r.source),
});
const atomFeed = (o) => ({ ...atom(o.feed), entries: o.entries.map(atom) });

const address = (p) => p && [p.email, p.name].filter(Boolean).join(" ");
const enclosure = (e) => ({ url: e.href, type: e.type, length: e.length });
const rss = (r) => ({
	title: r.title,
	link: r.link,
	links: some(r.links, (l) => l.href),
	description: r.description ?? r.summary,
	content: r.content,
	language: r.language,
	copyright: r.copyright,
	generator: r.generator,
	docs: r.docs,
	comments: r.comments,
	version: r.feedVersion ?? "",
	managingEditor: address(first(r.authors)),
	webMaster: address(first(r.authors)),
	author: address(first(r.authors)),
	...moments(r, "published", "pubDate"),
	...moments(r, "updated", "lastBuildDate"),
	categories: some(r.categories, (c) => ({ value: c.term, domain: c.scheme })),
	enclosure: r.enclosures && enclosure(r.enclosures.at(-1)),
	enclosures: some(r.enclosures, enclosure),
	guid: { value: r.id, isPermalink: r.isPermalink },
	source: r.source && { title: r.source.title, url: r.source.link },
	image: r.image,
	rating: first(plain(r, "rating"))?.value,
	ttl: first(plain(r, "ttl"))?.value,
	cloud: first(plain(r, "cloud"))?.attributes,
	skipDays: some(first(plain(r, "skipDays"))?.children?.day, (x) => x.value),
	skipHours: some(first(plain(r, "skipHours"))?.children?.hour, (x) => x.value),
	textInput: Object.fromEntries(
		Object.entries([...(plain(r, "textInput") ?? []), ...(plain(r, "textinput") ?? [])].find((x) => x.children)?.children ?? {}).map(
			([key, list]) => [key, list[0].value],
		),
	),
	custom: custom(r),
	dcExt: dublinCore(r),
	itunesExt: itunes(r),
	extensions: extensions(r),
});
const rssFeed = (o) => ({ ...rss(o.feed), items: o.entries.map(rss) });

const one = (r, name) => first(plain(r, name))?.value;
const jsonRecord = (r) => ({
	version: r.feedVersion,
	title: r.title,
	description: r.description,
	summary: r.summary,
	home_page_url: r.link,
	url: r.link,
	feed_url: r.self,
	external_url: r.links?.find((l) => l.rel === "related")?.href,
	language: r.language,
	id: r.id,
	icon: r.image?.url,
	favicon: r.icon,
	image: r.image?.url,
	banner_image: one(r, "banner_image"),
	next_url: one(r, "next_url"),
	user_comment: one(r, "user_comment"),
	expired: one(r, "expired") === "true",
	content_html: r.content,
	content_text: one(r, "content_text") ?? r.content,
	date_published: written(r, "published"),
	date_modified: written(r, "updated"),
	tags: some(r.categories, (c) => c.term),
	author: first(r.authors),
	authors: r.authors,
	attachments: some(r.enclosures, (e) => ({
		url: e.href,
		mime_type: e.type,
		title: e.title,
		size_in_bytes: Number(e.length),
		duration_in_seconds: Number(e.duration),
	})),
});
const jsonFeed = (o) => ({ ...jsonRecord(o.feed), items: o.entries.map(jsonRecord) });

// gofeed's one form for all formats
const universal = (r) => ({
	title: r.title,
	description: r.description ?? r.summary,
	content: r.content,
	link: r.link,
	links: some(r.links?.filter((l) => l.rel !== "enclosure"), (l) => l.href),
	feedLink: r.self,
	guid: r.id,
	language: r.language,
	copyright: r.copyright,
	generator: [r.generator, r.generatorVersion && "v" + r.generatorVersion, r.generatorUri].filter(Boolean).join(" "),
	image: r.image,
	feedType: r.feedType,
	feedVersion: r.feedVersion ?? "",
	...moments(r, "published", "published"),
	...moments(r, "updated", "updated"),
	author: first(r.authors),
	authors: r.authors,
	categories: some(r.categories, (c) => c.label ?? c.term),
	enclosures: some(r.enclosures, enclosure),
	custom: custom(r),
	dcExt: dublinCore(r),
	itunesExt: itunes(r),
	extensions: extensions(r),
});
const universalFeed = (o) => ({ ...universal(o.feed), items: o.entries.map(universal) });

// -- folders -----------------------------------------------------------------------------

const twin = (name) => (name.endsWith(".xml") ? [name, name.replace(/xml$/, "json")] : null);
const expected = (name) =>
	name.endsWith("_expected.json") ? [name.replace("_expected", ""), name] : null;
const alone = (name) => [name, null];
const refused = /^(empty_feed|unknown_feed|invalid)\./; // gofeed refuses these too

const folders = [
	["parser/atom", twin, atomFeed],
	["parser/rss", twin, rssFeed],
	["parser/json", expected, jsonFeed],
	["parser/json/invalid", alone, null],
	["parser/universal", alone, null],
	["translator/atom", twin, universalFeed],
	["translator/rss", twin, universalFeed],
	["translator/json", expected, universalFeed],
	["extensions/dublincore", twin, universalFeed],
	["extensions/itunes", twin, universalFeed],
	["extensions/media", twin, universalFeed],
];

// -- comparison --------------------------------------------------------------------------

const isObject = (v) => v !== null && typeof v === "object";

// calls tell(path, equal) for each leaf of `want`
function compare(want, got, path, tell) {
	if (!isObject(want)) {
		tell(path, want === got || (want === "" && got === undefined), want, got);
		return;
	}
	for (const key of Object.keys(want))
		compare(want[key], isObject(got) ? got[key] : undefined, Array.isArray(want) ? `${path}[${key}]` : path ? `${path}.${key}` : key, tell);
	if (Array.isArray(want) && Array.isArray(got) && got.length > want.length)
		tell(path + ".length", false, want.length, got.length);
}

const run = (file) =>
	new Promise((done) =>
		execFile(program, ["probe", "feed", file], { timeout: 10000, maxBuffer: 1 << 26 }, (error, out) => {
			try {
				done(error ? null : JSON.parse(out));
			} catch {
				done(null);
			}
		}),
	);

const known = new Map();
for (const line of readFileSync(knownFile, "utf8").split("\n")) {
	const [file, path, ...reason] = line.split("#")[0].trim().split(/\s+/);
	if (path && reason.length) known.set(`${file} ${path}`, false);
	else if (file) throw new Error(`${knownFile}: "${line}" needs a file, a field and a reason`);
}

let passed = 0, failed = 0, allEqual = 0, all = 0;
const bad = (text) => {
	failed++;
	console.log("failed: " + text);
};

for (const [folder, pairing, table] of folders) {
	const pairs = readdirSync(`${data}/${folder}`, { withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => pairing(entry.name))
		.filter(Boolean);
	let parsed = 0, parsable = 0, equal = 0, fields = 0;
	for (const [name, gold] of pairs) {
		const file = `${folder}/${name}`;
		const got = await run(`${data}/${file}`);
		const wanted = !refused.test(name);
		parsable += wanted;
		parsed += wanted && got !== null;
		if (wanted === (got !== null)) passed++;
		else bad(`${file}: ${wanted ? "can not be read" : "is read, though it is no feed"}`);
		if (!gold || !got) continue;
		compare(JSON.parse(readFileSync(`${data}/${folder}/${gold}`, "utf8")), table(got), "", (path, ok, want, is) => {
			const key = `${file} ${path}`;
			fields++;
			equal += ok;
			passed += ok;
			if (ok) return;
			console.log(`differs: ${key}: ${JSON.stringify(is)}, not ${JSON.stringify(want)}`);
			if (known.has(key)) known.set(key, true);
			else bad(`${key} is not in feeds.known`);
		});
	}
	all += fields;
	allEqual += equal;
	console.log(`${folder}: files parsed ${parsed}/${parsable}, fields equal ${equal}/${fields}`);
}
for (const [key, used] of known) if (!used) bad(`feeds.known: "${key}" no longer differs`);
const share = allEqual / all;
console.log(`all: fields equal ${allEqual}/${all} (${(100 * share).toFixed(2)} %, at least ${100 * LEAST} %)`);
if (share >= LEAST) passed++;
else bad("too few fields are equal");
console.log(`feeds: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
