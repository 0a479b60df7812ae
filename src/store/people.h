/* store/people.h -- accounts, what they log in with, and the trail of what they did.
 *
 * Whatever changes something here is whole or not at all. Times are handed in. What is
 * given out to be kept by a person (a session, a token, a link) is told once and stored
 * as its SHA-256. Passwords come in as base/secret.h made them. */
#pragma once
#include "store/store.h"

enum role { ROLE_READER, ROLE_SUBMITTER, ROLE_REVIEWER, ROLE_ADMIN, ROLE_COUNT };
struct str store_role_name(enum role role); /* "reader" ... */
bool store_role_parse(enum role *out, struct str name);

/* What a token is for. It never may more than its account's role may. */
enum scope { SCOPE_READ = 1, SCOPE_SUBMIT = 2, SCOPE_REVIEW = 4, SCOPE_ADMIN = 8 };
bool store_scope_parse(unsigned *out, struct str names); /* "read submit" */

struct account {
	int64_t number, created_ms;
	struct str name;     /* a-z, 0-9, ".", "-", "_"; 2 to 40 of them, a letter first */
	struct str mail;     /* "" none */
	struct str password; /* "" none yet */
	enum role role;
	bool disabled;
};

/* ERR_INPUT: too short, too long, or not more than the name. */
bool store_password_fits(struct str name, struct str password, struct err *err) MUST_USE;

/* Who does it: stands in the trail. */
struct doer {
	struct str who, why;
	int64_t at_ms;
};

/* ERR_MISSING when there is none. By name; or by mail, the first of several. */
bool store_account(struct account *out, struct store *s, struct arena *arena, struct str name,
		   struct err *err) MUST_USE;
bool store_accounts(const struct account **out, size_t *count, struct store *s, struct arena *arena,
		    struct err *err) MUST_USE;
/* ERR_CONFLICT: the name is taken; ERR_INPUT: name or mail is none. */
bool store_account_add(struct store *s, struct arena *arena, const struct account *a,
		       const struct doer *by, struct err *err) MUST_USE;
/* Role, mail and whether it is disabled become those of `a`, by its name. */
bool store_account_set(struct store *s, struct arena *arena, const struct account *a,
		       const struct doer *by, struct err *err) MUST_USE;
/* A new password ends every session, and all links to set one. */
bool store_account_password(struct store *s, struct arena *arena, struct str name,
			    struct str password, const struct doer *by, struct err *err) MUST_USE;

struct person { /* who a request comes from; number 0: nobody known */
	int64_t number;
	struct str name;
	enum role role;
	unsigned scopes; /* all, but for a token */
};
/* A new session: *secret is what the cookie holds. Old ones of the account end where there
 * are more than LIMIT_SESSIONS. */
bool store_session_begin(struct str *secret, struct store *s, struct arena *arena, int64_t account,
			 int64_t now_ms, struct err *err) MUST_USE;
/* Nobody (number 0) when it has ended or never was. */
bool store_session(struct person *out, struct store *s, struct arena *arena, struct str secret,
		   int64_t now_ms, struct err *err) MUST_USE;
bool store_session_end(struct store *s, struct str secret, struct err *err) MUST_USE;

struct account_token {
	int64_t number, created_ms, expires_ms;
	struct str name;
	unsigned scopes;
	bool revoked;
	struct doer by; /* who makes it: for store_token_new alone */
};
bool store_token_new(struct str *secret, struct store *s, struct arena *arena,
		     const struct account *of, const struct account_token *t,
		     struct err *err) MUST_USE;
bool store_token_person(struct person *out, struct store *s, struct arena *arena, struct str secret,
			int64_t now_ms, struct err *err) MUST_USE;
bool store_tokens(const struct account_token **out, size_t *count, struct store *s,
		  struct arena *arena, int64_t account, struct err *err) MUST_USE;
/* ERR_MISSING: that account has no such token. */
bool store_token_revoke(struct store *s, struct arena *arena, const struct account *of,
			int64_t number, const struct doer *by, struct err *err) MUST_USE;

/* A link to set a password, good once and for an hour. */
bool store_reset_begin(struct str *secret, struct store *s, struct arena *arena, int64_t account,
		       int64_t now_ms, struct err *err) MUST_USE;
/* Whose it is; "" when it is not good (any more). */
bool store_reset_of(struct str *name, struct store *s, struct arena *arena, struct str secret,
		    int64_t now_ms, struct err *err) MUST_USE;

/* -- how often something was tried ------------------------------------------------------ */

struct attempt {
	struct str what, who; /* "log in by address", "192.0.2.7" */
	int64_t most, window_ms, now_ms;
};
/* *wait_ms 0: once more is fine; else how long to wait. */
bool store_attempt_wait(int64_t *wait_ms, struct store *s, const struct attempt *a,
			struct err *err) MUST_USE;
/* Counts one. At most LIMIT_ATTEMPTS are remembered: the oldest are forgotten first. */
bool store_attempt_count(struct store *s, const struct attempt *a, struct err *err) MUST_USE;
bool store_attempt_forget(struct store *s, struct str what, struct str who,
			  struct err *err) MUST_USE;

/* -- the trail ---------------------------------------------------------------------------- */

struct trail_row {
	int64_t number, at_ms;
	int64_t undoes;               /* an earlier act; 0 none */
	int64_t undone_by;            /* a later one; 0 none. Not part of the row */
	struct str who, act, subject; /* "relabel", "event 2025-06-14-k2x9" */
	struct str was, became, why;  /* JSON, or plain text */
	struct str hash;
};
struct trail_page {
	const struct trail_row *row; /* newest first */
	size_t count;
	struct str next; /* "" last page */
};
/* Of one subject, or of all ("" ). */
bool store_trail(struct trail_page *out, struct store *s, struct arena *arena, struct str subject,
		 struct str cursor, struct err *err) MUST_USE;
bool store_trail_row(struct trail_row *out, struct store *s, struct arena *arena, int64_t number,
		     struct err *err) MUST_USE;
/* Every row's hash is worked out anew. *rows that are there, *head the hash of the last:
 * who keeps it elsewhere can tell whether the whole trail was made anew. ERR_CONFLICT names
 * the first row that does not fit. */
bool store_trail_check(int64_t *rows, struct str *head, struct store *s, struct arena *arena,
		       struct err *err) MUST_USE;
