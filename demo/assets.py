"""Small generated files of the simulated cities: pictures, marks, attachments. All valid, all deterministic."""

# ruff: noqa: E501 lines of markup are kept whole

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape

Pixel = tuple[int, int, int]


def rgb(colour: str) -> Pixel:
    """``#rrggbb`` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def png(width: int, height: int, pixel: Callable[[int, int], Pixel]) -> bytes:
    """A truecolour PNG of *width* by *height* whose colours come from ``pixel(x, y)``."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in pixel(x, y)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def mark(colour: str, size: int = 60) -> bytes:
    """A shield-like mark, as the footer's identity pictures are."""
    ink = rgb(colour)

    def pixel(x: int, y: int) -> Pixel:
        u, v = (x - size / 2) / (size / 2), y / size
        edge = 0.86 if v < 0.6 else 0.86 * (1 - (v - 0.6) / 0.4)
        if abs(u) > edge or v < 0.06:
            return 255, 255, 255
        if abs(u) > edge - 0.14 or v < 0.14:
            return ink
        return (255, 214, 74) if u * u + (v - 0.42) ** 2 * 4 < 0.14 else ink

    return png(size, size, pixel)


def icon(colour: str) -> bytes:
    """A favicon in PNG form (browsers accept PNG bytes under the name favicon.ico)."""
    ink = rgb(colour)
    return png(32, 32, lambda x, y: ink if (x - 16) ** 2 + (y - 16) ** 2 < 200 else (255, 255, 255))


def emblem(colour: str) -> bytes:
    """A round emblem of hills and a river; no state symbol is imitated."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">
<circle cx="50" cy="50" r="48" fill="{colour}"/><circle cx="50" cy="50" r="42" fill="#fff"/>
<circle cx="66" cy="34" r="9" fill="#f5b83d"/><path d="M12 62 L36 30 L52 52 L62 40 L88 62 Z" fill="{colour}"/>
<path d="M12 66 q19 -8 38 0 t38 0 M18 76 q16 -8 32 0 t32 0" fill="none" stroke="{colour}" stroke-width="5"/>
</svg>""".encode()


def landscape(seed: str, colours: tuple[str, str, str], width: int = 640, height: int = 360) -> bytes:
    """A landscape in SVG (sky, hills, roofs, water), another one for every *seed*."""
    dice = Random(seed)
    sky, hill, water = colours
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        (
            f'<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{sky}"/>'
            f'<stop offset="1" stop-color="#fdf6e3"/></linearGradient></defs>'
        ),
        f'<rect width="{width}" height="{height}" fill="url(#s)"/>',
        (
            f'<circle cx="{dice.randrange(width // 5, width * 4 // 5)}" cy="{dice.randrange(38, max(40, height // 3))}" '
            f'r="{dice.randrange(18, 34)}" fill="#fff4c4"/>'
        ),
    ]
    for layer in range(3):
        base = height * (0.48 + 0.13 * layer)
        points = [f"0,{height}"]
        points += [f"{x},{base - dice.randrange(10, 95 - layer * 22)}" for x in range(0, width + 80, 80)] + [
            f"{width},{height}"
        ]
        parts.append(f'<polygon points="{" ".join(points)}" fill="{hill}" opacity="{0.35 + 0.25 * layer:.2f}"/>')
    x = dice.randrange(20, 60)
    while x < width - 60:
        w, h = dice.randrange(24, 52), dice.randrange(30, 110)
        top = height * 0.86 - h
        parts.append(f'<rect x="{x}" y="{top:.0f}" width="{w}" height="{h}" fill="#fff" opacity=".82"/>')
        for row in range(int(h // 16)):
            parts.append(
                f'<rect x="{x + 5}" y="{top + 6 + row * 16:.0f}" width="{w - 10}" height="5" fill="{hill}" opacity=".45"/>'
            )
        x += w + dice.randrange(6, 70)
    parts.append(
        f'<rect y="{height * 0.86:.0f}" width="{width}" height="{height}" fill="{water}" opacity=".85"/></svg>'
    )
    return "".join(parts).encode()


def pdf(title: str) -> bytes:
    """A one-page PDF that shows *title* with a font every reader has for Chinese."""
    text = title.encode("utf-16-be").hex().upper()
    content = f"BT /F1 16 Tf 60 760 Td <{text}> Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> "
            b"/Contents 4 0 R >>"
        ),
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
            b"/Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
            b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def docx(title: str, lines: list[str]) -> bytes:
    """A word-processor file with *title* and *lines*."""
    namespace = "http://schemas.openxmlformats.org"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in (title, *lines))
    files = {
        "[Content_Types].xml": f'<Types xmlns="{namespace}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{namespace}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{namespace}/wordprocessingml/2006/main"><w:body>{body}</w:body>'
        "</w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), declared.encode())
    return buffer.getvalue()
