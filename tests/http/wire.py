"""tests/http/wire.py -- bytes to the server and back, and answers cut out of a stream."""
import re
import socket
import sys
import time
import urllib.parse

BASE = urllib.parse.urlsplit(sys.argv[1])
passed = failed = 0


def check(name, ok, more=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    if not ok:
        print("FAIL", name, str(more)[:400], flush=True)


def done(suite):
    print(f"{suite}: {passed} passed, {failed} failed")
    sys.exit(failed > 0)


def connect():
    s = socket.create_connection((BASE.hostname, BASE.port), 30)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return s


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __repr__(self):
        return f"<{self.status} {self.body[:80]}>"


def cut(stream, heads=()):
    """The answers in the stream, and what is left over. heads: numbers of answers to HEAD."""
    out = []
    while stream.startswith(b"HTTP/1."):
        head, sep, rest = stream.partition(b"\r\n\r\n")
        if not sep:
            break
        lines = head.split(b"\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            headers.setdefault(name.decode("latin-1").lower(), value.strip().decode("latin-1"))
        status = int(lines[0].split()[1])
        if status == 100:
            stream = rest
            continue
        length = int(headers.get("content-length", len(rest)))
        if len(out) in heads or status in (204, 304):
            length = 0
        if len(rest) < length:
            break
        out.append(Answer(status, headers, rest[:length]))
        stream = rest[length:]
    return out, stream


def talk(raw, wait=30.0, want=None, heads=(), half_close=False):
    """Sends raw; reads until the server closes, or until `want` answers are there and 0.2 s are
    over (would there be one more?). The answers, was it closed, what was left over."""
    s = connect()
    got, closed, deadline = b"", False, time.monotonic() + wait
    try:
        s.sendall(raw)
        if half_close:
            s.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # refused in the middle of it: the answer is there all the same
    while True:
        full = want is not None and len(cut(got, heads)[0]) >= want
        left = deadline - time.monotonic()
        s.settimeout(min(0.2, max(left, 0.01)) if full else max(left, 0.01))
        try:
            b = s.recv(1 << 16)
        except socket.timeout:
            break
        except OSError:
            closed = True
            break
        if not b:
            closed = True
            break
        got += b
    s.close()
    if wait - (deadline - time.monotonic()) > 5:
        print(f"slow: {raw[:60]}", flush=True)
    answers, rest = cut(got, heads)
    return answers, closed, rest


def get(path="/healthz", more=b""):
    return b"GET " + path.encode() + b" HTTP/1.1\r\nHost: x\r\n" + more + b"\r\n"


def quick(name, most=3.0):
    """Somebody else is answered meanwhile."""
    begun = time.monotonic()
    answers, _, _ = talk(get("/healthz", b"Connection: close\r\n"), wait=most)
    took = time.monotonic() - begun
    check(f"{name}: others are answered", [a.status for a in answers] == [200] and took < most, f"{answers} {took:.1f} s")
    return took
