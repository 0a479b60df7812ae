/* ingest/page_candidates.h -- what a page says in many places of one thing (its headline, its
 * day), and which of it is believed. Pure.
 *
 * Candidates that say the same are one, and carry the features of all the places that say
 * it. A linear model (page_model.h) scores each, the best is the answer.
 *
 * Life     in the arena given. One thread.
 * Bounds   PAGE_CANDIDATES_MAX candidates, PAGE_SAID_MAX stated values; later ones are left out. */
#pragma once
#include "ingest/page_blocks.h"
#include "ingest/page_model.h"
#include "text/date.h"

#define PAGE_CANDIDATES_MAX 64
#define PAGE_SAID_MAX 256

enum page_source {                   /* of a stated value */
		   PAGE_SAID_LINKED, /* JSON-LD of an article */
		   PAGE_SAID_LINKED_OTHER,
		   PAGE_SAID_GRAPH, /* Open Graph, article:* */
		   PAGE_SAID_META,
		   PAGE_SAID_TAG, /* <title> */
		   PAGE_SAID_TIME,
		   PAGE_SAID_PROPERTY, /* an element's itemprop */
		   PAGE_SAID_HINT,     /* its title attribute */
		   PAGE_SAID_ADDRESS,
		   PAGE_SAID_SHOWN /* in the page's text */
};

struct page_said {
	enum page_source source;
	struct str name;  /* of the property, the meta element */
	struct str value; /* tidy */
	const struct page_node *node;
	bool around; /* in what stands around articles */
};

struct page_saids {
	struct page_said at[PAGE_SAID_MAX];
	size_t len;
};

struct page_candidate {
	uint64_t key;
	struct str text;  /* a headline */
	struct date date; /* a day */
	int form;         /* how well it is put: the best form of a candidate is given */
	uint32_t sources; /* bits of who says it */
	struct page_features features;
};

struct page_candidates {
	struct page_candidate at[PAGE_CANDIDATES_MAX];
	size_t len;
};

/* That of `key`, perhaps new (len grows); NULL: there are too many. */
struct page_candidate *page_candidates_of(struct page_candidates *c, uint64_t key);
/* NULL: there are none. */
const struct page_candidate *page_candidates_best(const struct page_candidates *c,
						  enum page_model model);

struct page_about {      /* what is known of the page; "" when it does not say */
	struct str site; /* the publication's name */
	struct str host; /* "www.example.org" */
	struct str address;
	struct str lang;
	struct str title; /* for its date: the headline that was chosen */
};

/* page_title.c: headlines, keys by letters and digits alone. */
void page_title_candidates(struct page_candidates *out, struct arena *arena,
			   const struct page_blocks *blocks, const struct page_saids *saids,
			   const struct page_about *about);
/* A headline as a key: typography and case do not count. */
uint64_t page_title_key(struct arena *arena, struct str title);

/* page_date.c: days; key PAGE_NO_DAY is the candidate that there is none. */
#define PAGE_NO_DAY 0
void page_date_candidates(struct page_candidates *out, const struct page_blocks *blocks,
			  const struct page_saids *saids, const struct page_about *about);
uint64_t page_date_key(const struct date *date);
