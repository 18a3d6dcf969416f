"""Recipes that garble clean text exactly as the listed accident does, for labelled faults."""

from __future__ import annotations


def browser_gbk(raw: bytes) -> str:
    """*raw* decoded as GBK the way a browser does: 0x80 is the euro sign, half a pair a replacement mark."""
    shown, position = "", 0
    while position < len(raw):
        if raw[position] < 0x80:
            shown, position = shown + chr(raw[position]), position + 1
        elif raw[position] == 0x80:
            shown, position = shown + "€", position + 1
        else:
            pair = raw[position : position + 2]
            try:
                shown, position = shown + pair.decode("gbk"), position + 2
            except UnicodeDecodeError:
                # An ASCII trail byte survives, any other is swallowed with its lead.
                keep = len(pair) == 2 and pair[1] < 0x80
                shown, position = shown + "\ufffd", position + (1 if keep else len(pair))
    return shown


def utf8_as_gbk(text: str) -> str:
    """UTF-8 read as GBK."""
    return browser_gbk(text.encode())


def gbk_as_utf8(text: str) -> str:
    """GBK read as UTF-8: mostly replacement marks."""
    return text.encode("gbk").decode("utf-8", "replace")


def jin_kao(text: str) -> str:
    """Replacement marks that were saved and read as GBK: 锟斤拷."""
    return browser_gbk(gbk_as_utf8(text).encode())


def utf8_as_latin1(text: str) -> str:
    """UTF-8 read as windows-1252, undefined bytes as C1 controls."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )


def gbk_as_latin1(text: str) -> str:
    """GBK read as windows-1252."""
    return text.encode("gbk").decode("cp1252", "replace")


def question_marks(text: str) -> str:
    """Written to a table that knows no Chinese: every character became a question mark."""
    return "".join("?" if ord(char) > 127 else char for char in text)


def raw_escapes(text: str) -> str:
    """Passed through ``escape()`` of JavaScript and never back."""
    return "".join(f"%u{ord(char):04X}" if ord(char) > 127 else char for char in text)


def raw_entities(text: str) -> str:
    """Escaped twice, so that the reader sees numeric entities."""
    return "".join(f"&#x{ord(char):X};" if ord(char) > 127 else char for char in text)
