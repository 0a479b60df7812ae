/* decoders/canvas.c -- area averaging, row by row: each pixel that is made is the mean of
 * what it covers, parts of pixels by their share. */
#include "decoders/canvas.h"

#include <string.h>

static uint32_t scaled(uint32_t side, uint32_t longest)
{
	uint64_t made;

	if (longest <= CANVAS_SIDE)
		return side;
	made = ((uint64_t)side * CANVAS_SIDE + longest / 2) / longest;
	return made ? (uint32_t)made : 1;
}

static void begin(struct canvas *c, uint32_t width, uint32_t height, uint32_t w, uint32_t h)
{
	c->width = width;
	c->height = height;
	c->w = w;
	c->h = h;
	c->row = c->at = 0;
	c->filled = 0;
	memset(c->sum, 0, sizeof c->sum);
}

void canvas_begin(struct canvas *c, uint32_t width, uint32_t height)
{
	uint32_t longest = width > height ? width : height;

	begin(c, width, height, scaled(width, longest), scaled(height, longest));
}

static void add(float *to, const unsigned char *p, float share)
{
	to[0] += share * p[0];
	to[1] += share * p[1];
	to[2] += share * p[2];
}

/* The row's means across, w of them. */
static void across(struct canvas *c, const unsigned char *rgb)
{
	double step = (double)c->w / c->width;

	memset(c->across, 0, 3 * sizeof *c->across * c->w);
	if (c->w == c->width) {
		for (uint32_t i = 0; i < 3 * c->w; i++)
			c->across[i] = rgb[i];
		return;
	}
	for (uint32_t x = 0; x < c->width; x++, rgb += 3) {
		double from = x * step, upto = from + step;
		uint32_t left = (uint32_t)from;
		double edge = left + 1.0;

		if (left >= c->w)
			left = c->w - 1;
		if (upto <= edge || left + 1 >= c->w) {
			add(c->across + 3 * (size_t)left, rgb, (float)step);
			continue;
		}
		add(c->across + 3 * (size_t)left, rgb, (float)(edge - from));
		add(c->across + 3 * (size_t)left + 3, rgb, (float)(upto - edge));
	}
}

static void finish_row(struct canvas *c)
{
	unsigned char *to = c->rgb + 3 * (size_t)c->at * c->w;

	for (uint32_t i = 0; i < 3 * c->w; i++) {
		float mean = c->sum[i] / c->filled + 0.5F;

		to[i] = mean >= 255 ? 255 : mean <= 0 ? 0 : (unsigned char)mean;
	}
	memset(c->sum, 0, sizeof c->sum);
	c->filled = 0;
	c->at++;
}

static void add_down(struct canvas *c, float share)
{
	for (uint32_t i = 0; i < 3 * c->w; i++)
		c->sum[i] += share * c->across[i];
	c->filled += share;
}

void canvas_row(struct canvas *c, const unsigned char *rgb)
{
	double step = (double)c->h / c->height;
	double from = c->row * step, upto = from + step, edge = c->at + 1.0;

	if (c->row >= c->height)
		return;
	c->row++;
	across(c, rgb);
	if (c->row == c->height)
		upto = c->h; /* what sums leave out of the last row by rounding */
	if (upto < edge - 1e-6) {
		add_down(c, (float)step);
		return;
	}
	add_down(c, (float)(edge - from > 0 ? edge - from : 1e-6));
	finish_row(c);
	if (c->at < c->h && upto - edge > 1e-6)
		add_down(c, (float)(upto - edge));
}

bool canvas_is_whole(const struct canvas *c)
{
	return c->row == c->height && c->at == c->h;
}

/* Where the pixel (x, y) goes: first mirrored, then, when it lies, rows become columns. */
static size_t turned(const struct canvas *c, unsigned orientation, uint32_t x, uint32_t y)
{
	bool right = orientation == 2 || orientation == 3 || orientation >= 7;
	bool up = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
	size_t tx = right ? c->w - 1 - x : x, ty = up ? c->h - 1 - y : y;

	return orientation >= 5 ? tx * c->h + ty : ty * c->w + tx;
}

void canvas_turn(struct canvas *c, unsigned orientation)
{
	static unsigned char from[sizeof c->rgb];
	uint32_t w = c->w, h = c->h;

	if (orientation < 2 || orientation > 8)
		return;
	memcpy(from, c->rgb, 3 * (size_t)w * h);
	for (uint32_t y = 0; y < h; y++)
		for (uint32_t x = 0; x < w; x++)
			memcpy(c->rgb + 3 * turned(c, orientation, x, y),
			       from + 3 * ((size_t)y * w + x), 3);
	c->w = orientation >= 5 ? h : w;
	c->h = orientation >= 5 ? w : h;
}

void canvas_crop(struct canvas *out, const struct canvas *from, uint32_t w, uint32_t h)
{
	uint32_t cw = from->w, ch = from->h, x, y;

	if ((uint64_t)cw * h > (uint64_t)ch * w)
		cw = (uint32_t)((uint64_t)ch * w / h);
	else
		ch = (uint32_t)((uint64_t)cw * h / w);
	cw = cw ? cw : 1;
	ch = ch ? ch : 1;
	x = (from->w - cw) / 2;
	y = (from->h - ch) / 3; /* faces are in the upper part */
	begin(out, cw, ch, cw < w ? cw : w, ch < h ? ch : h);
	for (uint32_t i = 0; i < ch; i++)
		canvas_row(out, from->rgb + 3 * ((size_t)(y + i) * from->w + x));
}
