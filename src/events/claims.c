/* claims.c -- from verdicts to the ledger: sort, gather, align, count, settle, rank.
 *
 * The order of articles is made here (date, publisher, id); nothing after it looks at
 * the order in which they were given. Rows that more articles speak of come first,
 * among equals those that differ, then what stands earlier in its article. */
#include "events/claims.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "events/claims_parts.h"

struct desk {
	struct arena *arena;
	const struct claims_source *source;
	size_t count;
	uint32_t *order;
	struct mentions mentions;
	struct aligned aligned;
	struct counter counter;
	struct claim_quote *quote; /* scratch: as many as mentions */
	struct ranked *row;
	size_t rows;
};

struct ranked {
	struct claim claim;
	uint32_t rank; /* of its earliest mention */
	uint32_t at;   /* order in which it was made */
};

/* -- order -------------------------------------------------------------------------------- */

static int by_date(const void *a, const void *b, void *payload)
{
	const struct claims_source *source = payload;
	uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
	int order;

	if (source[i].date_ms != source[k].date_ms)
		return source[i].date_ms < source[k].date_ms ? -1 : 1;
	order = str_cmp(source[i].publisher, source[k].publisher);
	return order ? order : str_cmp(source[i].id, source[k].id);
}

static void sort_sources(struct desk *d)
{
	struct map *known = map_new();
	uint32_t *publisher = ARENA_ARRAY(d->arena, uint32_t, d->count + 1);

	d->order = ARENA_ARRAY(d->arena, uint32_t, d->count + 1);
	for (uint32_t n = 0; n < d->count; n++)
		d->order[n] = n;
	qsort_r(d->order, d->count, sizeof *d->order, by_date, (void *)(uintptr_t)d->source);
	for (uint32_t n = 0; n < d->count; n++) {
		uint64_t *first = map_put(known, d->source[n].publisher);

		if (*first == 0)
			*first = n + 1;
		publisher[n] = (uint32_t)*first - 1;
	}
	map_free(known);
	d->counter = (struct counter){.source = d->source, .publisher = publisher};
	d->counter.article_seen = ARENA_ARRAY(d->arena, uint32_t, d->count + 1);
	d->counter.publisher_seen = ARENA_ARRAY(d->arena, uint32_t, d->count + 1);
}

/* -- counting ------------------------------------------------------------------------------ */

static bool is_new(struct counter *n, uint32_t source, bool *publisher)
{
	uint32_t p = n->publisher[source];

	*publisher = n->source[source].publisher.len > 0 && n->publisher_seen[p] != n->now;
	n->publisher_seen[p] = n->now;
	if (n->article_seen[source] == n->now)
		return false;
	n->article_seen[source] = n->now;
	return true;
}

void claims_count(struct claim_value *v, struct counter *n, const struct claim_quote *quote,
		  size_t quotes)
{
	bool publisher;

	n->now++;
	for (size_t i = 0; i < quotes; i++)
		if (is_new(n, quote[i].source, &publisher))
			claims_say(v, n->source, &quote[i], publisher);
}

void claims_count_row(struct claim *c, struct counter *n, const struct claim_quote *quote,
		      size_t quotes)
{
	bool publisher;

	n->now++;
	c->articles = c->publishers = 0;
	for (size_t i = 0; i < quotes; i++)
		if (is_new(n, quote[i].source, &publisher)) {
			c->articles++;
			c->publishers += publisher;
		}
}

/* -- rows --------------------------------------------------------------------------------- */

static bool is_put_alike(const struct mention *a, const struct mention *b)
{
	return a->bound == b->bound && claims_same(a, b);
}

/* The value of mention `i`, with all quotes of the list that put it alike. */
static void add_value(struct claim *c, struct desk *d, const uint32_t *list, size_t len, size_t i)
{
	const struct mention *m = &d->mentions.at[list[i]];
	struct claim_value *v = &c->value[c->values++];
	size_t quotes = 0;

	*v = (struct claim_value){.text = claims_value_text(d->arena, m),
				  .low = m->low,
				  .high = m->high,
				  .unit = m->unit,
				  .bound = m->bound,
				  .each = m->each};
	for (size_t k = i; k < len; k++)
		if (is_put_alike(&d->mentions.at[list[k]], m))
			d->quote[quotes++] = d->mentions.at[list[k]].quote;
	claims_count(v, &d->counter, d->quote, quotes);
}

static bool is_first(const struct desk *d, const uint32_t *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_put_alike(&d->mentions.at[list[k]], &d->mentions.at[list[i]]))
			return false;
	return true;
}

/* The mention that names the row best: most articles use that word, role told first. */
static const struct mention *namer(const struct desk *d, const uint32_t *list, size_t len)
{
	const struct mention *best = &d->mentions.at[list[0]];
	size_t most = 0, look = len < 64 ? len : 64;

	for (size_t i = 0; i < look; i++) {
		const struct mention *m = &d->mentions.at[list[i]];
		size_t votes = (m->of.len > 0 ? 1U : 0U) + (m->role.len > 0 ? 1U : 0U);

		for (size_t k = 0; k < look; k++)
			if (m->of.len > 0 && str_eq_nocase(d->mentions.at[list[k]].of, m->of))
				votes += 2;
		if (votes > most) {
			most = votes;
			best = m;
		}
	}
	return best;
}

static void add_row(struct desk *d, const uint32_t *list, size_t len)
{
	struct ranked *r = &d->row[d->rows];
	const struct mention *m = namer(d, list, len);
	struct claim *c = &r->claim;

	*r = (struct ranked){.rank = UINT32_MAX, .at = (uint32_t)d->rows};
	*c = (struct claim){.kind = m->kind, .role = m->role};
	c->what = claims_what(d->arena, m);
	c->value = ARENA_ARRAY(d->arena, struct claim_value, CLAIM_VALUES);
	for (size_t i = 0; i < len && c->values < CLAIM_VALUES; i++)
		if (is_first(d, list, i))
			add_value(c, d, list, len, i);
	for (size_t i = 0; i < len; i++) {
		d->quote[i] = d->mentions.at[list[i]].quote;
		if (d->mentions.at[list[i]].rank < r->rank)
			r->rank = d->mentions.at[list[i]].rank;
	}
	claims_count_row(c, &d->counter, d->quote, len);
	claims_settle(c, d->arena);
	/* one article's bare "90 %" tells a reader nothing */
	if (c->articles > 1 || m->of.len || m->role.len)
		d->rows++;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Mentions of the row, in the order in which they were gathered. */
static size_t list_row(uint32_t *list, struct desk *d, uint32_t root)
{
	size_t len = 0;

	for (uint32_t n = root; n < d->aligned.len; n++) {
		if (claims_root(&d->aligned, n) != root)
			continue;
		for (uint32_t i = d->aligned.node[n].first; i != UINT32_MAX;
		     i = d->mentions.at[i].next)
			list[len++] = i;
	}
	qsort(list, len, sizeof *list, by_number);
	return len;
}

static int most_said(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->claim.articles != y->claim.articles)
		return x->claim.articles > y->claim.articles ? -1 : 1;
	if (x->claim.state != y->claim.state)
		return x->claim.state > y->claim.state ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void numbers(struct claims *out, struct desk *d)
{
	uint32_t *list = ARENA_ARRAY(d->arena, uint32_t, d->mentions.len + 1);

	d->row = ARENA_ARRAY(d->arena, struct ranked, d->aligned.len + 1);
	d->quote = ARENA_ARRAY(d->arena, struct claim_quote, d->mentions.len + 1);
	for (uint32_t n = 0; n < d->aligned.len; n++)
		if (claims_root(&d->aligned, n) == n)
			add_row(d, list, list_row(list, d, n));
	qsort(d->row, d->rows, sizeof *d->row, most_said);
	for (size_t i = 0; i < d->rows && out->len < LIMIT_CLAIMS; i++)
		out->row[out->len++] = d->row[i].claim;
	out->left_out = d->rows > LIMIT_CLAIMS ? d->rows - LIMIT_CLAIMS : 0;
}

void claims_of(struct claims *out, struct arena *arena, const struct claims_source *source,
	       size_t count)
{
	struct desk d = {.arena = arena, .source = source, .count = count};
	size_t stated;

	*out = (struct claims){.source = source};
	out->row = ARENA_ARRAY(arena, struct claim, LIMIT_CLAIMS);
	sort_sources(&d);
	claims_mentions(&d.mentions, arena, source, d.order, count);
	claims_align(&d.aligned, arena, &d.mentions, count);
	stated = claims_stated(out->row, LIMIT_CLAIMS / 4, arena, &d.counter, d.order, count);
	out->len = stated;
	numbers(out, &d);
	claims_checks(out, arena, source, d.order, count, &d.mentions);
}
