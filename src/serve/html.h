/* serve/html.h -- writes HTML, and SVG within it, escaping by construction.
 *
 *   html_enter(&h, "p", "lead"); html_text(&h, title); html_end(&h);
 *
 * Names of elements and attributes are literals of ours; everything else passes
 * html_text() or html_attr() and is escaped there, so no text from outside can
 * become markup. Addresses pass html_href(), which drops what is neither a path
 * of this site nor http(s). Nesting is kept right by the caller (checked).
 * Overflow is told by buf_ok() of the buffer. One thread. */
#pragma once
#include "base/buf.h"

#define HTML_DEPTH 48

struct html {
	struct buf *out;
	const char *open[HTML_DEPTH];
	int depth;
	bool in_tag; /* the start tag of the innermost element is not closed yet */
};

void html_begin(struct html *h, struct buf *out);      /* writes the doctype */
void html_begin_part(struct html *h, struct buf *out); /* of a page, or SVG */

void html_open(struct html *h, const char *element);
void html_attr(struct html *h, const char *name, struct str value);
void html_attr_z(struct html *h, const char *name, const char *value);
void html_attr_int(struct html *h, const char *name, int64_t value);
void html_attr_num(struct html *h, const char *name, double value); /* two decimals */
void html_flag(struct html *h, const char *name); /* an attribute without a value */
void html_href(struct html *h, const char *name, struct str address); /* href, src, action */
void html_text(struct html *h, struct str text);
void html_z(struct html *h, const char *text);
void html_int(struct html *h, int64_t n); /* with thin spaces between thousands */
void html_end(struct html *h);            /* of the innermost element; void elements close too */

/* Shorthands. `class` may be NULL. */
void html_enter(struct html *h, const char *element, const char *class);
void html_element(struct html *h, const char *element, const char *class, struct str text);
void html_element_z(struct html *h, const char *element, const char *class, const char *text);
void html_link(struct html *h, const char *class, struct str address, struct str text);

/* JSON that base/emit.h wrote, inside a script element of the given type. */
void html_data(struct html *h, const char *type, struct str json);
