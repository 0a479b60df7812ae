/* tests/unit/store/test_store_acts.c -- every act of a reviewer: what it changes, what the trail
 * and the history say, that it outlives what comes after, and that it can be taken back. */
#include "lib/test.h"

#include "store/store_acts.c"

#include "lib/fill.h"
#include "lib/own_store.h"

/* The trail holds, too. */
static void assert_trail_sound(void)
{
	struct arena *own = arena_new();
	struct str head;
	int64_t rows;

	assert_sound(store);
	if (!store_trail_check(&rows, &head, store, own, &err))
		fail_msg("%s", err.text);
	arena_free(own);
}

static int teardown_trail_sound(void **state)
{
	assert_trail_sound();
	return teardown(state);
}

static uint64_t arrive_as(int n, uint64_t event, enum label label)
{
	struct fill f;

	fill_nth(&f, arena, n, label);
	f.verdict.abstain = n == 7;
	if (event)
		fill_join(&f, event);
	return fill_commit(&f, store, arena);
}

static struct str event_with(const char *article)
{
	struct article_row row;

	if (!store_article(&row, store, arena, str_of(article), &err))
		fail_msg("%s", err.text);
	return row.event;
}

static struct event_detail event_of(struct str id)
{
	struct event_detail d;

	if (!store_event(&d, store, arena, id, &err))
		fail_msg("%s", err.text);
	return d;
}

static struct act by_ann(const char *name, struct str event)
{
	return (struct act){.name = str_of(name),
			    .event = event,
			    .by = {.who = STR("ann"), .why = STR("I read it"), .at_ms = JUNE}};
}

static struct acted done(const struct act *a)
{
	struct acted out;

	if (!store_act(&out, store, arena, a, &err))
		fail_msg("%s", err.text);
	assert_trail_sound();
	return out;
}

static void refused(const struct act *a, enum err_code code)
{
	struct acted out;
	struct trail_page before, after;

	assert_true(store_trail(&before, store, arena, STR(""), STR(""), &err));
	assert_false(store_act(&out, store, arena, a, &err));
	assert_int_equal(err.code, code);
	assert_true(store_trail(&after, store, arena, STR(""), STR(""), &err));
	assert_int_equal(before.count, after.count);
}

static struct acted undone(int64_t number)
{
	struct act a = by_ann("undo", STR(""));

	a.undoes = number;
	return done(&a);
}

static struct history_row last_history(struct str event)
{
	struct event_detail d = event_of(event);

	assert_true(d.history_count > 0);
	return d.history[d.history_count - 1];
}

static int64_t total(const char *label)
{
	struct event_query q = {.label = str_of(label)};
	struct event_page page;

	assert_true(store_events(&page, store, arena, &q, &err));
	assert_int_equal(page.total, page.count);
	return page.total;
}

static void test_relabel_event(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct str id = event_with("a1");
	struct act a = by_ann("relabel", id);
	struct trail_row row;
	struct event_detail d;
	struct acted out;

	(void)state;
	arrive_as(2, event, LABEL_INCIDENT);
	a.label = STR("hazard");
	a.severity = STR("AI disaster");
	refused(&a, ERR_INPUT); /* no severity of a hazard */
	a.severity = STR("Serious AI hazard");
	out = done(&a);
	d = event_of(id);
	assert_str(d.row.label, "hazard");
	assert_str(d.row.severity, "Serious AI hazard");
	assert_true(d.row.probability == 1);
	assert_int_equal(d.row.reviewed_ms, JUNE);
	assert_true(str_find(d.portrait, STR("\"reviewed\":[{\"of\":\"event\",\"article\":null,"
					     "\"what\":\"label\"")) != STR_NPOS);
	assert_true(str_find(d.portrait, STR("\"why\":\"I read it\"")) != STR_NPOS);
	assert_str(last_history(id).what, "relabelled");
	assert_str(last_history(id).detail, "hazard, before incident: I read it");
	assert_int_equal(total("hazard"), 1);
	assert_int_equal(total("incident"), 0);
	for (int n = 3; n < 9; n++) /* it binds what comes */
		arrive_as(n, event, LABEL_INCIDENT);
	assert_str(event_of(id).row.label, "hazard");
	assert_true(store_trail_row(&row, store, arena, out.number, &err));
	assert_str(row.act, "relabel");
	assert_str(row.was, "{\"label\":\"incident\",\"severity\":\"AI incident\"}");
	assert_str(row.became, "{\"label\":\"hazard\",\"severity\":\"Serious AI hazard\"}");
	assert_str(row.who, "ann");
	undone(out.number);
	d = event_of(id);
	assert_str(d.row.label, "incident");
	assert_int_equal(d.row.reviewed_ms, 0);
	assert_str(last_history(id).what, "undone");
	a = by_ann("undo", STR(""));
	a.undoes = out.number;
	refused(&a, ERR_CONFLICT); /* only once */
	a.undoes = out.number + 1;
	refused(&a, ERR_CONFLICT); /* what took something back is not taken back itself */
	a.undoes = 999;
	refused(&a, ERR_MISSING);
}

static void test_the_newest_binds(void **state)
{
	struct str id;
	struct act a;
	int64_t first, second;

	(void)state;
	arrive_as(1, 0, LABEL_INCIDENT);
	id = event_with("a1");
	a = by_ann("relabel", id);
	a.label = STR("hazard");
	first = done(&a).number;
	a.label = STR("complementary");
	second = done(&a).number;
	assert_str(event_of(id).row.label, "complementary");
	undone(second);
	assert_str(event_of(id).row.label, "hazard"); /* the one before binds again */
	undone(first);
	assert_str(event_of(id).row.label, "incident");
}

static void test_relabel_article(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct str id = event_with("a1");
	struct act a = by_ann("relabel", STR(""));
	struct article_row row;
	struct ruling_row ruling;
	struct store_totals t;
	int64_t one, two;

	(void)state;
	arrive_as(2, event, LABEL_HAZARD);
	a.article = STR("a1");
	a.label = STR("hazard");
	one = done(&a).number;
	assert_str(event_of(id).row.label, "hazard");
	assert_true(store_article(&row, store, arena, STR("a1"), &err));
	assert_str(row.label, "hazard");
	assert_true(store_article_ruling(&ruling, store, arena, STR("a1"), &err));
	assert_int_equal(ruling.act, one);
	assert_str(ruling.was, "incident");
	a.article = STR("a2");
	a.label = STR("unrelated");
	two = done(&a).number;
	assert_true(store_totals(&t, store, &err));
	assert_int_equal(t.unrelated, 1);
	a.article = STR("a1");
	done(&a);
	assert_int_equal(total(""), 0); /* nothing of it is left */
	assert_false(store_event(&(struct event_detail){0}, store, arena, id, &err));
	assert_int_equal(err.code, ERR_MISSING);
	undone(two);
	assert_int_equal(total("hazard"), 1);
	assert_true(store_totals(&t, store, &err));
	assert_int_equal(t.unrelated, 1);
	a.label = STR("not_assessed");
	refused(&a, ERR_INPUT);
	a.article = STR("nowhere");
	refused(&a, ERR_MISSING);
}

/* The judge thought it unrelated, so it is in no event; a person knows better. */
static void test_relabel_ungrouped(void **state)
{
	struct act a = by_ann("relabel", STR(""));
	struct fill f;
	struct acted out;

	(void)state;
	arrive_as(1, 0, LABEL_UNRELATED);
	a.article = STR("a1");
	a.label = STR("incident");
	refused(&a, ERR_CONFLICT);
	fill_article(&f, arena, "a1", "Headline number1", "A robot hurt someone.", JUNE + DAY,
		     LABEL_INCIDENT);
	a.outcome = &f.outcome;
	out = done(&a);
	assert_str(event_of(out.event).row.label, "incident");
	assert_int_equal(total("incident"), 1);
	undone(out.number);
	assert_int_equal(total(""), 0);
}

static void test_edit(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct str id = event_with("a1");
	struct act a = by_ann("edit", id);
	struct event_query q = {.q = STR("marmalade")};
	struct event_page page;
	int64_t number;

	(void)state;
	refused(&a, ERR_INPUT);
	a.title = STR("two\nlines");
	refused(&a, ERR_LIMIT);
	a.title = STR("Marmalade robot");
	a.summary = STR("What happened, in our words.");
	number = done(&a).number;
	for (int n = 2; n < 6; n++)
		arrive_as(n, event, LABEL_INCIDENT);
	assert_str(event_of(id).row.title, "Marmalade robot");
	assert_str(event_of(id).row.summary, "What happened, in our words.");
	assert_true(store_events(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 1); /* it is found by these words */
	undone(number);
	assert_true(store_events(&page, store, arena, &q, &err));
	assert_int_equal(page.total, 0);
}

static int64_t with_principle(const char *value)
{
	struct event_query q = {.facet = {{STR("principles"), str_of(value)}}, .facet_count = 1};
	struct event_page page;

	assert_true(store_events(&page, store, arena, &q, &err));
	return page.total;
}

static void test_tags(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct str id = event_with("a1");
	struct act a = by_ann("tag", id);
	int64_t on, off;

	(void)state;
	a.facet = STR("principles");
	a.value = STR("Safety");
	refused(&a, ERR_CONFLICT); /* it has that one */
	a.value = STR("Fairness");
	on = done(&a).number;
	a.name = STR("untag");
	a.value = STR("Safety");
	off = done(&a).number;
	arrive_as(2, event, LABEL_INCIDENT);
	assert_int_equal(with_principle("Fairness"), 1);
	assert_int_equal(with_principle("Safety"), 0);
	undone(off);
	undone(on);
	assert_int_equal(with_principle("Fairness"), 0);
	assert_int_equal(with_principle("Safety"), 1);
	a.value = STR("");
	refused(&a, ERR_INPUT);
}

static void test_reject(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct str id = event_with("a1");
	struct act a = by_ann("reject", id);
	struct event_detail d;
	int64_t number;
	bool off;

	(void)state;
	arrive_as(2, 0, LABEL_HAZARD);
	number = done(&a).number;
	assert_int_equal(total(""), 1);
	assert_int_equal(with_principle("Safety"), 1);
	assert_false(store_event(&d, store, arena, id, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_non_null(
		strstr(err.text, "taken off the lists by a reviewer on 2025-06-16: I read it"));
	assert_true(store_event_off(&d, &off, store, arena, id, &err));
	assert_true(off);
	assert_str(d.row.id, arena_z(arena, id));
	arrive_as(4, event, LABEL_INCIDENT); /* what comes joins it, and stays off */
	arrive_as(5, event, LABEL_INCIDENT);
	assert_int_equal(total(""), 1);
	refused(&a, ERR_CONFLICT);
	undone(number);
	assert_int_equal(total("incident"), 1);
	assert_int_equal(event_of(id).row.article_count, 3);
	assert_int_equal(event_of(id).row.publisher_count, 2);
}

/* Grouped anew, an article that came before stands in it: it is off all the same. */
static void test_reject_outlives_regrouping(void **state)
{
	uint64_t event;
	struct str id;
	struct act a;
	struct ask q;
	bool off;
	int64_t number;

	(void)state;
	arrive_as(1, 0, LABEL_INCIDENT);
	event = arrive_as(2, 0, LABEL_INCIDENT);
	arrive_as(3, event, LABEL_INCIDENT);
	arrive_as(4, event, LABEL_INCIDENT);
	id = event_with("a2");
	a = by_ann("reject", id);
	number = done(&a).number;
	assert_true(store_begin(store, &err));
	ask_open_text(&q, store, "move", "UPDATE placements SET event = $1 WHERE article = 1",
		      &err);
	ask_int(&q, (int64_t)event);
	assert_true(ask_run(&q));
	assert_true(store_draw(store, arena, (int64_t)event, 99, &err));
	assert_true(store_event_off(&(struct event_detail){0}, &off, store, arena, id, &err));
	assert_true(off);
	store_abandon(store);
	undone(number);
	assert_int_equal(total(""), 2);
	assert_true(str_find(event_of(id).portrait, STR("\"reviewed\":[]")) != STR_NPOS);
}

static void test_merge_and_undo(void **state)
{
	struct str one, two;
	struct act a;
	struct acted out;
	struct trail_row row;

	(void)state;
	arrive_as(1, 0, LABEL_INCIDENT);
	arrive_as(2, 0, LABEL_INCIDENT);
	one = event_with("a1");
	two = event_with("a2");
	a = by_ann("merge", two);
	a.other = one;
	out = done(&a);
	assert_str(out.event, arena_z(arena, one));
	assert_int_equal(total(""), 1);
	assert_true(store_trail_row(&row, store, arena, out.number, &err));
	assert_true(str_find(row.became, two) != STR_NPOS);
	undone(out.number);
	assert_int_equal(total(""), 2);
	assert_str(event_with("a2"), arena_z(arena, two));
}

/* What was said of either is said of both, the newer where they differ. */
static void test_rulings_go_along(void **state)
{
	struct str one, two;
	struct act a;
	int64_t number;

	(void)state;
	arrive_as(1, 0, LABEL_INCIDENT);
	arrive_as(2, 0, LABEL_INCIDENT);
	one = event_with("a1");
	two = event_with("a2");
	a = by_ann("relabel", two);
	a.label = STR("hazard");
	done(&a);
	a = by_ann("reject", two);
	done(&a);
	a.name = STR("merge");
	a.other = one;
	refused(&a, ERR_CONFLICT); /* off the lists */
	a = by_ann("undo", STR(""));
	a.undoes = 2;
	done(&a);
	a = by_ann("merge", one);
	a.other = two;
	number = done(&a).number;
	assert_str(event_of(one).row.label, "hazard");
	undone(number);
	assert_str(event_of(one).row.label, "incident");
	assert_str(event_of(two).row.label, "hazard");
}

static void test_split_and_undo(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct str id = event_with("a1"), what[2] = {STR("a2"), STR("a3")};
	struct act a = by_ann("split", id);
	struct acted out;

	(void)state;
	arrive_as(2, event, LABEL_INCIDENT);
	arrive_as(3, event, LABEL_HAZARD);
	a.what = what;
	a.count = 2;
	out = done(&a);
	assert_false(str_eq(out.event, id));
	assert_int_equal(event_of(out.event).row.article_count, 2);
	assert_int_equal(event_of(id).row.article_count, 1);
	undone(out.number);
	assert_int_equal(event_of(id).row.article_count, 3);
	assert_int_equal(total(""), 1);
	what[0] = STR("a9");
	refused(&a, ERR_MISSING);
}

static void count_side(uint64_t event, uint64_t side, void *payload)
{
	(void)event;
	(void)side;
	++*(int *)payload;
}

static void test_apart(void **state)
{
	struct act a;
	int64_t number, before, after;
	int sides = 0;

	(void)state;
	arrive_as(1, 0, LABEL_INCIDENT);
	arrive_as(2, 0, LABEL_INCIDENT);
	assert_true(store_decisions(&before, store, &err));
	a = by_ann("apart", event_with("a1"));
	a.other = a.event;
	refused(&a, ERR_CONFLICT);
	a.other = event_with("a2");
	number = done(&a).number;
	assert_true(store_each_apart(store, count_side, &sides, &err));
	assert_int_equal(sides, 2);
	assert_str(last_history(a.event).what, "kept apart from");
	undone(number);
	sides = 0;
	assert_true(store_each_apart(store, count_side, &sides, &err));
	assert_int_equal(sides, 0);
	assert_true(store_decisions(&after, store, &err));
	assert_int_equal(after, before + 2); /* the clerk looks again, both times */
}

static struct waiting_page queue(int64_t of)
{
	struct waiting_query q = {.kind = of};
	struct waiting_page page;

	if (!store_waiting(&page, store, arena, &q, &err))
		fail_msg("%s", err.text);
	assert_int_equal(page.total, page.count);
	return page;
}

static void test_queue(void **state)
{
	uint64_t event = arrive_as(1, 0, LABEL_INCIDENT);
	struct act a = by_ann("relabel", STR(""));
	struct waiting_page page;
	int64_t number;

	(void)state;
	assert_int_equal(queue(0).total, 0);
	arrive_as(2, event, LABEL_HAZARD);
	page = queue(WAITING_DISPUTED);
	assert_int_equal(page.total, 1);
	assert_str(page.row[0].event, arena_z(arena, event_with("a1")));
	assert_str(page.row[0].article, "");
	arrive_as(7, 0, LABEL_HAZARD); /* this one abstains */
	page = queue(0);
	assert_int_equal(page.total, 2);
	assert_int_equal(page.row[0].why, WAITING_DISPUTED);
	assert_str(page.row[1].article, "a7");
	a.article = STR("a7");
	a.label = STR("hazard");
	number = done(&a).number; /* a label that is confirmed is one as well */
	assert_int_equal(queue(WAITING_ABSTAINED).total, 0);
	undone(number);
	assert_int_equal(queue(WAITING_ABSTAINED).total, 1);
	a = by_ann("relabel", event_with("a1"));
	a.label = STR("incident");
	a.severity = STR("Serious AI incident");
	number = done(&a).number;
	assert_int_equal(queue(WAITING_DISPUTED).total, 0);
	assert_int_equal(queue(WAITING_SEVERE).total, 0); /* severe, and seen */
	a = by_ann("reject", event_with("a7"));
	done(&a);
	assert_int_equal(queue(0).total, 0);
	for (int n = 10; n < 14; n++)
		arrive_as(n, event, LABEL_INCIDENT);
	undone(number);
	assert_int_equal(queue(WAITING_DISPUTED).total, 0); /* no more: one hazard of six */
}

static void test_said_badly(void **state)
{
	struct act a;

	(void)state;
	arrive_as(1, 0, LABEL_INCIDENT);
	a = by_ann("relabel", event_with("a1"));
	a.label = STR("hazard");
	a.by.why = STR("  ");
	refused(&a, ERR_INPUT);
	a.by.why = STR("\xff\xfe");
	refused(&a, ERR_INPUT);
	a = by_ann("abolish", event_with("a1"));
	refused(&a, ERR_INPUT);
	a = by_ann("relabel", STR("2025-06-16-zzzz"));
	a.label = STR("hazard");
	refused(&a, ERR_MISSING);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown_trail_sound)
	const struct CMUnitTest tests[] = {T(test_relabel_event),
					   T(test_the_newest_binds),
					   T(test_relabel_article),
					   T(test_relabel_ungrouped),
					   T(test_edit),
					   T(test_tags),
					   T(test_reject),
					   T(test_reject_outlives_regrouping),
					   T(test_merge_and_undo),
					   T(test_rulings_go_along),
					   T(test_split_and_undo),
					   T(test_apart),
					   T(test_queue),
					   T(test_said_badly)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
