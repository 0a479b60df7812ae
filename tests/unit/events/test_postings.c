/* Lists in blocks, beside plain arrays; and the sort that orders what is looked up in them. */
#include "lib/test.h"

#include "base/random.h"
#include "base/sort.h"
#include "events/postings.c"

#define LISTS 40
#define STORIES 3000

struct plain {
	uint32_t list;
	uint32_t story[STORIES];
	size_t len;
};

static void check_list(const struct postings *p, const struct plain *l)
{
	static uint32_t read[STORIES];

	for (size_t most = 0; most <= l->len + 1; most += 1 + l->len / 3) {
		size_t count = postings_read(read, most, p, l->list);

		assert_int_equal(count, most < l->len ? most : l->len);
		for (size_t i = 0; i < count; i++)
			assert_int_equal(read[i], l->story[l->len - 1 - i]);
	}
}

/* Some lists of one, some of thousands, mixed as they come. */
static void test_lists_are_as_they_came(void **state)
{
	static struct plain plain[LISTS];
	struct postings *p = postings_new();
	struct random random;

	(void)state;
	random_seed(&random, 3);
	for (size_t i = 0; i < LISTS; i++)
		plain[i].list = POSTINGS_NONE;
	for (uint32_t story = 0; story < STORIES; story++)
		for (uint32_t i = 0; i < LISTS; i++) {
			struct plain *l = &plain[i];

			if (random_below(&random, i * i + 1) != 0)
				continue;
			l->list = postings_add(p, l->list, l->len, story);
			l->story[l->len++] = story;
		}
	for (size_t i = 0; i < LISTS; i++) {
		postings_expect(p, plain[i].list);
		check_list(p, &plain[i]);
	}
	assert_int_equal(plain[0].len, STORIES);
	assert_true(p->word.len < plain[0].len * 4); /* 16 bytes an entry at the very most */
	postings_free(p);
}

/* `length` only says how large a block is opened: any will do. */
static void test_a_wrong_length_does_no_harm(void **state)
{
	struct postings *p = postings_new();
	uint32_t list = POSTINGS_NONE, read[100];

	(void)state;
	for (uint32_t story = 0; story < 100; story++)
		list = postings_add(p, list, story % 2 ? 0 : 1000, story);
	assert_int_equal(postings_read(read, 100, p, list), 100);
	for (uint32_t i = 0; i < 100; i++)
		assert_int_equal(read[i], 99 - i);
	assert_int_equal(postings_read(read, 100, p, POSTINGS_NONE), 0);
	postings_free(p);
}

struct pair {
	uint32_t key, rest;
};
SORT_OF(struct pair, sort_pairs, a->key < b->key)

static void test_sorts_as_long_as_told(void **state)
{
	static struct pair pair[1500];
	struct random random;

	(void)state;
	random_seed(&random, 5);
	for (size_t count = 0; count < 1500; count += 1 + count / 4) {
		uint64_t before = 0, after = 0;

		for (size_t i = 0; i < count; i++) {
			pair[i] = (struct pair){random_below(&random, 500), (uint32_t)i};
			before += (pair[i].key + 1) * (uint64_t)(i + 1);
		}
		sort_pairs(pair, count);
		for (size_t i = 0; i < count; i++) {
			assert_true(i == 0 || pair[i - 1].key <= pair[i].key);
			after += (pair[i].key + 1) * (uint64_t)(pair[i].rest + 1);
		}
		assert_int_equal(after, before); /* the same pairs */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists_are_as_they_came),
		cmocka_unit_test(test_a_wrong_length_does_no_harm),
		cmocka_unit_test(test_sorts_as_long_as_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
