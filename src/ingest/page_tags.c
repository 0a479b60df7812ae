/* page_tags.c -- the rows of page_tags.h, found by name. */
#include "ingest/page_tags.h"

static const struct page_tag_row rows[PAGE_ROWS] = {{{"", 0}, PAGE_OTHER, 0, 0, HTML_DATA},
#define X(id, name, tag, level, flags, content)                                                    \
	{{name, sizeof name - 1}, tag, level, flags, content},
						    PAGE_TAGS(X)
#undef X
};

/* The first row of each letter; a letter without one has the next letter's. */
static const uint8_t first[27] = {ROW_A,     ROW_B,     ROW_CANVAS, ROW_DATA, ROW_EM,  ROW_FIELDSET,
				  ROW_H1,    ROW_H1,    ROW_I,      ROW_KBD,  ROW_KBD, ROW_LABEL,
				  ROW_MAIN,  ROW_NAV,   ROW_OBJECT, ROW_P,    ROW_Q,   ROW_RP,
				  ROW_S,     ROW_TABLE, ROW_U,      ROW_VAR,  ROW_WBR, ROW_XMP,
				  PAGE_ROWS, PAGE_ROWS, PAGE_ROWS};

enum page_row page_row_of(struct str name)
{
	unsigned letter = name.len ? (unsigned char)name.at[0] - 'a' : 26;

	if (letter >= 26)
		return ROW_UNKNOWN;
	for (size_t row = first[letter]; row < first[letter + 1]; row++)
		if (rows[row].name.len == name.len &&
		    memcmp(rows[row].name.at, name.at, name.len) == 0)
			return (enum page_row)row;
	return ROW_UNKNOWN;
}

const struct page_tag_row *page_row(enum page_row row)
{
	return &rows[row];
}
