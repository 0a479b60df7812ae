/* serve/links.c -- related events, to read and as JSON. A reason names all that is shared,
 * the strongest first, in words of one sentence. */
#include "serve/links.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "serve/page.h"
#include "text/date.h"

static const struct kind {
	const char *kind, *same;
} kind_row[] = {{"system", "same system: "},
		{"developer", "same developer: "},
		{"deployer", "same deployer: "},
		{"harm_types", "same kind of harm: "}};

/* "Economic/Property" is "economic or property", "Physical (injury)" "physical injury". */
static void harm_in_words(struct buf *b, struct str value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];

		if (c == '/')
			buf_z(b, " or ");
		else if (c != '(' && c != ')')
			buf_char(b, ascii_lower(c));
	}
}

/* "same system: Autopilot; same developer: Tesla; same kind of harm: physical death" */
static struct str reason_of(struct arena *a, const struct related_row *r)
{
	struct buf b;
	struct str s;

	buf_init(&b, LIMIT_FIELD);
	for (size_t k = 0; k < sizeof kind_row / sizeof *kind_row; k++) {
		size_t of_kind = 0;

		for (size_t i = 0; i < r->value_count; i++) {
			const struct related_value *v = &r->value[i];

			if (!str_eq(v->kind, str_of(kind_row[k].kind)))
				continue;
			buf_z(&b, of_kind++ ? ", " : buf_view(&b).len ? "; " : "");
			buf_z(&b, of_kind == 1 ? kind_row[k].same : "");
			if (str_eq(v->kind, STR("harm_types")))
				harm_in_words(&b, v->value);
			else
				buf_str(&b, v->value);
		}
	}
	s = arena_copy(a, buf_view(&b));
	buf_free(&b);
	return s;
}

bool links_load(struct links *out, struct call *c, struct str event)
{
	struct err err;

	if (store_related(&out->related, &out->related_count, c->store, c->arena, event, &err) &&
	    store_references(&out->reference, &out->reference_count, c->store, c->arena, event,
			     &err))
		return true;
	call_error(c, &err);
	return false;
}

/* Where the other archive shows it. */
static struct str archive_address(struct arena *a, const struct reference_row *r)
{
	if (str_eq(r->archive, STR("AIID")))
		return arena_fmt(a, "https://incidentdatabase.ai/cite/%.*s", STR_ARG(r->id));
	return arena_fmt(a, "https://oecd.ai/en/incidents/%.*s", STR_ARG(r->id));
}

/* -- JSON ----------------------------------------------------------------------------- */

static void related_json(struct emit *e, struct call *c, const struct related_row *r)
{
	emit_object(e);
	emit_pair(e, "id", r->id);
	emit_pair(e, "title", r->title);
	emit_pair(e, "label", r->label);
	emit_pair_or_null(e, "first_date", date_known_day(c->arena, r->first_ms));
	emit_pair_int(e, "articles", r->article_count);
	emit_pair(e, "reason", reason_of(c->arena, r));
	emit_key(e, "shared");
	emit_array(e);
	for (size_t i = 0; i < r->value_count; i++) {
		emit_object(e);
		emit_pair(e, "kind", r->value[i].kind);
		emit_pair(e, "value", r->value[i].value);
		emit_pair_int(e, "events", r->value[i].events);
		emit_end(e);
	}
	emit_end(e);
	emit_pair(e, "url", call_event_path(c->arena, r->id));
	emit_end(e);
}

void links_archives_json(struct emit *e, struct call *c, const struct links *l)
{
	emit_key(e, "references");
	emit_array(e);
	for (size_t i = 0; i < l->reference_count; i++) {
		const struct reference_row *r = &l->reference[i];

		emit_object(e);
		emit_pair(e, "archive", r->archive);
		emit_pair(e, "id", r->id);
		emit_pair(e, "url", archive_address(c->arena, r));
		emit_pair_int(e, "articles", r->articles);
		emit_end(e);
	}
	emit_end(e);
}

void links_json(struct emit *e, struct call *c, const struct links *l)
{
	emit_key(e, "related");
	emit_array(e);
	for (size_t i = 0; i < l->related_count; i++)
		related_json(e, c, &l->related[i]);
	emit_end(e);
	links_archives_json(e, c, l);
}

/* -- the page ------------------------------------------------------------------------- */

static void related_item(struct html *h, struct call *c, const struct related_row *r)
{
	html_open(h, "li");
	html_enter(h, "p", "card-top");
	page_label(h, r->label);
	html_z(h, " ");
	html_enter(h, "span", "byline");
	page_time(h, c->arena, r->first_ms);
	html_end(h);
	html_end(h);
	html_open(h, "h3");
	html_attr_z(h, "dir", "auto");
	html_link(h, NULL, call_event_path(c->arena, r->id), r->title);
	html_end(h);
	html_element(h, "p", "reason", reason_of(c->arena, r));
	html_end(h);
}

void links_section(struct html *h, struct call *c, const struct links *l)
{
	if (l->related_count == 0)
		return;
	page_section(h, "related", STR("Related events"));
	html_open(h, "ul");
	for (size_t i = 0; i < l->related_count; i++)
		related_item(h, c, &l->related[i]);
	html_end(h);
	html_end(h);
}

void links_archives(struct html *h, struct call *c, const struct links *l)
{
	if (l->reference_count == 0)
		return;
	page_section(h, "archives", STR("In other archives"));
	html_enter(h, "ul", "plain");
	for (size_t i = 0; i < l->reference_count; i++) {
		const struct reference_row *r = &l->reference[i];

		html_open(h, "li");
		html_link(h, NULL, archive_address(c->arena, r),
			  arena_fmt(c->arena, "%.*s %.*s", STR_ARG(r->archive), STR_ARG(r->id)));
		html_z(h, " ");
		html_element(h, "span", "muted",
			     arena_fmt(c->arena, "%.*s in common",
				       STR_ARG(page_plural(c->arena, r->articles, "article",
							   "articles"))));
		html_end(h);
	}
	html_end(h);
	html_end(h);
}
