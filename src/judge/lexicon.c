/* judge/lexicon.c -- looking one word up.
 *
 * The table is made beforehand (tools/lexicon), at most half full, so a word
 * that is not in it costs about one read of the index and no comparison. */
#include "judge/lexicon.h"

const struct lexicon_row *lexicon_find(struct str word, uint32_t hash)
{
	for (uint32_t at = hash & (lexicon_slots - 1);; at = (at + 1) & (lexicon_slots - 1)) {
		const struct lexicon_row *row;

		if (lexicon_slot[at] == 0)
			return NULL;
		row = &lexicon_row[lexicon_slot[at] - 1];
		if (row->hash == hash && str_eq_nocase(word, str_of(row->word)))
			return row;
	}
}
