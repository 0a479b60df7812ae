/* serve/api_claims.c -- the claims ledger of one event by itself, as JSON and as CSV.
 *
 * Both are read off the stored portrait, so they say what the page says. CSV has a row
 * for each quote, the claim and the value repeated, as spreadsheets like it; a field
 * that a spreadsheet would take for a formula has an apostrophe before it. */
#include "serve/route.h"

#include "base/json.h"
#include "base/limits.h"
#include "serve/csv.h"

/* False when a problem or a redirect is set. */
static bool load(struct json **out, struct call *c, const char *tail)
{
	struct event_detail d;
	struct err err;

	if (!store_event(&d, c->store, c->arena, c->id, &err)) {
		call_error(c, &err);
		return false;
	}
	if (d.redirect.len) {
		call_redirect(
			c, 308,
			arena_fmt(c->arena, "/api/v1/events/%.*s/%s", STR_ARG(d.redirect), tail));
		return false;
	}
	if (!json_parse(out, d.portrait, &err)) {
		call_error(c, &err);
		return false;
	}
	return true;
}

static void copied(struct emit *e, const struct json *portrait, const char *key,
		   const char *missing)
{
	const struct json *value = json_get(portrait, key);
	struct buf b;

	emit_key(e, key);
	if (!value) {
		emit_raw(e, str_of(missing));
		return;
	}
	buf_init(&b, LIMIT_RESPONSE);
	json_print(&b, value);
	emit_raw(e, buf_view(&b));
	buf_free(&b);
}

void api_event_claims(struct call *c)
{
	struct json *portrait;
	struct emit e;

	if (!load(&portrait, c, "claims"))
		return;
	call_json(&e, c);
	emit_object(&e);
	emit_pair(&e, "id", json_get_str(portrait, "id"));
	copied(&e, portrait, "claims", "[]");
	copied(&e, portrait, "claims_left_out", "0");
	copied(&e, portrait, "checks", "[]");
	emit_end(&e);
	json_free(portrait);
}

/* -- CSV ------------------------------------------------------------------------------------ */

static void text(struct buf *b, const struct json *o, const char *key)
{
	csv_field(b, json_get_str(o, key));
	buf_char(b, ',');
}

static void number(struct buf *b, const struct json *o, const char *key)
{
	const struct json *n = json_get(o, key);

	if (json_is_num(n))
		buf_fmt(b, "%.15g", json_num(n, 0));
	buf_char(b, ',');
}

static void flag(struct buf *b, const struct json *o, const char *key)
{
	buf_z(b, json_bool(json_get(o, key), false) ? "1," : "0,");
}

static void row(struct buf *b, const struct json *claim, const struct json *value,
		const struct json *quote)
{
	static const char *const of_claim[] = {"what", "kind", "role", "state"};
	static const char *const of_quote[] = {"article", "publisher", "date", "field"};

	for (size_t i = 0; i < sizeof of_claim / sizeof *of_claim; i++)
		text(b, claim, of_claim[i]);
	text(b, value, "value");
	number(b, value, "quantity");
	number(b, value, "quantity_upto");
	text(b, value, "unit");
	text(b, value, "bound");
	flag(b, value, "each");
	number(b, value, "articles");
	number(b, value, "publisher_count");
	text(b, value, "first");
	text(b, value, "last");
	flag(b, value, "outlier");
	flag(b, value, "superseded");
	for (size_t i = 0; i < sizeof of_quote / sizeof *of_quote; i++)
		text(b, quote, of_quote[i]);
	number(b, quote, "from");
	number(b, quote, "upto");
	csv_field(b, json_get_str(quote, "quote"));
	buf_z(b, "\r\n");
}

void api_event_claims_csv(struct call *c)
{
	struct buf *b = &c->out->body;
	struct json *portrait;
	const struct json *list;

	if (!load(&portrait, c, "claims.csv"))
		return;
	call_type(c, "text/csv; charset=utf-8");
	buf_z(b, "what,kind,role,state,value,quantity,quantity_upto,unit,bound,each,articles,"
		 "publishers,first,last,outlier,superseded,article,publisher,date,field,from,upto,"
		 "quote\r\n");
	list = json_get(portrait, "claims");
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *values = json_get(json_at(list, i), "values");

		for (size_t k = 0; k < json_len(values); k++) {
			const struct json *quotes = json_get(json_at(values, k), "quotes");

			for (size_t n = 0; n < json_len(quotes); n++)
				row(b, json_at(list, i), json_at(values, k), json_at(quotes, n));
		}
	}
	json_free(portrait);
}
