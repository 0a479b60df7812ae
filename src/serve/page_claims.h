/* serve/page_claims.h -- the claims ledger as a table, a row a claim, and the checks
 * beneath it. Plain HTML; quotes are in the boxes of serve/proof.h. */
#pragma once
#include "serve/proof.h"

struct page_claims_place { /* where the quotes of an article lead */
	struct str id, path;
};

/* "" when the article has no place. */
struct str page_claims_path(const struct page_claims_place *place, size_t places,
			    struct str article);
/* A quote in its context, itself marked: of any object that has both. */
void page_claims_words(struct html *h, const struct json *quote);

/* `portrait` holds "claims" and "checks" (docs/CLAIMS.md); nothing is written when both
 * are empty. place[] are the event's articles; boxes are numbered on in `p`. */
void page_claims(struct html *h, struct proof *p, const struct json *portrait,
		 const struct page_claims_place *place, size_t places);
