"""Replies that say the same to everybody.

What it checks
zh: 对内容不同的来信是否使用雷同的套话答复。
en: Whether letters that ask for different things receive replies that are near-duplicates.
Why
zh: 对网民来信应当有针对性地答复，不得敷衍、推诿、答非所问；公开的检查通报将“多件来信答复雷同”列为问题。
en: Letters are answered to the point and without evasion; a published inspection report names identical replies to many
letters as a fault.
How it decides
zh: 去除称呼、致谢、结尾等各单位通用语以及答复中照抄的来信标题后，比较各件答复的文字相似度；相似度达75%，
且两件来信事项不同、
雷同文字又未涉及所问事项的，判定为套话答复，并列雷同文字。事项相同的来信得到相同答复的，不在此列。
en: Greetings, thanks, closings and words repeated from the letter's own title are taken away, then replies are compared
by shingles of four characters. From 75 % on, if the letters differ in topic and the shared words do not touch what was
asked, the pair is formulaic and shown side by side. The same answer to the same question is not.
Known limits
zh: 只比较本次读取的来信；换用不同措辞的敷衍答复不能识别。
en: Only the letters read are compared; evasion in ever new words is not recognised.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks import standards
from checks.declaration import Finding, Message, NotApplicable, Text, Want, check
from checks.interaction.letters import LetterBook, shown_on
from checks.interaction.replies import core, formulaic_pairs

MESSAGES = {
    "alike": Message(
        Text(
            "{count}件内容不同的来信得到雷同的答复（相似度{similarity}%），如“{left}”与“{right}”，均答复“{shared}”。",
            "{count} letters on different matters got near-identical replies ({similarity} % alike), such as “{left}” "
            "and “{right}”, both answered: “{shared}”.",
        ),
        (
            Text("打开 {url}，阅读来信“{left}”及答复。", "Open {url} and read the letter “{left}” with its reply."),
            Text("打开 {right_url}，阅读来信“{right}”及答复。", "Open {right_url} and read “{right}” with its reply."),
            Text("两件来信事项不同，答复文字雷同。", "The letters ask for different things; the replies say the same."),
        ),
        Text(
            "逐件针对来信事项重新答复，写明办理情况、依据和结果。",
            "Answer each letter anew on its own matter, with what was done, on which basis, and the result.",
        ),
        Text(
            "来信实为同一事项，或者答复为统一的政策口径的，本结论可能不成立。",
            "The finding may be wrong if the letters are about one matter after all.",
        ),
    ),
}  # fmt: skip


@check(
    id="interaction-formulaic-reply",
    theme="interaction",
    clause=standards.INTERACTION_REPLY,
    title=Text("答复套话雷同", "Formulaic replies"),
    messages=MESSAGES,
)
def interaction_formulaic_reply(book: LetterBook) -> Iterator[Finding | Want]:
    """One finding for every group of letters whose replies are near-duplicates of each other."""
    if len([k for k in book.letters if k.reply]) < 2:
        raise NotApplicable(Text("所见答复不足两件，无法比较。", "Fewer than two replies were read."))
    pairs = formulaic_pairs(book.letters)
    group: dict[int, int] = {}
    for pair in pairs:  # letters joined by pairs form a group
        left, right = group.setdefault(id(pair.left), id(pair.left)), group.setdefault(id(pair.right), id(pair.right))
        for key, root in group.items():
            if root == right:
                group[key] = left
    told: set[int] = set()
    for pair in pairs:
        root = group[id(pair.left)]
        if root in told:
            continue
        told.add(root)
        members = [k for k in book.letters if group.get(id(k)) == root]
        doc, el = pair.left.document, pair.left.element
        yield Finding(
            "alike",
            url=pair.left.url.partition("#")[0],
            selector=doc.selector(el) if doc is not None and el is not None else None,
            place="replies",
            template=None,
            words=pair.left.reply,
            data={
                "count": len(members), "similarity": round(pair.similarity * 100), "left": pair.left.title,
                "right": pair.right.title, "right_url": pair.right.url,
                "shared": max(pair.shared, key=lambda words: len(core(words)), default="")[:60],
            },
            pages=shown_on(members),
        )  # fmt: skip
