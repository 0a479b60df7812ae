/* source_feed.c -- a feed as a source: each entry one document.
 *
 * The feed's bytes are held while it is read. The cursor is the number of entries
 * given; a feed changes between two visits, so that a place in the old one means
 * little after a restart: what was seen twice the store takes as a repetition. */
#include <inttypes.h>
#include <stdio.h>

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"
#include "ingest/feed.h"
#include "ingest/gunzip.h"
#include "ingest/source_kinds.h"

struct feed_source {
	struct arena *arena; /* of bytes and path */
	struct str path;
	struct feed *feed;
	int64_t given, skip;
	bool over;
};

static bool read_bytes(struct str *out, struct arena *a, struct str path, struct err *err)
{
	struct buf raw, plain;
	bool ok;

	buf_init(&raw, LIMIT_FEED);
	buf_init(&plain, LIMIT_FEED);
	ok = io_read(&raw, arena_z(a, path), err);
	if (ok && gunzip_is(buf_view(&raw))) {
		ok = gunzip_read(&plain, buf_view(&raw), err);
		*out = arena_copy(a, buf_view(&plain));
	} else if (ok) {
		*out = arena_copy(a, buf_view(&raw));
	}
	buf_free(&raw);
	buf_free(&plain);
	return ok;
}

static bool open_feed(void **state, struct str spec, const struct cursor *from, struct err *err)
{
	struct arena *a = arena_new();
	struct feed_source *s = memory_zalloc(sizeof *s);
	struct str bytes;

	s->arena = a;
	s->path = arena_copy(a, spec);
	if (from && !str_int(&s->skip, str_of(from->text)))
		s->skip = 0;
	if (read_bytes(&bytes, a, spec, err) &&
	    feed_open(&s->feed, bytes, STR_NONE, STR_NONE, err)) {
		*state = s;
		return true;
	}
	arena_free(a);
	memory_free(s);
	return false;
}

static enum pulled next_feed(struct document *out, void *state, struct arena *arena,
			     struct err *err)
{
	struct feed_source *s = state;
	struct feed_entry *entry;
	enum feed_pulled pulled;

	out->origin = arena_copy(arena, s->path);
	do {
		if (s->over)
			return PULLED_END;
		entry = ARENA_NEW(arena, struct feed_entry);
		pulled = feed_next(entry, s->feed, arena, err);
		s->over = pulled != FEED_ENTRY;
		s->given += pulled == FEED_ENTRY;
	} while (pulled == FEED_ENTRY && s->given <= s->skip);
	if (pulled == FEED_END)
		return PULLED_END;
	if (pulled == FEED_BROKEN)
		return PULLED_BROKEN;
	*out = (struct document){
		.kind = DOCUMENT_ENTRY,
		.url = entry->url,
		.id = entry->id,
		.entry = entry,
		.origin = arena_fmt(arena, "%.*s#%" PRId64, STR_ARG(s->path), s->given)};
	return PULLED_DOCUMENT;
}

static void cursor_feed(struct cursor *out, const void *state)
{
	snprintf(out->text, sizeof out->text, "%" PRId64,
		 ((const struct feed_source *)state)->given);
}

static double progress_feed(const void *state)
{
	return ((const struct feed_source *)state)->over ? 1 : -1;
}

static void close_feed(void *state)
{
	struct feed_source *s = state;

	feed_close(s->feed);
	arena_free(s->arena);
	memory_free(s);
}

const struct source_ops source_feed_ops = {
	.name = "feed",
	.help = "RSS, RDF, Atom, JSON Feed or a news sitemap",
	.open = open_feed,
	.next = next_feed,
	.cursor = cursor_feed,
	.progress = progress_feed,
	.close = close_feed,
};
