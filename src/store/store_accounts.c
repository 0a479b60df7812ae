/* store/store_accounts.c -- accounts, sessions, tokens, links to set a password, attempts.
 *
 * Every change of an account is an act in the trail, without any secret in it. Sessions are
 * not: who reads is nobody's business. Names are plain ASCII, so that no two look alike. */
#include "base/ascii.h"
#include "base/limits.h"
#include "base/secret.h"
#include "store/store_people.h"

static const char *const role_name[ROLE_COUNT] = {"reader", "submitter", "reviewer", "admin"};
static const char *const scope_name[] = {"read", "submit", "review", "admin"};
#define PASSWORD_LEAST 10 /* NIST SP 800-63B asks for 8 */
#define SCOPES (sizeof scope_name / sizeof *scope_name)

struct str store_role_name(enum role role)
{
	return str_of(role_name[role]);
}

bool store_role_parse(enum role *out, struct str name)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (!str_eq(name, str_of(role_name[i])))
			continue;
		*out = (enum role)i;
		return true;
	}
	return false;
}

bool store_scope_parse(unsigned *out, struct str names)
{
	struct str one;

	*out = 0;
	while (str_split(&one, &names, ' ')) {
		unsigned bit = 0;

		for (size_t i = 0; i < SCOPES; i++)
			if (str_eq(one, str_of(scope_name[i])))
				bit = 1U << i;
		if (one.len && !bit)
			return false;
		*out |= bit;
	}
	return *out != 0;
}

static struct str scopes_str(struct arena *a, unsigned scopes)
{
	struct str text = STR("");

	for (size_t i = 0; i < SCOPES; i++)
		if (scopes & (1U << i))
			text = arena_fmt(a, "%.*s%s%s", STR_ARG(text), text.len ? " " : "",
					 scope_name[i]);
	return text;
}

/* What is handed out is kept as this. */
static struct str digest(struct arena *a, struct str secret)
{
	char hex[SECRET_HEX_SIZE];

	secret_sha256(hex, secret);
	return arena_copy(a, str_of(hex));
}

/* -- accounts ------------------------------------------------------------------------------ */

static bool is_name(struct str name)
{
	if (name.len < 2 || name.len > 40 || name.at[0] < 'a' || name.at[0] > 'z')
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!(ascii_is_alnum(name.at[i]) || strchr(".-_", name.at[i])) ||
		    (name.at[i] >= 'A' && name.at[i] <= 'Z'))
			return false;
	return true;
}

static bool is_mail(struct str mail)
{
	size_t at = str_chr(mail, '@');

	if (mail.len > 254 || at == STR_NPOS || at == 0 || at + 1 == mail.len)
		return false;
	for (size_t i = 0; i < mail.len; i++)
		if (mail.at[i] <= ' ' || mail.at[i] == 0x7f || strchr("<>()[],;:\"\\", mail.at[i]))
			return false;
	return str_chr(str_cut(mail, at + 1, mail.len), '@') == STR_NPOS;
}

bool store_password_fits(struct str name, struct str password, struct err *err)
{
	if (password.len < PASSWORD_LEAST || password.len > LIMIT_PASSWORD)
		return err_set(err, ERR_INPUT, "a password has %d to %d bytes", PASSWORD_LEAST,
			       LIMIT_PASSWORD);
	return str_find_nocase(password, name) == STR_NPOS || password.len > name.len * 2 ||
	       err_set(err, ERR_INPUT, "a password is not mostly the name");
}

/* Reads the columns of Q_ACCOUNT and its like. */
static void account_row(struct account *out, struct ask *a, struct arena *arena)
{
	*out = (struct account){.number = ask_int_at(a, 0),
				.name = arena_copy(arena, ask_str_at(a, 1)),
				.mail = arena_copy(arena, ask_str_at(a, 2)),
				.password = arena_copy(arena, ask_str_at(a, 4)),
				.disabled = ask_int_at(a, 5) != 0,
				.created_ms = ask_int_at(a, 6)};
	if (!store_role_parse(&out->role, ask_str_at(a, 3)))
		out->role = ROLE_READER;
}

bool store_account(struct account *out, struct store *s, struct arena *arena, struct str name,
		   struct err *err)
{
	bool found = false;
	struct ask a;

	ask_open(&a, s, Q_ACCOUNT, err);
	ask_str(&a, name);
	if (ask_row(&a)) {
		account_row(out, &a, arena);
		found = true;
	}
	if (!ask_close(&a))
		return false;
	return found ||
	       err_set(err, ERR_MISSING, "there is no account %.*s", STR_ARG(str_cut(name, 0, 60)));
}

bool store_accounts(const struct account **out, size_t *count, struct store *s, struct arena *arena,
		    struct err *err)
{
	struct account *row = ARENA_ARRAY(arena, struct account, LIMIT_ACCOUNTS);
	struct ask a;

	*count = 0;
	*out = row;
	ask_open(&a, s, Q_ACCOUNTS, err);
	ask_int(&a, LIMIT_ACCOUNTS);
	while (*count < LIMIT_ACCOUNTS && ask_row(&a))
		account_row(&row[(*count)++], &a, arena);
	return ask_close(&a);
}

static struct str told(struct arena *arena, const struct account *a)
{
	return arena_fmt(arena, "%.*s%s", STR_ARG(store_role_name(a->role)),
			 a->disabled ? ", disabled" : "");
}

static struct trail_row act_on(struct arena *arena, const char *act, struct str name,
			       const struct doer *by)
{
	return (struct trail_row){.at_ms = by->at_ms,
				  .who = by->who,
				  .why = by->why,
				  .act = str_of(act),
				  .subject = arena_fmt(arena, "account %.*s", STR_ARG(name))};
}

static bool add(struct store *s, struct arena *arena, const struct account *one,
		const struct doer *by, struct err *err)
{
	struct trail_row r = act_on(arena, "add account", one->name, by);
	int64_t number;
	struct ask a;

	ask_open(&a, s, Q_ACCOUNT_NEW, err);
	ask_str(&a, one->name);
	ask_str(&a, one->mail);
	ask_str(&a, store_role_name(one->role));
	ask_str(&a, one->password);
	ask_int(&a, by->at_ms);
	ask_int(&a, LIMIT_ACCOUNTS);
	if (!ask_one(&number, &a, 0))
		return false;
	if (!number)
		return err_set(err, ERR_CONFLICT, "there is an account %.*s already, or %d of them",
			       STR_ARG(one->name), LIMIT_ACCOUNTS);
	r.became = told(arena, one);
	return store_trail_add(&r, s, err);
}

bool store_account_add(struct store *s, struct arena *arena, const struct account *a,
		       const struct doer *by, struct err *err)
{
	bool own;

	if (!is_name(a->name))
		return err_set(
			err, ERR_INPUT,
			"a name has 2 to 40 of a-z, 0-9, \".\", \"-\" and \"_\", a letter first");
	if (a->mail.len && !is_mail(a->mail))
		return err_set(err, ERR_INPUT, "that is no mail address");
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, add(s, arena, a, by, err), err);
}

static bool end_sessions(struct store *s, int64_t account, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SESSIONS_END, err);
	ask_int(&a, account);
	return ask_run(&a);
}

static bool set(struct store *s, struct arena *arena, const struct account *one,
		const struct doer *by, struct err *err)
{
	struct trail_row r = act_on(arena, "change account", one->name, by);
	struct account was;
	struct ask a;

	if (!store_account(&was, s, arena, one->name, err))
		return false;
	r.was = told(arena, &was);
	r.became = told(arena, one);
	ask_open(&a, s, Q_ACCOUNT_SET, err);
	ask_int(&a, was.number);
	ask_str(&a, one->mail);
	ask_str(&a, store_role_name(one->role));
	ask_int(&a, one->disabled);
	return ask_run(&a) && end_sessions(s, was.number, err) && store_trail_add(&r, s, err);
}

bool store_account_set(struct store *s, struct arena *arena, const struct account *a,
		       const struct doer *by, struct err *err)
{
	bool own;

	if (a->mail.len && !is_mail(a->mail))
		return err_set(err, ERR_INPUT, "that is no mail address");
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, set(s, arena, a, by, err), err);
}

struct new_password {
	struct str name, text;
};

static bool change_password(struct store *s, struct arena *arena, const struct new_password *to,
			    const struct doer *by, struct err *err)
{
	struct trail_row r = act_on(arena, "change password", to->name, by);
	struct account of;
	struct ask a;

	if (!store_account(&of, s, arena, to->name, err))
		return false;
	ask_open(&a, s, Q_ACCOUNT_PASSWORD, err);
	ask_int(&a, of.number);
	ask_str(&a, to->text);
	if (!ask_run(&a))
		return false;
	ask_open(&a, s, Q_RESETS_END, err);
	ask_int(&a, of.number);
	return ask_run(&a) && end_sessions(s, of.number, err) && store_trail_add(&r, s, err);
}

bool store_account_password(struct store *s, struct arena *arena, struct str name,
			    struct str password, const struct doer *by, struct err *err)
{
	const struct new_password to = {name, password};
	bool own;

	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, change_password(s, arena, &to, by, err), err);
}

/* -- sessions -------------------------------------------------------------------------------- */

#define SESSION_MS (LIMIT_SESSION * INT64_C(1000))

static bool session_put(struct store *s, struct str id, int64_t account, int64_t now_ms,
			struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SESSIONS_TIDY, err); /* also those of others that have run out */
	ask_int(&a, account);
	ask_int(&a, now_ms);
	ask_int(&a, LIMIT_SESSIONS - 1);
	if (!ask_run(&a))
		return false;
	ask_open(&a, s, Q_SESSION_NEW, err);
	ask_str(&a, id);
	ask_int(&a, account);
	ask_int(&a, now_ms);
	ask_int(&a, now_ms + SESSION_MS);
	return ask_run(&a);
}

bool store_session_begin(struct str *secret, struct store *s, struct arena *arena, int64_t account,
			 int64_t now_ms, struct err *err)
{
	bool own;

	*secret = secret_new(arena);
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own,
				session_put(s, digest(arena, *secret), account, now_ms, err), err);
}

static void person_row(struct person *out, struct ask *a, struct arena *arena)
{
	out->number = ask_int_at(a, 0);
	out->name = arena_copy(arena, ask_str_at(a, 1));
	if (!store_role_parse(&out->role, ask_str_at(a, 2)))
		out->role = ROLE_READER;
}

bool store_session(struct person *out, struct store *s, struct arena *arena, struct str secret,
		   int64_t now_ms, struct err *err)
{
	struct ask a;

	*out = (struct person){.name = STR("")};
	ask_open(&a, s, Q_SESSION, err);
	ask_str(&a, digest(arena, secret));
	ask_int(&a, now_ms);
	if (ask_row(&a)) {
		person_row(out, &a, arena);
		out->scopes = SCOPE_READ | SCOPE_SUBMIT | SCOPE_REVIEW | SCOPE_ADMIN;
	}
	return ask_close(&a);
}

bool store_session_end(struct store *s, struct str secret, struct err *err)
{
	char hex[SECRET_HEX_SIZE];
	struct ask a;

	secret_sha256(hex, secret);
	ask_open(&a, s, Q_SESSION_END, err);
	ask_str(&a, str_of(hex));
	return ask_run(&a);
}

/* -- tokens ------------------------------------------------------------------------------------ */

static bool token_put(struct store *s, struct arena *arena, const struct account *of,
		      const struct account_token *t, struct trail_row *r, struct err *err)
{
	struct ask a;
	int64_t number;

	ask_open(&a, s, Q_TOKEN_NEW, err);
	ask_str(&a, r->hash); /* lent: it is worked out when the row is added */
	ask_int(&a, of->number);
	ask_str(&a, t->name);
	ask_str(&a, scopes_str(arena, t->scopes));
	ask_int(&a, r->at_ms);
	ask_int(&a, t->expires_ms);
	ask_int(&a, LIMIT_TOKENS);
	if (!ask_one(&number, &a, 0))
		return false;
	if (!number)
		return err_set(err, ERR_LIMIT, "an account has at most %d tokens", LIMIT_TOKENS);
	r->became = arena_fmt(arena, "token %lld: %.*s", (long long)number,
			      STR_ARG(scopes_str(arena, t->scopes)));
	return store_trail_add(r, s, err);
}

bool store_token_new(struct str *secret, struct store *s, struct arena *arena,
		     const struct account *of, const struct account_token *t, struct err *err)
{
	struct trail_row r = act_on(arena, "make token", of->name, &t->by);
	bool own;

	if (!t->scopes || t->name.len > LIMIT_SOURCE_NAME)
		return err_set(err, ERR_INPUT,
			       "a token has some of read, submit, review, admin, and a name of at "
			       "most %d bytes",
			       LIMIT_SOURCE_NAME);
	*secret = arena_fmt(arena, "tocsin_%.*s", STR_ARG(secret_new(arena)));
	r.hash = digest(arena, *secret);
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, token_put(s, arena, of, t, &r, err), err);
}

bool store_token_person(struct person *out, struct store *s, struct arena *arena, struct str secret,
			int64_t now_ms, struct err *err)
{
	struct ask a;

	*out = (struct person){.name = STR("")};
	ask_open(&a, s, Q_TOKEN, err);
	ask_str(&a, digest(arena, secret));
	ask_int(&a, now_ms);
	if (ask_row(&a)) {
		person_row(out, &a, arena);
		if (!store_scope_parse(&out->scopes, ask_str_at(&a, 3)))
			out->scopes = 0;
	}
	return ask_close(&a);
}

bool store_tokens(const struct account_token **out, size_t *count, struct store *s,
		  struct arena *arena, int64_t account, struct err *err)
{
	struct account_token *row = ARENA_ARRAY(arena, struct account_token, LIMIT_TOKENS);
	struct ask a;

	*out = row;
	*count = 0;
	ask_open(&a, s, Q_TOKENS, err);
	ask_int(&a, account);
	ask_int(&a, LIMIT_TOKENS);
	for (; *count < LIMIT_TOKENS && ask_row(&a); ++*count) {
		struct account_token *t = &row[*count];

		t->number = ask_int_at(&a, 0);
		t->name = arena_copy(arena, ask_str_at(&a, 1));
		if (!store_scope_parse(&t->scopes, ask_str_at(&a, 2)))
			t->scopes = 0;
		t->created_ms = ask_int_at(&a, 3);
		t->expires_ms = ask_int_at(&a, 4);
		t->revoked = ask_int_at(&a, 5) != 0;
	}
	return ask_close(&a);
}

static bool revoke_token(struct store *s, const struct account *of, int64_t number,
			 struct trail_row *r, struct err *err)
{
	int64_t found;
	struct ask a;

	ask_open(&a, s, Q_TOKEN_REVOKE, err);
	ask_int(&a, of->number);
	ask_int(&a, number);
	if (!ask_one(&found, &a, 0))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "%.*s has no token %lld", STR_ARG(of->name),
			       (long long)number);
	return store_trail_add(r, s, err);
}

bool store_token_revoke(struct store *s, struct arena *arena, const struct account *of,
			int64_t number, const struct doer *by, struct err *err)
{
	struct trail_row r = act_on(arena, "revoke token", of->name, by);
	bool own;

	r.was = arena_fmt(arena, "token %lld", (long long)number);
	return store_change_begin(&own, s, err) &&
	       store_change_end(s, own, revoke_token(s, of, number, &r, err), err);
}

/* -- links to set a password ----------------------------------------------------------- */

bool store_reset_begin(struct str *secret, struct store *s, struct arena *arena, int64_t account,
		       int64_t now_ms, struct err *err)
{
	struct ask a;
	bool own, ok;

	*secret = secret_new(arena);
	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_RESETS_END, err); /* the one before is good no more */
	ask_int(&a, account);
	ok = ask_run(&a);
	if (ok) {
		ask_open(&a, s, Q_RESET_NEW, err);
		ask_str(&a, digest(arena, *secret));
		ask_int(&a, account);
		ask_int(&a, now_ms + LIMIT_RESET * INT64_C(1000));
		ok = ask_run(&a);
	}
	return store_change_end(s, own, ok, err);
}

bool store_reset_of(struct str *name, struct store *s, struct arena *arena, struct str secret,
		    int64_t now_ms, struct err *err)
{
	struct ask a;

	*name = STR("");
	ask_open(&a, s, Q_RESET, err);
	ask_str(&a, digest(arena, secret));
	ask_int(&a, now_ms);
	if (ask_row(&a))
		*name = arena_copy(arena, ask_str_at(&a, 0));
	return ask_close(&a);
}

/* -- attempts -------------------------------------------------------------------------- */

bool store_attempt_wait(int64_t *wait_ms, struct store *s, const struct attempt *t, struct err *err)
{
	struct ask a;

	*wait_ms = 0;
	ask_open(&a, s, Q_ATTEMPT, err);
	ask_str(&a, t->what);
	ask_str(&a, t->who);
	if (ask_row(&a)) {
		int64_t left_ms = ask_int_at(&a, 0) + t->window_ms - t->now_ms;

		if (ask_int_at(&a, 1) >= t->most && left_ms > 0 && left_ms <= t->window_ms)
			*wait_ms = left_ms;
	}
	return ask_close(&a);
}

bool store_attempt_count(struct store *s, const struct attempt *t, struct err *err)
{
	bool own, ok;
	struct ask a;

	if (!store_change_begin(&own, s, err))
		return false;
	ask_open(&a, s, Q_ATTEMPT_COUNT, err);
	ask_str(&a, t->what);
	ask_str(&a, t->who);
	ask_int(&a, t->now_ms);
	ask_int(&a, t->now_ms - t->window_ms);
	ok = ask_run(&a);
	if (ok) {
		ask_open(&a, s, Q_ATTEMPTS_TIDY, err);
		ask_int(&a, LIMIT_ATTEMPTS);
		ok = ask_run(&a);
	}
	return store_change_end(s, own, ok, err);
}

bool store_attempt_forget(struct store *s, struct str what, struct str who, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_ATTEMPT_FORGET, err);
	ask_str(&a, what);
	ask_str(&a, who);
	return ask_run(&a);
}
