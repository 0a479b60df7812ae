/* store/store_suggest.c -- from the beginning of a word to filters and events.
 *
 * Values are found by looking at all of them: they are the kept names of filters, some
 * ten thousand in the largest store that we have made, and a look costs a microsecond.
 * Events come from the full text index of titles, newest first, where the last word may
 * be unfinished; with fewer than TYPED_LEAST bytes that would be half of the index, so
 * then there are none. */
#include "store/store_parts.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "store/text_index.h"

#define OF_A_KIND 3   /* values of one facet: the list is to be seen at one look */
#define VALUES 7      /* of all facets */
#define EVENTS 4      /* titles are long */
#define TYPED_LEAST 3 /* bytes of an unfinished word */
#define TYPED_MOST 120

/* `head`, then what was typed as LIKE takes it for itself, then anything. */
static struct str pattern(struct arena *arena, const char *head, struct str typed)
{
	struct str s;
	struct buf b;

	buf_init(&b, LIMIT_FIELD);
	buf_z(&b, head);
	for (size_t i = 0; i < typed.len; i++) {
		if (strchr("%_\\", typed.at[i]))
			buf_char(&b, '\\');
		buf_char(&b, ascii_lower(typed.at[i]));
	}
	buf_char(&b, '%');
	s = arena_copy(arena, buf_view(&b));
	buf_free(&b);
	return s;
}

/* What finds titles with these words; "" when the last one is too short. `last`: it, as it
 * stands within a title. */
static struct str in_titles(struct str *last, struct store *s, struct arena *arena,
			    struct str typed)
{
	struct str word = str_cut(typed, str_rchr(typed, ' ') + 1, typed.len);

	*last = pattern(arena, "%", word);
	return word.len >= TYPED_LEAST ? text_index_titles(arena, s, typed) : STR("");
}

static bool values(struct suggestion *out, size_t *count, struct store *s, struct arena *arena,
		   struct str typed, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_SUGGEST_VALUES, err);
	ask_str(&a, pattern(arena, "", typed));
	ask_str(&a, pattern(arena, "% ", typed));
	ask_int(&a, OF_A_KIND);
	ask_int(&a, VALUES);
	while (ask_row(&a))
		out[(*count)++] = (struct suggestion){.kind = arena_copy(arena, ask_str_at(&a, 0)),
						      .value = arena_copy(arena, ask_str_at(&a, 1)),
						      .events = ask_int_at(&a, 2)};
	return ask_close(&a);
}

static bool events(struct suggestion *out, size_t *count, struct store *s, struct arena *arena,
		   struct str typed, struct err *err)
{
	struct str last, match = in_titles(&last, s, arena, typed);
	struct ask a;

	if (match.len == 0)
		return true;
	ask_open(&a, s, Q_SUGGEST_EVENTS, err);
	ask_str(&a, match);
	ask_int(&a, EVENTS);
	ask_str(&a, last);
	while (ask_row(&a))
		out[(*count)++] =
			(struct suggestion){.kind = STR("event"),
					    .id = arena_copy(arena, ask_str_at(&a, 0)),
					    .value = arena_copy(arena, ask_str_at(&a, 1)),
					    .label = arena_copy(arena, ask_str_at(&a, 2))};
	return ask_close(&a);
}

bool store_suggest(const struct suggestion **out, size_t *count, struct store *s,
		   struct arena *arena, struct str typed, struct err *err)
{
	struct suggestion *all = ARENA_ARRAY(arena, struct suggestion, VALUES + EVENTS);

	*out = all;
	*count = 0;
	typed = str_trim(typed);
	if (typed.len == 0 || typed.len > TYPED_MOST)
		return true;
	return values(all, count, s, arena, typed, err) && events(all, count, s, arena, typed, err);
}
