/* serve/form.c -- label, field, help; nothing clever.
 *
 * What strangers wrote stands in a box of its own direction (dir=auto isolates, so an override
 * of direction ends with the box) which cuts off what stacks out of it (class "stranger"). */
#include "serve/form.h"

void form_open(struct html *h, struct call *c, struct str action, const char *class)
{
	html_enter(h, "form", class);
	html_attr_z(h, "method", "post");
	html_href(h, "action", action);
	form_hidden(h, "csrf", c->csrf);
}

void form_hidden(struct html *h, const char *name, struct str value)
{
	html_open(h, "input");
	html_attr_z(h, "type", "hidden");
	html_attr_z(h, "name", name);
	html_attr(h, "value", value);
	html_end(h);
}

void form_whose(struct html *h, struct str name)
{
	html_open(h, "input");
	html_attr_z(h, "type", "text");
	html_attr_z(h, "name", "whose");
	html_attr_z(h, "autocomplete", "username");
	html_attr(h, "value", name);
	html_flag(h, "hidden");
	html_end(h);
}

static struct str id_of(struct str id, const char *name)
{
	return id.len ? id : str_of(name);
}

void form_label(struct html *h, const char *class, struct str id, const char *text)
{
	html_enter(h, "label", class);
	html_attr(h, "for", id);
	html_z(h, text);
	html_end(h);
}

static void shared(struct html *h, const struct form_field *f)
{
	html_attr(h, "id", id_of(f->id, f->name));
	html_attr_z(h, "name", f->name);
	if (f->most)
		html_attr_int(h, "maxlength", (int64_t)f->most);
	if (f->required)
		html_flag(h, "required");
	html_attr_z(h, "dir", "auto");
	html_attr_z(h, "autocomplete", f->autocomplete ? f->autocomplete : "off");
}

void form_field(struct html *h, const struct form_field *f)
{
	bool area = f->type && strcmp(f->type, "textarea") == 0;

	form_label(h, NULL, id_of(f->id, f->name), f->label);
	html_open(h, area ? "textarea" : "input");
	shared(h, f);
	if (area) {
		html_attr_z(h, "rows", f->most > 5000 ? "10" : "3");
		html_z(h, "\n");
		html_text(h, f->value);
	} else {
		html_attr_z(h, "type", f->type ? f->type : "text");
		html_attr(h, "value", f->value);
	}
	html_end(h);
	if (f->help)
		html_element_z(h, "p", "help", f->help);
}

void form_option(struct html *h, struct str value, struct str text, bool chosen)
{
	html_open(h, "option");
	html_attr(h, "value", value);
	if (chosen)
		html_flag(h, "selected");
	html_text(h, text);
	html_end(h);
}

void form_choice(struct html *h, const struct form_choice *f)
{
	form_label(h, NULL, id_of(f->id, f->name), f->label);
	html_open(h, "select");
	html_attr(h, "id", id_of(f->id, f->name));
	html_attr_z(h, "name", f->name);
	if (f->none)
		form_option(h, STR(""), str_of(f->none), f->chosen.len == 0);
	for (const char *const *v = f->value; *v; v++)
		form_option(h, str_of(*v), str_of(*v), str_eq(f->chosen, str_of(*v)));
	html_end(h);
}

void form_button(struct html *h, const char *class, const char *text)
{
	html_enter(h, "button", class);
	html_attr_z(h, "type", "submit");
	html_z(h, text);
	html_end(h);
}

void form_trouble(struct html *h, const char *text)
{
	html_enter(h, "p", "trouble");
	html_attr_z(h, "role", "alert");
	html_z(h, text);
	html_end(h);
}

void form_stranger(struct html *h, const char *element, struct str text)
{
	html_enter(h, element, "stranger");
	html_attr_z(h, "dir", "auto");
	html_text(h, text);
	html_end(h);
}
