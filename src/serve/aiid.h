/* serve/aiid.h -- an event as submissions to the AI Incident Database. */
#pragma once
#include "serve/shape.h"

shape_fn aiid_submission;
