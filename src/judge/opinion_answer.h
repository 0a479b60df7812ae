/* judge/opinion_answer.h -- what of a language model's answer can be believed. Pure.
 *
 * Exactly the schema of opinion_prompt.h or nothing: no key more or less, one of the
 * four labels, a probability from 0 to 1, a short rationale, at most
 * LIMIT_OPINION_QUOTES quotes. A quote that does not stand in title or text byte for
 * byte is dropped and counted; without a quote left only "unrelated" can be said. */
#pragma once
#include "judge/verdict.h"

/* The model's words out of the server's answer (choices[0].message.content), in
 * `arena`. False: `*failed` says why, a literal. */
bool opinion_answer_words(struct str *out, struct str *failed, struct arena *arena,
			  struct str body) MUST_USE;

/* False: out->failed says why, and out->quotes_dropped is told all the same. `model`
 * and `prompt` are left to the caller. Points into `arena`. */
bool opinion_answer_read(struct second_opinion *out, struct arena *arena, const struct article *a,
			 struct str words) MUST_USE;
