/* decoders/picture.c -- tocsin-picture: a picture of any of three formats in, two WebP out.
 *
 * Part 0 is for lists (cropped to PICTURE_SMALL), part 1 for pages (within CANVAS_SIDE each
 * way); a and b are width and height. */
#include "base/limits.h"
#include "decoders/cell.h"
#include "decoders/formats.h"
#include "ingest/picture.h"

static struct canvas canvas, small;

void formats_size(uint64_t width, uint64_t height)
{
	if (width * height > LIMIT_PICTURE_PIXELS)
		cell_fail(CHILD_TOO_BIG);
	if ((width < height ? width : height) < LIMIT_PICTURE_LEAST)
		cell_fail(CHILD_TOO_SMALL);
}

/* What is known, and why it is not read: docs/READING.md. */
static enum child_end other(struct str s)
{
	static const struct {
		size_t at;
		const char *sign;
	} known[] = {
		{0, "GIF8"},     {0, "BM"},       {0, "II*"},      {0, "MM"},
		{4, "ftypavif"}, {4, "ftypheic"}, {4, "ftypmif1"}, {4, "ftypavis"},
		{0, "<svg"},     {0, "<?xml"},    {0, "8BPS"},     {0, "\xff\x0a"},
	};
	static const char ico[] = {0, 0, 1, 0}, jxl[] = {0, 0, 0, 12, 'J', 'X', 'L', ' '};

	/* What makes a GIF begin anew stands before its first picture. */
	if (str_starts(s, STR("GIF8")) &&
	    str_find(str_cut(s, 0, 2048), STR("NETSCAPE2.0")) != STR_NPOS)
		return CHILD_ANIMATED;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(str_cut(s, known[i].at, s.len), str_of(known[i].sign)))
			return CHILD_UNSUPPORTED;
	if (str_starts(s, (struct str){ico, sizeof ico}) ||
	    str_starts(s, (struct str){jxl, sizeof jxl}))
		return CHILD_UNSUPPORTED;
	return CHILD_NOT_A_PICTURE;
}

static void read_any(struct str s)
{
	if (str_starts(s, STR("\xff\xd8\xff")))
		jpeg_read(&canvas, s);
	else if (str_starts(s, STR("\x89PNG\r\n\x1a\n")))
		png_read(&canvas, s);
	else if (str_starts(s, STR("RIFF")) && str_starts(str_cut(s, 8, s.len), STR("WEBP")))
		webp_read(&canvas, s);
	else
		cell_fail(other(str_trim(s)));
}

int main(void)
{
	struct cell_part part[2];

	cell_enter();
	read_any(cell_input(LIMIT_PICTURE));
	if (!canvas_is_whole(&canvas))
		cell_fail(CHILD_DAMAGED);
	canvas_crop(&small, &canvas, PICTURE_SMALL_WIDTH, PICTURE_SMALL_HEIGHT);
	part[0].bytes = webp_write(&small, 68, PICTURE_SMALL_BYTES);
	part[0].a = small.w;
	part[0].b = small.h;
	part[1].bytes = webp_write(&canvas, 75, PICTURE_LARGE_BYTES);
	part[1].a = canvas.w;
	part[1].b = canvas.h;
	cell_answer(part, 2);
}
