/* store/store_rulings.c -- what binds the machine, and how counts follow.
 *
 * A ruling hangs on an article, for events merge and split while articles stay: one on an
 * event hangs on the article that founded it, and is found wherever that one is placed. So
 * nothing has to be carried along when events merge, split or are grouped anew. */
#include "store/store_review.h"

#include "base/limits.h"
#include "text/date.h"

static void ruling_row(struct portrait_ruling *out, struct ask *a, struct arena *arena)
{
	*out = (struct portrait_ruling){.of_event = str_eq(ask_str_at(a, 0), STR("event")),
					.article = arena_copy(arena, ask_str_at(a, 1)),
					.what = arena_copy(arena, ask_str_at(a, 2)),
					.facet = arena_copy(arena, ask_str_at(a, 3)),
					.value = arena_copy(arena, ask_str_at(a, 4)),
					.was = arena_copy(arena, ask_str_at(a, 5)),
					.who = arena_copy(arena, ask_str_at(a, 6)),
					.why = arena_copy(arena, ask_str_at(a, 7)),
					.at_ms = ask_int_at(a, 8),
					.act = ask_int_at(a, 9)};
}

bool store_rulings(const struct portrait_ruling **out, size_t *count, struct store *s,
		   struct arena *arena, int64_t event, struct err *err)
{
	struct portrait_ruling *row = NULL; /* most events have none */
	size_t first = LIMIT_RULINGS;
	struct ask a;

	ask_open(&a, s, Q_RULINGS, err);
	ask_int(&a, event);
	ask_int(&a, LIMIT_RULINGS);
	while (first > 0 && ask_row(&a)) {
		if (!row)
			row = ARENA_ARRAY(arena, struct portrait_ruling, LIMIT_RULINGS);
		ruling_row(&row[--first], &a, arena);
	}
	*out = row ? row + first : NULL;
	*count = LIMIT_RULINGS - first;
	return ask_close(&a);
}

bool store_ruling_add(struct store *s, const struct store_ruling *r, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_RULING_NEW, err);
	ask_int(&a, r->act);
	ask_int(&a, r->article);
	ask_str(&a, r->of_event ? STR("event") : STR("article"));
	ask_str(&a, str_of(r->what));
	ask_str(&a, r->facet);
	ask_str(&a, r->value);
	ask_str(&a, r->was);
	ask_str(&a, r->who);
	ask_str(&a, r->why);
	ask_int(&a, r->at_ms);
	return ask_run(&a);
}

bool store_article_ruling(struct ruling_row *out, struct store *s, struct arena *arena,
			  struct str article, struct err *err)
{
	struct ask a;

	*out = (struct ruling_row){0};
	ask_open(&a, s, Q_RULING_OF_ARTICLE, err);
	ask_str(&a, article);
	if (ask_row(&a))
		*out = (struct ruling_row){.act = ask_int_at(&a, 0),
					   .value = arena_copy(arena, ask_str_at(&a, 1)),
					   .was = arena_copy(arena, ask_str_at(&a, 2)),
					   .who = arena_copy(arena, ask_str_at(&a, 3)),
					   .why = arena_copy(arena, ask_str_at(&a, 4)),
					   .at_ms = ask_int_at(&a, 5)};
	return ask_close(&a);
}

/* -- off the lists ------------------------------------------------------------------------ */

static bool redirect(struct store *s, int64_t event, int64_t to, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_EVENT_OFF, err);
	ask_int(&a, event);
	ask_int(&a, to);
	return ask_run(&a);
}

static bool put_back(struct store *s, struct arena *arena, const struct store_state *was,
		     struct err *err)
{
	int64_t publishers;
	struct ask a;

	if (!store_names_anew(&publishers, s, arena, was->event, was->articles, err))
		return false;
	ask_open(&a, s, Q_EVENT_PUBLISHERS, err);
	ask_int(&a, was->event);
	ask_int(&a, publishers);
	return ask_run(&a);
}

bool store_off_set(struct store *s, struct arena *arena, const struct store_state *was, bool off,
		   struct err *err)
{
	if (off == was->off)
		return true;
	if (!redirect(s, was->event, off ? STORE_OFF : 0, err) ||
	    !store_count_more(s, STR("events"), off ? -1 : 1, err))
		return false;
	return off ? store_facets_clear(s, arena, was->event, err) : put_back(s, arena, was, err);
}

/* -- an article's label ------------------------------------------------------------------ */

struct labelled { /* of an article, what counts go by */
	struct str label, url, publisher, source;
	int64_t day_ms;
};

static bool labelled(struct labelled *out, struct store *s, struct arena *arena, int64_t article,
		     struct err *err)
{
	bool found = false;
	struct ask a;

	ask_open(&a, s, Q_LABELLED, err);
	ask_int(&a, article);
	if (ask_row(&a)) {
		*out = (struct labelled){.label = arena_copy(arena, ask_str_at(&a, 0)),
					 .url = arena_copy(arena, ask_str_at(&a, 1)),
					 .publisher = arena_copy(arena, ask_str_at(&a, 2)),
					 .source = arena_copy(arena, ask_str_at(&a, 3)),
					 .day_ms = ask_int_at(&a, 4)};
		found = true;
	}
	return ask_close(&a) &&
	       (found || err_set(err, ERR_MISSING, "there is no article %lld", (long long)article));
}

static bool counts(struct store *s, struct arena *arena, const struct labelled *l, struct str label,
		   struct err *err)
{
	int64_t unrelated = str_eq(label, STR("unrelated")) - str_eq(l->label, STR("unrelated"));
	int64_t unknown =
		str_eq(label, STR(LABEL_NOT_ASSESSED)) - str_eq(l->label, STR(LABEL_NOT_ASSESSED));
	struct store_read r = {.ai_articles = -unrelated - unknown, .not_assessed = unknown};
	struct ask a;

	if (!unrelated && !unknown)
		return true;
	r.day = date_day(arena, l->day_ms);
	r.site = store_site(arena, l->url, l->publisher, l->source);
	ask_open(&a, s, Q_SOURCE_RELABEL, err);
	ask_str(&a, l->source);
	ask_int(&a, unknown);
	ask_int(&a, r.ai_articles);
	return ask_run(&a) && store_count_read(s, &r, err) &&
	       store_count_more(s, STR("unrelated"), unrelated, err) &&
	       store_count_more(s, STR(LABEL_NOT_ASSESSED), unknown, err);
}

bool store_label_set(struct store *s, struct arena *arena, int64_t article, struct str label,
		     struct err *err)
{
	struct labelled l = {0};
	struct ask a;

	if (!labelled(&l, s, arena, article, err) || !counts(s, arena, &l, label, err))
		return false;
	ask_open(&a, s, Q_LABEL_SET, err);
	ask_int(&a, article);
	ask_str(&a, label);
	return ask_run(&a);
}
