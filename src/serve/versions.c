/* serve/versions.c -- loading, and the words for a page's state. */
#include "serve/versions.h"

#include "serve/copies.h"
#include "text/date.h"

bool versions_load(struct versions *out, struct call *c)
{
	struct err err;

	*out = (struct versions){0};
	if (store_article(&out->article, c->store, c->arena, c->id, &err) &&
	    store_versions(&out->row, &out->count, c->store, c->arena, c->id, &err) &&
	    store_look(&out->look, c->store, c->arena, c->id, &err) &&
	    store_locker_removed(&out->removed, c->store, c->id, &err))
		return true;
	call_error(c, &err);
	return false;
}

struct str versions_path(struct arena *a, struct str id, int64_t version)
{
	struct str path = arena_fmt(a, "%.*s/versions", STR_ARG(call_article_path(a, id)));

	return version ? arena_fmt(a, "%.*s?version=%lld", STR_ARG(path), (long long)version)
		       : path;
}

void versions_time(struct html *h, struct arena *a, int64_t ms)
{
	struct str iso = date_iso(a, ms);

	html_open(h, "time");
	html_attr(h, "datetime", iso);
	html_text(h, arena_fmt(a, "%.*s, %.*s UTC", STR_ARG(page_day(a, ms)),
			       STR_ARG(str_cut(iso, 11, 16))));
	html_end(h);
}

void versions_state(struct html *h, struct arena *a, const struct article_row *row)
{
	const char *words = str_eq(row->state, STR("gone"))   ? "gone since"
			    : str_eq(row->state, STR("wall")) ? "behind a wall since"
							      : NULL;

	if (row->versions > 1)
		html_link(h, "changed", versions_path(a, row->id, 0),
			  arena_fmt(a, "changed %s",
				    row->versions == 2
					    ? "since it was read"
					    : arena_fmt(a, "%lld times since it was read",
							(long long)row->versions - 1)
						      .at));
	if (!words)
		return;
	html_enter(h, "span", "unseen");
	html_z(h, words);
	html_z(h, " ");
	page_time(h, a, row->state_ms);
	html_z(h, "; its quotes are as of ");
	page_time(h, a, row->seen_ms);
	html_end(h);
}

bool versions_kept(struct html *h, struct call *c, struct str id)
{
	const struct locker_row *row;
	struct err err;
	size_t count;

	if (!store_locker_of(&row, &count, c->store, c->arena, id, &err)) {
		call_error(c, &err);
		return false;
	}
	if (!count)
		return true;
	row += count - 1;
	html_enter(h, "p", "card-foot");
	html_open(h, "span");
	html_z(h, "Copy kept of ");
	page_time(h, c->arena, row->capture.seen_ms);
	html_end(h);
	html_open(h, "span");
	html_z(h, "SHA-256 ");
	html_element(h, "code", NULL, row->sha256);
	html_end(h);
	copies_way(h, c, id, row->version);
	html_end(h);
	return true;
}
