/* serve/aim.h -- an event in the shape in which the OECD's AIM gives an incident.
 *
 * For the AIM-compatible API and for exports; docs/EXPORTS.md says what each field is made
 * of. Pure. */
#pragma once
#include "serve/shape.h"

shape_fn aim_incident;
