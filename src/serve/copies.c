/* serve/copies.c -- which copy, and its bytes. */
#include "serve/copies.h"

#include "base/limits.h"

static bool load(struct copies *out, struct call *c)
{
	struct err err;

	if (!versions_load(&out->versions, c))
		return false;
	if (store_locker_of(&out->row, &out->count, c->store, c->arena, c->id, &err))
		return true;
	call_error(c, &err);
	return false;
}

/* The first copy of that version; of none in particular the last there is. */
static const struct locker_row *choose(const struct copies *all, int64_t version)
{
	if (!version)
		return all->count ? &all->row[all->count - 1] : NULL;
	for (size_t i = 0; i < all->count; i++)
		if (all->row[i].version == version)
			return &all->row[i];
	return NULL;
}

static const struct version_row *read_from(const struct versions *v, int64_t version)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->row[i].version == version)
			return &v->row[i];
	return NULL;
}

bool copies_load(struct copies *out, struct call *c, bool any)
{
	int64_t version = call_int(c, "version", 0);

	*out = (struct copies){0};
	if (!load(out, c))
		return false;
	if (out->versions.removed) {
		call_problem(c, 410, NULL,
			     "what was kept of it was removed on request: act %lld of the trail",
			     (long long)out->versions.removed);
		return false;
	}
	out->chosen = choose(out, version);
	if (out->chosen) {
		out->read = read_from(&out->versions, out->chosen->version);
		return true;
	}
	if (any && !version)
		return true;
	call_problem(c, 404, version ? "version" : NULL,
		     "no copy is kept of %s: none was taken, or a rule pruned it",
		     version ? "that version" : "this article");
	return false;
}

bool copies_body(struct str *out, struct call *c, const struct copies *all)
{
	struct buf body;
	struct err err;
	bool ok;

	buf_init(&body, LIMIT_CAPTURE + 1);
	ok = store_locker_body(&body, c->store, all->chosen->sha256, &err);
	if (ok)
		*out = arena_copy(c->arena, buf_view(&body));
	buf_free(&body);
	if (!ok && err.code == ERR_INPUT) /* the store's fault, not the question's */
		call_problem(c, 500, NULL, "the copy is damaged: %s", err.text);
	else if (!ok)
		call_error(c, &err);
	return ok;
}

struct str copies_path(struct arena *a, struct str id, int64_t version)
{
	struct str path = arena_fmt(a, "/review%.*s/copies", STR_ARG(call_article_path(a, id)));

	return version ? arena_fmt(a, "%.*s?version=%lld", STR_ARG(path), (long long)version)
		       : path;
}

void copies_way(struct html *h, struct call *c, struct str id, int64_t version)
{
	if (c->person.role >= ROLE_REVIEWER)
		html_link(h, NULL, copies_path(c->arena, id, version), STR("See the copy"));
}
