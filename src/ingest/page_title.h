/* ingest/page_title.h -- a page's headline among what claims to be it. Pure. */
#pragma once
#include "ingest/page_tree.h"

struct page_titles {       /* "" when the page does not say */
	struct str stated; /* in its data: JSON-LD, Open Graph */
	struct str tag;    /* <title> */
	struct str site;   /* the publication's name */
	struct str host;   /* "www.example.org" */
};

/* In the arena; the visible headline where one fits what is stated, else that. */
struct str page_title_of(struct arena *arena, const struct page_node *root,
			 const struct page_titles *titles);
