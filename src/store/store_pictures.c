/* store/store_pictures.c -- addresses are gathered by article number, so each article counts
 * once; a picture that came raises the version, so that pages that were kept are drawn anew. */
#include "store/pictures.h"

#include "base/emit.h"
#include "base/limits.h"
#include "base/secret.h"
#include "store/store_people.h"

#define REMOVED "removed"      /* outcome of an address whose picture is not wanted here */
#define TOLD_MOST 100          /* addresses that the trail names; more would be a site's sign */
#define GATHERED_AT_ONCE 10000 /* articles; some milliseconds */

/* -- what is to be fetched ----------------------------------------------------------------- */

static bool gather_some(bool *all, struct store *s, struct err *err)
{
	int64_t have, newest, upto;
	struct ask a;

	ask_open(&a, s, Q_PICTURE_GATHERED, err);
	if (!ask_one(&have, &a, 0))
		return false;
	ask_open(&a, s, Q_PICTURE_NEWEST_ARTICLE, err);
	if (!ask_one(&newest, &a, 0))
		return false;
	*all = newest <= have;
	if (*all)
		return true;
	upto = newest - have > GATHERED_AT_ONCE ? have + GATHERED_AT_ONCE : newest;
	ask_open(&a, s, Q_PICTURE_GATHER, err);
	ask_int(&a, have);
	ask_int(&a, upto);
	if (!ask_run(&a))
		return false;
	ask_open(&a, s, Q_PICTURE_GATHERED_PUT, err);
	ask_int(&a, upto);
	return ask_run(&a);
}

static bool gather(struct store *s, struct err *err)
{
	bool all = false, own;

	while (!all)
		if (!store_change_begin(&own, s, err) ||
		    !store_change_end(s, own, gather_some(&all, s, err), err))
			return false;
	return true;
}

bool store_pictures_due(const struct picture_due **out, size_t *count, struct store *s,
			struct arena *arena, int64_t now_ms, struct err *err)
{
	struct picture_due *row = ARENA_ARRAY(arena, struct picture_due, STORE_PICTURES_DUE);
	struct ask a;
	size_t n = 0;

	if (!gather(s, err))
		return false;
	ask_open(&a, s, Q_PICTURE_DUE, err);
	ask_int(&a, now_ms);
	ask_int(&a, STORE_PICTURES_DUE);
	for (; n < STORE_PICTURES_DUE && ask_row(&a); n++)
		row[n] = (struct picture_due){.url = arena_copy(arena, ask_str_at(&a, 0)),
					      .tries = ask_int_at(&a, 1)};
	*out = row;
	*count = n;
	return ask_close(&a);
}

/* -- what came ----------------------------------------------------------------------------- */

/* Half of the SHA-256 of both sizes. */
static void hash_of(char out[SECRET_HEX_SIZE], const struct picture *p)
{
	struct secret_sum *sum = secret_sum_new();

	for (size_t i = 0; i < PICTURE_SIZES; i++)
		secret_sum_add(sum, p->webp[i]);
	secret_sum_hex(out, sum);
	out[32] = '\0';
}

static bool put(struct store *s, const struct picture *p, const char *hash, int64_t at_ms,
		struct err *err)
{
	int64_t version;
	struct ask a;

	ask_open(&a, s, Q_PICTURE_NEW, err);
	ask_str(&a, str_of(hash));
	ask_bytes(&a, p->webp[PICTURE_SMALL]);
	ask_bytes(&a, p->webp[PICTURE_LARGE]);
	for (size_t i = 0; i < PICTURE_SIZES; i++) {
		ask_int(&a, p->width[i]);
		ask_int(&a, p->height[i]);
	}
	ask_int(&a, at_ms);
	return ask_run(&a) && store_count(&version, s, STR("version"), 1, err);
}

static bool is_removed(bool *out, struct store *s, const char *hash, struct err *err)
{
	int64_t found;
	struct ask a;

	ask_open(&a, s, Q_PICTURE_REMOVED, err);
	ask_str(&a, str_of(hash));
	if (!ask_one(&found, &a, 0))
		return false;
	*out = found != 0;
	return true;
}

static bool tried(struct store *s, const struct picture_tried *t, struct err *err)
{
	char hash[SECRET_HEX_SIZE] = "";
	const char *outcome = t->outcome;
	bool removed = false;
	struct ask a;

	if (t->picture) {
		hash_of(hash, t->picture);
		if (!is_removed(&removed, s, hash, err) ||
		    (!removed && !put(s, t->picture, hash, t->at_ms, err)))
			return false;
	}
	if (removed) {
		hash[0] = '\0';
		outcome = REMOVED;
	}
	ask_open(&a, s, Q_PICTURE_TRIED, err);
	ask_str(&a, t->url);
	ask_str(&a, str_of(hash));
	ask_str(&a, str_of(outcome));
	ask_int(&a, t->at_ms);
	ask_int(&a, t->next_ms);
	return ask_run(&a);
}

bool store_picture_tried(struct store *s, const struct picture_tried *t, struct err *err)
{
	bool own;

	if (!store_change_begin(&own, s, err))
		return false;
	return store_change_end(s, own, tried(s, t, err), err);
}

/* -- on request ----------------------------------------------------------------------------- */

/* Its hash, of an address too; "" that leads to none. */
static bool hash_for(struct str *hash, struct store *s, struct arena *arena, struct str which,
		     struct err *err)
{
	struct ask a;

	*hash = which;
	if (str_find(which, STR("://")) == STR_NPOS)
		return true;
	*hash = STR("");
	ask_open(&a, s, Q_PICTURE_HASH, err);
	ask_str(&a, which);
	if (ask_row(&a))
		*hash = arena_copy(arena, ask_str_at(&a, 0));
	return ask_close(&a);
}

/* {"addresses":[...]} for the trail. */
static bool tell_addresses(struct buf *b, size_t *count, struct store *s, struct str which,
			   struct str hash, struct err *err)
{
	struct emit e;
	struct ask a;

	emit_open(&e, b);
	emit_object(&e);
	emit_pair_or_null(&e, "hash", hash);
	emit_key(&e, "addresses");
	emit_array(&e);
	ask_open(&a, s, Q_PICTURE_ADDRESSES, err);
	ask_str(&a, which);
	ask_str(&a, hash);
	ask_int(&a, TOLD_MOST);
	for (*count = 0; *count < TOLD_MOST && ask_row(&a); ++*count)
		emit_str(&e, str_cut(ask_str_at(&a, 0), 0, 400));
	emit_end(&e);
	emit_end(&e);
	return ask_close(&a);
}

static bool take_out(struct store *s, struct str which, const struct picture_removal *r,
		     struct err *err)
{
	int64_t version;
	struct ask a;

	ask_open(&a, s, Q_PICTURE_ADDRESSES_END, err);
	ask_str(&a, which);
	ask_str(&a, r->hash);
	if (!ask_run(&a))
		return false;
	if (r->hash.len) {
		ask_open(&a, s, Q_PICTURE_END, err);
		ask_str(&a, r->hash);
		if (!ask_run(&a))
			return false;
		ask_open(&a, s, Q_PICTURE_REMOVAL_NEW, err);
		ask_str(&a, r->hash);
		ask_int(&a, r->act);
		if (!ask_run(&a))
			return false;
	}
	return store_count(&version, s, STR("version"), 1, err);
}

static bool removed(struct picture_removal *out, struct store *s, struct arena *arena,
		    struct str which, const struct doer *by, struct err *err)
{
	struct trail_row act = {.at_ms = by->at_ms,
				.who = by->who,
				.act = STR("remove picture"),
				.became = STR(""),
				.why = by->why};
	struct buf json;
	bool ok;

	*out = (struct picture_removal){0};
	if (!hash_for(&out->hash, s, arena, which, err))
		return false;
	buf_init(&json, LIMIT_TRAIL_ROW);
	ok = tell_addresses(&json, &out->addresses, s, which, out->hash, err);
	act.was = arena_copy(arena, buf_view(&json));
	buf_free(&json);
	if (!ok)
		return false;
	if (!out->addresses)
		return err_set(err, ERR_MISSING, "no picture is known by \"%.*s\"",
			       STR_ARG(str_cut(which, 0, 200)));
	act.subject = arena_fmt(arena, "picture %.*s",
				STR_ARG(out->hash.len ? out->hash : str_cut(which, 0, 400)));
	if (!store_trail_add(&act, s, err))
		return false;
	out->act = act.number;
	return take_out(s, which, out, err);
}

bool store_picture_remove(struct picture_removal *out, struct store *s, struct arena *arena,
			  struct str which, const struct doer *by, struct err *err)
{
	bool own;

	if (!str_trim(by->why).len)
		return err_set(err, ERR_INPUT, "a removal needs a reason");
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, removed(out, s, arena, which, by, err), err);
}

/* -- what is shown ------------------------------------------------------------------------- */

static bool found(struct picture_row *out, struct store *s, struct arena *arena, enum query_id id,
		  struct str of, struct err *err)
{
	struct ask a;

	*out = (struct picture_row){.hash = STR("")};
	ask_open(&a, s, id, err);
	ask_str(&a, of);
	ask_int(&a, LIMIT_PICTURE_ARTICLES);
	if (ask_row(&a)) {
		out->hash = arena_copy(arena, ask_str_at(&a, 0));
		for (int i = 0; i < PICTURE_SIZES; i++) {
			out->width[i] = (int)ask_int_at(&a, 1 + 2 * i);
			out->height[i] = (int)ask_int_at(&a, 2 + 2 * i);
		}
		out->article = arena_copy(arena, ask_str_at(&a, 5));
		out->title = arena_copy(arena, ask_str_at(&a, 6));
		out->publisher = arena_copy(arena, ask_str_at(&a, 7));
		out->url = arena_copy(arena, ask_str_at(&a, 8));
		out->source = arena_copy(arena, ask_str_at(&a, 9));
	}
	return ask_close(&a);
}

bool store_event_picture(struct picture_row *out, struct store *s, struct arena *arena,
			 struct str event, struct err *err)
{
	return found(out, s, arena, Q_PICTURE_OF_EVENT, event, err);
}

bool store_article_picture(struct picture_row *out, struct store *s, struct arena *arena,
			   struct str image, struct err *err)
{
	return found(out, s, arena, Q_PICTURE_OF_ADDRESS, image, err);
}

bool store_picture(struct str *webp, struct store *s, struct arena *arena, struct str hash,
		   enum picture_size size, struct err *err)
{
	struct ask a;

	*webp = STR_NONE;
	ask_open(&a, s, size == PICTURE_SMALL ? Q_PICTURE_SMALL : Q_PICTURE_LARGE, err);
	ask_str(&a, hash);
	if (ask_row(&a))
		*webp = arena_copy(arena, ask_str_at(&a, 0));
	if (!ask_close(&a))
		return false;
	return webp->len > 0 || err_set(err, ERR_MISSING, "there is no such picture");
}

bool store_picture_counts(struct picture_count out[STORE_PICTURE_COUNTS], size_t *count,
			  struct store *s, struct arena *arena, struct err *err)
{
	struct ask a;
	size_t n = 0;

	ask_open(&a, s, Q_PICTURE_OUTCOMES, err);
	for (; n < STORE_PICTURE_COUNTS && ask_row(&a); n++)
		out[n] = (struct picture_count){.outcome = arena_copy(arena, ask_str_at(&a, 0)),
						.number = ask_int_at(&a, 1)};
	*count = n;
	return ask_close(&a);
}
