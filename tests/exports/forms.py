"""tests/exports/forms.py FOLDER EXPORTS.md -- the exported forms hold what the page says of
them: every criterion with its mapping, every field, unknown marked as unknown. Silent when so."""
import json
import re
import sys

folder, page = sys.argv[1], open(sys.argv[2], encoding="utf-8").read()


def lines(name):
    return [json.loads(l) for l in open(f"{folder}/{name}.jsonl", encoding="utf-8")]


told = re.findall(r"^\| (\d+) \| (.+?) \| (direct|approximate|unmapped) \| (.+?) \|$", page, re.M)
assert len(told) == 29, len(told)
for report in lines("oecd29"):
    assert len(report["fields"]) == 29
    for field, (number, name, mapping, made_of) in zip(report["fields"], told):
        got = (str(field["number"]), field["field"], field["mapping"], field["made_of"])
        assert got == (number, name, mapping, made_of), (got, (number, name, mapping, made_of))
        assert (field["value"] is None) == (field["state"] == "unknown"), field
        assert mapping != "unmapped" or field["value"] is None, field
for draft in lines("art73"):
    for field in draft["fields"]:
        assert field["mapping"] in ("reported", "derived", "unknown"), field
        assert field["mapping"] != "unknown" or field["value"] is None, field
        assert (field["value"] is None) == (field["state"] == "unknown"), field
keys = {"id", "title", "articles", "n_articles", "date", "location", "evidences", "summary", "image", "company",
        "concepts", "properties", "aiid_ids", "language_counts", "is_legacy"}
properties = {"principles", "industries", "harmed_entities", "harm_levels", "harm_types", "most_severe_harm",
              "business_functions", "deployment_breadth", "ai_tasks", "autonomy_level", "languages"}
article = {"title", "date", "body", "publisher", "country", "url", "image", "thumbImage", "evidences", "concepts"}
tied = 0
for incident in lines("aim"):
    assert set(incident) == keys, set(incident) ^ keys
    assert set(incident["properties"]) == properties
    assert len(incident["articles"]) == incident["n_articles"] == sum(incident["language_counts"].values())
    assert all(set(a) == article and a["body"] == "" for a in incident["articles"])
    assert all(c["type"] in ("org", "loc") and 0 <= c["score"] <= 100 for c in incident["concepts"])
    tied += incident["aiid_ids"] == [42]
assert tied == 1, tied
for submission in lines("aiid"):
    assert submission["reports"] and all(r["text"] is None for r in submission["reports"])
    assert submission["incident"]["incident_title"]
