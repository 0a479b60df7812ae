/* serve/export_csv.c -- tables for people with spreadsheets.
 *
 * Every text is quoted, and one that a spreadsheet would take for a formula has an apostrophe
 * before it (csv.h): what strangers wrote is never run. So CSV is for reading; what is to be
 * read back is jsonl. Values of a facet stand in one field, "; " between them. */
#include "base/json.h"
#include "base/limits.h"
#include "serve/csv.h"
#include "serve/export_parts.h"
#include "serve/filter.h"
#include "text/date.h"

const char export_csv_head[] =
	"id,title,summary,label,probability,severity,country,first_date,last_date,articles,"
	"publishers,principles,industries,stakeholders,harm_types,business_function,ai_task,"
	"autonomy,ai_involvement,realised,other_facets";

static const char *const facet_column[] = {
	"principles",        "industries", "stakeholders", "harm_types",
	"business_function", "ai_task",    "autonomy",     NULL};

static void field(struct buf *b, struct str text)
{
	buf_char(b, ',');
	csv_field(b, text);
}

static void facets(struct buf *b, const struct json *root)
{
	struct buf joined;

	buf_init(&joined, LIMIT_RESPONSE);
	for (int i = 0; facet_column[i]; i++) {
		const struct json *list = json_get(root, facet_column[i]);

		buf_clear(&joined);
		for (size_t n = 0; n < json_len(list); n++) {
			buf_z(&joined, n ? "; " : "");
			buf_str(&joined, json_str(json_at(list, n)));
		}
		field(b, buf_view(&joined));
	}
	buf_free(&joined);
}

/* Those of packs that have others: "way_in: credentials; ..." */
static void other_facets(struct buf *b, const struct json *root)
{
	struct buf joined;

	buf_init(&joined, LIMIT_RESPONSE);
	for (size_t i = 0; json_is_object(root) && i < json_len(root); i++) {
		const struct json *list;
		struct str name = json_key(&list, root, i);

		for (size_t n = 0; !str_is_one_of(name, facet_column) && n < json_len(list); n++) {
			buf_z(&joined, joined.len ? "; " : "");
			buf_fmt(&joined, "%.*s: ", STR_ARG(name));
			buf_str(&joined, json_str(json_at(list, n)));
		}
	}
	field(b, buf_view(&joined));
	buf_free(&joined);
}

void export_csv_event(struct buf *b, struct arena *arena, const struct event_row *r)
{
	struct json *root = NULL;
	struct err ignored;

	if (!json_parse(&root, r->facets, &ignored))
		root = NULL;
	csv_field(b, r->id);
	field(b, r->title);
	field(b, r->summary);
	field(b, r->label);
	buf_fmt(b, ",%.4f", r->probability);
	field(b, r->severity);
	field(b, r->country);
	field(b, date_known_day(arena, r->first_ms));
	field(b, date_known_day(arena, r->last_ms));
	buf_fmt(b, ",%lld,%lld", (long long)r->article_count, (long long)r->publisher_count);
	facets(b, root);
	field(b, r->involvement);
	field(b, r->realised);
	other_facets(b, root);
	json_free(root);
	buf_char(b, '\r');
}

struct tables {
	struct sink *events, *articles, *history, *references;
	struct buf line;
};

static bool put(struct sink *k, struct buf *line, struct err *err)
{
	if (!buf_ok(line))
		return err_set(err, ERR_LIMIT, "a row has over %d bytes", LIMIT_RESPONSE);
	return sink_row(k, buf_view(line), err);
}

static bool put_event(const struct event_row *r, struct store *s, struct arena *arena,
		      void *payload, struct err *err)
{
	struct tables *t = payload;

	(void)s;
	buf_clear(&t->line);
	export_csv_event(&t->line, arena, r);
	return put(t->events, &t->line, err);
}

static bool put_articles(struct tables *t, struct arena *arena, const struct event_detail *d,
			 struct err *err)
{
	struct buf *b = &t->line;

	for (size_t i = 0; i < d->article_count; i++) {
		const struct article_row *a = &d->article[i];

		buf_clear(b);
		csv_field(b, a->id);
		field(b, d->row.id);
		field(b, a->title);
		field(b, a->url);
		field(b, a->publisher);
		field(b, a->author);
		field(b, date_known_day(arena, a->date_ms));
		field(b, a->lang);
		field(b, a->label);
		field(b, a->how);
		buf_fmt(b, ",%.4f", a->similarity);
		field(b, a->source);
		buf_char(b, '\r');
		if (!put(t->articles, b, err))
			return false;
	}
	return true;
}

static bool put_history(struct tables *t, struct arena *arena, const struct event_detail *d,
			struct err *err)
{
	struct buf *b = &t->line;

	for (size_t i = 0; i < d->history_count; i++) {
		const struct history_row *h = &d->history[i];

		buf_clear(b);
		csv_field(b, d->row.id);
		field(b, date_iso(arena, h->at_ms));
		field(b, h->what);
		field(b, h->who);
		field(b, h->detail);
		buf_char(b, '\r');
		if (!put(t->history, b, err))
			return false;
	}
	return true;
}

static bool put_references(struct tables *t, struct store *s, struct arena *arena, struct str id,
			   struct err *err)
{
	const struct reference_row *r;
	struct buf *b = &t->line;
	size_t count;

	if (!store_references(&r, &count, s, arena, id, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		buf_clear(b);
		csv_field(b, id);
		field(b, r[i].archive);
		field(b, r[i].id);
		buf_fmt(b, ",%lld\r", (long long)r[i].articles);
		if (!put(t->references, b, err))
			return false;
	}
	return true;
}

static bool put_all(const struct event_row *r, struct store *s, struct arena *arena, void *payload,
		    struct err *err)
{
	struct event_detail d;

	return put_event(r, s, arena, payload, err) && store_event(&d, s, arena, r->id, err) &&
	       put_articles(payload, arena, &d, err) && put_history(payload, arena, &d, err) &&
	       put_references(payload, s, arena, r->id, err);
}

static bool head(struct sink *k, const char *names, struct err *err)
{
	struct buf b;
	bool ok;

	buf_init(&b, KIB(4));
	buf_z(&b, names);
	buf_char(&b, '\r');
	ok = sink_line(k, buf_view(&b), err);
	buf_free(&b);
	return ok;
}

static bool files(struct tables *t, struct dump *d, struct err *err)
{
	return dump_add(&t->events, d, "events.csv", "an event a row", err) &&
	       dump_add(&t->articles, d, "articles.csv",
			"an article of an event a row, without its text", err) &&
	       dump_add(&t->history, d, "history.csv", "what became of each event", err) &&
	       dump_add(&t->references, d, "references.csv",
			"incidents of other archives that are the same event", err) &&
	       head(t->events, export_csv_head, err) &&
	       head(t->articles,
		    "id,event,title,url,publisher,author,date,lang,label,how,similarity,source",
		    err) &&
	       head(t->history, "event,at,what,who,detail", err) &&
	       head(t->references, "event,archive,id,articles", err);
}

bool export_csv(struct dump *d, struct store *s, const struct event_query *filter, struct err *err)
{
	struct tables t = {0};
	bool ok;

	buf_init(&t.line, LIMIT_RESPONSE);
	ok = files(&t, d, err) && export_each(s, filter, put_all, &t, err);
	buf_free(&t.line);
	return ok;
}

bool export_csv_events(struct sink *k, struct store *s, const struct event_query *filter,
		       struct err *err)
{
	struct tables t = {.events = k};
	bool ok;

	buf_init(&t.line, LIMIT_RESPONSE);
	ok = head(k, export_csv_head, err) && export_each(s, filter, put_event, &t, err);
	buf_free(&t.line);
	return ok;
}
