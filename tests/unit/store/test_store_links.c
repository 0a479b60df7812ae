/* tests/unit/store/test_store_links.c -- related events: the stronger tie first, then the
 * rarer, then the nearer in time; never one that was merged away. */
#include "store/store_links.c"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include "lib/fill.h"
#include "lib/own_store.h"

#define START 1700000000000LL

struct piece {
	const char *id;
	int day;
	const char *title, *developer, *deployer, *harm;
};

/* Commits an event of one article and gives its public id. */
static struct str put(const struct piece *p)
{
	struct actor actor[2];
	struct article_row row;
	struct fill f;
	size_t actors = 0;

	fill_article(&f, arena, p->id, p->title, p->id, START + p->day * DAY, LABEL_INCIDENT);
	f.facet[0].name = STR("harm_types");
	f.value[0].value = str_of(p->harm ? p->harm : "not stated");
	if (p->developer)
		actor[actors++] = (struct actor){str_of(p->developer), STR("developer")};
	if (p->deployer)
		actor[actors++] = (struct actor){str_of(p->deployer), STR("deployer")};
	f.verdict.actor = actor;
	f.verdict.actor_count = actors;
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	assert_true(store_article(&row, store, arena, str_of(p->id), &err));
	return row.event;
}

/* Events of no interest, so that what is rare is rare. */
static void crowd(int n)
{
	for (int i = 0; i < n; i++) {
		const char *id = arena_z(arena, arena_fmt(arena, "crowd%d", i));
		const char *firm = arena_z(arena, arena_fmt(arena, "Firm %d", i));

		put(&(struct piece){id, 40 + i, "Nothing much", firm, NULL, NULL});
	}
}

static size_t related(const struct related_row **row, struct str id)
{
	size_t count;

	if (!store_related(row, &count, store, arena, id, &err))
		fail_msg("%s", err.text);
	return count;
}

static void stronger_ties_stand_first(void **state)
{
	const struct related_row *row;
	struct str one;

	(void)state;
	crowd(60);
	one = put(&(struct piece){"one", 100, "Autopilot hits a wall", "Tesla", "Uber",
				  "Physical (death)"});
	put(&(struct piece){"harm", 100, "A crane falls", "Demag", NULL, "Physical (death)"});
	put(&(struct piece){"deployer", 100, "Rides are late", NULL, "Uber", NULL});
	put(&(struct piece){"far", 900, "Autopilot again", NULL, NULL, NULL});
	put(&(struct piece){"near", 110, "Tesla's Autopilot asleep", NULL, NULL, NULL});
	assert_int_equal(related(&row, one), 4);
	assert_string_equal(row[0].title.at, "Tesla's Autopilot asleep");
	assert_string_equal(row[1].title.at, "Autopilot again");
	assert_string_equal(row[2].title.at, "Rides are late");
	assert_string_equal(row[3].title.at, "A crane falls");
	assert_int_equal(row[0].value_count, 1);
	assert_string_equal(row[0].value[0].kind.at, "system");
	assert_string_equal(row[0].value[0].value.at, "Autopilot");
	assert_int_equal(row[0].value[0].events, 3);
	assert_string_equal(row[2].value[0].kind.at, "deployer");
	assert_string_equal(row[3].value[0].value.at, "Physical (death)");
}

static void rarer_ties_come_before_common_ones(void **state)
{
	const struct related_row *row;
	struct str one;

	(void)state;
	crowd(60);
	one = put(&(struct piece){"one", 100, "It fails", "Google", "Hooli", NULL});
	put(&(struct piece){"a", 100, "Nearest", "Google", NULL, NULL});
	put(&(struct piece){"b", 101, "Second", "Google", NULL, NULL});
	put(&(struct piece){"c", 700, "Years later", NULL, "Hooli", NULL});
	put(&(struct piece){"d", 800, "Both", "Google", "Hooli", NULL});
	assert_int_equal(related(&row, one), 4);
	assert_string_equal(row[0].title.at, "Both");
	assert_int_equal(row[0].value_count, 2);
	assert_string_equal(row[0].value[0].value.at, "Hooli");
	assert_string_equal(row[1].title.at, "Years later");
	assert_string_equal(row[2].title.at, "Nearest");
	assert_string_equal(row[3].title.at, "Second");
}

static void what_all_have_does_not_relate(void **state)
{
	const struct related_row *row;
	struct str one;

	(void)state;
	one = put(&(struct piece){"one", 1, "One", "Acme", NULL, "Reputational"});
	put(&(struct piece){"two", 2, "Two", NULL, NULL, "Reputational"});
	put(&(struct piece){"three", 3, "Three", NULL, NULL, "Reputational"});
	assert_int_equal(related(&row, one), 0);
	put(&(struct piece){"four", 4, "Four", "Acme", NULL, "Reputational"});
	assert_int_equal(related(&row, one), 1);
	assert_int_equal(row[0].value_count, 2);
}

static void no_more_than_the_limit_and_no_merged_ones(void **state)
{
	const struct related_row *row;
	struct str one, gone = STR("");
	struct ask a;

	(void)state;
	one = put(&(struct piece){"one", 0, "One", "Acme", NULL, NULL});
	for (int i = 1; i <= 2 * LIMIT_RELATED; i++) {
		struct str id = put(&(struct piece){arena_z(arena, arena_fmt(arena, "p%d", i)), i,
						    "Next", "Acme", NULL, NULL});

		if (i == 1)
			gone = id;
	}
	assert_int_equal(related(&row, one), LIMIT_RELATED);
	assert_true(str_eq(row[0].id, gone));
	ask_open_text(&a, store, "merge", "UPDATE events SET redirect = 1 WHERE id = $1", &err);
	ask_str(&a, gone);
	assert_true(ask_run(&a));
	assert_int_equal(related(&row, one), LIMIT_RELATED);
	for (size_t i = 0; i < LIMIT_RELATED; i++)
		assert_false(str_eq(row[i].id, gone));
}

static void an_event_that_is_not_there(void **state)
{
	const struct related_row *row;
	size_t count;

	(void)state;
	assert_false(store_related(&row, &count, store, arena, STR("2020-01-01-zzzz"), &err));
	assert_int_equal(err.code, ERR_MISSING);
}

/* The names are kept beside the facets and told by no list. */
static void lists_do_not_count_names(void **state)
{
	const struct value_count *value;
	struct event_query q = {0};
	size_t count;

	(void)state;
	put(&(struct piece){"one", 0, "Grok", "Acme", "Hooli", "Reputational"});
	for (int narrowed = 0; narrowed < 2; narrowed++) {
		bool harm = false;

		q.label = narrowed ? STR("incident") : STR("");
		assert_true(store_event_counts(&value, &count, store, arena, &q, &err));
		for (size_t i = 0; i < count; i++) {
			assert_string_not_equal(value[i].facet.at, "system");
			assert_string_not_equal(value[i].facet.at, "developer");
			assert_string_not_equal(value[i].facet.at, "deployer");
			harm |= str_eq(value[i].facet, STR("harm_types"));
		}
		assert_true(harm);
	}
}

int main(void)
{
	const struct CMUnitTest test[] = {
		cmocka_unit_test_setup_teardown(stronger_ties_stand_first, setup, teardown),
		cmocka_unit_test_setup_teardown(rarer_ties_come_before_common_ones, setup,
						teardown),
		cmocka_unit_test_setup_teardown(what_all_have_does_not_relate, setup, teardown),
		cmocka_unit_test_setup_teardown(no_more_than_the_limit_and_no_merged_ones, setup,
						teardown),
		cmocka_unit_test_setup_teardown(an_event_that_is_not_there, setup, teardown),
		cmocka_unit_test_setup_teardown(lists_do_not_count_names, setup, teardown),
	};

	return cmocka_run_group_tests(test, NULL, NULL);
}
