/* text/date_find.h -- the first date in a line of free text ("Posted on 21. September
 * 2020 by ..."), in the languages whose months are in the table. Pure.
 *
 * Only whole dates count: day, month and year from 1995 on. "03/04/2020" is day first,
 * unless `month_first`, or unless only the other reading is a date. */
#pragma once
#include "text/date.h"

bool date_find(struct date *out, struct str text, bool month_first);
/* The next one from byte *at on; *at moves into it. */
bool date_find_next(struct date *out, size_t *at, struct str text, bool month_first);
