/* ingest/picture.h -- a picture from anywhere made two small ones, in a process of its own.
 *
 * JPEG, PNG and WebP are read (decoders/picture.c); both sizes are WebP without metadata.
 * Up to LIMIT_CHILD_TIME it blocks its thread. Any thread. */
#pragma once
#include "base/arena.h"
#include "ingest/child.h"

#define PICTURE_SMALL_WIDTH 176 /* twice what a list shows, for fine screens */
#define PICTURE_SMALL_HEIGHT 176
#define PICTURE_SMALL_BYTES 5000 /* twenty of them and their page stay under 200 KB */
#define PICTURE_LARGE_BYTES 90000

enum picture_size { PICTURE_SMALL, PICTURE_LARGE, PICTURE_SIZES };

struct picture { /* in the arena */
	struct str webp[PICTURE_SIZES];
	int width[PICTURE_SIZES], height[PICTURE_SIZES];
};

/* CHILD_OK, or what it is instead; *ran (or NULL) tells what it took. */
enum child_end picture_make(struct picture *out, struct arena *arena, struct str bytes,
			    struct child_answer *ran);
