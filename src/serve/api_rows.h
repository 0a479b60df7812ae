/* serve/api_rows.h -- an event as a row of /api/v1/events. */
#pragma once
#include "base/emit.h"
#include "store/store.h"

void api_event_row(struct emit *e, struct arena *arena, const struct event_row *r);
