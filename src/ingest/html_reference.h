/* ingest/html_reference.h -- character references of HTML ("&amp;", "&#8217;"), after
 * the HTML Standard, section 13.2.5.72 and on. Pure, any thread. */
#pragma once
#include "base/arena.h"

struct html_entity {
	const char *name;  /* "amp;"; some also without ";" */
	uint32_t point[2]; /* the second is 0 for most */
};
extern const struct html_entity html_entities[]; /* in the order of their bytes */
extern const size_t html_entity_count;

/* What a reference by number means: 0x80 to 0x9f are windows-1252's, the rest itself. */
uint32_t html_windows_1252(uint32_t point);

/* All references of a text replaced; the text itself when there is none. `in_attribute`: a name
 * without ";" before "=" or a letter is none then ("?a=b&copy=1"). Never longer
 * than the text, save by a byte for each "&nLt;" and its kind. */
struct str html_unescape(struct arena *arena, struct str s, bool in_attribute);
