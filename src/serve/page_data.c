/* serve/page_data.c -- /data: the dumps of --dumps FOLDER, and what else there is to take.
 *
 * A dump is offered when its manifest says that it holds no article's own words: those belong
 * to their publishers. One in the making has a name that begins with a dot and is not seen.
 * Names come from the folder and its manifests, and go through the same check whether a page
 * shows them or a client asks for them, so no address leads out of the folder. */
#include "base/ascii.h"
#include "base/io.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"
#include "serve/docs.h"
#include "serve/page.h"
#include "serve/route.h"

#define DUMPS_MOST 200 /* on the page, newest first */
#define PIECE KIB(64)

struct shelf {
	struct arena *arena;
	struct str name[DUMPS_MOST];
	size_t len;
};

static bool is_name(struct str s)
{
	if (s.len == 0 || s.len > 100 || s.at[0] == '.')
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_alnum(s.at[i]) && !strchr(".-_", s.at[i]))
			return false;
	return true;
}

/* FOLDER/tocsin-csv-2026-06-16/manifest.json */
static bool found(const char *path, const struct err *trouble, void *payload)
{
	struct shelf *s = payload;
	struct str folder = str_of(path), name;

	if (trouble || !str_ends(folder, STR("/manifest.json")))
		return true;
	folder = str_cut(folder, 0, str_rchr(folder, '/'));
	name = str_cut(folder, str_rchr(folder, '/') + 1, folder.len);
	if (is_name(name) && s->len < DUMPS_MOST)
		s->name[s->len++] = arena_copy(s->arena, name);
	return true;
}

/* NULL: not there, not readable, or not to be given away. */
static struct json *manifest_of(struct call *c, struct str dump)
{
	struct json *m = NULL;
	struct err ignored;
	struct buf b;

	if (!c->options->dumps || !is_name(dump))
		return NULL;
	buf_init(&b, MIB(1));
	if (!io_read(&b,
		     arena_fmt(c->arena, "%s/%.*s/manifest.json", c->options->dumps, STR_ARG(dump))
			     .at,
		     &ignored) ||
	    !json_parse(&m, buf_view(&b), &ignored))
		m = NULL;
	buf_free(&b);
	if (m && (json_bool(json_get(m, "texts"), true) || !json_len(json_get(m, "files")))) {
		json_free(m);
		m = NULL;
	}
	return m;
}

/* -- the page --------------------------------------------------------------------------- */

static void cell_link(struct html *h, struct call *c, struct str dump, struct str file)
{
	html_open(h, "td");
	html_link(h, NULL, arena_fmt(c->arena, "/data/%.*s/%.*s", STR_ARG(dump), STR_ARG(file)),
		  file);
	html_end(h);
}

static void file_row(struct html *h, struct call *c, struct str dump, const struct json *f)
{
	struct str name = json_get_str(f, "name");

	if (!is_name(name))
		return;
	html_open(h, "tr");
	cell_link(h, c, dump, name);
	html_element(h, "td", NULL, json_get_str(f, "what"));
	html_enter(h, "td", "number");
	html_int(h, json_int(json_get(f, "rows"), 0));
	html_end(h);
	html_enter(h, "td", "number");
	html_int(h, json_int(json_get(f, "bytes"), 0));
	html_end(h);
	html_end(h);
}

static void dump_section(struct html *h, struct call *c, struct str name, const struct json *m)
{
	static const char *const column[] = {"File", "What it holds", "Rows", "Bytes", NULL};
	const struct json *files = json_get(m, "files");

	html_open(h, "details");
	html_element(h, "summary", NULL,
		     arena_fmt(c->arena, "%.*s, %.*s", STR_ARG(json_get_str(m, "date")),
			       STR_ARG(json_get_str(m, "dump"))));
	page_scroll(h, "scroll", name);
	html_open(h, "table");
	page_columns(h, column);
	html_open(h, "tbody");
	for (size_t i = 0; i < json_len(files); i++)
		file_row(h, c, name, json_at(files, i));
	html_end(h);
	html_end(h);
	html_end(h);
	html_enter(h, "p", NULL);
	html_link(h, NULL, arena_fmt(c->arena, "/data/%.*s/SHA256SUMS", STR_ARG(name)),
		  STR("Checksums (SHA-256)"));
	html_z(h, " · ");
	html_link(h, NULL, arena_fmt(c->arena, "/data/%.*s/manifest.json", STR_ARG(name)),
		  STR("Manifest"));
	html_z(h, " · ");
	html_link(h, NULL, arena_fmt(c->arena, "/data/%.*s/SCHEMA.md", STR_ARG(name)),
		  STR("Schema"));
	html_end(h);
	html_end(h);
}

static void dumps(struct html *h, struct call *c)
{
	struct shelf *s = ARENA_NEW(c->arena, struct shelf);
	size_t shown = 0;
	struct err ignored;

	s->arena = c->arena;
	page_section(h, "dumps", STR("Dumps"));
	if (c->options->dumps)
		(void)!io_walk(c->options->dumps, found, s, &ignored);
	for (size_t i = s->len; i-- > 0;) {
		struct json *m = manifest_of(c, s->name[i]);

		if (!m)
			continue;
		dump_section(h, c, s->name[i], m);
		json_free(m);
		shown++;
	}
	if (!shown)
		html_element_z(h, "p", NULL, "This server offers no dumps.");
	html_end(h);
}

static void lists(struct html *h)
{
	static const char *const link[][2] = {
		{"/api/v1/events.csv", "All events as CSV"},
		{"/api/v1/events.jsonl", "All events as JSON Lines"},
		{"/api/v1/stats/events.csv", "Monthly figures as CSV"},
		{"/openapi.json", "Description of the API"}};

	page_section(h, "lists", STR("Lists"));
	html_element_z(h, "p", NULL,
		       "Every filter of the list of events works here, too: add its parameters to "
		       "the address, as in /api/v1/events.csv?label=incident&from=2025.");
	html_open(h, "ul");
	for (size_t i = 0; i < sizeof link / sizeof *link; i++) {
		html_open(h, "li");
		html_link(h, NULL, str_of(link[i][0]), str_of(link[i][1]));
		html_end(h);
	}
	html_end(h);
	html_element_z(h, "p", NULL,
		       "In CSV, a text that a spreadsheet would take for a formula has an "
		       "apostrophe before it.");
	html_end(h);
}

static void terms(struct html *h)
{
	page_section(h, "terms", STR("Terms"));
	html_element_z(
		h, "p", NULL,
		"Titles and quotes belong to their publishers; articles are not republished. "
		"What the machine adds (labels, tags, grouping, the ledger) comes under the "
		"program's licence, Apache-2.0. It describes reports and accuses nobody, and "
		"it errs: the error rates are on the page about the method.");
	html_enter(h, "p", NULL);
	html_link(h, NULL, STR("/data/EXPORTS.md"), STR("What each field is made of"));
	html_end(h);
	html_end(h);
}

void page_data(struct call *c)
{
	struct page_head head = {.title = STR("Data - Tocsin"),
				 .description = STR("Dumps and lists of events to download."),
				 .path = STR("/data"),
				 .here = "/data"};
	struct html h;

	page_begin(&h, c, &head);
	html_element_z(&h, "h1", NULL, "Data");
	dumps(&h, c);
	lists(&h);
	terms(&h);
	page_end(&h, c);
}

/* -- a file ----------------------------------------------------------------------------- */

struct download {
	struct stream stream;
	struct io_file *file;
	int64_t at;
};

static bool next(struct buf *out, struct stream *s, struct store *store, struct err *err)
{
	struct download *d = (struct download *)s;
	char *to = buf_space(out, PIECE);
	size_t len = 0;

	(void)store;
	if (!to || !io_file_read(to, PIECE, &len, d->file, d->at, err))
		return to ? false : err_set(err, ERR_LIMIT, "no room");
	buf_made(out, len);
	d->at += (int64_t)len;
	return true;
}

static void drop(struct stream *s)
{
	struct download *d = (struct download *)s;

	io_file_close(d->file);
	memory_free(d);
}

/* One that the manifest names, or that stands beside it. */
static bool is_of(const struct json *m, struct str file)
{
	static const char *const papers[] = {"manifest.json", "SHA256SUMS", "SCHEMA.md", NULL};
	const struct json *files = json_get(m, "files");

	if (str_is_one_of(file, papers))
		return true;
	for (size_t i = 0; is_name(file) && i < json_len(files); i++)
		if (str_eq(json_get_str(json_at(files, i), "name"), file))
			return true;
	return false;
}

static void give(struct call *c, struct str dump, struct str file)
{
	struct download *d = memory_zalloc(sizeof *d);
	struct err err;

	if (!io_file_open(&d->file,
			  arena_fmt(c->arena, "%s/%.*s/%.*s", c->options->dumps, STR_ARG(dump),
				    STR_ARG(file))
				  .at,
			  &err)) {
		memory_free(d);
		call_problem(c, 404, NULL, "the file is not there any more");
		return;
	}
	d->stream = (struct stream){.size = io_file_size(d->file), .next = next, .free = drop};
	call_type(c, str_ends(file, STR(".zst"))    ? "application/zstd"
		     : str_ends(file, STR(".json")) ? "application/json"
						    : "text/plain; charset=utf-8");
	c->out->stream = &d->stream;
}

void page_data_file(struct call *c)
{
	size_t slash = str_chr(c->id, '/');
	struct str dump = str_cut(c->id, 0, slash == STR_NPOS ? 0 : slash);
	struct str file = str_cut(c->id, slash == STR_NPOS ? 0 : slash + 1, c->id.len);
	struct json *m;

	if (slash == STR_NPOS && str_eq(file, STR("EXPORTS.md"))) {
		call_type(c, "text/plain; charset=utf-8");
		c->out->fixed = docs_exports();
		return;
	}
	m = manifest_of(c, dump);
	if (m && is_of(m, file))
		give(c, dump, file);
	else
		call_problem(c, 404, NULL, "there is no such file; /data lists them");
	json_free(m);
}
