/* serve/tried.h -- addresses that readers want judged: a table of those that are asked for.
 *
 * It lies in memory and nowhere else, and is bounded in rows, in bytes of each, in rows of
 * one address (LIMIT_TRY_...); each row is forgotten some minutes after it was asked for. Ids
 * can not be guessed, so what one reader looks at is no other's. Time is the caller's, in
 * clock_ticks_us(). Any thread. */
#pragma once
#include "base/secret.h"

struct tried;
struct tried *tried_new(void);
void tried_free(struct tried *t); /* NULL is fine */

/* -- for those who ask ----------------------------------------------------------------------- */

enum tried_taken {
	TRIED_TAKEN,
	TRIED_TOO_MANY, /* this address has asked for as many as it may */
	TRIED_FULL      /* all have */
};

struct tried_ticket {
	char id[SECRET_ID_SIZE]; /* set when it was taken */
	int64_t retry_s;         /* else: when it is worth another try */
};

/* `who` asks (serve/rate.h); "" is this machine, which may fill the table. */
enum tried_taken tried_ask(struct tried_ticket *out, struct tried *t, struct str url,
			   struct str who, int64_t now_us);

enum tried_state {
	TRIED_UNKNOWN, /* never heard of, or forgotten */
	TRIED_WAITING,
	TRIED_FAILED,
	TRIED_READ
};

struct tried_page { /* in the arena */
	enum tried_state state;
	struct str url;  /* as it was asked for */
	struct str told; /* failed: why, in words; read: the article, as article_to_json does */
};

void tried_look(struct tried_page *out, struct tried *t, struct arena *a, struct str id,
		int64_t now_us);

/* -- for the one who fetches --------------------------------------------------------------------
 */

struct tried_errand {
	uint64_t number; /* never given twice */
	struct str url;  /* in the arena */
};

/* The one that waits longest, which is then under way; false when none does. */
bool tried_next(struct tried_errand *out, struct tried *t, struct arena *a, int64_t now_us);
/* What became of it; that of a row which is forgotten by now is dropped. An article of more
 * than LIMIT_TRY_ARTICLE bytes becomes a failure that says so. */
void tried_settle(struct tried *t, uint64_t number, enum tried_state state, struct str told);
