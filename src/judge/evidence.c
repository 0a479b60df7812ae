/* judge/evidence.c -- a bounded list of cited spans.
 *
 * A verdict cites a few dozen spans at most, so looking through the list for a
 * span that is there already costs less than any table would. */
#include "judge/evidence.h"

#include "base/limits.h"

void evidence_open(struct evidence_list *l, struct arena *arena)
{
	l->at = ARENA_ARRAY(arena, struct evidence, LIMIT_EVIDENCE);
	l->len = 0;
}

int evidence_add(struct evidence_list *l, struct str purpose, enum field field, uint32_t from,
		 uint32_t upto)
{
	if (from >= upto)
		return -1;
	for (size_t i = 0; i < l->len; i++) {
		const struct evidence *e = &l->at[i];

		if (e->field == field && e->from == from && e->upto == upto &&
		    str_eq(e->purpose, purpose))
			return (int)i;
	}
	if (l->len >= LIMIT_EVIDENCE)
		return -1;
	l->at[l->len] = (struct evidence){purpose, field, from, upto};
	return (int)l->len++;
}
