/* store/locker.h -- every document that led to a verdict, kept as it was fetched.
 *
 * A capture (ingest/capture.h) goes in with the commit of its article: what is kept is there
 * before the verdict that rests on it. Its body is kept once for each content, packed by zstd,
 * in the store or in a folder of files that are named by their content. Everything that is kept
 * is summed, so that store_locker_verify() finds one flipped bit. */
#pragma once
#include "store/people.h"

/* Where from now on: "sqlite" (in the store), "none", or a folder, which is made; "" as it is.
 * What was kept elsewhere stays there. ERR_CONFLICT: files are in another folder. */
bool store_locker_place(struct store *s, struct str place, struct err *err) MUST_USE;

struct locker_sums {
	struct str keeps, folder;
	int64_t captures, objects, bytes, packed, filed, dictionaries;
	int64_t told;      /* bytes of addresses and headers, which are not packed */
	int64_t held;      /* captures that are never pruned */
	int64_t newest_ms; /* when the newest was settled */
	int64_t last;      /* its number */
};
bool store_locker_sums(struct locker_sums *out, struct store *s, struct arena *arena,
		       struct err *err) MUST_USE;

struct locker_row {
	int64_t number, version, size, packed, dictionary; /* size -1: the body is not there */
	struct str article, label, title;                  /* public id */
	struct str sha256;                                 /* of the body */
	struct capture capture;                            /* without its body */
	const char *trouble; /* of store_locker_each(): why the body is not there; or NULL */
};
/* In the order of keeping, the next LIMIT_PAGE_ROWS behind `after`; or those of one article. */
bool store_locker_rows(const struct locker_row **out, size_t *count, struct store *s,
		       struct arena *arena, int64_t after, struct err *err) MUST_USE;
bool store_locker_of(const struct locker_row **out, size_t *count, struct store *s,
		     struct arena *arena, struct str article, struct err *err) MUST_USE;
/* ERR_MISSING; ERR_INPUT: damaged. At most LIMIT_CAPTURE bytes. */
bool store_locker_body(struct buf *out, struct store *s, struct str sha256,
		       struct err *err) MUST_USE;
/* Calls `fn` for each capture with its body (or what is the trouble with it), in the order of
 * keeping; false ends it. What is in `arena` is gone at the next. */
typedef bool store_locker_fn(const struct locker_row *row, struct arena *arena, void *payload,
			     struct err *err);
bool store_locker_each(struct store *s, store_locker_fn *fn, void *payload,
		       struct err *err) MUST_USE;

/* Every byte that is kept, anew: one line for each trouble through `told`, naming the article;
 * false and ERR_CONFLICT when any. Also that the words that were judged are still those. */
bool store_locker_verify(struct store *s, void (*told)(const char *line, void *payload),
			 void *payload, struct err *err) MUST_USE;

/* A dictionary from what is kept, and all packed anew with it. ERR_INPUT: too little is kept. */
bool store_locker_train(struct store *s, int64_t now_ms, struct err *err) MUST_USE;

/* What goes: captures of that label that were settled before; then the oldest, until `bytes` (0:
 * no bound) are kept. Those that a person said something of stay for ever, and those of their
 * events. */
struct locker_rule {
	struct str label; /* "unrelated" ... "not_assessed" */
	int64_t before_ms;
};
struct locker_prune {
	const struct locker_rule *rule;
	size_t rules;
	int64_t bytes;
	bool dry_run;
};
/* *gone: captures. */
bool store_locker_prune(int64_t *gone, struct store *s, const struct locker_prune *p,
			struct err *err) MUST_USE;

/* The same, unless it was done less than a day before now_ms: *gone is -1 then. */
bool store_locker_prune_daily(int64_t *gone, struct store *s, const struct locker_prune *p,
			      int64_t now_ms, struct err *err) MUST_USE;

/* On request: copies and text of an article go, for ever; title, address, verdict and its quotes
 * stay. An act in the trail, with the digests. ERR_MISSING. */
bool store_locker_remove(struct store *s, struct arena *arena, struct str article,
			 const struct doer *by, struct err *err) MUST_USE;
/* Its row of the trail; 0: it was not. */
bool store_locker_removed(int64_t *act, struct store *s, struct str article,
			  struct err *err) MUST_USE;
