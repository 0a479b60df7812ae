/* store/store_people.h -- what the store's files about people tell each other. Private. */
#pragma once
#include "store/people.h"
#include "store/store_parts.h"

/* Adds the act; number and hash are filled in. Inside one change. ERR_LIMIT: too long. */
bool store_trail_add(struct trail_row *r, struct store *s, struct err *err) MUST_USE;
