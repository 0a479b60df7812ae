/* What the raw bytes of a page must let through, and what they need not. */
#include "lib/test.h"

#include "judge/pack.h"
#include "judge/prescan.c"

static struct pack *pack;
static struct matcher *matcher;

static bool asks(const char *html)
{
	struct arena *a = arena_new();
	bool asked = prescan_page(matcher, a, str_of(html));

	arena_free(a);
	return asked;
}

static void test_through(void **state)
{
	(void)state;
	assert_true(asks("<p>The chatbot gave dangerous advice.</p>"));
	assert_true(asks("<title>Robot breaks finger</title><div>Of a boy.</div>"));
	assert_true(asks("<meta name=description content='ChatGPT was down'><p>It was."));
	assert_true(asks("<script id=__NEXT_DATA__>{\"a\":\"ChatGPT was down\"}</script>"));
	assert_true(asks("\xff\xfe<\0p\0"));
	assert_true(asks("<p>Facial recognition led to the arrest."));
}

static void test_passed_over(void **state)
{
	(void)state;
	assert_false(asks("<title>Rain</title><p>Heavy rain fell in the north."));
	assert_false(asks("<script>var x = 'ChatGPT';</script><p>Heavy rain fell."));
	assert_false(asks("<style>.chatbot {}</style><p class=chatbot>Heavy rain fell."));
	assert_false(asks("<meta name=robots content=index><p>Heavy rain fell."));
	assert_false(asks("<ul><li>Facebook<li>Google</ul><p>Heavy rain fell."));
	assert_false(asks("<ul><li><a href=/c>ChatGPT</a><li><a href=/d>Drones</a></ul>"
			  "<p>Heavy rain fell in the north."));
	assert_false(asks("<meta name=apple-itunes-app content='app-id=1'><p>Heavy rain fell."));
}

#define RAIN "Heavy rain fell in the north of the country on Monday, and rivers rose. "
#define RAIN8 RAIN RAIN RAIN RAIN RAIN RAIN RAIN RAIN
#define REGEN "Im Norden des Landes fiel am Montag viel Regen, und die Flüsse stiegen weiter an. "

static void test_where_it_stands(void **state)
{
	(void)state;
	/* a name that counts in the lead only, near the top and far down */
	assert_true(asks("<p>" RAIN "Facebook was down."));
	assert_false(asks("<p>" RAIN8 RAIN8 RAIN8 RAIN8 "<p>" RAIN "Facebook was down."));
	assert_true(asks("<p>" RAIN8 RAIN8 RAIN8 RAIN8 "<p>" RAIN "ChatGPT was down."));
	/* in another language only names that count anywhere do */
	assert_false(asks("<p>" REGEN REGEN REGEN "Das schrieb sie auf Facebook."));
	assert_true(asks("<p>" REGEN REGEN REGEN "Das schrieb ChatGPT."));
	/* a page in English in another's frame */
	assert_true(asks("<p>Melden Sie sich jetzt für unseren täglichen Newsletter an.<p>" RAIN
			 "Facebook was down. " RAIN));
	/* JSON where nothing is shown, and not where enough is */
	assert_false(asks(
		"<script type=application/json>{\"a\":\"ChatGPT was down\"}</script><p>" RAIN8 RAIN8
			RAIN8 RAIN8));
}

static int open_pack(void **state)
{
	struct err err;

	(void)state;
	if (!pack_load(&pack, TOCSIN_SOURCE "/packs/oecd", &err))
		fail_msg("%s", err.text);
	matcher = matcher_new(pack);
	return 0;
}

static int close_pack(void **state)
{
	(void)state;
	matcher_free(matcher);
	pack_free(pack);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_through),
		cmocka_unit_test(test_passed_over),
		cmocka_unit_test(test_where_it_stands),
	};

	return cmocka_run_group_tests(tests, open_pack, close_pack);
}
