/* fuzz_opinion.c -- any bytes as the answer of a model's server, and as its words.
 * Oracles: what is taken keeps the limits; every quote stands in the article; what is
 * refused says why; the verdict with it is JSON. */
#include "base/check.h"
#include "base/json.h"
#include "base/limits.h"
#include "judge/opinion_answer.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

#define WORDS "An industrial robot injured a worker at a plant on Monday, police said."

static void expect_json(const struct second_opinion *o, const struct article *a)
{
	struct verdict v = {.label = LABEL_HAZARD, .second = o};
	struct json *root;
	struct buf b;
	struct err err;

	buf_init(&b, LIMIT_LINE);
	verdict_to_json(&b, &v, a);
	CHECK(buf_ok(&b) && json_parse(&root, buf_view(&b), &err));
	json_free(root);
	buf_free(&b);
}

static void expect_opinion(struct arena *arena, struct str words)
{
	struct article a = {.field = {STR("Robot injures worker"), STR(WORDS)}};
	struct second_opinion o;
	bool ok = opinion_answer_read(&o, arena, &a, words);

	CHECK(ok == (o.failed.len == 0));
	CHECK(o.evidence_count + o.quotes_dropped <= LIMIT_OPINION_QUOTES);
	CHECK(o.rationale.len <= LIMIT_OPINION_RATIONALE && utf8_valid(o.rationale, NULL));
	CHECK(!ok || o.label == LABEL_UNRELATED || o.evidence_count > 0);
	CHECK(o.probability >= 0 && o.probability <= 1);
	for (size_t i = 0; i < o.evidence_count; i++)
		CHECK(o.evidence[i].from < o.evidence[i].upto &&
		      o.evidence[i].upto <= a.field[o.evidence[i].field].len);
	expect_json(&o, &a);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	struct str s = {(const char *)at, len}, words, failed = STR("");
	struct arena *arena = arena_new();

	if (opinion_answer_words(&words, &failed, arena, s))
		expect_opinion(arena, words);
	else
		CHECK(failed.len);
	expect_opinion(arena, s);
	arena_free(arena);
	return 0;
}
