/* serve/art73.h -- a draft of a report under Article 73 of the EU AI Act. */
#pragma once
#include "serve/shape.h"

shape_fn art73_draft;
