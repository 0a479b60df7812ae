/* lib/ledger.h -- articles told in a line each, read as the judge reads them, and the
 * ledger of them. */
#pragma once
#include "base/json.h"
#include "base/limits.h"
#include "events/claims.h"
#include "judge/particulars.h"
#include "lib/prose.h"
#include "lib/test.h"

#define LEDGER_MOST 2100
#define LEDGER_DAY 86400000LL

struct ledger {
	struct arena *arena;
	struct claims_source source[LEDGER_MOST];
	struct article article[LEDGER_MOST];
	struct json *tree[LEDGER_MOST];
	size_t len;
	struct claims claims;
};

static inline struct ledger *ledger_new(void)
{
	struct ledger *l = memory_zalloc(sizeof *l);

	l->arena = arena_new();
	return l;
}

static inline void ledger_free(struct ledger *l)
{
	for (size_t i = 0; i < l->len; i++)
		json_free(l->tree[i]);
	arena_free(l->arena);
	memory_free(l);
}

/* A verdict as it is. */
static inline void ledger_add(struct ledger *l, const char *publisher, int day, struct str verdict)
{
	struct err err;

	assert_true(l->len < LEDGER_MOST);
	if (!json_parse(&l->tree[l->len], verdict, &err))
		fail_msg("%s", err.text);
	l->source[l->len] = (struct claims_source){
		.id = arena_fmt(l->arena, "a%zu", l->len),
		.publisher = str_of(publisher),
		.date_ms = day ? (20000 + day) * LEDGER_DAY : 0,
		.verdict = l->tree[l->len],
	};
	l->len++;
}

/* The statements of a text; day 0: the article has no date. */
static inline void ledger_tell(struct ledger *l, const char *publisher, int day, const char *text)
{
	struct article *a = &l->article[l->len];
	struct reading r = {.article = a};
	struct particulars p;
	struct verdict v;
	struct buf out;

	*a = (struct article){
		.id = STR("x"), .lang = STR("en"), .date_ms = day ? (20000 + day) * LEDGER_DAY : 0};
	a->field[FIELD_TITLE] = STR("");
	a->field[FIELD_TEXT] = str_of(text);
	for (int f = 0; f < FIELD_COUNT; f++)
		prose_sentences(&r.sentences[f], l->arena, a->field[f]);
	particulars_of(&p, l->arena, NULL, &r);
	v = (struct verdict){.fact = NULL};
	particulars_tell(&v, &p);
	buf_init(&out, LIMIT_RESPONSE);
	verdict_to_json(&out, &v, a);
	ledger_add(l, publisher, day, buf_view(&out));
	buf_free(&out);
}

static inline void ledger_close(struct ledger *l)
{
	claims_of(&l->claims, l->arena, l->source, l->len);
}

/* The row that has a value of that text; NULL when none has. */
static inline const struct claim *ledger_row(const struct ledger *l, const char *value)
{
	for (size_t i = 0; i < l->claims.len; i++)
		for (size_t k = 0; k < l->claims.row[i].values; k++)
			if (str_eq(l->claims.row[i].value[k].text, str_of(value)))
				return &l->claims.row[i];
	return NULL;
}

static inline const struct claim_value *ledger_value(const struct ledger *l, const char *value)
{
	const struct claim *c = ledger_row(l, value);

	for (size_t k = 0; c && k < c->values; k++)
		if (str_eq(c->value[k].text, str_of(value)))
			return &c->value[k];
	return NULL;
}
