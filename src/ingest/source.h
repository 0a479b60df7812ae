/* ingest/source.h -- the source seam: where documents come from.
 *
 * A source is named by a path, URL or "-": a folder, a .jsonl file, a feed
 * (.xml, .rss, .atom, .json), a web archive (.warc, .arc, .gz of either, or many of them
 * as warc://FOLDER or warc://LIST), a web page (.html, .htm, .gz of either), a PDF (.pdf), plain
 * text (.txt); the format is guessed from the name, then from the first bytes.
 * Adding one: docs/ADDING.md. Threads: a source belongs to one. */
#pragma once
#include "text/article.h"

struct feed_entry; /* ingest/feed.h */

enum document_kind { DOCUMENT_JSON, DOCUMENT_PAGE, DOCUMENT_ENTRY, DOCUMENT_TEXT, DOCUMENT_PDF };

struct document { /* borrowed: valid until the arena given to source_next is reset */
	enum document_kind kind;
	struct str url;                 /* "" unknown */
	struct str content_type;        /* as the server said, "" unknown */
	struct str bytes;               /* raw, of all but ENTRY */
	int64_t read_ms;                /* when an archive's crawler read it; 0 it is read now */
	bool bulk;                      /* PAGE of an archive: most are about nothing of ours */
	const struct feed_entry *entry; /* for ENTRY; of a PAGE: what its feed says, or NULL */
	struct str id;                  /* from the file name or the feed; "" none */
	struct str origin;              /* for messages and the store: "x.jsonl:12" */
	struct str head, redirects;     /* of an answer, as struct capture has them; "" none */
	/* Of what was settled once before and is read again from an archive of ours: from which
	 * source and when; "" and 0: it is new. */
	struct str source;
	int64_t seen_ms;
	int64_t version; /* above 1: what the page of that article said later */
	struct str article;
	/* Fetched now from its address, which may be looked at again, with these. */
	bool live;
	struct str etag, modified;
};

/* Where to go on after a stop. Opaque to everyone but the source that wrote it;
 * the store keeps it in the transaction that commits the document. */
struct cursor {
	char text[480];
};

enum pulled {
	PULLED_DOCUMENT,
	PULLED_REFUSED, /* one document was refused, err says why; go on pulling */
	PULLED_END,
	PULLED_BROKEN /* the source cannot go on, err says why */
};

struct source;
struct source_ops {       /* one static instance per source_*.c */
	const char *name; /* "jsonl", "feed", "html", "folder", "text" */
	const char *help;
	bool (*open)(void **state, struct str spec, const struct cursor *from, struct err *err);
	enum pulled (*next)(struct document *out, void *state, struct arena *arena,
			    struct err *err);
	void (*cursor)(struct cursor *out, const void *state);
	double (*progress)(const void *state); /* 0 to 1; negative: cannot tell */
	void (*close)(void *state);
};

/* `format` is one of the names above or NULL to guess; `from` may be NULL. */
bool source_open(struct source **out, struct str spec, const char *format,
		 const struct cursor *from, struct err *err) MUST_USE;
enum pulled source_next(struct document *out, struct source *s, struct arena *arena,
			struct err *err) MUST_USE;
/* Behind the last document given: opening with it goes on with the next one. */
void source_cursor(struct cursor *out, const struct source *s);
double source_progress(const struct source *s);
void source_close(struct source *s);
