/* store/store_parts.h -- what the store's own files tell each other. Private. */
#pragma once
#include "store/ask.h"
#include "store/select.h"

/* "2025-06" as months since the year 0; -1: it is none. */
int64_t store_month_number(struct str month);

/* Adds to a kept count and says what it then is. */
bool store_count(int64_t *now, struct store *s, struct str counter, int64_t more,
		 struct err *err) MUST_USE;
/* Adds to one of which nobody asks what it then is. */
bool store_count_more(struct store *s, struct str counter, int64_t more, struct err *err) MUST_USE;
bool store_counter(int64_t *out, struct store *s, struct str counter, struct err *err) MUST_USE;

/* One whole change: a transaction of its own, or a savepoint inside the batch. */
bool store_change_begin(bool *own, struct store *s, struct err *err) MUST_USE;
/* Keeps it when `ok`, else undoes it and returns false with err as it was. */
bool store_change_end(struct store *s, bool own, bool ok, struct err *err) MUST_USE;
/* One unchanging view for several questions; nothing to do inside a batch or another view. */
bool store_view_begin(bool *own, struct store *s, struct err *err) MUST_USE;
bool store_view_end(struct store *s, bool own, bool ok, struct err *err) MUST_USE;

/* A source's row: what this document adds, and where to go on. */
struct store_step {
	struct str source, error;
	int64_t documents, refused, known, ai_articles, not_assessed, seen_ms, passed;
	const struct cursor *cursor; /* may be NULL */
	int64_t pulled;              /* documents that it moves over */
};
bool store_source_step(struct store *s, const struct store_step *step, struct err *err) MUST_USE;
/* What is counted of its articles, and nothing of when it was read. */
bool store_source_recount(struct store *s, const struct store_step *step, struct err *err) MUST_USE;

/* Which site an article or a page is counted under: never "". */
struct str store_site(struct arena *arena, struct str url, struct str publisher, struct str source);

/* So much more was read of a site on a day. Inside one change. */
struct store_read {
	struct str day, site;
	int64_t articles, ai_articles, passed;
	int64_t not_assessed; /* by day alone */
};
bool store_count_read(struct store *s, const struct store_read *r, struct err *err) MUST_USE;

/* An event grew by one article: row, counts, facets, and the portrait when it is time. */
struct store_growth {
	int64_t event, seen_ms, date_ms;
	struct str publisher, lang;
	int64_t version;
	bool draw; /* its portrait, whether it is time or not: it has taken others in */
};
bool store_grow(struct store *s, struct arena *arena, const struct store_growth *g,
		struct err *err) MUST_USE;

/* A round-up goes to its events. */
struct store_rounding {
	int64_t article, seen_ms, version;
	struct str title;
	const struct grouper_share *share;
	size_t count;
};
bool store_round_up_put(struct store *s, const struct store_rounding *r, struct err *err) MUST_USE;

/* Kept like facets and counted in no list: what links an event to others. */
#define FACET_SYSTEM "system"
#define FACET_DEVELOPER "developer"
#define FACET_DEPLOYER "deployer"
#define FACET_HARM "harm_types" /* this one is a facet */

/* events.redirect of one that a person took off the lists: it leads nowhere, and as it is
 * not 0 no list, count or filter has it. */
#define STORE_OFF (-1)

/* An event's row as it stands. ERR_CONFLICT when there is none, or when it has ended. */
struct store_state {
	int64_t event, first_ms, last_ms, articles, publishers, drawn;
	bool off;
	struct str id, title, summary;
};
bool store_state(struct store_state *out, struct store *s, struct arena *arena, int64_t event,
		 struct err *err) MUST_USE;
/* What the full text index has of an event. */
bool store_event_reindex(struct store *s, const struct store_state *was, struct str title,
			 struct str summary, struct err *err) MUST_USE;
/* One event fewer has that filter; the event's own row of it is taken out. */
bool store_facet_off(struct store *s, int64_t value, int64_t event, struct err *err) MUST_USE;
bool store_facet_count(struct store *s, int64_t value, int64_t more, struct err *err) MUST_USE;

/* Its JSON into `out`, which the caller frees in any case. ERR_LIMIT: over LIMIT_LINE. */
bool store_verdict_json(struct buf *out, const struct verdict *v, const struct article *a,
			struct err *err) MUST_USE;
/* Q_STORY_NEW, or another statement of an article's story and with what it was settled
 * (store_stories.c). */
bool store_story_put(struct store *s, enum query_id id, int64_t article, const struct story *story,
		     int64_t settled, struct err *err) MUST_USE;
/* The events that an article is in. */
#define STORE_EVENTS_OF 64
bool store_events_of(int64_t event[STORE_EVENTS_OF], size_t *count, struct store *s,
		     int64_t article, struct err *err) MUST_USE;

/* Articles of one event become another's, and its id leads there for ever. The portrait of
 * `into` is not drawn. Inside one change. */
struct store_merge {
	int64_t into, from, at_ms, version;
	struct str who, why;
};
bool store_merge(struct store *s, struct arena *arena, const struct store_merge *m,
		 struct err *err) MUST_USE;
/* A new event's row, empty; its id begins with the day of `date_ms`. Fills number and id. */
struct store_founding {
	int64_t date_ms;
	struct str content; /* hash of the article that founds it, in hex */
	int64_t number;
	struct str id;
};
bool store_event_new(struct store_founding *f, struct store *s, struct arena *arena,
		     struct err *err) MUST_USE;
/* Draws the portrait of an event that has changed. Inside one change. */
bool store_draw(struct store *s, struct arena *arena, int64_t event, int64_t version,
		struct err *err) MUST_USE;
/* Everything of an event that stands on its articles, anew. ERR_CONFLICT: it has none. Inside
 * one change. */
bool store_rebuild(struct store *s, struct arena *arena, int64_t event, int64_t version,
		   struct err *err) MUST_USE;
/* An event that had ended lives, without articles yet. */
bool store_revive(struct store *s, int64_t event, struct err *err) MUST_USE;
/* Its row is emptied, and its id leads to `into`; its articles are elsewhere by then. */
bool store_event_end(struct store *s, const struct store_state *from, int64_t into, int64_t version,
		     struct err *err) MUST_USE;
bool store_facet_add(bool *added, struct store *s, int64_t event, struct str facet,
		     struct str value, struct err *err) MUST_USE;
/* Languages and publishers of an event become those of its articles, its other filters are
 * taken out. */
bool store_names_anew(int64_t *publishers, struct store *s, struct arena *arena, int64_t event,
		      int64_t articles, struct err *err) MUST_USE;
/* Takes an event out of all filters. */
bool store_facets_clear(struct store *s, struct arena *arena, int64_t event,
			struct err *err) MUST_USE;

struct store_history {
	int64_t event, at_ms;
	struct str what, who, detail;
};
bool store_history_add(struct store *s, const struct store_history *h, struct err *err) MUST_USE;
/* What two events have to do with each other, in the history of both: what[0] in that of
 * `one`. */
struct store_telling {
	int64_t at_ms;
	struct str who, why, what[2];
	const struct store_state *one, *other;
};
bool store_tell_both(struct store *s, struct arena *arena, const struct store_telling *t,
		     struct err *err) MUST_USE;

/* The story of that article, as it is kept. ERR_CONFIG: it is damaged. */
bool store_story(struct story *out, struct arena *arena, struct str packed, int64_t article,
		 struct err *err) MUST_USE;

/* Keeps the answer and counts. For known articles too: the call was made. */
bool store_opinion_note(struct store *s, struct arena *arena, struct str content,
			const struct opinion_note *n, struct err *err) MUST_USE;

/* Reads the columns of Q_ARTICLE and its like, in their order. */
void store_article_row(struct article_row *out, struct ask *a, struct arena *arena);
/* Behind those: versions and state. */
void store_article_state(struct article_row *out, struct ask *a, struct arena *arena);
/* Reads the first 13 columns of P_EVENT_ROWS and its like; the stage stands behind them. */
void store_event_row(struct event_row *out, struct ask *a, struct arena *arena);
/* Stage, AI's part, whether it was realised: three columns from `first` on. */
void store_event_row_more(struct event_row *out, struct ask *a, int first, struct arena *arena);
/* "12.34": the page token of a list, of the column it is ordered by and the number. */
struct str store_token(struct arena *arena, char order, int64_t key, int64_t number);
bool store_token_read(int64_t *key, int64_t *number, struct str token, char order,
		      struct err *err) MUST_USE;
uint32_t store_page_size(uint32_t asked);

/* Reads the columns of Q_WATCHED, which Q_SOURCES begins with. */
void store_watched_row(struct watched *out, struct ask *a, struct arena *arena);
#define STORE_WATCHED_COLUMNS 17

/* Filters of the event list; `but` names a facet whose own filters are left out. */
bool store_event_filters(struct select *l, struct store *s, const struct event_query *q,
			 struct str but, struct err *err) MUST_USE;

/* Tests stop the process here, between any two steps. */
#ifdef TOCSIN_DEBUG
extern void (*store_crash_point)(const char *place);
#define STORE_CRASH_POINT(place)                                                                   \
	do {                                                                                       \
		if (store_crash_point)                                                             \
			store_crash_point(place);                                                  \
	} while (0)
#else
#define STORE_CRASH_POINT(place) ((void)0)
#endif
