/* judge/part.c -- systems, sentences and distances for the question of AI's part. */
#include "judge/part.h"

const struct cue_group *part_group(const struct part_scope *p, const struct cue_hit *hit)
{
	return cues_group(p->cues, hit->group);
}

bool part_in(const struct part_scope *p, const struct cue_hit *hit, const char *prefix)
{
	return pack_group_in(p->pack, hit->group, str_of(prefix));
}

bool part_is_system(const struct part_scope *p, const struct cue_hit *hit)
{
	switch (part_group(p, hit)->role) {
	case CUE_SYSTEM:
		return true;
	case CUE_MAKER:
		return !part_in(p, hit, "maker.tech") && !part_in(p, hit, "maker.platform") &&
		       !part_in(p, hit, "maker.media");
	default:
		return part_in(p, hit, "hint.machine");
	}
}

size_t part_distance(const struct part_scope *p, const struct cue_hit *a, const struct cue_hit *b)
{
	const struct words *words = &p->r->words[a->field];
	const struct cue_hit *left = a->from <= b->from ? a : b, *right = left == a ? b : a;

	if (left->upto >= right->from)
		return 1;
	return words_from(words, right->from) - words_from(words, left->upto) + 1;
}

size_t part_first(const struct part_scope *p, const struct cue_hit *hit)
{
	size_t low = 0, high = p->r->hit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct cue_hit *at = &p->r->hit[middle];

		if (at->field < hit->field ||
		    (at->field == hit->field && at->sentence < hit->sentence))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool part_is_of(const struct part_scope *p, size_t n, const struct cue_hit *hit)
{
	return n < p->r->hit_count && p->r->hit[n].field == hit->field &&
	       p->r->hit[n].sentence == hit->sentence;
}

bool part_is_heard(const struct cue_hit *hit)
{
	return hit->field == FIELD_TITLE || hit->from < READING_LEAD;
}

bool part_is_question(const struct part_scope *p, enum field field, uint32_t sentence)
{
	uint32_t upto = p->r->sentences[field].at[sentence].upto;

	return upto > 0 && p->r->article->field[field].at[upto - 1] == '?';
}
