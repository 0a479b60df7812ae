/* feed_record.c -- keeping of several sayings the best one; lists with an end. */
#include "ingest/feed_record.h"

#include "base/limits.h"
#include "text/date.h"

#define UNREADABLE 100 /* added to the rank of a date that is none */

struct feed_record *feed_record_new(struct arena *a, bool wants_extras)
{
	struct feed_record *r = ARENA_NEW(a, struct feed_record);

	r->arena = a;
	r->wants_extras = wants_extras;
	return r;
}

void feed_record_text(struct feed_record *r, enum feed_text field, struct str value, int rank)
{
	if (!value.len || (r->rank[field] && r->rank[field] <= rank))
		return;
	r->text[field] = value;
	r->rank[field] = (unsigned char)rank;
	r->plain[field] = false;
}

void feed_record_moment(struct feed_record *r, enum feed_text field, struct str value, int rank)
{
	struct date date;

	if (!date_parse(&date, value))
		rank += UNREADABLE;
	feed_record_text(r, field, value, rank);
}

int64_t feed_record_ms(const struct feed_record *r, enum feed_text field)
{
	struct date date;

	return date_parse(&date, r->text[field]) ? date.ms : 0;
}

/* Every list element begins with its `next`. */
struct list {
	struct list *next;
};

static void *appended(struct arena *a, void *first, size_t size)
{
	struct list **at = first, *new = NULL;
	size_t count = 0;

	for (; *at; at = &(*at)->next)
		count++;
	if (count < LIMIT_FEED_LIST)
		*at = new = arena_alloc(a, size);
	return new;
}

struct feed_link *feed_record_link(struct feed_record *r)
{
	return appended(r->arena, &r->links, sizeof *r->links);
}

struct feed_link *feed_record_enclosure(struct feed_record *r)
{
	return appended(r->arena, &r->enclosures, sizeof *r->enclosures);
}

struct feed_category *feed_record_category(struct feed_record *r)
{
	return appended(r->arena, &r->categories, sizeof *r->categories);
}

struct feed_extra *feed_record_extra(struct arena *a, struct feed_extra **list)
{
	return appended(a, list, sizeof **list);
}

struct feed_person *feed_record_contributor(struct feed_record *r)
{
	return appended(r->arena, &r->contributors, sizeof *r->contributors);
}

struct feed_person *feed_record_author(struct feed_record *r, int rank)
{
	if (r->authors && r->author_rank < rank)
		return NULL;
	if (r->author_rank > rank)
		r->authors = NULL;
	r->author_rank = (unsigned char)rank;
	return appended(r->arena, &r->authors, sizeof *r->authors);
}

static bool is_address(struct str s)
{
	size_t at = str_chr(s, '@');

	return at != STR_NPOS && at > 0 && at + 1 < s.len && str_chr(s, ' ') == STR_NPOS;
}

void feed_record_person(struct feed_person *p, struct str text)
{
	size_t open = str_rchr(text, '('), close = str_rchr(text, ')');
	struct str outer, inner;

	if (open == STR_NPOS) {
		open = str_rchr(text, '<');
		close = str_rchr(text, '>');
	}
	if (open != STR_NPOS && close == text.len - 1 && close > open) {
		outer = str_trim(str_cut(text, 0, open));
		inner = str_trim(str_cut(text, open + 1, close));
		if (is_address(outer) || is_address(inner)) {
			p->email = is_address(inner) ? inner : outer;
			p->name = is_address(inner) ? outer : inner;
			return;
		}
	}
	if (is_address(text))
		p->email = text;
	else
		p->name = text;
}

void feed_record_keywords(struct feed_record *r, struct str text)
{
	struct str part;

	while (str_split(&part, &text, ',')) {
		struct feed_category *c = str_trim(part).len ? feed_record_category(r) : NULL;

		if (c)
			c->term = str_trim(part);
	}
}
