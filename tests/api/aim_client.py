#!/usr/bin/env python3
"""tests/api/aim_client.py BASE -- a client of AIM's server, written from DESIGN.md's description
of its interface alone, as somebody's script would be. It fetches all incidents, checks that
every field is there with its type, and that each filter gives what the fields themselves say."""
import json
import sys
import urllib.error
import urllib.request

BASE = sys.argv[1]
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, more)


def post(question):
    request = urllib.request.Request(
        BASE + "/api/v1/incidents/fetch-incidents",
        json.dumps(question).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as e:
        return e.code, json.load(e)


def fetch(**question):
    base = {
        "search_terms": [],
        "and_condition": False,
        "from_date": "2000-01-01",
        "to_date": "2099-12-31",
        "countries": [],
        "properties_config": {
            "principles": [], "industries": [], "harm_types": [], "harm_levels": [],
            "harmed_entities": [], "business_functions": [], "ai_tasks": [],
            "autonomy_levels": [], "languages": [],
        },
        "order_by": "date",
        "num_results": 1000,
        "format": "JSON",
    }
    properties = question.pop("properties", {})
    base.update(question)
    base["properties_config"].update(properties)
    status, body = post(base)
    assert status == 200, (status, body)
    return body


TEXT, MAYBE, LIST, COUNT = str, (str, type(None)), list, int
INCIDENT = {
    "id": TEXT, "title": TEXT, "n_articles": COUNT, "date": TEXT, "location": dict, "evidences": LIST,
    "summary": TEXT, "image": MAYBE, "company": MAYBE, "concepts": LIST, "properties": dict,
    "aiid_ids": LIST, "language_counts": dict, "is_legacy": bool,
}
PROPERTIES = {
    "principles": LIST, "industries": LIST, "harmed_entities": LIST, "harm_levels": LIST,
    "harm_types": LIST, "most_severe_harm": MAYBE, "business_functions": LIST,
    "deployment_breadth": MAYBE, "ai_tasks": LIST, "autonomy_level": MAYBE, "languages": LIST,
}
ARTICLE = {
    "title": TEXT, "date": MAYBE, "body": TEXT, "publisher": MAYBE, "country": MAYBE, "url": MAYBE,
    "image": MAYBE, "thumbImage": MAYBE, "evidences": LIST, "concepts": LIST,
}


def typed(name, thing, shape):
    for key, kind in shape.items():
        check(f"{name}.{key}", key in thing and isinstance(thing[key], kind), repr(thing.get(key))[:80])


def concepts(name, listed):
    for c in listed:
        typed(name, c, {"score": int, "type": str, "label": dict})
        check(name + ".label.eng", isinstance(c["label"].get("eng"), str))


everything = fetch()
incidents = everything["incidents"]
check("there are incidents", len(incidents) > 5)
check("all of them came", len(incidents) == everything["total_results"], everything["total_results"])
check("no id twice", len({i["id"] for i in incidents}) == len(incidents))
check("the newest first", [i["date"] for i in incidents] == sorted((i["date"] for i in incidents), reverse=True))
for i in incidents:
    typed("incident", i, INCIDENT)
    check("articles is null in a list", "articles" in i and i["articles"] is None)
    typed("location", i["location"], {"location": MAYBE, "country": MAYBE, "country_code": MAYBE})
    typed("properties", i["properties"], PROPERTIES)
    for key, value in i["properties"].items():
        if isinstance(value, list):
            check(f"{key} holds texts", all(isinstance(v, str) for v in value))
    check("evidences are texts", i["evidences"] and all(isinstance(v, str) for v in i["evidences"]))
    check("articles are counted by language", sum(i["language_counts"].values()) == i["n_articles"])
    check("aiid_ids are numbers", all(isinstance(n, int) for n in i["aiid_ids"]))
    concepts("concept", i["concepts"])

# Each filter, with each value that occurs, gives exactly the incidents whose own field has it.
FIELDS = {
    "principles": "principles", "industries": "industries", "harm_types": "harm_types",
    "harm_levels": "harm_levels", "harmed_entities": "harmed_entities",
    "business_functions": "business_functions", "ai_tasks": "ai_tasks", "languages": "languages",
}
for asked, field in FIELDS.items():
    values = sorted({v for i in incidents for v in i["properties"][field]})
    check(f"{asked} has values", bool(values))
    for value in values:
        want = {i["id"] for i in incidents if value in i["properties"][field]}
        got = fetch(properties={asked: [value]})
        check(f"{asked} = {value}", {i["id"] for i in got["incidents"]} == want)
        check(f"{asked} = {value}, total", got["total_results"] == len(want))
    two = values[:2]
    want = {i["id"] for i in incidents if set(two) & set(i["properties"][field])}
    check(f"{asked}: either of two", {i["id"] for i in fetch(properties={asked: two})["incidents"]} == want)
for value in sorted({i["properties"]["autonomy_level"] for i in incidents} - {None}):
    want = {i["id"] for i in incidents if i["properties"]["autonomy_level"] == value}
    check(f"autonomy {value}", {i["id"] for i in fetch(properties={"autonomy_levels": [value]})["incidents"]} == want)

check("a language by its other code", fetch(properties={"languages": ["en"]}) == fetch(properties={"languages": ["eng"]}))

# A country by its name and by its code; an incident may be about several, the first is its location.
for i in [i for i in incidents if i["location"]["country"]][:5]:
    by_name = fetch(countries=[i["location"]["country"]])
    by_code = fetch(countries=[i["location"]["country_code"]])
    check("a country has its incident", i["id"] in {x["id"] for x in by_name["incidents"]})
    check("its code gives the same", by_name == by_code)

# Days: both bounds are inside.
for i in incidents[:5]:
    want = {x["id"] for x in incidents if x["date"] == i["date"]}
    check("a day", {x["id"] for x in fetch(from_date=i["date"], to_date=i["date"])["incidents"]} == want)

# Words: one of them, and all of them.
drives = fetch(search_terms=[{"type": "KEYWORD", "value": "hard drives"}])
robots = fetch(search_terms=[{"type": "KEYWORD", "value": "robotaxi"}])
both = [{"type": "KEYWORD", "value": "hard drives"}, {"type": "KEYWORD", "value": "robotaxi"}]
either, every = fetch(search_terms=both), fetch(search_terms=both, and_condition=True)
ids = lambda answer: {i["id"] for i in answer["incidents"]}
check("a phrase finds", drives["total_results"] > 0)
check("either word", ids(either) == ids(drives) | ids(robots))
check("every word", ids(every) == ids(drives) & ids(robots))

# num_results bounds what is given, not what is counted.
few = fetch(num_results=2)
check("two of all", [i["id"] for i in few["incidents"]] == [i["id"] for i in incidents[:2]])
check("all are counted", few["total_results"] == everything["total_results"])
check("none of all", fetch(num_results=0) == {"incidents": [], "total_results": everything["total_results"]})

# One incident: as in the list, with its articles.
for listed in sorted(incidents, key=lambda i: -i["n_articles"])[:3]:
    with urllib.request.urlopen(BASE + "/api/v1/incidents/" + listed["id"]) as answer:
        one = json.load(answer)
    check("it has its articles", len(one["articles"]) == listed["n_articles"])
    check("else it is the same", {**one, "articles": None} == listed)
    for a in one["articles"]:
        typed("article", a, ARTICLE)
        check("its text is not republished", a["body"] == "")
        concepts("article.concept", a["concepts"])

# What is not known is refused, and says what it was.
for question, named in [
    ({"colour": "red"}, "colour"),
    ({"properties_config": {"colours": ["red"]}}, "properties_config.colours"),
    ({"properties_config": {"harm_types": ["Boredom"]}}, "properties_config.harm_types"),
    ({"properties_config": {"harm_types": "Physical (death)"}}, "properties_config.harm_types"),
    ({"properties_config": ["Safety"]}, "properties_config"),
    ({"properties_config": {"languages": ["Elvish"]}}, "properties_config.languages"),
    ({"countries": ["Atlantis"]}, "countries"),
    ({"countries": "France"}, "countries"),
    ({"from_date": "yesterday"}, "from_date"),
    ({"from_date": "2025-02-30"}, "from_date"),
    ({"from_date": "2025-02-03", "to_date": "2025-02-01"}, "from_date"),
    ({"search_terms": [{"type": "CONCEPT", "value": "x"}]}, "search_terms"),
    ({"search_terms": ["x"]}, "search_terms"),
    ({"search_terms": [{"type": "KEYWORD", "value": "?!"}]}, "search_terms"),
    ({"and_condition": "yes"}, "and_condition"),
    ({"order_by": "colour"}, "order_by"),
    ({"num_results": "many"}, "num_results"),
    ({"num_results": -1}, "num_results"),
    ({"num_results": 1.5}, "num_results"),
    ({"format": "XML"}, "format"),
]:
    status, problem = post(question)
    check(f"{question} is refused", status == 400 and problem.get("parameter") == named, f"{status} {problem}")
    check(f"{question} is explained", len(problem.get("detail", "")) > 10)
status, problem = post([])
check("a list is no question", status == 400)
status, answer = post({})
check("an empty question asks for the newest", status == 200 and answer["total_results"] == everything["total_results"])
status, answer = post({"search_terms": None, "countries": None, "properties_config": None, "from_date": None, "to_date": ""})
check("null means any", status == 200 and answer["total_results"] == everything["total_results"])

print(f"aim_client.py: {passed} passed, {failed} failed")
sys.exit(failed > 0)
