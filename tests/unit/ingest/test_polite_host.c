/* tests/unit/ingest/test_polite_host.c -- one entry per host and port; lists; quiet. */
#include "ingest/polite_host.c"

#include "lib/test.h"

static struct polite_host *of(struct polite_hosts *h, const char *text)
{
	struct url u;

	assert_true(url_parse(&u, str_of(text)));
	return polite_host_of(h, &u);
}

static void test_one_for_each_origin(void **state)
{
	struct polite_hosts *h = polite_hosts_new();
	struct polite_host *a = of(h, "https://example.org/x");

	(void)state;
	assert_ptr_equal(of(h, "https://example.org:443/y"), a);
	assert_ptr_not_equal(of(h, "http://example.org/"), a);
	assert_ptr_not_equal(of(h, "https://example.org:8443/"), a);
	assert_ptr_not_equal(of(h, "https://www.example.org/"), a);
	assert_int_equal(polite_hosts_count(h), 4);
	assert_str(a->origin, "https://example.org:443");
	polite_hosts_free(h);
}

static void test_idle_ones_are_forgotten(void **state)
{
	struct polite_hosts *h = polite_hosts_new();
	struct polite_host *first = of(h, "http://first/");
	char url[40];

	(void)state;
	first->busy = true;
	for (int i = 1; i < LIMIT_FETCH_HOSTS + 10; i++) {
		snprintf(url, sizeof url, "http://h%d/", i);
		of(h, url);
	}
	assert_int_equal(polite_hosts_count(h), LIMIT_FETCH_HOSTS);
	assert_ptr_equal(of(h, "http://first/"), first);
	for (int i = 0; i < LIMIT_FETCH_HOSTS; i++)
		polite_hosts_at(h, (size_t)i)->busy = true;
	of(h, "http://one-over/");
	assert_int_equal(polite_hosts_count(h), LIMIT_FETCH_HOSTS + 1);
	polite_hosts_free(h);
}

static void test_lists(void **state)
{
	struct url u;

	(void)state;
	assert_true(url_parse(&u, STR("http://127.0.0.2:8000/")));
	assert_true(polite_host_is_listed(STR("127.0.0.2:8000"), &u));
	assert_true(polite_host_is_listed(STR("a, 127.0.0.2 ,b"), &u));
	assert_false(polite_host_is_listed(STR("127.0.0.2:80 127.0.0.20 127.0.0.2:80000"), &u));
	assert_false(polite_host_is_listed(STR(""), &u));
	assert_true(url_parse(&u, STR("https://Intranet/")));
	assert_true(polite_host_is_listed(STR("intranet:443"), &u));
	assert_false(polite_host_is_listed(STR("intranet:80"), &u));
}

static void test_quiet(void **state)
{
	(void)state;
	assert_int_equal(polite_host_quiet_ms(0, 0, 0), 30000);
	assert_int_equal(polite_host_quiet_ms(2, 0, 0), 120000);
	assert_int_equal(polite_host_quiet_ms(2, 0, 1), 144000);
	assert_int_equal(polite_host_quiet_ms(0, 500000, 0), 500000);
	assert_int_equal(polite_host_quiet_ms(4000000000U, 0, 0), 3600000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_for_each_origin),
					   cmocka_unit_test(test_idle_ones_are_forgotten),
					   cmocka_unit_test(test_lists),
					   cmocka_unit_test(test_quiet)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
