/* store/store_lists.c -- what the lists have in common: filters, pages, tokens.
 *
 * Paging is by key, not by offset: a token holds the ordering column and the number
 * of the last row shown, and the next page begins behind it. So a page costs the
 * same however deep it lies, and rows that arrive in between shift nothing. */
#include "store/store_parts.h"

#include "base/check.h"
#include "base/limits.h"

uint32_t store_page_size(uint32_t asked)
{
	if (asked == 0)
		return 20;
	return asked < LIMIT_PAGE_ROWS ? asked : LIMIT_PAGE_ROWS;
}

struct str store_token(struct arena *arena, char order, int64_t key, int64_t number)
{
	return arena_fmt(arena, "%c%lld.%lld", order, (long long)key, (long long)number);
}

bool store_token_read(int64_t *key, int64_t *number, struct str token, char order, struct err *err)
{
	size_t dot = str_chr(token, '.');

	if (token.len && token.at[0] == order && dot != STR_NPOS &&
	    str_int(key, str_cut(token, 1, dot)) &&
	    str_int(number, str_cut(token, dot + 1, token.len)))
		return true;
	return err_set(err, ERR_INPUT, "the cursor is not one of this list");
}

/* Below so many events a filter's own events are looked up one by one (some 20 ms). */
#define LOOK_UP_MAX 20000

struct wanted { /* values of one facet, by their numbers; none known: nothing fits */
	struct str facet, value;
	bool done;
};

/* The numbers of all wanted values of facet `of`, as alternatives. Few events: they are
 * looked up; many: a list in some order meets enough of them on its way. */
static bool one_facet(struct select *l, struct store *s, struct wanted *w, size_t count,
		      struct str of, struct err *err)
{
	int64_t number[sizeof((struct event_query){0}.facet) / sizeof(struct facet_filter) + 1];
	int64_t events = 0;
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		struct ask a;

		if (!str_eq(w[i].facet, of))
			continue;
		w[i].done = true;
		ask_open(&a, s, Q_FACET_NUMBER, err);
		ask_str(&a, w[i].facet);
		ask_str(&a, w[i].value);
		if (ask_row(&a)) {
			number[found++] = ask_int_at(&a, 0);
			events += ask_int_at(&a, 1);
		}
		if (!ask_close(&a))
			return false;
	}
	for (size_t i = 0; i < found; i++) {
		select_int(l, number[i]);
		select_part(l, i ? P_OR_VALUE : events < LOOK_UP_MAX ? P_IS_AMONG : P_HAS_VALUE);
	}
	select_part(l, found ? P_HAS_VALUE_END : P_NOTHING);
	return true;
}

static bool facet_filters(struct select *l, struct store *s, const struct event_query *q,
			  struct str but, struct err *err)
{
	struct wanted w[EVENT_FACETS_MAX + 3];
	size_t count = 0;

	CHECK(q->facet_count <= sizeof q->facet / sizeof q->facet[0]);
	w[count++] = (struct wanted){.facet = STR("country"), .value = q->country};
	w[count++] = (struct wanted){.facet = STR("lang"), .value = q->lang};
	w[count++] = (struct wanted){.facet = STR("publisher"), .value = q->publisher};
	for (size_t i = 0; i < q->facet_count; i++)
		w[count++] =
			(struct wanted){.facet = q->facet[i].facet, .value = q->facet[i].value};
	for (size_t i = 0; i < count; i++)
		if (w[i].value.len == 0 || str_eq(w[i].facet, but))
			w[i].facet = STR(""), w[i].done = true;
	for (size_t i = 0; i < count; i++)
		if (!w[i].done && !one_facet(l, s, w, count, w[i].facet, err))
			return false;
	return true;
}

bool store_event_filters(struct select *l, struct store *s, const struct event_query *q,
			 struct str but, struct err *err)
{
	if (q->label.len && !str_eq(but, STR("label"))) {
		select_str(l, q->label);
		select_part(l, P_HAS_LABEL);
	}
	if (q->severity.len && !str_eq(but, STR("severity"))) {
		select_str(l, q->severity);
		select_part(l, P_HAS_SEVERITY);
	}
	if (q->from_ms) {
		select_int(l, q->from_ms);
		select_part(l, P_FIRST_FROM);
	}
	if (q->upto_ms) {
		select_int(l, q->upto_ms);
		select_part(l, P_FIRST_UPTO);
	}
	if (q->min_articles > 1) {
		select_int(l, q->min_articles);
		select_part(l, P_MIN_ARTICLES);
	}
	return facet_filters(l, s, q, but, err);
}
