#include "ingest/pdf.c"
#include "test.h"

static const char head[] =
	"%PDF-1.4\n"
	"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
	"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
	"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
	"/Resources << /Font << /F 5 0 R >> >> >>\nendobj\n"
	"5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n";
static const char tail[] = "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";

static struct str file_of(struct arena *a, const char *drawn)
{
	return arena_fmt(a, "%s4 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n%s", head,
			 strlen(drawn), drawn, tail);
}

static void title_and_text(void **state)
{
	struct arena *a = arena_new();
	struct child_answer ran;
	struct pdf pdf;
	struct str file = file_of(
		a, "BT /F 22 Tf 72 700 Td (Robot stops traffic) Tj ET "
		   "BT /F 11 Tf 72 660 Td (A robot without a driver stopped the traf-) Tj ET "
		   "BT /F 11 Tf 72 646 Td (fic in the city for an hour.) Tj ET");

	(void)state;
	assert_int_equal(pdf_read(&pdf, a, file, &ran), CHILD_OK);
	assert_str(pdf.title, "Robot stops traffic");
	assert_str(pdf.text,
		   "A robot without a driver stopped the traffic in the city for an hour.");
	assert_int_equal(pdf.pages, 1);
	assert_true(ran.peak_kb > 0);
	assert_int_equal(pdf_read(&pdf, a, file_of(a, "0 0 m 9 9 l S"), NULL), CHILD_NO_TEXT);
	assert_int_equal(pdf_read(&pdf, a, STR("<html>"), NULL), CHILD_NOT_A_PDF);
	arena_free(a);
}

static void one_byte_too_many(void **state)
{
	struct arena *a = arena_new();
	char *bytes = arena_bytes(a, LIMIT_PDF + 1);
	struct child_answer ran;
	struct pdf pdf;

	(void)state;
	memset(bytes, ' ', LIMIT_PDF + 1);
	assert_int_equal(pdf_read(&pdf, a, (struct str){bytes, LIMIT_PDF + 1}, &ran),
			 CHILD_TOO_BIG);
	assert_int_equal(ran.clock_ms, 0); /* nobody was started */
	assert_int_equal(pdf_read(&pdf, a, (struct str){bytes, LIMIT_PDF}, NULL), CHILD_NOT_A_PDF);
	arena_free(a);
}

static struct str shaped(struct arena *a, const char *title, const char *raw)
{
	struct pdf pdf = {.title = str_of(title)};

	shape(&pdf, a, str_of(raw));
	return pdf.text;
}

static void lines_become_paragraphs(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(shaped(a, "",
			  "A first line that goes on\nto here.\nThe next begins after it now\nand "
			  "ends."),
		   "A first line that goes on to here.\n\nThe next begins after it now and ends.");
	assert_str(shaped(a, "", "Points are\n\xe2\x80\xa2 one\n\xe2\x80\xa2 two"),
		   "Points are\n\n\xe2\x80\xa2 one\n\n\xe2\x80\xa2 two");
	assert_str(shaped(a, "", "about the AI-\ndriven car, an auto-\nmatic one"),
		   "about the AI- driven car, an automatic one");
	assert_str(
		shaped(a, "A heading of two lines", "A heading of\ntwo lines\nAnd then the text."),
		"And then the text.");
	arena_free(a);
}

static void frames_are_no_text(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_str(shaped(a, "",
			  "Agency report 2025\nThe robot moved and\nPage 1 of 3\f"
			  "Agency report 2025\nthen it stopped.\nPage 2 of 3\f"
			  "Agency report 2025\nNobody was hurt.\nPage 3 of 3"),
		   "The robot moved and then it stopped.\n\nNobody was hurt.");
	assert_true(is_same_frame(STR("Page 9 of 12"), STR("Page 10 of 12")));
	assert_false(is_same_frame(STR("Page 9"), STR("Page 9 of 12")));
	arena_free(a);
}

static void characters_stay_whole(void **state)
{
	(void)state;
	assert_str(cut(STR("ab\xe2\x80\xa2"), 4), "ab");
	assert_str(cut(STR("ab\xe2\x80\xa2"), 5), "ab\xe2\x80\xa2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(title_and_text),          cmocka_unit_test(one_byte_too_many),
		cmocka_unit_test(lines_become_paragraphs), cmocka_unit_test(frames_are_no_text),
		cmocka_unit_test(characters_stay_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
