/* text/article.h -- one news article, as bytes turned into facts.
 *
 * Life     filled by ingest in an arena, sealed once, read-only from then on.
 * Owns     nothing: every pointer leads into the arena it was made in.
 * Threads  before sealing its maker only; after sealing anybody may read.
 *
 * title and text are exactly the bytes that came in (JSONL) or that extraction
 * made (pages, feeds; NFC then): evidence offsets count in them, so sealing
 * never changes them. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"

enum field { FIELD_TITLE, FIELD_TEXT, FIELD_COUNT };

struct article {
	struct str id;          /* the caller's; made from the content when missing */
	struct str url;         /* canonical when it is http(s), else as given */
	struct str field[FIELD_COUNT];
	int64_t date_ms;        /* UTC; 0: not stated */
	int date_zone;          /* minutes east of UTC in which it was stated */
	struct str author, publisher;
	struct str lang;        /* BCP 47; "" could not tell */
	struct str image;       /* lead image URL, "" none */
	struct str origin;      /* "file.jsonl:12", "feed.xml#guid", "page.html" */
	struct hash128 content; /* of title and text: the same words, the same article */
	bool sealed;
};

/* Checks UTF-8 and limits, canonical URL, language (lang_of: what the text tells,
 * else what a->lang declares), content hash, id when missing. ERR_INPUT: title and
 * text are both empty, or not UTF-8 (with field and offset); ERR_LIMIT: too long. */
bool article_seal(struct article *a, struct arena *arena, struct err *err) MUST_USE;

/* What its language is told from: the text, or the title where there is none. */
struct str article_told(const struct article *a);
/* One object as `tocsin extract` prints it; keys that are empty are left out. */
void article_to_json(struct buf *out, const struct article *a);
/* The same, or any line of JSON Lines in that form: "id" may be a number,
 * "author" and "publisher" lists, "date" any form that date_parse knows (else
 * it is an unknown date), "content", "body" or "description" stand in for "text", "headline" for
 * "title", "language" for "lang". Sealed on success. */
bool article_from_json(struct article *out, struct arena *arena, struct str json,
                       struct str origin, struct err *err) MUST_USE;
