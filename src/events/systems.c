/* events/systems.c -- the table of products, looked for in short texts.
 *
 * Texts are quotes, names and headlines of some dozen words, so each word is compared with
 * the whole table; that is some microseconds and only done when an event is drawn. */
#include "events/systems.h"

#include "base/ascii.h"

/* Letters beyond ASCII are letters, too. */
static bool is_word(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* The longest name that stands at `from`, as a whole word. "GPT-4o" is no "GPT-4". */
static const struct systems_name *name_at(struct str text, size_t from)
{
	const struct systems_name *best = NULL;
	size_t longest = 0;

	for (const struct systems_name *n = systems_name; n->name; n++) {
		size_t upto = from + strlen(n->name);

		if (upto - from <= longest ||
		    !str_starts(str_cut(text, from, text.len), str_of(n->name)))
			continue;
		if (upto < text.len && is_word(text.at[upto]))
			continue;
		longest = upto - from;
		best = n;
	}
	return best;
}

const char *systems_next(struct str text, size_t *from)
{
	for (size_t i = *from; i < text.len; i++) {
		const struct systems_name *n;

		if (!is_word(text.at[i]) || (i && is_word(text.at[i - 1])))
			continue;
		n = name_at(text, i);
		if (!n)
			continue;
		*from = i + strlen(n->name);
		return n->is;
	}
	*from = text.len;
	return NULL;
}
