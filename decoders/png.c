/* decoders/png.c -- PNG by libpng. An interlaced one is held whole, which the limits allow for. */
#include <stdlib.h>

#include <png.h>

#include "base/limits.h"
#include "decoders/cell.h"
#include "decoders/formats.h"

static void on_error(png_structp png, png_const_charp text)
{
	(void)png;
	cell_fail(strstr(text, "memory") ? CHILD_TOO_BIG : CHILD_DAMAGED);
}

static void on_warning(png_structp png, png_const_charp text)
{
	(void)png;
	(void)text;
}

static void on_read(png_structp png, png_bytep to, size_t wanted)
{
	struct str *left = png_get_io_ptr(png);

	if (wanted > left->len)
		cell_fail(CHILD_TRUNCATED);
	memcpy(to, left->at, wanted);
	*left = str_cut(*left, wanted, left->len);
}

/* APNG says so before its first picture; plain libpng would show that one alone. */
static bool is_animated(struct str bytes)
{
	size_t at = 8;

	while (at + 8 <= bytes.len) {
		const unsigned char *n = (const unsigned char *)bytes.at + at;
		size_t len = (size_t)n[0] << 24 | (size_t)n[1] << 16 | (size_t)n[2] << 8 | n[3];
		struct str name = str_cut(bytes, at + 4, at + 8);

		if (str_eq(name, STR("acTL")))
			return true;
		if (str_eq(name, STR("IDAT")) || len > bytes.len)
			return false;
		at += 12 + len;
	}
	return false;
}

/* Everything becomes eight bits of red, green and blue, on white. */
static void settings(png_structp png, png_infop info)
{
	static const png_color_16 white = {0, 255, 255, 255, 255};

	png_set_scale_16(png);
	png_set_expand(png);
	if (!(png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR))
		png_set_gray_to_rgb(png);
	if (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA ||
	    png_get_valid(png, info, PNG_INFO_tRNS))
		png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1);
}

static void rows(struct canvas *c, png_structp png, png_infop info)
{
	uint32_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
	int passes;
	size_t stride;
	unsigned char *all;

	formats_size(width, height);
	settings(png, info);
	passes = png_set_interlace_handling(png);
	png_read_update_info(png, info);
	stride = png_get_rowbytes(png, info);
	if (stride != 3 * (size_t)width)
		cell_fail(CHILD_DAMAGED);
	all = png_malloc(png, passes > 1 ? stride * height : stride);
	canvas_begin(c, width, height);
	for (int pass = 0; pass < passes; pass++)
		for (uint32_t y = 0; y < height; y++) {
			unsigned char *row = passes > 1 ? all + y * stride : all;

			png_read_row(png, row, NULL);
			if (pass + 1 == passes)
				canvas_row(c, row);
		}
	png_read_end(png, NULL);
}

void png_read(struct canvas *c, struct str bytes)
{
	struct str left = bytes;
	png_structp png;
	png_infop info;

	if (is_animated(bytes))
		cell_fail(CHILD_ANIMATED);
	png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error, on_warning);
	info = png ? png_create_info_struct(png) : NULL;
	if (!info)
		cell_fail(CHILD_TOO_BIG);
	png_set_read_fn(png, &left, on_read);
	png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* formats_size says it by its name */
	png_set_chunk_malloc_max(png, MIB(1));
	png_read_info(png, info);
	rows(c, png, info);
}
