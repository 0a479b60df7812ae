/* store/review.h -- what people decide about events and articles, what waits for them, and
 * what readers send in.
 *
 * An act is whole or not at all, and stands in the trail (store/people.h), in the history of
 * its event, and in the portrait as "reviewed". It binds the machine: a portrait that is
 * drawn anew keeps it. It can be taken back by another act. */
#pragma once
#include "store/people.h"

struct act {
	/* relabel: `event` or `article`, label; severity too if not "". edit: `event`, title or
	 * summary or both. tag, untag: `event`, facet, value. merge, apart: `event`, other.
	 * split: `event`, what: articles, or one event that ended in it. reject: `event`.
	 * undo: `undoes`. */
	struct str name;
	struct str event, article, other; /* public ids */
	const struct str *what;
	size_t count;
	struct str label, severity, title, summary, facet, value;
	int64_t undoes;
	/* relabel of an article that was never grouped: what it founds an event with */
	const struct outcome *outcome;
	struct doer by; /* why is not empty */
};

struct acted {
	int64_t number;   /* in the trail */
	struct str event; /* where it is to be seen now; "" nowhere */
	struct str article;
};
/* ERR_INPUT: something is missing or makes no sense; ERR_MISSING; ERR_CONFLICT: it can not be
 * done as things stand, or was taken back already. */
bool store_act(struct acted *out, struct store *s, struct arena *arena, const struct act *a,
	       struct err *err) MUST_USE;

struct ruling_row { /* one that binds, of an article */
	int64_t act, at_ms;
	struct str value, was, who, why;
};
/* The label that a person gave the article; act 0 when nobody did. */
bool store_article_ruling(struct ruling_row *out, struct store *s, struct arena *arena,
			  struct str article, struct err *err) MUST_USE;

/* An event that people took off the lists: store_event() says ERR_MISSING and why; this gives
 * it whole, `off` set. */
bool store_event_off(struct event_detail *out, bool *off, struct store *s, struct arena *arena,
		     struct str id, struct err *err) MUST_USE;

/* -- the queue -------------------------------------------------------------------------- */

enum waiting { WAITING_SEVERE = 1, WAITING_DISPUTED, WAITING_SECOND, WAITING_ABSTAINED };
struct str store_waiting_name(enum waiting why); /* "severe", "second opinion" */
struct waiting_row {
	int64_t number;
	enum waiting why;
	struct str event;   /* public id; of an article: the event it is in, "" none */
	struct str article; /* "" it is about the event */
	struct str title, label, severity, publisher;
	struct str verdict; /* of an article; of an event its portrait, which tells as much */
	double probability;
	int64_t date_ms;
};
struct waiting_page {
	const struct waiting_row *row; /* what matters most first */
	size_t count;
	struct str next;
	int64_t total; /* of all pages */
};
struct waiting_query {
	int64_t kind; /* enum waiting, or 0: all */
	struct str cursor;
	uint32_t limit;
};
/* What a person has labelled is not in it. */
bool store_waiting(struct waiting_page *out, struct store *s, struct arena *arena,
		   const struct waiting_query *q, struct err *err) MUST_USE;

/* -- what readers send -------------------------------------------------------------------- */

struct submission {
	int64_t number, at_ms, done_ms;
	struct str id, who, state, detail, article, url, title, note, text;
};
/* Fills id and number. State is "waiting", or "held" when a person must look at it first. */
bool store_submit(struct submission *one, struct store *s, struct arena *arena,
		  struct err *err) MUST_USE;
bool store_submission(struct submission *out, struct store *s, struct arena *arena, struct str id,
		      struct err *err) MUST_USE;
/* In that state, oldest first. */
bool store_submissions(const struct submission **out, size_t *count, struct store *s,
		       struct arena *arena, struct str state, struct err *err) MUST_USE;
/* What became of it: state, detail, article, done_ms, of its number. */
bool store_submission_done(struct store *s, const struct submission *one, struct err *err) MUST_USE;
/* A reviewer lets one in that was held, or refuses it; in the trail. */
bool store_submission_decide(struct store *s, struct arena *arena, struct str id, bool let_in,
			     const struct doer *by, struct err *err) MUST_USE;
/* The id of the article with these words, "" there is none. */
bool store_article_with(struct str *id, struct store *s, struct arena *arena,
			struct hash128 content, struct err *err) MUST_USE;

struct correction {
	int64_t number, at_ms, answered_ms;
	struct str id, state, event, article; /* `article` "" when it is about the event */
	struct str name, contact, what, why, answer, answered_by;
};
/* About `event`, or `article`. Fills id and number. */
bool store_correction_ask(struct correction *one, struct store *s, struct arena *arena,
			  struct err *err) MUST_USE;
bool store_correction(struct correction *out, struct store *s, struct arena *arena, struct str id,
		      struct err *err) MUST_USE;
/* Those that are open, oldest first; or with `event` not "" those about it that were answered. */
bool store_corrections(const struct correction **out, size_t *count, struct store *s,
		       struct arena *arena, struct str event, struct err *err) MUST_USE;
/* By number; in the trail, and in the history of the event. ERR_CONFLICT: it was answered. */
struct correction_answer {
	int64_t number;
	bool accepted;
	struct doer by; /* why: the answer, public */
};
bool store_correction_answer(struct store *s, struct arena *arena,
			     const struct correction_answer *a, struct err *err) MUST_USE;

/* -- training data -------------------------------------------------------------------------- */

struct training_row { /* an article as people labelled it */
	struct str id, title, text, label, lang, publisher;
	struct str facets; /* JSON of its event's values, {} none */
	int64_t date_ms;
	struct str who, why;
};
typedef bool training_fn(const struct training_row *r, void *payload);
/* Every article with a label of a person's, its own or its event's; by number. */
bool store_training_each(struct store *s, training_fn *fn, void *payload, struct err *err) MUST_USE;
/* The line that `tocsin train` reads, without its end. */
void store_training_json(struct buf *out, const struct training_row *r);
