#!/usr/bin/env python3
"""tests/locker/look.py PROGRAM WORK -- a site whose 200 articles change over a month.

A server with a clock of its own (the same that TOCSIN_NOW_MS gives to the program) has articles that
are edited, corrected, taken back, vanish (404, 410, a redirect to the front page), go behind a wall,
come back, or move. A model of the schedule, written here from its description, says when each page is
due and what is then to be seen. Held against it: every request that came (none more, none fewer),
every version and its time, every state; also with `kill -9` at 20 random moments. Every fifth article
stands whole in the feed, in words that are not its page's to the letter: its page is not fetched when
it is read, and looked at like all others."""
import html, http.server, os, random, re, sqlite3, subprocess, sys, threading, time

program, work = sys.argv[1:]
HOUR, DAY = 3600_000, 86400_000
T0, END = 1_772_000_000_000, 1_772_000_000_000 + 31 * DAY
STEPS = [HOUR, DAY, 7 * DAY, 30 * DAY]
COUNT, KILLS = 200, 20
chance = random.Random(2026)
now = T0
failures = 0


def bad(text):
    global failures
    failures += 1
    if failures < 20:
        print("failed:", text)


CITY = "Lisbon Porto Turin Milan Leeds York Lyon Nantes Graz Linz Oslo Bergen Delft Ghent Malmo Vaasa Riga Vilnius Gdansk Brno".split()
THING = "delivery robot;warehouse robot;driverless shuttle;hospital chatbot;facial recognition system;welfare algorithm;grading algorithm;hiring algorithm;trading bot;border scanner".split(";")


FILL = ["The company said that it was looking at what had happened, and that it would give all that it had to those who asked for it. "
        "It had sold forty of them to other cities in the country, and each of these had been told of it in the night.",
        "A court had said in the year before that such machines may be on the road where a person looks after them, and that whoever runs "
        "them pays for what they do. The law that followed has not been put to the test so far, a professor of law said.",
        "Neighbours said that they had seen the machine stand still for hours on some days, and drive on the wrong side on others. They "
        "had written to the city hall three times, and had been told that somebody would come and see.",
        "The trade union of the drivers asked for a list of all that had gone wrong since the spring. The list that the company gave to "
        "the newspapers in the summer had four lines, and none of them was about a person who was hurt."]


class Article:
    """What its page is at each time: a list of (from, kind, revision); revision 0 is the first text."""

    def __init__(self, n):
        self.n, self.path = n, f"/news/{n}/a-story-of-{n}.html"
        self.validator = ["etag", "modified", None][n % 3]
        self.whole = n % 5 == 0 # in the feed
        self.states = [(0, "live", 0)]
        revision, at = 0, T0
        for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
            at += int(chance.expovariate(1 / (6 * DAY))) + 1
            kind = chance.choice(["edit", "edit", "edit", "correct", "retract", "404", "410", "front", "wall", "cut", "moved", "live"])
            if kind in ("edit", "correct", "retract"):
                revision += 1
                self.states.append((at, kind, revision))
            else:
                self.states.append((at, kind, revision))
        # as the model of the program sees it
        self.base, self.step, self.known, self.state, self.since = T0, 0, 0, "live", T0
        self.versions = [(1, T0)]

    def at(self, t):
        return [s for s in self.states if s[0] <= t][-1]

    def due(self):
        return self.base + STEPS[self.step] if self.step < 4 else 0

    def look(self, t):
        """A look at its page at time t, by the words of docs/METHOD.md."""
        _, kind, revision = self.at(t)
        state = {"404": "gone", "410": "gone", "front": "gone", "wall": "wall", "cut": "wall"}.get(kind, "live")
        if state != self.state:
            self.state, self.since = state, t
        if state == "live" and revision != self.known:
            self.known = revision
            self.versions.append((len(self.versions) + 1, t))
            self.base, self.step = t, 0
            return
        self.step += 1
        while self.step < 4 and self.base + STEPS[self.step] <= t:
            self.step += 1

    def page(self, t, feed=False):
        since, kind, revision = self.at(t)
        n, dead = self.n, ["two", "three", "four", "five", "six"][min(revision, 4)]
        thing, city = THING[self.n % 10], CITY[self.n // 10]
        title = f"A {thing} killed {dead} people in {city}, police say, case {n}"
        text = [f"A {thing} that is run by artificial intelligence killed {dead} people in {city} on Monday, the police said in case {n}.",
                f"The system, made by Company{n} Robotics, did not stop when it should have, and {dead} people died, witnesses said.",
                f"The {thing} had been tested on {100 + n} days before. The prosecutor of {city} opened an investigation into the company.",
                f"An expert of the university of {city} said that the AI system had failed to recognise the people before it.",
                f"The mayor of {city} asked that every {thing} be taken off the streets until it is clear what went wrong."]
        text += FILL
        if kind == "cut":
            text = [f"A {thing} killed people in {city}. Subscribe to read on."]
        if revision and self.kind_of(revision) == "correct":
            text.append(f"Correction: an earlier version of this article gave a wrong number of the dead in {city}.")
        if revision and self.kind_of(revision) == "retract":
            text.append(f"Editors' note: this article about {city} has been retracted, since its source {n} was not who he said he was.")
        body = "".join(f"<p>{p}</p>" for p in text)
        if feed:
            return f"<p>Site, {city}.</p>{body}<p>The post {title} appeared first on Site.</p>"
        body += "<p>Our newsletter has more of this every morning, and all that our reporters found in the week before.</p>"
        return (f"<!doctype html><html lang=en><head><title>{title}</title><meta property='article:published_time' content='2026-02-24T10:00:00Z'>"
                f"</head><body><nav><a href=/>Front</a></nav><article><h1>{title}</h1>{body}</article><footer>Read {n} more</footer></body></html>").encode()

    def kind_of(self, revision):
        return next(k for _, k, r in self.states if r == revision and k in ("edit", "correct", "retract"))


articles = [Article(n) for n in range(COUNT)]
by_path = {a.path: a for a in articles}
asked = []  # paths of articles, in the run at hand
lock = threading.Lock()


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **header):
        self.send_response(status)
        for name, value in header.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/feed.xml":
            items = "".join(f"<item><title>Case {a.n}</title><link>http://{self.headers['Host']}{a.path}</link><guid>{a.n}</guid>"
                            f"<description>{html.escape(a.page(T0, True)) if a.whole else 'A short summary.'}</description></item>" for a in articles)
            return self.answer(200, f"<rss version='2.0'><channel><title>Site</title>{items}</channel></rss>".encode(), Content_Type="application/rss+xml")
        if path == "/":
            return self.answer(200, b"<html><body><h1>Front page</h1></body></html>", Content_Type="text/html")
        a = by_path.get(path) or by_path.get(path.replace("/moved", ""))
        if not a:
            return self.answer(404)
        if not path.startswith("/moved"):
            with lock:
                asked.append(a.n)
        since, kind, revision = a.at(now)
        if kind in ("404", "410"):
            return self.answer(int(kind))
        if kind == "front":
            return self.answer(302, Location="/")
        if kind == "wall":
            return self.answer(chance_free(a.n, [402, 403, 451]))
        if kind == "moved" and not path.startswith("/moved"):
            return self.answer(301, Location="/moved" + a.path)
        header = {}
        tag, day = f'"{revision}-{kind == "cut"}"', f"Mon, 02 Mar 2026 10:00:{revision:02d} GMT"
        if a.validator == "etag":
            if self.headers["If-None-Match"] == tag:
                return self.answer(304)
            header["ETag"] = tag
        elif a.validator == "modified" and kind != "cut":
            if self.headers["If-Modified-Since"] == day:
                return self.answer(304)
            header["Last-Modified"] = day
        self.answer(200, a.page(now), Content_Type="text/html; charset=utf-8", **header)


def chance_free(n, of):
    return of[n % len(of)]


class Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass  # whoever is killed leaves its connections open


server = Quiet(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
host = f"127.0.0.1:{server.server_address[1]}"
open(f"{work}/look.conf", "w").write(f"http://{host}/feed.xml  en  feed  site\n")


def ask(sql):
    db = sqlite3.connect(f"file:{work}/look.db?mode=ro", uri=True)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def run(kill_after=None):
    env = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    env["TOCSIN_NOW_MS"] = str(now)
    p = subprocess.Popen([program, "watch", "--db", f"sqlite:{work}/look.db", "--once", "--pace", "0", "--allow-private", host, "--sources", f"{work}/look.conf"],
                         env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if kill_after is not None:
        time.sleep(kill_after)
        p.kill()
    text = p.communicate()[1].decode()
    return p.returncode, text


asked.clear()
status, text = run()
if status != 0:
    bad("the first run: " + text[-500:])
numbers = dict((int(re.search(r"/news/(\d+)/", url)[1]), number) for number, url in ask("select article, url from looks"))
if sorted(asked) != [a.n for a in articles if not a.whole]:
    bad(f"{len(asked)} pages were fetched at first, or those that the feed has whole")
if len(numbers) != COUNT:
    bad(f"{len(numbers)} of {COUNT} articles are looked at again: {ask('select label, count(*) from articles group by 1')}")
article_of = {v: k for k, v in numbers.items()}
runs = looks = again = 0
kills = KILLS
while not failures:
    due = [a for a in articles if a.due()]
    if not due or min(a.due() for a in due) > END + 40 * DAY:
        break
    now = min(a.due() for a in due)
    due = [a for a in due if a.due() <= now]
    told = {article_of[n] for (n,) in ask(f"select article from looks where next_ms > 0 and next_ms <= {now}")}
    if told != {a.n for a in due}:
        bad(f"at T0+{(now - T0) / HOUR:.2f} h the program would look at {sorted(told)}, not {[a.n for a in due]}")
    asked.clear()
    extra = 0
    while kills and len(due) > 3 and chance.random() < 0.8:
        kills -= 1
        extra += 1
        run(chance.uniform(0.05, 1.2))
    status, text = run()
    runs += 1
    if status != 0:
        bad(f"a run: {text[-500:]}")
    for a in articles:
        count, wanted = asked.count(a.n), a in due
        looks += count
        again += max(0, count - wanted)
        if count < wanted or (count > wanted and not extra) or (count and not wanted):
            bad(f"article {a.n} was asked for {count} times at T0+{(now - T0) / HOUR:.2f} h, where {int(wanted)} was due")
    for a in due:
        a.look(now)
found = {}
for number, version, at in ask("select article, version, at_ms from article_versions order by 1, 2"):
    found.setdefault(article_of[number], [(1, T0)]).append((version, at))
states = {article_of[number]: (state, since) for number, state, since in ask("select article, state, since_ms from looks")}
for a in articles:
    if found.get(a.n, [(1, T0)]) != a.versions:
        bad(f"article {a.n}: versions {found.get(a.n)}, not {a.versions}; its page {a.states}")
    if states.get(a.n) != (a.state, a.since):
        bad(f"article {a.n}: {states.get(a.n)}, not {(a.state, a.since)}; its page {a.states}")
told = dict(ask("select what, count(*) from history where what in ('changed', 'corrected', 'retracted', 'page gone', 'page behind a wall', 'page back') group by 1"))
versions = sum(len(a.versions) - 1 for a in articles)
if sum(told.get(k, 0) for k in ("changed", "corrected", "retracted")) != versions:
    bad(f"the histories tell {told}, and there are {versions} versions")
numbers_changed = ask("select count(*) from article_versions where changes like '%\"numbers\":[{%'")[0][0]
vanished = ask("select count(*) from article_versions where changes like '%\"vanished\":[\"%'")[0][0]
kept = ask("select count(*) from captures where version > 1")[0][0]
if kept != versions:
    bad(f"{kept} documents are kept of {versions} versions")
print(f"{COUNT} articles over a month: {versions} versions found ({numbers_changed} with other numbers, {vanished} with quotes gone), {told}; "
      f"{looks} requests in {runs} runs, {again} of them again after {KILLS - kills} kills")
if KILLS - kills < KILLS:
    bad(f"only {KILLS - kills} kills")
sys.exit(1 if failures else 0)
