/* flow/look_basis.c -- alike, edited, or another text. */
#include "flow/look_basis.h"

#include "base/buf.h"
#include "base/limits.h"
#include "text/words.h"

/* What feeds give less of is a teaser (flow/watch_poll.c), settled when its page did not come. */
static bool is_teaser(const struct changes_side *feed, const struct changes_side *page)
{
	return feed->text.len < LIMIT_WATCH_SUMMARY && page->text.len > 2 * feed->text.len;
}

enum look_basis look_basis_first(const struct changes *c, const struct changes_side *feed,
				 const struct changes_side *page)
{
	if (c->text.same < c->text.gone)
		return LOOK_BASIS_OTHER;
	return c->notice || c->number_count || is_teaser(feed, page) ? LOOK_BASIS_EDITED
								     : LOOK_BASIS_ALIKE;
}

static void put(struct buf *b, struct arena *a, struct str text)
{
	struct words w;

	words_of(&w, a, text);
	for (size_t i = 0; i < w.len; i++)
		buf_fmt(b, "%llx ", (unsigned long long)w.at[i].hash);
	buf_char(b, '\n');
}

void look_basis_hash(char out[HASH_HEX_SIZE], struct arena *a, const struct changes_side *page)
{
	struct buf b;

	buf_init(&b, 32 * LIMIT_TEXT);
	put(&b, a, page->title);
	put(&b, a, page->text);
	hash128_hex(out, hash128(buf_view(&b)));
	buf_free(&b);
}
