"""tests/api/tried.py PROGRAM DB -- "Try it" by address, against a small server that misbehaves.

The server listens at 127.0.0.1 (which --allow-private names) and at 127.0.0.2 (which it does
not), so that a redirect from the first to the second is one to a private address."""
import http.server, json, re, subprocess, sys, threading, time, urllib.error, urllib.parse, urllib.request

program, db = sys.argv[1:3]
passed = failed = 0
asked, asked_secret = [], []


def check(name, ok, more=""):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {name} {more}")


TITLE = "Robot crushes worker to death at car plant"
SENTENCE = "An AI-driven robot crushed a worker to death at a car plant on Monday, police said."
REST = ("The autonomous system took the man for a box, a spokesman of the maker told reporters. "
        "The plant has stood still since the accident. ")
GOOD = (f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
        f"<p>{SENTENCE}</p><p>{REST * 3}</p><p>{REST * 2}<script>alert(1)</script></p></article></body></html>")
HOSTILE = GOOD.replace(TITLE, "Robot &lt;script&gt;alert(2)&lt;/script&gt; crushes worker")


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, kind, body, **more):
        body = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        here = self.server.server_address
        if here[0] == "127.0.0.2":
            asked_secret.append(self.path)
            return self.send(200, "text/html", GOOD)
        asked.append((self.path, self.headers.get("User-Agent", "")))
        if self.path == "/robots.txt":
            return self.send(200, "text/plain", "User-agent: *\nDisallow: /forbidden\n")
        if self.path.startswith(("/good", "/forbidden")):
            return self.send(200, "text/html; charset=utf-8", GOOD)
        if self.path == "/hostile":
            return self.send(200, "text/html; charset=utf-8", HOSTILE)
        if self.path == "/moved":
            return self.send(301, "", "", Location="/good")
        if self.path == "/inside":
            return self.send(302, "", "", Location=f"http://127.0.0.2:{secret.server_address[1]}/good")
        if self.path == "/file":
            return self.send(302, "", "", Location="file:///etc/passwd")
        if self.path == "/pdf":
            return self.send(200, "application/pdf", b"%PDF-1.7\n" + b"a robot " * 500)
        if self.path == "/odd":
            return self.send(200, "<script>alert(3)</script>", GOOD)
        if self.path == "/plain":
            return self.send(200, "text/plain", f"{TITLE}\n\n{SENTENCE}\n\n{REST * 3}")
        if self.path == "/empty":
            return self.send(200, "text/html", "<html><head><title></title></head><body></body></html>")
        if self.path == "/large":
            return self.send(200, "text/html", b"x" * (9 << 20))
        if self.path == "/slow":
            time.sleep(8)
            return self.send(200, "text/html", GOOD)
        self.send(404, "text/html", "<html><body>no such page</body></html>")


def site_at(address):
    server = http.server.ThreadingHTTPServer((address, 0), Site)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # whoever asked has gone: what is too large, what is slow
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(Stay)


def ask(path, body=None, kind="application/json", **headers):
    request = urllib.request.Request(base + path, data=body, headers={"Content-Type": kind, **headers})
    try:
        with opener.open(request, timeout=30) as got:
            return got.status, {k.lower(): v for k, v in got.headers.items()}, got.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, {k.lower(): v for k, v in e.headers.items()}, e.read().decode()


def ask_for(url, **headers):
    return ask("/api/v1/judge", json.dumps({"url": url}).encode(), **headers)


def ask_form(url, **headers):
    return ask("/try", urllib.parse.urlencode({"url": url}).encode(), "application/x-www-form-urlencoded", **headers)


def until_there(path, seconds=30):
    end = time.time() + seconds
    while time.time() < end:
        got = ask(path)
        if got[0] != 202 and "http-equiv=\"refresh\"" not in got[2]:
            return got
        time.sleep(0.1)
    return got


def serve(*more):
    global base
    p = subprocess.Popen([program, "serve", "--db", db, "--listen", "127.0.0.1:0", "--trust-proxy", "--pace", "0",
                          "--fetch-timeout", "3", "--contact", "mailto:ann@example.org", *more],
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in p.stderr:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            base = found.group(0)
            threading.Thread(target=p.stderr.read, daemon=True).start()
            return p
    sys.exit("the server does not start")


def stop(p):
    p.terminate()
    check("the server ends well", p.wait(15) == 0)


public, secret = site_at("127.0.0.1"), site_at("127.0.0.2")
here = f"http://127.0.0.1:{public.server_address[1]}"
TROUBLE = [("/none", "there is nothing at this address"), ("/slow", "did not come in time"),
           ("/inside", "no address of the public internet"), ("/file", "redirect to nowhere"),
           ("/pdf", "no web page at this address but application/pdf"), ("/odd", "but something else"),
           ("/empty", "could not be read"), ("/large", "too many bytes"), ("/forbidden", "robots.txt asks to leave it alone")]

p = serve("--allow-private", f"127.0.0.1:{public.server_address[1]}")

# -- a page as it should be -----------------------------------------------------------------------
status, head, body = ask_for(here + "/good")
check("an address is taken", status == 202, f"{status} {body}")
at = head.get("location", "")
check("Location says where to ask", re.fullmatch(r"/api/v1/judge/[0-9a-f]{32}", at), at)
check("and the body", json.loads(body) == {"state": "waiting", "url": here + "/good", "ask": at}, body)
check("and Retry-After when", head.get("retry-after") == "2" and head.get("cache-control") == "no-store")
status, head, body = until_there(at)
verdict = json.loads(body)
check("the verdict is there", status == 200 and verdict.get("label") == "incident", body[:300])
check("it is kept by nobody", "etag" not in head and head.get("cache-control") == "no-store")
own = json.loads(ask("/api/v1/judge", json.dumps({"title": TITLE, "text": SENTENCE}).encode())[2])
check("it is a verdict like that on a text", set(own) <= set(verdict), set(own) - set(verdict))
check("a text with its address is judged as it is", ask(
    "/api/v1/judge", json.dumps({"url": here + "/never", "title": TITLE, "text": SENTENCE}).encode())[0] == 200)
check("and not fetched", not any(path == "/never" for path, _ in asked))
check("robots.txt was asked first", asked[0][0] == "/robots.txt", asked)
check("we say who we are", all("mailto:ann@example.org" in agent for _, agent in asked), asked)

status, head, body = ask("/try")
check("the form offers an address", 'name="url"' in body and 'name="text"' in body)
status, head, body = ask_form(here + "/good")
at = head.get("location", "")
check("the form goes on to a page", status == 303 and re.fullmatch(r"/try/[0-9a-f]{32}", at), f"{status} {at}")
status, head, body = until_there(at)
check("the page shows the verdict", status == 200 and "Incident" in body)
check("no search engine lists it", '<meta name="robots" content="noindex"/>' in body)
check("nor is it kept", "etag" not in head and head.get("cache-control") == "no-store")
marks = re.findall(r'<mark class="([a-z]+)" title="[^"]*">([^<]+)</mark>', body)
check("its evidence is marked", any(c == "system" for c, _ in marks) and any(c == "severity" for c, _ in marks), marks)
check("in the page's own words", "police said." in re.sub(r"<[^>]+>", "", body))
check("the assertions stand below", "The assertions behind it" in body and "crushed a worker" in body)
check("with a link to the page", f'href="{here}/good"' in body)
check("a script of the page is not there", "alert(1)" not in body)
body = until_there(ask_form(here + "/hostile")[1]["location"])[2]
check("a title with marks is text", "<script>alert" not in body and "&lt;script&gt;alert(2)" in body)
check("a redirect is followed", until_there(ask_for(here + "/moved")[1]["location"])[0] == 200)
got = until_there(ask_for(here + "/plain")[1]["location"])
check("plain text is read", got[0] == 200 and json.loads(got[2])["label"] == "incident", got[2][:200])

# -- pages that are none ------------------------------------------------------------------------------
rows = [(path, want, ask_for(here + path)[1]["location"], ask_form(here + path)[1]["location"]) for path, want in TROUBLE]
slow = next(row for row in rows if row[0] == "/slow")
status, head, body = ask(slow[2])
check("while it waits: 202", status == 202 and json.loads(body)["ask"] == slow[2], f"{status} {body}")
status, head, body = ask(slow[3])
check("the page asks again by itself", status == 200 and '<meta http-equiv="refresh" content="2"/>' in body)
begun = time.time()
check("others are answered meanwhile", ask("/")[0] == 200 and time.time() - begun < 2)
for path, want, api, page in rows:
    status, head, body = until_there(api)
    problem = json.loads(body)
    check(f"{path}: a problem in words", status == 422 and head["content-type"] == "application/problem+json"
          and want in problem["detail"], f"{status} {body}")
    status, head, body = until_there(page)
    check(f"{path}: the page says it", status == 422 and want in body.replace("&#39;", "'")
          and "<script>alert" not in body, f"{status} {re.sub('<[^>]+>', ' ', body)[:600]}")
    check(f"{path}: and offers to paste the text", 'name="text"' in body)
check("the private server was never asked", not asked_secret, asked_secret)
check("nor was what robots.txt forbids", not any(path == "/forbidden" for path, _ in asked))

# -- addresses that are none ------------------------------------------------------------------------------
for url in ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:alert(1)", "nonsense", "http://",
            "https://example.org/" + "x" * 3000]:
    status, head, body = ask_for(url)
    check(f"{url[:30]} is refused", status == 422 and head["content-type"] == "application/problem+json", f"{status} {body}")
    check(f"{url[:30]} is refused by the form", ask_form(url)[0] == 422)
status, head, body = ask("/api/v1/judge", b"{}")
check("nothing at all is refused, and says what would do", status == 422 and "url" in body, body)
for path in ["/try/", "/api/v1/judge/"]:
    check(f"{path} of nothing", ask(path + "0" * 32)[0] == 404 and ask(path + "x")[0] == 404)
names = ["http://localhost:1/", "http://[::1]:1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
         f"http://127.0.0.2:{secret.server_address[1]}/good", f"http://2130706434:{secret.server_address[1]}/good"]
for url in names:
    status, head, body = until_there(ask_for(url)[1]["location"])
    check(f"{url} is not gone to", status == 422 and "could not be fetched" in body, f"{status} {body}")
check("still the private server was never asked", not asked_secret, asked_secret)

# -- how often ----------------------------------------------------------------------------------------------
reader = {"X-Forwarded-For": "198.51.100.9"}
got = [ask_for(here + f"/good{n}", **reader)[0] for n in range(3)] + [ask_form(here + f"/good{n}", **reader)[0] for n in range(2)]
check("five addresses are taken", got == [202] * 3 + [303] * 2, got)
status, head, body = ask_for(here + "/good5", **reader)
check("the sixth is not", status == 429 and 800 < int(head["retry-after"]) <= 900
      and "paste the text" in json.loads(body)["detail"], f"{status} {body}")
check("nor on the page", ask_form(here + "/good5", **reader)[0] == 429)
check("another reader may", ask_for(here + "/good6", **{"X-Forwarded-For": "198.51.100.10"})[0] == 202)
check("reading goes on", ask("/", **reader)[0] == 200)
stop(p)

# -- nobody has allowed anything -------------------------------------------------------------------------------
asked.clear()
p = serve()
status, head, body = until_there(ask_for(here + "/good")[1]["location"])
check("without --allow-private this machine is not gone to", status == 422 and "public internet" in body, body)
check("and was not asked", not asked and not asked_secret, asked)
ask_for(here + "/slow")
stop(p)
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
