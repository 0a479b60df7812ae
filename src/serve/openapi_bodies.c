/* serve/openapi_bodies.c -- the bodies of the people's acts, of forms and of programs.
 *
 * Forms hold "csrf", the secret of the page that they stand on (serve/guard.h), but for those
 * that change nothing or are opened by a key. Several rows may share a schema. */
#include "serve/openapi_bodies.h"

/* clang-format off */
#define TEXT "{\"type\":\"string\"}"
#define SHORT(most) "{\"type\":\"string\",\"maxLength\":" most "}"
#define SOME(most) "{\"type\":\"string\",\"minLength\":1,\"maxLength\":" most "}"
#define ONE_OF(list) "{\"enum\":[" list "]}"
#define OBJECT(required, properties) \
	"{\"type\":\"object\",\"required\":[" required "],\"properties\":{" properties "}}"
#define FORM(required, properties) OBJECT("\"csrf\"" required, "\"csrf\":" TEXT properties)
#define LABELS ONE_OF("\"incident\",\"hazard\",\"complementary\",\"unrelated\"")
#define ROLES ONE_OF("\"reader\",\"submitter\",\"reviewer\",\"admin\"")
#define PACES ONE_OF("\"immediately\",\"daily\",\"weekly\"")
#define CHANNELS ONE_OF("\"mail\",\"webhook\",\"feed\"")
#define DECISIONS ONE_OF("\"yes\",\"no\"")
#define ACTS ONE_OF("\"relabel\",\"edit\",\"tag\",\"untag\",\"merge\",\"split\",\"apart\"," \
	"\"reject\",\"undo\"")

/* What an act needs beside its name and its reason. */
#define IF_ACT(act, needs) "{\"if\":{\"properties\":{\"act\":{\"const\":\"" act "\"}}}," \
	"\"then\":" needs "}"
#define NEEDS(list) "{\"required\":[" list "]}"
#define ANY_OF(a, b) "{\"anyOf\":[" a "," b "]}"
#define ACT_FIELDS(whole, list) "\"act\":" ACTS ",\"why\":" SOME("8192") ",\"event\":" TEXT \
	",\"article\":" TEXT ",\"other\":" TEXT ",\"label\":" LABELS ",\"severity\":" TEXT \
	",\"title\":" SHORT("500") ",\"summary\":" SHORT("2000") ",\"facet\":" TEXT \
	",\"value\":" TEXT ",\"what\":" list ",\"undoes\":" whole
#define ACT_NEEDS "\"allOf\":[" \
	IF_ACT("relabel", "{\"allOf\":[" NEEDS("\"label\"") "," \
		ANY_OF(NEEDS("\"event\""), NEEDS("\"article\"")) "]}") "," \
	IF_ACT("edit", "{\"allOf\":[" NEEDS("\"event\"") "," \
		ANY_OF(NEEDS("\"title\""), NEEDS("\"summary\"")) "]}") "," \
	IF_ACT("tag", NEEDS("\"event\",\"facet\",\"value\"")) "," \
	IF_ACT("untag", NEEDS("\"event\",\"facet\",\"value\"")) "," \
	IF_ACT("merge", NEEDS("\"event\",\"other\"")) "," \
	IF_ACT("apart", NEEDS("\"event\",\"other\"")) "," \
	IF_ACT("split", NEEDS("\"event\",\"what\"")) "," \
	IF_ACT("reject", NEEDS("\"event\"")) "," \
	IF_ACT("undo", NEEDS("\"undoes\"")) "]"
#define ACT "{\"type\":\"object\",\"required\":[\"act\",\"why\"],\"properties\":{" \
	ACT_FIELDS("{\"type\":\"integer\",\"minimum\":1}", \
		"{\"type\":\"array\",\"minItems\":1,\"items\":" TEXT "}") "}," ACT_NEEDS "}"
#define ACT_FORM FORM(",\"act\",\"why\"", "," ACT_FIELDS("{\"type\":\"string\"," \
	"\"pattern\":\"^[0-9]*$\"}", TEXT) ",\"to\":" TEXT)
#define SENT "\"url\":" SHORT("2048") ",\"title\":" SHORT("4096") ",\"note\":" SHORT("2000") \
	",\"text\":" SHORT("1048576")
#define ASKED "\"event\":" TEXT ",\"article\":" TEXT ",\"name\":" SOME("200") \
	",\"contact\":" SOME("254") ",\"what\":" SOME("2000") ",\"why\":" SOME("2000")

const struct openapi_body openapi_bodies[] = {
	{"api_review_act", "ActIn", ACT},
	{"api_review_preview", "ActIn", ACT},
	{"api_picture_remove", "PictureRemoveIn",
	 OBJECT("\"picture\",\"why\"", "\"picture\":" SOME("8192") ",\"why\":" SOME("2000"))},
	{"api_submit", "SubmissionIn",
	 "{\"type\":\"object\",\"properties\":{" SENT "},\"oneOf\":[" NEEDS("\"url\"") ","
	 NEEDS("\"text\"") "]}"},
	{"api_correct", "CorrectionIn",
	 OBJECT("\"name\",\"contact\",\"what\",\"why\"", ASKED)},
	{"api_watch_make", "WatchIn",
	 OBJECT("\"channel\"", "\"filter\":{\"type\":[\"string\",\"object\"]},"
	 "\"query\":{\"type\":[\"string\",\"object\"]},\"channel\":" CHANNELS
	 ",\"to\":" SHORT("2048") ",\"pace\":" PACES)},
	{"page_try_post", "TryForm", "{\"type\":\"object\",\"properties\":{\"title\":" SHORT("4096")
	 ",\"text\":" SHORT("1048576") ",\"url\":" SHORT("2048") "},"
	 "\"anyOf\":[" NEEDS("\"url\"") "," NEEDS("\"text\"") "]}"},
	{"page_login_post", "LoginForm", FORM(",\"name\",\"password\"", ",\"name\":" TEXT
	 ",\"password\":" SHORT("1024") ",\"to\":" TEXT)},
	{"page_logout_post", "PlainForm", FORM("", "")},
	{"page_reset_post", "ResetForm", FORM(",\"mail\"", ",\"mail\":" TEXT)},
	{"page_reset_link_post", "PasswordForm", FORM(",\"password\"",
	 ",\"password\":" SHORT("1024"))},
	{"page_account_token", "TokenForm", FORM(",\"name\",\"scopes\"", ",\"name\":" TEXT
	 ",\"scopes\":{\"type\":\"string\",\"description\":\"read, submit, review, admin; blanks "
	 "between\"}")},
	{"page_account_revoke", "RevokeForm", FORM(",\"token\"", ",\"token\":{\"type\":"
	 "\"integer\"}")},
	{"page_account_password", "NewPasswordForm", FORM(",\"old\",\"password\"", ",\"old\":"
	 SHORT("1024") ",\"password\":" SHORT("1024"))},
	{"page_accounts_post", "AccountForm", FORM(",\"name\",\"role\"", ",\"name\":" TEXT
	 ",\"role\":" ROLES ",\"disabled\":" TEXT)},
	{"page_submit_post", "SubmissionForm", FORM("", "," SENT)},
	{"page_correct_post", "CorrectionForm", FORM(",\"name\",\"contact\",\"what\",\"why\"",
	 "," ASKED)},
	{"page_review_acts", "ActForm", ACT_FORM},
	{"page_review_preview", "ActForm", ACT_FORM},
	{"page_review_corrections", "CorrectionAnswerForm", FORM(",\"number\",\"decision\",\"why\"",
	 ",\"number\":{\"type\":\"integer\"},\"decision\":" DECISIONS ",\"why\":" TEXT)},
	{"page_review_submissions", "SubmissionAnswerForm", FORM(",\"id\",\"decision\",\"why\"",
	 ",\"id\":" TEXT ",\"decision\":" DECISIONS ",\"why\":" TEXT)},
	{"page_alerts_post", "AlertForm", OBJECT("\"channel\"", "\"filter\":" TEXT
	 ",\"channel\":" CHANNELS ",\"to\":" TEXT ",\"pace\":" PACES)},
	{"page_alert_post", "PaceForm", OBJECT("\"pace\"", "\"pace\":" PACES)},
	{NULL, NULL, NULL}};
/* clang-format on */

const char *openapi_body_of(const struct route *r)
{
	const struct openapi_body *b = openapi_bodies;

	while (b->route && strcmp(b->route, r->name) != 0)
		b++;
	return b->route ? b->name : "";
}
