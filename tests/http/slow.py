#!/usr/bin/env python3
"""tests/http/slow.py BASE -- slow, silent and many clients hold up nobody else."""
import resource
import select
import socket
import threading
import time

from wire import check, connect, done, get, quick, talk

STEP_S = 3
results = []


def drip(name, begin, rest):
    """A byte every three seconds, for ever: cut after half a minute (LIMIT_HEAD_WAIT)."""
    s = connect()
    begun = time.monotonic()
    s.sendall(begin)
    i, answer = 0, b""
    while time.monotonic() - begun < 70:
        readable, _, _ = select.select([s], [], [], STEP_S)
        try:
            if readable:
                b = s.recv(65536)
                if not b:
                    break
                answer += b
                continue
            s.sendall(rest[i % len(rest):][:1])
        except OSError:
            break
        i += 1
    results.append((name, time.monotonic() - begun, answer))
    s.close()


def slow_ones():
    post = b"POST /api/v1/judge HTTP/1.1\r\nHost: x\r\n"
    kinds = [("the request line", b"G", b"ET /aaaaaaaaaa"), ("a header", b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"y"),
             ("header after header", b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n"), ("a body", post + b"Content-Length: 1000\r\n\r\n{", b" "),
             ("chunks", post + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"), ("the next request", get(), get())]
    threads = [threading.Thread(target=drip, args=k) for k in kinds for _ in range(5)]
    for t in threads:
        t.start()
    return threads


def silent_ones(most):
    """Connections that say nothing, or begin and say no more."""
    held = []
    for i in range(most):
        s = connect()
        if i % 3 == 1:
            s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        elif i % 3 == 2:
            s.sendall(b"POST /api/v1/judge HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{")
        held.append(s)
    return held


def many():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 12700:
        print(f"skipped: 10,000 idle connections, at most {hard} descriptors are allowed here")
        return []
    resource.setrlimit(resource.RLIMIT_NOFILE, (12700, hard))
    begun = time.monotonic()
    held = silent_ones(10000)
    took = sorted(quick(f"beside 10,000 connections, {i}") for i in range(30))
    print(f"10,000 connections in {time.monotonic() - begun:.1f} s; an answer beside them {took[15] * 1000:.1f} ms, the slowest {took[-1] * 1000:.1f} ms")
    held += silent_ones(2300)  # more than there is place for: who asks nothing has to go
    begun = time.monotonic()
    quick("a full house", most=12)
    print(f"a full house: {time.monotonic() - begun:.1f} s until an answer")
    return held


def deaf_ones():
    """They ask, and take no answer."""
    held = []
    for _ in range(200):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.connect((connect_to.hostname, connect_to.port))
        s.setblocking(False)
        try:
            s.send(get("/api/v1/events?limit=200&counts=1") * 50)
        except OSError:
            pass
        held.append(s)
    for i in range(5):
        quick(f"beside 200 who take no answer, {i}", most=10)
    for s in held:
        s.close()


from wire import BASE as connect_to  # noqa: E402

threads = slow_ones()
deaf_ones()
while any(t.is_alive() for t in threads):
    quick("beside slow ones")
    time.sleep(1)
held = many()
for s in held:
    s.close()
quick("after they left")
for name, took, answer in results:
    check(f"a byte every {STEP_S} s of {name} is cut", 15 < took < 50, f"{took:.0f} s")
    statuses = [line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1")]
    check(f"a byte every {STEP_S} s of {name}: is not answered as if it were whole", len(statuses) <= (name == "the next request") + 1 and
          (name == "the next request" or not any(b" 200 " in x for x in statuses)), statuses)
check("all slow ones were looked at", len(results) == len(threads))
done("slow.py")
