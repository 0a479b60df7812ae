/* page_tags.c -- the rows of page_tags.h, found by name. */
#include "ingest/page_tags.h"

static const struct page_tag_row rows[PAGE_ROWS] = {{"", PAGE_OTHER, 0, 0, HTML_DATA},
#define X(id, name, tag, level, flags, content) {name, tag, level, flags, content},
						    PAGE_TAGS(X)
#undef X
};

enum page_row page_row_of(struct str name)
{
	size_t low = 1, high = PAGE_ROWS;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(name, str_of(rows[middle].name));

		if (order == 0)
			return (enum page_row)middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return ROW_UNKNOWN;
}

const struct page_tag_row *page_row(enum page_row row)
{
	return &rows[row];
}
