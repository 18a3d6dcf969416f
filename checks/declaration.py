"""How a check is declared: texts, clauses, messages, findings, and the three decorators that register work.

A check module holds its declaration on top and its judgement below, nothing else::

    @check(id="column-empty", theme="columns", clause=standards.BLANK_COLUMN, title=Text(...),
           messages={"only-note": Message(...)})
    def column_empty(tree: ColumnTree) -> Iterator[Finding | Want]:
        ...

Parameter *types* name what the judgement needs. The frame knows

* ``Site``: the whole case; the check runs once;
* ``Document``: one page, its latest look; the check runs on every page, and the frame groups equal findings
  (same message, place and template) into one with a count of pages;
* ``Documents``: all pages (latest looks), parsed once for one judgement; the check runs once;
* every type that a ``@view`` function returns: computed once per judgement, once per page if it needs a
  ``Document``.

The module docstring is the check's help page. It has four headed parts, each in both languages::

    What it checks
    zh: ……
    en: …
    Why
    zh: …… (quotes the clause)
    en: …
    How it decides
    zh: ……
    en: …
    Known limits
    zh: ……
    en: …

A text goes on over the following lines until the next mark or heading; an empty line starts a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Literal, ParamSpec, TypeVar, get_type_hints

from msgspec import Struct

Outcome = Literal["pass", "fail", "unsure", "not_applicable", "error"]
Severity = Literal["veto", "deduction", "bonus", "advice"]

P = ParamSpec("P")
R = TypeVar("R")


class Text(Struct, frozen=True):
    """One text in Chinese and in English."""

    zh: str
    en: str

    def format(self, **data: Any) -> Text:
        """Fill ``{placeholders}``; a value that is itself a Text takes the language of its surroundings.

        Raises KeyError when a placeholder has no value: a mistake in the check, not in the site.
        """
        return Text(
            self.zh.format_map({k: v.zh if isinstance(v, Text) else v for k, v in data.items()}),
            self.en.format_map({k: v.en if isinstance(v, Text) else v for k, v in data.items()}),
        )


class Message(Struct, frozen=True):
    """One thing that a check can say, with all an auditor needs to verify it without us.

    ``{placeholders}`` are filled from ``Finding.data``; ``{url}``, ``{entry}``, ``{column}``, ``{words}`` and
    ``{pages}`` (a number) are always there.
    """

    text: Text  # what was seen
    see: tuple[Text, Text, Text]  # how to see it yourself, in three steps
    mend: Text  # how to mend it
    doubt: Text  # what could make the finding wrong
    title: Text | None = None  # else the check's title


class Clause(Struct, frozen=True):
    """One rule of a standard. *verified* is True only where the official text itself was read."""

    id: str
    title: Text
    text: Text
    source: str
    verified: bool
    severity: Severity


class Finding(Struct, frozen=True):
    """One defect on one page, or one defect of the site shown at one page.

    *absence* marks a claim that something is NOT there. The frame lets it stand as ``fail`` only if the page
    was rendered and settled in two looks, no script or data it needed was kept from it by us, and every URL
    in *depends* was seen; otherwise it becomes ``unsure`` with the reason, and the missing look is asked for.

    ``data["group"]`` (a text, or a tuple of texts) says which counting rules of a veto the finding falls
    under; the rules stand in ``checks/standards/``.
    """

    message: str  # key into the check's messages
    url: str
    entry: str = "desktop"
    selector: str | None = None
    box: tuple[float, float, float, float] | None = None  # x, y, width, height in CSS pixels of the page
    column: str | None = None  # name of the column concerned
    place: str = ""  # structural place for the stable id; default: the selector without positions
    template: str | None = None  # in a check of pages: that of the page, unless given; "": shown by all templates
    words: str | None = None  # the words seen; the frame bounds them
    data: dict[str, Any] = {}
    outcome: Literal["fail", "unsure"] = "fail"
    confidence: float = 1.0
    absence: bool = False
    pages: tuple[str, ...] = ()  # all pages that show it, if the check itself grouped them
    depends: tuple[str, ...] = ()  # absence only: URLs that would have to be seen for the claim to hold


class Want(Struct, frozen=True, order=True):
    """“Please look at this page (again) with the browser”, and why, in a few English words for the log."""

    url: str
    entry: str
    why: str


class NotApplicable(Exception):
    """Raised by a check: its question does not arise on this site (or, per page, on this page)."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Unsure(Exception):
    """Raised by a check: it cannot tell, a person must look. *wants* are looks that would settle it."""

    def __init__(self, reason: Text, wants: Iterable[Want] = ()) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.wants = tuple(wants)


class Failed(Exception):
    """Raised by a check: a probe of ours that it needs did not come to an end. We failed, not the site."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Check(Struct, frozen=True, eq=False):
    """A declared check, as the registry finds it."""

    id: str
    theme: str
    clause: Clause | None
    title: Text
    messages: Mapping[str, Message]
    judge: Callable[..., Iterable[Finding | Want]]
    needs: Mapping[str, type]  # parameter name → type that the frame provides
    module: str

    @property
    def severity(self) -> Severity:
        """That of the clause; a check without a clause gives advice."""
        return self.clause.severity if self.clause else "advice"


class View(Generic[P, R]):
    """A derived view that checks share: calling it computes it; the frame computes it once and hands it "
    "out."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self.needs, self.gives = _signature(function)
        if not isinstance(self.gives, type):
            raise TypeError(f"{function.__module__}: a view must say which class it returns, not {self.gives}")
        self.module = function.__module__
        self.__doc__ = function.__doc__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)


class Section(Struct, frozen=True, eq=False):
    """A part of result.json that a theme fills: the key, and the function that returns its value."""

    key: str
    build: Callable[..., Any]
    needs: Mapping[str, type]
    module: str


def check(
    *,
    id: str,  # noqa: A002
    theme: str,
    clause: Clause | None,
    title: Text,
    messages: Mapping[str, Message],
) -> Callable[[Callable[..., Iterable[Finding | Want]]], Check]:
    """Declare a check. *id* names the defect; *clause* brings its severity (None: advice without a rule).

    Raises TypeError when the function's parameters are not annotated, ValueError for a malformed id.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise ValueError(f"check id {id!r} must be lower-case words joined by hyphens")

    def declare(function: Callable[..., Iterable[Finding | Want]]) -> Check:
        needs, _ = _signature(function)
        return Check(id, theme, clause, title, messages, function, needs, function.__module__)

    return declare


def view(function: Callable[P, R]) -> View[P, R]:
    """Offer what *function* returns to every check that has a parameter of that type. One view a type."""
    return View(function)


def section(key: str) -> Callable[[Callable[..., Any]], Section]:
    """Fill ``result.json[key]`` with what the function returns: plain dicts, lists, numbers, texts and "
    "Text."""

    def declare(function: Callable[..., Any]) -> Section:
        needs, _ = _signature(function)
        return Section(key, function, needs, function.__module__)

    return declare


def _signature(function: Callable[..., Any]) -> tuple[dict[str, type], type]:
    """Parameter types by name, and the return type; annotations must name real classes."""
    name = f"{function.__module__}.{getattr(function, '__qualname__', function)}"
    try:
        hints = get_type_hints(function)
    except NameError as error:
        raise TypeError(f"{name}: {error}; import the types of its parameters at run time") from error
    gives = hints.pop("return", object)
    code = getattr(function, "__code__", None)
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else tuple(hints)
    for parameter in parameters:
        if not isinstance(hints.get(parameter), type):
            raise TypeError(f"{name}: parameter {parameter!r} needs the type of what the frame shall hand it")
    return {parameter: hints[parameter] for parameter in parameters}, gives
