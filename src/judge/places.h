/* judge/places.h -- which countries an article is about. Pure.
 *
 * Countries by ISO 3166-1 short English name ("South Korea", "United States"), from
 * names, demonyms, capitals, large cities, states and regions, most important
 * first: the title weighs three times, the first sentences twice. */
#pragma once
#include "judge/tokens.h"
#include "text/article.h"

#define PLACES_SPANS 4
#define PLACES_MOST 24

struct place {
	struct str name;  /* static text */
	const char *code; /* ISO 3166-1 alpha-2 */
	uint32_t mentions, weight;
	struct place_span {
		uint8_t field; /* enum field */
		uint32_t from, upto;
	} span[PLACES_SPANS]; /* the first mentions */
	uint32_t spans;
};

struct places {
	struct place *at; /* in the arena */
	size_t len;
};

void places_of(struct places *out, struct arena *arena, const struct tokens tokens[FIELD_COUNT]);

/* Tokens of the place name (or of a muted phrase that holds one) at n, 0: none.
 * Names of organisations and persons must not be made of places. */
size_t places_at(const struct tokens *t, size_t n);

/* -- the tables (places_names.c) ---------------------------------------------------- */
enum places_kind {
	PLACES_COUNTRY, /* its names and demonyms */
	PLACES_REGION,  /* "Paris, Texas": settles the city before it */
	PLACES_CITY,
	PLACES_METONYM,  /* Washington: not within a person's name */
	PLACES_DOUBTFUL, /* also a first name or a word: asks for "in", "near", ", Ohio" */
	PLACES_MUTE      /* Boston Globe: no place at all */
};
struct places_name {
	struct str name; /* folded tokens, one blank between */
	char code[3];
	uint8_t kind; /* enum places_kind */
};
struct places_country {
	char code[3];
	const char *name;
};
extern const struct places_name places_name[];
extern const size_t places_names;
extern const struct places_country places_country[];
extern const size_t places_countries;
