/* store/store_versions.h -- what store_versions.c does for a commit. Private. */
#pragma once
#include "store/versions.h"

#define STORE_LOOK_FIRST_MS INT64_C(3600000) /* flow/look_pace.h has the others */

/* Its page is looked at again. Inside the change that commits it. */
bool store_look_new(struct store *s, int64_t article, const struct outcome *o,
		    struct err *err) MUST_USE;
