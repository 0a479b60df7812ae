#!/usr/bin/env python3
"""tests/api/views.py BASE -- list, trends and map lead to each other with the same filters, and with
nothing else; each then tells of as many events."""
import html
import json
import re
import sys
import urllib.parse
import urllib.request

BASE = sys.argv[1]
PLACES = ["/", "/trends", "/map"]
OWN = {"/": [("sort", "oldest"), ("limit", "5")], "/map": [],
       "/trends": [("series", "severity"), ("average", "1"), ("as", "share"), ("denominator", "ai_articles"), ("show", "AI hazard")]}
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, str(more)[:400])


def get(path, pairs=()):
    with urllib.request.urlopen(BASE + path + ("?" + urllib.parse.urlencode(pairs) if pairs else "")) as answer:
        return answer.read().decode()


def views(page):
    """What the links lead to: [(path, pairs, is here)]."""
    found = re.search(r'<nav class="views"[^>]*>(.*?)</nav>', page, re.S)
    links = re.findall(r"<a ([^>]*)>(\w+)</a>", found.group(1)) if found else []
    out = []
    for attributes, name in links:
        at = urllib.parse.urlsplit(html.unescape(re.search(r'href="([^"]*)"', attributes).group(1)))
        out.append((at.path, urllib.parse.parse_qsl(at.query), 'aria-current="page"' in attributes, name))
    return out


def told(path, page):
    """How many events a page speaks of."""
    if path == "/":
        return int(re.search(r'id="results-title"[^>]*>(\d+) event', page).group(1))
    if path == "/map":
        return int(re.search(r'<p class="lead">(\d+) event', page).group(1))
    return sum(int(n) for n in re.findall(r'<a class="total"[^>]*>(\d+)<', page))


FILTERS = [
    [], [("label", "incident")], [("q", "robot")], [("q", '"self-driving" OR AI & <b>')], [("country", "United States")],
    [("from", "2023"), ("to", "2024-06")], [("min_articles", "2")],
    [("industries", "Government, security, and defence"), ("industries", "Media, social platforms, marketing")],
    [("label", "hazard"), ("q", "AI"), ("from", "2020-01-01")], [("q", "zzzzqqqq")]]
taxonomy = json.loads(get("/api/v1/taxonomy"))["facets"]["industries"]["values"]
FILTERS[7] = [("industries", v) for v in taxonomy[:2]]
for pairs in FILTERS:
    total = json.loads(get("/api/v1/events", pairs))["total"]
    for place in PLACES:
        page = get(place, pairs + OWN[place])
        links = views(page)
        name = f"{place} {pairs}"
        check(f"{name}: leads to list, trends and map", [p for p, *_ in links] == PLACES and [n for *_, n in links] == ["List", "Trends", "Map"], links)
        check(f"{name}: with these filters and no more", all(q == pairs for _, q, *_ in links), links)
        check(f"{name}: says where it is", [p for p, _, here, _ in links if here] == [place], links)
        for path, query, *_ in links:
            if path == "/trends" and total == 0:
                continue  # nothing is drawn
            if path == "/trends" and any(n == "label" for n, _ in query):
                continue  # of its own facet the legend has no links
            check(f"{name}: {path} tells of as many", told(path, get(path, query)) == total, total)
print(f"views: {passed} passed, {failed} failed")
sys.exit(failed > 0)
