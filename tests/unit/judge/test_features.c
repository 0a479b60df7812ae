/* test_features.c -- vectors of made-up readings: lengths, places, pairs, limits.
 *
 * The pack is a fake of four group names, so that no cue file is needed. */
#include "judge/features.c"
#include "judge/features_cues.c"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char *const GROUP[] = {"system.car", "harm.physical.death", "modality.feared", "harm"};

struct str pack_group_name(const struct pack *p, uint32_t group)
{
	(void)p;
	return str_of(GROUP[group]);
}

bool pack_group_in(const struct pack *p, uint32_t group, struct str prefix)
{
	(void)p;
	return str_starts(str_of(GROUP[group]), prefix);
}

static struct vectors *fake_vectors; /* NULL but in the test of them */

const struct vectors *pack_vectors(const struct pack *p)
{
	(void)p;
	return fake_vectors;
}

static const struct pack *fake_pack(void)
{
	static const char byte;

	return (const struct pack *)(const void *)&byte;
}

/* Splits at blanks; enough of words_of() for these texts. */
static void split(struct words *out, struct arena *arena, struct str text)
{
	*out = (struct words){.at = ARENA_ARRAY(arena, struct word, text.len + 1)};
	for (size_t i = 0; i < text.len;) {
		size_t from = i;

		while (i < text.len && text.at[i] != ' ')
			i++;
		if (i > from)
			out->at[out->len++] = (struct word){
			    (uint32_t)from, (uint32_t)i,
			    (uint32_t)hash64(str_cut(text, from, i), 0), WORD_LOWER};
		i++;
	}
}

static void read_words(struct reading *r, struct article *a, struct arena *arena, const char *title,
                       const char *text)
{
	*a = (struct article){.field = {str_of(title), str_of(text)}};
	*r = (struct reading){.article = a};
	for (int f = 0; f < FIELD_COUNT; f++)
		split(&r->words[f], arena, a->field[f]);
}

static uint32_t pair_key(uint32_t before, uint32_t word)
{
	return features_gather_mix(features_gather_mix(BLOCK_WORDS, before) | 1, word) & ~1U;
}

static const struct feature *find(const struct features *f, uint32_t key)
{
	for (size_t i = 0; i < f->len; i++)
		if (f->at[i].key == key)
			return &f->at[i];
	return NULL;
}

static void test_words_and_pairs(void **state)
{
	struct arena *arena = arena_new();
	struct article a;
	struct reading r;
	struct features f;
	float square = 0;

	(void)state;
	read_words(&r, &a, arena, "robot hits man", "the robot stopped");
	features_of(&f, arena, &r, NULL);
	uint32_t robot = r.words[FIELD_TITLE].at[0].hash, hits = r.words[FIELD_TITLE].at[1].hash;
	uint32_t stopped = r.words[FIELD_TEXT].at[2].hash;

	assert_non_null(find(&f, features_word_key(robot)));
	assert_non_null(find(&f, features_word_key(stopped)));
	assert_non_null(find(&f, pair_key(robot, hits)));
	assert_non_null(find(&f, pair_key(robot, stopped)));
	assert_null(find(&f, pair_key(hits, robot)));
	for (size_t i = 0; i < f.len; i++) {
		square += f.at[i].value * f.at[i].value;
		assert_false(features_is_cue(f.at[i].key));
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(f.at[k].key, f.at[i].key);
	}
	assert_float_equal(square, 2.41F, 1e-4);
	arena_free(arena);
}

static void test_nothing_beyond_the_lead(void **state)
{
	struct arena *arena = arena_new();
	struct article a;
	struct reading r;
	struct features f;
	char text[FEATURES_LEAD + 40];

	(void)state;
	memset(text, ' ', sizeof text);
	memcpy(text + FEATURES_LEAD - 4, "near", 4);
	memcpy(text + FEATURES_LEAD + 4, "far", 4);
	read_words(&r, &a, arena, "", text);
	features_of(&f, arena, &r, NULL);
	assert_non_null(find(&f, features_word_key(r.words[FIELD_TEXT].at[0].hash)));
	assert_null(find(&f, features_word_key(r.words[FIELD_TEXT].at[1].hash)));
	arena_free(arena);
}

static void test_empty_article(void **state)
{
	struct arena *arena = arena_new();
	struct article a;
	struct reading r;
	struct features f;

	(void)state;
	read_words(&r, &a, arena, "", "");
	features_of(&f, arena, &r, NULL);
	for (size_t i = 0; i < f.len; i++)
		assert_true(isfinite(f.at[i].value));
	arena_free(arena);
}

/* The keys of cue features alone, of one hit pattern. */
static size_t cue_keys(uint32_t *key, struct arena *arena, struct reading *r,
                       const struct cue_hit *hit, size_t hits)
{
	struct features f;
	size_t n = 0;

	r->hit = hit;
	r->hit_count = hits;
	features_of(&f, arena, r, fake_pack());
	for (size_t i = 0; i < f.len; i++)
		if (features_is_cue(f.at[i].key))
			key[n++] = f.at[i].key;
	return n;
}

static void test_cues_by_place_level_and_pair(void **state)
{
	struct arena *arena = arena_new();
	struct article a;
	struct reading r;
	struct sentence sentence[2] = {{.from = 0, .upto = 5}, {.from = 6, .upto = 9}};
	struct cue_hit death = {.group = 1, .field = FIELD_TITLE};
	struct cue_hit family = {.group = 3, .field = FIELD_TITLE};
	struct cue_hit both[2] = {{.group = 0, .field = FIELD_TEXT},
	                          {.group = 1, .field = FIELD_TEXT}};
	uint32_t title[64], one[64], same[64], apart[64];

	(void)state;
	read_words(&r, &a, arena, "title", "a b c d e");
	r.sentences[FIELD_TEXT] = (struct sentences){sentence, 2};
	size_t none = cue_keys(title, arena, &r, NULL, 0);

	/* three levels, each by place and anywhere; its family has one of them */
	assert_int_equal(cue_keys(title, arena, &r, &death, 1), none + 6);
	assert_int_equal(cue_keys(one, arena, &r, &family, 1), none + 2);
	assert_int_equal(one[0], title[0]);
	size_t together = cue_keys(same, arena, &r, both, 2);

	both[1].sentence = 1;
	assert_int_equal(cue_keys(apart, arena, &r, both, 2), together - 1);
	both[1].sentence = 7; /* no such sentence within the lead */
	assert_true(cue_keys(apart, arena, &r, both, 2) < together - 1);
	arena_free(arena);
}

static void test_assertions_tell_modality(void **state)
{
	struct arena *arena = arena_new();
	struct article a;
	struct reading r;
	struct cue_hit hit[2] = {{.group = 0, .field = FIELD_TITLE},
	                         {.group = 1, .field = FIELD_TITLE}};
	struct assertion said = {.field = FIELD_TITLE, .system = 0, .harm = 1, .victim = -1,
	                         .actor = -1, .source = -1, .modality = MODALITY_HAPPENED,
	                         .limb = LIMB_PHYSICAL};
	uint32_t happened[64], feared[64];
	size_t differ = 0;

	(void)state;
	read_words(&r, &a, arena, "title", "text");
	r.assertion = &said;
	r.assertion_count = 1;
	size_t n = cue_keys(happened, arena, &r, hit, 2);

	said.modality = MODALITY_FEARED;
	assert_int_equal(cue_keys(feared, arena, &r, hit, 2), n);
	for (size_t i = 0; i < n; i++)
		differ += happened[i] != feared[i];
	assert_int_equal(differ, 10);
	arena_free(arena);
}

/* Two points a text, of the headline and of the lead, under keys that no hash can have. */
static void test_words_as_points(void **state)
{
	struct arena *arena = arena_new();
	struct article a;
	struct reading r;
	struct features f;
	struct buf b;
	struct err err;
	const uint32_t cat = (uint32_t)hash64(STR("cat"), 0);

	(void)state;
	buf_init(&b, 100000);
	vectors_write(&b, &(struct vectors_draft){.dimensions = 2,
						  .rows = 1,
						  .key = &cat,
						  .rarity = (const float[]){3},
						  .point = (const float[]){0.3F, -0.4F},
						  .provenance = STR("{}")});
	assert_true(vectors_parse(&fake_vectors, buf_view(&b), &err));
	read_words(&r, &a, arena, "cat sat", "dog ran");
	features_of(&f, arena, &r, fake_pack());
	assert_true(f.len > 4);
	for (size_t i = 0; i + 4 < f.len; i++)
		assert_false(features_is_point(f.at[i].key));
	const struct feature *p = &f.at[f.len - 4];

	assert_true(p[0].key == FEATURES_POINT && p[1].key == FEATURES_POINT + 1);
	assert_true(p[2].key == FEATURES_POINT + VECTORS_DIMENSIONS_MAX);
	assert_true(features_is_point(p[3].key));
	assert_true(fabsf(p[0].value - 0.6F * POINT_LENGTH) < 0.02F);
	assert_true(fabsf(p[1].value + 0.8F * POINT_LENGTH) < 0.02F);
	assert_true(p[2].value == 0 && p[3].value == 0); /* no word of the text is known */
	features_of(&f, arena, &r, NULL);
	assert_false(features_is_point(f.at[f.len - 1].key));
	vectors_free(fake_vectors);
	fake_vectors = NULL;
	buf_free(&b);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_words_and_pairs),
	                                   cmocka_unit_test(test_nothing_beyond_the_lead),
	                                   cmocka_unit_test(test_empty_article),
	                                   cmocka_unit_test(test_cues_by_place_level_and_pair),
	                                   cmocka_unit_test(test_assertions_tell_modality),
	                                   cmocka_unit_test(test_words_as_points)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
