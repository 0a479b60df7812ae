/* store/store_commit.c -- one article and everything it changes, whole or not at all.
 *
 * In one change: the article with its verdict, its words in the index, its story,
 * its place in an event (a new one gets number and public id here), the event's
 * portrait, facets, history, the day's counts, the source's cursor. The content
 * hash is unique, so the same text a second time is "committed before": then only
 * the cursor moves and `known` is counted.
 *
 * A stray's story is kept without an event. When it is placed later, that is a change of its
 * own, of the same kind.
 *
 * The result depends on the order of commits alone: numbers are the next free
 * ones, the four characters of a public id come from the first article's hash
 * (the next hash when they are taken that day), and the only time is seen_ms. */
#include "store/store_locker.h"
#include "store/store_review.h"
#include "store/store_versions.h"

#include "base/limits.h"
#include "store/text_index.h"
#include "text/date.h"

#define MACHINE STR("machine") /* who did it, in the history */

static const char *const how_name[] = {"new", "joined", "reprint", "waiting"};

static bool exists(bool *out, struct store *s, enum query_id question, struct str value,
		   struct err *err)
{
	int64_t number;
	struct ask a;

	ask_open(&a, s, question, err);
	ask_str(&a, value);
	if (!ask_one(&number, &a, 0))
		return false;
	*out = number != 0;
	return true;
}

/* The article's own id, or with hash digits behind it when that is taken. */
static bool free_id(struct str *out, struct store *s, struct arena *arena, struct str id,
		    struct str content, struct err *err)
{
	bool taken = false;

	*out = id;
	for (size_t digits = 8; digits <= content.len; digits += 8) {
		if (!exists(&taken, s, Q_ARTICLE_ID_TAKEN, *out, err))
			return false;
		if (!taken)
			return true;
		*out = arena_fmt(arena, "%.*s-%.*s", STR_ARG(id),
				 STR_ARG(str_cut(content, 0, digits)));
	}
	return true;
}

/* Where it came from: what is read again from an archive of ours says so itself. */
static struct str source_of(const struct outcome *o)
{
	return o->capture && o->capture->source.len ? o->capture->source : o->source;
}

bool store_verdict_json(struct buf *out, const struct verdict *v, const struct article *a,
			struct err *err)
{
	buf_init(out, LIMIT_LINE);
	verdict_to_json(out, v, a);
	return buf_ok(out) ||
	       err_set(err, ERR_LIMIT, "the verdict has over %d bytes", LIMIT_LINE);
}

static bool put_article(int64_t *number, struct store *s, struct arena *arena,
			const struct outcome *o, struct str content, struct err *err)
{
	const struct article *article = o->article;
	struct str id, verdict;
	struct buf json;
	struct ask a;
	bool ok;

	if (!free_id(&id, s, arena, article->id, content, err))
		return false;
	if (!store_verdict_json(&json, o->verdict, article, err)) {
		buf_free(&json);
		return false;
	}
	verdict = buf_view(&json);
	ask_open(&a, s, Q_ARTICLE_NEW, err);
	ask_str(&a, id);
	ask_str(&a, content);
	ask_int(&a, article->date_ms);
	ask_int(&a, o->seen_ms);
	ask_str(&a, verdict_label(o->verdict));
	ask_str(&a, article->lang);
	ask_str(&a, article->publisher);
	ask_str(&a, source_of(o));
	ask_str(&a, article->origin);
	ask_str(&a, article->url);
	ask_str(&a, article->author);
	ask_str(&a, article->image);
	ask_str(&a, article->field[FIELD_TITLE]);
	ask_str(&a, verdict);
	ask_str(&a, article->field[FIELD_TEXT]);
	ok = ask_one(number, &a, 0);
	buf_free(&json);
	if (!ok)
		return false;
	return text_index_article(s, *number, article->field[FIELD_TITLE],
				  article->field[FIELD_TEXT], err) &&
	       store_waiting_article(s, *number, o->verdict, err);
}

/* "2025-06-16-k3x9" */
static bool public_id(struct str *out, struct store *s, struct arena *arena, int64_t date_ms,
		      struct str content, struct err *err)
{
	static const char digit[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	struct str day = date_day(arena, date_ms);
	bool taken = true;

	for (uint64_t again = 0; taken; again++) {
		uint64_t h = hash64(content, again);

		*out = arena_fmt(arena, "%.*s-%c%c%c%c", STR_ARG(day), digit[h % 36],
				 digit[h / 36 % 36], digit[h / 1296 % 36], digit[h / 46656 % 36]);
		if (!exists(&taken, s, Q_EVENT_ID_TAKEN, *out, err))
			return false;
	}
	return true;
}

bool store_event_new(struct store_founding *f, struct store *s, struct arena *arena,
		     struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_EVENT_NEXT, err);
	if (!ask_one(&f->number, &a, 1) ||
	    !public_id(&f->id, s, arena, f->date_ms, f->content, err))
		return false;
	ask_open(&a, s, Q_EVENT_NEW, err);
	ask_int(&a, f->number);
	ask_str(&a, f->id);
	return ask_run(&a) && store_count_more(s, STR("events"), 1, err);
}

static bool put_event(int64_t *number, struct store *s, struct arena *arena,
		      const struct outcome *o, struct str content, struct err *err)
{
	struct store_founding f = {.date_ms = o->article->date_ms, .content = content};

	if (!f.date_ms)
		f.date_ms = o->seen_ms;
	if (!store_event_new(&f, s, arena, err))
		return false;
	*number = f.number;
	return true;
}

struct numbers { /* what one commit gives out */
	int64_t article, event, version;
};

/* The events that the story shows to be one with its own end in that. */
static bool merge(const struct numbers *n, struct store *s, struct arena *arena,
		  const struct outcome *o, struct err *err)
{
	const struct placement *p = o->placement;

	for (size_t i = 0; i < p->merge_count; i++) {
		struct store_merge m = {.into = n->event,
					.from = (int64_t)p->merge[i],
					.at_ms = o->seen_ms,
					.version = n->version,
					.who = MACHINE};

		m.why = arena_fmt(arena,
				  "mean nearness of their articles %.2f, where %.2f is enough, "
				  "since %.*s came",
				  (double)p->merge_nearness[i], (double)p->bar,
				  STR_ARG(o->article->id));
		if (!store_merge(s, arena, &m, err))
			return false;
	}
	return true;
}

/* Into its event, and into the event's history. */
static bool put_placement(struct store *s, const struct numbers *n, const struct placement *p,
			  struct store_history *h, struct err *err)
{
	char nearest[HASH_HEX_SIZE];
	struct ask a;

	hash128_hex(nearest, p->nearest);
	ask_open(&a, s, Q_PLACEMENT_NEW, err);
	ask_int(&a, n->article);
	ask_int(&a, n->event);
	ask_str(&a, str_of(how_name[p->how]));
	ask_num(&a, (double)p->similarity);
	ask_str(&a, p->how == PLACED_NEW ? STR("") : str_of(nearest));
	if (!ask_run(&a))
		return false;
	h->event = n->event;
	h->who = MACHINE;
	h->what = p->how == PLACED_NEW ? STR("created") : str_of(how_name[p->how]);
	return store_history_add(s, h, err);
}

static struct str told_title(const struct article *a)
{
	return a->field[FIELD_TITLE].len ? a->field[FIELD_TITLE] : a->id;
}

/* Places the story and draws its event. */
static bool place(struct numbers *n, struct store *s, struct arena *arena, const struct outcome *o,
		  struct err *err)
{
	const struct placement *p = o->placement;
	struct store_history h = {.at_ms = o->seen_ms, .detail = told_title(o->article)};
	char content[HASH_HEX_SIZE];

	hash128_hex(content, o->article->content);
	n->event = (int64_t)p->event;
	if (!store_story_put(s, Q_STORY_NEW, n->article, o->story, n->article, err) ||
	    (!p->event && !put_event(&n->event, s, arena, o, str_of(content), err)) ||
	    !merge(n, s, arena, o, err) || !put_placement(s, n, p, &h, err))
		return false;
	STORE_CRASH_POINT("placed");
	return store_grow(s, arena,
			  &(struct store_growth){.event = n->event,
						 .seen_ms = o->seen_ms,
						 .date_ms = o->article->date_ms,
						 .publisher = o->article->publisher,
						 .lang = o->article->lang,
						 .version = n->version,
						 .draw = p->merge_count > 0},
			  err);
}

bool store_place(struct store_placing *p, struct store *s, struct arena *arena,
		 const struct outcome *o, struct err *err)
{
	struct numbers n = {.article = p->article, .version = p->version};

	if (!place(&n, s, arena, o, err) ||
	    !ask_numbers(s, Q_ROUND_UP_END, &p->article, 1, err)) /* a person knows better */
		return false;
	p->event = n.event;
	return true;
}

static bool count(struct store *s, struct arena *arena, const struct outcome *o, struct err *err)
{
	const struct article *article = o->article;
	bool assessed = o->verdict->assessed;
	bool unrelated = assessed && o->verdict->label == LABEL_UNRELATED;
	int64_t read_ms = o->read_ms ? o->read_ms : o->seen_ms;
	struct store_read r = {
		.articles = 1, .ai_articles = assessed && !unrelated, .not_assessed = !assessed};

	r.day = date_day(arena, article->date_ms ? article->date_ms : read_ms);
	r.site = store_site(arena, article->url, article->publisher, source_of(o));
	return store_count_read(s, &r, err) && store_count_more(s, STR("articles"), 1, err) &&
	       store_count_more(s, STR("unrelated"), unrelated, err) &&
	       store_count_more(s, STR(LABEL_NOT_ASSESSED), !assessed, err);
}

/* Into its event, or to wait for one, or to several; nowhere when there is no story. */
static bool put_where(struct numbers *n, struct store *s, struct arena *arena,
		      const struct outcome *o, struct err *err)
{
	if (o->shares)
		return store_round_up_put(s,
					  &(struct store_rounding){.article = n->article,
								   .seen_ms = o->seen_ms,
								   .version = n->version,
								   .title = told_title(o->article),
								   .share = o->share,
								   .count = o->shares},
					  err);
	if (!o->story)
		return true;
	if (o->placement->how == PLACED_WAITING)
		return store_story_put(s, Q_STORY_NEW, n->article, o->story, 0, err);
	return place(n, s, arena, o, err);
}

/* The source that it came from is counted, the one that it was read from moves on. */
static bool count_source(struct store *s, const struct outcome *o, struct store_step *step,
			 struct err *err)
{
	if (str_eq(step->source, o->source)) {
		step->cursor = o->cursor;
		return store_source_step(s, step, err);
	}
	return store_source_step(s, step, err) &&
	       store_source_step(s,
				 &(struct store_step){.source = o->source,
						      .seen_ms = o->seen_ms,
						      .cursor = o->cursor,
						      .pulled = 1},
				 err);
}

/* What it was read from, before all that rests on it. */
static bool put_capture(struct store *s, int64_t article, const struct outcome *o, struct err *err)
{
	struct capture c;

	if (!o->capture)
		return true;
	c = *o->capture;
	c.source = source_of(o);
	c.seen_ms = o->seen_ms;
	return store_locker_put(s, article, 1, &c, err);
}

/* One that was not known. */
static bool put_fresh(struct numbers *n, struct store *s, struct arena *arena,
		      const struct outcome *o, struct str content, struct err *err)
{
	if (!put_article(&n->article, s, arena, o, content, err) ||
	    !put_capture(s, n->article, o, err))
		return false;
	STORE_CRASH_POINT("article put");
	return put_where(n, s, arena, o, err) && count(s, arena, o, err) &&
	       (!o->live || !o->story || store_look_new(s, n->article, o, err));
}

static bool settle(bool *known, struct numbers *n, struct store *s, struct arena *arena,
		   const struct outcome *o, struct err *err)
{
	struct store_step step = {
		.source = source_of(o), .documents = 1, .seen_ms = o->seen_ms, .pulled = 1};
	char content[HASH_HEX_SIZE];

	hash128_hex(content, o->article->content);
	if (!exists(known, s, Q_ARTICLE_BY_CONTENT, str_of(content), err) ||
	    !store_count(&n->version, s, STR("version"), !*known, err))
		return false;
	step.known = *known;
	step.not_assessed = !*known && !o->verdict->assessed;
	step.ai_articles = !*known && o->verdict->assessed && o->verdict->label != LABEL_UNRELATED;
	if (!*known && !put_fresh(n, s, arena, o, str_of(content), err))
		return false;
	if (o->opinion && !store_opinion_note(s, arena, str_of(content), o->opinion, err))
		return false;
	STORE_CRASH_POINT("before the cursor");
	return count_source(s, o, &step, err);
}

enum committed store_commit(struct store *s, struct arena *arena, const struct outcome *o,
			    struct err *err)
{
	bool own, known = false;
	struct numbers n = {0};

	if (!store_change_begin(&own, s, err))
		return COMMIT_FAILED;
	if (!store_change_end(s, own, settle(&known, &n, s, arena, o, err), err))
		return COMMIT_FAILED;
	if (known)
		return COMMITTED_BEFORE;
	if (o->story)
		o->placement->event = (uint64_t)n.event;
	return COMMITTED;
}

/* -- strays --------------------------------------------------------------------------------- */

/* The stray that waits under that content. */
struct stray {
	int64_t article;
	struct str title;
	struct store_growth growth;
};

static bool find_stray(struct stray *out, struct store *s, struct arena *arena,
		       const struct taking *t, struct err *err)
{
	struct store_growth *g = &out->growth;
	char content[HASH_HEX_SIZE];
	struct ask a;

	hash128_hex(content, t->article);
	ask_open(&a, s, Q_STRAY, err);
	ask_str(&a, str_of(content));
	if (ask_row(&a)) {
		out->article = ask_int_at(&a, 0);
		out->title = arena_copy(arena, ask_str_at(&a, ask_str_at(&a, 2).len ? 2 : 1));
		g->publisher = arena_copy(arena, ask_str_at(&a, 3));
		g->lang = arena_copy(arena, ask_str_at(&a, 4));
		g->date_ms = ask_int_at(&a, 5);
	}
	if (!ask_close(&a))
		return false;
	return out->article ||
	       err_set(err, ERR_CONFLICT, "no article with content %s waits for an event", content);
}

static bool take(struct store *s, struct arena *arena, const struct taking *t, struct err *err)
{
	struct numbers n = {.event = (int64_t)t->placement->event};
	struct stray stray = {.growth = {.event = n.event, .seen_ms = t->seen_ms}};
	struct store_history h = {.at_ms = t->seen_ms};
	char by[HASH_HEX_SIZE];
	int64_t settled;
	struct ask a;

	hash128_hex(by, t->by);
	ask_open(&a, s, Q_ARTICLE_BY_CONTENT, err);
	ask_str(&a, str_of(by));
	if (!ask_one(&settled, &a, 0) || !find_stray(&stray, s, arena, t, err) ||
	    !store_count(&stray.growth.version, s, STR("version"), 1, err) ||
	    !ask_numbers(s, Q_STORY_SETTLE, (int64_t[]){stray.article, settled}, 2, err))
		return false;
	STORE_CRASH_POINT("taking");
	n.article = stray.article;
	h.detail = stray.title;
	return put_placement(s, &n, t->placement, &h, err) &&
	       store_grow(s, arena, &stray.growth, err);
}

bool store_take(struct store *s, struct arena *arena, const struct taking *t, struct err *err)
{
	bool own;

	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, take(s, arena, t, err), err);
}
