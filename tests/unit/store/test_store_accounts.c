/* tests/unit/store/test_store_accounts.c -- accounts, sessions, tokens, links and attempts:
 * what ends when, and that nothing that was handed out is kept. */
#include "lib/test.h"

#include "store/store_accounts.c"

#include "lib/own_store.h"

#define NOW INT64_C(1750000000000)

static const struct doer by = {{"admin", 5}, {"because", 7}, NOW};

static struct account made(const char *name, enum role role)
{
	struct account a = {.name = str_of(name),
			    .mail = arena_fmt(arena, "%.*s@example.org", (int)strlen(name), name),
			    .password = STR("$argon2id$x"),
			    .role = role};

	if (!store_account_add(store, arena, &a, &by, &err) ||
	    !store_account(&a, store, arena, str_of(name), &err))
		fail_msg("%s", err.text);
	return a;
}

/* No column of any table holds it. */
static void assert_not_kept(struct str secret)
{
	static const char *const file[] = {"t.db", "t.db-wal"};
	struct buf b;

	for (size_t i = 0; i < 2; i++) { /* with PostgreSQL there are none */
		FILE *f = fopen(scratch_path(file[i]), "rb");
		char *at;

		if (!f)
			continue;
		buf_init(&b, 64 << 20);
		while ((at = buf_space(&b, 65536)) != NULL) {
			size_t n = fread(at, 1, 65536, f);

			buf_made(&b, n);
			if (!n)
				break;
		}
		fclose(f);
		assert_true(str_find(buf_view(&b), secret) == STR_NPOS);
		buf_free(&b);
	}
}

static void test_accounts(void **state)
{
	const struct account *all;
	struct account a = made("ann", ROLE_REVIEWER), got;
	size_t count;
	static const char *const bad[] = {"a",        "Ann",         "ann smith", "1ann",
					  "<script>", "ann\xcc\x81", "",          "../../etc"};

	(void)state;
	assert_false(store_account_add(store, arena, &a, &by, &err));
	assert_int_equal(err.code, ERR_CONFLICT);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		a.name = str_of(bad[i]);
		assert_false(store_account_add(store, arena, &a, &by, &err));
		assert_int_equal(err.code, ERR_INPUT);
	}
	a.name = STR("bob");
	a.mail = STR("bob@x\r\nBcc: eve@example.org");
	assert_false(store_account_add(store, arena, &a, &by, &err));
	assert_true(store_account(&got, store, arena, STR("ann@example.org"), &err));
	assert_str(got.name, "ann");
	assert_false(store_account(&got, store, arena, STR("nobody"), &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_true(store_accounts(&all, &count, store, arena, &err));
	assert_int_equal(count, 1);
	assert_int_equal(all[0].role, ROLE_REVIEWER);
}

static void test_sessions(void **state)
{
	struct account a = made("ann", ROLE_REVIEWER);
	struct str secret, other, many = STR("");
	struct person p;

	(void)state;
	assert_true(store_session_begin(&secret, store, arena, a.number, NOW, &err));
	assert_true(store_session_begin(&other, store, arena, a.number, NOW + 1, &err));
	assert_true(store_session(&p, store, arena, secret, NOW + 1, &err));
	assert_str(p.name, "ann");
	assert_int_equal(p.role, ROLE_REVIEWER);
	assert_true(store_session(&p, store, arena, secret, NOW + SESSION_MS, &err));
	assert_int_equal(p.number, 0);
	assert_true(store_session_end(store, secret, &err));
	assert_true(store_session(&p, store, arena, secret, NOW + 1, &err));
	assert_int_equal(p.number, 0);
	assert_true(store_session(&p, store, arena, STR("made up"), NOW + 1, &err));
	assert_int_equal(p.number, 0);
	assert_not_kept(other);
	for (int i = 0; i < LIMIT_SESSIONS; i++)
		assert_true(store_session_begin(&many, store, arena, a.number, NOW + 2 + i, &err));
	assert_true(store_session(&p, store, arena, other, NOW + 3, &err));
	assert_int_equal(p.number, 0); /* the oldest of too many has ended */
	assert_true(store_account_password(store, arena, STR("ann"), STR("$new"), &by, &err));
	assert_true(store_session(&p, store, arena, many, NOW + 100, &err));
	assert_int_equal(p.number, 0);
}

static void test_disabled(void **state)
{
	struct account a = made("ann", ROLE_ADMIN);
	struct account_token t = {
		.by = by, .name = STR("cron"), .scopes = SCOPE_READ | SCOPE_REVIEW};
	struct str session, token;
	struct person p;

	(void)state;
	assert_true(store_session_begin(&session, store, arena, a.number, NOW, &err));
	assert_true(store_token_new(&token, store, arena, &a, &t, &err));
	assert_true(store_token_person(&p, store, arena, token, NOW, &err));
	assert_int_equal(p.number, a.number);
	a.disabled = true;
	assert_true(store_account_set(store, arena, &a, &by, &err));
	assert_true(store_session(&p, store, arena, session, NOW, &err));
	assert_int_equal(p.number, 0);
	assert_true(store_token_person(&p, store, arena, token, NOW, &err));
	assert_int_equal(p.number, 0);
}

static void test_tokens(void **state)
{
	struct account a = made("ann", ROLE_REVIEWER), b = made("bob", ROLE_READER);
	struct account_token t = {
		.by = by, .name = STR("cron"), .scopes = SCOPE_READ, .expires_ms = NOW + 10};
	const struct account_token *all;
	struct str token, more;
	struct person p;
	size_t count;

	(void)state;
	assert_true(store_token_new(&token, store, arena, &a, &t, &err));
	assert_true(str_starts(token, STR("tocsin_")));
	assert_not_kept(token);
	assert_true(store_token_person(&p, store, arena, token, NOW + 9, &err));
	assert_int_equal(p.scopes, SCOPE_READ);
	assert_true(store_token_person(&p, store, arena, token, NOW + 10, &err));
	assert_int_equal(p.number, 0);
	assert_true(store_tokens(&all, &count, store, arena, a.number, &err));
	assert_int_equal(count, 1);
	assert_false(store_token_revoke(store, arena, &b, all[0].number, &by, &err));
	assert_int_equal(err.code, ERR_MISSING);
	assert_true(store_token_revoke(store, arena, &a, all[0].number, &by, &err));
	assert_true(store_token_person(&p, store, arena, token, NOW, &err));
	assert_int_equal(p.number, 0);
	t.scopes = 0;
	assert_false(store_token_new(&more, store, arena, &a, &t, &err));
	t.scopes = SCOPE_READ;
	for (int i = 0; i < LIMIT_TOKENS; i++)
		assert_true(store_token_new(&more, store, arena, &a, &t, &err));
	assert_false(store_token_new(&more, store, arena, &a, &t, &err));
	assert_int_equal(err.code, ERR_LIMIT);
}

static void test_scopes(void **state)
{
	unsigned scopes;

	(void)state;
	assert_true(store_scope_parse(&scopes, STR("submit read")));
	assert_int_equal(scopes, SCOPE_READ | SCOPE_SUBMIT);
	assert_false(store_scope_parse(&scopes, STR("read everything")));
	assert_false(store_scope_parse(&scopes, STR("")));
}

static void test_resets(void **state)
{
	struct account a = made("ann", ROLE_READER);
	struct str one, two, name;

	(void)state;
	assert_true(store_reset_begin(&one, store, arena, a.number, NOW, &err));
	assert_not_kept(one);
	assert_true(store_reset_of(&name, store, arena, one, NOW + 1, &err));
	assert_str(name, "ann");
	assert_true(store_reset_of(&name, store, arena, one, NOW + LIMIT_RESET * 1000LL, &err));
	assert_str(name, "");
	assert_true(store_reset_begin(&two, store, arena, a.number, NOW, &err));
	assert_true(store_reset_of(&name, store, arena, one, NOW + 1, &err));
	assert_str(name, ""); /* the newer link is the only one */
	assert_true(store_account_password(store, arena, STR("ann"), STR("$new"), &by, &err));
	assert_true(store_reset_of(&name, store, arena, two, NOW + 1, &err));
	assert_str(name, ""); /* good once */
}

static void test_attempts(void **state)
{
	struct attempt t = {STR("log in"), STR("192.0.2.7"), 3, 1000, NOW};
	int64_t wait_ms;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
		assert_int_equal(wait_ms, 0);
		assert_true(store_attempt_count(store, &t, &err));
	}
	t.now_ms += 400;
	assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
	assert_int_equal(wait_ms, 600);
	t.who = STR("192.0.2.8");
	assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
	assert_int_equal(wait_ms, 0);
	t.who = STR("192.0.2.7");
	t.now_ms = NOW + 1000;
	assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
	assert_int_equal(wait_ms, 0);
	assert_true(store_attempt_count(store, &t, &err)); /* a new window */
	assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
	assert_int_equal(wait_ms, 0);
	t.now_ms = NOW - 5000; /* a clock that was set back does not lock for ever */
	for (int i = 0; i < 4; i++)
		assert_true(store_attempt_count(store, &t, &err));
	assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
	assert_int_equal(wait_ms, 1000);
	assert_true(store_attempt_forget(store, t.what, t.who, &err));
	assert_true(store_attempt_wait(&wait_ms, store, &t, &err));
	assert_int_equal(wait_ms, 0);
}

static void test_attempts_are_bounded(void **state)
{
	struct attempt t = {STR("log in"), STR(""), 3, 1000, NOW};
	int64_t count = 0;
	struct ask a;

	(void)state;
	assert_true(store_begin(store, &err));
	for (int i = 0; i < LIMIT_ATTEMPTS + 50; i++) {
		t.who = arena_fmt(arena, "%d", i);
		t.now_ms = NOW + i;
		assert_true(store_attempt_count(store, &t, &err));
	}
	assert_true(store_end(store, &err));
	ask_open_text(&a, store, "count", "SELECT count(*) FROM attempts", &err);
	assert_true(ask_one(&count, &a, 0));
	assert_int_equal(count, LIMIT_ATTEMPTS);
}

static void test_the_trail_holds(void **state)
{
	struct account a = made("ann", ROLE_READER);
	struct trail_page page;
	struct str head;
	int64_t rows;

	(void)state;
	a.role = ROLE_ADMIN;
	assert_true(store_account_set(store, arena, &a, &by, &err));
	assert_true(store_trail(&page, store, arena, STR("account ann"), STR(""), &err));
	assert_int_equal(page.count, 2);
	assert_str(page.row[0].was, "reader");
	assert_str(page.row[0].became, "admin");
	assert_str(page.row[0].who, "admin");
	assert_true(store_trail_check(&rows, &head, store, arena, &err));
	assert_int_equal(rows, 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {T(test_accounts),       T(test_sessions),
					   T(test_disabled),       T(test_tokens),
					   T(test_scopes),         T(test_resets),
					   T(test_attempts),       T(test_attempts_are_bounded),
					   T(test_the_trail_holds)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
