/* serve/form.h -- forms of pages: fields with their labels, and the secret that comes back.
 *
 * Plain HTML; scripts add nothing but keys. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"

/* <form>; html_end() closes it. */
void form_open(struct html *h, struct call *c, struct str action, const char *class);
struct form_field {
	const char *name, *label, *type; /* NULL: text; "textarea", "password", "email", "url" */
	const char *help;                /* under it; NULL none */
	const char *autocomplete;        /* NULL: off */
	struct str value, id;            /* id "": the name */
	size_t most;                     /* bytes; 0: not said */
	bool required;
};
void form_field(struct html *h, const struct form_field *f);
void form_hidden(struct html *h, const char *name, struct str value);
/* Whose password a form is about: not seen, for what keeps people's passwords. */
void form_whose(struct html *h, struct str name);
struct form_choice {
	const char *name, *label;
	const char *const *value; /* ends with NULL */
	struct str chosen, id;
	const char *none; /* text of the choice "", NULL there is none */
};
void form_choice(struct html *h, const struct form_choice *f);
void form_button(struct html *h, const char *class, const char *text);
/* Parts of fields that a page puts together itself. */
void form_label(struct html *h, const char *class, struct str id, const char *text);
void form_option(struct html *h, struct str value, struct str text, bool chosen);
/* What was wrong with what was sent. */
void form_trouble(struct html *h, const char *text);
/* What a stranger wrote: as text, and so that it can not reach out of its box. */
void form_stranger(struct html *h, const char *element, struct str text);
