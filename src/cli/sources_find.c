/* cli/sources_find.c -- a page is fetched like any other, with all that polite.h refuses;
 * what it names is tried in its order, since the first is nearly always the news. */
#include "cli/sources_find.h"

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "ingest/discover.h"
#include "ingest/polite.h"

#define TRIED 5 /* of what a page names, until one is a feed */

struct found { /* what stands at an address */
	struct discovery feeds;
	struct str url, type, title; /* of itself, where it is one */
	bool is_feed;
};

static bool is_address(struct str text)
{
	return str_starts(text, STR("http://")) || str_starts(text, STR("https://"));
}

static bool look(struct found *out, struct arena *a, struct str bytes, struct str type,
		 struct str url, struct err *err)
{
	*out = (struct found){.url = arena_copy(a, url), .type = arena_copy(a, type)};
	out->is_feed = discover_is_feed(&out->title, a, bytes, type, url);
	return out->is_feed || discover_feeds(&out->feeds, a, bytes, type, out->url, err);
}

static bool look_at_file(struct found *out, struct arena *a, const char *path, struct err *err)
{
	struct buf bytes;
	bool ok;

	buf_init(&bytes, LIMIT_FETCH_FEED);
	ok = io_read(&bytes, path, err) && look(out, a, buf_view(&bytes), STR(""), STR(""), err);
	if (!ok)
		err_at(err, path);
	if (out->is_feed)
		out->url = str_of(path);
	buf_free(&bytes);
	return ok;
}

static bool look_at_address(struct found *out, struct arena *a, struct polite *p, struct str url,
			    struct err *err)
{
	struct polite_answer answer;

	polite_start(p, &(struct polite_request){.url = url, .max_bytes = LIMIT_FETCH_FEED});
	while (!polite_next(&answer, p, 1000))
		;
	if (answer.outcome != FETCH_OK_OUTCOME)
		return err_set(err, ERR_INPUT, "%.*s: %s: %.*s", STR_ARG(url),
			       fetch_outcome_name(answer.outcome),
			       STR_ARG(answer.detail.len
					       ? answer.detail
					       : str_of(fetch_outcome_text(answer.outcome))));
	if (look(out, a, answer.body, answer.type, answer.url, err))
		return true;
	err_at(err, arena_z(a, url));
	return false;
}

static bool open_polite(struct polite **out, const struct options *o, struct err *err)
{
	struct polite_options p;

	return common_polite(&p, o, err) && polite_open(out, &p, err);
}

/* -- discover ----------------------------------------------------------------------------- */

static void print_one(struct buf *b, struct str url, struct str type, struct str title,
		      const char *by)
{
	struct emit e;

	emit_open(&e, b);
	emit_object(&e);
	emit_pair(&e, "url", url);
	emit_pair(&e, "type", type);
	emit_pair(&e, "title", title);
	emit_pair(&e, "found", str_of(by));
	emit_end(&e);
	buf_char(b, '\n');
}

static bool print_found(struct buf *b, const struct found *f, const char *where, struct err *err)
{
	if (f->is_feed)
		print_one(b, f->url, f->type, f->title, "itself");
	for (size_t i = 0; i < f->feeds.count; i++) {
		const struct discovered *d = &f->feeds.at[i];

		print_one(b, d->url, d->type, d->title, d->declared ? "declared" : "linked");
	}
	return f->is_feed || f->feeds.count ||
	       err_set(err, ERR_MISSING, "%s: the page names no feed", where);
}

bool sources_find_print(struct arena *a, const struct options *o, struct err *err)
{
	struct found *f = ARENA_NEW(a, struct found);
	struct polite *p;
	bool ok = true;
	struct buf out;

	if (!open_polite(&p, o, err))
		return false;
	buf_init(&out, LIMIT_FILE);
	for (int i = 1; ok && i < o->operand_count; i++) {
		const char *where = o->operand[i];

		ok = (is_address(str_of(where)) ? look_at_address(f, a, p, str_of(where), err)
						: look_at_file(f, a, where, err)) &&
		     print_found(&out, f, where, err);
	}
	polite_close(p);
	if (out.len) {
		struct err unprinted;

		if ((!io_print(buf_view(&out), &unprinted) || !io_print_end(&unprinted)) && ok) {
			*err = unprinted;
			ok = false;
		}
	}
	buf_free(&out);
	return ok;
}

/* -- add ---------------------------------------------------------------------------------- */

/* Its title, unless another source has that name; then its address. */
static bool name_of(struct str *name, bool *there, struct store *s, struct arena *a,
		    const struct found *f, struct err *err)
{
	const struct watched *row;
	size_t count;

	*there = false;
	*name = f->title.len ? f->title : f->url;
	if (!store_watched(&row, &count, s, a, err))
		return false;
	for (size_t i = 0; i < count && !*there; i++) {
		if (str_eq(row[i].name, *name))
			*name = f->url;
		*there = str_eq(row[i].given, f->url) || str_eq(row[i].url, f->url);
		if (*there)
			*name = row[i].name;
	}
	return true;
}

static bool add_feed(struct store *s, struct arena *a, const struct found *f, struct err *err)
{
	struct watched w = {.given = f->url, .lang = STR("-"), .kind = STR("feed")};
	bool there;

	if (f->url.len > LIMIT_SOURCE_NAME)
		return err_set(err, ERR_LIMIT, "%.*s: the address has %zu bytes, %d are the most",
			       STR_ARG(f->url), f->url.len, LIMIT_SOURCE_NAME);
	if (!name_of(&w.name, &there, s, a, f, err))
		return false;
	if (there) {
		log_info("%.*s is watched already, as %.*s", STR_ARG(f->url), STR_ARG(w.name));
		return true;
	}
	if (!store_watch_add(s, &w, err))
		return false;
	log_info("added %.*s: %.*s", STR_ARG(w.name), STR_ARG(f->url));
	return true;
}

/* The first of what the page names that is a feed; false: none is. */
static bool first_feed(struct found *out, struct arena *a, struct polite *p,
		       const struct found *page, const char *where, struct err *err)
{
	const struct discovery *d = &page->feeds;
	size_t at = 0;

	for (; at < d->count && at < TRIED; at++) {
		struct err why;

		if (!look_at_address(out, a, p, d->at[at].url, &why))
			log_warning("%s", why.text);
		else if (out->is_feed)
			break;
	}
	if (at == d->count || at == TRIED)
		return err_set(err, ERR_MISSING, "%s: %s", where,
			       d->count ? "nothing that the page names is a feed"
					: "neither a feed nor a page that names one");
	if (d->at[at].title.len)
		out->title = d->at[at].title;
	for (size_t i = 0; i < d->count; i++)
		if (i != at)
			log_info("%s also names %.*s %.*s", where, STR_ARG(d->at[i].url),
				 STR_ARG(d->at[i].title));
	return true;
}

bool sources_find_add(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	struct found *page = ARENA_NEW(a, struct found), *feed = ARENA_NEW(a, struct found);
	struct polite *p;
	bool ok = true;

	if (!open_polite(&p, o, err))
		return false;
	for (int i = 1; ok && i < o->operand_count; i++) {
		const char *where = o->operand[i];

		ok = look_at_address(page, a, p, str_of(where), err) &&
		     (page->is_feed || first_feed(feed, a, p, page, where, err)) &&
		     add_feed(s, a, page->is_feed ? page : feed, err);
	}
	polite_close(p);
	return ok;
}
