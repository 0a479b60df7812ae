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

/* Without a call: names are short, and few share three letters. */
static bool is_name(const struct page_tag_row *row, struct str name)
{
	if (row->name.len != name.len)
		return false;
	for (size_t i = 1; i < name.len; i++)
		if (row->name.at[i] != name.at[i])
			return false;
	return true;
}

enum page_row page_row_of(struct str name)
{
	unsigned letter = name.len ? (unsigned char)name.at[0] - 'a' : 26;

	if (letter >= 26)
		return ROW_UNKNOWN;
	if (name.len == 3 && memcmp(name.at, "div", 3) == 0)
		return ROW_DIV; /* every third tag, and far behind in its letter, */
	if (name.len == 4 && memcmp(name.at, "span", 4) == 0)
		return ROW_SPAN; /* like this one */
	for (size_t row = first[letter]; row < first[letter + 1]; row++)
		if (is_name(&rows[row], name))
			return (enum page_row)row;
	return ROW_UNKNOWN;
}

const struct page_tag_row *page_row(enum page_row row)
{
	return &rows[row];
}
