/* cli/probe_claims.c -- the ledger of files taken as one event, or of a stored event.
 *
 * Articles of files are read for their statements whatever label they would get, since
 * it is the caller who says that they belong together. */
#include "cli/probe_claims.h"

#include "base/ascii.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "events/claims.h"
#include "judge/matcher.h"
#include "judge/particulars.h"
#include "store/store.h"

struct gathered {
	struct arena *arena;
	struct pack *pack;
	struct matcher *matcher;
	struct claims_source source[LIMIT_PROBE_ARTICLES];
	struct json *tree[LIMIT_PROBE_ARTICLES];
	size_t len;
};

static bool add(struct gathered *g, struct str id, struct str publisher, int64_t date_ms,
		struct str verdict, struct err *err)
{
	if (g->len == LIMIT_PROBE_ARTICLES)
		return err_set(err, ERR_LIMIT, "%.*s: more than %d articles in one event",
			       STR_ARG(id), (int)LIMIT_PROBE_ARTICLES);
	if (!json_parse(&g->tree[g->len], verdict, err))
		return false;
	g->source[g->len] =
		(struct claims_source){arena_copy(g->arena, id), arena_copy(g->arena, publisher),
				       date_ms, g->tree[g->len]};
	g->len++;
	return true;
}

static bool one_article(const struct article *a, struct arena *arena, void *payload,
			struct err *err)
{
	struct gathered *g = payload;
	struct particulars p;
	struct reading reading;
	struct verdict v;
	struct buf json;
	bool ok;

	reading_of(&reading, g->pack, g->matcher, arena, a);
	particulars_of(&p, arena, g->pack, &reading);
	v = (struct verdict){.fact = NULL};
	particulars_tell(&v, &p);
	buf_init(&json, LIMIT_RESPONSE);
	verdict_to_json(&json, &v, a);
	ok = add(g, a->id, a->publisher, a->date_ms, buf_view(&json), err);
	buf_free(&json);
	return ok;
}

static int print(struct gathered *g)
{
	struct claims *claims = ARENA_NEW(g->arena, struct claims);
	struct buf out;
	struct emit e;
	int status;

	claims_of(claims, g->arena, g->source, g->len);
	buf_init(&out, LIMIT_RESPONSE);
	emit_open(&e, &out);
	emit_object(&e);
	emit_pair_int(&e, "articles", (int64_t)g->len);
	claims_json(&e, g->arena, claims);
	emit_end(&e);
	buf_char(&out, '\n');
	status = common_print(buf_view(&out));
	buf_free(&out);
	return status;
}

static int of_files(struct gathered *g, const struct options *o)
{
	struct err err;
	int status, printed;

	if (!common_pack(&g->pack, o, &err))
		return common_failed(&err);
	g->matcher = matcher_new(g->pack);
	status = common_articles(o, 1, one_article, g);
	printed = print(g);
	matcher_free(g->matcher);
	pack_free(g->pack);
	return printed != EXIT_DONE ? printed : status;
}

static bool load(struct gathered *g, struct store *s, struct str event, struct err *err)
{
	struct event_detail d;
	bool ok = store_event(&d, s, g->arena, event, err);

	if (ok && d.redirect.len)
		ok = store_event(&d, s, g->arena, d.redirect, err);
	for (size_t i = 0; ok && i < d.article_count; i++) {
		const struct article_row *a = &d.article[i];

		ok = add(g, a->id, a->publisher, a->date_ms, a->verdict, err);
	}
	return ok;
}

static int of_store(struct gathered *g, const struct options *o)
{
	struct store_options options = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_READ};
	struct store *s;
	struct err err;
	bool ok;

	if (!store_open(&s, &options, &err))
		return common_failed(&err);
	ok = load(g, s, str_of(o->operand[1]), &err);
	store_close(s);
	return ok ? print(g) : common_failed(&err);
}

/* YYYY-MM-DD-xxxx, and nothing of that name lies here. */
static bool is_event(const char *operand)
{
	static const char form[] = "0000-00-00-";
	size_t i = 0;

	for (; form[i]; i++)
		if (form[i] == '0' ? !ascii_is_digit(operand[i]) : operand[i] != form[i])
			return false;
	for (; operand[i]; i++)
		if (!((operand[i] >= 'a' && operand[i] <= 'z') ||
		      (operand[i] >= '0' && operand[i] <= '9')))
			return false;
	return !io_exists(operand);
}

int probe_claims(const struct options *o)
{
	struct gathered *g;
	struct arena *arena;
	int status;

	if (o->operand_count < 2)
		return common_usage("probe", "claims, and FILEs or the id of an event");
	arena = arena_new();
	g = ARENA_NEW(arena, struct gathered);
	g->arena = arena;
	status = o->operand_count == 2 && is_event(o->operand[1]) ? of_store(g, o) : of_files(g, o);
	for (size_t i = 0; i < g->len; i++)
		json_free(g->tree[i]);
	arena_free(arena);
	return status;
}
