/* serve/oecd29.h -- the OECD's common reporting framework for AI incidents (2025). */
#pragma once
#include "serve/shape.h"

shape_fn oecd29_report;
