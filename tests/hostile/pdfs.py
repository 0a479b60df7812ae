"""tests/hostile/pdfs.py -- PDF that mean harm, each made from nothing."""
import random, zlib

ROLL = random.Random(11)


def stream(body, extra=b""):
    return b"<< /Length %d %s >>\nstream\n" % (len(body), extra) + body + b"\nendstream"


def pdf(objects, trailer=b"", root=1, end=b"%%EOF\n"):
    """Objects in order, from 1; a cross-reference table; a trailer."""
    out, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + table + b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n" % (len(objects) + 1, root, trailer, len(out)) + end


WORDS = (b"A delivery robot of the firm struck a woman on Friday and she was taken to hospital, the "
         b"city said. An inquiry has begun into the software that steers it.").split()


def text(lines=30, size=11):
    rows = [b"BT /F1 20 Tf 72 720 Td (Robot injures woman, city says) Tj ET"]
    for n in range(lines):
        words = b" ".join(WORDS[(n * 11 + i) % len(WORDS)] for i in range(11))
        rows.append(b"BT /F1 %d Tf 72 %d Td (%s) Tj ET" % (size, 690 - 14 * n, words))
    return b"\n".join(rows)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page(contents=b"4 0 R", more=b"", parent=b"2 0 R"):
    return b"<< /Type /Page /Parent " + parent + b" /MediaBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> " \
        b">> /Contents " + contents + b" " + more + b" >>"


def plain(contents, catalog=b"", pages=b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", more_page=b"", more=(), font=FONT, trailer=b"", **end):
    return pdf([b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>", pages, page(more=more_page), contents, font, *more], trailer, **end)


def flate(body, times=1):
    for _ in range(times):
        body = zlib.compress(body, 9)
    return stream(body, b"/Filter [" + b"/FlateDecode " * times + b"]")


def bomb(megabytes, unit=b" "):
    z = zlib.compressobj(9)
    out = [z.compress(unit * (1 << 20)) for _ in range(megabytes)]
    return b"".join(out) + z.flush()


ANY = "ok truncated damaged no_text too_big timed_out crashed"


def made():
    good = plain(stream(text()))
    packed = plain(flate(text()))
    yield "good", "ok", good
    yield "nothing", "not_a_pdf", b""
    yield "html", "not_a_pdf", b"<html><body>404</body></html>"
    yield "head-alone", "truncated damaged", b"%PDF-1.7\n"
    yield "half", "truncated", packed[:len(packed) // 2]
    yield "without-table", "ok truncated", good[:good.index(b"xref")]
    yield "behind-garbage", "not_a_pdf", b"\0" * 5000 + good
    yield "nine-megabytes", "too_big", good + bytes(9 << 20)
    yield "locked", "locked", plain(stream(text()), trailer=b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> /ID [<00><00>]")
    yield "no-text", "no_text", plain(stream(b"0 0 m 100 100 l S"))
    yield "table-loop", ANY, good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % good.index(b"xref"))
    yield "pages-loop", "damaged no_text truncated", plain(stream(text()), pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    yield "two-thousand-million-pages", ANY, plain(stream(text()), pages=b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>")
    yield "minus-pages", ANY, plain(stream(text()), pages=b"<< /Type /Pages /Kids [3 0 R] /Count -5 >>")
    yield "hundred-thousand-pages", ANY, plain(stream(text()), pages=b"<< /Type /Pages /Kids [" + b"3 0 R " * 100000 + b"] /Count 100000 >>")
    yield "deep-arrays", ANY, plain(stream(text()), catalog=b"/A " + b"[" * 200000 + b"]" * 200000)
    yield "deep-dictionaries", ANY, plain(stream(text()), catalog=b"/A " + b"<</A " * 100000 + b"1" + b">>" * 100000)
    yield "deep-pages", ANY, pdf([b"<< /Type /Catalog /Pages 2 0 R >>"] + [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(20000)])
    yield "flate-bomb", ANY, plain(stream(bomb(600), b"/Filter /FlateDecode"))
    yield "flate-bomb-thrice", ANY, plain(flate(zlib.compress(bomb(300), 9), 1).replace(b"/Filter [/FlateDecode ]", b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"))
    yield "text-bomb", ANY, plain(stream(bomb(60, b"BT /F1 9 Tf 72 700 Td (robot) Tj ET "), b"/Filter /FlateDecode"))
    yield "text-in-one-place", ANY, plain(stream(b"BT /F1 9 Tf 72 700 Td " + b"(a robot) Tj " * 400000 + b"ET"))
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")
    yield "form-in-itself", ANY, pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                      b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /XObject << /X 6 0 R >> >> /Contents 4 0 R >>",
                                      stream(b"/X Do"), FONT, form])
    yield "script-and-launch", "ok", plain(stream(text()), catalog=b"/OpenAction << /S /JavaScript /JS (app.launchURL('http://127.0.0.1/')) >> /AA << /WC << /S /Launch /F (/bin/sh) >> >>")
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange " \
        b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap end"
    yield "table-of-letters-bomb", ANY, plain(stream(text()), font=FONT[:-2] + b"/ToUnicode 6 0 R >>", more=[stream(cmap)])
    yield "object-stream-in-itself", ANY, plain(stream(text()), more=[stream(b"6 0 << /A 1 >>", b"/Type /ObjStm /N 1000000 /First 4 /Extends 6 0 R")])
    yield "length-lies", ANY, good.replace(b"/Length ", b"/Length 99999999")
    yield "huge-page", ANY, good.replace(b"[0 0 612 792]", b"[-1e30 -1e30 1e30 1e30]")
    yield "letters-beyond-any-size", ANY, plain(stream(text(size=999999999)))
    noise = bytearray(good)
    for _ in range(200):
        noise[ROLL.randrange(9, len(noise))] = ROLL.randrange(256)
    yield "noise", ANY, bytes(noise)
    yield "jpeg", "not_a_pdf", b"\xff\xd8\xff\xe0" + bytes(2000)
