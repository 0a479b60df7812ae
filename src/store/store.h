/* store/store.h -- the memory of the house.
 *
 * One store is one connection with its prepared statements; it belongs to one
 * thread. A program has one writer (the clerk) and as many readers as it likes;
 * with SQLite the file is in WAL mode, so readers never wait for the writer.
 * What the store hands out lives in the arena the caller gave.
 *
 * Public ids: an event is "YYYY-MM-DD-xxxx" (first reported date and four
 * letters or digits of a hash of its first article), never dies, and depends
 * only on the order of arrival; an article has the id it came with.
 *
 * What makes an article the same: its content hash. A text that comes again, under
 * whatever id or URL, is known and changes nothing. A page that was edited comes
 * with another text: that is another article with the same URL, judged anew. When
 * its id is taken by an article with other words, "-" and hash digits are added. */
#pragma once
#include "events/grouper.h"
#include "events/portrait.h"
#include "events/replan.h"
#include "ingest/capture.h"
#include "store/db.h"

struct store;

struct store_options {
	struct str url; /* "sqlite:FILE" (default "sqlite:tocsin.db"), "postgresql://..." */
	enum db_mode mode;
	int busy_ms;      /* how long to wait for a lock before ERR_BUSY; 0: 5000 */
	int patience_ms;  /* a statement that takes longer is ERR_BUSY (PostgreSQL); 0: never */
	bool may_migrate; /* else an old schema is ERR_CONFIG */
};

bool store_open(struct store **out, const struct store_options *options, struct err *err) MUST_USE;
void store_close(struct store *s);
/* The table of publishers for portraits that are drawn from now on, instead of the built-in
 * one. Borrowed until the store is closed. */
void store_use_reputation(struct store *s, const struct reputation *r);

/* All events in memory, as far as lists filter, count and order by it: one for all threads of
 * a server. A store that uses one (a reader; borrowed until it is closed) answers
 * store_events(), store_event_counts(), store_stats() and store_series() from there, exactly
 * as the database would: each view is answered from the version of the store that it shows,
 * and what changed since is taken over first. Some 200 bytes an event. */
struct shelf;
struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf); /* NULL is fine */
/* Fills it, if nobody has: 5 microseconds an event. */
bool shelf_use(struct store *s, struct shelf *shelf, struct err *err) MUST_USE;

/* Brings the schema to the newest form, step by step, each step whole or not at
 * all; makes the file when there is none. `*from` and `*upto`: versions before
 * and after. ERR_CONFIG when it was made by a newer program. */
bool store_migrate(int64_t *from, int64_t *upto, const struct store_options *options,
		   struct err *err) MUST_USE;

/* To be told of changes by others: false with ERR_CONFIG where the database can not (SQLite).
 * store_hear() waits so long, on its one thread: CHANGE, or LOST, and then it is to listen
 * again. */
bool store_listen(struct store *s, struct err *err) MUST_USE;
enum heard store_hear(struct store *s, int wait_ms);

/* The file itself, foreign keys, every placed article has its event, counts agree, every
 * portrait parses, the full text index fits. One line per trouble through `told`;
 * false and ERR_CONFLICT when any. Needs DB_WRITE: the index is asked by a write. */
bool store_check(struct store *s, void (*told)(const char *line, void *payload), void *payload,
		 struct err *err) MUST_USE;

/* -- decisions of people: each whole or not at all, told in the history of both events ---- */

struct decision {
	struct str event;       /* public id */
	const struct str *what; /* merge: the other event; split: see there */
	size_t count;
	struct str who, why; /* neither empty; LIMIT_FIELD at most */
	int64_t at_ms;
};
/* The two are one from now on: the older stays, its id goes to *kept. Takes back what kept
 * their articles apart. ERR_MISSING, ERR_CONFLICT (one of them has ended, or both are one). */
bool store_decide_merge(struct str *kept, struct store *s, struct arena *arena,
			const struct decision *d, struct err *err) MUST_USE;
/* These articles (ids) are another event than the others of it: a new one, its id in *made.
 * Or what[0] is an event that ended in it and lives again, with the articles that it had.
 * The machine does not join the two any more. Takes back what held them together.
 * ERR_MISSING, ERR_CONFLICT (nothing would stay, or it is not in that event). */
bool store_decide_split(struct str *made, struct store *s, struct arena *arena,
			const struct decision *d, struct err *err) MUST_USE;
/* The two are not one, and the machine does not join them. *number is the decision's.
 * ERR_MISSING, ERR_CONFLICT. */
bool store_decide_apart(int64_t *number, struct store *s, struct arena *arena,
			const struct decision *d, struct err *err) MUST_USE;
/* Which events are on a side of a decision that keeps apart, for the grouper. */
typedef void apart_fn(uint64_t event, uint64_t side, void *payload);
bool store_each_apart(struct store *s, apart_fn *fn, void *payload, struct err *err) MUST_USE;
/* How many decisions were made and how many events regrouped; who keeps a grouper refills it
 * when there are more. */
bool store_decisions(int64_t *out, struct store *s, struct err *err) MUST_USE;

/* -- grouping anew (events/replan.h) --------------------------------------------------------- */

/* All stories, what binds them and what ended events had go to `r`; *version is that of then.
 * ERR_CONFIG: damaged. */
bool store_replan(struct replan *r, int64_t *version, struct store *s, struct err *err) MUST_USE;
/* One change, whole or not at all; told in the history of its events. */
struct regrouping {
	const struct replan_change *change;
	struct str who, why;
	int64_t at_ms;
};
/* The numbers of its events as they are after it, by target, go to *made. ERR_CONFLICT: the
 * store is not what the change was planned for. */
bool store_regroup(const uint64_t **made, struct store *s, struct arena *arena,
		   const struct regrouping *r, struct err *err) MUST_USE;
/* For telling it. */
struct store_name {
	struct str id, title;
};
bool store_event_told(struct store_name *out, struct store *s, struct arena *arena, uint64_t event,
		      struct err *err) MUST_USE;
bool store_article_told(struct store_name *out, struct store *s, struct arena *arena,
			int64_t article, struct err *err) MUST_USE;

/* -- writing: all or nothing, and twice is the same as once ----------------- */

/* What asking for a second opinion came to: kept and counted with the article. */
struct opinion_note {
	struct str model, prompt;
	struct str answer;  /* the model's words, for the cache; "" nothing to keep */
	const char *result; /* "answered", "from cache", "timeout" ...; NULL: nobody was asked */
	int64_t at_ms, calls, quotes_dropped;
};

struct outcome { /* everything one article changed */
	const struct article *article;
	const struct verdict *verdict;
	const struct story *story;   /* NULL: kept, not grouped */
	struct placement *placement; /* with story; commit fills in event, 0 for one that waits */
	/* Of a round-up, which has no story: at least two, each of an event; else none. */
	const struct grouper_share *share;
	size_t shares;
	struct str source;           /* whose cursor moves ... */
	const struct cursor *cursor; /* ... in the same transaction; may be NULL */
	int64_t seen_ms;
	int64_t read_ms;                    /* when an archive's crawler read it; 0: seen_ms */
	const struct opinion_note *opinion; /* may be NULL */
	const struct capture *capture;      /* what it was read from, for the locker; or NULL */
	/* Its page may be looked at again (store/versions.h), with these. */
	bool live;
	struct str etag, modified;
};

enum committed { COMMITTED, COMMITTED_BEFORE, COMMIT_FAILED };

/* A stray that waited is placed, since another article came (events/grouper.h). */
struct taking {
	struct hash128 article, by;
	const struct placement *placement;
	int64_t seen_ms;
};

/* A batch of commits. On a reader: one unchanging view until store_end, so that a
 * list, its counts and its total agree while the writer goes on. */
bool store_begin(struct store *s, struct err *err) MUST_USE;
/* Whole or not at all, also inside a batch. After COMMIT_FAILED with ERR_IO or
 * ERR_BUSY abandon the batch. */
enum committed store_commit(struct store *s, struct arena *arena, const struct outcome *o,
			    struct err *err) MUST_USE;
/* Whole or not at all. ERR_CONFLICT: it does not wait. */
bool store_take(struct store *s, struct arena *arena, const struct taking *t,
		struct err *err) MUST_USE;
bool store_end(struct store *s, struct err *err) MUST_USE; /* ... becomes durable at once */
void store_abandon(struct store *s);                       /* ... or never was */

/* Portraits of events with more than some dozen articles are drawn anew only when
 * they have grown by a sixteenth; this draws what is behind. For the end of a run;
 * `*drawn` says how many. */
bool store_redraw(int64_t *drawn, struct store *s, struct arena *arena, struct err *err) MUST_USE;

/* A document that was refused: kept with its reason, once for each place and
 * reason; shown by sources. */
struct refusal {
	struct str source, origin; /* "x.jsonl", "x.jsonl:12" */
	const struct err *why;
	const struct cursor *cursor; /* may be NULL */
	int64_t seen_ms;
};
bool store_refuse(struct store *s, const struct refusal *r, struct err *err) MUST_USE;

/* False and an empty cursor when the source was never read (err->code is ERR_NONE
 * then) or the database is in trouble. */
bool store_cursor(struct cursor *out, struct store *s, struct str source, struct err *err);

/* Moves a source's cursor without a document: when it was read to its end. */
bool store_move(struct store *s, struct str source, const struct cursor *cursor,
		struct err *err) MUST_USE;

/* Pages of an archive that were passed over, since they name no AI: counted, and the cursor
 * moves behind the last of them. All or nothing. What an earlier reading of the source
 * counted is not counted again; see store_rewind. */
#define STORE_PASSED_MOST 256
struct passed_page {
	struct str url; /* "" unknown */
	int64_t day_ms; /* when it was published, else when it was crawled; 0 unknown */
};
struct passing {
	struct str source;
	const struct passed_page *page; /* at most STORE_PASSED_MOST, in order */
	size_t count;
	const struct cursor *cursor;
	int64_t seen_ms;
};
bool store_pass(struct store *s, struct arena *arena, const struct passing *p,
		struct err *err) MUST_USE;
/* The source is read again from its beginning: no cursor, and its documents are counted
 * from the first. */
bool store_rewind(struct store *s, struct str source, struct err *err) MUST_USE;

typedef bool story_fn(const struct story *s, const struct placement *p, void *payload);
/* In the order in which they were placed, from the stories dated since `since_ms`. */
bool store_each_story(struct store *s, int64_t since_ms, story_fn *fn, void *payload,
		      struct err *err) MUST_USE;
/* Strays that wait, and those that waited and were `taken`, in the order of commit. */
typedef void stray_fn(const struct story *s, bool taken, void *payload);
bool store_each_stray(struct store *s, int64_t since_ms, stray_fn *fn, void *payload,
		      struct err *err) MUST_USE;

/* -- reading ---------------------------------------------------------------- */

struct facet_filter {
	struct str facet, value; /* "principles", "Safety" */
};

#define EVENT_FACETS_MAX 96 /* all values of all facets are fewer */
/* empty or 0: any. Values of one facet are alternatives, facets narrow each other. */
struct event_query {
	struct str q; /* AND, OR, NOT, "phrases" over titles, summaries, texts */
	struct str label, severity, country, lang, publisher;
	struct facet_filter facet[EVENT_FACETS_MAX];
	size_t facet_count;
	int64_t from_ms, upto_ms; /* date first reported, upto exclusive */
	int64_t min_articles;
	struct str sort;   /* "newest" (default), "oldest", "articles", "updated" */
	struct str cursor; /* page token; "" first page */
	uint32_t limit;    /* at most LIMIT_PAGE_ROWS; 0: 20 */
};

struct event_row {
	struct str id, title, summary, label, severity, country, image;
	struct str stage;       /* "reported" ... "resolved"; "" drawn before there were stages */
	struct str involvement; /* "confirmed" ... "denied"; "" likewise */
	struct str realised;    /* "confirmed_victim" ... "theoretical"; "" likewise */
	double probability;
	int64_t first_ms, last_ms, article_count, publisher_count;
	struct str facets;   /* JSON {"principles":[values]...} of the portrait */
	int64_t reviewed_ms; /* when a person last decided something of it; 0 never */
};

struct event_page {
	const struct event_row *row;
	size_t count;
	int64_t total;   /* of all pages; equals paging to the end */
	struct str next; /* "" last page */
};

struct value_count {
	struct str facet,
		value; /* facet also "label", "severity", "country", "lang", "publisher" */
	int64_t count;
};

struct article_row {
	struct str id, url, title, publisher, author, lang, image, label, verdict, text, source;
	int64_t date_ms, seen_ms;
	struct str event; /* public id, "" none */
	struct str how;   /* "new", "joined", "reprint" */
	double similarity;
	/* Of one article, and of those of an event: title, label, verdict and text are those of the
	 * newest version; how many there are, and how its page was when it was last looked at:
	 * "live", "gone", "wall", and since when; "" nobody looks. */
	int64_t versions, state_ms;
	struct str state;
};

struct history_row {
	int64_t at_ms;
	struct str what, who, detail; /* "created", "joined", ...; "machine"; text */
};

struct event_detail {
	struct event_row row;
	struct str portrait; /* JSON object of events/portrait */
	/* In order of arrival, text left out; the first LIMIT_EVENT_ARTICLES of each. */
	const struct article_row *article;
	size_t article_count;
	const struct history_row *history;
	size_t history_count;
	struct str redirect; /* not "": merged into that one, all else empty */
};

/* Of an article that reports several events (events/roundup.h). */
struct share_row {
	struct str id, title;      /* of the article, or of the event */
	struct str url, publisher; /* of the article */
	int64_t date_ms;           /* the event's: first reported */
	double share;              /* of the article's words that are about the event, 0 to 1 */
};
/* The round-ups that an event is in, in order of arrival; LIMIT_PAGE_ROWS at most. */
bool store_event_round_ups(const struct share_row **out, size_t *count, struct store *s,
			   struct arena *arena, struct str event, struct err *err) MUST_USE;
/* The events of a round-up, the greatest share first; none: it is no round-up. */
bool store_article_events(const struct share_row **out, size_t *count, struct store *s,
			  struct arena *arena, struct str article, struct err *err) MUST_USE;

struct stat_row {                                  /* one month */
	struct str month;                          /* "2025-06" */
	int64_t incidents, hazards, complementary; /* events first reported in it */
	/* the denominators: kept, of them judged not unrelated, and pages passed over */
	int64_t articles, ai_articles, passed;
	int64_t not_assessed; /* of those kept: in a language nobody judges */
};

struct read_row {      /* what was read of one day or one site; articles + passed is all of it */
	struct str of; /* "2025-06-16"; "bbc.co.uk", "" not known */
	int64_t articles, ai_articles, passed;
};
struct read_query {
	struct str site; /* "" all */
	int64_t from_ms, upto_ms;
	struct str cursor; /* the day before the first that is wanted; "" none */
	uint32_t limit;
};
struct read_page {
	const struct read_row *row; /* by day; days without anything are left out */
	size_t count;
	struct str next; /* "" last page */
};

int64_t store_version(struct store *s); /* grows with each change; for ETags */
/* Grows when a source's health changes, which is with each poll and only seen where sources
 * are told; the version does not. */
int64_t store_polls(struct store *s);
bool store_events(struct event_page *out, struct store *s, struct arena *arena,
		  const struct event_query *q, struct err *err) MUST_USE;
/* How many events each value would leave, every filter but those of its own facet
 * applied; the most frequent LIMIT_PAGE_ROWS values of each facet. */
bool store_event_counts(const struct value_count **out, size_t *count, struct store *s,
			struct arena *arena, const struct event_query *q, struct err *err) MUST_USE;
/* Values that some event has, most events first; at most LIMIT_PAGE_ROWS. */
bool store_values(const struct value_count **out, size_t *count, struct store *s,
		  struct arena *arena, struct str facet, struct err *err) MUST_USE;
bool store_event(struct event_detail *out, struct store *s, struct arena *arena, struct str id,
		 struct err *err) MUST_USE; /* ERR_MISSING */
bool store_article(struct article_row *out, struct store *s, struct arena *arena, struct str id,
		   struct err *err) MUST_USE; /* ERR_MISSING; with text */

/* When its history last grew; 0: there is no such event. */
bool store_touched(int64_t *out, struct store *s, struct str id, struct err *err) MUST_USE;

struct suggestion {
	struct str kind;  /* a facet, "country", "publisher", "system" ...; or "event" */
	struct str value; /* the filter's value; of an event its title */
	struct str id;    /* of an event, with its label: else "" */
	struct str label;
	int64_t events; /* that the value alone leaves; of an event 0 */
};
/* What somebody may mean who has typed so much: values of filters that begin with it, or
 * one of whose words does, and the newest events with these words in their titles. Some ms,
 * however many events there are. */
bool store_suggest(const struct suggestion **out, size_t *count, struct store *s,
		   struct arena *arena, struct str typed, struct err *err) MUST_USE;

struct related_value {    /* what two events have in common */
	struct str kind;  /* "system", "developer", "deployer", "harm_types" */
	struct str value; /* "Autopilot", "Uber", "Physical (injury)" */
	int64_t events;   /* that have it */
};
struct related_row {
	struct str id, title, label;
	int64_t first_ms, article_count;
	const struct related_value *value; /* strongest kind first, then rarest */
	size_t value_count;
};
/* Other events with the same system, else the same developer or deployer, else the same
 * kind of harm; within each, those first that share more and rarer values, then the
 * nearest in time. At most LIMIT_RELATED, none of them merged into another. Costs a few
 * ms however many events there are. ERR_MISSING. */
bool store_related(const struct related_row **out, size_t *count, struct store *s,
		   struct arena *arena, struct str id, struct err *err) MUST_USE;

/* -- what changed ------------------------------------------------------------------ */

/* Events in the order of their last change; store_changes.c says why none is missed. */
struct change_query {
	struct str since; /* `next` of an earlier answer; "" from the beginning */
	uint32_t limit;
	bool counted; /* fill in `total` */
};
struct change_row {
	struct event_row row; /* of a live event; else only its id */
	struct str into;      /* not "": the event that it was merged into */
	bool gone;            /* it has no article any more, and leads nowhere */
	struct str next;      /* for whoever stops behind this row */
};
struct change_page {
	const struct change_row *row;
	size_t count;
	bool more;       /* at once, behind `next` */
	struct str next; /* never "": to be asked with later on */
	int64_t total;   /* behind `since`, this page included; -1 not counted */
	bool lost;       /* `since` is of another store or of a later time: begin anew */
};
bool store_changes(struct change_page *out, struct store *s, struct arena *arena,
		   const struct change_query *q, struct err *err) MUST_USE;

/* -- other archives ------------------------------------------------------------ */

/* Calls `fn` with the address of each article that is in an event, and the number of that
 * event (of the one that it was merged into); false ends it. For store_tie() only: numbers
 * stay inside the house. */
typedef bool url_fn(struct str url, int64_t event, void *payload);
bool store_each_url(struct store *s, url_fn *fn, void *payload, struct err *err) MUST_USE;

struct tie {
	struct str archive, id; /* "AIID", "42" */
	int64_t event;          /* as store_each_url gave it */
	int64_t articles;       /* that both have */
};
/* Twice is once: then *changed is false. */
bool store_tie(bool *changed, struct store *s, const struct tie *t, struct err *err) MUST_USE;

struct reference_row {
	struct str archive, id;
	int64_t articles;
};
/* Those of the event and of all that were merged into it, most articles first; at most
 * LIMIT_EVENT_REFERENCES. None when there is no such event. */
bool store_references(const struct reference_row **out, size_t *count, struct store *s,
		      struct arena *arena, struct str id, struct err *err) MUST_USE;

/* Whether an article with these words is kept already. */
bool store_knows(bool *out, struct store *s, struct hash128 content, struct err *err) MUST_USE;
/* What that model answered before to that prompt about these words; "" nothing. */
bool store_opinion(struct str *answer, struct store *s, struct arena *arena, struct hash128 content,
		   const struct opinion_note *which, struct err *err) MUST_USE;
/* Calls that were paid on the UTC day of `at_ms`. */
bool store_opinion_calls(int64_t *out, struct store *s, int64_t at_ms, struct err *err) MUST_USE;

#define STORE_OPINION_COUNTS 32
struct opinion_count { /* since ever: "calls", "asked", "quotes dropped", and each result */
	struct str what;
	int64_t number;
};
bool store_opinion_counts(struct opinion_count out[STORE_OPINION_COUNTS], size_t *count,
			  struct store *s, struct arena *arena, struct err *err) MUST_USE;

struct article_query {
	struct str q, label, lang, publisher, source;
	struct str event;         /* public id */
	int64_t from_ms, upto_ms; /* article's date */
	struct str cursor;        /* newest first */
	uint32_t limit;
};
struct article_page {
	const struct article_row *row; /* text and verdict left out */
	size_t count;
	int64_t total;
	struct str next;
};
bool store_articles(struct article_page *out, struct store *s, struct arena *arena,
		    const struct article_query *q, struct err *err) MUST_USE;

/* With the same filters as the list, months without events included. */
bool store_stats(const struct stat_row **out, size_t *count, struct store *s, struct arena *arena,
		 const struct event_query *q, struct err *err) MUST_USE;

/* Events by month and value of one facet; the largest `values` of them, largest first, of
 * the same size in the order of their names. */
struct series_query {
	const struct event_query *events; /* which; its sort, cursor and limit do not matter */
	struct str facet;                 /* or "label", "severity", "country", ... as counted */
	uint32_t values;                  /* at most LIMIT_PAGE_ROWS; 0: as many */
};
struct series_value {
	struct str value;
	int64_t total;        /* of all months */
	const int64_t *count; /* of each month */
};
struct series {
	const struct stat_row *month; /* as store_stats() gives them: the denominators */
	size_t months;
	const struct series_value *value;
	size_t values;
	int64_t values_left_out; /* smaller ones */
};
bool store_series(struct series *out, struct store *s, struct arena *arena,
		  const struct series_query *q, struct err *err) MUST_USE;

bool store_read_days(struct read_page *out, struct store *s, struct arena *arena,
		     const struct read_query *q, struct err *err) MUST_USE;
/* The `limit` sites of which most was read. */
bool store_read_sites(const struct read_row **out, size_t *count, struct store *s,
		      struct arena *arena, uint32_t limit, struct err *err) MUST_USE;

struct watched { /* a source that is polled; sql/0003_watch.sql says what each is */
	struct str name, given, url, lang, kind, etag, modified, outcome, detail;
	int64_t interval_ms, last_try_ms, last_success_ms, next_try_ms;
	int64_t failures, polls, entries, fresh;
};

struct source_row { /* documents: all that came, `known` ones too, refused and passed not */
	struct str name, cursor, last_error;
	int64_t documents, refused, known, ai_articles, not_assessed, last_ms, passed;
	struct watched watched; /* its name is "" when nobody polls it */
};
bool store_sources(const struct source_row **out, size_t *count, struct store *s,
		   struct arena *arena, struct err *err) MUST_USE;

/* By name. */
bool store_watched(const struct watched **out, size_t *count, struct store *s, struct arena *arena,
		   struct err *err) MUST_USE;
/* Writes: a source to be polled from now on (name, given, lang, kind; a known one keeps its
 * health, and its validators as long as the address is the same) ... */
bool store_watch_add(struct store *s, const struct watched *w, struct err *err) MUST_USE;
/* ... what a poll came to: everything but name, given, lang and kind ... */
bool store_watch_done(struct store *s, const struct watched *w, struct err *err) MUST_USE;
/* ... and that an entry is in its feed, and was tried so often or is done with. */
#define STORE_ENTRY_DONE 0
#define STORE_ENTRY_NEW (-1)
struct watched_entry {
	struct str entry, source; /* any hash; the name of whose feed it is in */
	int64_t seen_ms;          /* when it was last seen there; 0 never */
	int64_t tries;            /* one of the above, or how often it was tried in vain */
};
bool store_watch_entry(struct store *s, const struct watched_entry *e, struct err *err) MUST_USE;
/* Fills seen_ms and tries of e->entry. */
bool store_watch_tries(struct watched_entry *e, struct store *s, struct err *err) MUST_USE;
/* Those of that source that were last seen before. */
bool store_watch_forget(struct store *s, struct str source, int64_t before_ms,
			struct err *err) MUST_USE;

struct store_totals {
	int64_t articles, events, incidents, hazards, complementary, refused, sources;
	int64_t unrelated, not_assessed; /* articles */
	int64_t passed;                  /* pages of archives, beside the articles */
};
bool store_totals(struct store_totals *out, struct store *s, struct err *err) MUST_USE;
