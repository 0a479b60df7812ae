/* serve/page_review.h -- what the pages of reviewers share. Inside serve/ only. */
#pragma once
#include "serve/form.h"
#include "serve/page.h"

void page_review_begin(struct html *h, struct call *c, const char *title, struct str path);
/* The workbench of an event or article, given its path among readers' pages. */
struct str page_review_path(struct call *c, struct str path);
/* The reason, which every act needs. `key`: what makes ids of this form its own. */
void page_review_why(struct html *h, struct call *c, struct str key);
/* Labels to choose from, the present one chosen. */
void page_review_labels(struct html *h, struct call *c, struct str key, struct str now,
			bool of_article);
/* Acts on a subject, each with a button that takes it back. */
void page_review_trail(struct html *h, struct call *c, const struct trail_page *t);
