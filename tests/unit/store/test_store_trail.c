/* tests/unit/store/test_store_trail.c -- the chain holds, refuses to be changed, and names the
 * first row that somebody changed all the same. */
#include "lib/test.h"

#include "store/store_trail.c"

#include "lib/own_store.h"

static void add(int n)
{
	struct trail_row r = {.at_ms = 1000 + n,
			      .who = STR("ann"),
			      .act = STR("relabel"),
			      .subject = n % 2 ? STR("event one") : STR("event two"),
			      .was = STR("{\"label\":\"hazard\"}"),
			      .became = STR("{\"label\":\"incident\"}"),
			      .why = arena_fmt(arena, "reason %d", n)};
	bool own;

	assert_true(store_change_begin(&own, store, &err));
	if (!store_change_end(store, own, store_trail_add(&r, store, &err), &err))
		fail_msg("%s", err.text);
	assert_int_equal(r.number, n);
}

static bool checked(int64_t *rows, struct str *head)
{
	struct arena *own = arena_new();
	bool ok = store_trail_check(rows, head, store, own, &err);

	*head = ok ? arena_copy(arena, *head) : STR("");
	arena_free(own);
	return ok;
}

static bool run_sql(const char *sql)
{
	return anydb_do("t.db", sql, &err);
}

static void test_grows(void **state)
{
	struct trail_page page;
	struct str head, later;
	int64_t rows;

	(void)state;
	assert_true(checked(&rows, &head));
	assert_int_equal(rows, 0);
	for (int n = 1; n <= 120; n++)
		add(n);
	assert_true(checked(&rows, &head));
	assert_int_equal(rows, 120);
	assert_int_equal(head.len, 64);
	add(121);
	assert_true(checked(&rows, &later));
	assert_false(str_eq(head, later));
	assert_true(store_trail(&page, store, arena, STR(""), STR(""), &err));
	assert_int_equal(page.count, PAGE_ROWS);
	assert_int_equal(page.row[0].number, 121);
	assert_str(page.row[0].hash, arena_z(arena, later));
	assert_true(store_trail(&page, store, arena, STR(""), page.next, &err));
	assert_int_equal(page.row[0].number, 121 - PAGE_ROWS);
	assert_true(store_trail(&page, store, arena, STR("event two"), STR(""), &err));
	assert_int_equal(page.row[0].number, 120);
	assert_int_equal(page.row[1].number, 118);
	assert_false(store_trail(&page, store, arena, STR(""), STR("x"), &err));
}

static void test_is_not_changed(void **state)
{
	(void)state;
	add(1);
	assert_false(run_sql("UPDATE trail SET why = 'another'"));
	assert_non_null(strstr(err.text, "only added to"));
	assert_false(run_sql("DELETE FROM trail"));
	assert_non_null(strstr(err.text, "only added to"));
}

#define OPEN                                                                                       \
	(anydb_is_postgres() ? "DROP TRIGGER trail_keeps ON trail; "                               \
			     : "DROP TRIGGER trail_keeps; DROP TRIGGER trail_stays; ")

static void broken(const char *sql, const char *told)
{
	struct str head;
	int64_t rows;

	for (int n = 1; n <= 5; n++)
		add(n);
	assert_true(checked(&rows, &head));
	if (!run_sql(arena_fmt(arena, "%s%s", OPEN, sql).at))
		fail_msg("%s", err.text);
	assert_false(checked(&rows, &head));
	assert_int_equal(err.code, ERR_CONFLICT);
	if (!strstr(err.text, told))
		fail_msg("\"%s\" is not in \"%s\"", told, err.text);
}

static void test_changed(void **state)
{
	(void)state;
	broken("UPDATE trail SET why = 'no reason' WHERE number = 3", "row 3 (relabel, by ann)");
}

static void test_taken_out(void **state)
{
	(void)state;
	broken("DELETE FROM trail WHERE number = 2", "row 2: it is not there");
}

static void test_cut_off(void **state)
{
	(void)state;
	broken("DELETE FROM trail WHERE number > 3", "row 4: it ends before, and 5 were written");
}

static void test_moved_between_fields(void **state)
{
	(void)state; /* the same bytes in a row, cut at another place */
	broken("UPDATE trail SET act = 'relabele', subject = 'vent two' WHERE number = 4", "row 4");
}

/* Made anew with a hash that fits itself: the row behind does not follow it. */
static void test_made_anew(void **state)
{
	struct trail_row r = {.number = 3,
			      .at_ms = 1003,
			      .who = STR("eve"),
			      .act = STR("relabel"),
			      .subject = STR("event one"),
			      .was = STR(""),
			      .became = STR(""),
			      .why = STR("")};
	char hash[SECRET_HEX_SIZE];
	struct trail_row second;

	(void)state;
	add(1);
	add(2);
	assert_true(store_trail_row(&second, store, arena, 2, &err));
	add(3);
	add(4);
	hash_of(hash, &r, second.hash);
	assert_true(run_sql(arena_fmt(arena,
				      "%sUPDATE trail SET who = 'eve', was = '', became = '', "
				      "why = '', hash = '%s' WHERE number = 3",
				      OPEN, hash)
				    .at));
	{
		struct str head;
		int64_t rows;

		assert_false(checked(&rows, &head));
		assert_non_null(strstr(err.text, "row 4: it does not follow"));
	}
}

static void test_bounds(void **state)
{
	struct trail_row r = {.who = STR(" "), .act = STR("x")};

	(void)state;
	assert_false(store_trail_add(&r, store, &err));
	r.who = STR("ann");
	r.was = (struct str){arena_alloc(arena, LIMIT_TRAIL_ROW + 1), LIMIT_TRAIL_ROW + 1};
	assert_false(store_trail_add(&r, store, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	r.was = STR("\xff");
	assert_false(store_trail_add(&r, store, &err));
	assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_grows),   T(test_is_not_changed),       T(test_changed),   T(test_taken_out),
		T(test_cut_off), T(test_moved_between_fields), T(test_made_anew), T(test_bounds)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
