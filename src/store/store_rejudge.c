/* store/store_rejudge.c -- verdicts made anew, into the rows of what they were made of. */
#include "store/rejudge.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/store_review.h"
#include "text/date.h"

/* -- reading -------------------------------------------------------------------------------- */

bool store_rejudge_rows(struct rejudge_rows *out, struct store *s, struct arena *arena,
			const struct rejudge_place *from, struct err *err)
{
	struct rejudge_row *row = out->row;
	struct ask a;

	ask_open(&a, s, from->later ? Q_REJUDGE_VERSIONS : Q_REJUDGE_ARTICLES, err);
	ask_int(&a, from->after);
	ask_int(&a, (int64_t)out->room);
	for (out->count = 0; out->count < out->room && ask_row(&a); out->count++) {
		struct str *const text[] = {&row->id,     &row->url,    &row->publisher,
					    &row->author, &row->lang,   &row->image,
					    &row->origin, &row->source, &row->label,
					    &row->title,  &row->text,   &row->verdict};

		row->number = ask_int_at(&a, 0);
		row->version = ask_int_at(&a, 1);
		row->date_ms = ask_int_at(&a, 2);
		row->seen_ms = ask_int_at(&a, 3);
		row->read_ms = ask_int_at(&a, 4);
		row->round_up = ask_int_at(&a, 5) != 0;
		row->placed = ask_int_at(&a, 6) != 0;
		for (int i = 0; i < 12; i++)
			*text[i] = arena_copy(arena, ask_str_at(&a, 7 + i));
		row++;
	}
	return ask_close(&a);
}

/* -- counts --------------------------------------------------------------------------------- */

struct kind { /* as what it is counted */
	int64_t unrelated, not_assessed, about_ai;
};

static struct kind kind_of(struct str label)
{
	struct kind k = {.unrelated = str_eq(label, str_of(label_name[LABEL_UNRELATED])),
			 .not_assessed = str_eq(label, STR(LABEL_NOT_ASSESSED))};

	k.about_ai = !k.unrelated && !k.not_assessed;
	return k;
}

/* The first version alone is counted: a page that changed is one article still. */
static bool recount(struct store *s, struct arena *arena, const struct rejudged *r, struct err *err)
{
	const struct rejudge_row *row = r->was;
	struct kind was = kind_of(row->label), is = kind_of(verdict_label(r->verdict));
	int64_t read_ms = row->read_ms ? row->read_ms : row->seen_ms;
	struct store_read read = {.day = date_day(arena, row->date_ms ? row->date_ms : read_ms),
				  .site = store_site(arena, row->url, row->publisher, row->source),
				  .ai_articles = is.about_ai - was.about_ai,
				  .not_assessed = is.not_assessed - was.not_assessed};
	struct store_step step = {.source = row->source,
				  .seen_ms = row->seen_ms,
				  .ai_articles = read.ai_articles,
				  .not_assessed = read.not_assessed};

	if (!read.ai_articles && !read.not_assessed && is.unrelated == was.unrelated)
		return true;
	return store_count_read(s, &read, err) && store_source_recount(s, &step, err) &&
	       store_count_more(s, STR("unrelated"), is.unrelated - was.unrelated, err) &&
	       store_count_more(s, STR(LABEL_NOT_ASSESSED), read.not_assessed, err);
}

/* -- rows ----------------------------------------------------------------------------------- */

static bool put_verdict(struct store *s, const struct rejudged *r, struct err *err)
{
	struct buf json;
	struct ask a;
	bool ok;

	if (!store_verdict_json(&json, r->verdict, r->article, err)) {
		buf_free(&json);
		return false;
	}
	ask_open(&a, s, r->was->version > 1 ? Q_REJUDGE_VERSION : Q_REJUDGE_ARTICLE, err);
	ask_int(&a, r->was->number);
	ask_str(&a, verdict_label(r->verdict));
	ask_str(&a, buf_view(&json));
	if (r->was->version > 1)
		ask_int(&a, r->was->version);
	ok = ask_run(&a);
	buf_free(&json);
	return ok;
}

/* It is about AI and in no event: it founds one, until all are grouped anew. */
static bool found(struct store *s, struct arena *arena, const struct rejudged *r, int64_t version,
		  struct err *err)
{
	struct placement alone = {.how = PLACED_NEW, .similarity = 1};
	struct outcome o = {.article = r->article,
			    .verdict = r->verdict,
			    .story = r->story,
			    .placement = &alone,
			    .source = r->was->source,
			    .seen_ms = r->was->seen_ms};

	return store_place(&(struct store_placing){.article = r->was->number, .version = version},
			   s, arena, &o, err);
}

static bool put_waiting(struct store *s, const struct rejudged *r, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_WAITING_TAKE, err);
	ask_int(&a, WAITING_ABSTAINED);
	ask_int(&a, 0);
	ask_int(&a, r->was->number);
	return ask_run(&a) && store_waiting_article(s, r->was->number, r->verdict, err);
}

static bool put(struct store *s, struct arena *arena, const struct rejudged *r, int64_t version,
		struct err *err)
{
	bool related = kind_of(verdict_label(r->verdict)).about_ai;

	if (!put_verdict(s, r, err))
		return false;
	if (r->was->version > 1)
		return true;
	if (!recount(s, arena, r, err) || !put_waiting(s, r, err))
		return false;
	if (!r->story || r->was->round_up)
		return true;
	if (related && !r->was->placed)
		return found(s, arena, r, version, err);
	/* what is in an event because of another stays so as long as it is unrelated */
	return store_story_put(s, Q_REJUDGE_STORY, r->was->number, r->story,
			       related ? r->was->number : 0, err);
}

/* -- events --------------------------------------------------------------------------------- */

static int by_number(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

struct touched { /* events of all articles of a batch */
	int64_t *event;
	size_t count;
};

/* Into the history of its events, when its label is another. */
static bool tell(struct touched *t, struct store *s, struct arena *arena, const struct rejudged *r,
		 int64_t at_ms, struct err *err)
{
	struct str label = verdict_label(r->verdict);
	struct store_history h = {.at_ms = at_ms, .who = STR("rejudge"), .what = STR("rejudged")};
	size_t first = t->count, found;

	h.detail = arena_fmt(arena, "%.*s: judged %.*s before, now %.*s",
			     STR_ARG(r->was->title.len ? r->was->title : r->was->id),
			     STR_ARG(r->was->label), STR_ARG(label));
	if (!store_events_of(t->event + t->count, &found, s, r->was->number, err))
		return false;
	t->count += found;
	for (size_t i = first; i < t->count && !str_eq(label, r->was->label); i++) {
		h.event = t->event[i];
		if (!store_history_add(s, &h, err))
			return false;
	}
	return true;
}

static bool rejudge(struct store *s, struct arena *arena, const struct rejudged *one, size_t count,
		    int64_t at_ms, struct err *err)
{
	struct touched t = {ARENA_ARRAY(arena, int64_t, count * STORE_EVENTS_OF), 0};
	int64_t version;

	if (!store_count(&version, s, STR("version"), 1, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!put(s, arena, &one[i], version, err) ||
		    !tell(&t, s, arena, &one[i], at_ms, err))
			return false;
	if (t.count)
		qsort(t.event, t.count, sizeof *t.event, by_number);
	STORE_CRASH_POINT("rejudged");
	for (size_t i = 0; i < t.count; i++)
		if ((i == 0 || t.event[i] != t.event[i - 1]) &&
		    (!ask_numbers(s, Q_EVENT_TOUCH, (int64_t[]){t.event[i], version}, 2, err) ||
		     !store_draw(s, arena, t.event[i], version, err)))
			return false;
	return store_count_more(s, STR("decisions"), 1, err);
}

bool store_rejudge(struct store *s, struct arena *arena, const struct rejudged *one, size_t count,
		   int64_t at_ms, struct err *err)
{
	bool own;

	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, rejudge(s, arena, one, count, at_ms, err), err);
}
