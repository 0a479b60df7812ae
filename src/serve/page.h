/* serve/page.h -- the frame of every page, and the small things they share.
 *
 * Pages are whole without JavaScript; web/app.ts makes them quicker to use. */
#pragma once
#include "serve/call.h"
#include "serve/html.h"

struct page_head {
	struct str title, description;
	struct str path;      /* canonical address within the site */
	struct str json_ld;   /* "" none */
	struct str json_path; /* the same as JSON; "" none */
	struct str filter;    /* of the list at hand, for its feeds: "label=hazard"; "" none */
	const char *here;     /* pattern of the place in the navigation, or "" */
	const char *script;   /* a bundle of this page's own, "map.js"; NULL none */
	const char *style;    /* and its style, "charts.css"; NULL none */
	int refresh_s;        /* the browser asks again after so many seconds; 0 it does not */
	bool unlisted;        /* for no search engine */
};

/* Between the two, h is inside <main>. */
void page_begin(struct html *h, struct call *c, const struct page_head *head);
void page_end(struct html *h, struct call *c);

/* A problem, in words, with the status already set. */
void page_problem(struct call *c, int status, const char *parameter, const char *detail);

/* -- shared small things ------------------------------------------------------------ */
/* Opens <section> and puts its heading, which names it; html_end() closes it. */
void page_section(struct html *h, const char *id, struct str title);
/* Opens a box that is scrolled, by keys too, and is told by `label`: for wide tables. */
void page_scroll(struct html *h, const char *class, struct str label);
/* <thead> with these; the list ends with NULL. */
void page_columns(struct html *h, const char *const *name);
void page_label(struct html *h, struct str label);           /* badge: "Hazard" */
void page_severity(struct html *h, struct str severity);     /* five pips and the words */
void page_time(struct html *h, struct arena *a, int64_t ms); /* <time>16 June 2025</time> */
void page_mark(struct html *h, struct str seed, struct str harm, struct str label);
struct str page_day(struct arena *a, int64_t ms);       /* "16 June 2025", "" for 0 */
struct str page_percent(struct arena *a, double share); /* "87 %" */
struct str page_plural(struct arena *a, int64_t n, const char *one, const char *many);
/* "10 articles from 10 publishers", "48 articles, 2 publishers named", "3 articles": not all
 * articles name theirs, and how many do is not known here. */
struct str page_reports(struct arena *a, int64_t articles, int64_t publishers);
/* <b>Its publisher</b>, or the site of its address; nothing when neither is known. */
void page_publisher(struct html *h, struct arena *a, struct str publisher, struct str url);
/* The title; of an article without one, where it is: "Untitled, on bbc.co.uk". */
struct str page_article_title(struct arena *a, struct str title, struct str url);
struct str page_absolute(struct call *c, struct str path);
/* A sentence of the word: "fr" -> "French"; the code itself when unknown. */
struct str page_language(struct str lang);
