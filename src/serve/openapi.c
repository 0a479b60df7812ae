/* serve/openapi.c -- OpenAPI 3.1 made from the table of routes, so that it cannot
 * tell of an address that is not there, nor forget one. Answers' shapes are told as
 * JSON Schema below: few, open objects, with the keys a client may rely on. */
#include "base/json.h"
#include "serve/openapi_bodies.h"
#include "serve/route.h"

#define LIST_OF(item) "{\"type\":\"array\",\"items\":" item "}"
#define READ(of)                                                                                   \
	"{\"type\":\"object\",\"required\":[\"" of "\",\"pages_read\",\"passed_over\","            \
	"\"articles\",\"ai_articles\",\"ai_share\"]}"
#define REF(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define ARTICLES LIST_OF(REF("Article"))
#define CLAIMS LIST_OF(REF("Claim"))
#define CHECKS LIST_OF(REF("Check"))
#define RELATED LIST_OF(REF("Related"))
#define REFERENCES LIST_OF(REF("Reference"))
#define OBJECTS LIST_OF("{\"type\":\"object\"}")
#define TEXT "{\"type\":\"string\"}"
#define MAYBE "{\"type\":[\"string\",\"null\"]}"
#define OUR_PICTURE OR_NULL("\"string\"", "\"pattern\":\"^/pictures/\"")
#define WHOLE "{\"type\":\"integer\",\"minimum\":0}"
#define OR_NULL(type, more) "{\"type\":[" type ",\"null\"]," more "}"
#define TEXTS_OR_NULL OR_NULL("\"array\"", "\"items\":" TEXT)
#define SHARE "{\"type\":\"number\",\"minimum\":0,\"maximum\":1}"

static const struct {
	const char *name, *schema;
} schema[] = {
	{"EventRow",
	 "{\"type\":\"object\",\"required\":[\"id\",\"title\",\"summary\",\"label\","
	 "\"probability\","
	 "\"severity\",\"country\",\"first_date\",\"last_date\",\"articles\",\"publishers\","
	 "\"facets\",\"image\",\"image_source\","
	 "\"url\"],\"properties\":{\"id\":" TEXT ",\"title\":" TEXT ",\"summary\":" TEXT
	 ",\"label\":{\"enum\":[\"incident\",\"hazard\",\"complementary\"]},\"probability\":" SHARE
	 ",\"severity\":" TEXT ",\"ai_involvement\":" MAYBE ",\"realised\":" MAYBE
	 ",\"country\":" MAYBE ",\"image\":" OUR_PICTURE
	 ",\"image_source\":" MAYBE ",\"first_date\":" MAYBE
	 ",\"last_date\":" MAYBE ",\"articles\":" WHOLE ",\"publishers\":" WHOLE
	 ",\"facets\":{\"type\":\"object\"},\"url\":" TEXT "}}"},
	{"EventList",
	 "{\"type\":\"object\",\"required\":[\"events\",\"total\",\"next\"],\"properties\":{"
	 "\"events\":" LIST_OF(REF("EventRow")) ",\"total\":" WHOLE ",\"next\":" MAYBE
						",\"counts\":{\"type\":\"object\","
						"\"additionalProperties\":" LIST_OF(
							"{\"type\":\"object\",\"required\":["
							"\"value\",\"count\"]}") "}}}"},
	{"Event",
	 "{\"type\":\"object\",\"required\":[\"id\",\"title\",\"summary\",\"label\",\"articles\","
	 "\"history\",\"article_count\",\"related\",\"references\",\"image\",\"image_source\"],"
	 "\"properties\":{\"id\":" TEXT ",\"image\":" OUR_PICTURE ",\"image_source\":" MAYBE
	 ",\"articles\":" ARTICLES ",\"claims\":" CLAIMS ",\"checks\":" CHECKS
	 ",\"related\":" RELATED ",\"references\":" REFERENCES ",\"history\":" OBJECTS "}}"},
	{"ReviewQueue",
	 "{\"type\":\"object\",\"required\":[\"items\",\"total\",\"next\"],\"properties\":{"
	 "\"items\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"why\",\"event\",\"article\",\"title\","
		 "\"label\"],\"properties\":{\"why\":{\"enum\":[\"severe\",\"disputed\","
		 "\"second opinion\",\"abstained\"]},\"event\":" MAYBE ",\"article\":" MAYBE
		 ",\"title\":" TEXT ",\"label\":" TEXT "}}") ",\"total\":" WHOLE ",\"next\":" MAYBE
							     "}}"},
	{"Acted",
	 "{\"type\":\"object\",\"required\":[\"act\",\"event\",\"article\"],\"properties\":{"
	 "\"act\":" WHOLE ",\"event\":" MAYBE ",\"article\":" MAYBE "}}"},
	{"PictureRemoved",
	 "{\"type\":\"object\",\"required\":[\"act\",\"picture\",\"addresses\"],\"properties\":{"
	 "\"act\":" WHOLE ",\"picture\":" MAYBE ",\"addresses\":" WHOLE "}}"},
	{"Preview",
	 "{\"type\":\"object\",\"required\":[\"events\"],\"properties\":{\"events\":" OBJECTS "}}"},
	{"Trail",
	 "{\"type\":\"object\",\"required\":[\"acts\",\"next\"],\"properties\":{\"acts\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"act\",\"at\",\"who\",\"what\","
		 "\"subject\",\"before\",\"after\",\"why\",\"undoes\",\"undone_by\","
		 "\"hash\"]}") ",\"next\":" MAYBE "}}"},
	{"Submission",
	 "{\"type\":\"object\",\"required\":[\"id\",\"state\",\"detail\",\"article\",\"label\","
	 "\"event\",\"at\",\"url\"],\"properties\":{\"id\":" TEXT
	 ",\"state\":{\"enum\":[\"held\",\"waiting\",\"read\",\"refused\"]},\"detail\":" MAYBE
	 ",\"article\":" MAYBE ",\"label\":" MAYBE ",\"event\":" MAYBE "}}"},
	{"Correction",
	 "{\"type\":\"object\",\"required\":[\"id\",\"state\",\"answer\",\"event\",\"article\","
	 "\"at\"],\"properties\":{\"id\":" TEXT
	 ",\"state\":{\"enum\":[\"open\",\"accepted\",\"declined\"]},\"answer\":" MAYBE "}}"},
	{"Changes",
	 "{\"type\":\"object\",\"required\":[\"changes\",\"next\",\"more\"],\"properties\":{"
	 "\"changes\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"id\",\"what\"],\"properties\":{\"id\":" TEXT
		 ",\"what\":{\"enum\":[\"live\",\"merged\",\"gone\"]},\"into\":" TEXT
		 ",\"event\":{\"type\":\"object\"}}}") ",\"total\":" WHOLE ",\"next\":" TEXT
						       ",\"more\":{\"type\":\"boolean\"}}}"},
	{"Reference", "{\"type\":\"object\",\"required\":[\"archive\",\"id\",\"url\",\"articles\"],"
		      "\"properties\":{\"archive\":{\"enum\":[\"AIID\",\"AIM\"]},\"id\":" TEXT
		      ",\"url\":" TEXT ",\"articles\":" WHOLE "}}"},
	{"Related",
	 "{\"type\":\"object\",\"required\":[\"id\",\"title\",\"label\",\"first_date\","
	 "\"articles\",\"reason\",\"shared\",\"url\"],\"properties\":{\"id\":" TEXT
	 ",\"title\":" TEXT ",\"label\":{\"enum\":[\"incident\",\"hazard\",\"complementary\"]}"
	 ",\"first_date\":" MAYBE ",\"articles\":" WHOLE ",\"reason\":" TEXT
	 ",\"shared\":" LIST_OF("{\"type\":\"object\",\"required\":[\"kind\",\"value\",\"events\"],"
				"\"properties\":{\"kind\":{\"enum\":[\"system\",\"developer\","
				"\"deployer\",\"harm_types\"]},\"value\":" TEXT ",\"events\":" WHOLE
				"}}") ",\"url\":" TEXT "}}"},
	{"Quote",
	 "{\"type\":\"object\",\"required\":[\"article\",\"publisher\",\"date\",\"field\",\"from\","
	 "\"upto\",\"quote\"],\"properties\":{\"article\":" TEXT ",\"publisher\":" TEXT
	 ",\"date\":" MAYBE ",\"field\":{\"enum\":[\"title\",\"text\"]},\"from\":" WHOLE
	 ",\"upto\":" WHOLE ",\"quote\":" TEXT
	 ",\"context\":{\"type\":\"object\",\"required\":[\"from\",\"upto\","
	 "\"quote\"]}}}"},
	{"ClaimValue",
	 "{\"type\":\"object\",\"required\":[\"value\",\"articles\",\"publisher_count\","
	 "\"publishers\",\"first\",\"last\",\"quotes\"],\"properties\":{\"value\":" TEXT
	 ",\"quantity\":{\"type\":\"number\"},\"quantity_upto\":{\"type\":\"number\"},"
	 "\"unit\":" TEXT
	 ",\"bound\":{\"enum\":[\"about\",\"at least\",\"at most\",\"nearly\"]},\"articles\":" WHOLE
	 ",\"publisher_count\":" WHOLE ",\"publishers\":" LIST_OF(
		 TEXT) ",\"first\":" MAYBE ",\"last\":" MAYBE
		       ",\"outlier\":{\"type\":\"boolean\"},\"superseded\":{\"type\":"
		       "\"boolean\"},\"quotes\":" LIST_OF(REF("Quote")) "}}"},
	{"Watch",
	 "{\"type\":\"object\",\"required\":[\"id\",\"state\",\"channel\",\"to\",\"pace\","
	 "\"filter\",\"made\",\"feed\"],\"properties\":{\"id\":" TEXT
	 ",\"state\":{\"enum\":[\"unconfirmed\",\"on\",\"off\"]},\"reason\":" MAYBE
	 ",\"channel\":{\"enum\":[\"mail\",\"webhook\",\"feed\"]},\"to\":" MAYBE
	 ",\"pace\":{\"enum\":[\"immediately\",\"daily\",\"weekly\"]},\"filter\":" TEXT
	 ",\"made\":" TEXT ",\"confirmed\":" MAYBE ",\"feed\":" TEXT ",\"key\":" TEXT
	 ",\"manage\":" TEXT ",\"secret\":" TEXT ",\"messages\":" OBJECTS "}}"},
	{"WatchList",
	 "{\"type\":\"object\",\"required\":[\"watches\"],\"properties\":{\"watches\":" LIST_OF(
		 REF("Watch")) "}}"},
	{"Claim",
	 "{\"type\":\"object\",\"required\":[\"what\",\"kind\",\"role\",\"state\",\"reason\","
	 "\"articles\",\"publisher_count\",\"first\",\"last\",\"values\"],\"properties\":{"
	 "\"what\":" TEXT
	 ",\"kind\":{\"enum\":[\"people\",\"count\",\"money\",\"share\",\"age\",\"measure\","
	 "\"date\",\"place\",\"actor\",\"involvement\"]},\"role\":" TEXT
	 ",\"state\":{\"enum\":[\"single\",\"agreed\",\"revised\",\"conflict\"]},\"reason\":" TEXT
	 ",\"articles\":" WHOLE ",\"publisher_count\":" WHOLE ",\"first\":" MAYBE ",\"last\":" MAYBE
	 ",\"values\":" LIST_OF(REF("ClaimValue")) "}}"},
	{"Check",
	 "{\"type\":\"object\",\"required\":[\"reading\",\"holds\",\"articles\",\"facts\"],"
	 "\"properties\":{\"reading\":" TEXT
	 ",\"holds\":{\"type\":\"boolean\"},\"across\":{\"type\":\"boolean\"},\"articles\":" WHOLE
	 ",\"facts\":" LIST_OF(REF("Quote")) "}}"},
	{"Claims",
	 "{\"type\":\"object\",\"required\":[\"id\",\"claims\",\"claims_left_out\",\"checks\"],"
	 "\"properties\":{\"id\":" TEXT
	 ",\"claims\":" LIST_OF(REF("Claim")) ",\"claims_left_out\":" WHOLE
					      ",\"checks\":" LIST_OF(REF("Check")) "}}"},
	{"History",
	 "{\"type\":\"object\",\"required\":[\"id\",\"history\"],\"properties\":{\"id\":" TEXT
	 ",\"history\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"at\",\"what\",\"who\"]}") "}}"},
	{"Versions",
	 "{\"type\":\"object\",\"required\":[\"article\",\"url\",\"state\",\"since\","
	 "\"next_look\",\"versions\"],\"properties\":{\"article\":" TEXT ",\"url\":" MAYBE
	 ",\"state\":{\"enum\":[\"live\",\"gone\",\"wall\",null]},\"since\":" MAYBE
	 ",\"next_look\":" MAYBE ",\"removed\":" WHOLE ",\"versions\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"version\",\"at\",\"title\",\"label\","
		 "\"sha256\",\"kind\",\"changes\",\"url\"],\"properties\":{\"version\":" WHOLE
		 ",\"sha256\":" MAYBE ",\"kind\":" MAYBE
		 ",\"changes\":{\"type\":[\"object\",\"null\"]}}}") "}}"},
	{"Copies",
	 "{\"type\":\"object\",\"required\":[\"article\",\"copies\",\"read\"],\"properties\":{"
	 "\"article\":" TEXT ",\"copies\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"version\",\"at\",\"kind\",\"url\","
		 "\"redirects\",\"type\",\"head\",\"sha256\",\"bytes\",\"bytes_url\"],"
		 "\"properties\":{\"version\":" WHOLE ",\"url\":" MAYBE ",\"type\":" MAYBE
		 ",\"head\":" MAYBE ",\"bytes\":" WHOLE "}}")
	 ",\"read\":{\"type\":[\"object\",\"null\"],\"required\":[\"version\",\"title\","
	 "\"text\"]}}}"},
	{"Article", "{\"type\":\"object\",\"required\":[\"id\",\"title\",\"url\",\"publisher\","
		    "\"date\",\"lang\","
		    "\"label\"],\"properties\":{\"id\":" TEXT ",\"title\":" TEXT ",\"url\":" MAYBE
		    ",\"publisher\":" MAYBE ",\"date\":" MAYBE ",\"lang\":" MAYBE
		    ",\"label\":{\"enum\":[\"incident\",\"hazard\",\"complementary\",\"unrelated\","
		    "\"not_assessed\"]}"
		    ",\"verdict\":" REF("Verdict") "}}"},
	{"ArticleList",
	 "{\"type\":\"object\",\"required\":[\"articles\",\"total\",\"next\"],\"properties\":{"
	 "\"articles\":" LIST_OF(REF("Article")) ",\"total\":" WHOLE ",\"next\":" MAYBE "}}"},
	{"Stats",
	 "{\"type\":\"object\",\"required\":[\"months\"],\"properties\":{\"months\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"month\",\"incidents\",\"hazards\","
		 "\"complementary\",\"ai_articles\",\"articles\",\"not_assessed\","
		 "\"pages_read\"]}") "}}"},
/* clang-format off */
	{"IncidentQuestion", "{\"type\":\"object\",\"additionalProperties\":false,"
	 "\"properties\":{\"search_terms\":" OR_NULL("\"array\"",
	 "\"items\":{\"type\":\"object\",\"required\":[\"value\"],"
	 "\"properties\":{\"type\":{\"enum\":[\"KEYWORD\"]},\"value\":" TEXT "}}") ","
	 "\"and_condition\":{\"type\":[\"boolean\",\"null\"]},\"from_date\":" MAYBE
	 ",\"to_date\":" MAYBE ",\"countries\":" TEXTS_OR_NULL ",\"properties_config\":"
	 OR_NULL("\"object\"", "\"additionalProperties\":false,\"properties\":{\"principles\":"
	 TEXTS_OR_NULL ",\"industries\":" TEXTS_OR_NULL ",\"harm_types\":" TEXTS_OR_NULL
	 ",\"harm_levels\":" TEXTS_OR_NULL ",\"harmed_entities\":" TEXTS_OR_NULL
	 ",\"business_functions\":" TEXTS_OR_NULL ",\"ai_tasks\":" TEXTS_OR_NULL
	 ",\"autonomy_levels\":" TEXTS_OR_NULL ",\"languages\":" TEXTS_OR_NULL "}") ","
	 "\"order_by\":{\"enum\":[\"date\",null]},\"num_results\":{\"type\":[\"integer\","
	 "\"null\"],\"minimum\":0},\"format\":{\"enum\":[\"JSON\",\"json\",null]}}}"},
	{"Concept", "{\"type\":\"object\",\"required\":[\"score\",\"type\",\"label\"],"
	 "\"properties\":{\"score\":" WHOLE ",\"type\":{\"enum\":[\"org\",\"loc\"]},"
	 "\"label\":{\"type\":\"object\",\"required\":[\"eng\"],\"properties\":{\"eng\":" TEXT
	 "}}}}"},
	{"Incident", "{\"type\":\"object\",\"required\":[\"id\",\"title\",\"articles\","
	 "\"n_articles\",\"date\",\"location\",\"evidences\",\"summary\",\"image\","
	 "\"company\",\"concepts\",\"properties\",\"aiid_ids\",\"language_counts\","
	 "\"is_legacy\"],\"properties\":{\"id\":" TEXT ",\"title\":" TEXT ",\"articles\":"
	 OR_NULL("\"array\"", "\"items\":{\"type\":\"object\",\"required\":[\"title\","
	 "\"date\",\"body\",\"publisher\",\"country\",\"url\",\"image\",\"thumbImage\","
	 "\"evidences\",\"concepts\"],\"properties\":{\"title\":" TEXT ",\"date\":" MAYBE ","
	 "\"body\":{\"const\":\"\"},\"publisher\":" MAYBE ",\"country\":" MAYBE ",\"url\":"
	 MAYBE ",\"image\":" MAYBE ",\"thumbImage\":" MAYBE ",\"evidences\":" LIST_OF(TEXT)
	 ",\"concepts\":" LIST_OF(REF("Concept")) "}}") ",\"n_articles\":" WHOLE ",\"date\":"
	 MAYBE ",\"location\":{\"type\":\"object\",\"required\":[\"location\",\"country\","
	 "\"country_code\"],\"properties\":{\"location\":" MAYBE ",\"country\":" MAYBE
	 ",\"country_code\":" MAYBE "}},\"evidences\":" LIST_OF(TEXT) ",\"summary\":" TEXT
	 ",\"image\":" MAYBE ",\"company\":" MAYBE ",\"concepts\":" LIST_OF(REF("Concept")) ","
	 "\"properties\":{\"type\":\"object\",\"required\":[\"principles\",\"industries\","
	 "\"harmed_entities\",\"harm_levels\",\"harm_types\",\"most_severe_harm\","
	 "\"business_functions\",\"deployment_breadth\",\"ai_tasks\",\"autonomy_level\","
	 "\"languages\"],\"properties\":{\"principles\":" LIST_OF(TEXT) ",\"industries\":"
	 LIST_OF(TEXT) ",\"harmed_entities\":" LIST_OF(TEXT) ",\"harm_levels\":" LIST_OF(TEXT)
	 ",\"harm_types\":" LIST_OF(TEXT) ",\"most_severe_harm\":" MAYBE
	 ",\"business_functions\":" LIST_OF(TEXT) ",\"deployment_breadth\":" MAYBE
	 ",\"ai_tasks\":" LIST_OF(TEXT) ",\"autonomy_level\":" MAYBE ",\"languages\":" LIST_OF(
	 TEXT) "}},\"aiid_ids\":" LIST_OF(WHOLE) ",\"language_counts\":{\"type\":\"object\","
	 "\"additionalProperties\":" WHOLE "},\"is_legacy\":{\"type\":\"boolean\"}}}"},
	{"Incidents", "{\"type\":\"object\",\"required\":[\"incidents\",\"total_results\"],"
	 "\"properties\":{\"incidents\":" LIST_OF(REF("Incident")) ",\"total_results\":" WHOLE
	 "}}"},
	{"Waiting", "{\"type\":\"object\",\"required\":[\"state\",\"url\",\"ask\"],\"properties\":"
	 "{\"state\":{\"const\":\"waiting\"},\"url\":" TEXT ",\"ask\":" TEXT "}}"},
	{"ArticleIn", "{\"type\":\"object\",\"properties\":{\"id\":" TEXT ",\"url\":" TEXT
	 ",\"title\":" TEXT ",\"text\":" TEXT ",\"date\":" TEXT ",\"author\":" TEXT
	 ",\"publisher\":" TEXT ",\"lang\":" TEXT "}}"},
/* clang-format on */
	{"Series",
	 "{\"type\":\"object\",\"required\":[\"series\",\"denominator\",\"as\",\"values\","
	 "\"values_left_out\",\"months\"],\"properties\":{\"series\":" TEXT
	 ",\"denominator\":{\"enum\":[\"events\",\"ai_articles\",\"pages_read\"]}"
	 ",\"as\":{\"enum\":[\"count\",\"share\"]},\"values\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"value\",\"total\"],\"properties\":{"
		 "\"value\":" TEXT ",\"total\":" WHOLE
		 "}}") ",\"values_left_out\":" WHOLE
		       ",\"months\":" LIST_OF("{\"type\":\"object\",\"required\":[\"month\","
					      "\"denominator\",\"values\"],"
					      "\"properties\":{\"month\":" TEXT
					      ",\"denominator\":" WHOLE ",\"values\":{"
					      "\"type\":\"object\",\"additionalProperties\":{"
					      "\"type\":[\"number\",\"null\"],"
					      "\"minimum\":0}}}}") "}}"},
	{"ReadDays", "{\"type\":\"object\",\"required\":[\"days\",\"next\"],\"properties\":{"
		     "\"days\":" LIST_OF(READ("day")) ",\"next\":" MAYBE "}}"},
	{"ReadSites", "{\"type\":\"object\",\"required\":[\"sites\"],\"properties\":{"
		      "\"sites\":" LIST_OF(READ("site")) "}}"},
	{"Suggestions",
	 "{\"type\":\"object\",\"required\":[\"suggestions\"],\"properties\":{"
	 "\"suggestions\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"kind\",\"title\",\"value\",\"url\"],"
		 "\"properties\":{\"kind\":" TEXT ",\"title\":" TEXT ",\"value\":" TEXT
		 ",\"label\":" TEXT ",\"events\":" WHOLE ",\"url\":" TEXT "}}") "}}"},
	{"Taxonomy", "{\"type\":\"object\",\"required\":[\"facets\"]}"},
	{"Sources",
	 "{\"type\":\"object\",\"required\":[\"sources\"],\"properties\":{\"sources\":" LIST_OF(
		 "{\"type\":\"object\",\"required\":[\"name\",\"documents\",\"refused\","
		 "\"not_assessed\","
		 "\"watched\"],\"properties\":{\"watched\":{\"type\":[\"object\",\"null\"],"
		 "\"required\":[\"url\",\"outcome\",\"last_try\",\"last_success\",\"next_try\","
		 "\"failures\",\"entries\",\"new\"]}}}") "}}"},
	{"Verdict",
	 "{\"type\":[\"object\",\"null\"],\"required\":[\"label\",\"probability\",\"abstain\","
	 "\"assessed\",\"severity\","
	 "\"rationale\",\"evidence\",\"facets\"]}"},
	{"Problem", "{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\"],"
		    "\"properties\":"
		    "{\"type\":" TEXT ",\"title\":" TEXT ",\"status\":" WHOLE ",\"detail\":" TEXT
		    ",\"parameter\":" TEXT ",\"instance\":" TEXT "}}"},
	{NULL, NULL}};

static void pair(struct emit *e, const char *key, const char *value)
{
	emit_key(e, key);
	emit_z(e, value);
}

static void choices(struct emit *e, struct str list)
{
	struct str one;

	emit_key(e, "enum");
	emit_array(e);
	while (str_split(&one, &list, '|'))
		emit_str(e, one);
	emit_end(e);
}

static bool lists(const struct json *values, struct str value)
{
	for (size_t i = 0; i < json_len(values); i++)
		if (str_eq(json_str(json_at(values, i)), value))
			return true;
	return false;
}

static void facet_values(struct emit *e, const struct call *c, const char *name)
{
	const struct json *values =
		json_get(json_get(json_get(c->taxonomy, "facets"), name), "values");
	const struct json *unknown = json_get(c->taxonomy, "unknown");

	emit_key(e, "type");
	emit_z(e, "array");
	emit_key(e, "items");
	emit_object(e);
	pair(e, "type", "string");
	if (json_len(values)) {
		emit_key(e, "enum");
		emit_array(e);
		for (size_t i = 0; i < json_len(values); i++)
			emit_str(e, json_str(json_at(values, i)));
		for (size_t i = 0; i < json_len(unknown); i++)
			if (!lists(values, json_str(json_at(unknown, i)))) /* it may be learned */
				emit_str(e, json_str(json_at(unknown, i)));
		emit_end(e);
	}
	emit_end(e);
}

static void parameter(struct emit *e, const struct call *c, const struct param *p)
{
	emit_object(e);
	pair(e, "name", p->name);
	pair(e, "in", "query");
	pair(e, "description", p->help);
	emit_key(e, "schema");
	emit_object(e);
	if (p->kind == PARAM_FACET || p->kind == PARAM_TEXTS) {
		facet_values(e, c, p->name);
	} else if (p->kind == PARAM_NUMBER) {
		pair(e, "type", "integer");
		emit_pair_int(e, "minimum", p->least);
		emit_pair_int(e, "maximum", p->most);
	} else {
		pair(e, "type", "string");
		if (p->kind == PARAM_CHOICE)
			choices(e, str_of(p->choices));
		if (p->kind == PARAM_DAY)
			pair(e, "pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
	}
	emit_end(e);
	emit_end(e);
}

static void parameters(struct emit *e, const struct call *c, const struct route *r)
{
	emit_key(e, "parameters");
	emit_array(e);
	if (strchr(r->pattern, '{')) {
		emit_object(e);
		pair(e, "name", strstr(r->pattern, "{id}") ? "id" : "path");
		pair(e, "in", "path");
		emit_key(e, "required");
		emit_bool(e, true);
		emit_key(e, "schema");
		emit_raw(e, STR(TEXT));
		emit_end(e);
	}
	for (const struct param *p = route_param; p->name; p++)
		if (p->sets & r->sets)
			parameter(e, c, p);
	emit_end(e);
}

static void content(struct emit *e, struct arena *a, const char *type, const char *name)
{
	emit_key(e, "content");
	emit_object(e);
	emit_key(e, type);
	emit_object(e);
	if (name[0]) {
		emit_key(e, "schema");
		emit_object(e);
		emit_pair(e, "$ref", arena_fmt(a, "#/components/schemas/%s", name));
		emit_end(e);
	}
	emit_end(e);
	emit_end(e);
}

static void header(struct emit *e, const char *name, const char *what, const char *of)
{
	emit_key(e, name);
	emit_object(e);
	pair(e, "description", what);
	emit_key(e, "schema");
	emit_raw(e, str_of(of));
	emit_end(e);
}

static void headers(struct emit *e, const struct route *r)
{
	emit_key(e, "headers");
	emit_object(e);
	if (r->method == METHOD_GET)
		header(e, "ETag", "to be sent back as If-None-Match", TEXT);
	header(e, "RateLimit-Limit", "units in a minute for one address", WHOLE);
	header(e, "RateLimit-Remaining", "of them still free", WHOLE);
	header(e, "RateLimit-Reset", "seconds until all are free again", WHOLE);
	emit_end(e);
}

static void plain(struct emit *e, const char *status, const char *what)
{
	emit_key(e, status);
	emit_object(e);
	pair(e, "description", what);
	emit_end(e);
}

static bool is_for_some(const struct route *r)
{
	return (r->sets & (SET_PERSON | SET_REVIEWER | SET_ADMIN | SET_KEY)) != 0;
}

static void other_answers(struct emit *e, const struct route *r)
{
	if (r->answer == ANSWER_PAGE && r->method == METHOD_POST)
		plain(e, "303", "done; Location says where it is to be seen");
	else if (r->answer == ANSWER_PAGE && is_for_some(r) && !(r->sets & SET_KEY))
		plain(e, "303", "whoever is not logged in is sent to /login");
	if (r->method != METHOD_GET)
		return;
	plain(e, "304", "as the client has it (If-None-Match)");
	if (strstr(r->pattern, "/events/{id}") || strstr(r->pattern, "/incidents/{id}"))
		plain(e, "308", "the event was merged into another; Location says which");
}

static void problem(struct emit *e, struct arena *a, const struct route *r, const char *status,
		    const char *what)
{
	emit_key(e, status);
	emit_object(e);
	pair(e, "description", what);
	if (strcmp(status, "429") == 0) {
		emit_key(e, "headers");
		emit_object(e);
		header(e, "Retry-After", "seconds to wait", WHOLE);
		emit_end(e);
	}
	if (r->answer == ANSWER_PAGE)
		content(e, a, "text/html", "");
	else
		content(e, a, "application/problem+json", "Problem");
	emit_end(e);
}

/* A page has to be fetched before its verdict is there. */
static void later(struct emit *e, struct arena *a, const struct route *r)
{
	if (!str_starts(str_of(r->name), STR("api_judge")))
		return;
	emit_key(e, "202");
	emit_object(e);
	pair(e, "description", "the page is being fetched; `ask` says where to ask again");
	emit_key(e, "headers");
	emit_object(e);
	header(e, "Retry-After", "seconds to wait", WHOLE);
	emit_end(e);
	content(e, a, "application/json", "Waiting");
	emit_end(e);
}

/* What came into being has an address of its own. */
static bool makes(const struct route *r)
{
	return r->method == METHOD_POST &&
	       (strcmp(r->schema, "Submission") == 0 || strcmp(r->schema, "Correction") == 0 ||
		strcmp(r->schema, "Watch") == 0);
}

static void responses(struct emit *e, struct arena *a, const struct route *r)
{
	static const char *const type[] = {[ANSWER_JSON] = "application/json",
					   [ANSWER_PAGE] = "text/html",
					   [ANSWER_OTHER] = "*/*"};

	emit_key(e, "responses");
	emit_object(e);
	emit_key(e, makes(r) ? "201" : "200");
	emit_object(e);
	pair(e, "description", r->summary);
	headers(e, r);
	content(e, a, strstr(r->pattern, ".csv") ? "text/csv" : type[r->answer], r->schema);
	emit_end(e);
	later(e, a, r);
	other_answers(e, r);
	if (is_for_some(r) && !(r->sets & SET_KEY)) {
		if (r->answer != ANSWER_PAGE || r->method == METHOD_POST)
			problem(e, a, r, "401", "whoever asks is not known");
		problem(e, a, r, "403", "whoever asks may not, or the form's secret is another");
	}
	problem(e, a, r, "429", "too many requests of one address; Retry-After says when to come");
	problem(e, a, r, "default", "a problem; detail says what to do");
	emit_end(e);
}

/* The schema of what is sent. */
static const char *body_of(const struct route *r)
{
	if (strcmp(r->name, "api_incidents") == 0)
		return "IncidentQuestion";
	return strcmp(r->name, "api_judge") == 0 ? "ArticleIn" : openapi_body_of(r);
}

/* One way to be known: a scheme, with the scope that a token needs for it. */
static void way(struct emit *e, const char *scheme, const char *scope, bool csrf)
{
	emit_object(e);
	emit_key(e, scheme);
	emit_array(e);
	if (*scope)
		emit_z(e, scope);
	emit_end(e);
	if (csrf) {
		emit_key(e, "csrf");
		emit_array(e);
		emit_end(e);
	}
	emit_end(e);
}

/* Who may: the table's own word. Pages bring their secret in the form, programs in a header. */
static void security(struct emit *e, const struct route *r)
{
	const char *scope = r->sets & SET_ADMIN      ? "admin"
			    : r->sets & SET_REVIEWER ? "review"
			    : is_for_some(r)         ? "read"
						     : "submit";
	bool csrf = r->answer == ANSWER_JSON && r->method != METHOD_GET;

	emit_key(e, "security");
	emit_array(e);
	if (r->sets & SET_KEY) {
		way(e, "alertKey", "", false);
		way(e, "alertKeyInAddress", "", false);
	} else if (is_for_some(r) || (csrf && (r->sets & SET_PRIVATE))) {
		way(e, "token", scope, false);
		way(e, "session", "", csrf);
	}
	if (!is_for_some(r)) {
		emit_object(e); /* or nobody in particular */
		emit_end(e);
	}
	emit_end(e);
}

static void scheme(struct emit *e, const char *name, const char *type, const char *where)
{
	bool is_http = strcmp(type, "http") == 0;

	emit_key(e, name);
	emit_object(e);
	pair(e, "type", type);
	if (is_http) {
		pair(e, "scheme", "bearer");
	} else {
		pair(e, "in", where);
		pair(e, "name", strcmp(where, "cookie") == 0   ? "tocsin"
				: strcmp(where, "query") == 0 ? "key"
							       : "X-CSRF-Token");
	}
}

static void schemes(struct emit *e)
{
	static const char *const all[][4] = {
		{"token", "http", "",
		 "made on /account or by `tocsin user token`, for some scopes"},
		{"session", "apiKey", "cookie",
		 "of whoever logged in on a page; behind TLS it is named __Host-tocsin"},
		{"csrf", "apiKey", "header",
		 "with a session: the field csrf of any form that it is shown"},
		{"alertKey", "http", "",
		 "the key of one alert, as it was told when it was made"},
		{"alertKeyInAddress", "apiKey", "query", "the same, as links in mails have it"}};

	emit_key(e, "securitySchemes");
	emit_object(e);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		scheme(e, all[i][0], all[i][1], all[i][2]);
		pair(e, "description", all[i][3]);
		emit_end(e);
	}
	emit_end(e);
}

static void operation(struct emit *e, const struct call *c, const struct route *r)
{
	emit_key(e, r->method == METHOD_POST     ? "post"
		    : r->method == METHOD_DELETE ? "delete"
						 : "get");
	emit_object(e);
	pair(e, "summary", r->summary);
	pair(e, "operationId", r->name);
	parameters(e, c, r);
	security(e, r);
	if (r->method == METHOD_POST) {
		emit_key(e, "requestBody");
		emit_object(e);
		emit_key(e, "required");
		emit_bool(e, body_of(r)[0] != '\0');
		content(e, c->arena,
			r->answer == ANSWER_PAGE ? "application/x-www-form-urlencoded"
						 : "application/json",
			body_of(r));
		emit_end(e);
	}
	responses(e, c->arena, r);
	emit_end(e);
}

/* Rows with one pattern stand together in the table. */
static void paths(struct emit *e, const struct call *c)
{
	emit_key(e, "paths");
	emit_object(e);
	for (const struct route *r = route_row; r->pattern; r++) {
		emit_key(e, r->pattern);
		emit_object(e);
		operation(e, c, r);
		while (r[1].pattern && strcmp(r[1].pattern, r->pattern) == 0)
			operation(e, c, ++r);
		emit_end(e);
	}
	emit_end(e);
}

void openapi_answer(struct call *c)
{
	struct emit e;

	call_json(&e, c);
	emit_object(&e);
	pair(&e, "openapi", "3.1.0");
	emit_key(&e, "info");
	emit_object(&e);
	pair(&e, "title", "Tocsin");
	pair(&e, "version", TOCSIN_VERSION);
	pair(&e, "summary", "An open monitor of AI incidents and hazards");
	emit_key(&e, "license");
	emit_object(&e);
	pair(&e, "name", "Apache-2.0");
	pair(&e, "identifier", "Apache-2.0");
	emit_end(&e);
	emit_end(&e);
	paths(&e, c);
	emit_key(&e, "components");
	emit_object(&e);
	emit_key(&e, "schemas");
	emit_object(&e);
	for (int i = 0; schema[i].name; i++) {
		emit_key(&e, schema[i].name);
		emit_raw(&e, str_of(schema[i].schema));
	}
	for (const struct openapi_body *b = openapi_bodies; b->route; b++) {
		if (b > openapi_bodies && strcmp(b->name, b[-1].name) == 0)
			continue; /* rows with one schema stand together */
		emit_key(&e, b->name);
		emit_raw(&e, str_of(b->schema));
	}
	emit_end(&e);
	schemes(&e);
	emit_end(&e);
	emit_end(&e);
}
