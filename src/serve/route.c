/* serve/route.c -- finds the row of the table and checks what the client sent.
 *
 * The rows are tried in order; two dozen string comparisons cost less than one
 * microsecond, a trie would save nothing. Unknown parameters are refused: a
 * mistyped filter that is ignored gives a wrong figure that somebody quotes. */
#include "serve/route.h"

#include "base/json.h"
#include "base/limits.h"

const struct route route_row[] = {
#define ROUTE(method, pattern, run, sets, answer, schema, summary)                                 \
	{METHOD_##method, pattern, run, #run, sets, ANSWER_##answer, schema, summary},
#define PARAM(name, kind, choices, least, most, sets, help)
#include "serve/routes.def"
#undef ROUTE
#undef PARAM
	{0}};

const struct param route_param[] = {
#define ROUTE(method, pattern, run, sets, answer, schema, summary)
#define PARAM(name, kind, choices, least, most, sets, help)                                        \
	{name, PARAM_##kind, choices, least, most, sets, help},
#include "serve/routes.def"
#undef ROUTE
#undef PARAM
	{0}};

/* True when `path` has the form of `pattern`; what stands for {id} to *id, encoded. {path} at
 * the end takes slashes too. */
static bool matches(struct str *id, struct str pattern, struct str path)
{
	size_t hole = str_find(pattern, STR("{id}"));
	struct str head, tail;

	if (str_ends(pattern, STR("{path}"))) {
		head = str_cut(pattern, 0, pattern.len - 6);
		*id = str_cut(path, head.len, path.len);
		return str_starts(path, head) && id->len > 0;
	}

	if (hole == STR_NPOS)
		return str_eq(pattern, path);
	head = str_cut(pattern, 0, hole);
	tail = str_cut(pattern, hole + 4, pattern.len);
	if (!str_starts(path, head) || !str_ends(path, tail) || path.len <= head.len + tail.len)
		return false;
	*id = str_cut(path, head.len, path.len - tail.len);
	return str_chr(*id, '/') == STR_NPOS;
}

/* The methods that an address has, by what the table says of it. */
static const char *allowed(bool get, bool post, bool removes)
{
	if (removes)
		return post ? "GET, HEAD, POST, DELETE, OPTIONS" : "GET, HEAD, DELETE, OPTIONS";
	return get && post ? "GET, HEAD, POST, OPTIONS"
	       : get       ? "GET, HEAD, OPTIONS"
			   : "POST, OPTIONS";
}

bool route_find(struct call *c)
{
	enum method wanted = c->req->method == METHOD_HEAD ? METHOD_GET : c->req->method;
	bool get = false, post = false, removes = false;

	for (const struct route *r = route_row; r->pattern; r++) {
		struct str id = STR("");

		if (!matches(&id, str_of(r->pattern), c->req->path))
			continue;
		c->route = r;
		if (r->method == wanted) {
			if (!params_decode(&c->id, c->arena, id, false)) {
				call_problem(
					c, 400, NULL,
					"the path is not percent-encoded UTF-8; encode the id");
				return false;
			}
			return true;
		}
		get = get || r->method == METHOD_GET;
		post = post || r->method == METHOD_POST;
		removes = removes || r->method == METHOD_DELETE;
	}
	if (wanted == METHOD_OPTIONS && str_eq(c->req->path, STR("*"))) { /* of the server */
		c->out->status = 204;
		c->out->allow = allowed(true, true, true);
		return false;
	}
	if (!get && !post) {
		call_problem(c, 404, NULL,
			     "there is nothing here; /openapi.json lists every address");
		return false;
	}
	if (wanted == METHOD_OPTIONS)
		c->out->status = 204;
	else
		call_problem(c, 405, NULL, "this address answers %s only",
			     allowed(get, post, removes));
	c->out->allow = allowed(get, post, removes);
	return false;
}

static const struct param *param_named(struct str name, unsigned sets)
{
	for (const struct param *p = route_param; p->name; p++)
		if ((p->sets & sets) && str_eq(name, str_of(p->name)))
			return p;
	return NULL;
}

static bool is_choice(const struct param *p, struct str value)
{
	struct str one, rest = str_of(p->choices);

	while (str_split(&one, &rest, '|'))
		if (str_eq(one, value))
			return true;
	return false;
}

/* Without a taxonomy every value may be one. */
static bool is_facet_value(const struct call *c, const struct param *p, struct str value)
{
	const struct json *facet = json_get(json_get(c->taxonomy, "facets"), p->name);
	const struct json *values = json_get(facet, "values"),
			  *unknown = json_get(c->taxonomy, "unknown");

	if (!values)
		return true;
	for (size_t i = 0; i < json_len(values); i++)
		if (str_eq(json_str(json_at(values, i)), value))
			return true;
	for (size_t i = 0; i < json_len(unknown); i++)
		if (str_eq(json_str(json_at(unknown, i)), value))
			return true;
	return false;
}

static bool good(struct call *c, const struct param *p, struct str value)
{
	int64_t n, from, upto;

	switch (p->kind) {
	case PARAM_TEXT:
	case PARAM_TEXTS:
		return true;
	case PARAM_DAY:
		if (call_day(&from, &upto, value))
			return true;
		call_problem(c, 400, p->name, "write a date as 2025-06-16, 2025-06 or 2025");
		return false;
	case PARAM_NUMBER:
		if (str_int(&n, value) && n >= p->least && n <= p->most)
			return true;
		call_problem(c, 400, p->name, "give a whole number from %lld to %lld",
			     (long long)p->least, (long long)p->most);
		return false;
	case PARAM_CHOICE:
		if (is_choice(p, value))
			return true;
		call_problem(c, 400, p->name, "give one of %s", p->choices);
		return false;
	case PARAM_FACET:
		break;
	}
	if (is_facet_value(c, p, value))
		return true;
	call_problem(c, 400, p->name, "no such value; /api/v1/taxonomy lists those of %s", p->name);
	return false;
}

static bool is_repeated(const struct params *q, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(q->at[i].name, q->at[at].name))
			return true;
	return false;
}

bool route_check(struct call *c)
{
	struct err err;

	if (!params_parse(&c->params, c->arena, c->req->query, LIMIT_FIELD, &err)) {
		call_problem(c, 400, NULL, "%s", err.text);
		return false;
	}
	for (size_t i = 0; i < c->params.len; i++) {
		const struct params_pair *pair = &c->params.at[i];
		const struct param *p = param_named(pair->name, c->route->sets);

		if (!p) {
			call_problem(c, 400, arena_z(c->arena, str_cut(pair->name, 0, 60)),
				     "there is no such parameter here; /openapi.json lists them");
			return false;
		}
		if (!good(c, p, pair->value))
			return false;
		if (p->kind != PARAM_FACET && p->kind != PARAM_TEXTS &&
		    is_repeated(&c->params, i)) {
			call_problem(c, 400, p->name, "give it once");
			return false;
		}
	}
	return true;
}
