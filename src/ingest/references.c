/* ingest/references.c -- incidents, addresses and report numbers are numbered by three maps;
 * a citation is a pair of numbers. Sorted by address they are found by bisection. */
#include "ingest/references.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/vec.h"
#include "ingest/csv.h"
#include "text/url.h"

const char *const references_archive[ARCHIVE_COUNT] = {"AIID", "AIM"};

struct pair {
	uint32_t from, to;
};

struct references {
	enum archive archive;
	struct map *incident, *url, *report; /* values are not used: the order of keys is */
	VEC(struct pair) cites;              /* url -> incident */
	VEC(struct pair) has;                /* report -> incident */
	VEC(struct pair) is_at;              /* report -> url */
	VEC(uint32_t) found;
};

struct row { /* one line, whatever its form; lists are JSON or "" */
	struct str id, url, report, list;
	const struct json *articles;
};

struct references *references_new(enum archive archive)
{
	struct references *r = memory_zalloc(sizeof *r);

	r->archive = archive;
	r->incident = map_new();
	r->url = map_new();
	r->report = map_new();
	return r;
}

void references_free(struct references *r)
{
	if (!r)
		return;
	map_free(r->incident);
	map_free(r->url);
	map_free(r->report);
	VEC_FREE(&r->cites);
	VEC_FREE(&r->has);
	VEC_FREE(&r->is_at);
	VEC_FREE(&r->found);
	memory_free(r);
}

size_t references_count(const struct references *r)
{
	return map_count(r->incident);
}

struct str references_id(const struct references *r, size_t incident)
{
	return map_key(r->incident, incident);
}

/* -- what a line says ----------------------------------------------------------------- */

static uint32_t numbered(struct map *m, struct str key)
{
	uint64_t *at = map_put(m, key);

	if (*at == 0)
		*at = map_count(m);
	return (uint32_t)(*at - 1);
}

/* An id becomes part of an address: AIID counts, AIM has "2024-05-06-1a2b". */
static bool is_id(enum archive archive, struct str id)
{
	if (id.len == 0 || id.len > LIMIT_REFERENCE_ID)
		return false;
	for (size_t i = 0; i < id.len; i++)
		if (!ascii_is_digit(id.at[i]) &&
		    (archive == ARCHIVE_AIID || !(ascii_is_letter(id.at[i]) || id.at[i] == '-')))
			return false;
	return true;
}

/* Without its scheme: many pages were cited before they moved to https. */
static struct str key_of(struct arena *a, struct str address)
{
	struct str canonical = url_canonical(a, str_trim(address));
	size_t at = str_find(canonical, STR("://"));

	return at == STR_NPOS ? STR("") : str_cut(canonical, at + 3, canonical.len);
}

static bool cite(struct references *r, struct arena *a, uint32_t incident, struct str address,
		 struct err *err)
{
	struct str key = key_of(a, address);

	if (!key.len)
		return err_set(err, ERR_INPUT, "\"%.*s\" is no web address",
			       (int)(address.len < 80 ? address.len : 80), address.at);
	VEC_PUSH(&r->cites, ((struct pair){numbered(r->url, key), incident}));
	return true;
}

/* The list's items: addresses, objects with "url", or numbers of reports. */
static bool cite_all(struct references *r, struct arena *a, uint32_t incident,
		     const struct json *list, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *item = json_at(list, i);
		struct str number;

		if (!json_is_num(item)) {
			struct str address =
				json_is_str(item) ? json_str(item) : json_get_str(item, "url");

			ok = cite(r, a, incident, address, err) && ok;
			continue;
		}
		number = json_text(a, item);
		VEC_PUSH(&r->has, ((struct pair){numbered(r->report, number), incident}));
	}
	return ok;
}

static bool add_report(struct references *r, struct arena *a, const struct row *row,
		       struct err *err)
{
	struct str key = key_of(a, row->url);

	if (!key.len)
		return err_set(err, ERR_INPUT, "report %.*s has no web address",
			       STR_ARG(row->report));
	VEC_PUSH(&r->is_at,
		 ((struct pair){numbered(r->report, row->report), numbered(r->url, key)}));
	return true;
}

static bool add_list(struct references *r, struct arena *a, uint32_t incident, struct str list,
		     struct err *err)
{
	struct json *json;
	bool ok;

	if (!json_parse(&json, list, err))
		return false;
	ok = json_is_array(json) ? cite_all(r, a, incident, json, err)
				 : err_set(err, ERR_INPUT, "the list of reports is no list");
	json_free(json);
	return ok;
}

/* What of a line is good is taken, also when another part of it is not. */
static bool add(struct references *r, struct arena *a, const struct row *row, struct err *err)
{
	bool ok = true;
	uint32_t incident;

	if (r->cites.len + r->has.len + r->is_at.len > LIMIT_REFERENCES)
		return err_set(err, ERR_LIMIT, "over %d citations", LIMIT_REFERENCES);
	if (row->id.len == 0 && row->report.len)
		return add_report(r, a, row, err);
	if (!is_id(r->archive, row->id))
		return err_set(err, ERR_INPUT, "no id of %s in it", references_archive[r->archive]);
	incident = numbered(r->incident, row->id);
	if (row->url.len)
		ok = cite(r, a, incident, row->url, err);
	if (row->list.len)
		ok = add_list(r, a, incident, row->list, err) && ok;
	return cite_all(r, a, incident, row->articles, err) && ok;
}

/* -- files ---------------------------------------------------------------------------- */

struct reading {
	struct references *r;
	const char *path;
	references_told_fn *told;
	void *payload;
	size_t *refused;
	struct arena *arena;
};

static void refuse(struct reading *f, int64_t line, struct err *err)
{
	err_at(err, arena_z(f->arena, arena_fmt(f->arena, "%s:%lld", f->path, (long long)line)));
	f->told(err, f->payload);
	++*f->refused;
}

static struct str id_name(const struct references *r)
{
	return r->archive == ARCHIVE_AIID ? STR("incident_id") : STR("id");
}

static bool add_object(struct reading *f, struct str line, struct err *err)
{
	bool ok, is_aiid = f->r->archive == ARCHIVE_AIID;
	struct json *o;
	struct row row;

	if (!json_parse(&o, line, err))
		return false;
	row = (struct row){.id = json_text(f->arena, json_get(o, is_aiid ? "incident_id" : "id")),
			   .url = json_get_str(o, "url"),
			   .report = json_text(f->arena, json_get(o, "report_number")),
			   .articles = json_get(o, is_aiid ? "reports" : "articles")};
	ok = add(f->r, f->arena, &row, err);
	json_free(o);
	return ok;
}

static bool read_jsonl(struct reading *f, struct err *err)
{
	struct io_lines *lines;
	enum io_line got;
	struct str line;

	if (!io_lines_open(&lines, f->path, LIMIT_LINE, 0, err))
		return false;
	while ((got = io_lines_next(&line, lines, err)) != IO_LINES_END) {
		if (got == IO_LINES_ERROR)
			break;
		if (got == IO_LINE_TOO_LONG)
			err_set(err, ERR_LIMIT, "the line has over %d bytes", LIMIT_LINE);
		if (got == IO_LINE_TOO_LONG || (str_trim(line).len && !add_object(f, line, err)))
			refuse(f, io_lines_number(lines), err);
		arena_reset(f->arena);
	}
	io_lines_close(lines);
	return got == IO_LINES_END;
}

struct columns { /* CSV_FIELDS: there is none */
	size_t id, url, report, list;
};

static size_t column(const struct str *field, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(str_trim(field[i]), name))
			return i;
	return CSV_FIELDS;
}

static bool header(struct columns *c, const struct references *r, const struct str *field,
		   size_t count, struct err *err)
{
	bool aiid = r->archive == ARCHIVE_AIID;

	c->id = column(field, count, id_name(r));
	c->url = column(field, count, STR("url"));
	c->report = aiid ? column(field, count, STR("report_number")) : CSV_FIELDS;
	c->list = column(field, count, aiid ? STR("reports") : STR("articles"));
	if (c->list < CSV_FIELDS
		    ? c->id < CSV_FIELDS
		    : c->url < CSV_FIELDS && (c->id < CSV_FIELDS || c->report < CSV_FIELDS))
		return true;
	return err_set(err, ERR_INPUT,
		       aiid ? "no columns incident_id and reports, nor url with "
			      "incident_id or report_number"
			    : "no columns id and articles, nor id and url");
}

static struct str at(const struct str *field, size_t count, size_t column)
{
	return column < count ? str_trim(field[column]) : STR("");
}

static bool add_fields(struct reading *f, const struct columns *c, const struct str *field,
		       size_t count, struct err *err)
{
	struct row row = {.id = at(field, count, c->id),
			  .url = at(field, count, c->url),
			  .report = at(field, count, c->report),
			  .list = at(field, count, c->list)};

	return add(f->r, f->arena, &row, err);
}

static bool read_csv(struct reading *f, struct err *err)
{
	struct str field[CSV_FIELDS];
	struct columns c;
	struct csv *csv;
	enum csv_next got;
	size_t count;
	bool ok = false, begun = false;

	if (!csv_open(&csv, f->path, err))
		return false;
	while ((got = csv_next(field, &count, csv, f->arena, err)) != CSV_END) {
		if (got == CSV_BROKEN || (!begun && got != CSV_ROW))
			goto out;
		if (!begun) {
			if (!header(&c, f->r, field, count, err))
				goto out;
			begun = true;
			continue;
		}
		if (got == CSV_REFUSED || !add_fields(f, &c, field, count, err))
			refuse(f, csv_line(csv), err);
		arena_reset(f->arena);
	}
	ok = begun || err_set(err, ERR_INPUT, "nothing is in it");
out:
	if (!ok)
		err_at(err, f->path);
	csv_close(csv);
	return ok;
}

bool references_read(size_t *refused, struct references *r, const char *path,
		     references_told_fn *told, void *payload, struct err *err)
{
	struct reading f = {r, path, told, payload, refused, NULL};
	char first[1];
	size_t len;
	bool ok;

	*refused = 0;
	if (!io_head(first, sizeof first, &len, path, err))
		return false;
	f.arena = arena_new();
	ok = len && first[0] == '{' ? read_jsonl(&f, err) : read_csv(&f, err);
	arena_free(f.arena);
	return ok;
}

/* -- answers -------------------------------------------------------------------------- */

static int by_pair(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->to > y->to) - (x->to < y->to);
}

/* The first of pair[] whose `from` is not below. */
static size_t first_of(const struct pair *pair, size_t len, uint32_t from)
{
	size_t low = 0, high = len;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (pair[middle].from < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void sort(struct pair *pair, size_t len)
{
	if (len)
		qsort(pair, len, sizeof *pair, by_pair);
}

/* Reports' numbers become citations of their addresses. */
void references_settle(struct references *r)
{
	sort(r->is_at.at, r->is_at.len);
	for (size_t i = 0; i < r->has.len; i++)
		for (size_t k = first_of(r->is_at.at, r->is_at.len, r->has.at[i].from);
		     k < r->is_at.len && r->is_at.at[k].from == r->has.at[i].from; k++)
			VEC_PUSH(&r->cites, ((struct pair){r->is_at.at[k].to, r->has.at[i].to}));
	r->has.len = 0;
	sort(r->cites.at, r->cites.len);
}

size_t references_citing(const uint32_t **incident, size_t *url, struct references *r,
			 struct arena *arena, struct str address)
{
	struct str key = key_of(arena, address);
	const uint64_t *number = key.len ? map_get(r->url, key) : NULL;

	r->found.len = 0;
	if (!number)
		return 0;
	*url = (size_t)(*number - 1);
	for (size_t i = first_of(r->cites.at, r->cites.len, (uint32_t)*url);
	     i < r->cites.len && r->cites.at[i].from == *url; i++)
		if (r->found.len == 0 || r->found.at[r->found.len - 1] != r->cites.at[i].to)
			VEC_PUSH(&r->found, r->cites.at[i].to);
	*incident = r->found.at;
	return r->found.len;
}
