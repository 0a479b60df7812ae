/* Words that go and come; the shortest list; and what was and is can be made again of it. */
#include "text/diff.c"

#include "base/limits.h"
#include "lib/test.h"

static struct arena *arena;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* "a [-b-] {+c+} d" */
static struct str shown(struct str was, struct str now)
{
	struct diff d;
	struct str out = STR("");

	diff_words(&d, arena, was, now);
	for (size_t i = 0; i < d.count; i++) {
		const struct diff_run *r = &d.run[i];
		struct str words = str_cut(r->kind == DIFF_GONE ? was : now, r->from, r->upto);

		out = arena_fmt(arena, "%.*s%s%s%.*s%s", STR_ARG(out), i ? " " : "",
				r->kind == DIFF_GONE   ? "[-"
				: r->kind == DIFF_COME ? "{+"
						       : "",
				STR_ARG(words),
				r->kind == DIFF_GONE   ? "-]"
				: r->kind == DIFF_COME ? "+}"
						       : "");
	}
	return out;
}

static void test_runs(void **state)
{
	static const struct {
		const char *was, *now, *want;
	} row[] = {
		{"", "", ""},
		{"one", "one", "one"},
		{"two dead in Lisbon", "three dead in Lisbon", "[-two-] {+three+} dead in Lisbon"},
		{"a b c", "a c", "a [-b-] c"},
		{"a c", "a b c", "a {+b+} c"},
		{"a b", "", "[-a b-]"},
		{"", "a b", "{+a b+}"},
		{"A, b.", "a b!", "a b"}, /* signs and capitals do not count */
		{"x a b y", "p a b q", "[-x-] {+p+} a b [-y-] {+q+}"},
		{"三人死亡", "四人死亡", "[-三-] {+四+} 人死亡"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_str(shown(str_of(row[i].was), str_of(row[i].now)), row[i].want);
}

/* Against the table that takes n times m steps. */
static size_t shortest(const int *a, size_t n, const int *b, size_t m)
{
	size_t common[41][41] = {{0}};

	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++)
			common[i][j] = a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1
				       : common[i - 1][j] > common[i][j - 1] ? common[i - 1][j]
									     : common[i][j - 1];
	return n + m - 2 * common[n][m];
}

static struct str written(const int *word, size_t n)
{
	struct str s = STR("");

	for (size_t i = 0; i < n; i++)
		s = arena_fmt(arena, "%.*s w%c", STR_ARG(s), 'a' + word[i]);
	return s;
}

static void test_shortest_and_whole(void **state)
{
	struct random chance;

	(void)state;
	random_seed(&chance, 7);
	for (int trial = 0; trial < 2000; trial++) {
		int a[40], b[40];
		size_t n = random_below(&chance, 41), m = random_below(&chance, 41);
		uint32_t letters = 1 + random_below(&chance, 6);
		struct diff d;

		for (size_t i = 0; i < n; i++)
			a[i] = (int)random_below(&chance, letters);
		for (size_t i = 0; i < m; i++)
			b[i] = (int)random_below(&chance, letters);
		diff_words(&d, arena, written(a, n), written(b, m));
		assert_int_equal(d.gone + d.come, shortest(a, n, b, m));
		assert_int_equal(d.same + d.gone, n);
		assert_int_equal(d.same + d.come, m);
		if (trial % 100 == 0)
			arena_reset(arena);
	}
}

/* One over LIMIT_DIFF: all between is taken as changed, and it ends. */
static void test_too_many(void **state)
{
	struct buf was, now;
	struct diff d;

	(void)state;
	buf_init(&was, MIB(1));
	buf_init(&now, MIB(1));
	buf_z(&was, "head ");
	buf_z(&now, "head ");
	for (int i = 0; i < LIMIT_DIFF; i++) {
		buf_fmt(&was, "a%d same%d ", i, i);
		buf_fmt(&now, "b%d same%d ", i, i);
	}
	buf_z(&was, "tail");
	buf_z(&now, "tail");
	diff_words(&d, arena, buf_view(&was), buf_view(&now));
	assert_int_equal(d.gone, d.come);
	assert_int_equal(d.gone, 2 * LIMIT_DIFF - 1); /* the last is as before, with the tail */
	assert_int_equal(d.same, 3);
	buf_free(&was);
	buf_free(&now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_runs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shortest_and_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_too_many, setup, teardown)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
