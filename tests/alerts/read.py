#!/usr/bin/env python3
"""tests/alerts/read.py -- what arrived, as the tests ask for it.

  link MAIL WORD      the first address in its text that has WORD in it
  header MAIL NAME    that header, decoded
  part MAIL text|html that body, decoded
  ids MAIL...         Message-IDs, one a line
  events MAIL...      ids of the events in their texts, one a line, once for each Message-ID
  signed CALLS SECRET PATH   how many calls to PATH there are, and how many are signed right
  news CALLS PATH     "EVENT NEWS" of each event told to PATH, once for each delivery
  sound MAIL...       lines too long, without CR, or with eight bits; must print nothing
  feed FILE           checks an Atom feed by RFC 4287; prints ids, then "next ADDRESS"
"""
import email, email.header, email.policy, hashlib, hmac, json, re, signal, sys
import xml.etree.ElementTree as xml

def mail(path):
    data = open(path, "rb").read().split(b"\n", 1)[1]
    return email.message_from_bytes(data, policy=email.policy.default)

def body(path, kind):
    return mail(path).get_body((kind,)).get_content()

def calls(path, where):
    for line in open(path):
        call = json.loads(line)
        if call["path"] == where:
            yield call

def feed(path):
    atom = "{http://www.w3.org/2005/Atom}"
    root = xml.parse(path).getroot()
    stamp = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
    assert root.tag == atom + "feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(atom + name)) == 1, name
    assert root.find(atom + "author/" + atom + "name").text
    rels = [link.get("rel") for link in root.findall(atom + "link")]
    assert rels.count("self") == 1 and rels.count("alternate") == 1, rels
    ids = []
    for entry in root.findall(atom + "entry"):
        for name in ("id", "title", "updated", "summary", "content"):
            assert len(entry.findall(atom + name)) == 1, name
        assert stamp.match(entry.find(atom + "updated").text)
        assert entry.find(atom + "content").get("type") == "html"
        assert {c.get("scheme").split(":")[-1] for c in entry.findall(atom + "category")} >= {"label", "severity"}
        ids.append(entry.find(atom + "id").text)
    assert stamp.match(root.find(atom + "updated").text) and len(ids) == len(set(ids))
    print("\n".join(ids))
    for link in root.findall(atom + "link"):
        if link.get("rel") == "next":
            print("next", link.get("href"))

signal.signal(signal.SIGPIPE, signal.SIG_DFL)
what, *rest = sys.argv[1:]
if what == "link":
    print(next((a for a in re.findall(r"https?://\S+", body(rest[0], "plain")) if rest[1] in a), "none"))
elif what == "header":
    print(mail(rest[0])[rest[1]])
elif what == "part":
    print(body(rest[0], {"text": "plain"}.get(rest[1], rest[1])))
elif what == "ids":
    print("\n".join(mail(path)["Message-ID"] for path in rest))
elif what == "events":
    seen = {mail(path)["Message-ID"]: body(path, "plain") for path in rest}
    for text in seen.values():
        for found in re.findall(r"/events/(\S+)", text):
            print(found)
elif what == "signed":
    total = right = 0
    for call in calls(rest[0], rest[2]):
        stamp, sum_ = re.match(r"t=(\d+),v1=([0-9a-f]{64})$", call["signature"]).groups()
        want = hmac.new(rest[1].encode(), f"{stamp}.{call['body']}".encode(), hashlib.sha256).hexdigest()
        total, right = total + 1, right + hmac.compare_digest(want, sum_)
    print(total, right)
elif what == "news":
    seen = {call["delivery"]: json.loads(call["body"]) for call in calls(rest[0], rest[1])}
    for told in seen.values():
        assert told["total"] >= len(told["events"])
        for event in told["events"]:
            print(event["id"], event["news"])
elif what == "sound":
    for path in rest:
        data = open(path, "rb").read().split(b"\n", 1)[1]
        for line in data.split(b"\n")[:-1]:
            if len(line) > 77 and not line.startswith((b"List-Unsubscribe:", b"Message-ID:")) or not line.endswith(b"\r") or max(line) > 126:
                print(path, line)
elif what == "feed":
    feed(rest[0])
else:
    sys.exit(f"no such question: {what}")
