/* fuzz_page.c -- everything that a stranger can fill, a NUL between the fields: titles, texts,
 * publishers, names, addresses, sources, what is asked for and searched for. Every page, answer,
 * feed and export is made of it (a part of them for each input, the main pages always), twice:
 * of the input, and of a twin in which markup characters became harmless ones. Oracles: those of
 * site.h; and page for page the same elements with the same attributes, so that none of them was
 * born of the input. */
#include "lib/fill.h"
#include "site.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

#define LOOKED_AT 6 /* of the routes, beside the main pages: by turns */

enum { TITLE, TEXT, PUBLISHER, AUTHOR, URL, IMAGE, SOURCE, ACTOR, WHAT, NAME, NOTE, QUERY, FIELDS };

struct input {
	struct str field[FIELDS];
	uint64_t turn;
};

/* UTF-8 without control characters but line ends, as everything is that comes in. */
static struct str clean(struct arena *a, struct str s, bool lines)
{
	char *out = arena_alloc(a, s.len + 1);
	bool valid = utf8_valid(s, NULL);
	size_t n = 0;

	for (size_t i = 0; i < s.len && n < KIB(4); i++) {
		unsigned char c = (unsigned char)s.at[i];

		if ((c >= ' ' && c < 0x7f) || (c >= 0x80 && valid) || (c == '\n' && lines))
			out[n++] = (char)c;
	}
	while (valid && n == KIB(4) && n > 0 && !utf8_valid((struct str){out, n}, NULL))
		n--;
	return (struct str){out, n};
}

static void read_input(struct input *in, struct arena *a, struct str rest)
{
	struct str one;

	in->turn = hash64(rest, 7);
	for (int i = 0; i < FIELDS; i++) {
		one = str_split(&one, &rest, '\0') ? one : STR("");
		in->field[i] = clean(a, one, i == TEXT || i == WHAT || i == NOTE);
	}
	if (!in->field[TITLE].len)
		in->field[TITLE] = STR("A robot injured a worker");
}

/* The same without markup; `quote` is what quotes become, but where they ask for a phrase. */
static void twin_of(struct input *out, struct arena *a, const struct input *in, char quote)
{
	*out = *in;
	for (int i = 0; i < FIELDS; i++) {
		char *copy = arena_alloc(a, in->field[i].len + 1);

		if (i == URL || i == IMAGE)
			continue; /* whether it is one hangs on its characters */
		for (size_t k = 0; k < in->field[i].len; k++) {
			char c = in->field[i].at[k];

			copy[k] = strchr("<>&", c) ? '+' : c == '"' && i != QUERY ? quote : c;
		}
		out->field[i].at = copy;
	}
}

static void article(struct site *site, struct store *s, const struct input *in, bool second)
{
	struct fill *f = ARENA_NEW(site->arena, struct fill);
	struct evidence *e = ARENA_ARRAY(site->arena, struct evidence, 2);
	struct actor *actor = ARENA_NEW(site->arena, struct actor);
	struct second_opinion *opinion = ARENA_NEW(site->arena, struct second_opinion);
	struct err err;

	fill_article(f, site->arena, "", "", "", SITE_NOW - 86400000, LABEL_INCIDENT);
	f->article.id = arena_fmt(site->arena, "%s %.*s", second ? "two" : "one",
				  STR_ARG(str_cut(in->field[NAME], 0, 100)));
	f->article.url = in->field[URL];
	f->article.image = in->field[IMAGE];
	f->article.publisher = second ? STR("Example News") : in->field[PUBLISHER];
	f->article.author = in->field[AUTHOR];
	f->article.field[FIELD_TITLE] = in->field[TITLE];
	f->article.field[FIELD_TEXT] = in->field[TEXT];
	f->article.sealed = false;
	if (!utf8_valid(f->article.id, NULL) || second)
		f->article.id = second ? STR("two") : STR("one");
	if (second)
		f->article.field[FIELD_TITLE] = STR("Robot injures worker at a plant");
	if (!article_seal(&f->article, site->arena, &err))
		return;
	f->story.article = f->article.content;
	e[0] = (struct evidence){STR("label"), FIELD_TITLE, 0,
				 (uint32_t)f->article.field[FIELD_TITLE].len};
	*actor = (struct actor){in->field[ACTOR], STR("developer")};
	*opinion = (struct second_opinion){.failed = STR(""),
					   .label = LABEL_HAZARD,
					   .probability = 0.5f,
					   .rationale = in->field[NOTE],
					   .model = STR("m"),
					   .prompt = STR("v1")};
	f->verdict.evidence = e;
	f->verdict.evidence_count = 1;
	f->verdict.actor = actor;
	f->verdict.actor_count = in->field[ACTOR].len > 0;
	f->verdict.second = in->field[NOTE].len ? opinion : NULL;
	f->outcome.source = in->field[SOURCE].len ? in->field[SOURCE] : STR("source");
	if (second)
		fill_join(f, 1);
	if (store_commit(s, site->arena, &f->outcome, &err) == COMMITTED)
		site->article = second && site->article.len ? site->article : f->article.id;
}

static void sent(struct site *site, struct store *s, const struct input *in)
{
	struct submission sub = {.at_ms = SITE_NOW,
				 .who = STR(""),
				 .state = STR("held"),
				 .url = in->field[URL],
				 .title = in->field[TITLE],
				 .note = in->field[NOTE],
				 .text = in->field[TEXT]};
	struct correction cor = {.at_ms = SITE_NOW,
				 .event = site->event,
				 .article = STR(""),
				 .name = in->field[NAME],
				 .contact = in->field[AUTHOR],
				 .what = in->field[WHAT],
				 .why = in->field[NOTE]};
	struct refusal refusal = {
		.source = in->field[SOURCE], .origin = in->field[NAME], .seen_ms = SITE_NOW};
	struct err err, why;

	if (store_submit(&sub, s, site->arena, &err))
		site->submission = sub.id;
	if (site->event.len && store_correction_ask(&cor, s, site->arena, &err))
		site->correction = cor.id;
	err_set(&why, ERR_INPUT, "%.*s", STR_ARG(in->field[WHAT]));
	refusal.why = &why;
	if (refusal.source.len)
		(void)!store_refuse(s, &refusal, &err);
}

static void alert(struct site *site, struct store *s, const struct input *in)
{
	static char key[ALERTS_KEY_SIZE];
	struct buf query;
	struct alert a = {.channel = ALERT_FEED, .pace = ALERT_DAILY, .made_ms = SITE_NOW};
	struct err err;

	buf_init(&query, KIB(64));
	buf_z(&query, "publisher=");
	params_encode(&query, in->field[PUBLISHER]);
	a.query = in->field[PUBLISHER].len ? buf_view(&query) : STR("");
	a.owner = a.reason = a.receiver = STR("");
	if (alerts_add(&a, s, site->arena, &err)) {
		site->alert = a.id;
		alerts_key(key, &a, "manage");
		site->alert_key = arena_copy(site->arena, str_of(key));
	}
	buf_free(&query);
}

static void edit(struct site *site, struct store *s, const struct input *in)
{
	struct act act = {.name = STR("edit"),
			  .event = site->event,
			  .title = in->field[TITLE],
			  .summary = in->field[WHAT],
			  .by = {.who = STR("ada"), .why = in->field[NOTE], .at_ms = SITE_NOW}};
	struct acted acted;
	struct err err;

	if (site->event.len && (in->turn & 1))
		(void)!store_act(&acted, s, site->arena, &act, &err);
}

static void begin(struct site *site, const struct input *in, const char *name)
{
	struct store *s = site_begin(site, name);
	struct event_query q = {.limit = 1};
	struct event_page page;
	struct err err;

	site->told = in->turn & 2;
	article(site, s, in, false);
	article(site, s, in, true);
	SITE_MUST(store_events(&page, s, site->arena, &q, &err), err);
	if (page.count)
		site->event = page.row[0].id;
	sent(site, s, in);
	alert(site, s, in);
	edit(site, s, in);
	store_close(s);
	site_open(site, false);
}

static struct str query_of(struct site *site, const struct input *in, const struct route *r,
			   int kind)
{
	static const char *const name[] = {"", "q", "publisher", "system", "country"};
	struct str value = kind == 1   ? in->field[QUERY]
			   : kind == 2 ? in->field[PUBLISHER]
				       : in->field[ACTOR];
	struct buf b;

	buf_init(&b, KIB(64));
	if (r->sets & SET_KEY) {
		buf_z(&b, "key=");
		buf_str(&b, site->alert_key);
	} else if (r->sets & SET_EXPORT) {
		buf_z(&b, kind == 1   ? "format=aim"
			  : kind == 2 ? "format=oecd29"
			  : kind == 3 ? "format=aiid"
				      : "format=art73");
	} else if ((r->sets & SET_FILTER) && kind && value.len) {
		buf_z(&b, name[kind]);
		buf_char(&b, '=');
		params_encode(&b, value);
	} else if ((r->sets & SET_SUGGEST) || strcmp(r->pattern, "/api/v1/suggest") == 0) {
		buf_z(&b, "q=");
		params_encode(&b, str_cut(in->field[QUERY], 0, 20));
	} else if (r->sets & SET_CORRECT) {
		buf_z(&b, "event=");
		params_encode(&b, kind == 1 ? in->field[NAME] : site->event);
	}
	value = site_copy(site->arena, &b);
	buf_free(&b);
	return value;
}

static void look(struct buf *shape, struct site *site, const struct input *in,
		 const struct route *r, int kind)
{
	struct request req = {.method = METHOD_GET, .path = site_address(site, r)};

	req.query = query_of(site, in, r, kind);
	site_ask(site, &req);
	site_expect(shape, site);
}

static bool is_main(const struct route *r)
{
	static const char *const list[] = {"/", "/events/{id}", "/articles/{id}", NULL};

	return str_is_one_of(str_of(r->pattern), list);
}

/* The shapes of the same pages of both sites. */
static bool same(struct site *site, const struct input *in, struct site *other,
		 const struct input *twin, const struct route *r)
{
	int kind = (int)((in->turn >> 8) % 5);
	struct buf a, b;
	bool ok;

	buf_init(&a, MIB(16));
	buf_init(&b, MIB(16));
	look(&a, site, in, r, kind);
	look(&b, other, twin, r, kind);
	ok = str_eq(buf_view(&a), buf_view(&b)) && site->out.status == other->out.status;
	if (!ok && getenv("SITE_TOLD"))
		fprintf(stderr, "--- %.*s+++ %.*s", STR_ARG(buf_view(&a)), STR_ARG(buf_view(&b)));
	buf_free(&a);
	buf_free(&b);
	return ok;
}

static const struct route *failed(const struct input *in, const struct input *twin)
{
	const struct route *bad = NULL;
	struct site site, other;
	size_t gets = 0, n = 0;

	begin(&site, in, "a");
	begin(&other, twin, "b");
	for (const struct route *r = route_row; r->pattern; r++)
		gets += r->method == METHOD_GET;
	for (const struct route *r = route_row; r->pattern && !bad; r++) {
		if (r->method != METHOD_GET || strstr(r->pattern, "{path}"))
			continue;
		n++;
		if ((is_main(r) || (n + in->turn) % (gets / LOOKED_AT) == 0) &&
		    !same(&site, in, &other, twin, r))
			bad = r;
	}
	site_close(&site);
	site_close(&other);
	return bad;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct arena *arena = arena_new();
	const struct route *bad;
	struct input in, twin;

	if (len > KIB(16))
		len = KIB(16);
	read_input(&in, arena, (struct str){(const char *)at, len});
	twin_of(&twin, arena, &in, '\'');
	bad = failed(&in, &twin);
	if (bad) { /* an apostrophe joins words where a quote parts them */
		twin_of(&twin, arena, &in, '*');
		bad = failed(&in, &twin);
	}
	if (bad)
		check_failed(__FILE__, __LINE__, bad->pattern);
	arena_free(arena);
	return 0;
}
