/* events/window.h -- the stories at hand, and which of them a new one could be near. Pure.
 *
 * A store of stories by number, from 0 in the order of arrival, with an inverted index
 * over the most telling terms of each. Terms are numbered too; what is kept of a story's
 * term is its number and one byte, so a story takes some 1.5 KB whatever it says.
 *
 * Bounds: WINDOW_TELLING terms of a story are indexed; window_near() looks at no more
 * than WINDOW_WALK entries of the index, newest first, so that its cost does not grow
 * with the archive. One owner. */
#pragma once
#include "base/vec.h"
#include "events/story.h"

#define WINDOW_NOTHING UINT32_MAX

/* Of terms: which kinds are measured by a length of their own. */
enum window_length {
	WINDOW_ALL,    /* all terms, rarity in the news at large */
	WINDOW_AMONG,  /* all terms, rarity among the stories seen */
	WINDOW_NUMBER, /* numbers alone, days alone, years alone */
	WINDOW_DAY,
	WINDOW_YEAR,
	WINDOW_TITLE, /* not a length: the sum of the rarities of the title's terms */
	WINDOW_LENGTHS
};

struct window_story {
	struct hash128 article;
	uint32_t words; /* how many it has of its own */
	int64_t date_ms;
	float length[WINDOW_LENGTHS]; /* of its vectors, when it came */
	uint32_t event;               /* the caller's */
	uint32_t first;               /* of its terms, see window_terms() */
	uint32_t term_count;
};

struct window_terms { /* of one story; borrowed until the next window_add() */
	const uint32_t *term;
	const uint8_t *byte; /* weight in steps, times four; enum story_place */
	size_t len;
};

/* What a story's term is worth now. */
struct window_worth {
	uint32_t term; /* number, or WINDOW_NOTHING: never seen */
	float large;   /* rarity in the news at large */
	float among;   /* rarity among the stories seen */
	float weight;  /* of the mention */
	uint8_t kind, place;
};

struct window;
struct window *window_new(void);
void window_free(struct window *w);

size_t window_count(const struct window *w);
struct window_story *window_story(const struct window *w, uint32_t n);
struct window_terms window_terms(const struct window *w, uint32_t n);
/* Asks for the terms of stories that will be looked at; changes nothing. */
void window_expect(const struct window *w, const uint32_t *story, size_t count);

/* Worths of a story's terms, most telling first; `out` has room for its term_count. */
void window_weigh(struct window_worth *out, const struct window *w, const struct story *s);
/* The same of a story that is here; how many terms it has. */
size_t window_weigh_stored(struct window_worth *out, const struct window *w, uint32_t n);
/* What the story's lengths are, for those worths. */
void window_lengths(float out[WINDOW_LENGTHS], const struct window_worth *worth, size_t count);

/* Numbers of at most `most` stories that share telling terms, the likeliest first. */
size_t window_near(uint32_t *out, size_t most, const struct window *w,
		   const struct window_worth *worth, size_t count);

/* Takes a story in; returns its number. */
uint32_t window_add(struct window *w, const struct story *s, uint32_t event);

/* The terms of a story that is here, as they came with it, sorted; how many. `out` has room
 * for its term_count. */
size_t window_stored(struct story_term *out, const struct window *w, uint32_t n);

/* Forgets the stories dated before; of each story its new number, WINDOW_NOTHING for
 * those that are gone. The array is the caller's, by memory_free(). */
uint32_t *window_forget_before(struct window *w, int64_t date_ms) MUST_USE;
/* The same of the `count` oldest. */
uint32_t *window_forget_first(struct window *w, uint32_t count) MUST_USE;

void window_check(const struct window *w); /* CHECKs every invariant; slow */
