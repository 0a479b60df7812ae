/* cli/cmd_pack.c -- `tocsin pack compile|check FOLDER`. */
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "judge/reading.h"

static int check(const char *folder)
{
	struct pack *pack;
	struct buf out;
	struct err err;
	int status;

	if (!pack_load(&pack, folder, &err))
		return common_failed(&err);
	buf_init(&out, LIMIT_RESPONSE);
	buf_fmt(&out, "%.*s: %.*s\n", STR_ARG(pack_id(pack)), STR_ARG(pack_title(pack)));
	buf_fmt(&out, "%zu groups of cues, %zu facets, models: %s%s\n", pack_group_count(pack),
		pack_facet_count(pack), pack_model(pack, STR("labels")) ? "labels " : "",
		pack_model(pack, STR("facets")) ? "facets" : "");
	status = common_print(buf_view(&out));
	buf_free(&out);
	pack_free(pack);
	return status;
}

int cmd_pack(const struct options *o)
{
	const char *what = o->operand_count == 2 ? o->operand[0] : "";
	struct err err;

	if (strcmp(what, "check") == 0)
		return check(o->operand[1]);
	if (strcmp(what, "compile") != 0)
		return common_usage("pack", "compile or check, and a FOLDER");
	return pack_compile(o->operand[1], &err) ? EXIT_DONE : common_failed(&err);
}
