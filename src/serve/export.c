/* serve/export.c -- which form goes where.
 *
 * Forms of one event (shape.h) and training lines make one file; jsonl and csv make several,
 * so on standard output jsonl wraps each row in {"table","row"} between a first and a last
 * line, without which an import refuses it, and csv gives the table of events. A file is
 * written as FILE.part beside itself and renamed. */
#include "serve/export.h"

#include <stdio.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "serve/docs.h"
#include "serve/dump.h"
#include "serve/export_parts.h"
#include "serve/shape.h"
#include "store/review.h"
#include "store/dump.h"

const char export_formats[] = "--format jsonl, csv, aim, oecd29, aiid, art73, training or warc";
static const char *const table_format[] = {"jsonl", "csv", "training", "warc",
					   NULL}; /* beside shapes */

/* -- every table ---------------------------------------------------------------------- */

static bool put_row(struct str json, void *payload, struct err *err)
{
	return sink_row(payload, json, err);
}

static void column(struct str name, struct str type, void *payload)
{
	buf_fmt(payload, "| %.*s | %.*s |\n", STR_ARG(name), STR_ARG(type));
}

/* docs/EXPORTS.md, and the columns as the store has them. */
static bool schema_of(struct buf *b, struct store *s, const struct store_wanted *w, struct err *err)
{
	bool there;

	buf_str(b, docs_exports());
	buf_fmt(b, "\n## Tables of schema %lld\n", (long long)store_schema());
	for (const struct store_table *t = store_table; t->name; t++) {
		if (!store_dumps(&there, s, t, w, err))
			return false;
		if (!there)
			continue;
		buf_fmt(b, "\n### %s\n%s. In the order of %s.\n\n| column | type |\n|---|---|\n",
			t->name, t->what, t->order);
		if (!store_columns(s, t, column, b, err))
			return false;
	}
	return true;
}

static bool tables_into(struct dump *d, struct store *s, const struct store_wanted *wanted,
			struct err *err)
{
	for (const struct store_table *t = store_table; t->name; t++) {
		struct sink *k;
		char name[80];
		bool there;

		if (!store_dumps(&there, s, t, wanted, err))
			return false;
		if (!there)
			continue;
		snprintf(name, sizeof name, "%s.jsonl", t->name);
		if (!dump_add(&k, d, name, t->what, err) ||
		    !store_dump(s, t, wanted->texts, put_row, k, err) || !dump_close(d, k, err))
			return false;
	}
	return true;
}

struct stream {
	struct sink *sink;
	const char *table;
	struct buf line;
	int64_t rows;
};

static bool put_wrapped(struct str json, void *payload, struct err *err)
{
	struct stream *w = payload;

	buf_clear(&w->line);
	buf_fmt(&w->line, "{\"table\":\"%s\",\"row\":", w->table);
	buf_str(&w->line, json);
	buf_char(&w->line, '}');
	w->rows++;
	return sink_row(w->sink, buf_view(&w->line), err);
}

static bool tables_stream(struct sink *k, struct store *s, const struct store_wanted *wanted,
			  struct err *err)
{
	struct stream w = {.sink = k};
	bool ok = true, there;

	buf_init(&w.line, LIMIT_RESPONSE);
	buf_fmt(&w.line, "{\"dump\":\"jsonl\",\"schema\":%lld,\"texts\":%s}",
		(long long)store_schema(), wanted->texts ? "true" : "false");
	ok = sink_line(k, buf_view(&w.line), err);
	for (const struct store_table *t = store_table; ok && t->name; t++) {
		w.table = t->name;
		ok = store_dumps(&there, s, t, wanted, err) &&
		     (!there || store_dump(s, t, wanted->texts, put_wrapped, &w, err));
	}
	buf_clear(&w.line);
	buf_fmt(&w.line, "{\"end\":\"jsonl\",\"rows\":%lld}", (long long)w.rows);
	ok = ok && sink_line(k, buf_view(&w.line), err);
	buf_free(&w.line);
	return ok;
}

/* -- events, one by one --------------------------------------------------------------- */

bool export_each(struct store *s, const struct event_query *filter, export_event_fn *fn,
		 void *payload, struct err *err)
{
	struct event_query q = *filter;
	struct arena *page_arena = arena_new(), *arena = arena_new();
	struct buf token;
	bool ok = true;

	buf_init(&token, LIMIT_FIELD);
	q.sort = STR("oldest");
	q.limit = LIMIT_PAGE_ROWS;
	do {
		struct event_page page = {0};

		q.cursor = buf_view(&token);
		ok = store_events(&page, s, page_arena, &q, err);
		for (size_t i = 0; ok && i < page.count; i++) {
			ok = fn(&page.row[i], s, arena, payload, err);
			arena_reset(arena);
		}
		buf_clear(&token);
		buf_str(&token, page.next);
		arena_reset(page_arena);
	} while (ok && token.len);
	buf_free(&token);
	arena_free(page_arena);
	arena_free(arena);
	return ok;
}

struct shaping {
	const struct shape *shape;
	struct sink *sink;
	struct buf line;
};

static bool put_shape(const struct event_row *row, struct store *s, struct arena *arena,
		      void *payload, struct err *err)
{
	struct shaping *w = payload;
	struct shape_source source;
	struct emit e;

	if (!shape_load(&source, s, arena, row->id, err))
		return false;
	buf_clear(&w->line);
	emit_open(&e, &w->line);
	if (!w->shape->write(&e, arena, &source, err))
		return false;
	if (!buf_ok(&w->line))
		return err_set(err, ERR_LIMIT, "event %.*s has over %d bytes", STR_ARG(row->id),
			       LIMIT_RESPONSE);
	return sink_row(w->sink, buf_view(&w->line), err);
}

static bool shapes_into(struct sink *k, struct store *s, const struct export_options *o,
			struct err *err)
{
	struct shaping w = {.shape = shape_named(o->format), .sink = k};
	bool ok;

	buf_init(&w.line, LIMIT_RESPONSE);
	ok = export_each(s, &o->filter, put_shape, &w, err);
	buf_free(&w.line);
	return ok;
}

/* -- what people labelled ----------------------------------------------------------------- */

struct lines {
	struct sink *sink;
	struct buf line;
	struct err *err;
	bool ok;
};

static bool put_training(const struct training_row *row, void *payload)
{
	struct lines *w = payload;

	buf_clear(&w->line);
	store_training_json(&w->line, row);
	w->ok = sink_row(w->sink, buf_view(&w->line), w->err);
	return w->ok;
}

static bool training_into(struct sink *k, struct store *s, struct err *err)
{
	struct lines w = {.sink = k, .err = err, .ok = true};
	bool ok;

	buf_init(&w.line, LIMIT_LINE);
	ok = store_training_each(s, put_training, &w, err) && w.ok;
	buf_free(&w.line);
	return ok;
}

/* -- where to ------------------------------------------------------------------------- */

static bool is_file(struct str out)
{
	static const char *const ending[] = {".jsonl", ".json", ".csv",
					     ".zst",   ".warc", ".warc.gz"};

	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (str_ends(out, str_of(ending[i])))
			return true;
	return false;
}

static struct store_wanted wanted_of(const struct export_options *o)
{
	return (struct store_wanted){.texts = o->texts, .pictures = o->texts && o->pictures};
}

static bool into_sink(struct sink *k, struct store *s, const struct export_options *o,
		      struct err *err)
{
	struct store_wanted wanted = wanted_of(o);

	if (str_eq(o->format, STR("jsonl")))
		return tables_stream(k, s, &wanted, err);
	if (str_eq(o->format, STR("csv")))
		return export_csv_events(k, s, &o->filter, err);
	if (str_eq(o->format, STR("training")))
		return training_into(k, s, err);
	if (str_eq(o->format, STR("warc")))
		return export_warc(k, s, o, err);
	return shapes_into(k, s, o, err);
}

static bool into_dump(struct dump *d, struct store *s, const struct export_options *o,
		      struct err *err)
{
	struct store_wanted wanted = wanted_of(o);
	struct sink *k;
	char name[40];

	if (str_eq(o->format, STR("jsonl")))
		return tables_into(d, s, &wanted, err);
	if (str_eq(o->format, STR("csv")))
		return export_csv(d, s, &o->filter, err);
	snprintf(name, sizeof name, "%.*s.jsonl", STR_ARG(o->format));
	return dump_add(&k, d, name,
			str_eq(o->format, STR("training"))
				? "an article that people labelled a line, as `tocsin train` takes "
				  "it"
				: "an event a line; SCHEMA.md says what each field is made of",
			err) &&
	       into_sink(k, s, o, err);
}

static bool to_file(struct str *path, struct store *s, struct arena *arena,
		    const struct export_options *o, struct err *err)
{
	const char *part = arena_fmt(arena, "%s.part", o->out).at;
	struct sink *k;

	if (!sink_open(&k, part, err))
		return false;
	if (!into_sink(k, s, o, err)) {
		sink_drop(k);
		io_remove(part);
		return false;
	}
	if (!sink_close(NULL, k, err) || !io_settle(NULL, part, o->out, err)) {
		io_remove(part);
		return false;
	}
	*path = str_of(o->out);
	return true;
}

static bool to_stdout(struct store *s, const struct export_options *o, struct err *err)
{
	struct sink *k;

	if (!sink_open(&k, "-", err))
		return false;
	if (into_sink(k, s, o, err))
		return sink_close(NULL, k, err);
	sink_drop(k);
	return false;
}

static bool to_folder(struct str *path, struct store *s, struct arena *arena,
		      const struct export_options *o, struct err *err)
{
	struct dump_about about = {.format = arena_z(arena, o->format),
				   .now_ms = o->now_ms,
				   .schema = store_schema(),
				   .version = store_version(s),
				   .texts = o->texts && str_eq(o->format, STR("jsonl"))};
	struct store_wanted wanted = {.texts = about.texts, .pictures = about.texts && o->pictures};
	struct dump *d = NULL;
	struct buf docs;
	bool ok;

	buf_init(&docs, MIB(1));
	ok = schema_of(&docs, s, &wanted, err);
	about.docs = buf_view(&docs);
	ok = ok && dump_begin(&d, o->out, &about, err);
	buf_free(&docs);
	if (!ok)
		return false;
	if (into_dump(d, s, o, err))
		return dump_end(path, d, arena, err);
	dump_drop(d);
	return false;
}

bool export_run(struct str *path, struct store *s, struct arena *arena,
		const struct export_options *o, struct err *err)
{
	struct str out = str_of(o->out);
	struct err ignored;
	bool ok;

	*path = STR("");
	if (str_eq(o->format, STR("warc")) && out.len && !str_eq(out, STR("-")) && !is_file(out))
		return err_set(err, ERR_CONFIG, "a web archive is one file: --out NAME.warc.gz");
	if (!shape_named(o->format) && !str_is_one_of(o->format, table_format))
		return err_set(err, ERR_CONFIG, "no such form; give %s", export_formats);
	if (!store_begin(s, err))
		return false;
	if (out.len == 0 || str_eq(out, STR("-")))
		ok = to_stdout(s, o, err);
	else if (is_file(out))
		ok = to_file(path, s, arena, o, err);
	else
		ok = to_folder(path, s, arena, o, err);
	return store_end(s, ok ? err : &ignored) && ok;
}
