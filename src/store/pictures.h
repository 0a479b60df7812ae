/* store/pictures.h -- pictures of articles: what is to be fetched, and what is shown.
 *
 * Articles name addresses; those of articles that are in events are gathered, fetched once
 * each (flow/pictures.h), and what comes of it is kept by content. Nothing of it is in a dump
 * that was not asked for it. */
#pragma once
#include "ingest/picture.h"
#include "store/people.h"

struct picture_due {
	struct str url;
	int64_t tries; /* so far */
};
#define STORE_PICTURES_DUE 8
/* Gathers what new articles name, then gives the addresses that are due, at most
 * STORE_PICTURES_DUE of them. A writer's. */
bool store_pictures_due(const struct picture_due **out, size_t *count, struct store *s,
			struct arena *arena, int64_t now_ms, struct err *err) MUST_USE;

struct picture_tried {
	struct str url;
	const struct picture *picture; /* NULL: there is none */
	const char *outcome;           /* a name of child_end.h or fetch_outcome.h */
	int64_t at_ms, next_ms;        /* next_ms 0: not again */
};
bool store_picture_tried(struct store *s, const struct picture_tried *t, struct err *err) MUST_USE;

struct picture_row {     /* in the arena */
	struct str hash; /* "" there is none */
	int width[PICTURE_SIZES], height[PICTURE_SIZES];
	struct str article, title, publisher, url; /* whose it is; of an event alone */
	struct str source;                         /* where it was fetched */
};
/* Of the best article that has one; ... of the article that names this address. One that more
 * than LIMIT_PICTURE_ARTICLES articles name is nobody's. */
bool store_event_picture(struct picture_row *out, struct store *s, struct arena *arena,
			 struct str event, struct err *err) MUST_USE;
bool store_article_picture(struct picture_row *out, struct store *s, struct arena *arena,
			   struct str image, struct err *err) MUST_USE;
/* Its bytes; ERR_MISSING. */
bool store_picture(struct str *webp, struct store *s, struct arena *arena, struct str hash,
		   enum picture_size size, struct err *err) MUST_USE;

struct picture_removal {
	int64_t act;      /* of the trail */
	struct str hash;  /* "" the address led to no picture (yet) */
	size_t addresses; /* that are not asked again */
};
/* On request: one picture goes for ever, given its hash or an address that led, or would lead, to
 * it. Whatever address leads to the same bytes later, they are not kept. An act in the trail, with
 * the addresses. ERR_MISSING: there is no such; ERR_INPUT: no reason. */
bool store_picture_remove(struct picture_removal *out, struct store *s, struct arena *arena,
			  struct str which, const struct doer *by, struct err *err) MUST_USE;

struct picture_count {
	struct str outcome; /* "" waits */
	int64_t number;
};
#define STORE_PICTURE_COUNTS 64
bool store_picture_counts(struct picture_count out[STORE_PICTURE_COUNTS], size_t *count,
			  struct store *s, struct arena *arena, struct err *err) MUST_USE;
