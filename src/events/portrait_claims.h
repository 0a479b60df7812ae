/* events/portrait_claims.h -- what the articles state, side by side. Pure.
 *
 * For portrait.c alone: writes "claims" and "checks" into the open object. */
#pragma once
#include "base/emit.h"
#include "base/json.h"
#include "events/portrait.h"

void portrait_claims(struct emit *e, struct arena *arena, const struct portrait_article *article,
		     const struct json *const *verdict, size_t count);
