/* ingest/picture.c -- asks the decoder, and looks whether what comes back is a picture. */
#include "ingest/picture.h"

#include "base/limits.h"

#define SIDE_MOST 640

/* RIFF, the length of the rest, WEBP: exactly one file of that kind and nothing behind it. */
static bool is_webp(struct str s)
{
	const unsigned char *n = (const unsigned char *)s.at;

	if (s.len < 20 || !str_starts(s, STR("RIFF")) || !str_eq(str_cut(s, 8, 12), STR("WEBP")))
		return false;
	return ((size_t)n[4] | (size_t)n[5] << 8 | (size_t)n[6] << 16 | (size_t)n[7] << 24) ==
	       s.len - 8;
}

static bool take(struct picture *out, const struct child_answer *a)
{
	if (a->parts != PICTURE_SIZES)
		return false;
	for (size_t i = 0; i < PICTURE_SIZES; i++) {
		const struct child_part *p = &a->part[i];

		if (!is_webp(p->bytes) || p->a < 1 || p->b < 1 || p->a > SIDE_MOST ||
		    p->b > SIDE_MOST)
			return false;
		out->webp[i] = p->bytes;
		out->width[i] = (int)p->a;
		out->height[i] = (int)p->b;
	}
	return true;
}

enum child_end picture_make(struct picture *out, struct arena *arena, struct str bytes,
			    struct child_answer *ran)
{
	struct child_answer own;
	struct child_answer *a = ran ? ran : &own;

	*out = (struct picture){.width = {0}};
	*a = (struct child_answer){.end = CHILD_TOO_BIG};
	if (bytes.len <= LIMIT_PICTURE)
		child_run(a, arena, "tocsin-picture", bytes);
	if (a->end == CHILD_OK && !take(out, a))
		a->end = CHILD_BAD_ANSWER;
	return a->end;
}
