/* flow/freight.h -- what travels between fetcher, worker and clerk: documents, and what
 * became of them, some hundred in one message.
 *
 * A *lane* is what one fetcher puts: its sources, one after the other, again and again. A
 * reading of all of them is a *round*, whose messages are numbered from 1; each says behind which
 * place of its lane it begins. So whoever settles them knows which one is next, whatever was
 * lost, came twice or overtook another on the way.
 *
 * A message has the version of its form, and `maker`: the pack and the program that judged. What
 * another maker judged is judged anew by the clerk, so that no store has findings of two.
 *
 * Reading one: everything is bounds-checked, and what is read points into the message. */
#pragma once
#include "flow/pipeline.h"

struct freight_item {
	enum pulled pulled; /* DOCUMENT; REFUSED, BROKEN: `err` says why; END of its source */
	size_t index;       /* which of the lane's sources */
	struct str source;  /* its name */
	struct cursor cursor;
	struct document document; /* of a finding whole only when something is kept of it */
	struct err err;
	/* of a finding */
	enum fate fate;
	struct finding *finding;
};

struct freight {
	bool judged; /* findings, else documents */
	struct str lane, maker;
	uint64_t round, number;
	struct str behind;        /* place, as freight_place() writes it; "" the beginning */
	bool last;                /* of its round */
	const struct str *source; /* of the first of a round: all sources of the lane */
	size_t sources;
	struct freight_item *item;
	size_t items;
	/* of findings: which message of documents they are of */
	uint64_t sequence;
	struct str claim;
};

#define FREIGHT_AGAIN "again-" /* begins the names of lanes of one document, put once more */
#define FREIGHT_ITEMS 256      /* documents in one message, at most */
#define FREIGHT_MOST MIB(60)   /* one document may have 16 MB, and its finding has it again */

/* ERR_LIMIT: it has over FREIGHT_MOST bytes. */
bool freight_pack(struct buf *out, const struct freight *f, struct err *err) MUST_USE;
/* ERR_INPUT: damaged; ERR_CONFIG: of a newer form. */
bool freight_unpack(struct freight *out, struct arena *arena, struct str bytes,
		    struct err *err) MUST_USE;
/* Behind an item: "2 line 17", in a source; "3 ", where the next one begins. */
struct str freight_place(struct arena *arena, const struct freight_item *i);
/* The other way; false: it is none. "" is the beginning of the first source. */
bool freight_place_read(size_t *source, struct cursor *c, struct str place) MUST_USE;
/* What judged: "0.1.0 oecd@1a2b3c4d". */
struct str freight_maker(struct arena *arena, struct str pack);
