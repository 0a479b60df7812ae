/* cli/probe_child.c -- the end by its name, sizes or text, and memory and time of the child. */
#include "cli/probe_child.h"

#include "base/emit.h"
#include "ingest/pdf.h"
#include "ingest/picture.h"

static void begin(struct emit *e, struct buf *out, const struct child_answer *ran)
{
	emit_open(e, out);
	emit_object(e);
	emit_pair(e, "end", str_of(child_end_name(ran->end)));
	emit_pair(e, "means", str_of(child_end_text(ran->end)));
	emit_pair_int(e, "peak_kb", ran->peak_kb);
	emit_pair_int(e, "core_ms", ran->core_ms);
	emit_pair_int(e, "clock_ms", ran->clock_ms);
}

bool probe_child_picture(struct buf *out, struct str bytes, struct err *err)
{
	static const char *const name[] = {"small", "large"};
	struct arena *arena = arena_new();
	struct child_answer ran;
	struct picture picture;
	enum child_end end = picture_make(&picture, arena, bytes, &ran);
	struct emit e;

	(void)err;
	begin(&e, out, &ran);
	for (size_t i = 0; end == CHILD_OK && i < PICTURE_SIZES; i++) {
		emit_key(&e, name[i]);
		emit_object(&e);
		emit_pair_int(&e, "width", picture.width[i]);
		emit_pair_int(&e, "height", picture.height[i]);
		emit_pair_int(&e, "bytes", (int64_t)picture.webp[i].len);
		emit_end(&e);
	}
	emit_end(&e);
	arena_free(arena);
	return true;
}

bool probe_child_pdf(struct buf *out, struct str bytes, struct err *err)
{
	struct arena *arena = arena_new();
	struct child_answer ran;
	struct pdf pdf;
	enum child_end end = pdf_read(&pdf, arena, bytes, &ran);
	struct emit e;

	(void)err;
	begin(&e, out, &ran);
	if (end == CHILD_OK) {
		emit_pair_int(&e, "pages", pdf.pages);
		emit_pair_int(&e, "read", pdf.read);
		emit_pair_int(&e, "made_ms", pdf.made_ms);
		emit_pair(&e, "title", pdf.title);
		emit_pair(&e, "text", pdf.text);
	}
	emit_end(&e);
	arena_free(arena);
	return true;
}
