/* fuzz_judge.c -- any text as an article (title up to the first line break). Oracles:
 * probabilities sum to 1 and the label is a greatest one (or moved by the guide); every
 * span lies within its field on character borders; facets are never empty; each [n] of
 * the rationale is there; the same article gives the same bytes. */
#include <math.h>

#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "judge/judge.h"
#include "judge/pack.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static struct judge *judge(void)
{
	static struct judge *j; /* loading a pack for each input would take all the time */
	struct pack *pack;
	struct err err;

	if (!j) {
		if (!pack_load(&pack, NULL, &err))
			check_failed(__FILE__, __LINE__, err.text);
		j = judge_new(pack);
	}
	return j;
}

static void expect_spans(const struct verdict *v, const struct article *a)
{
	for (size_t i = 0; i < v->evidence_count; i++) {
		const struct evidence *e = &v->evidence[i];
		struct str quote = str_cut(a->field[e->field], e->from, e->upto);

		CHECK(e->from < e->upto && e->upto <= a->field[e->field].len);
		CHECK(utf8_valid(quote, NULL) && e->purpose.len);
	}
	for (size_t i = 0; i < v->fact_count; i++)
		CHECK(v->fact[i].upto <= a->field[v->fact[i].field].len);
	for (size_t f = 0; f < v->facet_count; f++) {
		CHECK(v->facet[f].count > 0);
		for (size_t i = 0; i < v->facet[f].count; i++)
			for (size_t k = 0; k < v->facet[f].value[i].evidence_count; k++)
				CHECK(v->facet[f].value[i].evidence[k] < v->evidence_count);
	}
}

static void expect_verdict(const struct verdict *v, const struct article *a)
{
	float sum = 0;

	for (int l = 0; l < LABEL_COUNT; l++) {
		CHECK(v->probability[l] >= 0 && v->probability[l] <= 1);
		sum += v->probability[l];
	}
	CHECK(fabsf(sum - 1) < 1e-3F);
	for (int l = 0; l < LABEL_COUNT; l++)
		CHECK(!v->assessed || v->probability[v->label] >= v->probability[l]);
	CHECK(v->severity.len && v->limb.len && v->role.len && v->rationale.len);
	CHECK(utf8_valid(v->rationale, NULL));
	expect_spans(v, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct arena *a = arena_new();
	struct str s = utf8_repair(a, (struct str){(const char *)at, len});
	size_t line = str_chr(s, '\n');
	struct article article = {.field = {str_cut(s, 0, line), str_cut(s, line + 1, s.len)},
				  .lang = STR("en")};
	struct verdict v;
	struct buf once, again;
	struct err err;

	if (line == STR_NPOS)
		article.field[FIELD_TEXT] = STR_NONE;
	if (article_seal(&article, a, &err)) {
		buf_init(&once, LIMIT_RESPONSE);
		buf_init(&again, LIMIT_RESPONSE);
		judge_article(&v, judge(), a, &article);
		expect_verdict(&v, &article);
		verdict_to_json(&once, &v, &article);
		judge_article(&v, judge(), a, &article);
		verdict_to_json(&again, &v, &article);
		CHECK(str_eq(buf_view(&once), buf_view(&again)));
		buf_free(&once);
		buf_free(&again);
	}
	arena_free(a);
	return 0;
}
