/* store/store_touched.c -- when an event last changed here, by its history: for feeds. */
#include "store/store_parts.h"

bool store_touched(int64_t *out, struct store *s, struct str id, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_EVENT_TOUCHED, err);
	ask_str(&a, id);
	return ask_one(out, &a, 0);
}
