#!/usr/bin/env python3
"""tests/api/lists.py BASE -- for random filters every list can be paged to its end, meets nothing
twice, and is as long as it says; facet counts and series say what the list shows."""
import json
import random
import sys
import urllib.parse
import urllib.request

BASE = sys.argv[1]
chance = random.Random(20250616)
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, str(more)[:300])


def get(path, pairs=()):
    address = BASE + path + ("?" + urllib.parse.urlencode(list(pairs)) if pairs else "")
    with urllib.request.urlopen(address) as answer:
        return json.load(answer)


def walk(path, key, pairs, cursor="cursor", ident="id"):
    """All rows of a list, page by page; the total that each page told."""
    seen, totals, pairs, pages = [], set(), dict(pairs) if isinstance(pairs, dict) else list(pairs), 0
    at = ""
    while True:
        page = get(path, list(pairs) + ([(cursor, at)] if at else []))
        seen += [row[ident] for row in page[key]]
        if "total" in page:
            totals.add(page["total"])
        pages += 1
        at = page.get("next")
        if cursor == "since":
            if not page["more"]:
                break
        elif not at:
            break
        assert pages < 5000, "no end"
    return seen, totals, pages


FACETS = ["principles", "industries", "stakeholders", "harm_types", "ai_task", "business_function", "autonomy"]
all_counts = get("/api/v1/events", [("counts", 1)])["counts"]
values = {facet: [v["value"] for v in listed] for facet, listed in all_counts.items()}
sources = [s["name"] for s in get("/api/v1/sources")["sources"]]


def event_filter():
    pairs = []
    for facet in FACETS:
        if facet in values and chance.random() < 0.15:
            pairs += [(facet, v) for v in chance.sample(values[facet], min(len(values[facet]), chance.randint(1, 2)))]
    for one in ["label", "severity", "country", "lang", "publisher"]:
        if one in values and chance.random() < 0.12:
            pairs.append((one, chance.choice(values[one])))
    if chance.random() < 0.2:
        pairs.append(("q", chance.choice(["robot", "AI OR chip", "NOT car", '"hard drives" OR police', "school AND (exam OR test)"])))
    if chance.random() < 0.2:
        pairs.append(("from", chance.choice(["2018", "2023-05", "2024-02-29"])))
    if chance.random() < 0.2:
        pairs.append(("to", chance.choice(["2025", "2025-06", "2025-06-17"])))
    if chance.random() < 0.1:
        pairs.append(("min_articles", chance.randint(1, 4)))
    return pairs


full = 0
for _ in range(150):
    wanted = event_filter()
    try:
        sort = [("sort", s) for s in [chance.choice(["newest", "oldest", "articles", "updated"])]]
        seen, totals, pages = walk("/api/v1/events", "events", wanted + sort + [("limit", chance.randint(1, 13))])
    except urllib.error.HTTPError as e:
        check(f"{wanted} is answered", e.code == 400 and "swap them" in e.read().decode(), e)
        continue
    full += bool(seen)
    check(f"{wanted}: nothing twice", len(seen) == len(set(seen)))
    check(f"{wanted}: as long as it says", totals == {len(seen)}, (totals, len(seen)))
    counted = get("/api/v1/events", wanted + [("counts", 1), ("limit", 1)])["counts"]
    free = [f for f in counted if f not in dict(wanted) and counted[f]]
    if free:  # a count is the length of the list that a click on it gives
        facet = chance.choice(free)
        value = chance.choice(counted[facet])
        one = get("/api/v1/events", wanted + [(facet, value["value"]), ("limit", 1)])
        check(f"{wanted}: count of {facet} {value}", one["total"] == value["count"], one["total"])
    name, facet = chance.choice([("labels", "label"), ("severity", "severity"), ("countries", "country"), ("publishers", "publisher"), ("harm_types", "harm_types")])
    series = get(f"/api/v1/stats/{name}", wanted + [("values", 3)])
    for i, v in enumerate(series["values"]):
        check(f"{wanted}: months of {name} add up", sum(m["values"][v["value"]] for m in series["months"]) == v["total"])
    check(f"{wanted}: denominators add up", sum(m["denominator"] for m in series["months"]) == len(seen), len(seen))
check("most filters found something", full > 50, full)

for _ in range(60):
    pairs = [p for p in [("label", chance.choice(["incident", "hazard", "complementary", "unrelated", "not_assessed"])),
                         ("lang", chance.choice(values["lang"])), ("publisher", chance.choice(values["publisher"])),
                         ("source", chance.choice(sources)), ("q", "AI"), ("from", "2024"), ("to", "2025-06-17")] if chance.random() < 0.2]
    seen, totals, pages = walk("/api/v1/articles", "articles", pairs + [("limit", chance.randint(1, 17))])
    check(f"articles {pairs}: nothing twice", len(seen) == len(set(seen)))
    check(f"articles {pairs}: as long as it says", totals == {len(seen)}, (totals, len(seen)))

everything, totals, _ = walk("/api/v1/events", "events", [("limit", 7)])
for limit in [1, 2, 5, 20, 200]:
    for more in [[], [("full", 1)]]:
        seen, _, _ = walk("/api/v1/changes", "changes", [("limit", limit)] + more, "since")
        first = get("/api/v1/changes", [("counts", 1), ("limit", limit)])
        check(f"changes by {limit}: nothing twice", len(seen) == len(set(seen)))
        check(f"changes by {limit}: as long as it says", first["total"] == len(seen), first["total"])
        check(f"changes by {limit}: all events", set(everything) <= set(seen))
days, _, _ = walk("/api/v1/stats/read", "days", [("limit", 3)], ident="day")
check("days: nothing twice, in order", days == sorted(set(days)))
articles = walk("/api/v1/articles", "articles", [("limit", 200)])[1]
check("sources count their documents", sum(s["documents"] - s["known"] for s in get("/api/v1/sources")["sources"]) == articles.pop())

print(f"lists.py: {passed} passed, {failed} failed")
sys.exit(failed > 0)
