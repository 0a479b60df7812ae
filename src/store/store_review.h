/* store/store_review.h -- what the store's files about review tell each other. Private. */
#pragma once
#include "store/review.h"
#include "store/store_people.h"

/* Of an event and its articles, those that bind, oldest first. */
bool store_rulings(const struct portrait_ruling **out, size_t *count, struct store *s,
		   struct arena *arena, int64_t event, struct err *err) MUST_USE;

struct store_ruling {
	int64_t act, article, at_ms;
	bool of_event;
	const char *what;
	struct str facet, value, was, who, why;
};
bool store_ruling_add(struct store *s, const struct store_ruling *r, struct err *err) MUST_USE;

/* Takes the event off the lists or puts it back: counts and filters. Portrait and label's
 * filters are for the drawing that follows. */
bool store_off_set(struct store *s, struct arena *arena, const struct store_state *was, bool off,
		   struct err *err) MUST_USE;

/* The column of the article, and every count that goes by it. */
bool store_label_set(struct store *s, struct arena *arena, int64_t article, struct str label,
		     struct err *err) MUST_USE;

/* The queue is kept with what is drawn and committed. */
bool store_waiting_event(struct store *s, int64_t event, const struct portrait *p,
			 struct err *err) MUST_USE;
bool store_waiting_article(struct store *s, int64_t article, const struct verdict *v,
			   struct err *err) MUST_USE;

/* Gives an article that has no story one, and an event that it founds. */
struct store_placing {
	int64_t article, version, event; /* event is filled in */
};
bool store_place(struct store_placing *p, struct store *s, struct arena *arena,
		 const struct outcome *o, struct err *err) MUST_USE;
