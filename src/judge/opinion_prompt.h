/* judge/opinion_prompt.h -- what a language model is asked about one article. Pure. */
#pragma once
#include "text/article.h"

/* Stamped on each answer and part of the cache's key: change it with every change of
 * the words or the schema. */
#define OPINION_PROMPT "v1"

/* Appends the body of POST {url}/chat/completions: model, messages, JSON schema. Of
 * the text at most LIMIT_OPINION_TEXT bytes are shown. */
void opinion_prompt(struct buf *out, const struct article *a, struct str model);
