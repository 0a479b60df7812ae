/* events/portrait_title.h -- which article's headline stands for all. For portrait.c. */
#pragma once
#include "events/portrait.h"

/* Index of the headline that shares most words with the others; among one or two
 * articles, and when none stands out, `fallback`. */
size_t portrait_title(struct arena *arena, const struct portrait_article *article, size_t count,
		      size_t fallback);
