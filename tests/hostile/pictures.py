"""tests/hostile/pictures.py -- pictures that mean harm, each made from nothing.

made() gives (name, what may become of it, bytes). The encoders here know just enough:
JPEG of grey squares, PNG, lossless WebP of one colour, whose pixels need no bit at all."""
import random, struct, zlib

ROLL = random.Random(7)

# -- JPEG ------------------------------------------------------------------------------------
DC = [0x00] + [0, 1, 5, 1, 1, 1, 1, 1, 1] + [0] * 7 + list(range(12))
AC_ONE = [0x10, 1] + [0] * 15 + [0x00]  # the one symbol: end of block


def segment(mark, body):
    return bytes([0xFF, mark]) + struct.pack(">H", len(body) + 2) + bytes(body)


def bits_out(bits):
    bits += "1" * (-len(bits) % 8)
    raw = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return raw.replace(b"\xff", b"\xff\x00")


DC_CODE = ["00", "010", "011", "100", "101", "110", "1110", "11110", "111110", "1111110", "11111110", "111111110"]


def grey_blocks(count):
    bits, last = [], 0
    for n in range(count):
        level = (n * 37) % 200 - 100
        d, last = level - last, level
        size = abs(d).bit_length()
        bits.append(DC_CODE[size] + (format(d if d > 0 else d + (1 << size) - 1, f"0{size}b") if size else "") + "0")
    return bits_out("".join(bits))


def sof(mark, w, h, precision=8, parts=1):
    return segment(mark, bytes([precision]) + struct.pack(">HHB", h, w, parts) +
                   b"".join(bytes([i + 1, 0x11, 0]) for i in range(parts)))


QUANT = segment(0xDB, [0] + [8] * 64)
HUFF = segment(0xC4, DC) + segment(0xC4, AC_ONE)
SOS = segment(0xDA, [1, 1, 0, 0, 63, 0])


def jpeg(w=320, h=240, mark=0xC0, extra=b"", scan=None, **more):
    if scan is None:
        scan = grey_blocks(((w + 7) // 8) * ((h + 7) // 8))
    return b"\xff\xd8" + extra + QUANT + sof(mark, w, h, **more) + HUFF + SOS + scan + b"\xff\xd9"


def scan_bomb(side=4000):
    """Each coefficient refined bit by bit: every scan is as the standard wants it."""
    blocks = (side // 8) ** 2
    out = b"\xff\xd8" + QUANT + sof(0xC2, side, side) + segment(0xC4, DC)
    out += segment(0xC4, [0x10, 1] + [0] * 15 + [0xE0])
    out += segment(0xDA, [1, 1, 0, 0, 0, 0]) + bits_out("00" * blocks)
    runs, bits = blocks, ""
    while runs > 0:
        n = min(runs, 0x7FFF)
        if n < 0x4000:
            n = 0x4000
        bits += "0" + format(n - 0x4000, "014b")
        runs -= n
    empty = bits_out(bits)
    for k in range(1, 64):
        for low in range(13, -1, -1):
            out += segment(0xDA, [1, 1, 0, k, k, ((low + 1) if low < 13 else 0) << 4 | low]) + empty
    return out + b"\xff\xd9"


def exif(body):
    return segment(0xE1, b"Exif\0\0" + body)


def jpegs():
    good = jpeg()
    yield "jpeg", "ok", good
    yield "jpeg-called-png", "ok", good
    yield "jpeg-three-bytes", "truncated damaged", good[:3]
    yield "jpeg-cut-in-head", "truncated damaged", good[:40]
    yield "jpeg-half", "truncated", good[:len(good) // 2]
    yield "jpeg-without-end", "truncated", good[:-2]
    yield "jpeg-50000", "too_big", jpeg(50000, 50000, scan=b"\x00" * 100)
    yield "jpeg-65500", "too_big", jpeg(65500, 65500, scan=b"")
    yield "jpeg-no-rows-in-it", "truncated damaged", jpeg(8000, 4900, scan=b"")
    yield "jpeg-dot", "too_small", jpeg(1, 1)
    yield "jpeg-strip", "too_small", jpeg(20000, 16)
    yield "jpeg-no-height", "damaged unsupported", jpeg(320, 0, scan=b"\x00")
    yield "jpeg-scan-bomb", "too_big timed_out", scan_bomb()
    yield "jpeg-arithmetic", "ok truncated damaged", jpeg(mark=0xC9, scan=bytes(ROLL.randrange(255) for _ in range(400)))
    yield "jpeg-lossless", "unsupported damaged", jpeg(mark=0xC3)
    yield "jpeg-twelve-bits", "unsupported damaged", jpeg(precision=12)
    yield "jpeg-two-hundred-parts", "damaged unsupported", jpeg(parts=200)
    yield "jpeg-random-scan", "damaged", jpeg(scan=bytes(ROLL.randrange(255) for _ in range(3000)))
    yield "jpeg-exif-loop", "ok", jpeg(extra=exif(b"MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\0\0\0\x01\xff\xff\0\0" + b"\0\0\0\x08"))
    yield "jpeg-exif-beyond", "ok", jpeg(extra=exif(b"II*\0\xff\xff\xff\xff"))
    yield "jpeg-exif-turned", "ok", jpeg(extra=exif(b"MM\0*\0\0\0\x08\0\x01" + b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"))
    yield "jpeg-and-a-script", "ok", good + b"<script>alert(1)</script>" * 20000
    yield "jpeg-nine-megabytes", "too_big", good + bytes(9 << 20)


# -- PNG -------------------------------------------------------------------------------------
def chunk(name, body, crc=None):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body) if crc is None else crc)


SIGN = b"\x89PNG\r\n\x1a\n"


def head(w, h, depth=8, colour=2, interlace=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlace))


def deflated_zeros(count):
    z = zlib.compressobj(9)
    out = [z.compress(bytes(min(1 << 20, count - i))) for i in range(0, count, 1 << 20)]
    return b"".join(out) + z.flush()


def png(w=320, h=240, depth=8, colour=2, before=b"", data=None, interlace=0):
    if data is None:
        wide = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] * depth // 8
        data = zlib.compress(b"".join(b"\0" + bytes((x * 7 + y) % 251 for x in range(w * wide)) for y in range(h)))
    return SIGN + head(w, h, depth, colour, interlace) + before + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pngs():
    good = png()
    yield "png", "ok", good
    yield "png-half", "truncated damaged", good[:len(good) // 2]
    yield "png-without-end", "truncated", good[:-12]
    yield "png-sign-alone", "truncated", SIGN
    yield "png-bad-sum", "damaged", SIGN + head(320, 240) + chunk(b"IDAT", zlib.compress(bytes(961 * 240)), 1) + chunk(b"IEND", b"")
    yield "png-bad-head-sum", "damaged", SIGN + chunk(b"IHDR", struct.pack(">IIBBBBB", 320, 240, 8, 2, 0, 0, 0), 7)
    yield "png-50000", "too_big", png(50000, 50000, data=b"x")
    yield "png-two-thousand-million", "too_big", png(0x7fffffff, 0x7fffffff, data=b"x")
    yield "png-too-wide-for-anything", "damaged too_big", png(0xffffffff, 0xffffffff, data=b"x")
    yield "png-bomb-largest", "ok timed_out", png(6320, 6320, colour=6, data=deflated_zeros(6320 * (1 + 4 * 6320)))
    yield "png-bomb-sixteen-bits-interlaced", "ok timed_out too_big damaged", png(6300, 6300, 16, 6, interlace=1, data=deflated_zeros(6300 * 6300 * 8 + 6300 * 3))
    yield "png-bomb-behind-the-picture", "ok damaged", png(320, 240, data=deflated_zeros(100 << 20))
    yield "png-text-bomb", "ok damaged", png(before=chunk(b"zTXt", b"a\0\0" + deflated_zeros(100 << 20)))
    yield "png-profile-bomb", "ok damaged", png(before=chunk(b"iCCP", b"a\0\0" + deflated_zeros(100 << 20)))
    yield "png-hundred-thousand-texts", "ok damaged", png(before=chunk(b"tEXt", b"a\0b") * 100000)
    yield "png-animated", "animated", png(before=chunk(b"acTL", struct.pack(">II", 1000, 0)))
    yield "png-too-few-rows", "damaged truncated", png(data=zlib.compress(bytes(961 * 10)))
    yield "png-no-palette", "damaged", png(colour=3)
    yield "png-no-such-colour", "damaged", SIGN + head(320, 240, 8, 5) + chunk(b"IDAT", b"")
    yield "png-length-lies", "truncated damaged", SIGN + head(320, 240) + b"\x7f\xff\xff\xffIDAT" + bytes(200)
    yield "png-dot", "too_small", png(1, 1)


# -- WebP ------------------------------------------------------------------------------------
def riff(body):
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def part(name, body):
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def one_colour(w, h):
    """VP8L: no transform, no cache, no table of codes, five codes of one symbol each."""
    bits = format(0x2F, "08b")[::-1] + format(w - 1, "014b")[::-1] + format(h - 1, "014b")[::-1] + "0" + "000"
    bits += "0" + "0" + "0"
    for value in (200, 90, 60, 255, 0):
        bits += "1" + "0" + "1" + format(value, "08b")[::-1]
    bits += "0" * (-len(bits) % 8) + "0" * 64
    return riff(part(b"VP8L", bytes(int(bits[i:i + 8][::-1], 2) for i in range(0, len(bits), 8))))


def lossy_head(w, h):
    return part(b"VP8 ", b"\x10\x00\x00\x9d\x01\x2a" + struct.pack("<HH", w, h) + bytes(50))


def webps():
    yield "webp", "ok", one_colour(320, 240)
    yield "webp-bomb-largest", "ok timed_out", one_colour(6320, 6320)
    yield "webp-bomb-16384", "too_big", one_colour(16384, 16384)
    yield "webp-half", "truncated damaged", one_colour(320, 240)[:30]
    yield "webp-animated", "animated", riff(part(b"VP8X", b"\x02\0\0\0" + b"\x3f\x01\0" + b"\xef\0\0") + part(b"ANIM", bytes(6)))
    yield "webp-lossy-16383", "too_big truncated damaged", riff(lossy_head(16383, 16383))
    yield "webp-lossy-without-data", "truncated damaged", riff(lossy_head(640, 480))
    yield "webp-frame-of-millions", "too_big damaged truncated", riff(part(b"VP8X", b"\0\0\0\0" + b"\xff" * 6) + lossy_head(16, 16))
    yield "webp-length-lies", "truncated damaged", b"RIFF\xff\xff\xff\xffWEBPVP8L\xff\xff\xff\x7f" + bytes(40)


# -- others ----------------------------------------------------------------------------------
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" onload="alert(1)">
<script>fetch('http://127.0.0.1/')</script><image href="file:///etc/passwd"/></svg>"""


def others():
    gif = b"GIF89a\x40\x01\xf0\x00\x80\0\0\0\0\0\xff\xff\xff!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" + b"!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x40\x01\xf0\0\0\x02\x02\x4c\x01\0" * 500 + b";"
    yield "svg-script", "unsupported", SVG
    yield "svg-entities", "unsupported", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "&b;&b;">]>' + SVG
    yield "gif-animated", "animated", gif
    yield "html-called-jpeg", "not_a_picture", b"<!DOCTYPE html><html><body>404</body></html>"
    yield "nothing", "not_a_picture", b""
    yield "zeros", "not_a_picture", bytes(1 << 20)
    yield "noise", "not_a_picture", bytes(ROLL.randrange(256) for _ in range(5000))
    yield "bmp-bomb", "unsupported", b"BM" + struct.pack("<IIIIiiHHIIiiII", 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 32, 0, 0, 0, 0, 0, 0)
    yield "tiff-loop", "unsupported", b"II*\0\x08\0\0\0\0\0\x08\0\0\0"
    yield "avif", "unsupported", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + bytes(100)
    yield "program", "not_a_picture", b"\x7fELF\x02\x01\x01" + bytes(200)


def made():
    for group in (jpegs, pngs, webps, others):
        yield from group()
