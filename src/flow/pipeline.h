/* flow/pipeline.h -- the road: one document, from bytes to event.
 *
 * Two halves. Reading needs nothing but the document and a pack, so it runs on
 * as many threads and machines as we like; where the judge is unsure, flow/opinion.h
 * may be asked in between. Settling changes the world, so one
 * clerk does it, in the order of the source. */
#pragma once
#include "judge/judge.h"
#include "store/store.h"

struct finding { /* what reading one document came to; lives in one arena */
	struct article article;
	struct verdict verdict;
	struct second_opinion second; /* where verdict.second points to, if anywhere */
	struct opinion_note note;     /* set by asking, for settling to keep */
	struct story story;
	struct roundup *roundup; /* NULL: it is about one thing */
	size_t shares; /* events that a round-up was found to report: 0, or two and more */
	bool is_story; /* false: it names no AI or is not assessed; not grouped */
	struct placement placement; /* set by settling a story */
	int64_t recalled;           /* strays that it brought into its event */
	struct passed_page passed;  /* instead of all that: of a page that is passed over */
	struct document document;   /* what it was read from, for the locker */
};

enum fate {
	FATE_DONE,
	FATE_PASSED,  /* a page of an archive that names no AI: not read, only counted */
	FATE_KNOWN,   /* it was done before; nothing changed */
	FATE_REFUSED, /* bad bytes stay bad: bury with the reason */
	FATE_RETRY    /* nothing has changed anywhere; later */
};

enum fate pipeline_read(struct finding *out, struct judge *judge, struct arena *arena,
			const struct document *doc, struct err *err) MUST_USE;

struct clerk; /* flow/clerk.h: the grouper, the writing store */
enum fate pipeline_settle(struct clerk *clerk, struct arena *arena, struct finding *f,
			  struct str source, const struct cursor *cursor, struct err *err) MUST_USE;
