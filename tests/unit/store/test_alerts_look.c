/* What is news to an alert: once, and again only when label or severity changed. */
#include "store/alerts_look.c"

#include "lib/decide.h"
#include "lib/fill.h"
#include "lib/own_store.h"
#include "text/date.h"

static int64_t day;

/* An article that founds an event, or joins the event of that number; the event's number. */
static uint64_t arrives(const char *id, enum label label, uint64_t joins)
{
	struct fill f;

	fill_article(&f, arena, id, id, "words of it", ++day * DATE_DAY_MS, label);
	if (joins)
		fill_join(&f, joins);
	else
		f.placement = (struct placement){.how = PLACED_NEW};
	assert_int_equal(store_commit(store, arena, &f.outcome, &err), COMMITTED);
	return f.placement.event;
}

/* Four incidents join the hazard: it is an incident then. */
static void turns(uint64_t event, const char *name)
{
	for (int i = 0; i < 4; i++)
		arrives(arena_z(arena, arena_fmt(arena, "%s joins %d", name, i)), LABEL_INCIDENT,
			event);
}

static struct alert begun(const char *label)
{
	static int64_t hour;
	struct event_query q = {.label = str_of(label)};
	struct alert a = {.receiver = STR("https://hook.example/x"),
			  .owner = STR(""),
			  .query = STR(""),
			  .channel = ALERT_WEBHOOK,
			  .made_ms = ++hour * 3600000};

	assert_true(alerts_add(&a, store, arena, &err));
	assert_true(alerts_begin(store, arena, &a, &q, a.made_ms, &err));
	assert_true(alerts_find(&a, store, arena, a.id, &err));
	assert_int_equal(a.state, ALERT_ON);
	return a;
}

/* Looks, and gives what is news then; tells it when `tell`. */
static struct alert_page news(struct alert *a, const char *label, bool tell)
{
	struct event_query q = {.label = str_of(label)};
	struct alert_page page;

	assert_true(store_begin(store, &err));
	if (!alerts_look(store, arena, a, &q, &err) || !alerts_news(&page, store, arena, a, &err))
		fail_msg("%s", err.text);
	if (tell)
		assert_true(alerts_told(store, a, 0, &err));
	assert_true(store_end(store, &err));
	assert_true(alerts_find(a, store, arena, a->id, &err));
	return page;
}

static struct str id_of(uint64_t event)
{
	struct store_state state;

	if (!store_state(&state, store, arena, (int64_t)event, &err))
		fail_msg("%s", err.text);
	return state.id;
}

static void merge(uint64_t one, uint64_t other)
{
	struct decision d = {.event = id_of(one), .who = STR("w"), .why = STR("y"), .at_ms = 1};
	struct str kept;

	if (!decide_merge(&kept, store, arena, &d, id_of(other), &err))
		fail_msg("%s", err.text);
}

static void test_once(void **state)
{
	struct alert all;
	struct alert_page p;
	uint64_t before, after;

	(void)state;
	before = arrives("before", LABEL_INCIDENT, 0);
	all = begun("");
	assert_int_equal(news(&all, "", true).total, 0);
	after = arrives("after", LABEL_HAZARD, 0);
	p = news(&all, "", false);
	assert_int_equal(p.total, 1);
	assert_true(str_eq(p.news[0].event.id, id_of(after)));
	assert_str(p.news[0].was_label, "");
	assert_int_equal(news(&all, "", true).total, 1); /* waits until it is told */
	assert_int_equal(news(&all, "", true).total, 0);
	/* grown, but of the same label: no news, neither of this nor of what it knew */
	arrives("after 2", LABEL_HAZARD, after);
	arrives("before 2", LABEL_INCIDENT, before);
	assert_int_equal(news(&all, "", true).total, 0);
}

static void test_changed(void **state)
{
	struct alert a = begun("");
	struct alert_page p;
	uint64_t e = arrives("c1", LABEL_HAZARD, 0);

	(void)state;
	assert_int_equal(news(&a, "", true).total, 1);
	turns(e, "c");
	p = news(&a, "", true);
	assert_int_equal(p.total, 1);
	assert_str(p.news[0].was_label, "hazard");
	assert_str(p.news[0].was_severity, "AI hazard");
	assert_str(p.news[0].event.label, "incident");
	assert_int_equal(news(&a, "", true).total, 0);
}

/* What it knew when it began is news when it is something else now. */
static void test_known_changed(void **state)
{
	uint64_t e = arrives("k1", LABEL_HAZARD, 0);
	struct alert a = begun(""), hazards = begun("hazard"), incidents = begun("incident");
	struct alert_page p;

	(void)state;
	turns(e, "k");
	p = news(&a, "", true);
	assert_int_equal(p.total, 1);
	assert_str(p.news[0].was_label, "hazard");
	/* to who asks for incidents it is new, to who asks for hazards gone without a word */
	p = news(&incidents, "incident", true);
	assert_int_equal(p.total, 1);
	assert_str(p.news[0].was_label, "");
	assert_int_equal(news(&hazards, "hazard", true).total, 0);
}

/* Told as a hazard, it passes the filter no more: that is told, once. */
static void test_corrected(void **state)
{
	struct alert a = begun("hazard");
	uint64_t e = arrives("h1", LABEL_HAZARD, 0);
	struct alert_page p;

	(void)state;
	assert_int_equal(news(&a, "hazard", true).total, 1);
	turns(e, "h");
	p = news(&a, "hazard", true);
	assert_int_equal(p.total, 1);
	assert_str(p.news[0].event.label, "incident");
	assert_int_equal(news(&a, "hazard", true).total, 0);
}

/* What waits for a digest and passes no more when it goes out is not in it. */
static void test_waiting_and_gone(void **state)
{
	struct alert a = begun("hazard");
	uint64_t e = arrives("w1", LABEL_HAZARD, 0);

	(void)state;
	assert_int_equal(news(&a, "hazard", false).total, 1);
	turns(e, "w");
	assert_int_equal(news(&a, "hazard", true).total, 0);
}

/* Changed and changed back before it was told: nothing happened. */
static void test_there_and_back(void **state)
{
	struct alert a = begun("");
	uint64_t e = arrives("b1", LABEL_HAZARD, 0);

	(void)state;
	assert_int_equal(news(&a, "", true).total, 1);
	arrives("b2", LABEL_INCIDENT, e);
	arrives("b3", LABEL_INCIDENT, e);
	assert_int_equal(news(&a, "", false).total, 1);
	arrives("b4", LABEL_HAZARD, e);
	arrives("b5", LABEL_HAZARD, e);
	arrives("b6", LABEL_HAZARD, e);
	assert_int_equal(news(&a, "", true).total, 0);
}

static void test_merged(void **state)
{
	uint64_t older = arrives("m1", LABEL_HAZARD, 0), younger, third, fourth;
	struct alert a = begun("");

	(void)state;
	younger = arrives("m2", LABEL_HAZARD, 0);
	third = arrives("m3", LABEL_HAZARD, 0);
	assert_int_equal(news(&a, "", true).total, 2);
	/* into one that it knew, and one that it was told of into another */
	merge(older, younger);
	assert_int_equal(news(&a, "", true).total, 0);
	merge(older, third);
	assert_int_equal(news(&a, "", true).total, 0);
	/* two that wait become one */
	third = arrives("m4", LABEL_HAZARD, 0);
	fourth = arrives("m5", LABEL_HAZARD, 0);
	assert_int_equal(news(&a, "", false).total, 2);
	merge(third, fourth);
	assert_int_equal(news(&a, "", true).total, 1);
	assert_int_equal(news(&a, "", true).total, 0);
}

/* Told of the younger one only; the older was not among its filters and is now. */
static void test_merged_into_unknown(void **state)
{
	uint64_t older = arrives("u1", LABEL_COMPLEMENTARY, 0), younger;
	struct alert a = begun("hazard");

	(void)state;
	younger = arrives("u2", LABEL_HAZARD, 0);
	arrives("u3", LABEL_HAZARD, younger);
	arrives("u4", LABEL_HAZARD, younger);
	assert_int_equal(news(&a, "hazard", true).total, 1);
	merge(older, younger);
	assert_int_equal(news(&a, "hazard", true).total, 0);
}

/* A batch that is abandoned in between changes nothing: it is news the next time. */
static void test_crash(void **state)
{
	struct alert a = begun("");
	struct event_query q = {.label = STR("")};
	struct alert_page p;

	(void)state;
	arrives("x1", LABEL_HAZARD, 0);
	assert_true(store_begin(store, &err));
	assert_true(alerts_look(store, arena, &a, &q, &err));
	store_abandon(store);
	assert_int_equal(news(&a, "", false).total, 1);
	assert_true(store_begin(store, &err));
	assert_true(alerts_news(&p, store, arena, &a, &err));
	assert_true(alerts_told(store, &a, 0, &err));
	store_abandon(store);
	assert_int_equal(news(&a, "", true).total, 1);
	assert_int_equal(news(&a, "", true).total, 0);
}

/* One over what a message lists: all are counted, and all are told. */
static void test_many(void **state)
{
	struct alert a = begun("");
	struct alert_page p;

	(void)state;
	for (int i = 0; i <= LIMIT_ALERT_NEWS; i++)
		arrives(arena_z(arena, arena_fmt(arena, "one of many, number %d", i)), LABEL_HAZARD,
			0);
	p = news(&a, "", true);
	assert_int_equal(p.total, LIMIT_ALERT_NEWS + 1);
	assert_int_equal(p.count, LIMIT_ALERT_NEWS);
	assert_int_equal(news(&a, "", true).total, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_known_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_corrected, setup, teardown),
		cmocka_unit_test_setup_teardown(test_waiting_and_gone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merged, setup, teardown),
		cmocka_unit_test_setup_teardown(test_merged_into_unknown, setup, teardown),
		cmocka_unit_test_setup_teardown(test_crash, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
