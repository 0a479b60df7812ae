/* flow/version.h -- what a page says later is judged anew and settled as a version. */
#pragma once
#include "flow/clerk.h"
#include "judge/changes.h"
#include "store/versions.h"

/* Of a finding read from a page of that article. FATE_KNOWN: no word differs from the newest
 * version, nothing was written (`look` neither). `changes` is filled but then. */
struct version_try {
	int64_t article;
	const struct look *look; /* may be NULL */
	struct str source;
	const struct cursor *cursor; /* may be NULL */
	struct changes *changes;
};
enum fate version_settle(struct clerk *clerk, struct arena *arena, struct finding *f,
			 const struct version_try *t, struct err *err) MUST_USE;

/* Of one that an archive of ours tells of (its document says which): the same again. FATE_KNOWN:
 * it is there. */
enum fate version_again(struct clerk *clerk, struct arena *arena, struct finding *f,
			struct str source, const struct cursor *cursor, struct err *err) MUST_USE;
