/* text/lang_cld2.cc -- one call into CLD2; nothing else here is C++. */
#include "text/lang_cld2.h"

#include <cstdio>
#include <cstring>

#include <cld2/public/compact_lang_det.h>

const char *lang_cld2(const char *text, int len)
{
	bool reliable = false;
	CLD2::Language found = CLD2::DetectLanguage(text, len, true, &reliable);
	const char *code = CLD2::LanguageCode(found);

	if (!reliable || std::strcmp(code, "un") == 0)
		return "";
	return code;
}
