/* portrait_claims.c -- hands the portrait's articles to the ledger. */
#include "events/portrait_claims.h"

#include "events/claims.h"

void portrait_claims(struct emit *e, struct arena *arena, const struct portrait_article *article,
		     const struct json *const *verdict, size_t count)
{
	struct claims_source *source = ARENA_ARRAY(arena, struct claims_source, count + 1);
	struct claims *claims = ARENA_NEW(arena, struct claims);

	for (size_t n = 0; n < count; n++)
		source[n] = (struct claims_source){article[n].id, article[n].publisher,
						   article[n].date_ms, verdict[n]};
	claims_of(claims, arena, source, count);
	claims_json(e, arena, claims);
}
