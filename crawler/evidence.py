"""What a finding rests on, kept in ``evidence/`` under its own digest: pictures and WARC records.

Budget: a picture is taken of home pages, of the first pages of each template, and where the judgement asks for a look;
it is a JPEG of at most 1,280 by 6,000 CSS pixels (some 60 to 400 kB). A record is one gzip-compressed WARC file of one
response (some 5 to 30 kB). The answer of every page that was judged is kept, also where nothing was found: newer
checks may judge the same case years later, and what they find must rest on bytes as well.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

#: Headers that name how the bytes travelled; the record holds them unpacked.
_TRAVEL = frozenset({"content-encoding", "transfer-encoding", "content-length"})
RECORD_ENDING = ".warc.gz"


def keep(folder: Path, data: bytes, ending: str) -> str:
    """Write *data* under its digest, whole or not at all; the digest."""
    digest = hashlib.sha256(data).hexdigest()[:32]
    target = folder / f"{digest}{ending}"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".part-")
        with os.fdopen(descriptor, "wb") as part:
            part.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    return digest


def keep_response(
    folder: Path, url: str, status: int, headers: Iterable[tuple[str, str]], body: bytes, seen_at: str
) -> str:
    """Keep one response as a WARC file of one record; the name of the file."""
    # A browser gives several cookies as the lines of one value.
    kept = [(name, line) for name, value in headers if name.lower() not in _TRAVEL for line in value.split("\n")]
    payload = hashlib.sha256(body).hexdigest()
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(f"{status} ", [*kept, ("Content-Length", str(len(body)))], protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": seen_at,
            # The record is named by what it holds, so that the same answer is the same record.
            "WARC-Record-ID": f"<urn:sha256:{hashlib.sha256(f'{url} {status} {payload}'.encode()).hexdigest()}>",
        },
    )  # fmt: skip
    writer.write_record(record)
    return f"{keep(folder, stream.getvalue(), RECORD_ENDING)}{RECORD_ENDING}"
