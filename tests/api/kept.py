"""tests/api/kept.py BASE PROGRAM DB -- answers that a server keeps are the right ones: the same
bytes in every coding, new ones as soon as another program has committed something, counted by
the rate limit like others, and never those of one address for another."""
import gzip, json, re, subprocess, sys, tempfile, urllib.error, urllib.request

base, program, db = sys.argv[1:4]
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {name} {more}")


def ask(path, **headers):
    headers = {"X-Forwarded-For": "198.51.100.77", **headers}
    request = urllib.request.Request(base + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as got:
            body, h = got.read(), {k.lower(): v for k, v in got.headers.items()}
            status = got.status
    except urllib.error.HTTPError as e:
        body, h, status = e.read(), {k.lower(): v for k, v in e.headers.items()}, e.code
    if h.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return status, h, body


def commit(n):  # an article that nobody has, by a program of its own
    article = {"id": f"kept{n}", "title": f"Robot number {n} injures a worker in the plant of Kepton",
               "text": f"An AI-controlled robot injured worker {n} in Kepton on Monday. The police "
                       "said that the autonomous system did not stop. She was taken to hospital.",
               "url": f"https://kept.example/{n}", "publisher": "Kept Times", "date": "2025-06-16"}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        f.write(json.dumps(article) + "\n")
        f.flush()
        subprocess.run([program, "ingest", "--quiet", "--db", db, f.name], check=True)


PAGES = ["/", "/?label=incident", "/?publisher=Kept+Times", "/api/v1/events", "/map", "/trends",
         "/feed.json", "/api/v1/articles?publisher=Kept+Times", "/api/v1/stats/events"]
event = json.loads(ask("/api/v1/events?limit=1")[2])["events"][0]["id"]
PAGES.append("/events/" + event)

for path in PAGES:
    first, packed = ask(path), ask(path, **{"Accept-Encoding": "gzip"})
    again, again_packed = ask(path), ask(path, **{"Accept-Encoding": "gzip"})
    check(f"{path}: 200", first[0] == 200, first[0])
    check(f"{path}: the same again", again[2] == first[2] and again[1]["etag"] == first[1]["etag"])
    check(f"{path}: the same packed", packed[2] == first[2] and again_packed[2] == first[2])
    check(f"{path}: packed is said, and plain is plain",
          "content-encoding" not in again[1] and
          again_packed[1].get("content-encoding") == packed[1].get("content-encoding"))
    check(f"{path}: the same type", again[1]["content-type"] == first[1]["content-type"])
    check(f"{path}: other addresses have other answers",
          ask(path + ("&" if "?" in path else "?") + "nonsense=1")[0] == 400)
    got = ask(path, **{"If-None-Match": first[1]["etag"]})
    check(f"{path}: 304 for whoever has it", got[0] == 304 and got[2] == b"", got[0])
    other = ask(path, Host="other.example")
    check(f"{path}: another host is another answer",
          b"other.example" in other[2] or base[7:].encode() not in first[2])

for n in range(5):  # and never an old one
    before = {path: ask(path) for path in PAGES}
    commit(n)
    for path in PAGES:
        after = ask(path)
        check(f"{path}: another ETag after a commit", after[1]["etag"] != before[path][1]["etag"])
        if "Kept" in path:
            check(f"{path}: shows what was committed", after[2] != before[path][2])
    articles = json.loads(ask("/api/v1/articles?publisher=Kept+Times")[2])
    check("the list of articles has the new one", articles["total"] == n + 1, articles["total"])

for path in PAGES:  # from an address that asked nothing before: one that is kept costs one, too
    asked = ask(path)[1], ask(path, **{"X-Forwarded-For": "203.0.113.9"})[1]
    check(f"{path}: counts for the rate limit", all(
        int(h["ratelimit-remaining"]) < int(h["ratelimit-limit"]) for h in asked), asked)

# of somebody who was shown a form nothing is kept, and it is the same page
form = ask("/login")[1].get("set-cookie", "")
cookie = form.split(";")[0]
check("a form gives a cookie", cookie.startswith("tocsin="), form)
check("with that cookie the same page", ask("/", Cookie=cookie)[2] == ask("/")[2])

print(f"kept: {passed} passed, {failed} failed")
sys.exit(failed > 0)
