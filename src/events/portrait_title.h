/* events/portrait_title.h -- which article's headline stands for all. For portrait.c. */
#pragma once
#include "events/portrait_parts.h"

/* Index of the headline that shares most words with the others, counting what their
 * publishers weigh; among one or two articles, and when none stands out, the speaker. */
size_t portrait_title(const struct easel *w);
