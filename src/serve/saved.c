/* serve/saved.c -- a request to the feed that nobody made: so that a saved filter and the list
 * can not come to mean different things. */
#include "serve/saved.h"

#include "base/limits.h"
#include "serve/filter.h"
#include "serve/route.h"

static const struct route *feed_row(void)
{
	const struct route *r = route_row;

	while (r->run != feed_atom)
		r++;
	return r;
}

static void left_out(struct params *p)
{
	static const char *const name[] = {"sort", "limit", "cursor", "counts", NULL};
	size_t kept = 0;

	for (size_t i = 0; i < p->len; i++)
		if (!str_is_one_of(p->at[i].name, name))
			p->at[kept++] = p->at[i];
	p->len = kept;
}

/* The words of a problem document. */
static bool told(struct err *err, struct str problem)
{
	struct err unreadable;
	struct json *root;

	if (!json_parse(&root, problem, &unreadable))
		return err_set(err, ERR_INPUT, "the filters make no sense");
	if (json_get_str(root, "parameter").len)
		err_set(err, ERR_INPUT, "%.*s: %.*s", STR_ARG(json_get_str(root, "parameter")),
			STR_ARG(json_get_str(root, "detail")));
	else
		err_set(err, ERR_INPUT, "%.*s", STR_ARG(json_get_str(root, "detail")));
	json_free(root);
	return false;
}

bool saved_parse(struct saved *out, struct arena *a, const struct json *taxonomy, struct str text,
		 struct err *err)
{
	struct response answer = {.status = 0};
	struct request req = {.method = METHOD_GET, .path = STR("/feed.atom"), .query = text};
	struct call c = {
		.req = &req, .out = &answer, .arena = a, .taxonomy = taxonomy, .route = feed_row()};
	bool ok;

	*out = (struct saved){.text = STR("")};
	if (!params_parse(&out->params, a, text, LIMIT_FIELD, err))
		return false;
	left_out(&out->params);
	out->text = params_with(a, STR(""), &out->params, STR(""), STR(""));
	if (str_starts(out->text, STR("?")))
		out->text = str_cut(out->text, 1, out->text.len);
	req.query = out->text;
	buf_init(&answer.body, KIB(64));
	ok = route_check(&c) && filter_events(&out->query, &c);
	if (!ok)
		told(err, buf_view(&answer.body));
	buf_free(&answer.body);
	out->query.limit = 0;
	return ok;
}

struct str saved_words(struct arena *a, const struct params *p)
{
	struct str s = STR("");

	for (size_t i = 0; i < p->len; i++)
		s = arena_fmt(a, "%.*s%s%s: %.*s", STR_ARG(s), i ? "; " : "",
			      arena_z(a, str_of(filter_title(p->at[i].name))),
			      STR_ARG(p->at[i].value));
	return s.len ? s : STR("All events");
}

struct str saved_path(struct arena *a, const struct saved *s, const char *path)
{
	return arena_fmt(a, "%s%s%.*s", path, s->text.len ? "?" : "", STR_ARG(s->text));
}
