/* ingest/source_kinds.h -- the kinds of source, for source.c and source_folder.c alone. */
#pragma once
#include "ingest/source.h"

extern const struct source_ops source_jsonl_ops, source_folder_ops, source_feed_ops,
	source_file_page_ops, source_file_pdf_ops, source_file_text_ops, source_warc_ops;

/* By its ending: whether a folder's file is read at all. */
bool source_knows(struct str path);
