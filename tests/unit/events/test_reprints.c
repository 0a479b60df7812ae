/* The index of reprints against looking at all pairs: cut and reworked copies, order,
 * forgetting, buckets that overflow. */
#include "lib/test.h"

#include "events/reprints.c"

#define WORDS 400

struct text {
	uint32_t word[WORDS * 2];
	size_t len;
};

static void fresh(struct text *out, struct random *rng, size_t len)
{
	out->len = len;
	for (size_t i = 0; i < len; i++)
		out->word[i] = random_u32(rng);
}

static struct fingerprint print_of(const struct text *t)
{
	struct word word[WORDS * 2] = {{0}};
	struct words words = {.at = word, .len = t->len};
	struct fingerprint f;

	for (size_t i = 0; i < t->len; i++)
		word[i].hash = t->word[i];
	fingerprint_of(&f, &words);
	return f;
}

/* The first `keep` words, every `nth` another (0: none). */
static struct fingerprint copy_of(const struct text *t, struct random *rng, size_t keep, size_t nth)
{
	struct text copy = *t;

	copy.len = keep;
	for (size_t i = nth; nth && i < keep; i += nth)
		copy.word[i] = random_u32(rng);
	return print_of(&copy);
}

static void test_copies(void **state)
{
	static const struct {
		size_t keep, nth;
		bool found, exact;
	} row[] = {
		{800, 0, true, true},   {800, 20, true, false}, {400, 0, true, false},
		{200, 20, true, false}, {150, 0, true, false},  {800, 3, false, false},
		{30, 0, false, false}, /* too short to tell */
		{44, 0, false, false}, /* a small part */
	};
	struct reprints *r = reprints_new();
	struct random rng;
	struct text text;
	struct fingerprint f;

	(void)state;
	random_seed(&rng, 1);
	for (int i = 0; i < 50; i++) {
		fresh(&text, &rng, 800);
		f = print_of(&text);
		reprints_add(r, &f, 0);
	}
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct reprint found[4];
		size_t count;

		f = copy_of(&text, &rng, row[i].keep, row[i].nth);
		count = reprints_find(found, 4, r, &f);
		assert_int_equal(count, row[i].found);
		if (!row[i].found)
			continue;
		assert_int_equal(found[0].story, 49);
		assert_int_equal(found[0].exact, row[i].exact);
	}
	reprints_check(r);
	reprints_free(r);
}

/* Whoever is asked about whom, the answer is the same; everybody is a copy of itself. */
static void test_symmetric(void **state)
{
	struct random rng;

	(void)state;
	random_seed(&rng, 2);
	for (int round = 0; round < 200; round++) {
		struct fingerprint a, b;
		struct reprint there, back;
		struct text text;

		fresh(&text, &rng, 60 + random_below(&rng, WORDS - 60));
		a = print_of(&text);
		b = copy_of(&text, &rng, 1 + random_below(&rng, (uint32_t)text.len),
			    random_below(&rng, 12));
		assert_int_equal(reprints_are(&there, &a, &b), reprints_are(&back, &b, &a));
		assert_memory_equal(&there, &back, sizeof there);
		assert_true(reprints_are(&there, &a, &a) && there.exact);
	}
}

/* A thousand stories, one in three a copy: the index finds what looking at all pairs finds. */
static void test_against_all_pairs(void **state)
{
	enum { N = 1000 };
	struct fingerprint *print = memory_zalloc(N * sizeof *print);
	struct text *text = memory_zalloc(N * sizeof *text);
	struct reprints *r = reprints_new();
	size_t pairs = 0, missed = 0;
	struct random rng;

	(void)state;
	random_seed(&rng, 3);
	for (uint32_t i = 0; i < N; i++) {
		struct reprint found[64], like;
		size_t count, k;

		fresh(&text[i], &rng, WORDS);
		if (i && random_below(&rng, 3) == 0) {
			text[i] = text[random_below(&rng, i)];
			text[i].len -= random_below(&rng, (uint32_t)text[i].len / 2);
		}
		print[i] = print_of(&text[i]);
		count = reprints_find(found, 64, r, &print[i]);
		for (uint32_t j = 0; j < i; j++) {
			bool is = reprints_are(&like, &print[i], &print[j]);

			for (k = 0; k < count && found[k].story != j;)
				k++;
			assert_true(is || k == count);
			pairs += is;
			missed += is && k == count;
		}
		for (k = 1; k < count; k++)
			assert_false(is_liker(&found[k], &found[k - 1]));
		reprints_add(r, &print[i], 0);
	}
	reprints_check(r);
	assert_true(pairs > 300);
	assert_true(missed * 100 < pairs); /* those whose buckets were full of other copies */
	reprints_free(r);
	memory_free(text);
	memory_free(print);
}

/* Many copies overflow every bucket; the newest are found, and the cost stays. */
static void test_many_copies(void **state)
{
	struct reprint found[REPRINTS_KEYS * REPRINTS_BUCKET];
	struct reprints *r = reprints_new();
	struct random rng;
	struct text text;
	struct fingerprint f;
	size_t used;

	(void)state;
	random_seed(&rng, 4);
	fresh(&text, &rng, WORDS);
	f = print_of(&text);
	for (uint32_t i = 0; i < 500; i++) {
		size_t count = reprints_find(found, 100, r, &f);

		assert_int_equal(count, i < REPRINTS_BUCKET ? i : REPRINTS_BUCKET);
		if (count)
			assert_int_equal(found[0].story, i - count);
		reprints_add(r, &f, 0);
	}
	used = r->used;
	assert_int_equal(used, (size_t)REPRINTS_KEYS * REPRINTS_BUCKET);
	reprints_check(r);
	text.len = 3; /* no shingles: only all words together are a key */
	f = print_of(&text);
	for (uint32_t i = 0; i < 20; i++)
		reprints_add(r, &f, 0);
	assert_int_equal(reprints_find(found, 100, r, &f), REPRINTS_BUCKET);
	assert_true(found[0].exact);
	text.len = 0;
	f = print_of(&text);
	reprints_add(r, &f, 0);
	assert_int_equal(reprints_find(found, 100, r, &f), 0); /* nothing is no copy of nothing */
	reprints_check(r);
	reprints_free(r);
}

/* Forgetting leaves what an index has that never knew the forgotten. */
static void test_forgetting(void **state)
{
	struct reprints *r = reprints_new(), *never = reprints_new();
	struct reprint found[8], again[8];
	struct random rng;
	struct text text;
	struct fingerprint f;

	(void)state;
	random_seed(&rng, 5);
	for (int i = 0; i < 300; i++) {
		int64_t date = random_below(&rng, 4) ? 1 + (int64_t)random_below(&rng, 1000) : 0;

		if (i % 3 == 0)
			fresh(&text, &rng, WORDS);
		f = copy_of(&text, &rng, WORDS - random_below(&rng, 200), 0);
		reprints_add(r, &f, date);
		if (date == 0 || date >= 500)
			reprints_add(never, &f, date);
	}
	reprints_forget_before(r, 500);
	reprints_check(r);
	assert_int_equal(reprints_count(r), reprints_count(never));
	for (uint32_t i = 0; i < reprints_count(r); i++) {
		size_t count = reprints_find(found, 8, r, &never->story.at[i].fingerprint);

		assert_true(count >= 1);
		assert_int_equal(reprints_find(again, 8, never, &r->story.at[i].fingerprint),
				 count);
		for (size_t k = 0; k < count; k++)
			assert_int_equal(found[k].story, again[k].story);
	}
	reprints_forget_before(r, INT64_MAX);
	reprints_check(r);
	for (uint32_t i = 0; i < reprints_count(r); i++)
		assert_int_equal(r->story.at[i].date_ms, 0);
	reprints_free(r);
	reprints_free(never);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_symmetric),
		cmocka_unit_test(test_against_all_pairs),
		cmocka_unit_test(test_many_copies),
		cmocka_unit_test(test_forgetting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
