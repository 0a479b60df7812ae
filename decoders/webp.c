/* decoders/webp.c -- WebP in and out by libwebp. */
#include <stdlib.h>

#include <webp/decode.h>
#include <webp/encode.h>

#include "decoders/cell.h"
#include "decoders/formats.h"

/* Comes back when all is well. */
static void look_at(VP8StatusCode status)
{
	switch (status) {
	case VP8_STATUS_OK:
		return;
	case VP8_STATUS_OUT_OF_MEMORY:
		cell_fail(CHILD_TOO_BIG);
	case VP8_STATUS_NOT_ENOUGH_DATA:
	case VP8_STATUS_SUSPENDED:
		cell_fail(CHILD_TRUNCATED);
	case VP8_STATUS_UNSUPPORTED_FEATURE:
		cell_fail(CHILD_UNSUPPORTED);
	default:
		cell_fail(CHILD_DAMAGED);
	}
}

static void on_white(unsigned char *rgb, const unsigned char *rgba, int width)
{
	for (int x = 0; x < width; x++, rgb += 3, rgba += 4)
		for (int i = 0; i < 3; i++)
			rgb[i] = (unsigned char)((rgba[i] * rgba[3] + 255 * (255 - rgba[3])) / 255);
}

/* libwebp scales while it decodes; the canvas only takes what comes. */
static void wanted_size(WebPDecoderConfig *config)
{
	int width = config->input.width, height = config->input.height;
	int longest = width > height ? width : height;
	int most = 2 * CANVAS_SIDE;

	if (longest <= most)
		return;
	config->options.use_scaling = 1;
	config->options.scaled_width = (int)((int64_t)width * most / longest);
	config->options.scaled_height = (int)((int64_t)height * most / longest);
	if (config->options.scaled_width < 1)
		config->options.scaled_width = 1;
	if (config->options.scaled_height < 1)
		config->options.scaled_height = 1;
}

void webp_read(struct canvas *c, struct str bytes)
{
	static unsigned char row[2 * 3 * CANVAS_SIDE];
	const uint8_t *at = (const uint8_t *)bytes.at;
	WebPDecoderConfig config;

	if (!WebPInitDecoderConfig(&config))
		cell_fail(CHILD_UNSUPPORTED);
	look_at(WebPGetFeatures(at, bytes.len, &config.input));
	if (config.input.has_animation)
		cell_fail(CHILD_ANIMATED);
	formats_size((uint64_t)config.input.width, (uint64_t)config.input.height);
	wanted_size(&config);
	config.output.colorspace = MODE_RGBA;
	look_at(WebPDecode(at, bytes.len, &config));
	canvas_begin(c, (uint32_t)config.output.width, (uint32_t)config.output.height);
	for (int y = 0; y < config.output.height; y++) {
		on_white(row,
			 config.output.u.RGBA.rgba + (ptrdiff_t)y * config.output.u.RGBA.stride,
			 config.output.width);
		canvas_row(c, row);
	}
}

static bool encode(WebPMemoryWriter *to, const struct canvas *c, const WebPConfig *config)
{
	WebPPicture picture;
	bool ok;

	if (!WebPPictureInit(&picture))
		return false;
	WebPMemoryWriterInit(to);
	picture.width = (int)c->w;
	picture.height = (int)c->h;
	picture.writer = WebPMemoryWrite;
	picture.custom_ptr = to;
	ok = WebPPictureImportRGB(&picture, c->rgb, 3 * (int)c->w) != 0 &&
	     WebPEncode(config, &picture) != 0;
	WebPPictureFree(&picture);
	return ok;
}

struct str webp_write(const struct canvas *c, float quality, size_t most)
{
	WebPMemoryWriter to;
	WebPConfig config;

	if (!WebPConfigPreset(&config, WEBP_PRESET_PHOTO, quality))
		cell_fail(CHILD_UNSUPPORTED);
	if (!encode(&to, c, &config))
		cell_fail(CHILD_TOO_BIG);
	if (to.size > most) {
		WebPMemoryWriterClear(&to);
		config.target_size = (int)most;
		config.pass = 6;
		if (!encode(&to, c, &config))
			cell_fail(CHILD_TOO_BIG);
	}
	return (struct str){(const char *)to.mem, to.size};
}
