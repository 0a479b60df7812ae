/* serve/openapi_bodies.h -- what is sent to each address that takes something, as JSON Schema. */
#pragma once
#include "serve/route.h"

struct openapi_body {
	const char *route;  /* name of the function that reads it */
	const char *name;   /* of the schema among the components */
	const char *schema; /* JSON */
};
extern const struct openapi_body openapi_bodies[]; /* the last one's route is NULL */

/* The schema's name; "" for a POST that takes nothing. */
const char *openapi_body_of(const struct route *r);
