#!/usr/bin/env python3
"""tests/locker/pages.py FOLDER OUT -- 1,000 pages of FOLDER as two web archives of an HTTP server's
answers, and OUT/sent: SHA-256 and address of each. Every page is about AI: what names none is passed
over by the road and not kept, so a paragraph is put before its end, and its own number, as pages with
the same words are one."""
import glob, gzip, hashlib, sys
from urllib.parse import quote

folder, out = sys.argv[1:]
paths = sorted(p for p in glob.glob(folder + "/**/*", recursive=True) if p.endswith((".html", ".html.gz", ".htm")))
paths.sort(key=lambda p: hashlib.sha256(p.encode()).digest())
NOTE = ("<p>ChatGPT, a chatbot by OpenAI, gave this page its number, which is %d, and a man was injured "
        "by a robot of the company that is led by artificial intelligence, police said on Friday.</p>")
sent, made = [], 0
archives = [gzip.open(f"{out}/{name}.warc.gz", "wb", compresslevel=1) for name in ("first", "second")]
for path in paths:
    body = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    if len(body) > 3_000_000 or b"\0" in body:
        continue
    if made == 1000:
        break
    note = (NOTE % made * 3).encode()
    at = body.lower().rfind(b"</body>")
    body = body[:at] + note + body[at:] if at > 0 else body + note
    url = f"https://site{made % 97}.example/{made}/{quote(path.split('/')[-1].split('.')[0])}".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: example\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    archives[made % 2].write(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + url +
                             b"\r\nWARC-Date: 2026-01-24T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                             b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n")
    sent.append(f"{hashlib.sha256(body).hexdigest()} {url.decode()}\n")
    made += 1
for archive in archives:
    archive.close()
open(f"{out}/sent", "w").writelines(sorted(sent))
