/* serve/assets.c -- the files of web/, as tools/bundle_web and tools/embed left
 * them. The hash in the address names the bytes, so clients never ask twice and
 * never see an old one. With a folder (developing), files are read afresh. */
#include "serve/assets.h"

#include <stdio.h>

#include "base/embedded.h"
#include "base/hash.h"
#include "base/io.h"
#include "base/limits.h"
#include "serve/route.h"

extern const struct embedded web_file[];

static const struct embedded *find(struct str name)
{
	for (const struct embedded *f = web_file; f->name; f++)
		if (str_eq(name, str_of(f->name)))
			return f;
	return NULL;
}

uint64_t assets_version(void)
{
	static _Thread_local uint64_t known;

	if (!known) {
		known = hash64(STR(TOCSIN_VERSION), 1);
		for (const struct embedded *f = web_file; f->name; f++)
			known = hash64(str_of(f->hash), known);
	}
	return known;
}

struct str assets_path(struct arena *a, const struct call *c, const char *name)
{
	const struct embedded *f = find(str_of(name));

	if (!f || c->options->web_folder)
		return arena_fmt(a, "/assets/%s", name);
	return arena_fmt(a, "/assets/%s?v=%s", name, f->hash);
}

struct str assets_file(const char *name)
{
	const struct embedded *f = find(str_of(name));

	return f ? f->bytes : STR("");
}

static const char *type_of(struct str name)
{
	static const struct {
		const char *ending, *type;
	} known[] = {{".css", "text/css; charset=utf-8"},
		     {".js", "text/javascript; charset=utf-8"},
		     {".json", "application/json"},
		     {".svg", "image/svg+xml"},
		     {".png", "image/png"},
		     {".woff2", "font/woff2"},
		     {".txt", "text/plain; charset=utf-8"}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_ends(name, str_of(known[i].ending)))
			return known[i].type;
	return "application/octet-stream";
}

/* Only names of built-in files are looked for in the folder, so no path escapes it. */
static void from_folder(struct call *c, const struct embedded *f)
{
	struct str path = arena_fmt(c->arena, "%s/%s", c->options->web_folder, f->name);
	struct err err;

	call_type(c, type_of(c->id));
	if (!io_read(&c->out->body, path.at, &err))
		call_error(c, &err);
}

void assets_answer(struct call *c)
{
	const struct embedded *f = find(c->id);

	if (!f) {
		call_problem(c, 404, NULL, "there is no such file");
		return;
	}
	if (c->options->web_folder) {
		from_folder(c, f);
		return;
	}
	call_type(c, type_of(c->id));
	c->out->fixed = f->bytes;
	c->out->max_age_s = call_get(c, "v").len ? 31536000 : 0;
	snprintf(c->out->etag, sizeof c->out->etag, "W/\"%s\"", f->hash);
}
