/* judge/changes.h -- what a page that was edited says otherwise. Pure.
 *
 * Beside the words: whether the title is another, which quotes of the verdict are not there any
 * more, which numbers became others ("two dead", "three dead"), and whether the publisher says
 * so: a correction, or that it takes the piece back. */
#pragma once
#include "base/buf.h"
#include "text/diff.h"

struct changes_side {
	struct str title, text;
};

enum notice { NOTICE_NONE, NOTICE_CORRECTION, NOTICE_RETRACTION };

struct changed_number { /* as the two texts have them, with the word behind */
	struct str was, now;
};

#define CHANGES_NUMBERS 16
#define CHANGES_QUOTES 64
struct changes {
	struct diff title, text;
	struct str vanished[CHANGES_QUOTES]; /* quotes of the verdict on the old text */
	size_t vanished_count;
	struct changed_number number[CHANGES_NUMBERS];
	size_t number_count;
	enum notice notice;
	struct str said; /* the words that announce it, new on the page */
};

/* `verdict`: JSON, on the old text; "" none. False: no word differs. */
bool changes_of(struct changes *out, struct arena *a, const struct changes_side *was,
		const struct changes_side *now, struct str verdict);
/* {"title":true,"words_gone":n,"words_come":n,"vanished":[...],"numbers":[{"was","now"}],
 * "notice":"correction","said":"..."} */
void changes_to_json(struct buf *out, const struct changes *c);
/* In a line: "3 words gone, 5 new; 1 quote vanished; two dead, now three dead; a correction". */
struct str changes_told(struct arena *a, const struct changes *c);
