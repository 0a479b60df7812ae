/* ingest/feed_record.h -- all that a feed says about itself, an entry, or an entry's source.
 *
 * Filled by the readers (feed_fields.c, feed_json.c), borrowed from an arena. Where several
 * elements mean the same field, the one with the lower rank stays, of equals the first.
 * Lists end at LIMIT_FEED_LIST. Pure. */
#pragma once
#include "base/arena.h"
#include "base/emit.h"

/* The fields that are one text, with their names in JSON. */
#define FEED_TEXTS(X)                                                                              \
	X(FEED_ID, "id")                                                                           \
	X(FEED_PERMALINK, "isPermalink")                                                           \
	X(FEED_TITLE, "title")                                                                     \
	X(FEED_LINK, "link")                                                                       \
	X(FEED_SELF, "self")                                                                       \
	X(FEED_SUMMARY, "summary")                                                                 \
	X(FEED_CONTENT, "content")                                                                 \
	X(FEED_CONTENT_TYPE, "contentType")                                                        \
	X(FEED_CONTENT_SRC, "contentSrc")                                                          \
	X(FEED_PUBLISHED, "published")                                                             \
	X(FEED_UPDATED, "updated")                                                                 \
	X(FEED_LANGUAGE, "language")                                                               \
	X(FEED_COPYRIGHT, "copyright")                                                             \
	X(FEED_GENERATOR, "generator")                                                             \
	X(FEED_GENERATOR_URI, "generatorUri")                                                      \
	X(FEED_GENERATOR_VERSION, "generatorVersion")                                              \
	X(FEED_COMMENTS, "comments")                                                               \
	X(FEED_DOCS, "docs")                                                                       \
	X(FEED_ICON, "icon")                                                                       \
	X(FEED_LOGO, "logo")                                                                       \
	X(FEED_IMAGE_URL, "url")                                                                   \
	X(FEED_IMAGE_TITLE, "title")                                                               \
	X(FEED_IMAGE_LINK, "link")                                                                 \
	X(FEED_IMAGE_WIDTH, "width")                                                               \
	X(FEED_IMAGE_HEIGHT, "height")                                                             \
	X(FEED_IMAGE_DESCRIPTION, "description")                                                   \
	X(FEED_TYPE, "feedType")                                                                   \
	X(FEED_VERSION, "feedVersion")

enum feed_text {
#define X(name, key) name,
	FEED_TEXTS(X)
#undef X
		FEED_TEXT_COUNT
};

struct feed_link {
	struct feed_link *next;
	struct str href, rel, type, hreflang, title, length, duration;
};

struct feed_person {
	struct feed_person *next;
	struct str name, email, url, avatar;
};

struct feed_category {
	struct feed_category *next;
	struct str term, label, scheme;
};

struct feed_extra { /* an element that no field stands for */
	struct feed_extra *next, *children;
	struct feed_extra *attributes; /* name and value alone */
	struct str name, value;        /* "dc:subject" */
};

struct feed_record {
	struct arena *arena;
	struct str text[FEED_TEXT_COUNT];
	unsigned char rank[FEED_TEXT_COUNT];
	bool plain[FEED_TEXT_COUNT]; /* not HTML: title, summary, content */
	unsigned char author_rank;
	struct feed_link *links, *enclosures;
	struct feed_person *authors, *contributors;
	struct feed_category *categories;
	struct feed_extra *extras;
	struct feed_record *source; /* the feed that an entry was taken from */
	bool wants_extras;          /* only who looks at a feed by eye wants them */
};

struct feed_record *feed_record_new(struct arena *a, bool wants_extras);

/* rank from 1 on; empty values change nothing. */
void feed_record_text(struct feed_record *r, enum feed_text field, struct str value, int rank);
/* A moment; one that cannot be read gives way to any that can. */
void feed_record_moment(struct feed_record *r, enum feed_text field, struct str value, int rank);
int64_t feed_record_ms(const struct feed_record *r, enum feed_text field); /* 0: not said */

/* New last elements, zeroed; NULL when the list is full. */
struct feed_link *feed_record_link(struct feed_record *r);
struct feed_link *feed_record_enclosure(struct feed_record *r);
struct feed_category *feed_record_category(struct feed_record *r);
struct feed_extra *feed_record_extra(struct arena *a, struct feed_extra **list);
struct feed_person *feed_record_contributor(struct feed_record *r);
/* Authors of a lower rank take the place of those there; NULL when they may not. */
struct feed_person *feed_record_author(struct feed_record *r, int rank);

/* "a@b.org (Ann)", "Ann (a@b.org)", "Ann <a@b.org>", a name, an address. */
void feed_record_person(struct feed_person *p, struct str text);
/* One category for each part between commas. */
void feed_record_keywords(struct feed_record *r, struct str text);

/* One object; `feed`: the keys of a feed, else those of an entry. */
void feed_record_json(struct emit *e, const struct feed_record *r, bool feed);
