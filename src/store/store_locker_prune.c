/* store/store_locker_prune.c -- what goes out of the locker: by rule, on request; and packing
 * anew with a dictionary.
 *
 * A file is unlinked inside the change that takes out its row, while nobody else can write: a
 * crash between leaves a row without its file that is still to be pruned, and the next pruning
 * takes it. The other way round a document that came again in between would be lost. */
#include "store/store_locker.h"

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "store/store_people.h"
#include "store/text_index.h"

#define ROWS 256
#define DAY_MS INT64_C(86400000)
#define DICTIONARY KIB(256)  /* bytes; pages of 60 KB share more than the usual 110 KB */
#define SAMPLES 4000         /* documents that a dictionary is trained on, at most ... */
#define SAMPLE_BYTES MIB(48) /* ... and bytes of them */
#define SAMPLE_ONE KIB(128)  /* of one: what pages share stands in their heads */
#define SAMPLES_LEAST 20

/* -- by rule ----------------------------------------------------------------------------- */

static bool changes(int64_t *out, struct store *s, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_CAPTURE_COUNT, err);
	return ask_one(out, &a, 0);
}

static bool prune_old(struct store *s, const struct locker_rule *r, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_PRUNE_OLD, err);
	ask_str(&a, r->label);
	ask_int(&a, r->before_ms);
	return ask_run(&a);
}

struct oldest {
	int64_t number, packed, shared;
};

static bool oldest(struct oldest *row, size_t *count, struct store *s, int64_t after,
		   struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_PRUNE_OLDEST, err);
	ask_int(&a, after);
	ask_int(&a, ROWS);
	for (*count = 0; *count < ROWS && ask_row(&a); ++*count)
		row[*count] =
			(struct oldest){ask_int_at(&a, 0), ask_int_at(&a, 1), ask_int_at(&a, 2)};
	return ask_close(&a);
}

static bool prune_large(struct store *s, int64_t bytes, struct err *err)
{
	struct arena *arena = arena_new();
	struct oldest row[ROWS];
	struct locker_sums sums;
	int64_t after = 0;
	size_t count = ROWS;
	bool ok = store_locker_sums(&sums, s, arena, err);

	arena_free(arena);
	while (ok && sums.packed > bytes && count == ROWS) {
		ok = oldest(row, &count, s, after, err);
		for (size_t i = 0; ok && i < count && sums.packed > bytes; i++) {
			after = row[i].number;
			if (row[i].shared == 1)
				sums.packed -= row[i].packed;
			ok = ask_numbers(s, Q_CAPTURE_END, &row[i].number, 1, err);
		}
	}
	return ok;
}

/* Objects that no capture has any more. */
static bool sweep(struct store *s, bool files, struct err *err)
{
	struct arena *arena = arena_new();
	size_t count = 0;
	struct ask a;
	bool ok = true;

	ask_open(&a, s, Q_OBJECTS_UNUSED, err);
	while (ask_row(&a)) {
		struct str path = store_locker_path(s, arena, ask_str_at(&a, 0), ask_int_at(&a, 1));

		if (files && ask_int_at(&a, 2) && path.len)
			io_remove(path.at);
		count++;
	}
	ok = ask_close(&a);
	arena_free(arena);
	return ok && (!count || ask_do(s, Q_OBJECTS_END, err)) &&
	       ask_do(s, Q_DICTIONARIES_END, err);
}

/* Inside one change. */
static bool prune(int64_t *gone, struct store *s, const struct locker_prune *p, struct err *err)
{
	int64_t before, after;

	if (!changes(&before, s, err))
		return false;
	for (size_t i = 0; i < p->rules; i++)
		if (!prune_old(s, &p->rule[i], err))
			return false;
	if (p->bytes && !prune_large(s, p->bytes, err))
		return false;
	STORE_CRASH_POINT("captures pruned");
	if (!sweep(s, !p->dry_run, err) || !changes(&after, s, err))
		return false;
	*gone = before - after;
	return true;
}

bool store_locker_prune(int64_t *gone, struct store *s, const struct locker_prune *p,
			struct err *err)
{
	struct err none = {0};
	bool own, ok;

	*gone = 0;
	if (!store_change_begin(&own, s, err))
		return false;
	ok = prune(gone, s, p, err);
	if (!p->dry_run || !ok)
		return store_change_end(s, own, ok, err);
	(void)!store_change_end(s, own, false, &none);
	return true;
}

/* A clock that was set back must not put it off for longer than a day. */
static bool is_time(int64_t last_ms, int64_t now_ms)
{
	return now_ms - last_ms >= DAY_MS || now_ms < last_ms - DAY_MS;
}

static bool prune_if_time(int64_t *gone, struct store *s, const struct locker_prune *p,
			  int64_t now_ms, struct err *err)
{
	int64_t last_ms;
	struct ask a;

	ask_open(&a, s, Q_PRUNED, err);
	if (!ask_one(&last_ms, &a, 0))
		return false;
	if (!is_time(last_ms, now_ms))
		return true;
	return prune(gone, s, p, err) && ask_numbers(s, Q_PRUNED_SET, &now_ms, 1, err);
}

bool store_locker_prune_daily(int64_t *gone, struct store *s, const struct locker_prune *p,
			      int64_t now_ms, struct err *err)
{
	bool own;

	*gone = -1;
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, prune_if_time(gone, s, p, now_ms, err), err);
}

/* -- on request -------------------------------------------------------------------------- */

/* What the trail keeps of it. */
static void tombstone(struct buf *b, const struct locker_row *row, size_t count)
{
	struct emit e;

	emit_open(&e, b);
	emit_object(&e);
	emit_key(&e, "documents");
	emit_array(&e);
	for (size_t i = 0; i < count; i++) {
		emit_object(&e);
		emit_pair(&e, "sha256", row[i].sha256);
		emit_pair_int(&e, "bytes", row[i].size);
		emit_pair_int(&e, "version", row[i].version);
		emit_pair_int(&e, "seen_ms", row[i].capture.seen_ms);
		emit_end(&e);
	}
	emit_end(&e);
	emit_end(&e);
}

/* The article's words out of the store and out of the index. */
static bool remove_text(struct store *s, struct arena *arena, int64_t article, struct err *err)
{
	struct str title = STR(""), text = STR("");
	struct ask a;

	ask_open(&a, s, Q_REMOVE_WORDS, err);
	ask_int(&a, article);
	if (ask_row(&a)) {
		title = arena_copy(arena, ask_str_at(&a, 0));
		text = arena_copy(arena, ask_str_at(&a, 1));
	}
	if (!ask_close(&a))
		return false;
	return ask_numbers(s, Q_REMOVE_TEXT, &article, 1, err) &&
	       text_index_article_cut(s, article, title, text, err);
}

static bool put_removal(struct store *s, struct str object, int64_t article, int64_t act,
			struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_REMOVAL_NEW, err);
	ask_str(&a, object);
	ask_int(&a, article);
	ask_int(&a, act);
	return ask_run(&a);
}

static bool forget_all(struct store *s, const struct locker_row *row, size_t count, int64_t article,
		       int64_t act, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (!put_removal(s, row[i].sha256, article, act, err))
			return false;
	return (count || put_removal(s, STR(""), article, act, err)) &&
	       ask_numbers(s, Q_VERSIONS_END, &article, 1, err) &&
	       ask_numbers(s, Q_LOOK_END, &article, 1, err) &&
	       ask_numbers(s, Q_REMOVE_CAPTURES, &article, 1, err) && sweep(s, true, err);
}

static bool remove_all(struct store *s, struct arena *arena, struct str id, const struct doer *by,
		       struct err *err)
{
	struct trail_row act = {.at_ms = by->at_ms,
				.who = by->who,
				.act = STR("remove document"),
				.subject = arena_fmt(arena, "article %.*s", STR_ARG(id)),
				.became = STR(""),
				.why = by->why};
	const struct locker_row *row;
	int64_t article, version;
	struct buf json;
	size_t count;
	struct ask a;

	ask_open(&a, s, Q_REMOVE_WHO, err);
	ask_str(&a, id);
	if (!ask_one(&article, &a, 0))
		return false;
	if (!article)
		return err_set(err, ERR_MISSING, "there is no article %.*s", STR_ARG(id));
	if (!store_locker_of(&row, &count, s, arena, id, err))
		return false;
	buf_init(&json, LIMIT_TRAIL_ROW);
	tombstone(&json, row, count);
	act.was = arena_copy(arena, buf_view(&json));
	buf_free(&json);
	return store_trail_add(&act, s, err) && remove_text(s, arena, article, err) &&
	       forget_all(s, row, count, article, act.number, err) &&
	       store_count(&version, s, STR("version"), 1, err);
}

bool store_locker_remove(struct store *s, struct arena *arena, struct str article,
			 const struct doer *by, struct err *err)
{
	bool own;

	if (!str_trim(by->why).len)
		return err_set(err, ERR_INPUT, "a removal needs a reason");
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, remove_all(s, arena, article, by, err), err);
}

bool store_locker_removed(int64_t *act, struct store *s, struct str article, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_REMOVED_ARTICLE, err);
	ask_str(&a, article);
	return ask_one(act, &a, 0);
}

/* -- a dictionary ------------------------------------------------------------------------ */

/* Spread over all that is kept: the names are digests, so the first are as good as any. */
static bool samples(struct str **out, size_t *count, struct store *s, struct arena *arena,
		    struct err *err)
{
	struct str *name = ARENA_ARRAY(arena, struct str, SAMPLES);
	size_t named = 0, bytes = 0;
	struct buf body;
	struct ask a;
	bool ok;

	*out = ARENA_ARRAY(arena, struct str, SAMPLES);
	*count = 0;
	ask_open(&a, s, Q_OBJECTS_SAMPLE, err);
	ask_int(&a, SAMPLES);
	while (named < SAMPLES && ask_row(&a))
		name[named++] = arena_copy(arena, ask_str_at(&a, 0));
	ok = ask_close(&a);
	buf_init(&body, LIMIT_CAPTURE + 1);
	for (size_t i = 0; ok && i < named && bytes < SAMPLE_BYTES; i++) {
		ok = store_locker_body(&body, s, name[i], err);
		if (!ok || !body.len)
			continue;
		(*out)[*count] = arena_copy(arena, str_cut(buf_view(&body), 0, SAMPLE_ONE));
		bytes += (*out)[(*count)++].len;
	}
	buf_free(&body);
	return ok;
}

static bool put_dictionary(struct store *s, int64_t now_ms, size_t count, struct str bytes,
			   struct err *err)
{
	char sum[SECRET_HEX_SIZE];
	int64_t last;
	struct ask a;

	secret_sha256(sum, bytes);
	ask_open(&a, s, Q_DICTIONARY_LAST, err);
	if (!ask_one(&last, &a, 0))
		return false;
	ask_open(&a, s, Q_DICTIONARY_NEW, err);
	ask_int(&a, last + 1);
	ask_int(&a, now_ms);
	ask_int(&a, (int64_t)count);
	ask_str(&a, str_of(sum));
	ask_bytes(&a, bytes);
	store_locker_forget(s);
	return ask_run(&a);
}

struct packing {
	struct str sha256;
	int64_t dictionary, filed;
};

/* The next ones, packed anew inside one change; their old files go when it is durable. */
static bool pack_some(struct packing *row, size_t *count, struct store *s, struct arena *arena,
		      struct str after, struct err *err)
{
	struct buf body;
	struct ask a;
	int64_t newest;
	bool ok;

	ask_open(&a, s, Q_DICTIONARY_LAST, err);
	if (!ask_one(&newest, &a, 0))
		return false;
	ask_open(&a, s, Q_OBJECTS_AFTER, err);
	ask_str(&a, after);
	ask_int(&a, newest);
	ask_int(&a, ROWS);
	for (*count = 0; *count < ROWS && ask_row(&a); ++*count)
		row[*count] = (struct packing){arena_copy(arena, ask_str_at(&a, 0)),
					       ask_int_at(&a, 1), ask_int_at(&a, 2)};
	ok = ask_close(&a);
	buf_init(&body, LIMIT_CAPTURE + 1);
	for (size_t i = 0; ok && i < *count; i++)
		ok = store_locker_body(&body, s, row[i].sha256, err) &&
		     store_locker_keep(s, row[i].sha256, buf_view(&body), err);
	buf_free(&body);
	return ok;
}

static bool pack_all(struct store *s, struct err *err)
{
	struct arena *arena = arena_new();
	struct packing row[ROWS];
	size_t count = ROWS;
	struct buf after;
	bool ok = true, own;

	buf_init(&after, LIMIT_FIELD);
	while (ok && count == ROWS) {
		arena_reset(arena);
		ok = store_change_begin(&own, s, err) &&
		     store_change_end(s, own,
				      pack_some(row, &count, s, arena, buf_view(&after), err), err);
		for (size_t i = 0; ok && i < count; i++)
			if (row[i].filed)
				io_remove(store_locker_path(s, arena, row[i].sha256,
							    row[i].dictionary)
						  .at);
		if (ok && count) {
			buf_clear(&after);
			buf_str(&after, row[count - 1].sha256);
		}
	}
	buf_free(&after);
	arena_free(arena);
	return ok && ask_do(s, Q_DICTIONARIES_END, err);
}

bool store_locker_train(struct store *s, int64_t now_ms, struct err *err)
{
	struct arena *arena = arena_new();
	struct str *sample;
	struct buf bytes;
	size_t count;
	bool ok = samples(&sample, &count, s, arena, err);

	buf_init(&bytes, DICTIONARY + 1);
	if (ok && count < SAMPLES_LEAST)
		ok = err_set(err, ERR_INPUT,
			     "%zu documents are kept, a dictionary needs at least %d", count,
			     SAMPLES_LEAST);
	ok = ok && zstd_words_train(&bytes, DICTIONARY, sample, count, err) &&
	     put_dictionary(s, now_ms, count, buf_view(&bytes), err) && pack_all(s, err);
	buf_free(&bytes);
	arena_free(arena);
	return ok;
}
