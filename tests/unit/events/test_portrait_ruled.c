/* What binds of several rulings, and which events are off the lists. */
#include "lib/test.h"

#include "events/portrait_ruled.c"

static const struct portrait_article article[2] = {{.id = {"a", 1}}, {.id = {"b", 1}}};

static struct portrait_ruling ruling(bool of_event, const char *of, const char *what,
				     const char *value)
{
	return (struct portrait_ruling){.of_event = of_event,
					.article = str_of(of),
					.what = str_of(what),
					.value = str_of(value),
					.facet = STR("principles"),
					.was = STR(""),
					.who = STR("ann"),
					.why = STR("because"),
					.at_ms = 1750032000000,
					.act = 7};
}

static void test_the_last_binds(void **state)
{
	const struct portrait_ruling said[] = {
		ruling(true, "a", "label", "hazard"),   ruling(false, "b", "label", "unrelated"),
		ruling(true, "a", "label", "incident"), ruling(false, "b", "label", "hazard"),
		ruling(true, "a", "tag", "Safety"),     ruling(true, "a", "untag", "Safety"),
		ruling(true, "a", "tag", "Fairness")};
	const struct portrait_sitting s = {
		.article = article, .count = 2, .ruling = said, .ruling_count = 7};

	(void)state;
	assert_str(portrait_ruled_value(&s, "label"), "incident");
	assert_str(portrait_ruled_value(&s, "title"), "");
	assert_str(portrait_ruled_article(&s, STR("b")), "hazard");
	assert_str(portrait_ruled_article(&s, STR("a")), ""); /* of the event, not of it */
	assert_int_equal(portrait_ruled_tag(&s, STR("principles"), STR("Safety")), -1);
	assert_int_equal(portrait_ruled_tag(&s, STR("principles"), STR("Fairness")), 1);
	assert_int_equal(portrait_ruled_tag(&s, STR("industries"), STR("Fairness")), 0);
	assert_false(portrait_ruled_off(&s));
}

/* An event that was taken off does not take an older one with it that it ended in. */
static void test_off(void **state)
{
	const struct portrait_ruling own = ruling(true, "a", "reject", "");
	const struct portrait_ruling others = ruling(true, "b", "reject", "");
	struct portrait_sitting s = {
		.article = article, .count = 2, .ruling = &own, .ruling_count = 1};

	(void)state;
	assert_true(portrait_ruled_off(&s));
	s.ruling = &others;
	assert_false(portrait_ruled_off(&s));
	s.article = &article[1]; /* grouped anew: it is the first now */
	s.count = 1;
	assert_true(portrait_ruled_off(&s));
}

static void test_told(void **state)
{
	const struct portrait_ruling one = ruling(true, "a", "tag", "Safety");
	const struct portrait_sitting s = {
		.article = article, .count = 2, .ruling = &one, .ruling_count = 1};
	struct arena *a = arena_new();
	struct emit e;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	emit_open(&e, &b);
	emit_object(&e);
	portrait_ruled_emit(&e, a, &s);
	emit_end(&e);
	assert_str(buf_view(&b),
		   "{\"reviewed\":[{\"of\":\"event\",\"article\":null,\"what\":\"tag\","
		   "\"facet\":\"principles\",\"value\":\"Safety\",\"before\":null,\"by\":\"ann\","
		   "\"at\":\"2025-06-16T00:00:00Z\",\"why\":\"because\",\"act\":7}]}");
	buf_free(&b);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_last_binds),
					   cmocka_unit_test(test_off), cmocka_unit_test(test_told)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
