/* ingest/html_token.h -- HTML as a stream of tokens, in one pass, after the HTML
 * Standard (WHATWG), section 13.2.5.
 *
 * Takes UTF-8 in which "\r" was made "\n"; every input is legal and costs linear time.
 * Tokens borrow from the input, or from the arena where a letter had to be changed;
 * nothing is decoded that nobody asks for (html_value, html_characters). Whoever builds a
 * tree says when an element's content is not markup: html_content_is.
 *
 * Bounds   HTML_ATTRIBUTES_MOST attributes of a tag are kept, the others are passed
 *          over. Fails never. One thread for each tokenizer. */
#pragma once
#include "base/arena.h"

#define HTML_ATTRIBUTES_MOST 64

enum html_kind { HTML_TEXT, HTML_START, HTML_END, HTML_COMMENT, HTML_DOCTYPE };

enum html_content { /* the standard's tokenizer states that a tree may ask for */
		    HTML_DATA,
		    HTML_RCDATA,  /* title, textarea: references, no tags */
		    HTML_RAWTEXT, /* style, iframe, noembed, noframes, xmp */
		    HTML_SCRIPT,
		    HTML_PLAINTEXT,
		    HTML_CDATA /* "<![CDATA[": by itself, where cdata_allowed */
};

struct html_attribute {
	struct str name;
	struct str value; /* as written: html_value */
};

struct html_token {
	enum html_kind kind;
	enum html_content content; /* of TEXT: how html_characters reads it */
	struct str name;           /* of a tag or DOCTYPE, in small letters */
	struct str text;           /* of TEXT and COMMENT, as written */
	bool self_closing;         /* "<br/>" */
	size_t attribute_count;    /* the tokenizer's own array until the next call */
	const struct html_attribute *attribute;
	struct str public_id, system_id; /* of a DOCTYPE; at is NULL: missing */
	bool has_name, force_quirks;
};

struct html_tokenizer {
	const char *at, *end;
	struct arena *arena;
	enum html_content content;
	bool cdata_allowed;    /* inside svg and math: set by whoever builds the tree */
	struct str last_start; /* name of the last start tag: what ends raw text */
	struct html_attribute attribute[HTML_ATTRIBUTES_MOST];
	size_t attribute_count;
	const char *const *attributes_of; /* only of these elements are any kept; NULL: of all */
	bool keep;                        /* of the tag at hand */
};

void html_tokenizer_init(struct html_tokenizer *t, struct arena *arena, struct str utf8);
/* False at the end. */
bool html_next(struct html_token *out, struct html_tokenizer *t);
/* What follows up to the end tag of the last start tag is not markup. */
void html_content_is(struct html_tokenizer *t, enum html_content content);

/* "\r\n" and "\r" become "\n"; the input itself when there is none. */
struct str html_newlines(struct arena *arena, struct str s);
/* Characters of a TEXT or COMMENT token: references decoded where its content has them, NUL
 * replaced where the standard does so here (in data it is left to the tree). */
struct str html_characters(struct arena *arena, const struct html_token *t);
struct str html_value(struct arena *arena, struct str raw);
