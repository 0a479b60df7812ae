/* ingest/page_tags.h -- what a reader of articles must know of each HTML element.
 * Pure, static. */
#pragma once
#include "base/str.h"
#include "ingest/html_token.h"
#include "ingest/page_tree.h"

enum page_tag_flag { /* how an element behaves when a tree is built (HTML Standard, 13.2.6) */
		     TAG_VOID = 1,
		     TAG_ENDS_P = 2,      /* its start tag closes an open <p> */
		     TAG_FORMATTING = 4,  /* <b>, <i>: may be closed across blocks */
		     TAG_SCOPE = 8,       /* an end tag does not reach beyond it */
		     TAG_LEAVES_SVG = 16, /* its start tag ends svg and math */
		     TAG_SPECIAL = 32     /* an end tag of an unknown element stops here */
};

/* In the order of their names: identifier, name, what it is to us, level of a heading,
 * flags by letter, content. */
/* clang-format off */
#define V TAG_VOID
#define P TAG_ENDS_P
#define F TAG_FORMATTING
#define S TAG_SCOPE
#define L TAG_LEAVES_SVG
#define X_ TAG_SPECIAL
#define PAGE_TAGS(X) \
	X(A, "a", PAGE_A, 0, F, HTML_DATA) \
	X(ABBR, "abbr", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(ACRONYM, "acronym", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(ADDRESS, "address", PAGE_ADDRESS, 0, P | X_, HTML_DATA) \
	X(AMP_IMG, "amp-img", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(APPLET, "applet", PAGE_HIDDEN, 0, S | X_, HTML_DATA) \
	X(AREA, "area", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(ARTICLE, "article", PAGE_ARTICLE, 0, P | X_, HTML_DATA) \
	X(ASIDE, "aside", PAGE_ASIDE, 0, P | X_, HTML_DATA) \
	X(AUDIO, "audio", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(B, "b", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(BASE, "base", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(BASEFONT, "basefont", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(BDI, "bdi", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(BDO, "bdo", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(BGSOUND, "bgsound", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(BIG, "big", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(BLOCKQUOTE, "blockquote", PAGE_QUOTE, 0, P | L | X_, HTML_DATA) \
	X(BODY, "body", PAGE_BODY, 0, L | X_, HTML_DATA) \
	X(BR, "br", PAGE_BR, 0, V | L | X_, HTML_DATA) \
	X(BUTTON, "button", PAGE_HIDDEN, 0, X_, HTML_DATA) \
	X(CANVAS, "canvas", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(CAPTION, "caption", PAGE_FIGURE, 0, S | X_, HTML_DATA) \
	X(CENTER, "center", PAGE_DIV, 0, P | L | X_, HTML_DATA) \
	X(CITE, "cite", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(CODE, "code", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(COL, "col", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(COLGROUP, "colgroup", PAGE_OTHER, 0, X_, HTML_DATA) \
	X(DATA, "data", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(DD, "dd", PAGE_LI, 0, P | L | X_, HTML_DATA) \
	X(DEL, "del", PAGE_DELETED, 0, 0, HTML_DATA) \
	X(DETAILS, "details", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(DFN, "dfn", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(DIALOG, "dialog", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(DIR, "dir", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(DIV, "div", PAGE_DIV, 0, P | L | X_, HTML_DATA) \
	X(DL, "dl", PAGE_LIST, 0, P | L | X_, HTML_DATA) \
	X(DT, "dt", PAGE_LI, 0, P | L | X_, HTML_DATA) \
	X(EM, "em", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(EMBED, "embed", PAGE_HIDDEN, 0, V | L | X_, HTML_DATA) \
	X(FIELDSET, "fieldset", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(FIGCAPTION, "figcaption", PAGE_FIGURE, 0, P | X_, HTML_DATA) \
	X(FIGURE, "figure", PAGE_FIGURE, 0, P | X_, HTML_DATA) \
	X(FONT, "font", PAGE_INLINE, 0, F, HTML_DATA) \
	X(FOOTER, "footer", PAGE_FOOTER, 0, P | X_, HTML_DATA) \
	X(FOREIGNOBJECT, "foreignobject", PAGE_HIDDEN, 0, S | X_, HTML_DATA) \
	X(FORM, "form", PAGE_FORM, 0, P | X_, HTML_DATA) \
	X(FRAME, "frame", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(H1, "h1", PAGE_HEADING, 1, P | L | X_, HTML_DATA) \
	X(H2, "h2", PAGE_HEADING, 2, P | L | X_, HTML_DATA) \
	X(H3, "h3", PAGE_HEADING, 3, P | L | X_, HTML_DATA) \
	X(H4, "h4", PAGE_HEADING, 4, P | L | X_, HTML_DATA) \
	X(H5, "h5", PAGE_HEADING, 5, P | L | X_, HTML_DATA) \
	X(H6, "h6", PAGE_HEADING, 6, P | L | X_, HTML_DATA) \
	X(HEAD, "head", PAGE_OTHER, 0, L | X_, HTML_DATA) \
	X(HEADER, "header", PAGE_HEADER, 0, P | X_, HTML_DATA) \
	X(HGROUP, "hgroup", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(HR, "hr", PAGE_OTHER, 0, V | P | L | X_, HTML_DATA) \
	X(HTML, "html", PAGE_HTML, 0, S | X_, HTML_DATA) \
	X(I, "i", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(IFRAME, "iframe", PAGE_HIDDEN, 0, X_, HTML_RAWTEXT) \
	X(IMG, "img", PAGE_HIDDEN, 0, V | L | X_, HTML_DATA) \
	X(INPUT, "input", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(INS, "ins", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(KBD, "kbd", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(KEYGEN, "keygen", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(LABEL, "label", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(LEGEND, "legend", PAGE_OTHER, 0, 0, HTML_DATA) \
	X(LI, "li", PAGE_LI, 0, P | L | X_, HTML_DATA) \
	X(LINK, "link", PAGE_LINK, 0, V | X_, HTML_DATA) \
	X(LISTING, "listing", PAGE_PRE, 0, P | X_, HTML_DATA) \
	X(MAIN, "main", PAGE_MAIN, 0, P | X_, HTML_DATA) \
	X(MAP, "map", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(MARK, "mark", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(MARQUEE, "marquee", PAGE_HIDDEN, 0, S | X_, HTML_DATA) \
	X(MATH, "math", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(MENU, "menu", PAGE_LIST, 0, P | L | X_, HTML_DATA) \
	X(META, "meta", PAGE_META, 0, V | L | X_, HTML_DATA) \
	X(NAV, "nav", PAGE_NAV, 0, P | X_, HTML_DATA) \
	X(NOBR, "nobr", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(NOEMBED, "noembed", PAGE_HIDDEN, 0, X_, HTML_RAWTEXT) \
	X(NOFRAMES, "noframes", PAGE_HIDDEN, 0, X_, HTML_RAWTEXT) \
	X(NOSCRIPT, "noscript", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(OBJECT, "object", PAGE_HIDDEN, 0, S | X_, HTML_DATA) \
	X(OL, "ol", PAGE_LIST, 0, P | L | X_, HTML_DATA) \
	X(OPTGROUP, "optgroup", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(OPTION, "option", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(OUTPUT, "output", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(P, "p", PAGE_P, 0, P | L | X_, HTML_DATA) \
	X(PARAM, "param", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(PLAINTEXT, "plaintext", PAGE_PRE, 0, P | X_, HTML_PLAINTEXT) \
	X(PRE, "pre", PAGE_PRE, 0, P | L | X_, HTML_DATA) \
	X(Q, "q", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(RP, "rp", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(RT, "rt", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(RUBY, "ruby", PAGE_INLINE, 0, L, HTML_DATA) \
	X(S, "s", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(SAMP, "samp", PAGE_INLINE, 0, 0, HTML_DATA) \
	X(SCRIPT, "script", PAGE_SCRIPT, 0, X_, HTML_SCRIPT) \
	X(SEARCH, "search", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(SECTION, "section", PAGE_SECTION, 0, P | X_, HTML_DATA) \
	X(SELECT, "select", PAGE_HIDDEN, 0, X_, HTML_DATA) \
	X(SMALL, "small", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(SOURCE, "source", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(SPAN, "span", PAGE_INLINE, 0, L, HTML_DATA) \
	X(STRIKE, "strike", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(STRONG, "strong", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(STYLE, "style", PAGE_HIDDEN, 0, X_, HTML_RAWTEXT) \
	X(SUB, "sub", PAGE_INLINE, 0, L, HTML_DATA) \
	X(SUMMARY, "summary", PAGE_DIV, 0, P | X_, HTML_DATA) \
	X(SUP, "sup", PAGE_INLINE, 0, L, HTML_DATA) \
	X(SVG, "svg", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(TABLE, "table", PAGE_TABLE, 0, P | S | L | X_, HTML_DATA) \
	X(TBODY, "tbody", PAGE_OTHER, 0, X_, HTML_DATA) \
	X(TD, "td", PAGE_CELL, 0, S | X_, HTML_DATA) \
	X(TEMPLATE, "template", PAGE_HIDDEN, 0, S | X_, HTML_DATA) \
	X(TEXTAREA, "textarea", PAGE_HIDDEN, 0, X_, HTML_RCDATA) \
	X(TFOOT, "tfoot", PAGE_OTHER, 0, X_, HTML_DATA) \
	X(TH, "th", PAGE_CELL, 0, S | X_, HTML_DATA) \
	X(THEAD, "thead", PAGE_OTHER, 0, X_, HTML_DATA) \
	X(TIME, "time", PAGE_TIME, 0, 0, HTML_DATA) \
	X(TITLE, "title", PAGE_TITLE, 0, X_, HTML_RCDATA) \
	X(TR, "tr", PAGE_ROW, 0, X_, HTML_DATA) \
	X(TRACK, "track", PAGE_HIDDEN, 0, V | X_, HTML_DATA) \
	X(TT, "tt", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(U, "u", PAGE_INLINE, 0, F | L, HTML_DATA) \
	X(UL, "ul", PAGE_LIST, 0, P | L | X_, HTML_DATA) \
	X(VAR, "var", PAGE_INLINE, 0, L, HTML_DATA) \
	X(VIDEO, "video", PAGE_HIDDEN, 0, 0, HTML_DATA) \
	X(WBR, "wbr", PAGE_INLINE, 0, V | X_, HTML_DATA) \
	X(XMP, "xmp", PAGE_HIDDEN, 0, P | X_, HTML_RAWTEXT)
/* clang-format on */

enum page_row {
	ROW_UNKNOWN,
#define X(id, name, tag, level, flags, content) ROW_##id,
	PAGE_TAGS(X)
#undef X
		PAGE_ROWS
};

struct page_tag_row {
	struct str name;
	enum page_tag tag;
	uint8_t level;
	uint8_t flags;
	enum html_content content;
};

/* The row of a tag's name in small letters; ROW_UNKNOWN. */
enum page_row page_row_of(struct str name);
const struct page_tag_row *page_row(enum page_row row);
