/* store/shelf_articles.c -- in which event each article is, in memory.
 *
 * The full text index answers with articles, and a word may be in 100,000 of them: to ask the
 * database for the event of each costs eight times what the index itself does. Here it is one
 * number for each article, and one more that leads to the next article of the same event, so
 * that what an event had is forgotten when it changes: 8 bytes an article and 4 an event.
 *
 * An article that is in several events at once (shares in each) has its other ones in a short
 * list. A store with more of these than fit is searched by the database, as before. */
#include "store/shelf_parts.h"

#include "base/check.h"
#include "store/store_parts.h"

#define SEVERAL UINT32_C(0x80000000) /* beside an event's number: the list has others */

static void make_room(uint32_t **at, size_t *len, size_t *room, size_t need)
{
	if (need <= *len)
		return;
	*at = memory_array(*at, room, need, sizeof **at);
	memset(*at + *len, 0, (need - *len) * sizeof **at);
	*len = need;
}

void shelf_articles_empty(struct shelf_articles *a)
{
	memory_free(a->event);
	memory_free(a->next);
	memory_free(a->first);
	*a = (struct shelf_articles){.event = NULL};
}

void shelf_articles_forget(struct shelf_articles *a, uint32_t event)
{
	size_t kept = 0;

	for (uint32_t at = event < a->events ? a->first[event] : 0, next; at; at = next) {
		next = a->next[at];
		a->next[at] = 0;
		a->event[at] &= SEVERAL;
	}
	if (event < a->events)
		a->first[event] = 0;
	for (size_t i = 0; i < a->others; i++)
		if (a->other[i].event != event)
			a->other[kept++] = a->other[i];
	a->others = kept;
}

static void add(struct shelf_articles *a, uint32_t event, uint32_t article)
{
	make_room(&a->event, &a->len, &a->room[0], (size_t)article + 1);
	make_room(&a->next, &a->nexts, &a->room[1], (size_t)article + 1);
	make_room(&a->first, &a->events, &a->room[2], (size_t)event + 1);
	if (!(a->event[article] & ~SEVERAL)) {
		a->event[article] |= event;
		a->next[article] = a->first[event];
		a->first[event] = article;
		return;
	}
	a->event[article] |= SEVERAL;
	a->off = a->off || a->others == SHELF_OTHERS;
	if (!a->off)
		a->other[a->others++] = (struct shelf_other){article, event};
}

bool shelf_articles_take(struct shelf_articles *a, struct store *store, int64_t since,
			 struct err *err)
{
	struct ask ask;

	ask_open(&ask, store, Q_SHELF_ARTICLES, err);
	ask_int(&ask, since);
	while (!a->off && ask_row(&ask)) {
		int64_t event = ask_int_at(&ask, 0), article = ask_int_at(&ask, 1);

		a->off = event < 1 || event >= SEVERAL || article < 1 || article >= SEVERAL;
		if (!a->off)
			add(a, (uint32_t)event, (uint32_t)article);
	}
	return ask_close(&ask);
}

static void set(uint64_t *bits, size_t words, uint32_t event)
{
	if (event / 64 < words)
		bits[event / 64] |= UINT64_C(1) << (event % 64);
}

static void set_others(uint64_t *bits, size_t words, const struct shelf_articles *a,
		       uint32_t article)
{
	for (size_t i = 0; i < a->others; i++)
		if (a->other[i].article == article)
			set(bits, words, a->other[i].event);
}

bool shelf_articles_say(uint64_t *bits, size_t words, const struct shelf_articles *a,
			struct store *store, struct str term, struct err *err)
{
	struct ask ask;

	ask_open(&ask, store, a->off ? Q_SHELF_SAY_EVENTS : Q_SHELF_SAY, err);
	ask_str(&ask, term);
	while (ask_row(&ask)) {
		size_t number = (size_t)ask_int_at(&ask, 0);
		uint32_t event = (uint32_t)number;

		if (!a->off && number >= a->len)
			continue;
		if (!a->off) {
			event = a->event[number] & ~SEVERAL;
			if (a->event[number] & SEVERAL)
				set_others(bits, words, a, (uint32_t)number);
		}
		set(bits, words, event); /* 0 is none, and never live */
	}
	return ask_close(&ask);
}
