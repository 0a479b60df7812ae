#!/usr/bin/env python3
"""tests/api/reports.py articles -- articles of which some name a publisher, as JSON Lines
tests/api/reports.py BASE       -- what a server that has them says of how many did

Nobody is counted as reporting who is not named, and who is not named is not counted as one of those
who are: on list, page, feeds and in the API."""
import json
import re
import sys
import urllib.request

STORIES = { # word of the title: publishers of its articles, what list and feeds say, what the page says
    "tram": (["Gazette", "Gazette", "Herald", "", ""], "5 articles, 2 publishers named", "5 articles, of which 3 name a publisher (2)"),
    "surgeon": (["Gazette", "", ""], "3 articles, 1 publisher named", "3 articles, of which 1 names a publisher (1)"),
    "ferry": (["", "", "", ""], "4 articles", "4 articles"),
    "harvester": (["Gazette", "Herald"], "2 articles from 2 publishers", "2 articles from 2 publishers"),
    "crane": (["Gazette", "Gazette", "Herald"], "3 articles, 2 publishers named", "3 articles from 2 publishers"),
    "lift": (["Gazette"], "1 article", "1 article")}
TEXT = {
    "tram": "A driverless tram of the AI company Railwise ran over a cyclist in Utrecht on Monday, police said. The artificial intelligence of the tram braked too late at Neude square.",
    "surgeon": "A surgeon robot of Medibot cut an artery of a patient in Lyon, the hospital said. The AI system of the robot mistook a shadow for tissue, and the patient died.",
    "ferry": "An AI pilot steered a ferry of Norlines onto rocks near Bergen, injuring eleven passengers. The autonomous system took a lighthouse for a buoy, the coast guard said.",
    "harvester": "A self-driving harvester of Agrobot crushed a farm worker near Toledo. Its AI camera did not see him in the dust, the labour inspectors of Spain found.",
    "crane": "An autonomous crane of Portwise dropped a container on a docker in Gdansk. The AI system of the crane had lost its sight in the fog, said the port, and the docker was killed.",
    "lift": "An AI lift of Skylift trapped and injured a woman in Osaka for nine hours. The artificial intelligence had learned to save power at night, the maker said."}
TITLE = {
    "tram": "Driverless tram runs over cyclist in Utrecht", "surgeon": "Robot surgeon cuts artery of patient in Lyon hospital",
    "ferry": "Ferry with an AI pilot strikes rocks off Bergen", "harvester": "Farm worker crushed by self-driving harvester near Toledo",
    "crane": "Container falls from autonomous crane and kills docker in Gdansk", "lift": "Woman held nine hours by a lift that had learned to save power"}
DATE = {word: f"{2018 + n}-0{n + 1}-02" for n, word in enumerate(STORIES)}  # too far apart to be one
ENDINGS = ["", " The company regrets it.", " An inquiry has begun.", " Witnesses were heard.", " The mayor asked for answers."]

if sys.argv[1] == "articles":
    for word, (publishers, *_) in STORIES.items():
        for n, publisher in enumerate(publishers):
            article = {"id": f"{word}-{n}", "url": f"https://site{n}.example/{word}", "title": TITLE[word],
                       "text": TEXT[word] + ENDINGS[n], "date": DATE[word], "lang": "en"}
            print(json.dumps({**article, **({"publisher": publisher} if publisher else {})}))
    sys.exit()

BASE = sys.argv[1]
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, str(more)[:400])


def get(path):
    with urllib.request.urlopen(BASE + path) as answer:
        return answer.read().decode()


def foot(html):
    return [re.sub(r"<[^>]*>", "", part) for part in re.findall(r"<span[^>]*>.*?</span>", re.search(r'class="card-foot">(.*?)</p>', html, re.S).group(1), re.S)]


events = json.loads(get("/api/v1/events?limit=50"))["events"]
cards = dict(re.findall(r'href="/events/([\w-]+)"[^>]*>.*?(class="card-foot">.*?</p>)', get("/"), re.S))
feed = {item["url"].split("/")[-1]: item for item in json.loads(get("/feed.json"))["items"]}
atom = get("/feed.atom")
for word, (publishers, on_list, on_page) in STORIES.items():
    mine = [e for e in events if word in e["title"].lower()]
    check(f"{word}: one event", len(mine) == 1, [e["title"] for e in events])
    if len(mine) != 1:
        continue
    event = mine[0]
    check(f"{word}: the API counts names", (event["articles"], event["publishers"]) == (len(publishers), len(set(publishers) - {""})), event)
    check(f"{word}: its card", on_list in foot(cards[event["id"]]), foot(cards[event["id"]]))
    check(f"{word}: its page", on_page in foot(get(f"/events/{event['id']}")), foot(get(f"/events/{event['id']}")))
    check(f"{word}: the feeds", f", {on_list}" in feed[event["id"]]["content_html"] and f", {on_list}" in atom, feed[event["id"]]["content_html"])
    named = [a["publisher"] for a in json.loads(get(f"/api/v1/events/{event['id']}"))["articles"]]
    check(f"{word}: the API names those, and nobody for the others", sorted(n or "" for n in named) == sorted(publishers), named)
print(f"reports: {passed} passed, {failed} failed")
sys.exit(failed > 0)
