"""Rules of the web itself that a check can name as its clause. They carry no points in an official "
"inspection."""

from __future__ import annotations

from checks.declaration import Clause, Text

CHARSET_DECLARED = Clause(
    "html-charset",
    Text("字符编码声明应与实际编码一致", "The declared character encoding is the one that was used"),
    Text(
        "网页声明的字符编码名称，应当是该文件实际采用的编码；HTTP 头、BOM 与 meta 的声明应当一致。",
        "The character encoding name given must be the name of the character encoding used to serialize the "
        "file; "
        "the declarations in HTTP header, BOM and meta element agree.",
    ),
    "WHATWG HTML Standard, 4.2.5.4 Specifying the document's character encoding",
    verified=False,
    severity="advice",
)
