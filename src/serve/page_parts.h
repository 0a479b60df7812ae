/* serve/page_parts.h -- sections that the pages of an event, an article and a tried
 * text have in common. */
#pragma once
#include "serve/proof.h"

/* A value that stands as a text, or as an object with "value". */
struct str page_parts_value(const struct json *v);
/* A verdict's or portrait's facets as a list of tags, with severity and its rule. */
void page_parts_facets(struct html *h, struct proof *p, const struct json *facets);
void page_parts_severity(struct html *h, struct proof *p, const struct json *whole,
			 struct str severity);
/* Was AI part of it, and who says so; was somebody harmed. Nothing of what was judged before
 * there were such statements. */
void page_parts_standing(struct html *h, struct proof *p, const struct json *whole);
void page_parts_names(struct html *h, const struct json *whole); /* countries and actors */
void page_parts_checks(struct html *h, const struct json *checks);
