/* decoders/canvas.h -- a picture made small while its rows come in.
 *
 * Rows of the whole picture are averaged into at most CANVAS_SIDE pixels a side, so that
 * only the small one is ever held. A picture that is small is left as large as it is. One at
 * a time: a decoder's process has one picture. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define CANVAS_SIDE 640

struct canvas {
	uint32_t width, height; /* of what comes in */
	uint32_t w, h;          /* of what is made */
	uint32_t row;           /* the next that comes in */
	uint32_t at;            /* the row of what is made that is being summed */
	float sum[3 * CANVAS_SIDE], across[3 * CANVAS_SIDE];
	float filled; /* of row `at`, 0 to 1 */
	unsigned char rgb[3 * CANVAS_SIDE * CANVAS_SIDE];
};

/* Neither side 0, their product at most LIMIT_PICTURE_PIXELS. */
void canvas_begin(struct canvas *c, uint32_t width, uint32_t height);
/* One row: `width` times red, green, blue. Rows beyond the last are passed over. */
void canvas_row(struct canvas *c, const unsigned char *rgb);
bool canvas_is_whole(const struct canvas *c);
/* Turns and mirrors it as Exif's orientation (1 to 8) says; others change nothing. */
void canvas_turn(struct canvas *c, unsigned orientation);
/* A part of `from`, made smaller (never larger) to w times h. */
void canvas_crop(struct canvas *out, const struct canvas *from, uint32_t w, uint32_t h);
