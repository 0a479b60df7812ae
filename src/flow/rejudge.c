/* rejudge.c -- a batch of rows, judged by all threads, compared and put in one after the other.
 *
 * Both verdicts are compared as JSON, since that is what the store keeps and readers see. */
#include "flow/rejudge.h"

#include <stdatomic.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/threads.h"
#include "events/story.h"
#include "judge/judge.h"
#include "store/rejudge.h"

#define BATCH 256

struct one { /* article of a batch */
	struct article article;
	struct verdict verdict;
	struct story story;
	struct arena *arena; /* of all that was made of it */
	struct err err;
	bool judged;
};

struct run {
	const struct rejudge_options *options;
	struct rejudge_summary *sum;
	struct store *store;
	struct arena *arena; /* of one batch */
	struct rejudge_row *row;
	struct one *one;
	size_t count;
	atomic_size_t next; /* that nobody has taken */
	struct judge **judge;
	size_t threads;
	struct buf lines; /* of one batch */
};

struct hand { /* one thread's part */
	struct run *run;
	struct judge *judge;
};

/* -- judging -------------------------------------------------------------------------------- */

static bool article_of(struct one *o, const struct rejudge_row *row)
{
	o->article = (struct article){.id = row->id,
				      .url = row->url,
				      .field = {row->title, row->text},
				      .date_ms = row->date_ms,
				      .author = row->author,
				      .publisher = row->publisher,
				      .lang = row->lang,
				      .image = row->image,
				      .origin = row->origin};
	if (!article_seal(&o->article, o->arena, &o->err))
		return false;
	o->article.id = row->id;
	o->article.lang = row->lang; /* as it was told then, also by its source */
	return true;
}

static void judge_one(struct run *r, size_t n, struct judge *judge)
{
	struct one *o = &r->one[n];

	if (!o->arena)
		o->arena = arena_new();
	arena_reset(o->arena);
	o->judged = article_of(o, &r->row[n]);
	if (!o->judged)
		return;
	judge_article(&o->verdict, judge, o->arena, &o->article);
	if (o->verdict.names_ai)
		story_of(&o->story, o->arena, &o->article, &o->verdict);
}

static void judge_some(void *payload)
{
	struct hand *hand = payload;
	size_t n;

	while ((n = atomic_fetch_add(&hand->run->next, 1)) < hand->run->count)
		judge_one(hand->run, n, hand->judge);
}

static void judge_all(struct run *r)
{
	struct hand *hand = ARENA_ARRAY(r->arena, struct hand, r->threads);
	struct thread **thread = ARENA_ARRAY(r->arena, struct thread *, r->threads);

	atomic_store(&r->next, 0);
	for (size_t i = 0; i < r->threads; i++)
		hand[i] = (struct hand){r, r->judge[i]};
	for (size_t i = 1; i < r->threads; i++)
		thread[i] = thread_start("rejudge", judge_some, &hand[i]);
	judge_some(&hand[0]);
	for (size_t i = 1; i < r->threads; i++)
		thread_join(thread[i]);
}

/* -- comparing ------------------------------------------------------------------------------ */

static const char *const stated[][2] = {/* a key, and the key of its value; "" it is the value */
					{"label", ""},         {"abstain", ""},
					{"severity", "value"}, {"limb", ""},
					{"role", ""},          {"ai_involvement", "value"},
					{"realised", "value"}};

static struct str printed(struct arena *arena, const struct json *value)
{
	struct str out;
	struct buf b;

	buf_init(&b, LIMIT_LINE);
	if (value)
		json_print(&b, value);
	else
		buf_z(&b, "null");
	out = arena_copy(arena, buf_view(&b));
	buf_free(&b);
	return out;
}

static struct str statement(struct arena *arena, const struct json *verdict,
			    const char *const key[2])
{
	const struct json *value = json_get(verdict, key[0]);

	return printed(arena, *key[1] ? json_get(value, key[1]) : value);
}

static void open_difference(struct emit *e, const struct rejudge_row *row, size_t *differ)
{
	if ((*differ)++)
		return;
	emit_object(e);
	emit_pair(e, "id", row->id);
	if (row->version > 1)
		emit_pair_int(e, "version", row->version);
	emit_pair(e, "title", row->title);
	emit_pair_or_null(e, "url", row->url);
}

/* The value of a facet's item: text, or an object's "value". */
static struct str value_of(const struct json *item)
{
	return json_is_str(item) ? json_str(item) : json_get_str(item, "value");
}

static bool has(const struct json *list, struct str value)
{
	for (size_t i = 0; i < json_len(list); i++)
		if (str_eq(value_of(json_at(list, i)), value))
			return true;
	return false;
}

/* What `list` has and `other` has not. */
static void emit_only(struct emit *e, const char *key, const struct json *list,
		      const struct json *other)
{
	emit_key(e, key);
	emit_array(e);
	for (size_t i = 0; i < json_len(list); i++)
		if (!has(other, value_of(json_at(list, i))))
			emit_str(e, value_of(json_at(list, i)));
	emit_end(e);
}

static bool same_values(const struct json *a, const struct json *b)
{
	if (!json_is_array(a) || !json_is_array(b))
		return str_eq(value_of(a), value_of(b));
	for (size_t i = 0; i < json_len(a); i++)
		if (!has(b, value_of(json_at(a, i))))
			return false;
	return json_len(a) == json_len(b);
}

/* Values that came and went, of facets with many; of the others the one and the other. */
static void compare_values(struct emit *e, const char *name, const struct json *was,
			   const struct json *is)
{
	emit_key(e, name);
	emit_object(e);
	if (json_is_array(was) || json_is_array(is)) {
		emit_only(e, "gone", was, is);
		emit_only(e, "new", is, was);
	} else {
		emit_pair_or_null(e, "was", value_of(was));
		emit_pair_or_null(e, "is", value_of(is));
	}
	emit_end(e);
}

static void compare_facets(struct emit *e, struct run *r, const struct rejudge_row *row,
			   const struct json *side[2], size_t *differ)
{
	const struct json *facets = json_get(side[1], "facets"), *old = json_get(side[0], "facets");
	const struct json *is, *was;

	for (size_t i = 0; i <= json_len(facets); i++) {
		struct str name = STR("countries");

		if (i < json_len(facets)) {
			name = json_key(&is, facets, i);
			was = json_get(old, arena_z(r->arena, name));
		} else {
			is = json_get(side[1], "countries");
			was = json_get(side[0], "countries");
		}
		if (same_values(was, is))
			continue;
		open_difference(e, row, differ);
		compare_values(e, arena_z(r->arena, name), was, is);
	}
}

/* A line for it when something that is told differs: how many statements do. */
static size_t compare(struct run *r, const struct rejudge_row *row, const struct json *side[2])
{
	size_t differ = 0;
	struct emit e;

	emit_open(&e, &r->lines);
	for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
		struct str was = statement(r->arena, side[0], stated[i]);
		struct str is = statement(r->arena, side[1], stated[i]);

		if (str_eq(was, is))
			continue;
		open_difference(&e, row, &differ);
		emit_key(&e, stated[i][0]);
		emit_object(&e);
		emit_key(&e, "was");
		emit_raw(&e, was);
		emit_key(&e, "is");
		emit_raw(&e, is);
		emit_end(&e);
	}
	compare_facets(&e, r, row, side, &differ);
	if (!differ)
		return 0;
	emit_end(&e);
	buf_char(&r->lines, '\n');
	return differ;
}

/* -- one batch ------------------------------------------------------------------------------ */

static size_t label_of(struct str label)
{
	size_t n = 0;

	while (n < LABEL_COUNT && !str_eq(label, str_of(verdict_kind(n))))
		n++;
	return n;
}

/* *changed: it is another verdict, were it in its numbers alone. */
static bool look_at(bool *changed, struct run *r, size_t n, struct err *err)
{
	const struct rejudge_row *row = &r->row[n];
	struct one *o = &r->one[n];
	const struct json *side[2];
	struct buf json;
	bool ok;

	*changed = false;
	if (!json_read(&side[0], r->arena, row->verdict, err))
		return false;
	if (!o->judged || json_is_object(json_get(side[0], "second_opinion"))) {
		if (!o->judged)
			log_warning("article %.*s: %s", STR_ARG(row->id), o->err.text);
		r->sum->left++;
		return true;
	}
	buf_init(&json, LIMIT_LINE);
	verdict_to_json(&json, &o->verdict, &o->article);
	*changed = !str_eq(buf_view(&json), row->verdict);
	ok = json_read(&side[1], r->arena, buf_view(&json), err);
	if (ok) {
		r->sum->articles++;
		r->sum->label[label_of(row->label)][label_of(verdict_label(&o->verdict))]++;
		r->sum->differ += compare(r, row, side) > 0;
	}
	buf_free(&json);
	return ok;
}

static bool batch(struct run *r, struct err *err)
{
	struct rejudged *put = ARENA_ARRAY(r->arena, struct rejudged, r->count);
	size_t puts = 0;

	judge_all(r);
	for (size_t i = 0; i < r->count; i++) {
		struct one *o = &r->one[i];
		bool changed;

		if (!look_at(&changed, r, i, err))
			return false;
		if (changed)
			put[puts++] =
				(struct rejudged){.was = &r->row[i],
						  .article = &o->article,
						  .verdict = &o->verdict,
						  .story = o->verdict.names_ai ? &o->story : NULL};
	}
	if (!buf_ok(&r->lines))
		return err_set(err, ERR_LIMIT, "the differences of one batch have over %lld bytes",
			       (long long)LIMIT_RESPONSE);
	if (r->options->take_over && puts) {
		if (!store_rejudge(r->store, r->arena, put, puts, clock_now_ms(), err))
			return false;
		r->sum->written += (int64_t)puts;
	}
	return !r->options->line || r->options->line(buf_view(&r->lines), r->options->payload, err);
}

static bool do_kind(struct run *r, bool later, struct err *err)
{
	struct rejudge_place from = {.later = later};
	struct rejudge_rows rows = {.room = r->options->batch ? r->options->batch : BATCH};
	bool ok;

	do {
		arena_reset(r->arena);
		buf_clear(&r->lines);
		rows.row = ARENA_ARRAY(r->arena, struct rejudge_row, rows.room);
		ok = store_rejudge_rows(&rows, r->store, r->arena, &from, err);
		if (!ok || rows.count == 0)
			return ok;
		r->row = rows.row;
		r->count = rows.count;
		from.after = r->row[r->count - 1].number;
		ok = batch(r, err);
		if (ok && r->options->progress)
			r->options->progress(r->sum->articles + r->sum->left, r->options->payload);
	} while (ok);
	return false;
}

static void release(struct run *r, size_t room)
{
	for (size_t i = 0; i < room; i++)
		arena_free(r->one[i].arena);
	for (size_t i = 0; i < r->threads; i++)
		judge_free(r->judge[i]);
	memory_free(r->one);
	memory_free(r->judge);
	store_close(r->store);
	buf_free(&r->lines);
	arena_free(r->arena);
}

bool rejudge_run(struct rejudge_summary *out, const struct rejudge_options *options,
		 struct err *err)
{
	struct store_options where = {.url = options->db,
				      .mode = options->take_over ? DB_WRITE : DB_READ};
	struct run r = {.options = options, .sum = out};
	size_t room = options->batch ? options->batch : BATCH;
	int64_t started_us = clock_ticks_us();
	bool ok;

	*out = (struct rejudge_summary){0};
	r.threads = options->threads ? options->threads : threads_cores();
	r.judge = memory_zalloc(r.threads * sizeof *r.judge);
	r.one = memory_zalloc(room * sizeof *r.one);
	for (size_t i = 0; i < r.threads; i++)
		r.judge[i] = judge_new(options->pack);
	r.arena = arena_new();
	buf_init(&r.lines, LIMIT_RESPONSE);
	ok = store_open(&r.store, &where, err) && do_kind(&r, false, err) && do_kind(&r, true, err);
	release(&r, room);
	out->seconds = (double)(clock_ticks_us() - started_us) / 1e6;
	return ok;
}
