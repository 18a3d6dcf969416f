"""How mailboxes of real portals show a letter, with invented text.

The labels, their order and what stands without one are those that were seen on the mailboxes of some thirty cities,
after which the layouts are named; the markup is ours.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

PLACE = "县交通运输局"


class Written(Struct, frozen=True):
    """A letter; without *answered* it waits."""

    title: str
    question: str
    who: str
    received: str
    office: str = ""
    answered: str = ""
    reply: str = ""


LETTERS = (
    Written(
        "城东路灯不亮",
        "城东大桥的路灯坏了两个月。",
        "王**",
        "2026-08-01",
        "县城管局",
        "2026-08-05",
        "路灯已换新，当晚恢复照明。灯杆编号已登记入册。",
    ),
    Written(
        "医保怎么转移",
        "外地的医保要怎样才能转回来？",
        "李**",
        "2026-09-03",
        "县医保局",
        "2026-10-30",
        "可在皖事通上办理，三个工作日办完，转移后待遇连续计算。",
    ),
    Written(
        "鱼塘被淹求助",
        "八月大水淹了鱼塘，保险怎么赔？",
        "赵**",
        "2026-10-08",
        "县农业农村局",
        "2026-10-10",
        "保险公司已查勘，赔款月内到账，水产站可提供苗种。",
    ),
    Written(
        "渡口候船难",
        "渡口冬天没有候船的屋子，风大。",
        "周**",
        "2026-10-20",
        "县港航中心",
        "2026-10-21",
        "候船亭已列入今年实事，腊月前建成使用。",
    ),
    Written("村道何时硬化", "村口到渡口的路坑洼不平。", "孙**", "2026-05-11"),
)


def rows(*pairs: str) -> str:
    """A table of labels and values, two pairs in a row where four are given."""
    return "<table>" + "".join(f"<tr>{pair}</tr>" for pair in pairs) + "</table>"


def pair(label: str, value: str, tag: str = "td") -> str:
    return f"<{tag}>{label}</{tag}><td>{value}</td>"


def state(k: Written, done: str, waits: str) -> str:
    return done if k.answered else waits


def chengdu(k: Written) -> str:
    told = f"{k.office}({k.answered} 11:31:10)： {k.reply}" if k.answered else ""
    return rows(
        pair("标题", k.title),
        pair("来信时间", k.received),
        pair("内容", k.question),
        pair("县热线办", f"{k.received} 12:00"),
        pair("办理结果", told),
    )


def chenzhou(k: Written) -> str:
    foot = rows(pair("回信部门", k.office), pair("回信时间", k.answered))
    return rows(
        f"<td>{k.title}</td>",
        f"<td>{k.question}</td>",
        f"<td>{rows(pair('写信人', k.who), pair('写信日期', k.received))}</td>",
        f"<td>{k.reply}</td>",
        f"<td>{foot}</td>",
    )


def beijing(k: Written) -> str:
    answer = f"<div><p><span>{k.office}</span></p><p>答复时间：{k.answered}</p><div>{k.reply}</div></div>"
    return (
        f"<div><strong>{k.title}</strong></div><div><p>来信人：{k.who}</p>"
        f"<p>时间：{k.received}</p><div>{k.question}</div></div>" + (answer if k.answered else "")
    )


def changsha(k: Written) -> str:
    answer = (
        f'<div class="letter_content1"><div class="specific_letter">{k.reply}</div><div class="specific_letter_bottom">'
        f"<span>满意度：满意</span><span>回复时间：{k.answered}</span></div></div>"
    )
    return (
        f'<div class="mailbox_title">{k.title}</div>'
        f'<div class="letter_content1"><div class="specific_letter">{k.question}'
        f'</div><div class="specific_letter_bottom"><span>来信时间：{k.received}</span></div></div>'
        + (answer if k.answered else "")
    )


def pingliang(k: Written) -> str:
    answer = (
        f'<div class="booklist official"><div class="content">{k.reply}<div class="orgInfo">{k.office}<br>{k.answered} '
        "08:30:00</div></div></div>"
    )
    return (
        f'<div class="booklist"><div>{k.title}</div>'
        f"<span>{k.received} 10:11:12 浏览次数：32</span><div>{k.question}</div></div>"
        + (answer if k.answered else "<p>办理中</p>")
    )


def tianjin(k: Written) -> str:
    asked = [("提问人", k.who), ("提问时间", k.received), ("提问标题", k.title), ("提问内容", k.question)]
    told = [
        ("回复部门", k.office),
        ("回复时间", k.answered),
        ("是否超时", "否"),
        ("回复标题", f"关于{k.title}的回复"),
        ("回复内容", k.reply),
    ]
    lines = asked + (told if k.answered else [("状态", "受理中")])
    return "".join(f"<div><span>{label}</span><span class='content'>{value}</span></div>" for label, value in lines)


def dongguan(k: Written) -> str:
    answer = f"<div><span>{k.office}</span><span>响应时间：{k.answered}</span></div><pre>{k.reply}</pre>"
    return (
        f"<p>{k.title}</p><div><span>编号:20261</span><span>状态:{state(k, '已回复', '办理中')}</span>"
        f"<span>发布日期：{k.received}</span></div><pre>{k.question}</pre>" + (answer if k.answered else "")
    )


def people(k: Written) -> str:
    answer = f"<div><h3>官方回复</h3><h4>{k.office}</h4><div>{k.answered} 09:10</div><p>{k.reply}</p></div>"
    return (
        f"<div><h2>{k.title}</h2><ul><li>{k.who}</li><li>ID:2211</li><li>{k.received} 10:20</li></ul>"
        f"<p>{state(k, '已办理', '办理中')}</p><p class='replyContent'>{k.question}</p></div>"
        + (answer if k.answered else "")
    )


def wuzhicms(k: Written) -> str:
    answer = (
        f"<div class='huifu'><b>官方回复：</b><p>{k.reply}</p><p>回复单位：{k.office}   {k.answered} 09:00</p></div>"
    )
    return f"<h1>{k.title}</h1><div>网友：{k.who}  {k.received} 10:00</div><div>{k.question}</div>" + (
        answer if k.answered else ""
    )


def yichang(k: Written) -> str:
    answer = [f"<td><b>{k.office}</b></td>", f"<td>{k.reply}</td>", f"<td>回复时间：{k.answered} 16:20</td>"]
    return rows(
        f"<td>{k.title} <strong>状态：{state(k, '已回复', '办理中')}</strong></td>",
        f"<td>提交时间：{k.received} 10:00　到期时间：2026-12-30 10:00</td>",
        f"<td>{k.question}</td>",
        f"<td>提问者：{k.who}</td>",
        *(answer if k.answered else []),
    )


def tongchuan(k: Written) -> str:
    return rows(
        pair("姓名", k.who) + pair("来信时间", k.received),
        pair("是否公开", "是"),
        pair("标题", k.title),
        pair("内容", k.question),
    ) + rows(
        pair("受理时间", k.received) + pair("办理时间", k.answered),
        pair("办理部门", k.office) + pair("办理状态", state(k, "已办结", "受理中")),
        pair("办理情况", k.reply),
    )


def shaoguan(k: Written) -> str:
    answer = rows(
        f"<td><b>{k.office}</b></td>",
        f"<td>受理单位</td><td>受理人:张某 受理时间:{k.received} 15:00:00</td>",
        f"<td>回复单位</td><td>回复人:刘某 回复时间:{k.answered} 09:00:00</td>",
        f"<td colspan=2><div class='Reply_title4'>{k.reply}</div></td>",
    )
    return rows(
        f"<td>提问人：{k.who}</td><td>{k.received} 10:00:00</td>",
        f"<td>{k.title}</td><td>审核时间：{k.received} 11:00:00</td>",
        f"<td colspan=2><div>{k.question}</div></td>",
    ) + (answer if k.answered else "")


def luan(k: Written) -> str:
    head = f"<h2><span>回复时间：{k.answered}</span><span>回复单位：{k.office}</span></h2>"
    answer = f"{head}<div class='is-hfcontent'>{k.reply}</div>"
    return (
        f"<div>{k.title}</div><div>来信人：{k.who} <span>|</span> 来信时间：{k.received} <span>|</span> "
        f"<span>{state(k, '已回复', '办理中')}</span></div><div><p>{k.question}</p></div>"
        + (answer if k.answered else "")
    )


def huaibei(k: Written) -> str:
    told = f"{k.reply}<div>答复单位：{k.office} 答复时间：{k.answered}</div>" if k.answered else ""
    return f"<h1>{k.title}</h1>" + rows(
        pair("信件编号", "112") + pair("来信时间", k.received),
        pair("信件类型", "咨询") + pair("姓名", k.who),
        pair("来信内容", k.question),
        pair("答复情况", told),
    )


def huizhou(k: Written) -> str:
    steps = [("县政府办", k.received, f"转{k.office or PLACE}办理。"), (k.office, k.answered, k.reply)]
    return rows(
        pair("受文单位", "县政府") + pair("来信时间", k.received),
        pair("信件类别", "咨询") + pair("办理状态", state(k, "已办理", "办理中")),
        pair("标题", k.title),
        pair("来信内容", k.question),
    ) + "".join(
        rows(pair("回文单位", office) + pair("办理时间", day), pair("处理结果", words))
        for office, day, words in steps
        if day
    )


def guangyuan(k: Written) -> str:
    told = rows(f"<td>{k.reply}</td>", f"<td>{k.office} {k.answered}</td>") if k.answered else ""
    return rows(
        pair("状态", state(k, "已回复", "办理中")) + pair("编号", "3312"),
        pair("写信人", k.who) + pair("写信时间", k.received),
        pair("标题", k.title),
        pair("信件内容", k.question),
        pair("回复", told),
    )


def xuancheng(k: Written) -> str:
    told = [
        f"<td>回复单位：{k.office}</td><td>回复时间：{k.answered}</td>",
        f"<td colspan=2><div class='letter_nr'>{k.reply}</div></td>",
    ]
    return rows(
        f"<td>{k.title}</td>",
        f"<td>问政人：{k.who}</td><td>问政时间：{k.received}</td>",
        f"<td>受理时间：{k.received}</td><td>处理状态：{state(k, '已处理', '受理中')}</td>",
        f"<td colspan=2><div class='letter_nr'>{k.question}</div></td>",
        *(told if k.answered else []),
    )


def ucap(k: Written) -> str:
    told = [pair("回复部门:", k.office, "th") + pair("回复时间:", k.answered, "th"), pair("回复内容:", k.reply, "th")]
    return rows(
        pair("标题：", k.title, "th"),
        pair("姓名：", k.who, "th") + pair("来信时间：", k.received, "th"),
        pair("收信单位：", k.office or PLACE, "th") + pair("处理状态：", state(k, "已办结", "待处理"), "th"),
        pair("内容：", k.question, "th"),
        *(told if k.answered else []),
    )


def pageadmin(k: Written) -> str:
    told = pair("回复内容：", f"{k.reply}<br>回复时间：{k.answered}") if k.answered else pair("处理进度：", "待处理")
    return rows(pair("信件主题：", k.title), pair("来信时间：", k.received), pair("信件内容：", k.question), told)


def founder(k: Written) -> str:
    day, told = k.received.replace("-", "/"), k.answered.replace("-", "/")
    return f"<h2>主题：{k.title}</h2><p>提交日期：{day} | 受理部门：{k.office or PLACE}</p><div>{k.question}</div>" + (
        f"<p>回复日期：{told} | 回复部门：{k.office}</p><div>{k.reply}</div>" if k.answered else ""
    )


def mini(k: Written) -> str:
    told = f"<p>官方回复：</p><p>回复单位：{k.office}</p><p>回复时间：{k.answered}</p><p>回复内容：{k.reply}</p>"
    return f"<h2>{k.title}</h2><p>{k.who} {k.received} 10:00</p><p>{k.question}</p>" + (
        told if k.answered else f"<p>{PLACE}正在办理中…</p>"
    )


def yinchuan(k: Written) -> str:
    return rows(
        *(
            pair(label, value, "th")
            for label, value in [
                ("编号", "AH11"),
                ("标题", k.title),
                ("提交时间", k.received),
                ("内容", k.question),
                ("主办单位", k.office),
                ("办结时间", k.answered),
                ("办结回复", k.reply),
            ]
        )
    )


def deyang(k: Written) -> str:
    return rows(
        pair("来信人", k.who) + pair("来信日期", k.received),
        pair("类型", "咨询") + pair("编号", "2"),
        pair("内容", k.question),
        pair("答复部门", k.office),
        pair("回复时间", k.answered),
        pair("答复内容", k.reply),
    )


def shijiazhuang(k: Written) -> str:
    """All letters on one page, each a table; the day has the same label on both sides."""
    told = f"<td><p>时间：{k.answered}</p><p>回复部门：{k.office}</p></td><td><p>{k.reply}</p></td>"
    return rows(
        f"<td><p>网友：{k.who}</p><p>时间：{k.received}</p><p>留言对象：县政府</p></td><td><p>{k.question}</p></td>",
        *([told] if k.answered else []),
    )


def boxed(k: Written) -> str:
    """Question and answer beside each other, the question first, its asker and day behind it (simulated portal)."""
    said = f"<p>{k.reply}</p><p>回复单位：{k.office}　回复日期：{k.answered.replace('-', '/')}</p>"
    return (
        f"<div><div><h4><b>问</b>{k.title}</h4><p>{k.question}</p><p>网友：{k.who}　提问时间：{k.received}</p></div>"
        f"<div><b>答</b>{said if k.answered else '<p>【处理中】留言已转有关单位。</p>'}</div></div>"
    )


def stated(k: Written) -> str:
    """The state stands in a row of the answer's label, before the answer (simulated portal)."""
    told = [pair("回复部门", k.office) + pair("回复日期", k.answered), pair("回复内容", k.reply)]
    return rows(
        pair("咨询主题", k.title),
        pair("咨询人", k.who) + pair("咨询日期", k.received),
        pair("咨询内容", k.question),
        pair("办理情况", state(k, "已回复", "受理中")),
        *(told if k.answered else []),
    )


def stepped(k: Written) -> str:
    """Office and day before the answer without a label, and below it the steps with theirs (simulated portal)."""
    steps = [("写信", "", k.received), ("转办", "县政府办公室", k.received), ("受理", k.office or PLACE, k.received)]
    steps += [("办结", k.office, k.answered)] if k.answered else []
    answer = f"<div><b>{k.office}</b><i>{k.answered} 16:25</i><p>{k.reply}</p></div>"
    answer += "<p>群众评价：满意 评价时间：2026-11-19</p>"
    return (
        f"<h1>{k.title}</h1><p>写信人：{k.who}</p><p>写信日期：{k.received} 09:32</p>"
        f"<p>当前状态：{state(k, '已办结', '办理中')}</p><div>{k.question}</div>{answer if k.answered else ''}"
        + "".join(f"<div><b>{step}</b><p>{who}</p><p>{day} 09:32</p></div>" for step, who, day in steps)
    )


def flowed(k: Written) -> str:
    """Two tables, and the steps beside them under a heading (simulated portal)."""
    told = [pair("答复时间", k.answered), pair("答复内容", k.reply)] if k.answered else []
    steps = "".join(
        f"<li>{k.received}<br>{step}</li>" for step in ("群众提交", "信件受理", f"转办 {k.office or PLACE}")
    )
    return (
        rows(
            pair("信件编号", "BM2026"), pair("来信主题", k.title), pair("来信人", k.who), pair("来信时间", k.received),
            pair("来信内容", k.question),
        )
        + "<p>办理情况</p>"
        + rows(pair("承办单位", k.office or PLACE), pair("办理状态", state(k, "已办结", "办理中")), *told)
        + f"<div><b>办理流程</b><ol>{steps}</ol></div>"
    )  # fmt: skip


def walked(k: Written) -> str:
    """All that became of a letter as named steps, its answer the last of them."""
    asked = [("来信人提交", k.received, "信件已提交，等待受理"), ("信箱办受理", k.received, "经审核予以受理")]
    steps = [*asked, (f"转{k.office or PLACE}办理", k.received, "已转承办单位")]
    shown = [f"<div class=step><b>{name}</b> <time>{day}</time><p>{words}</p></div>" for name, day, words in steps]
    last = f"<time>{k.answered}</time><p>{k.reply}</p>" if k.answered else "<span>等待中</span>"
    head = f"<p>编号：XL1001　当前状态：{state(k, '已办结', '转办中')}</p>"
    return (
        f"<h2>{k.title}</h2>{head}<p>{k.question}</p><h3>办理过程</h3>"
        + "".join(shown)
        + f"<div class=step><b>办结答复</b> {last}</div>"
    )


def waited(k: Written) -> str:
    """In the place of an answer stands who is at it."""
    days = pair("写信时间", k.received) + (pair("回复时间", k.answered) if k.answered else "")
    reply = k.reply or "承办单位正在办理。"
    return f"<h1>{k.title}</h1>" + rows(days, pair("来信内容", k.question), pair("回复内容", reply))


PAGES: tuple[Callable[[Written], str], ...] = (
    chengdu,
    chenzhou,
    beijing,
    changsha,
    pingliang,
    tianjin,
    dongguan,
    people,
    wuzhicms,
    yichang,
    tongchuan,
    shaoguan,
    luan,
    huaibei,
    huizhou,
    guangyuan,
    xuancheng,
    ucap,
    pageadmin,
    founder,
    mini,
    yinchuan,
    deyang,
    stated,
    stepped,
    flowed,
    walked,
    waited,
)
