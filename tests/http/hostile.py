#!/usr/bin/env python3
"""tests/http/hostile.py BASE [paths] -- whatever can be read in two ways is refused, and no second
request is ever answered out of a first one's body."""
import json
import random
import re
import sys

from wire import check, connect, done, get, quick, talk

JUDGE = b"POST /api/v1/judge HTTP/1.1\r\nHost: x\r\n"
HIDDEN = get("/api/v1/taxonomy")  # were it answered, that would be an answer too many


def is_problem(name, answer, status):
    check(f"{name}: {status}", answer.status == status, answer)
    check(f"{name}: problem+json", answer.headers.get("content-type") == "application/problem+json", answer.headers)
    try:
        p = json.loads(answer.body)
    except ValueError:
        p = {}
    check(f"{name}: says what is wrong", p.get("status") == status and p.get("title") and p.get("detail"), answer.body)


def refused(name, raw, status=None):
    """One refusal or none, and the connection ends."""
    answers, closed, rest = talk(raw, heads={0} if raw.startswith(b"HEAD") else ())
    # libmicrohttpd 0.9.75 sends the head of its own refusals twice, which comes to no harm
    own = rest.endswith(b"</html>") and answers and answers[0].body.startswith(b"HTTP/1.1 400")
    check(f"{name}: one answer at most", len(answers) <= 1 and (not rest or own), (answers, rest[:200]))
    check(f"{name}: is refused", all(400 <= a.status < 600 for a in answers), answers)
    check(f"{name}: the connection ends", closed)
    if status:
        check(f"{name}: is told", len(answers) == 1, answers)
        if answers:
            is_problem(name, answers[0], status)


def heads():
    line = b"GET /healthz HTTP/1.1\r\n"
    check("a plain head", [a.status for a in talk(get(), want=1)[0]] == [200])
    for name, raw, status in [
        ("a line that ends in LF", line + b"Host: x\nX: y\r\n\r\n", 400),
        ("LF everywhere", b"GET /healthz HTTP/1.1\nHost: x\n\n", 400),
        ("a request line that ends in LF", b"GET /healthz HTTP/1.1\nHost: x\r\n\r\n", 400),
        ("a header behind an LF", line + b"Host: x\r\nX: y\nContent-Length: 60\r\n\r\n", 400),
        ("a folded line", line + b"Host: x\r\nX: a\r\n b\r\n\r\n", 400),
        ("a folded Transfer-Encoding", JUDGE + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", None),
        ("a first line that is folded", line + b" X: a\r\nHost: x\r\n\r\n", 400),
        ("a blank before the colon", line + b"Host : x\r\n\r\n", 400),
        ("a tab before the colon", line + b"Host: x\r\nX\t: y\r\n\r\n", 400),
        ("a name with VT", line + b"Host: x\r\nX\x0b: y\r\n\r\n", 400),
        ("a name in Latin 1", line + b"Host: x\r\nX\xe4: y\r\n\r\n", 400),
        ("a line without a colon", line + b"Host: x\r\nfoo\r\n\r\n", None),
        ("a line without a name", line + b"Host: x\r\n: foo\r\nX: y\r\n\r\n", 400),
        ("a line without a name at the end", line + b"Host: x\r\n:\r\n", 400),
        ("a head that ends in LF", line + b"Host: x\r\n\n", 400),
        ("a head that ends in LF LF", line + b"Host: x\n\n", 400),
        ("a NUL in the last line", line + b"Host: x\r\nX: a\0b\r\n\r\n", 400),
        ("a NUL in a value", line + b"Host: x\r\nX: a\0b\r\nY: 1\r\n\r\n", 400),
        ("a NUL hides a header", line + b"X: a\0Host: y\r\nHost: x\r\n\r\n", 400),
        ("a NUL before CR LF", line + b"Host: x\r\nX: a\0\r\nY: 1\r\n\r\n", 400),
        ("a method that is none", b"}GET / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a NUL in a name", line + b"Host: x\r\nX\0Y: 1\r\n\r\n", None),
        ("a lone CR", line + b"Host: x\r\nX: a\rb\r\n\r\n", 400),
        ("DEL in a value", line + b"Host: x\r\nX: a\x7f\r\n\r\n", 400),
        ("no host", line + b"\r\n", 400),
        ("two hosts", line + b"Host: x\r\nHost: y\r\n\r\n", 400),
        ("a host that is a path", line + b"Host: x/y\r\n\r\n", 400),
        ("a host with a blank", line + b"Host: x y\r\n\r\n", 400),
        ("an absolute address", b"GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an absolute address of another", b"GET http://y/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("CONNECT", b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("an address without a slash", b"GET healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("a blank in the address", b"GET /healthz x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("tabs for blanks", b"GET\t/healthz\tHTTP/1.1\r\nHost: x\r\n\r\n", None),
        ("a control character in the address", b"GET /health\x01z HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("HTTP/0.9", b"GET /healthz\r\n\r\n", None),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None),
        ("HTTP/1.2", b"GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n", 505),
        ("http/1.1", b"GET /healthz http/1.1\r\nHost: x\r\n\r\n", None),
        ("all bytes", bytes(range(256)) * 8 + b"\r\n\r\n", None),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n", None),
    ]:
        refused(name, raw + HIDDEN if status else raw, status)


def sizes():
    is_problem("an address of 9 KB", talk(get("/" + "a" * 9000))[0][0], 414)
    is_problem("headers of 20 KB", talk(get(more=b"X: " + b"a" * 20000 + b"\r\n"))[0][0], 431)
    is_problem("a hundred headers", talk(get(more=b"X: a\r\n" * 100))[0][0], 431)
    check("64 headers are fine", talk(get(more=b"X: a\r\n" * 63), want=1)[0][0].status == 200)
    for name, raw, status in [
        ("an address of a megabyte", get("/" + "a" * 1000000), 414),
        ("headers of a megabyte", get(more=b"X: " + b"a" * 1000000 + b"\r\n"), 431),
        ("headers without end", get(more=b"X: a\r\n" * 100000), 431),
    ]:
        answers, closed, _ = talk(raw)
        check(f"{name}: {status}", [a.status for a in answers] == [status] and closed, (answers, closed))
    body = b"a" * (2 * 1024 * 1024 + 1)
    told = JUDGE + b"Content-Length: %d\r\n\r\n" % len(body)
    for name, raw in [("a long body", told + body), ("its head alone", told),
                      ("a body of 20 MB", JUDGE + b"Content-Length: 20000000\r\n\r\n" + b"a" * 20000000),
                      ("one of many digits", JUDGE + b"Content-Length: 999999999999999999\r\n\r\n")]:
        answers, closed, _ = talk(raw)
        check(f"{name}: an answer, then the end", len(answers) == 1 and closed, answers)
        if answers:
            is_problem(name, answers[0], 413)
    chunks = (b"8000\r\n" + b"a" * 0x8000 + b"\r\n") * 65 + b"0\r\n\r\n"
    answers, closed, _ = talk(JUDGE + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    check("a long body in chunks: an answer, then the end", len(answers) == 1 and closed, answers)
    is_problem("a long body in chunks", answers[0], 413)
    answers, closed, _ = talk(JUDGE + b"Transfer-Encoding: chunked\r\n\r\n" + b"8000\r\n" + b"a" * 0x8000 + b"\r\n" + chunks * 20)
    check("a body without end is cut off", len(answers) <= 1 and closed, answers)
    quick("after bodies without end")


def bodies():
    text = json.dumps({"title": "Robot injures worker", "text": "A robot injured a worker at a plant on Monday."}).encode()
    whole = JUDGE + b"Content-Length: %d\r\n\r\n" % len(text) + text
    answers, _, _ = talk(whole + get() + whole, want=3)
    check("a body, and requests behind it", [a.status for a in answers] == [200, 200, 200], answers)
    chunked = JUDGE + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)
    answers, closed, _ = talk(chunked + HIDDEN)
    check("a body in chunks is taken, and is the last", [a.status for a in answers] == [200] and closed, answers)
    answers, closed, _ = talk(JUDGE + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(text) + text, want=1)
    check("who asks before a body is told", [a.status for a in answers] == [200], answers)
    for name, raw in [("a cut body", whole[:-9]), ("a body cut at its beginning", whole[: -len(text)]),
                      ("a body cut in a chunk", chunked[:-20]), ("a head cut in its middle", whole[:30])]:
        answers, closed, _ = talk(raw, half_close=True)
        check(f"{name}: is not taken for one", closed and all(a.status >= 400 for a in answers), answers)
    short = JUDGE + b"Content-Length: %d\r\n\r\n" % (len(text) - 1) + text
    answers, closed, _ = talk(short + get())
    check("a length too short: the rest is no request", [a.status for a in answers][:1] == [422] and closed and
          all(a.status == 400 for a in answers[1:]), answers)
    quick("after cut bodies")


CODINGS = [b"xchunked", b"chunked, identity", b"identity", b"gzip, chunked", b"chunked,", b"\x0bchunked", b'"chunked"',
           b"chunked;q=1", b"chunked\x00", b"chunke", b"", b"cow", b"chunked, chunked"]
LENGTHS = [b"+%d", b"-%d", b"%d, %d", b"0x%x", b"%d ,", b"%d;", b"%d.0", b"", b" ", b"%d\x0b", b"%de0"]
SIZES = [b"0x%x", b"+%x", b"-%x", b"%x \t", b" %x", b"%x,", b"1000000000000000%x", b"", b"g", b"%x\x00"]


def smuggling():
    n = len(HIDDEN)
    for coding in CODINGS:
        refused(f"Transfer-Encoding: {coding}", JUDGE + b"Transfer-Encoding: " + coding + b"\r\n\r\n0\r\n\r\n" + HIDDEN)
    for length in LENGTHS:
        value = length.replace(b"%d", str(n).encode()).replace(b"%x", b"%x" % n)
        refused(f"Content-Length: {value}", JUDGE + b"Content-Length: " + value + b"\r\n\r\n" + HIDDEN)
    for size in SIZES:
        value = size.replace(b"%x", b"2")
        refused(f"a chunk of {value}", JUDGE + b"Transfer-Encoding: chunked\r\n\r\n" + value + b"\r\n{}\r\n0\r\n\r\n" + HIDDEN)
    chunks = b"2\r\n{}\r\n0\r\n\r\n"
    for name, head, body, status in [
        ("CL and TE", b"Content-Length: %d\r\nTransfer-Encoding: chunked" % (len(chunks) + n), chunks, 400),
        ("TE and CL", b"Transfer-Encoding: chunked\r\nContent-Length: 2", chunks, 400),
        ("two CL", b"Content-Length: 2\r\nContent-Length: %d" % (2 + n), b"{}", 400),
        ("two CL, the same", b"Content-Length: 2\r\nContent-Length: 2", b"{}", 400),
        ("two TE", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", chunks, 501),
        ("TE behind an LF", b"X: y\nTransfer-Encoding: chunked", chunks, 400),
        ("CL behind a NUL", b"X: y\0\r\nContent-Length: 2", b"{}", 400),
        ("TE with underscore is another header", b"Transfer_Encoding: chunked\r\nContent-Length: 3", b"{}x", None),
    ]:
        if name.startswith("TE with"):
            answers, _, _ = talk(JUDGE + head + b"\r\n\r\n" + body + get(), want=2)
            check(name, [a.status for a in answers] == [422, 200], answers)
            continue
        refused(name, JUDGE + head + b"\r\n\r\n" + body + HIDDEN, status)
    for raw in [b"2\n{}\n0\n\n", b"2;\n{}\r\n0\r\n\r\n", b"2\r\n{}XX0\r\n\r\n", b"2;a\r\n{}\r\n0\r\nX: y\r\n\r\n", b"0\r\nContent-Length: 9\r\n\r\n",
                b"0\r\n\r\n", b"00000000\r\n\r\n", b"2\r{}\r0\r\r"]:
        answers, closed, _ = talk(JUDGE + b"Transfer-Encoding: chunked\r\n\r\n" + raw + HIDDEN, wait=8)
        check(f"chunks {raw}: no second answer", len(answers) <= 1 and all(a.status >= 400 for a in answers) and closed, (answers, closed))
    for method in [b"GET", b"HEAD"]:
        refused(f"{method} with a body", method + b" /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % n + HIDDEN)
        refused(f"{method} with chunks", method + b" /healthz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN)
    refused("HTTP/1.0 with chunks", b"POST /api/v1/judge HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN, 400)


def made_up():
    """Heads put together by chance; when one piece is bad there is no second answer."""
    chance = random.Random(6)
    good = [b"X-A: b\r\n", b"Accept: */*\r\n", b"Cookie: a=b\r\n", b"X-Empty:\r\n", b"x-long: " + b"c" * 300 + b"\r\n", b"X: a  \r\n"]
    bad = [b"Content-Length: 5\n", b"Transfer-Encoding : chunked\r\n", b" Content-Length: 5\r\n", b"Content-Length: 5\r\nContent-Length: 6\r\n",
           b"\tTransfer-Encoding: chunked\r\n", b"Content-Length\x00: 5\r\n", b"X: \x00Content-Length: 5\r\n", b"X: y\rContent-Length: 5\r\n",
           b"Transfer-Encoding: \x00chunked\r\n", b"Transfer-Encoding: chunked\nX: y\r\n", b"Transfer-Encoding:\x0cchunked\r\n",
           b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Content-Length: 5 5\r\n", b"Content-Length: 5\x0b\r\n", b"X\r\n",
           b"Transfer-Encoding: x\r\n", b"Host: y\r\n", b"Content-Length: 5\r\r\n", b"Content-Length:\r\n 5\r\n"]
    for i in range(400):
        pieces = [chance.choice(good) for _ in range(chance.randrange(5))]
        wrong = chance.random() < 0.75
        if wrong:
            pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(bad))
        raw = b"POST /api/v1/judge HTTP/1.1\r\nHost: x\r\n" + b"".join(pieces)
        if wrong:
            # something behind it, or a NUL in the last line would have nothing to hide
            answers, closed, _ = talk(raw + b"X-End: 1\r\n\r\n0\r\n\r\n" + HIDDEN, wait=8)
            check(f"made up {i} {raw[40:]}", len(answers) <= 1 and closed and all(a.status >= 400 for a in answers), (answers, closed))
        else:
            answers, _, _ = talk(raw + b"Content-Length: 2\r\n\r\n{}" + get(), want=2)
            check(f"made up {i} {raw[40:]}", [a.status for a in answers] == [422, 200], answers)


def pipelining():
    paths = ["/healthz", "/api/v1/taxonomy", "/nothing", "/api/v1/events?limit=3", "/assets/app.js", "/api/v1/events?limit=no"]
    alone = {p: talk(get(p), want=1)[0][0] for p in paths}
    order = [random.Random(7).choice(paths) for _ in range(200)]
    answers, _, rest = talk(b"".join(get(p) for p in order), want=len(order))
    check("200 requests in one go: all answered, in order", [a.body for a in answers] == [alone[p].body for p in order] and not rest,
          (len(answers), [a.status for a in answers][:9]))
    check("... with their own status", [a.status for a in answers] == [alone[p].status for p in order])
    s = connect()
    for byte in get("/api/v1/taxonomy", b"Connection: close\r\n"):
        s.sendall(bytes([byte]))
    got = b""
    while b := s.recv(65536):
        got += b
    check("a request byte by byte", got.startswith(b"HTTP/1.1 200"), got[:80])
    answers, closed, _ = talk(get(more=b"Connection: close\r\n") + HIDDEN)
    check("behind Connection: close comes nothing", len(answers) == 1 and closed, answers)
    answers, closed, _ = talk(b"GET /healthz HTTP/1.0\r\n\r\n" + HIDDEN)
    check("behind HTTP/1.0 neither", len(answers) == 1 and closed, answers)


def methods():
    head = b"HEAD /api/v1/taxonomy HTTP/1.1\r\nHost: x\r\n\r\n"
    answers, _, rest = talk(head + get("/api/v1/taxonomy"), want=2, heads={0})
    check("HEAD is GET without a body", len(answers) == 2 and not rest and answers[0].headers["content-length"] == answers[1].headers["content-length"], answers)
    options, _, _ = talk(b"OPTIONS /api/v1/judge HTTP/1.1\r\nHost: x\r\n\r\n", want=1)
    check("OPTIONS tells what is allowed", options[0].status == 204 and options[0].headers.get("allow") == "POST, OPTIONS", options)
    star, _, _ = talk(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", want=1)
    check("OPTIONS * is about the server", star[0].status == 204 and "GET" in star[0].headers.get("allow", ""), star)
    for method in ["PUT", "PATCH", "TRACE", "PROPFIND", "FOO", "get", "GETS", "A" * 200, "DELETE"]:
        answers, _, _ = talk(method.encode() + b" /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n" + HIDDEN, want=2)
        check(f"{method}: 405 and what is allowed", answers and answers[0].status == 405 and answers[0].headers.get("allow") == "GET, HEAD, OPTIONS", answers)
        if answers:
            is_problem(method, answers[0], 405)
        check(f"{method}: nothing of the request comes back", answers and b"Host" not in answers[0].body)
    answers, _, _ = talk(b"PUT /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN * 2)
    check("PUT with a body: neither it nor what comes after is a request", [a.status for a in answers] == [405], answers)


def paths():
    ups = ["..", "%2e%2e", "%2E%2e", ".%2e", "..%2f", "..%5c", "..\\", "%252e%252e", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "..;", "..%00", "....", "%u002e%u002e",
           "\u2025".encode().hex()]
    files = ["etc/passwd", "secret", "manifest.json"]
    for root in ["/", "/assets/", "/data/", "/data/tocsin-jsonl-2026-06-16/", "/events/", "/api/v1/events/", "/reset/", "//", "/./"]:
        for up in ups:
            for file in files:
                path = root + "/".join([up] * 4 + [file])
                answers, _, _ = talk(get(path, b"Connection: close\r\n"))
                ok = answers and answers[0].status in (303, 308, 400, 404) and b"root:" not in answers[0].body and b"secret words" not in answers[0].body
                check(f"{path}: no file", ok, answers)
    for path, status in [("/healthz%00", 404), ("/healthz/", 404), ("/HEALTHZ", 404), ("//healthz", 404), ("/./healthz", 404), ("/x/../healthz", 404),
                         ("/about;a=1", 404), ("/healthz#x", 404), ("/assets/app.js%00.css", 400), ("/assets\\app.js", 404), ("/assets/app.js/", 404),
                         ("/assets//app.js", 404), ("/%68ealthz", 404), ("/events/%ff", 400), ("/events/%", 400), ("/events/%zz", 400), ("/events/%c0%af", 400),
                         ("/data/%2fetc%2fpasswd", 404), ("/data//etc/passwd", 404), ("/assets/%2fetc%2fpasswd", 404), ("/events/" + "a" * 7000, 404)]:
        answers, _, _ = talk(get(path, b"Connection: close\r\n"))
        check(f"{path[:60]}: {status}", answers and answers[0].status == status, answers)
    for path in ["/events/x%0d%0aSet-Cookie:%20a=b", "/login?to=/%0d%0aX: y", "/review?x=%0d%0aSet-Cookie:a", "/events/%e2%80%a8", "/api/v1/events/a%0aX-Y:%20z"]:
        answers, _, rest = talk(get(path, b"Connection: close\r\n").replace(b"X: y", b"X:y"))
        check(f"{path}: no header is born of it", answers and not rest and not {"x", "x-y"} & set(answers[0].headers) and
              "a=b" not in answers[0].headers.get("set-cookie", ""), answers and answers[0].headers)


if len(sys.argv) > 2:
    paths()
else:
    for part in [heads, sizes, bodies, smuggling, made_up, pipelining, methods, paths]:
        part()
        quick(part.__name__)
done("hostile.py")
