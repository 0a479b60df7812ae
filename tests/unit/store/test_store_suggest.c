/* tests/unit/store/test_store_suggest.c -- values and events that begin with what was typed,
 * whatever was typed. */
#include "store/store_suggest.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/own_store.h"

static void put(const char *id, const char *title, const char *developer)
{
	struct actor actor = {str_of(developer), STR("developer")};
	struct fill f;

	fill_article(&f, arena, id, title, id, 1700000000000LL, LABEL_INCIDENT);
	f.verdict.actor = &actor;
	f.verdict.actor_count = 1;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
}

static int setup_filled(void **state)
{
	setup(state);
	put("a", "Robotaxi hits a pole", "Wide Street Motors");
	put("b", "Robot crushes worker", "Streetwise");
	put("c", "Chatbot invents cases", "100% Sure_Fire");
	return 0;
}

static size_t suggested(const struct suggestion **out, const char *typed)
{
	size_t count;

	if (!store_suggest(out, &count, store, arena, str_of(typed), &err))
		fail_msg("%s", err.text);
	return count;
}

static bool has(const char *typed, const char *kind, const char *value)
{
	const struct suggestion *s;
	size_t count = suggested(&s, typed);

	for (size_t i = 0; i < count; i++)
		if (str_eq(s[i].kind, str_of(kind)) && str_eq(s[i].value, str_of(value)))
			return true;
	return false;
}

static void words_begin_with_it(void **state)
{
	(void)state;
	assert_true(has("street", "developer", "Streetwise"));
	assert_true(has("STREET", "developer", "Wide Street Motors"));
	assert_true(has(" wide street ", "developer", "Wide Street Motors"));
	assert_false(has("treet", "developer", "Streetwise"));
}

static void events_by_their_titles(void **state)
{
	const struct suggestion *s;

	(void)state;
	assert_true(has("robot", "event", "Robot crushes worker"));
	assert_true(has("robot", "event", "Robotaxi hits a pole"));
	assert_true(has("worker rob", "event", "Robot crushes worker"));
	assert_false(has("robotaxi", "event", "Robot crushes worker"));
	assert_int_equal(suggested(&s, "ro"), 0); /* too short for titles */
	assert_int_equal(suggested(&s, "chatbot inv"), 1);
	assert_true(s[0].id.len > 0);
	assert_true(str_eq(s[0].label, STR("incident")));
}

static void signs_are_text(void **state)
{
	const struct suggestion *s;
	static const char *const odd[] = {"%", "_", "\\", "\"", "\"\"", "*", "a\"b",   "title : x",
					  "-", "(", ")",  "NOT", "AND", "NEAR(a b)", "100%",
					  "\xf0\x9f\xa4\x96", "'; DROP TABLE events; --"};

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		suggested(&s, odd[i]);
	assert_int_equal(suggested(&s, "%"), 0);
	assert_int_equal(suggested(&s, "_"), 0);
	assert_true(has("100%", "developer", "100% Sure_Fire"));
	assert_true(has("sure_", "developer", "100% Sure_Fire"));
	assert_false(has("sure%", "developer", "100% Sure_Fire"));
}

static void nothing_for_nothing_and_too_much(void **state)
{
	const struct suggestion *s;
	char much[TYPED_MOST + 2];

	(void)state;
	memset(much, 'r', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	assert_int_equal(suggested(&s, ""), 0);
	assert_int_equal(suggested(&s, "   "), 0);
	assert_int_equal(suggested(&s, much), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_begin_with_it),
		cmocka_unit_test(events_by_their_titles),
		cmocka_unit_test(signs_are_text),
		cmocka_unit_test(nothing_for_nothing_and_too_much),
	};

	return cmocka_run_group_tests(tests, setup_filled, teardown);
}
