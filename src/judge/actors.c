/* judge/actors.c -- capitalised runs, what they are, and what they do.
 *
 * A run of capitalised words ("Clearview AI", "Ministry of Investment, Trade and
 * Industry" up to the comma, "Elaine Herzberg") is weighed by the words around it:
 * verbs behind it (said, used, was killed), words before it (killed, made by, Judge),
 * what it ends in (Inc, University, Police). Mentions of one name are gathered, a
 * surname goes to the full name and "NHTSA" to the name it stands behind in brackets.
 * The role that more of the text supports wins, in the order authority, harmed,
 * deployer, developer, source. Places, days, demonyms and headline words are no names;
 * a headline in title case is not read at all. Names seen are bounded, so that the
 * work is linear. What it does not do: coreference ("the company"), lower-case names. */
#include "judge/actors.h"

#include <stdlib.h>

#include "judge/places.h"

#define NAMES_MOST 256 /* distinct names gathered from one article */
#define PARTS_MOST 8   /* tokens of one name */
#define KEY_MOST 64    /* bytes of a name of the table, and a margin */

enum kind { KIND_UNKNOWN, KIND_PERSON, KIND_ORGANISATION, KIND_AUTHORITY };

struct name {
	struct str text, alias; /* alias: the short form in brackets */
	enum kind kind;
	bool known;   /* of the table or the cues */
	bool certain; /* a person by title or age */
	bool shaped;  /* like a person's name */
	bool in_title;
	bool sure; /* seen inside a sentence, not only at its start */
	uint32_t weight, mentions, order;
	uint8_t vote[ACTORS_ROLES];
};

struct collector {
	struct name *name;
	size_t count;
	const struct tokens *t;
	const struct actors_hint *hint;
	size_t hints;
	enum field field;
};

struct run {
	size_t first, last; /* tokens */
	size_t behind;      /* where to read on */
	bool titled;        /* behind "Mr", "Judge" */
	bool official;      /* ... "Judge", "Minister" */
	bool starts;        /* one word that opens its sentence */
	bool known, hinted;
	uint8_t role; /* when known */
};

static const char *const ROLE[ACTORS_ROLES] = {"developer", "deployer", "harmed",
					       "authority", "source",   "other"};

/* -- the table -------------------------------------------------------------------------- */

static size_t lower_bound(struct str key)
{
	size_t low = 0, high = actors_names;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_cmp(actors_name[middle].name, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The longest known name at n; its tokens, 0 none. */
static size_t known_at(const struct tokens *t, size_t n, uint8_t *role)
{
	char key[KEY_MOST];
	size_t len = 0, found = 0;

	if (!tokens_has(t, n, LEXICON_KNOWN))
		return 0;
	for (size_t i = n; i < t->len && i < n + PARTS_MOST; i++) {
		size_t row;

		if (i > n && !tokens_follows(t, i, false))
			break;
		len = tokens_fold(key, sizeof key, len, tokens_str(t, i));
		row = len ? lower_bound((struct str){key, len}) : actors_names;
		if (row >= actors_names ||
		    !str_starts(actors_name[row].name, (struct str){key, len}))
			break;
		if (actors_name[row].name.len == len) {
			found = i + 1 - n;
			*role = actors_name[row].role;
		}
	}
	return found;
}

static bool is_hinted(const struct collector *c, uint32_t from, uint32_t upto)
{
	size_t low = 0, high = c->hints;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct actors_hint *h = &c->hint[middle];

		if (h->field < c->field || (h->field == (uint8_t)c->field && h->upto <= from))
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->hints && c->hint[low].field == (uint8_t)c->field &&
	       c->hint[low].from < upto && c->hint[low].from <= from;
}

/* -- runs --------------------------------------------------------------------------------- */

static bool is_name_word(const struct tokens *t, size_t n)
{
	return tokens_capital(t, n) && !tokens_has(t, n, LEXICON_MONTH | LEXICON_WEEKDAY) &&
	       !(tokens_has(t, n, LEXICON_STOP) && t->at[n].shape == TOKEN_CAPITALISED);
}

/* "(Securities and) Exchange Commission" */
static bool office_follows(const struct tokens *t, size_t n)
{
	for (size_t i = n; i < n + 3 && is_name_word(t, i) && tokens_follows(t, i, false); i++)
		if (i > n && tokens_has(t, i, LEXICON_AUTHORITY))
			return true;
	return false;
}

/* Signs within a name touch both sides: "Mercedes-Benz", "Character.AI". */
static bool is_torn(const struct tokens *t, size_t n)
{
	return (tokens_is(t, n, "-") || tokens_is(t, n, ".")) &&
	       !(t->at[n].joined && n + 1 < t->len && t->at[n + 1].joined);
}

/* "Ministry of Investment, Trade and Industry" at its comma. */
static bool is_list_of_office(const struct tokens *t, size_t n)
{
	return tokens_is(t, n, ",") && is_name_word(t, n + 1) && tokens_is(t, n + 2, "and") &&
	       is_name_word(t, n + 3) && n >= 2 && tokens_is(t, n - 2, "of");
}

/* The word of the name behind what may join two: "of", "&", "-"; 0 when none is.
 * "of", "for", "and" join only in names of offices and firms. */
static size_t bridge(const struct tokens *t, size_t n, bool office)
{
	static const char *const word[] = {"de", "du",  "la",  "van", "von", "al", "&",
					   "-",  "der", "den", "bin", "di",  "da", "."};
	static const char *const office_word[] = {"of", "for", "and", "on", "to"};
	size_t next = n + 1;

	if (office && is_list_of_office(t, n))
		return next;
	if (!TOKENS_ONE_OF(t, n, word) && !(office && TOKENS_ONE_OF(t, n, office_word)) &&
	    !(tokens_is(t, n, "and") && office_follows(t, next)))
		return 0;
	if (is_torn(t, n))
		return 0;
	if (tokens_is(t, n, "of") && tokens_is(t, next, "the"))
		next++;
	return is_name_word(t, next) ? next : 0;
}

static size_t run_end(const struct tokens *t, size_t n)
{
	size_t at = n;
	bool office = false;

	while (at < t->len && at < n + PARTS_MOST + 2) {
		size_t next;

		office |= tokens_has(t, at, LEXICON_AUTHORITY | LEXICON_ORG);
		if (is_name_word(t, at + 1) && tokens_follows(t, at + 1, false) &&
		    !tokens_has(t, at + 1, LEXICON_TITLE_WORD)) {
			at++;
			continue;
		}
		if (!tokens_follows(t, at + 1, false) || (next = bridge(t, at + 1, office)) == 0)
			break;
		at = next;
	}
	return at + 1;
}

static bool is_official(const struct tokens *t, size_t n)
{
	static const char *const title[] = {
		"judge",       "justice",       "minister", "president",    "chancellor", "mayor",
		"governor",    "sheriff",       "senator",  "commissioner", "secretary",  "general",
		"congressman", "congresswoman", "rep",      "sen"};

	return TOKENS_ONE_OF(t, n, title);
}

static bool has(const struct tokens *t, size_t first, size_t last, uint32_t classes)
{
	for (size_t i = first; i < last; i++)
		if (tokens_has(t, i, classes))
			return true;
	return false;
}

/* Passes a title at the front: "Mr.", "Judge". */
static void trim_title(struct run *r, const struct tokens *t)
{
	r->titled = true;
	r->official |= is_official(t, r->first);
	r->first++;
	if (tokens_is(t, r->first, ".") && t->at[r->first].joined)
		r->first++;
}

/* Cuts titles, headline words and places that are no part of a name off the front. */
static void trim_front(struct run *r, const struct tokens *t)
{
	while (r->first < r->last) {
		size_t place = places_at(t, r->first);

		if (tokens_has(t, r->first, LEXICON_TITLE_WORD)) {
			trim_title(r, t);
		} else if (place && r->first + place >= r->last) {
			r->first = r->last;
		} else if (place && !tokens_has(t, r->last - 1, LEXICON_ORG | LEXICON_AUTHORITY) &&
			   !tokens_has(t, r->first + place, LEXICON_ORG | LEXICON_AUTHORITY)) {
			r->first += place;
		} else if (place || !tokens_has(t, r->first, LEXICON_PLAIN) ||
			   (r->first + 1 < r->last && tokens_has(t, r->first, LEXICON_ORG))) {
			return;
		} else {
			r->first++;
		}
	}
}

/* "Dr. Gebru", "analyst Dan Ives": the title stands before the run. */
static void look_back(struct run *r, const struct tokens *t)
{
	size_t n = r->first;

	if (n > 1 && tokens_is(t, n - 1, ".") && t->at[n - 1].joined)
		n--;
	if (r->first >= r->last || n == 0 || !tokens_has(t, n - 1, LEXICON_TITLE_WORD) ||
	    t->at[n - 1].sentence != t->at[r->first].sentence)
		return;
	r->titled = true;
	r->official |= is_official(t, n - 1);
}

/* ... and headline words off the end; "Department of Motor Vehicles" stays as it is. */
static void trim(struct run *r, const struct tokens *t)
{
	trim_front(r, t);
	look_back(r, t);
	if (has(t, r->first, r->last, LEXICON_AUTHORITY))
		return;
	while (r->last > r->first && tokens_has(t, r->last - 1, LEXICON_PLAIN | LEXICON_STOP) &&
	       !tokens_is(t, r->last - 1, "ai") &&
	       !(r->last - r->first > 2 && tokens_is(t, r->last - 2, "of")) &&
	       !tokens_has(t, r->last - 1, LEXICON_ORG))
		r->last--;
}

/* "the U.S. government": a place and a word of office in lower case. */
static size_t government_at(const struct tokens *t, size_t n)
{
	size_t place = places_at(t, n);

	if (!place || !tokens_is(t, n + place, "government") ||
	    !tokens_follows(t, n + place, false))
		return 0;
	return place + 1;
}

/* A run at n; false when there is none. */
static bool read_run(struct run *r, const struct collector *c, size_t n)
{
	const struct tokens *t = c->t;
	size_t known, government;

	*r = (struct run){.first = n, .last = n + 1, .behind = n + 1, .role = ACTORS_OTHER};
	government = government_at(t, n);
	if (government) {
		r->last = r->behind = n + government;
		r->known = true;
		r->role = ACTORS_AUTHORITY;
		return true;
	}
	if (!is_name_word(t, n))
		return false;
	known = known_at(t, n, &r->role);
	if (known) {
		r->last = r->behind = n + known;
		r->known = true;
		/* what belongs to it: "Samsung Electronics Co", "Tesla Model 3", "Google Maps" */
		while (is_name_word(t, r->behind) && tokens_follows(t, r->behind, false) &&
		       !tokens_has(t, r->behind, LEXICON_TITLE_WORD) && !places_at(t, r->behind) &&
		       r->behind < r->last + 3)
			r->behind++;
		return true;
	}
	r->last = run_end(t, n);
	r->starts = tokens_starts(t, n) && r->last == n + 1;
	for (size_t i = n + 1; i < r->last; i++) /* "CEO of Tesla", "Alphabet Google" */
		if (known_at(t, i, &r->role)) {
			r->last = i;
			break;
		}
	r->behind = r->last;
	r->role = ACTORS_OTHER;
	trim(r, t);
	if (r->first < r->last)
		r->hinted = is_hinted(c, t->at[r->first].from, t->at[r->last - 1].upto);
	return r->first < r->last && r->last - r->first <= PARTS_MOST;
}

/* -- what the words around a run say -------------------------------------------------------- */

/* Behind ", 49," and ", a 38-year-old engineer,"; n when there is none. */
static size_t behind_apposition(const struct tokens *t, size_t n)
{
	if (!tokens_is(t, n, ",") || !tokens_follows(t, n, true))
		return n;
	for (size_t i = n + 1; i < n + 11 && tokens_follows(t, i, false); i++)
		if (tokens_is(t, i, ","))
			return i + 1;
	return n;
}

static bool is_harmed(const struct tokens *t, const struct run *r)
{
	static const char *const after[] = {"died", "sued", "suffered"};
	static const char *const victim[] = {"victim", "plaintiff", "pedestrian", "cyclist",
					     "passenger"};
	size_t n = r->last;

	if (r->first > 0 && tokens_follows(t, r->first, false) &&
	    (tokens_has(t, r->first - 1, LEXICON_HARMED_VERB) ||
	     TOKENS_ONE_OF(t, r->first - 1, victim)) &&
	    !tokens_is(t, r->first - 1, "sued"))
		return true;
	n = behind_apposition(t, n);
	if (TOKENS_ONE_OF(t, n, after))
		return true;
	if (tokens_is(t, n, "was") || tokens_is(t, n, "were")) {
		n++;
		if (tokens_is(t, n, "wrongfully") || tokens_is(t, n, "falsely") ||
		    tokens_is(t, n, "wrongly"))
			n++;
		return tokens_has(t, n, LEXICON_HARMED_VERB) || tokens_has(t, n, LEXICON_STATE);
	}
	return false;
}

static bool is_developer(const struct tokens *t, const struct run *r)
{
	static const char *const made[] = {"developed",    "built",    "made",     "created",
					   "designed",     "trained",  "launched", "released",
					   "manufactured", "produced", "supplied", "provided"};
	static const char *const before[] = {"maker",  "developer",    "startup",
					     "vendor", "manufacturer", "supplier"};
	static const char *const own[] = {
		"chatbot",   "ai",        "model", "models",     "algorithm", "algorithms",
		"software",  "system",    "robot", "robotaxi",   "robotaxis", "app",
		"autopilot", "assistant", "tool",  "technology", "platform",  "chip",
		"chips",     "chatgpt",   "gemini"};
	size_t n = r->first;

	if (n > 1 && tokens_follows(t, n, false) && tokens_is(t, n - 1, "by") &&
	    TOKENS_ONE_OF(t, n - 2, made))
		return true;
	if (n > 0 && tokens_follows(t, n, false) && TOKENS_ONE_OF(t, n - 1, before))
		return true;
	if (tokens_kind(t, r->last, TOKEN_POSSESSIVE))
		return TOKENS_ONE_OF(t, r->last + 1, own) || TOKENS_ONE_OF(t, r->last + 2, own);
	n = r->last;
	return tokens_phrase(t, &n, ", which makes") || tokens_phrase(t, &n, ", which developed") ||
	       tokens_phrase(t, &n, ", the maker") || tokens_phrase(t, &n, ", the developer") ||
	       tokens_phrase(t, &n, ", the company behind") || tokens_phrase(t, &n, ", maker of");
}

static bool is_deployer(const struct tokens *t, const struct run *r)
{
	static const char *const used[] = {"used",     "deployed", "adopted",
					   "operated", "run",      "installed"};
	static const char *const auxiliary[] = {"has", "had", "is", "was", "began", "also"};
	static const char *const uses[] = {"used",     "uses",      "using",     "deployed",
					   "deploys",  "adopted",   "installed", "operates",
					   "operated", "introduced"};
	size_t n = r->first;

	if (n > 1 && tokens_follows(t, n, false) && tokens_is(t, n - 1, "by") &&
	    TOKENS_ONE_OF(t, n - 2, used))
		return true;
	n = r->last;
	if (tokens_kind(t, n, TOKEN_POSSESSIVE))
		return tokens_is(t, n + 1, "use") || tokens_is(t, n + 1, "deployment");
	if (TOKENS_ONE_OF(t, n, auxiliary))
		n++;
	return (TOKENS_ONE_OF(t, n, uses) && !tokens_is(t, n + 1, "by") &&
		!tokens_is(t, n + 1, "to")) ||
	       tokens_phrase(t, &n, "rolled out");
}

static bool is_source(const struct tokens *t, const struct run *r)
{
	size_t n = r->first;

	if (tokens_has(t, r->last, LEXICON_SPEECH))
		return true;
	if (n > 1 && tokens_is(t, n - 1, "to") && tokens_is(t, n - 2, "according"))
		return true;
	if (tokens_has(t, behind_apposition(t, r->last), LEXICON_SPEECH))
		return true; /* "X, a lawyer, said" */
	return n > 0 && tokens_follows(t, n, false) &&
	       (tokens_is(t, n - 1, "told") || tokens_is(t, n - 1, "said") ||
		tokens_is(t, n - 1, "says"));
}

/* "the chain Rite Aid", "a Uber spokesman", "Acme executives". */
static bool is_organised(const struct tokens *t, const struct run *r)
{
	static const char *const after[] = {"spokesman",  "spokeswoman", "spokesperson",
					    "executives", "officials",   "employees",
					    "shares",     "engineers",   "chief"};
	static const char *const before[] = {"chain", "company", "firm",   "retailer",
					     "group", "giant",   "startup"};
	size_t n = r->last + tokens_kind(t, r->last, TOKEN_POSSESSIVE);

	if (r->first > 0 && tokens_follows(t, r->first, false) &&
	    TOKENS_ONE_OF(t, r->first - 1, before))
		return true;
	return TOKENS_ONE_OF(t, n, after);
}

/* Two or three plain capitalised words, as a person's name is. */
static bool is_person_shaped(const struct tokens *t, const struct run *r)
{
	size_t words = r->last - r->first;

	if (words < 2 || words > 3)
		return false;
	for (size_t i = r->first; i < r->last; i++) {
		bool numeral = i + 1 == r->last && tokens_str(t, i).at[0] == 'I'; /* "Setzer III" */

		if (!tokens_kind(t, i, TOKEN_WORD) ||
		    (t->at[i].shape != TOKEN_CAPITALISED && !numeral))
			return false;
	}
	return true;
}

static bool has_age(const struct tokens *t, const struct run *r) /* "Elaine Herzberg, 49" */
{
	return is_person_shaped(t, r) && tokens_is(t, r->last, ",") &&
	       tokens_kind(t, r->last + 1, TOKEN_NUMBER) && tokens_str(t, r->last + 1).len == 2;
}

static enum kind kind_of(const struct tokens *t, const struct run *r)
{
	size_t words = r->last - r->first;

	if (has(t, r->first, r->last, LEXICON_AUTHORITY) &&
	    (words > 1 || t->at[r->first].shape == TOKEN_UPPER))
		return KIND_AUTHORITY;
	if ((words > 1 && has(t, r->first, r->last, LEXICON_ORG)) || is_organised(t, r))
		return KIND_ORGANISATION;
	if (r->titled && words <= 3)
		return KIND_PERSON;
	if (!is_person_shaped(t, r))
		return KIND_UNKNOWN;
	return has_age(t, r) || is_source(t, r) || is_harmed(t, r) ? KIND_PERSON : KIND_UNKNOWN;
}

/* -- gathering --------------------------------------------------------------------------------- */

static struct str last_word(struct str s)
{
	size_t blank = str_rchr(s, ' ');

	return blank == STR_NPOS ? s : str_cut(s, blank + 1, s.len);
}

static bool is_prefix(struct str shorter, struct str longer)
{
	return longer.len > shorter.len + 1 && longer.at[shorter.len] == ' ' &&
	       str_starts(longer, shorter);
}

/* "FTC" of "Federal Trade Commission": the capitals, and three of them at least. */
static bool is_short_for(struct str shorter, struct str longer)
{
	size_t n = 0;

	for (size_t i = 0; i < longer.len; i++) {
		bool first = i == 0 || longer.at[i - 1] == ' ' || longer.at[i - 1] == '-';

		if (!first || longer.at[i] < 'A' || longer.at[i] > 'Z')
			continue;
		if (n >= shorter.len || shorter.at[n++] != longer.at[i])
			return false;
	}
	return n == shorter.len && n >= 3;
}

static struct name *find(const struct collector *c, struct str text)
{
	for (size_t i = 0; i < c->count; i++) {
		struct name *n = &c->name[i];

		if (str_eq_nocase(n->text, text) || str_eq(n->alias, text) ||
		    is_short_for(text, n->text))
			return n;
	}
	if (str_chr(text, ' ') != STR_NPOS)
		return NULL;
	for (size_t i = 0; i < c->count; i++) { /* a surname, or a firm's first word */
		struct name *n = &c->name[i];

		if (n->shaped && n->kind <= KIND_PERSON && str_eq(last_word(n->text), text)) {
			n->kind = KIND_PERSON;
			return n;
		}
		if (n->kind == KIND_ORGANISATION && is_prefix(text, n->text))
			return n;
	}
	return NULL;
}

static struct name *take(struct collector *c, struct str text)
{
	struct name *n = find(c, text);

	if (n)
		return n;
	if (c->count >= NAMES_MOST)
		return NULL;
	n = &c->name[c->count++];
	*n = (struct name){.text = text, .order = (uint32_t)c->count};
	return n;
}

static void vote(struct name *n, bool yes, enum actors_role role)
{
	if (yes && n->vote[role] < 255)
		n->vote[role]++;
}

static void read_alias(struct name *n, const struct tokens *t, size_t last)
{
	if (tokens_is(t, last, "(") && tokens_is(t, last + 2, ")") &&
	    tokens_kind(t, last + 1, TOKEN_WORD) && t->at[last + 1].shape == TOKEN_UPPER)
		n->alias = tokens_str(t, last + 1);
}

static void add(struct collector *c, const struct run *r)
{
	const struct tokens *t = c->t;
	struct str text = str_cut(t->text, t->at[r->first].from, t->at[r->last - 1].upto);
	struct name *n = take(c, text);
	enum kind kind;

	if (!n)
		return;
	kind = r->known && r->role == ACTORS_AUTHORITY ? KIND_AUTHORITY
	       : r->known                              ? KIND_ORGANISATION
						       : kind_of(t, r);
	if (kind > n->kind && !(n->known && !r->known))
		n->kind = kind;
	n->known |= r->known || r->hinted;
	n->certain |= r->titled || has_age(t, r);
	n->shaped |= is_person_shaped(t, r);
	n->sure |= !r->starts;
	n->mentions++;
	n->in_title |= c->field == FIELD_TITLE;
	n->weight += c->field == FIELD_TITLE ? 3 : t->at[r->first].sentence < 3 ? 2 : 1;
	vote(n, r->known || r->hinted, r->known ? (enum actors_role)r->role : ACTORS_DEVELOPER);
	vote(n, r->official, ACTORS_AUTHORITY);
	vote(n, is_harmed(t, r), ACTORS_HARMED);
	vote(n, is_developer(t, r), ACTORS_DEVELOPER);
	vote(n, is_deployer(t, r), ACTORS_DEPLOYER);
	vote(n, is_source(t, r), ACTORS_SOURCE);
	read_alias(n, t, r->last);
}

/* -- choosing -------------------------------------------------------------------------- */

static enum actors_role role_of(const struct name *n)
{
	if (n->kind == KIND_AUTHORITY || (n->vote[ACTORS_AUTHORITY] && !n->vote[ACTORS_HARMED]))
		return ACTORS_AUTHORITY;
	if (n->vote[ACTORS_HARMED] && !n->known)
		return ACTORS_HARMED;
	if (n->vote[ACTORS_DEPLOYER] && n->vote[ACTORS_DEPLOYER] >= n->vote[ACTORS_DEVELOPER])
		return ACTORS_DEPLOYER;
	if (n->vote[ACTORS_DEVELOPER])
		return ACTORS_DEVELOPER;
	return n->vote[ACTORS_SOURCE] ? ACTORS_SOURCE : ACTORS_OTHER;
}

static bool is_kept(const struct name *n)
{
	if (n->known || n->kind == KIND_AUTHORITY)
		return true;
	if (!n->sure || n->text.len < 2)
		return false;
	if (n->shaped && n->in_title && n->mentions > 1)
		return true;
	if (n->kind != KIND_UNKNOWN)
		return n->kind == KIND_ORGANISATION || n->certain || role_of(n) != ACTORS_OTHER ||
		       n->mentions > 1;
	return n->vote[ACTORS_DEVELOPER] > 1 ||
	       (n->vote[ACTORS_DEVELOPER] && n->vote[ACTORS_SOURCE]);
}

static int by_weight(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void actors_of(struct actors *out, struct arena *arena, const struct tokens tokens[FIELD_COUNT],
	       const struct actors_hint *hint, size_t hints)
{
	struct collector c = {
		.name = ARENA_ARRAY(arena, struct name, NAMES_MOST), .hint = hint, .hints = hints};
	struct run r;

	for (int f = 0; f < FIELD_COUNT; f++) {
		c.t = &tokens[f];
		c.field = (enum field)f;
		if (f == FIELD_TITLE && tokens_is_title_case(c.t))
			continue;
		for (size_t n = 0; n < c.t->len;) {
			if (read_run(&r, &c, n))
				add(&c, &r);
			n = r.behind > n ? r.behind : n + 1;
		}
	}
	qsort(c.name, c.count, sizeof *c.name, by_weight);
	*out = (struct actors){ARENA_ARRAY(arena, struct actor, ACTORS_MOST), 0};
	for (size_t i = 0; i < c.count && out->len < ACTORS_MOST; i++)
		if (is_kept(&c.name[i]))
			out->at[out->len++] =
				(struct actor){c.name[i].text, str_of(ROLE[role_of(&c.name[i])])};
}
