#!/usr/bin/env python3
"""tests/api/nofetch.py BASE -- a server started with --no-fetch takes texts and no addresses, and
says so on its pages and in its answers."""
import http.client
import json
import re
import sys
import urllib.parse

base = urllib.parse.urlsplit(sys.argv[1])
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed += bool(ok)
    failed += not ok
    if not ok:
        print(f"FAIL {name} {more}")


def ask(method, path, body=None, headers=None):
    c = http.client.HTTPConnection(base.hostname, base.port, timeout=30)
    c.request(method, path, body, headers or {})
    r = c.getresponse()
    return r.status, r.headers, r.read().decode()


def form(path, cookie="", **fields):
    return ask("POST", path, urllib.parse.urlencode(fields),
               {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})


def program(path, value):
    return ask("POST", path, json.dumps(value), {"Content-Type": "application/json"})


URL = "https://news.example/robot"
TITLE = "Robot crushes worker to death at car plant"
TEXT = "An AI-driven robot crushed a worker to death at a car plant on Monday, police said."

status, _, page = ask("GET", "/try")
check("/try has no field for an address", status == 200 and 'name="url"' not in page and 'name="text"' in page)
check("/try says so", "fetches no pages" in page)
status, headers, page = form("/try", url=URL)
check("/try refuses an address, as a page", status == 501 and headers["Content-Type"].startswith("text/html"), status)
check("... and says why", "fetches no pages" in page)
status, _, page = form("/try", title=TITLE, text=TEXT)
check("/try judges a text", status == 200 and "incident" in page, status)
check("... and offers no address then", 'name="url"' not in page)

status, headers, body = program("/api/v1/judge", {"url": URL})
check("judge: problem+json", headers["Content-Type"] == "application/problem+json", headers["Content-Type"])
check("judge: 501 with the reason", status == json.loads(body)["status"] == 501 and "fetches no pages" in json.loads(body)["detail"], body)
status, _, body = program("/api/v1/judge", {"title": TITLE, "text": TEXT})
check("judge: a text", status == 200 and json.loads(body)["label"] == "incident", body[:200])

status, headers, page = ask("GET", "/submit")
check("/submit has no field for an address", status == 200 and 'name="url"' not in page and 'name="text"' in page)
check("/submit says so", "fetches no pages" in page)
check("the trap is there once", page.count('name="website"') == 1)
cookie = "; ".join(c.split(";")[0] for c in headers.get_all("Set-Cookie", []))
csrf = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
status, _, page = form("/submit", cookie, csrf=csrf, url=URL)
check("/submit refuses an address", status == 501 and "fetches no pages" in page, status)
status, headers, _ = form("/submit", cookie, csrf=csrf, title=TITLE, text=TEXT, website="")
check("/submit takes a text", status == 303 and headers["Location"].startswith("/submissions/"), status)

status, headers, body = program("/api/v1/submissions", {"url": URL})
check("submissions: problem+json", headers["Content-Type"] == "application/problem+json", headers["Content-Type"])
check("submissions: 501 with field and reason", status == 501 and "fetches no pages" in json.loads(body)["detail"], body)
status, _, body = program("/api/v1/submissions", {"title": TITLE, "text": TEXT})
check("submissions: a text", status == 201 and json.loads(body)["state"] == "held", body[:200])

print(f"nofetch: {passed} passed, {failed} failed")
sys.exit(failed > 0)
