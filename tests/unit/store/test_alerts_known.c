/* Whatever is put in is found again, and nothing else. */
#include "base/limits.h"
#include "lib/test.h"

#include "store/alerts_known.c"

static void test_all(void **state)
{
	static const int64_t number[] = {1, 2, 3, 129, 130, 1000, 70000, 70001, 5000000, 5000001};
	struct str label, severity;
	int64_t last = 0;
	struct buf b;

	(void)state;
	buf_init(&b, MIB(1));
	for (size_t i = 0; i < 10; i++)
		alerts_known_add(&b, &last, number[i], str_of(label_name[1 + i % 3]),
				 str_of(severity_name[1 + i % 8]));
	assert_true(b.len < 40);
	for (size_t i = 0; i < 10; i++) {
		assert_true(alerts_known_find(&label, &severity, buf_view(&b), number[i]));
		assert_str(label, label_name[1 + i % 3]);
		assert_str(severity, severity_name[1 + i % 8]);
		assert_false(alerts_known_find(&label, &severity, buf_view(&b), number[i] + 2) &&
			     number[i] + 2 != 3);
	}
	assert_false(alerts_known_find(&label, &severity, buf_view(&b), 0));
	assert_false(alerts_known_find(&label, &severity, STR(""), 1));
	buf_free(&b);
}

/* Damaged bytes find nothing, or something; they read nothing that is not there. */
static void test_damaged(void **state)
{
	struct str label, severity;
	struct random r;
	char bytes[20];

	(void)state;
	random_seed(&r, 1);
	for (int turn = 0; turn < 20000; turn++) {
		size_t len = random_below(&r, sizeof bytes + 1);
		char *exact = memory_alloc(len + 1);

		for (size_t i = 0; i < len; i++)
			exact[i] = (char)random_u32(&r);
		if (alerts_known_find(&label, &severity, (struct str){exact, len}, 77))
			assert_true(label.len < 20);
		memory_free(exact);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
