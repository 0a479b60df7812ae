/* serve/fields.h -- which header fields an answer has. Pure. */
#pragma once
#include "serve/api.h"

typedef void field_fn(void *to, const char *name, const char *value);

void fields_of(field_fn *add, void *to, const struct response *out, bool options);
