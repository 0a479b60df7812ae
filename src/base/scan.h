/* base/scan.h -- picks known keys out of one flat JSON object, fast (yajl).
 *
 * For bulk JSON Lines: no tree is built. Strings and numbers come as text; an
 * array of strings comes joined with ", "; other nested values and unknown keys
 * are checked for form and passed over. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

enum scan_kind { SCAN_ABSENT, SCAN_NULL, SCAN_STRING, SCAN_NUMBER, SCAN_BOOL, SCAN_STRINGS };

struct scan_field {
	const char *key;
	enum scan_kind kind; /* set by scan_object; the last of doubled keys wins */
	struct str value;    /* in the arena; "true" or "false" for SCAN_BOOL */
};

/* ERR_INPUT with the byte offset when `json` is not one JSON object in UTF-8. */
bool scan_object(struct scan_field *field, size_t count, struct arena *a, struct str json,
		 struct err *err) MUST_USE;
