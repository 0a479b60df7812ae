/* serve/picture.c -- from the store, named by content, kept by browsers for a year.
 *
 * What a picture shows nobody here has looked at, so its text for those who do not see it
 * says whose it is, and no more. */
#include "serve/picture.h"

#include <stdio.h>

#include "serve/page.h"
#include "serve/route.h"
#include "text/url.h"

static const char *const size_name[PICTURE_SIZES] = {"small", "large"};

bool picture_of_event(struct picture_row *out, struct call *c, const struct event_row *event,
		      struct err *err)
{
	*out = (struct picture_row){.hash = STR("")};
	return !c->options->pictures ||
	       !event->image.len || /* then no report that it was drawn from has one */
	       store_event_picture(out, c->store, c->arena, event->id, err);
}

bool picture_of_article(struct picture_row *out, struct call *c, struct str image, struct err *err)
{
	*out = (struct picture_row){.hash = STR("")};
	return !c->options->pictures || !image.len ||
	       store_article_picture(out, c->store, c->arena, image, err);
}

struct str picture_path(struct arena *a, const struct picture_row *p, enum picture_size size)
{
	return arena_fmt(a, "/pictures/%.*s-%s.webp", STR_ARG(p->hash), size_name[size]);
}

void picture_show(struct html *h, struct arena *a, const struct picture_row *p,
		  enum picture_size size)
{
	struct str who = p->publisher.len ? p->publisher : url_site(a, p->url);

	html_enter(h, "img", size == PICTURE_SMALL ? "mark picture" : "picture");
	html_href(h, "src", picture_path(a, p, size));
	html_attr_int(h, "width", p->width[size]);
	html_attr_int(h, "height", p->height[size]);
	html_attr(h, "alt",
		  who.len ? arena_fmt(a, "Picture from %.*s", STR_ARG(who))
			  : STR("Picture from a report"));
	if (size == PICTURE_SMALL)
		html_attr_z(h, "loading", "lazy");
	html_attr_z(h, "decoding", "async");
	html_end(h);
}

/* "HASH-small.webp" */
static bool parse(struct str *hash, enum picture_size *size, struct str id)
{
	for (int i = 0; i < PICTURE_SIZES; i++) {
		char ending[20];
		int len = snprintf(ending, sizeof ending, "-%s.webp", size_name[i]);

		if (!str_ends(id, (struct str){ending, (size_t)len}))
			continue;
		*hash = str_cut(id, 0, id.len - (size_t)len);
		*size = (enum picture_size)i;
		return hash->len == 32;
	}
	return false;
}

void picture_answer(struct call *c)
{
	enum picture_size size;
	struct str hash, webp;
	struct err err;

	if (!c->options->pictures || !parse(&hash, &size, c->id)) {
		call_problem(c, 404, NULL, "there is no such picture");
		return;
	}
	if (!store_picture(&webp, c->store, c->arena, hash, size, &err)) {
		call_error(c, &err);
		return;
	}
	call_type(c, "image/webp");
	buf_str(&c->out->body, webp);
	c->out->max_age_s = 31536000;
	snprintf(c->out->etag, sizeof c->out->etag, "W/\"%.32s-%s\"", hash.at, size_name[size]);
}
