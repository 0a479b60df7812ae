/* ingest/opml.c -- outlines by libxml2's reader; written by hand, escaped. */
#include "ingest/opml.h"

#include <libxml/xmlreader.h>

#include "base/limits.h"
#include "text/charset.h"

#define OPTIONS (XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET)

static struct str attribute(struct arena *a, xmlTextReaderPtr reader, const char *name)
{
	xmlChar *text = xmlTextReaderGetAttribute(reader, (const xmlChar *)name);
	struct str s = arena_copy(a, str_trim(str_of((const char *)text)));

	xmlFree(text);
	return s;
}

/* False with err when the list is full. */
static bool outline(struct source_list *l, struct arena *a, xmlTextReaderPtr reader,
		    struct err *err)
{
	struct source_item item = {.url = attribute(a, reader, "xmlUrl"),
				   .name = attribute(a, reader, "text"),
				   .lang = attribute(a, reader, "language"),
				   .kind = attribute(a, reader, "type")};

	if (!item.url.len)
		return true;
	if (!item.name.len)
		item.name = attribute(a, reader, "title");
	/* Others write rss, atom, link; only ours says summary. */
	item.kind = str_eq(item.kind, STR("summary")) ? item.kind : STR("feed");
	return source_list_add(l, a, &item, err) || l->count < LIMIT_SOURCES;
}

bool opml_read(struct source_list *out, struct arena *a, struct str text, struct err *err)
{
	size_t before = out->count;
	xmlTextReaderPtr reader;
	bool ok = true;

	if (text.len > LIMIT_FETCH_FEED)
		return err_set(err, ERR_LIMIT, "a list of over %d bytes", LIMIT_FETCH_FEED);
	if (!charset_decode(&text, a, text, charset_guess(text, STR_NONE), err))
		return false;
	xmlInitParser();
	reader = xmlReaderForMemory(text.at, (int)text.len, NULL, "UTF-8", OPTIONS);
	while (ok && reader && xmlTextReaderRead(reader) == 1)
		if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT &&
		    str_eq_nocase(str_of((const char *)xmlTextReaderConstLocalName(reader)),
				  STR("outline")))
			ok = outline(out, a, reader, err);
	xmlFreeTextReader(reader);
	if (!ok)
		return false;
	return out->count > before || err_set(err, ERR_INPUT, "no outline with an xmlUrl in it");
}

static void escaped(struct buf *out, const char *name, struct str value)
{
	buf_fmt(out, " %s=\"", name);
	for (size_t i = 0; i < value.len; i++)
		switch (value.at[i]) {
		case '&':
			buf_z(out, "&amp;");
			break;
		case '<':
			buf_z(out, "&lt;");
			break;
		case '"':
			buf_z(out, "&quot;");
			break;
		default:
			buf_char(out, value.at[i]);
		}
	buf_char(out, '"');
}

void opml_write(struct buf *out, const struct source_list *l)
{
	buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
		   "<head><title>Sources of Tocsin</title></head>\n<body>\n");
	for (size_t i = 0; i < l->count; i++) {
		const struct source_item *s = &l->item[i];

		buf_z(out, "<outline");
		escaped(out, "type", str_eq(s->kind, STR("summary")) ? s->kind : STR("rss"));
		escaped(out, "text", s->name);
		escaped(out, "xmlUrl", s->url);
		if (!str_eq(s->lang, STR("-")))
			escaped(out, "language", s->lang);
		buf_z(out, "/>\n");
	}
	buf_z(out, "</body>\n</opml>\n");
}
