/* claims_involvement.c -- the ledger's row on AI itself: who says that it was part of it.
 *
 * Articles that only state it have no quote and stand in no row. Confirmed and denied
 * contradict each other, and an article that calls it disputed tells of both; a guess that
 * all later articles confirm is revised. */
#include "events/claims_parts.h"

#define QUOTES_MOST 512 /* of one value that are looked at */

enum { CONFIRMED, DISPUTED, UNVERIFIED, DENIED, VALUES };

static const enum involvement value_of[VALUES] = {
	[CONFIRMED] = INVOLVEMENT_CONFIRMED,
	[DISPUTED] = INVOLVEMENT_DISPUTED,
	[UNVERIFIED] = INVOLVEMENT_UNVERIFIED,
	[DENIED] = INVOLVEMENT_DENIED,
};

struct said {
	struct claim_quote *quote;
	size_t quotes;
	int64_t first_ms, last_ms;
};

static void hear(struct said *s, const struct json *verdict, const struct claims_source *source,
		 uint32_t n)
{
	const struct json *evidence =
		verdict_evidence_of(verdict, json_get(verdict, "ai_involvement"), 0);
	struct claim_quote quote;

	if (!evidence || s->quotes == QUOTES_MOST)
		return;
	quote = claims_quote(evidence, n);
	if (!quote.quote.len)
		return;
	s->quote[s->quotes++] = quote;
	if (source->date_ms && (!s->first_ms || source->date_ms < s->first_ms))
		s->first_ms = source->date_ms;
	if (source->date_ms > s->last_ms)
		s->last_ms = source->date_ms;
}

static void settle(struct claim *c, const struct said said[VALUES])
{
	bool confirmed = said[CONFIRMED].quotes > 0, guessed = said[UNVERIFIED].quotes > 0;

	c->state = c->articles > 1 ? CLAIM_AGREED : CLAIM_SINGLE;
	if (said[DISPUTED].quotes || (confirmed && said[DENIED].quotes)) {
		c->state = CLAIM_CONFLICT;
		c->reason = said[DISPUTED].quotes
				    ? STR("It is told that some say so and others deny it.")
				    : STR("Some say so, others deny it.");
	} else if (confirmed && guessed && said[UNVERIFIED].last_ms < said[CONFIRMED].first_ms) {
		c->state = CLAIM_REVISED;
		c->reason = STR("First it was guessed, later reports confirm it.");
	} else if (confirmed && guessed) {
		c->reason = STR("Some only guess what others confirm.");
	} else if (c->articles > 1) {
		c->reason = STR("Their articles put it alike.");
	}
}

bool claims_involvement(struct claim *c, struct arena *arena, struct counter *counter,
			const uint32_t *order, size_t count)
{
	struct said said[VALUES] = {0};
	struct claim_quote *all;
	size_t len = 0, room = 0;

	for (int v = 0; v < VALUES; v++)
		said[v].quote = ARENA_ARRAY(arena, struct claim_quote, QUOTES_MOST);
	for (size_t n = 0; n < count; n++) {
		const struct claims_source *s = &counter->source[order[n]];
		struct str value = json_get_str(json_get(s->verdict, "ai_involvement"), "value");

		for (int v = 0; v < VALUES; v++)
			if (str_eq(value, str_of(verdict_involvement[value_of[v]])))
				hear(&said[v], s->verdict, s, order[n]);
	}
	for (int v = 0; v < VALUES; v++)
		room += said[v].quotes;
	all = ARENA_ARRAY(arena, struct claim_quote, room + 1);
	for (int v = 0; v < VALUES; v++) {
		struct claim_value *to = &c->value[c->values];

		if (!said[v].quotes)
			continue;
		*to = (struct claim_value){.text = str_of(verdict_involvement[value_of[v]])};
		claims_count(to, counter, said[v].quote, said[v].quotes);
		c->values++;
		for (size_t i = 0; i < said[v].quotes; i++)
			all[len++] = said[v].quote[i];
	}
	claims_count_row(c, counter, all, len);
	claims_span(c);
	settle(c, said);
	return c->values > 0;
}
