/* judge/roles.h -- what befell the thing that a number counts, how the number is put,
 * and the words around it. Pure.
 *
 * Fills role, bound and the context span of facts: "killing at least two people" is
 * 2 people, role "killed", bound "at least". Money has the roles that a ledger of
 * money needs: fined, damages, settled, sought, stolen, lost, paid, raised, valued,
 * cost. A role stands within some words of the number, in its clause; where two do,
 * the nearer wins. */
#pragma once
#include "judge/facts.h"

#define ROLES_CONTEXT 240 /* bytes around a number that say what it is about */

void roles_of(struct facts *facts, const struct tokens tokens[FIELD_COUNT]);
/* The span of tokens first .. last-1 widened within its sentence to at most
 * ROLES_CONTEXT bytes, at token borders. */
void roles_context(uint32_t *from, uint32_t *upto, const struct tokens *t, size_t first,
		   size_t last);
/* First token that ends behind byte `at`, by bisection; t->len when there is none. */
size_t roles_token(const struct tokens *t, uint32_t at);
