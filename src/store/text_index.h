/* store/text_index.h -- the full text index, whichever database keeps it. Private to the
 * store's files.
 *
 * SQLite's FTS5 is given texts and makes words of them; PostgreSQL is given the same words
 * (text/lexemes.h) with their places, as a tsvector. What is searched becomes a string of
 * FTS5's language, or a tsquery. */
#pragma once
#include "store/ask.h"

bool text_index_article(struct store *s, int64_t number, struct str title, struct str text,
			struct err *err) MUST_USE;
/* One that was indexed with these words is not found by them any more. */
bool text_index_article_end(struct store *s, int64_t number, struct str title, struct str text,
			    struct err *err) MUST_USE;
/* `had`: it was indexed before, with these words. */
struct text_index_event {
	int64_t number;
	bool had;
	struct str was_title, was_summary, title, summary;
};
bool text_index_event(struct store *s, const struct text_index_event *e, struct err *err) MUST_USE;
/* An event that was indexed as "" is drawn anew as if it never had been. */
bool text_index_forget(struct store *s, int64_t number, struct err *err) MUST_USE;
/* From what the tables hold. */
bool text_index_rebuild(struct store *s, struct err *err) MUST_USE;
/* Does it fit what the tables hold? A line for each trouble. */
void text_index_check(struct store *s, void (*told)(const char *line, void *payload),
		      void *payload);

/* A word or phrase that somebody typed, as the index wants to be asked for it. */
struct str text_index_phrase(struct arena *arena, const struct store *s, struct str typed);
/* All words within one title, the last one perhaps unfinished. */
struct str text_index_titles(struct arena *arena, const struct store *s, struct str typed);
