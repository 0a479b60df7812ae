/* What is put is sent once, or told why not; what a crash interrupts is done again. */
#include "store/outbox.c"

#include "lib/own_store.h"

static void put_mail(const char *subject, int64_t at_ms)
{
	struct outbox_item item = {.kind = OUTBOX_MAIL,
				   .receiver = STR("a@example.org"),
				   .subject = str_of(subject),
				   .text = STR("words"),
				   .html = STR(""),
				   .unsubscribe = STR(""),
				   .made_ms = at_ms};

	assert_true(outbox_put(store, &item, &err));
}

static size_t claim(struct outbox_item **out, int64_t now_ms, size_t most)
{
	struct outbox_claim c = {
		.kind = OUTBOX_MAIL, .now_ms = now_ms, .until_ms = now_ms + 100, .most = most};
	size_t count;

	if (!outbox_claim(out, &count, store, arena, &c, &err))
		fail_msg("%s", err.text);
	return count;
}

static void settle(const struct outbox_item *item, enum outbox_end end, int64_t at_ms)
{
	struct outbox_result r = {
		.number = item->number, .end = end, .at_ms = at_ms, .reason = STR("why")};

	assert_true(outbox_settle(store, &r, &err));
}

static void test_once(void **state)
{
	struct outbox_item *item, *again;

	(void)state;
	put_mail("one", 1000);
	put_mail("two", 1001);
	assert_int_equal(claim(&item, 999, 10), 0);
	assert_int_equal(claim(&item, 1001, 1), 1);
	assert_str(item->subject, "one");
	assert_int_equal(item->id.len, SECRET_ID_SIZE - 1);
	assert_int_equal(item->tries, 1);
	/* the other is still there, this one is nobody else's for now */
	assert_int_equal(claim(&again, 1001, 10), 1);
	assert_str(again->subject, "two");
	settle(item, OUTBOX_SENT, 1001);
	/* "two" was forgotten in a crash: its time comes, with the same id */
	assert_int_equal(claim(&item, 1101, 10), 1);
	assert_true(str_eq(item->id, again->id));
	assert_int_equal(item->tries, 2);
	settle(item, OUTBOX_LATER, 5000);
	assert_int_equal(claim(&item, 4999, 10), 0);
	assert_int_equal(claim(&item, 5000, 10), 1);
	settle(item, OUTBOX_GIVEN_BACK, 5000);
	assert_int_equal(claim(&item, 5000, 10), 1);
	assert_int_equal(item->tries, 3);
	settle(item, OUTBOX_DEAD, 5000);
	assert_int_equal(claim(&item, 999999, 10), 0);
}

static void test_by_hand(void **state)
{
	struct outbox_item *item;
	size_t count;
	int64_t changed;

	(void)state;
	assert_true(
		outbox_list(&item, &count, store, arena, &(struct outbox_asked){.most = 10}, &err));
	assert_int_equal(count, 1);
	assert_str(item->state, "dead");
	assert_str(item->reason, "why");
	assert_true(outbox_again(&changed, store, item->id, 6000, &err));
	assert_int_equal(changed, 1);
	assert_int_equal(claim(&item, 6000, 10), 1);
	assert_true(outbox_drop(&changed, store, STR("all"), &err));
	assert_int_equal(changed, 1);
	settle(item, OUTBOX_SENT, 6001); /* too late: it was dropped */
	assert_true(outbox_list(&item, &count, store, arena,
				&(struct outbox_asked){.all = true, .most = 10}, &err));
	assert_int_equal(count, 2);
	assert_str(item[0].state, "dropped");
	assert_str(item[1].state, "sent");
	assert_false(outbox_again(&changed, store, STR("nobody"), 1, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_true(outbox_forget(store, 1001, &err));
	assert_true(outbox_list(&item, &count, store, arena,
				&(struct outbox_asked){.all = true, .most = 10}, &err));
	assert_int_equal(count, 1);
}

/* Put inside a batch that is abandoned: never was. */
static void test_with_the_batch(void **state)
{
	struct outbox_item *item;

	(void)state;
	assert_true(store_begin(store, &err));
	put_mail("three", 1);
	store_abandon(store);
	assert_int_equal(claim(&item, 999999, 10), 0);
	assert_true(store_begin(store, &err));
	put_mail("four", 1);
	assert_true(store_end(store, &err));
	assert_int_equal(claim(&item, 999999, 10), 1);
	assert_str(item->subject, "four");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_with_the_batch),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
