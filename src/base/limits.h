/* base/limits.h -- every bound of the program, each with its reason.
 *
 * One row per limit: name, value, unit, reason. `tocsin limits` prints them,
 * docs/LIMITS.md is generated from them, and each has a test that goes one
 * over. Whatever comes from outside passes one of these before it is stored,
 * allocated or looped over. */
#pragma once
#include <stddef.h>

#define KIB(n) ((n)*1024)
#define MIB(n) ((n)*1024 * 1024)

/* clang-format off */
#define LIMITS(X) \
	X(LIMIT_LINE, MIB(16), "bytes", \
	  "one line of JSON Lines: a megabyte of text and its escapes at six bytes each fit") \
	X(LIMIT_TEXT, MIB(1), "bytes", \
	  "the text of one article; the longest of 9,000 real ones has 0.3 MB") \
	X(LIMIT_TITLE, KIB(4), "bytes", \
	  "one title; the longest real headline seen is 0.5 KB") \
	X(LIMIT_FIELD, KIB(8), "bytes", \
	  "id, url, author, publisher of one article") \
	X(LIMIT_PAGE, MIB(8), "bytes", \
	  "one web page; the largest of 2,500 real pages is 3.4 MB") \
	X(LIMIT_COPY_SHOWN, KIB(256), "bytes", \
	  "of a kept copy's source that its page shows to reviewers; the rest can be saved") \
	X(LIMIT_CAPTURE, MIB(16), "bytes", \
	  "one document in the locker; lines of JSON are the longest, and no longer") \
	X(LIMIT_CHILD_MEMORY, MIB(256), "bytes", \
	  "of a decoder of pictures or PDF; a photograph of 40 million points needs 160 MB") \
	X(LIMIT_CHILD_TIME, 5, "seconds", \
	  "for one picture or PDF, of the clock and of a core; usual are 0.1") \
	X(LIMIT_CHILD_ANSWER, MIB(4), "bytes", \
	  "that a decoder may answer: the text of an article and its figures, or two pictures") \
	X(LIMIT_PICTURE, MIB(8), "bytes", \
	  "one picture as it is fetched; those that pages name for sharing have 0.1 to 2 MB") \
	X(LIMIT_PICTURE_PIXELS, 40000000, "pixels", \
	  "of one picture; cameras of the press make 24 million") \
	X(LIMIT_PICTURE_SCANS, 100, "passes", \
	  "over one progressive JPEG; encoders make 10, each costs a look at every point") \
	X(LIMIT_PICTURE_LEAST, 64, "pixels", \
	  "of the shorter side of a picture; less is a dot that counts readers, or a button") \
	X(LIMIT_PICTURE_ARTICLES, 5, "articles", \
	  "that name the same picture; more, and it is their publisher's sign") \
	X(LIMIT_PICTURE_TRIES, 3, "tries", \
	  "to fetch a picture, over five hours; then its article goes without") \
	X(LIMIT_PDF, MIB(8), "bytes", \
	  "one PDF, as one web page; most notices of agencies have 0.1 to 2 MB") \
	X(LIMIT_PDF_PAGES, 100, "pages", \
	  "read of one PDF; what is news has one to ten, reports end in tables") \
	X(LIMIT_DRIFT, 20000, "articles", \
	  "read for one look at drift, the newest; at 5,000 a second that is four seconds") \
	X(LIMIT_DIFF, 3000, "words", \
	  "gone and come that are told one by one; more is another text, and costs 36 MB") \
	X(LIMIT_LOOKS, 16, "pages", \
	  "looked at again at a time, beside the polls; each may hold 8 MB") \
	X(LIMIT_VERSIONS, 50, "versions", \
	  "of one article; a page that changes with every look is no article") \
	X(LIMIT_WARC_RECORD, MIB(64), "bytes", \
	  "one record of an archive, unpacked; pages end at 8 MB, films are passed over") \
	X(LIMIT_WARC_HEADER, KIB(64), "bytes", \
	  "header of one record; real ones have 1 KB") \
	X(LIMIT_FEED, MIB(64), "bytes", \
	  "one feed; years of entries in one file are about 20 MB") \
	X(LIMIT_FEED_ENTRIES, 100000, "entries", \
	  "one feed; news sitemaps end at 50,000") \
	X(LIMIT_FEED_MENDED, MIB(128), "bytes", \
	  "a feed with its broken places written out; markup that is not closed is the longest") \
	X(LIMIT_FEED_DEPTH, 128, "levels", \
	  "elements within elements of a feed; the markup of an article has 10 to 30") \
	X(LIMIT_FEED_ATTRIBUTES, 64, "attributes", \
	  "of one element of a feed; a root with its namespaces has about 20") \
	X(LIMIT_FEED_LIST, 256, "links, authors, categories...", \
	  "kept of each kind in one entry of a feed; the longest lists of keywords have 60") \
	X(LIMIT_FILE, MIB(256), "bytes", \
	  "a file that has to be read whole (pack, gold, settings)") \
	X(LIMIT_DEPTH, 64, "levels", \
	  "folders within folders, values within JSON values") \
	X(LIMIT_SENTENCES, 20000, "sentences", \
	  "one article; a megabyte of text has about 8,000") \
	X(LIMIT_WORDS, 300000, "words", \
	  "one article; a megabyte of text has about 180,000") \
	X(LIMIT_CUE_HITS, 50000, "matches", \
	  "cue matches kept for one article; usual is 10 to 300") \
	X(LIMIT_EVIDENCE, 64, "spans", \
	  "evidence in one verdict; nobody reads more") \
	X(LIMIT_FACTS, 128, "facts", \
	  "quantities in one verdict; tables of figures have no more use") \
	X(LIMIT_CUES, 65536, "patterns", \
	  "one pack; compile time grows with it") \
	X(LIMIT_CANDIDATES, 128, "stories", \
	  "found for one story, whose events are then compared; keeps the cost of joining flat") \
	X(LIMIT_STORY_TERMS, 200, "terms", \
	  "kept of one article for grouping; a report of 600 words has about as many") \
	X(LIMIT_SKETCH, 64, "shingles", \
	  "kept of one article to find its reprints; an estimate of a half errs by 6 %") \
	X(LIMIT_REQUEST, MIB(2), "bytes", \
	  "body of one HTTP request: one article and its escapes") \
	X(LIMIT_URI, KIB(8), "bytes", \
	  "the address of one request; a search of 64 long terms has 4 KB, proxies pass 8") \
	X(LIMIT_HEAD, KIB(16), "bytes", \
	  "headers of one request; browsers with old cookies send 4 KB, proxies pass 8 to 32") \
	X(LIMIT_HEADERS, 64, "headers", \
	  "of one request; browsers behind two proxies send some 30") \
	X(LIMIT_HEAD_WAIT, 30, "seconds", \
	  "for a request's head, and as grace for its body and answer; a slow line needs two") \
	X(LIMIT_SLOW_BODY, KIB(16), "bytes a second", \
	  "that a body arrives with at least; a bad line of a phone has twice as much") \
	X(LIMIT_SLOW_ANSWER, KIB(4), "bytes a second", \
	  "that an answer is taken with at least, as it lies in memory meanwhile") \
	X(LIMIT_CONNECTIONS, 12000, "connections", \
	  "open at once; each idle one costs some 2 KB, and a descriptor") \
	X(LIMIT_ADDRESS_CONNECTIONS, 500, "connections", \
	  "of one address that is no proxy: eighty browsers of an office that share one") \
	X(LIMIT_RATE_ADDRESSES, 16384, "addresses", \
	  "remembered with what they asked in the last minute; 256 KB") \
	X(LIMIT_RATE, 1000000, "units", \
	  "a minute that `--rate` may grant; more is no limit") \
	X(LIMIT_RESPONSE, MIB(64), "bytes", \
	  "one HTTP answer; a page of 200 events is about 1 MB") \
	X(LIMIT_PAGE_ROWS, 200, "rows", \
	  "one page of a list; a reader turns pages") \
	X(LIMIT_AIM_RESULTS, 2000, "incidents", \
	  "in one AIM-compatible answer, which has no pages; 5 MB, a second and a half") \
	X(LIMIT_SERIES_CELLS, 400000, "counts", \
	  "in one series; 200 values over 166 years, while the news about AI have 15") \
	X(LIMIT_EVENT_ARTICLES, 1000, "articles", \
	  "shown with one event and drawn into its portrait; the others are in the article list") \
	X(LIMIT_CLAIMS, 60, "rows", \
	  "of the claims ledger of one event; a reader has stopped before") \
	X(LIMIT_CLAIMS_MENTIONS, 8192, "statements", \
	  "of all articles of one event laid side by side; the early ones of each are kept") \
	X(LIMIT_TIMELINE, 40, "steps", \
	  "of one event's timeline; there are 14 kinds, and a reader has stopped before") \
	X(LIMIT_REPUTATION, 20000, "domains", \
	  "of a table of publishers; the built-in one has some 300") \
	X(LIMIT_PROBE_ARTICLES, 5000, "articles", \
	  "taken as one event by `tocsin probe claims`; each holds its verdict in memory") \
	X(LIMIT_STATEMENT, 30, "seconds", \
	  "of the database (PostgreSQL) for one question of a reader; usual are milliseconds") \
	X(LIMIT_QUERY_TERMS, 64, "terms", \
	  "one search; more is a mistake or an attack") \
	X(LIMIT_FETCH_HEADERS, KIB(64), "bytes", \
	  "headers of one answer that was fetched; browsers take as many") \
	X(LIMIT_ROBOTS, KIB(500), "bytes", \
	  "of one robots.txt; RFC 9309 asks for at least as many") \
	X(LIMIT_ROBOTS_RULES, 10000, "rules", \
	  "kept of one robots.txt; the longest real ones have some 3,000") \
	X(LIMIT_CRAWL_DELAY, 60, "seconds", \
	  "between two requests because robots.txt asks; at ten minutes a front page takes a day") \
	X(LIMIT_FETCH_FEED, MIB(24), "bytes", \
	  "one feed that is polled, as sent and decoded; real ones have 0.1, sitemaps some 10") \
	X(LIMIT_FETCH_URL, KIB(2), "bytes", \
	  "an address that is fetched; servers refuse longer ones") \
	X(LIMIT_FETCH_TIMEOUT, 600, "seconds", \
	  "the longest that one request may be given") \
	X(LIMIT_FETCH_SLOW, 20, "seconds", \
	  "hardly a byte for so long is no answer any more") \
	X(LIMIT_FETCH_CONCURRENCY, 64, "requests", \
	  "under way at a time, one for each host; each holds an answer in memory") \
	X(LIMIT_FETCH_REDIRECTS, 5, "redirects", \
	  "followed for one address; what RFC 9309 asks for, honest ones need two") \
	X(LIMIT_FETCH_HOSTS, 4096, "hosts", \
	  "remembered with pace and robots.txt; the world's press has as many") \
	X(LIMIT_FETCH_WAIT, 60, "seconds", \
	  "waited for a host that asks to; longer and the request ends, to be made again later") \
	X(LIMIT_RETRY_AFTER, 86400, "seconds", \
	  "believed of a Retry-After; more is a mistake or a way to be forgotten") \
	X(LIMIT_ROBOTS_AGE, 86400, "seconds", \
	  "a robots.txt is believed; RFC 9309 allows a day") \
	X(LIMIT_ROBOTS_RETRY, 300, "seconds", \
	  "until a robots.txt that could not be read is asked for again") \
	X(LIMIT_SOURCES, 10000, "sources", \
	  "watched by one program; each has a row and is polled every few minutes") \
	X(LIMIT_SOURCE_NAME, 200, "bytes", \
	  "the name of a watched source; it stands in tables") \
	X(LIMIT_DISCOVERED, 32, "feeds", \
	  "found in one page; a newspaper's list of its feeds has more, its front page two") \
	X(LIMIT_WATCH_LEAST, 300, "seconds", \
	  "between two polls of a source that has news each time; faster is rude") \
	X(LIMIT_WATCH_FIRST, 1800, "seconds", \
	  "between the first two polls of a source") \
	X(LIMIT_WATCH_MOST, 43200, "seconds", \
	  "between two polls of a source that seldom has news; twice a day misses nothing") \
	X(LIMIT_WATCH_POLLS, 64, "sources", \
	  "being polled at a time; each holds its new entries in memory") \
	X(LIMIT_WATCH_ENTRIES, 200, "entries", \
	  "new ones taken of a feed in one poll; the others wait for the next") \
	X(LIMIT_WATCH_TRIES, 3, "tries", \
	  "for the page of an entry; then what the feed says of it has to do") \
	X(LIMIT_WATCH_FORGET, 60 * 86400, "seconds", \
	  "an entry gone from its feed is remembered; later on its text is known") \
	X(LIMIT_WATCH_WINDOW, 180 * 86400, "seconds", \
	  "back that `watch` looks for an event: rulings come months later, a story is 4 KB") \
	X(LIMIT_WATCH_SUMMARY, 1500, "bytes", \
	  "of text: a feed that gives less gives a summary, and the page is fetched") \
	X(LIMIT_ACCOUNTS, 10000, "accounts", \
	  "of people who submit and review; they are listed on one page") \
	X(LIMIT_SESSION, 43200, "seconds", \
	  "until one has to log in again: a day's work, and not the next") \
	X(LIMIT_SESSIONS, 20, "sessions", \
	  "of one account; more than anybody has devices, the oldest ends") \
	X(LIMIT_TOKENS, 50, "tokens", \
	  "of one account that are not revoked; each program should have its own") \
	X(LIMIT_RESET, 3600, "seconds", \
	  "a link to set a password is good; mail takes minutes") \
	X(LIMIT_PASSWORD, 1024, "bytes", \
	  "of a password; argon2id takes any length, and each is a tenth of a second's work") \
	X(LIMIT_ATTEMPTS, 20000, "counts", \
	  "of what an account or address tried; 2 MB, and the oldest are forgotten first") \
	X(LIMIT_LOGIN_ACCOUNT, 10, "wrong passwords", \
	  "for one account in a quarter of an hour; then it has to wait") \
	X(LIMIT_LOGIN_ADDRESS, 30, "wrong passwords", \
	  "from one address in a quarter of an hour; an office shares one") \
	X(LIMIT_SUBMISSIONS_HOUR, 20, "submissions", \
	  "from one address in an hour; a reader who reads on sends two or three") \
	X(LIMIT_TRY_PAGES, 256, "addresses", \
	  "that readers want judged, in memory at a time; 128 MB at worst, a few usually") \
	X(LIMIT_TRY_ADDRESS, 5, "addresses", \
	  "of those, asked for by one address: 20 an hour, as with submissions") \
	X(LIMIT_TRY_AGE, 900, "seconds", \
	  "until such an answer is forgotten; long enough to read it twice") \
	X(LIMIT_TRY_WAIT, 120, "seconds", \
	  "for such a page, its robots.txt and redirects; whoever waits has left before") \
	X(LIMIT_REPLICA_REST, 10, "seconds", \
	  "until a copy for readers that failed is asked again; who tries waits a third of one") \
	X(LIMIT_TRY_FETCHES, 8, "pages", \
	  "of those under way at a time; each may hold 8 MB") \
	X(LIMIT_TRY_ARTICLE, KIB(512), "bytes", \
	  "of one article so kept, as JSON; the longest of 9,000 real ones has 0.3 MB of text") \
	X(LIMIT_CORRECTIONS_HOUR, 5, "requests", \
	  "for a correction, or for a new password, from one address in an hour") \
	X(LIMIT_SENT, 1000, "requests", \
	  "submissions, or corrections, that wait; a person who reads them is weeks behind then") \
	X(LIMIT_EDIT_TITLE, 500, "bytes", \
	  "of a title that a person gives an event; the longest real headline has as many") \
	X(LIMIT_EDIT_SUMMARY, 2000, "bytes", \
	  "of a summary that a person writes: a long paragraph") \
	X(LIMIT_RULINGS, 500, "rulings", \
	  "of people on one event and its articles that are heeded, the newest; ten are many") \
	X(LIMIT_TRAIL_ROW, KIB(64), "bytes", \
	  "one act in the trail; splitting an event of a thousand articles names them all") \
	X(LIMIT_SHELF_EVENTS, 4000000, "events", \
	  "in memory for lists and counts, some 200 bytes each; of more the database counts") \
	X(LIMIT_KEPT, MIB(64), "bytes", \
	  "of answers kept by a server, packed; some 7,000 pages, those not asked for longest go") \
	X(LIMIT_KEPT_ONE, MIB(1), "bytes", \
	  "of one answer that is kept, packed; the longest page has a tenth of it") \
	X(LIMIT_RELATED, 8, "events", \
	  "named as related to one; more is a list, and there is one for that") \
	X(LIMIT_RELATED_VALUES, 32, "values", \
	  "of one event that are asked for others: systems, makers, harms; it has some six") \
	X(LIMIT_RELATED_LOOK, 100, "events", \
	  "with a value looked at on each side of one; common values say little") \
	X(LIMIT_RELATED_WEIGHED, 64, "events", \
	  "that may be related, weighed one by one; eight times what is shown") \
	X(LIMIT_EVENT_REFERENCES, 50, "ids", \
	  "of other archives told of one event; AIM scatters one incident over three or four") \
	X(LIMIT_REFERENCE_ID, 32, "bytes", \
	  "an incident's id in another archive; AIM's have 15") \
	X(LIMIT_REFERENCES, 8000000, "citations", \
	  "of articles in an import, 64 MB; AIID has some 6,000, AIM some 100,000") \
	X(LIMIT_ALERTS_RECEIVER, 20, "alerts", \
	  "for one mail address or webhook; more is one wide alert, or a prank") \
	X(LIMIT_ALERTS_DAY, 5, "alerts", \
	  "made for one mail address in a day: so many mails ask to be confirmed") \
	X(LIMIT_ALERTS_HOUR, 200, "alerts", \
	  "made in an hour, whoever makes them; a busy day of honest readers has fewer") \
	X(LIMIT_ALERT_CONFIRM, 48 * 3600, "seconds", \
	  "to confirm an alert by the link in the mail; then its address is forgotten") \
	X(LIMIT_ALERT_KNOWN, MIB(64), "bytes", \
	  "for what an alert knew when it began: three for each event") \
	X(LIMIT_ALERT_ROUND, 64, "alerts", \
	  "looked at in one transaction; others that write wait for so long") \
	X(LIMIT_ALERT_NEWS, 50, "events", \
	  "told in one message, the newest; how many more there are is said, with a link") \
	X(LIMIT_ALERT_HOURLY, 12, "messages", \
	  "of one alert in an hour; what comes more is told together in the next") \
	X(LIMIT_ALERT_PAUSE, 600, "seconds", \
	  "between two messages of an alert that has had its hourly ones") \
	X(LIMIT_OUTBOX_KEEP, 30 * 86400, "seconds", \
	  "what was sent is remembered, for questions; then also to whom is forgotten") \
	X(LIMIT_OUTBOX_MAIL, MIB(2), "bytes", \
	  "one mail as it is sent; a digest of 50 events has some 100 KB") \
	X(LIMIT_OUTBOX_TRIES, 10, "tries", \
	  "to send a mail or call a webhook; with ever longer waits some 40 hours") \
	X(LIMIT_OUTBOX_FIRST, 5, "seconds", \
	  "after the first failed try; each wait is three times the one before") \
	X(LIMIT_OUTBOX_LAST, 86400, "seconds", \
	  "the longest wait between two tries, but for what chance adds") \
	X(LIMIT_OUTBOX_TIMEOUT, 60, "seconds", \
	  "for one mail or call; servers that look a mail over take some 20") \
	X(LIMIT_WEBHOOK_TIMEOUT, 15, "seconds", \
	  "for one call of a webhook; a receiver should take it and think afterwards") \
	X(LIMIT_OUTBOX_LEASE, 30, "seconds", \
	  "a try may outlast its time limit before another program makes it again") \
	X(LIMIT_OPINION_TEXT, KIB(24), "bytes", \
	  "of an article shown for a second opinion: 6,000 tokens, small models have 8,000") \
	X(LIMIT_OPINION_ANSWER, KIB(256), "bytes", \
	  "one answer of a model's server; a right one has about 1 KB, thinking aloud some 50") \
	X(LIMIT_OPINION_RATIONALE, 1000, "bytes", \
	  "a second opinion's reason: two sentences are asked for, these are six") \
	X(LIMIT_OPINION_QUOTES, 8, "quotes", \
	  "in one second opinion; one to four are asked for") \
	X(LIMIT_OPINION_QUOTE, 400, "bytes", \
	  "one quote of a second opinion; more is no quote but a reprint") \
	X(LIMIT_OPINION_TRIES, 2, "calls", \
	  "for one article; a third would spend the day's budget on a server that stumbles") \
	X(LIMIT_OPINION_WAIT, 30, "seconds", \
	  "waited when a server says Retry-After; behind it the road waits too") \
	X(LIMIT_OPINION_FAILURES, 5, "failures", \
	  "in a row until a server is left alone; a busy one fails once or twice") \
	X(LIMIT_OPINION_PAUSE, 60, "seconds", \
	  "a failing server is left alone; one that is started again needs about as long") \
	X(LIMIT_OPINION_TIMEOUT, 600, "seconds", \
	  "the longest that one call may be given; a model on a slow machine needs one or two") \
	X(LIMIT_OPINION_CONCURRENCY, 32, "calls", \
	  "under way at a time; each has a thread and holds a document back")
/* clang-format on */

enum limit {
#define X(name, value, unit, reason) name = (value),
	LIMITS(X)
#undef X
};
