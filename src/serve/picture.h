/* serve/picture.h -- pictures of events and articles on our pages: small copies, from here.
 *
 * No reader's browser asks another site for one. With --images none there are none, and every
 * function here finds nothing. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"
#include "store/pictures.h"

/* hash "" when there is none. */
bool picture_of_event(struct picture_row *out, struct call *c, const struct event_row *event,
		      struct err *err) MUST_USE;
bool picture_of_article(struct picture_row *out, struct call *c, struct str image,
			struct err *err) MUST_USE;
/* "/pictures/HASH-small.webp": its bytes never change. */
struct str picture_path(struct arena *a, const struct picture_row *p, enum picture_size size);
/* <img> with its own width and height, so that nothing moves when it comes. */
void picture_show(struct html *h, struct arena *a, const struct picture_row *p,
		  enum picture_size size);
