#!/usr/bin/env python3
"""tests/api/wire.py BASE -- what HTTP asks of every answer. The server grants 60 units a minute
to whoever X-Forwarded-For names (--trust-proxy --rate 60)."""
import gzip
import http.client
import json
import sys
import urllib.parse

BASE = urllib.parse.urlsplit(sys.argv[1])
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, str(more)[:300])


def ask(method, path, body=None, **headers):
    c = http.client.HTTPConnection(BASE.netloc)
    c.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
    a = c.getresponse()
    out = a.status, {k.lower(): v for k, v in a.getheaders()}, a.read()
    c.close()
    return out


def problem(name, got, status, parameter=None):
    s, h, body = got
    check(f"{name}: {status}", s == status, s)
    check(f"{name}: problem+json", h.get("content-type") == "application/problem+json", h.get("content-type"))
    try:
        p = json.loads(body)
    except ValueError as e:
        check(f"{name}: is JSON", False, body)
        return
    check(f"{name}: its own status", p.get("status") == status and p.get("title") and p.get("detail"), p)
    check(f"{name}: names {parameter}", p.get("parameter") == parameter, p)
    check(f"{name}: is not kept", h.get("cache-control") == "no-store")


problem("no such address", ask("GET", "/api/v1/nothing"), 404)
problem("no such event", ask("GET", "/api/v1/events/2020-01-01-zzzz"), 404)
problem("no such series", ask("GET", "/api/v1/stats/weather"), 404)
problem("no such parameter", ask("GET", "/api/v1/events?colour=red"), 400, "colour")
problem("no such label", ask("GET", "/api/v1/events?label=bad"), 400, "label")
problem("no such value", ask("GET", "/api/v1/events?principles=Luck"), 400, "principles")
problem("no number", ask("GET", "/api/v1/events?limit=many"), 400, "limit")
problem("one over", ask("GET", "/api/v1/events?limit=201"), 400, "limit")
problem("no day", ask("GET", "/api/v1/events?from=2025-02-30"), 400, "from")
problem("days upside down", ask("GET", "/api/v1/events?from=2025&to=2024"), 400, "from")
problem("twice", ask("GET", "/api/v1/events?label=hazard&label=incident"), 400, "label")
problem("an open quote", ask("GET", "/api/v1/events?q=%22open"), 400, "q")
problem("an open quote of a file", ask("GET", "/api/v1/events.csv?q=%22open"), 400, "q")
problem("an open quote of lines", ask("GET", "/api/v1/events.jsonl?q=%22open"), 400, "q")
problem("no word", ask("GET", "/api/v1/articles?q=%3F%21"), 400, "q")
problem("a strange cursor", ask("GET", "/api/v1/events?cursor=x"), 400, "cursor")
problem("a strange since", ask("GET", "/api/v1/changes?since=x"), 400, "since")
problem("a since of elsewhere", ask("GET", "/api/v1/changes?since=s1.2.3"), 410, "since")
problem("no UTF-8", ask("GET", "/api/v1/events?q=%ff"), 400)
problem("POST where GET is", ask("POST", "/api/v1/events", "x"), 405)
check("... Allow says what is", ask("POST", "/api/v1/events", "x")[1].get("allow") == "GET, HEAD, OPTIONS")
problem("DELETE", ask("DELETE", "/api/v1/events"), 405)
c = http.client.HTTPConnection(BASE.netloc)  # refused by what the head tells, before a byte of it
c.putrequest("POST", "/api/v1/judge")
c.putheader("Content-Length", str(2 * 1024 * 1024 + 1))
c.endheaders()
a = c.getresponse()
problem("a long body", (a.status, {k.lower(): v for k, v in a.getheaders()}, a.read()), 413)
c.close()
problem("no JSON", ask("POST", "/api/v1/incidents/fetch-incidents", "{"), 400)

s, h, body = ask("GET", "/nothing", Accept="text/html")
check("a browser is told in HTML", s == 404 and h["content-type"].startswith("text/html"))

for path in ["/api/v1/events", "/api/v1/taxonomy", "/api/v1/changes", "/api/v1/stats/labels", "/feed.atom", "/feed.json", "/openapi.json", "/", "/assets/app.js"]:
    s, h, body = ask("GET", path)
    check(f"{path}: 200, ETag, Cache-Control", s == 200 and "etag" in h and "cache-control" in h, (s, h))
    s, h2, b2 = ask("GET", path, If_None_Match=h.get("etag", ""))
    check(f"{path}: 304 and nothing", s == 304 and b2 == b"" and h2.get("etag") == h.get("etag"), s)
    s, h2, b2 = ask("HEAD", path)
    check(f"{path}: HEAD is GET without a body", s == 200 and b2 == b"" and h2.get("content-length") == h.get("content-length"), (s, h2))
    s, h2, b2 = ask("OPTIONS", path)
    check(f"{path}: OPTIONS", s == 204 and h2.get("allow") == "GET, HEAD, OPTIONS" and b2 == b"", (s, h2))
    s, h2, b2 = ask("GET", path, Accept_Encoding="gzip")
    if h2.get("content-encoding") == "gzip":
        check(f"{path}: gzip is the same", gzip.decompress(b2) == body)
    check(f"{path}: what may vary", "accept-encoding" in h2.get("vary", "").lower())
    for_all = path.startswith(("/api", "/feed", "/openapi"))
    check(f"{path}: for other sites", (h.get("access-control-allow-origin") == "*") == for_all, h)
s, h, body = ask("GET", "/api/v1/events?limit=50", Accept_Encoding="br;q=0.9, gzip;q=0.1")
check("brotli when it is wanted more", h.get("content-encoding") == "br" and 0 < len(body), h)
s, h, body = ask("OPTIONS", "/api/v1/judge", Origin="https://x.example", Access_Control_Request_Method="POST")
check("a browser may ask first", s == 204 and "POST" in h.get("access-control-allow-methods", ""), h)

s, h, body = ask("GET", "/api/v1/events")
check("this machine is not limited", "ratelimit-limit" not in h)
got = [ask("GET", "/api/v1/events?counts=1", X_Forwarded_For="6.6.6.6, 192.0.2.1") for _ in range(14)]
check("units are told", [g[1].get("ratelimit-remaining") for g in got[:2]] == ["55", "50"], got[0][1])
check("twelve lists with counts a minute", [g[0] for g in got].count(200) in (12, 13), [g[0] for g in got])
problem("then no more", got[-1], 429)
check("... but later", 0 < int(got[-1][1].get("retry-after", 0)) <= 60)
check("another address may", ask("GET", "/api/v1/events", X_Forwarded_For="192.0.2.2")[0] == 200)
check("whatever it claims itself", ask("GET", "/api/v1/events?counts=1", X_Forwarded_For="7.7.7.7, 192.0.2.1")[0] == 429)
check("health costs nothing", ask("GET", "/healthz", X_Forwarded_For="192.0.2.1")[0] == 200)

print(f"wire.py: {passed} passed, {failed} failed")
sys.exit(failed > 0)
