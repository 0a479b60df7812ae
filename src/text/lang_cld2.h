/* text/lang_cld2.h -- the shim between C and CLD2's C++. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* ISO 639-1 code of static life, "" when not reliable. text is valid UTF-8. */
const char *lang_cld2(const char *text, int len);

#ifdef __cplusplus
}
#endif
