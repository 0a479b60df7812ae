/* Publishers by domain and by name; tables that are refused, by line. */
#include "events/reputation.c"

#include "lib/test.h"

static struct err err;

static void assert_kind(const struct reputation *r, const char *url, const char *publisher,
			const char *kind)
{
	struct standing s = reputation_of(r, str_of(url), str_of(publisher));

	if (!str_eq(s.kind, str_of(kind)))
		fail_msg("%s, %s: %.*s, want %s", url, publisher, STR_ARG(s.kind), kind);
}

static void test_builtin(void **state)
{
	struct reputation *r;

	(void)state;
	assert_true(reputation_builtin(&r, &err));
	assert_kind(r, "https://www.reuters.com/world/x", "", "wire");
	assert_kind(r, "https://NEWS.bbc.co.uk/1", "", "public");
	assert_kind(r, "", "the guardian", "newspaper");
	assert_kind(r, "", "prnewswire.com", "press_release");
	assert_kind(r, "https://someone.substack.com/p/x", "", "blog");
	/* the address is surer than the name, and ends at a dot */
	assert_kind(r, "https://medium.com/@x", "Reuters", "blog");
	assert_kind(r, "https://notreuters.com/x", "", "unknown");
	assert_kind(r, "https://reuters.com.example/x", "", "unknown");
	assert_kind(r, "", "", "unknown");
	assert_kind(NULL, "https://reuters.com/x", "", "unknown");
	assert_true(reputation_of(NULL, STR(""), STR("")).weight >= 1);
	assert_true(reputation_of(r, STR("https://reuters.com"), STR("")).weight >
		    reputation_of(r, STR("https://prnewswire.com"), STR("")).weight);
	reputation_free(r);
}

static void test_own(void **state)
{
	struct reputation *r;

	(void)state;
	assert_true(reputation_read(&r,
				    STR("# ours\r\nkind local 0.5\n\n  town.example\tlocal  Town "
					"Crier \nkind unknown 0.1\n"),
				    &err));
	assert_kind(r, "https://a.b.town.example/", "", "local");
	assert_kind(r, "", "TOWN CRIER", "local");
	assert_true(fabs(reputation_of(r, STR(""), STR("x")).weight - 0.1) < 1e-9);
	reputation_free(r);
	assert_true(reputation_read(&r, STR(""), &err));
	assert_true(fabs(reputation_of(r, STR(""), STR("x")).weight - 0.7) < 1e-9);
	reputation_free(r);
}

static void test_refused(void **state)
{
	static const char *const bad[][2] = {
		{"kind wire", "line 1: \"kind NAME WEIGHT\" expected"},
		{"kind wire 2", "line 1: a weight from 0.05 to 1 expected, not \"2\""},
		{"kind wire nan", "line 1: a weight from 0.05 to 1 expected, not \"nan\""},
		{"kind wire 0.01", "line 1: a weight from 0.05 to 1 expected, not \"0.01\""},
		{"\nkind a 1\nkind a 1", "line 3: the kind \"a\" is there already"},
		{"a.example wire A", "line 1: the kind \"wire\" is not told above"},
		{"kind wire 1\nexample wire A", "line 2: \"DOMAIN KIND NAME\" expected"},
		{"kind wire 1\na.example wire", "line 2: \"DOMAIN KIND NAME\" expected"},
	};
	struct reputation *r = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(reputation_read(&r, str_of(bad[i][0]), &err));
		assert_string_equal(err.text, bad[i][1]);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

/* One over each limit. */
static void test_limits(void **state)
{
	struct reputation *r;
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 24);
	buf_z(&text, "kind a 1\n");
	for (int i = 0; i < LIMIT_REPUTATION; i++)
		buf_fmt(&text, "d%d.example a D%d\n", i, i);
	assert_true(reputation_read(&r, buf_view(&text), &err));
	reputation_free(r);
	buf_z(&text, "more.example a More\n");
	assert_false(reputation_read(&r, buf_view(&text), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_clear(&text);
	for (int i = 0; i <= KINDS_MOST; i++)
		buf_fmt(&text, "kind k%d 1\n", i);
	assert_false(reputation_read(&r, buf_view(&text), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_clear(&text);
	buf_z(&text, "kind a 1\n");
	for (int i = 0; i <= NAME_MOST; i++)
		buf_char(&text, 'x');
	buf_z(&text, ".example a Long\n");
	assert_false(reputation_read(&r, buf_view(&text), &err));
	assert_int_equal(err.code, ERR_LIMIT);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_builtin), cmocka_unit_test(test_own),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_limits)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
