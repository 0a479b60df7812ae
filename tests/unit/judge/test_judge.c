/* The judge on the real pack: how harms are put, spans that are exact, honest unknowns. */
#include "lib/test.h"

#include "judge/judge.c"

#include "base/limits.h"
#include "judge/cues.h"

static struct err err;
static struct pack *pack;

static int setup(void **state)
{
	(void)state;
	return pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err) ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* The modality of the first harm or danger whose group lies in `group`. */
static int put(const char *group, const char *sentence)
{
	struct arena *a = arena_new();
	struct matcher *m = matcher_new(pack);
	struct article x = {.field = {STR_NONE, str_of(sentence)}, .lang = STR("en")};
	struct reading r;
	int got = -1;

	assert_true(article_seal(&x, a, &err));
	reading_of(&r, pack, m, a, &x);
	for (size_t i = 0; i < r.assertion_count && got < 0; i++) {
		const struct assertion *s = &r.assertion[i];

		if (s->harm >= 0 && pack_group_in(pack, r.hit[s->harm].group, str_of(group)))
			got = (int)s->modality;
	}
	matcher_free(m);
	arena_free(a);
	return got;
}

static void test_how_a_harm_is_put(void **state)
{
	static const struct {
		const char *group, *sentence;
		int wanted;
	} row[] = {
		{"harm.physical.death", "A robot killed a worker at the plant.", MODALITY_HAPPENED},
		{"harm.physical.death", "A robot could kill a worker at the plant.",
		 MODALITY_FEARED},
		{"harm.physical.death", "Will a robot kill a worker at the plant?",
		 MODALITY_FEARED},
		{"harm.physical.death", "The lawsuit alleges that the chatbot killed the boy.",
		 MODALITY_ALLEGED},
		{"harm.physical.death", "The firm denied that its robot killed the worker.",
		 MODALITY_DENIED},
		{"harm.other.fraud", "The bank uses AI to prevent scams.", MODALITY_PREVENTED},
		{"harm.physical.death",
		 "A warning was issued after a driverless car killed a woman.", MODALITY_HAPPENED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		int got = put(row[i].group, row[i].sentence);

		if (got != row[i].wanted)
			fail_msg("%s: %s, want %s", row[i].sentence,
				 got < 0 ? "nothing" : modality_name[got],
				 modality_name[row[i].wanted]);
	}
}

static void judge(struct verdict *out, struct arena *a, struct article *x, const char *title,
		  const char *text)
{
	struct judge *j = judge_new(pack);

	*x = (struct article){.field = {str_of(title), str_of(text)}};
	assert_true(article_seal(x, a, &err));
	judge_article(out, j, a, x);
	judge_free(j);
}

static void test_spans_and_references(void **state)
{
	struct arena *a = arena_new();
	struct article x;
	struct verdict v;

	(void)state;
	judge(&v, a, &x, "Robot kills worker at car plant in Germany",
	      "A robot crushed a 22-year-old worker to death at a car plant near Kassel, a "
	      "spokesman for the firm said on Wednesday. Prosecutors are investigating.");
	assert_int_equal(v.label, LABEL_INCIDENT);
	assert_str(v.severity, "Serious AI incident");
	assert_str(v.severity_rule, "death or serious harm to health");
	assert_str(v.limb, "physical");
	assert_true(v.evidence_count > 3 && v.evidence_count <= LIMIT_EVIDENCE);
	for (size_t i = 0; i < v.evidence_count; i++)
		assert_true(v.evidence[i].upto <= x.field[v.evidence[i].field].len);
	for (size_t i = 0; i < v.rationale.len; i++) /* each [n] is there */
		if (v.rationale.at[i] == '[') {
			struct str rest = str_cut(v.rationale, i + 1, v.rationale.len);
			int64_t n = 0;

			assert_true(str_int(&n, str_cut(rest, 0, str_chr(rest, ']'))));
			assert_true(n >= 1 && (size_t)n <= v.evidence_count);
		}
	assert_true(v.country_count == 1);
	assert_str(v.country[0], "Germany");
	for (size_t f = 0; f < v.facet_count; f++)
		assert_true(v.facet[f].count > 0);
	arena_free(a);
}

static void test_unknowns(void **state)
{
	struct arena *a = arena_new();
	struct article x;
	struct verdict v;

	(void)state;
	judge(&v, a, &x, "Apple pie with cinnamon",
	      "Peel four apples and cut them into slices. Bake.");
	assert_int_equal(v.label, LABEL_UNRELATED);
	assert_str(v.severity, UNKNOWN_NOT_APPLICABLE);
	assert_str(v.facet[0].value[0].value, UNKNOWN_NOT_APPLICABLE);
	judge(&v, a, &x, "Roboter verletzt Arbeiter in Werk bei Kassel",
	      "Ein Industrieroboter hat am Montag einen Arbeiter in einem Werk bei Kassel "
	      "verletzt. "
	      "Die Polizei teilte mit, der Mann sei ins Krankenhaus gebracht worden.");
	assert_false(v.assessed);
	assert_true(v.abstain);
	assert_str(verdict_label(&v), "not_assessed");
	assert_int_equal(v.evidence_count + v.country_count + v.actor_count + v.fact_count, 0);
	for (size_t f = 0; f < v.facet_count; f++)
		assert_str(v.facet[f].value[0].value, UNKNOWN_NOT_ASSESSED);
	/* English names and words in it are no cues */
	judge(&v, a, &x, "",
	      "Der Chatbot von OpenAI habe den Jungen in den Tod getrieben, heißt es in der "
	      "Klage (lawsuit) der Mutter vor dem Gericht.");
	assert_str(x.lang, "de");
	assert_false(v.assessed);
	assert_str(v.severity, UNKNOWN_NOT_ASSESSED);
	arena_free(a);
}

static void test_smuggled_capability_is_a_hazard(void **state)
{
	struct arena *a = arena_new();
	struct article x;
	struct verdict v;

	(void)state;
	judge(&v, a, &x, "Smugglers bring banned AI chips over the border",
	      "Traders evade export controls on AI chips with false papers, officials said. The "
	      "chips end in data centers that train AI models for the army.");
	assert_int_equal(v.label, LABEL_HAZARD);
	assert_true(str_find(v.rationale, STR("vasion of export controls")) != STR_NPOS);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_a_harm_is_put),
		cmocka_unit_test(test_spans_and_references),
		cmocka_unit_test(test_unknowns),
		cmocka_unit_test(test_smuggled_capability_is_a_hazard),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
