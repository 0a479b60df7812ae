/* tests/unit/ingest/test_page_day.c -- the day that a page states, seen without parsing it. */
#include "ingest/page_day.c"

#include "lib/test.h"

#define DAY INT64_C(86400000)

static const struct {
	const char *html, *url;
	int year, month, day; /* 0: none */
} sample[] = {
	{"<script>{\"datePublished\":\"2026-01-24T10:00:00Z\"}", "", 2026, 1, 24},
	{"<script>{\"datePublished\" : \"2026-01-24\"}", "", 2026, 1, 24},
	{"<meta property=\"article:published_time\" content=\"2025-06-16T08:00\">", "", 2025, 6,
	 16},
	{"<meta content='2025-06-16' property='article:published_time'>2024-01-01", "", 2025, 6,
	 16},
	{"<p>First published 2020-01-01</p>", "", 0, 0, 0},
	{"<p>Unpublished</p><meta itemprop=\"datePublished\" content=\"2019-12-31\">", "", 2019, 12,
	 31},
	{"<meta itemprop=\"datePublished\" content=\"soon\"><p>2019-12-31", "", 0, 0, 0},
	{"", "https://a.example/2026/01/24/x", 2026, 1, 24},
	{"", "https://a.example/news/2026-01-24-x", 2026, 1, 24},
	{"", "https://a.example/2026/13/24/x", 0, 0, 0},
	{"", "https://a.example/2026/02/30/x", 0, 0, 0},
	{"", "https://a.example/1066/02/20/x", 0, 0, 0},
	{"", "https://a.example/2026/1/24/x", 0, 0, 0},
	{"{\"datePublished\":\"2026-01-24\"}", "https://a.example/2025/01/24/x", 2026, 1, 24},
	{"ublished", "", 0, 0, 0},
	{"datePublished", "", 0, 0, 0},
};

static void test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
		int64_t want = sample[i].year ? date_from_parts(sample[i].year, sample[i].month,
								sample[i].day)
					      : 0;

		if (page_day_peek(str_of(sample[i].html), str_of(sample[i].url)) != want)
			fail_msg("%s %s", sample[i].html, sample[i].url);
	}
}

static void test_only_the_head(void **state)
{
	static char page[PEEK + 100];
	static const char says[] = "{\"datePublished\":\"2026-01-24\"}";

	(void)state;
	memset(page, ' ', sizeof page);
	memcpy(page + PEEK - sizeof says, says, sizeof says - 1);
	assert_int_equal(page_day_peek((struct str){page, sizeof page}, STR("")) % DAY, 0);
	assert_true(page_day_peek((struct str){page, sizeof page}, STR("")) > 0);
	memset(page, ' ', sizeof page);
	memcpy(page + PEEK, says, sizeof says - 1);
	assert_int_equal(page_day_peek((struct str){page, sizeof page}, STR("")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_only_the_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
