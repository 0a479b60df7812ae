/* serve/api_pictures.c -- a picture is taken out on request, by an administrator's program. */
#include "base/clock.h"
#include "base/json.h"
#include "serve/route.h"
#include "store/pictures.h"

#define HASH_LEN 32

/* "/pictures/HASH-large.webp", as we give it out, is as good as the hash. */
static struct str which_of(struct str picture)
{
	size_t at = str_find(picture, STR("/pictures/"));
	struct str hash;

	if (at == STR_NPOS || !str_ends(picture, STR(".webp")))
		return picture;
	hash = str_cut(picture, at + sizeof "/pictures/" - 1, picture.len);
	return hash.len > HASH_LEN && hash.at[HASH_LEN] == '-' ? str_cut(hash, 0, HASH_LEN)
							       : picture;
}

static bool asked(struct str *which, struct doer *by, struct call *c)
{
	struct json *o;
	struct err err;

	if (!str_starts(api_header(c->req, "Content-Type"), STR("application/json"))) {
		call_problem(c, 415, NULL, "send application/json");
		return false;
	}
	if (!json_parse(&o, c->req->body, &err)) {
		call_problem(c, 422, NULL, "%s", err.text);
		return false;
	}
	*which = which_of(call_json_field(c, o, "picture"));
	*by = (struct doer){.who = c->person.name,
			    .why = call_json_field(c, o, "why"),
			    .at_ms = clock_now_ms()};
	json_free(o);
	if (which->len && by->why.len)
		return true;
	call_problem(c, 422, NULL, "send {\"picture\":HASH or ADDRESS,\"why\":REASON}");
	return false;
}

void api_picture_remove(struct call *c)
{
	struct picture_removal r;
	struct str which;
	struct store *s;
	struct doer by;
	struct emit e;
	struct err err;

	if (!asked(&which, &by, c) || !call_writer(&s, c))
		return;
	if (!store_picture_remove(&r, s, c->arena, which, &by, &err)) {
		call_error(c, &err);
		return;
	}
	call_json(&e, c);
	emit_object(&e);
	emit_pair_int(&e, "act", r.act);
	emit_pair_or_null(&e, "picture", r.hash);
	emit_pair_int(&e, "addresses", (int64_t)r.addresses);
	emit_end(&e);
}
