/* tests/unit/store/test_store_sent.c -- submissions and requests for a correction, from being
 * sent to their answer. */
#include "lib/test.h"

#include "store/store_sent.c"

#include "lib/fill.h"
#include "lib/own_store.h"

static const struct doer ann = {{"ann", 3}, {"it is news", 10}, JUNE};

static int setup_filled(void **state)
{
	struct fill f;

	setup(state);
	fill_article(&f, arena, "a1", "Robot hurts man", "A robot hurt a man.", JUNE,
		     LABEL_INCIDENT);
	fill_commit(&f, store, arena);
	return 0;
}

static int teardown_checked(void **state)
{
	struct str head;
	int64_t rows;

	assert_true(store_trail_check(&rows, &head, store, arena, &err));
	return teardown(state);
}

static struct submission sent(const char *state)
{
	struct submission one = {.at_ms = JUNE,
				 .who = STR(""),
				 .state = str_of(state),
				 .url = STR("https://news.example/1"),
				 .title = STR("<script>"),
				 .note = STR(""),
				 .text = STR("")};

	if (!store_submit(&one, store, arena, &err))
		fail_msg("%s", err.text);
	return one;
}

static void test_submission(void **state)
{
	struct submission one = sent("waiting"), got;
	const struct submission *all;
	size_t count;

	(void)state;
	assert_int_equal(one.id.len, 43);
	assert_true(store_submission(&got, store, arena, one.id, &err));
	assert_str(got.title, "<script>");
	assert_false(store_submission(&got, store, arena, STR("guess"), &err));
	assert_int_equal(err.code, ERR_MISSING);
	sent("waiting");
	assert_true(store_submissions(&all, &count, store, arena, STR("waiting"), &err));
	assert_int_equal(count, 2);
	assert_int_equal(all[0].number, one.number);
	one.state = STR("read");
	one.article = STR("a1");
	one.done_ms = JUNE + 1;
	assert_true(store_submission_done(store, &one, &err));
	assert_true(store_submissions(&all, &count, store, arena, STR("waiting"), &err));
	assert_int_equal(count, 1);
	assert_true(store_submission(&got, store, arena, one.id, &err));
	assert_str(got.article, "a1");
}

static void test_held(void **state)
{
	struct submission one = sent("held"), two = sent("held"), got;

	(void)state;
	assert_true(store_submission_decide(store, arena, one.id, true, &ann, &err));
	assert_true(store_submission(&got, store, arena, one.id, &err));
	assert_str(got.state, "waiting");
	assert_false(store_submission_decide(store, arena, one.id, false, &ann, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_true(store_submission_decide(store, arena, two.id, false, &ann, &err));
	assert_true(store_submission(&got, store, arena, two.id, &err));
	assert_str(got.state, "refused");
	assert_str(got.detail, "it is news");
}

static void test_too_many(void **state)
{
	struct submission one = {.state = STR("waiting"),
				 .who = STR(""),
				 .url = STR(""),
				 .title = STR(""),
				 .note = STR(""),
				 .text = STR("x")};

	(void)state;
	assert_true(store_begin(store, &err));
	for (int i = 0; i < LIMIT_SENT; i++)
		assert_true(store_submit(&one, store, arena, &err));
	assert_false(store_submit(&one, store, arena, &err));
	assert_int_equal(err.code, ERR_BUSY);
	assert_true(store_end(store, &err));
}

static struct str event_of(const char *article)
{
	struct article_row row;

	assert_true(store_article(&row, store, arena, str_of(article), &err));
	return row.event;
}

static void test_correction(void **state)
{
	struct correction one = {.at_ms = JUNE,
				 .event = event_of("a1"),
				 .article = STR(""),
				 .name = STR("Example Corp"),
				 .contact = STR("press@example.org"),
				 .what = STR("It was not our robot"),
				 .why = STR("Ours has wheels")};
	struct correction_answer a = {.accepted = true, .by = ann};
	const struct correction *all;
	struct event_detail d;
	struct correction got;
	size_t count;

	(void)state;
	assert_true(store_correction_ask(&one, store, arena, &err));
	assert_true(store_corrections(&all, &count, store, arena, STR(""), &err));
	assert_int_equal(count, 1);
	assert_str(all[0].contact, "press@example.org");
	assert_true(store_corrections(&all, &count, store, arena, one.event, &err));
	assert_int_equal(count, 0); /* not before it is answered */
	a.number = one.number;
	a.by.why = STR(" ");
	assert_false(store_correction_answer(store, arena, &a, &err));
	a.by.why = STR("You are right");
	assert_true(store_correction_answer(store, arena, &a, &err));
	assert_false(store_correction_answer(store, arena, &a, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	assert_true(store_corrections(&all, &count, store, arena, one.event, &err));
	assert_int_equal(count, 1);
	assert_str(all[0].state, "accepted");
	assert_str(all[0].answer, "You are right");
	assert_true(store_correction(&got, store, arena, one.id, &err));
	assert_str(got.answered_by, "ann");
	assert_true(store_event(&d, store, arena, one.event, &err));
	assert_str(d.history[d.history_count - 1].what, "correction accepted");
	one.event = STR("2020-01-01-zzzz");
	assert_false(store_correction_ask(&one, store, arena, &err));
	assert_int_equal(err.code, ERR_MISSING);
}

static void test_correction_of_an_article(void **state)
{
	struct correction one = {.at_ms = JUNE,
				 .event = STR(""),
				 .article = STR("a1"),
				 .name = STR("E"),
				 .contact = STR("c"),
				 .what = STR("w"),
				 .why = STR("y")},
			  got;

	(void)state;
	assert_true(store_correction_ask(&one, store, arena, &err));
	assert_true(store_correction(&got, store, arena, one.id, &err));
	assert_str(got.article, "a1");
	assert_true(str_eq(got.event, event_of("a1")));
}

static bool take(const struct training_row *r, void *payload)
{
	struct buf *b = payload;

	buf_fmt(b, "%.*s %.*s %.*s;", STR_ARG(r->id), STR_ARG(r->label), STR_ARG(r->title));
	return true;
}

static void test_training(void **state)
{
	struct act a = {
		.name = STR("relabel"), .event = event_of("a1"), .label = STR("hazard"), .by = ann};
	struct acted out;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	assert_true(store_training_each(store, take, &b, &err));
	assert_int_equal(b.len, 0);
	assert_true(store_act(&out, store, arena, &a, &err));
	assert_true(store_training_each(store, take, &b, &err));
	assert_str(buf_view(&b), "a1 hazard Robot hurts man;");
	buf_clear(&b);
	a.event = STR("");
	a.article = STR("a1");
	a.label = STR("complementary");
	assert_true(
		store_act(&out, store, arena, &a, &err)); /* what is said of the article itself */
	assert_true(store_training_each(store, take, &b, &err));
	assert_str(buf_view(&b), "a1 complementary Robot hurts man;");
	buf_free(&b);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup_filled, teardown_checked)
	const struct CMUnitTest tests[] = {T(test_submission),
					   T(test_held),
					   T(test_too_many),
					   T(test_correction),
					   T(test_correction_of_an_article),
					   T(test_training)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
