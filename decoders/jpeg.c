/* decoders/jpeg.c -- JPEG by libjpeg-turbo.
 *
 * The inverse transform already makes large photographs smaller (to a half, a quarter, an
 * eighth), never to less than twice what is wanted. Colours of printers are made red, green
 * and blue by hand. What ends early is refused: half a picture may show the wrong half. */
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "base/limits.h"
#include "decoders/cell.h"
#include "decoders/formats.h"

struct reading {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
};

/* The library's errors have numbers only inside of it; their words are its interface. */
static void on_error(j_common_ptr j)
{
	static const struct {
		const char *word;
		enum child_end end;
	} known[] = {{"memory", CHILD_TOO_BIG},
		     {"image dimension", CHILD_TOO_BIG},
		     {"nsupported", CHILD_UNSUPPORTED},
		     {"not supported", CHILD_UNSUPPORTED}};
	const char *text = j->err->jpeg_message_table[j->err->msg_code];
	enum child_end end = CHILD_DAMAGED;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strstr(text, known[i].word))
			end = known[i].end;
	cell_fail(end);
}

/* Warnings too: what the library mends by guessing is no picture of anything. The end of the
 * data is told by one. */
static void on_warning(j_common_ptr j, int level)
{
	const char *text = j->err->jpeg_message_table[j->err->msg_code];

	if (level < 0)
		cell_fail(strstr(text, "remature") ? CHILD_TRUNCATED : CHILD_DAMAGED);
}

static void on_message(j_common_ptr j)
{
	(void)j;
}

static void on_progress(j_common_ptr j)
{
	const struct reading *r = j->client_data;

	if (r->jpeg.input_scan_number > LIMIT_PICTURE_SCANS)
		cell_fail(CHILD_TOO_BIG);
}

/* -- Exif's orientation -------------------------------------------------------------------- */

static unsigned number(struct str s, size_t at, size_t bytes, bool little)
{
	unsigned n = 0;

	if (at + bytes > s.len)
		return 0;
	for (size_t i = 0; i < bytes; i++)
		n = n << 8 | (unsigned char)s.at[little ? at + bytes - 1 - i : at + i];
	return n;
}

static unsigned orientation_of(struct str exif)
{
	bool little;
	size_t at;
	unsigned count;

	if (!str_starts(exif, (struct str){"Exif\0\0", 6}))
		return 1;
	exif = str_cut(exif, 6, exif.len);
	little = str_starts(exif, STR("II"));
	at = number(exif, 4, 4, little);
	if (at > exif.len)
		return 1;
	count = number(exif, at, 2, little);
	for (at += 2; count > 0 && at + 12 <= exif.len; at += 12, count--)
		if (number(exif, at, 2, little) == 0x0112)
			return number(exif, at + 8, 2, little);
	return 1;
}

static unsigned orientation(const struct reading *r)
{
	for (jpeg_saved_marker_ptr m = r->jpeg.marker_list; m; m = m->next) {
		struct str exif = {(const char *)m->data, m->data_length};

		if (m->marker == JPEG_APP0 + 1 && str_starts(exif, STR("Exif")))
			return orientation_of(exif);
	}
	return 1;
}

/* -- rows -------------------------------------------------------------------------------- */

/* As Adobe writes them, upside down: 255 is no ink. */
static void from_inks(unsigned char *rgb, const unsigned char *inks, uint32_t width)
{
	for (uint32_t x = 0; x < width; x++, rgb += 3, inks += 4)
		for (int i = 0; i < 3; i++)
			rgb[i] = (unsigned char)(inks[i] * inks[3] / 255);
}

static void rows(struct reading *r, struct canvas *c)
{
	struct jpeg_decompress_struct *j = &r->jpeg;
	bool inks = j->out_color_space == JCS_CMYK;
	JSAMPARRAY row = j->mem->alloc_sarray((j_common_ptr)j, JPOOL_IMAGE, j->output_width * 4, 1);
	JSAMPARRAY rgb = j->mem->alloc_sarray((j_common_ptr)j, JPOOL_IMAGE, j->output_width * 3, 1);

	canvas_begin(c, j->output_width, j->output_height);
	while (j->output_scanline < j->output_height) {
		if (jpeg_read_scanlines(j, row, 1) != 1)
			cell_fail(CHILD_DAMAGED);
		if (inks)
			from_inks(rgb[0], row[0], j->output_width);
		canvas_row(c, inks ? rgb[0] : row[0]);
	}
	jpeg_finish_decompress(j);
	canvas_turn(c, orientation(r));
}

static void settings(struct reading *r)
{
	struct jpeg_decompress_struct *j = &r->jpeg;
	unsigned longest = j->image_width > j->image_height ? j->image_width : j->image_height;

	formats_size(j->image_width, j->image_height);
	j->out_color_space = j->num_components == 4 ? JCS_CMYK : JCS_RGB;
	j->scale_num = 1;
	j->scale_denom = longest >= 16 * CANVAS_SIDE  ? 8
			 : longest >= 8 * CANVAS_SIDE ? 4
			 : longest >= 4 * CANVAS_SIDE ? 2
						      : 1;
	r->progress.progress_monitor = on_progress;
	j->progress = &r->progress;
}

void jpeg_read(struct canvas *c, struct str bytes)
{
	static struct reading r;

	r.jpeg.err = jpeg_std_error(&r.errors);
	r.errors.error_exit = on_error;
	r.errors.emit_message = on_warning;
	r.errors.output_message = on_message;
	jpeg_create_decompress(&r.jpeg);
	r.jpeg.client_data = &r;
	jpeg_save_markers(&r.jpeg, JPEG_APP0 + 1, 0xffff);
	jpeg_mem_src(&r.jpeg, (const unsigned char *)bytes.at, bytes.len);
	if (jpeg_read_header(&r.jpeg, TRUE) != JPEG_HEADER_OK)
		cell_fail(CHILD_DAMAGED);
	settings(&r);
	if (!jpeg_start_decompress(&r.jpeg))
		cell_fail(CHILD_DAMAGED);
	rows(&r, c);
}
