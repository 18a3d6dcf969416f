"""Deterministic, plausible official text: same city and key, same words; only dates move with *today*."""

# ruff: noqa: E501 sentences are kept whole; a Chinese character counts as two columns

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from random import Random

from demo.model import Article, Guide, Leader, Letter
from demo.people import GIVEN, LETTERS, POSTS, QUESTIONS, SERVICE_ITEMS, SURNAMES
from demo.topics import CLOSINGS, MIDDLES, OPENINGS, TOPICS, Topic

#: (name of an article's kind) → headline patterns for the kinds that are not news.
HEADLINES: dict[str, tuple[str, ...]] = {
    "notice": (
        "关于做好{season}{name}有关工作的通知",
        "关于{place}{name}项目的公示",
        "关于公开征集{name}工作意见的公告",
        "{office}关于调整{name}服务时间的通告",
        "关于开展{name}专项检查的通知",
    ),
    "policy": (
        "{city}人民政府关于进一步加强{name}工作的实施意见",
        "{city}人民政府办公室关于印发{name}三年行动方案的通知",
        "{city}{name}管理办法",
        "{city}人民政府办公室关于健全{name}长效机制的通知",
    ),
    "reading": (
        "《{city}{name}管理办法》政策解读",
        "一图读懂：{city}{name}三年行动方案",
        "《关于进一步加强{name}工作的实施意见》解读",
    ),
    "personnel": (
        "{city}人民政府关于{person}同志任职的通知",
        "{city}人民政府关于{person}等同志职务任免的通知",
    ),
    "plan": ("{city}{name}专项规划", "{city}{name}年度工作计划"),
    "stats": ("{ym}{city}{name}主要指标", "{ym}{city}{name}统计数据"),
    "budget": ("{office}{year}年度部门预算公开", "{office}{year}年度部门决算公开"),
    "special": ("{name}专题：{place}的探索与实践", "{name}专题：答好民生答卷"),
    "interview": ("{office}负责人谈{name}工作", "在线访谈：{name}百姓最关心的几个问题"),
    "survey": ("关于{name}工作情况的网上调查", "《{city}{name}管理办法（征求意见稿）》意见征集"),
    "report": ("{city}人民政府{year}年政府信息公开工作年度报告",),
}
ORDINALS = "一二三四五六七八九十"


class Writer:
    """Writes for one city: *city* is its full name, *places* its districts and towns, *today* the clock."""

    def __init__(self, city: str, places: tuple[str, ...], today: date) -> None:
        self.city = city
        self.places = places
        self.today = today
        self._titles: set[str] = set()

    def dice(self, *key: object) -> Random:
        """A generator of its own for *key*: what is written for one key never depends on another."""
        return Random("/".join([self.city, *map(str, key)]))

    def number(self, *key: object) -> int:
        """A stable eight-digit number for *key*, as content systems give their articles."""
        digest = hashlib.blake2b("/".join([self.city, *map(str, key)]).encode(), digest_size=4).digest()
        return 10_000_000 + int.from_bytes(digest, "big") % 80_000_000

    def moment(self, days_ago: int, *key: object) -> datetime:
        """A moment in office hours, *days_ago* before today."""
        minutes = self.dice("moment", *key).randrange(8 * 60 + 30, 17 * 60 + 50)
        return datetime.combine(self.today - timedelta(days=days_ago), time(minutes // 60, minutes % 60))

    def slots(self, topic: Topic, published: datetime, dice: Random) -> dict[str, str]:
        """Values for the slots of a sentence; numbers are drawn anew for every sentence."""
        place, place2 = dice.sample(self.places, 2)
        last_month = published.replace(day=1) - timedelta(days=1)
        return {
            "city": self.city,
            "place": place,
            "place2": place2,
            "name": topic.name,
            "office": topic.office,
            "n": str(dice.randrange(12, 480)),
            "m": str(dice.randrange(3, 12)),
            "pct": f"{dice.randrange(31, 98)}.{dice.randrange(1, 10)}%",
            "quarter": dice.choice(("两个季度", "三季度", "十个月")),
            "date": f"{published.month}月{published.day}日",
            "season": ("冬春季", "夏季", "秋冬季")[published.month % 3],
            "year": str(published.year - 1),
            "ym": f"{last_month.year}年{last_month.month}月",
            "person": dice.choice(SURNAMES) + dice.choice(GIVEN),
        }

    def article(self, kind: str, index: int, days_ago: int, *, topic: int | None = None) -> Article:
        """The *index*-th article of *kind*, published *days_ago* before today."""
        key = f"{kind}-{index}"
        dice = self.dice(key)
        published = self.moment(days_ago, key)
        offset = self.dice(kind).randrange(len(TOPICS))
        subject = TOPICS[(offset + 7 * index if topic is None else topic) % len(TOPICS)]
        slots = self.slots(subject, published, dice)
        title = self._title(kind, subject, slots, dice)
        article = Article(
            key=key,
            title=title,
            published=published,
            source=f"{self.city}人民政府办公室" if kind in ("policy", "personnel", "report") else subject.office,
            keywords=f"{self.city[:2]} {subject.name} {subject.office}",
        )
        getattr(self, f"_write_{kind}", self._write_news)(article, subject, dice)
        return article

    def article_blocks(self, index: int) -> list[str]:
        """Only the paragraphs of some article, for pages that need text and no headline."""
        article = Article(f"text-{index}", "", self.moment(index % 9, index), "")
        self._write_news(article, TOPICS[index % len(TOPICS)], self.dice("text", index))
        return article.blocks

    def _title(self, kind: str, subject: Topic, slots: dict[str, str], dice: Random) -> str:
        patterns = list(HEADLINES.get(kind, subject.headlines))
        dice.shuffle(patterns)
        fillings = [
            slots,
            *({**slots, "place": place, "m": str(n), "n": str(n * 17)} for n, place in enumerate(self.places, 3)),
        ]
        for filling in fillings:
            for pattern in patterns:
                if (title := pattern.format(**filling)) not in self._titles:
                    self._titles.add(title)
                    return title
        raise ValueError(f"no unused headline is left for {kind} about {subject.name} in {self.city}")

    def _sentences(self, subject: Topic, published: datetime, dice: Random, *groups: tuple[str, ...]) -> list[str]:
        lines: list[str] = []
        for group in groups:
            line = dice.choice(group).format(**self.slots(subject, published, dice))
            lines.append(line if line.endswith(("。", "”")) else line + "。")
        return lines

    def _facts(self, subject: Topic, published: datetime, dice: Random) -> list[str]:
        facts = [fact.format(**self.slots(subject, published, dice)) + "。" for fact in subject.facts]
        dice.shuffle(facts)
        return facts

    def _write_news(self, article: Article, subject: Topic, dice: Random) -> None:
        facts = self._facts(subject, article.published, dice)
        opening, middle, second, closing = self._sentences(
            subject, article.published, dice, OPENINGS, MIDDLES[:4], MIDDLES[4:], CLOSINGS
        )
        article.blocks = [
            opening,
            facts[0] + facts[1],
            middle + facts[2],
            second + facts[3] + facts[4],
            closing,
        ]

    def _write_notice(self, article: Article, subject: Topic, dice: Random) -> None:
        facts = self._facts(subject, article.published, dice)
        limit = article.day + timedelta(days=dice.randrange(15, 40))
        article.blocks = [
            "各区县人民政府，市有关部门，广大市民朋友：",
            f"为扎实做好{subject.name}工作，根据年度工作安排，现将有关事项{dice.choice(('通知', '公告', '通告'))}如下。",
            f"一、工作内容。{facts[0]}{facts[1]}",
            f"二、工作要求。{facts[2]}各有关单位要明确一名联络员，于{limit.year}年{limit.month}月{limit.day}日前报送工作情况。",
            f"三、联系方式。联系单位：{subject.office}，办公时间为工作日上午八时三十分至十二时，下午十四时至十七时三十分。",
        ]
        article.signature = subject.office

    def _write_policy(self, article: Article, subject: Topic, dice: Random) -> None:
        facts = self._facts(subject, article.published, dice)
        article.doc_no = f"{self.city[0]}政办发〔{article.published.year}〕{dice.randrange(3, 48)}号"
        article.blocks = [
            "各区县人民政府，市政府各部门、各直属机构：",
            f"为规范和加强{subject.name}工作，保障人民群众合法权益，依据有关法律法规，结合{self.city}实际，制定本文件。",
            f"第一条 {subject.office}负责全市{subject.name}工作的统筹协调和监督检查，各区县人民政府负责本行政区域内的组织实施。",
            f"第二条 {facts[0]}{facts[1]}",
            f"第三条 {facts[2]}所需经费列入同级财政预算，专款专用。",
            f"第四条 {facts[3]}对工作不力、造成不良影响的单位和个人，依照有关规定追究责任。",
            "第五条 本文件自印发之日起三十日后施行，有效期五年。",
        ]
        article.signature = f"{self.city}人民政府办公室"

    def _write_reading(self, article: Article, subject: Topic, dice: Random) -> None:
        facts = self._facts(subject, article.published, dice)
        article.blocks = [
            f"日前，{self.city}人民政府办公室印发了有关{subject.name}的文件，现就主要内容解读如下。",
            f"一、起草背景。随着{subject.name}工作深入推进，原有规定已不能适应新的要求，{subject.office}在充分调研的基础上牵头起草了文件。",
            f"二、主要内容。文件明确了部门职责、工作程序和保障措施。{facts[0]}{facts[1]}",
            f"三、群众关心的问题。{facts[2]}{facts[3]}",
            f"四、解读机关：{subject.office}。解读人：政策法规科工作人员。",
        ]

    def _write_personnel(self, article: Article, subject: Topic, dice: Random) -> None:
        names = [dice.choice(SURNAMES) + given for given in dice.sample(GIVEN, 3)]
        article.blocks = [
            "各区县人民政府，市政府各部门、各直属机构：",
            "市人民政府决定：",
            f"任命{names[0]}同志为{subject.office}副局长（试用期一年）；",
            f"任命{names[1]}同志为{dice.choice(self.places)}发展服务中心主任；",
            f"免去{names[2]}同志的{subject.office}四级调研员职务。",
        ]
        article.signature = f"{self.city}人民政府"

    def _write_stats(self, article: Article, subject: Topic, dice: Random) -> None:
        article.blocks = [
            f"全市{subject.name}运行总体平稳，主要指标完成情况见下表，数据为初步统计数。",
        ]
        article.table = [["地区", "本月数", "同比增长（%）", "累计数"]]
        article.table += [
            [
                place,
                str(dice.randrange(90, 900)),
                f"{dice.randrange(-30, 120) / 10:.1f}",
                str(dice.randrange(900, 9000)),
            ]
            for place in self.places
        ]
        article.blocks.append(
            f"注：统计口径由{subject.office}负责解释，部分数据因四舍五入存在分项合计与总计不等的情况。"
        )

    def _write_report(self, article: Article, subject: Topic, dice: Random) -> None:
        year = article.published.year - 1
        article.blocks = [
            f"本报告依照《中华人民共和国政府信息公开条例》编制，所列数据统计期限为{year}年1月1日至12月31日。",
            (
                f"一、总体情况。全年主动公开政府信息{dice.randrange(1200, 3600)}条，其中规范性文件{dice.randrange(6, 19)}件，"
                f"受理依申请公开{dice.randrange(80, 260)}件，全部按期答复。"
            ),
            f"二、行政复议和行政诉讼情况。因政府信息公开引起的行政复议{dice.randrange(2, 9)}件，均已审结。",
            "三、存在的问题及改进情况。部分单位解读材料形式较为单一，下一步将增加图表、访谈等多种解读方式。",
        ]

    def _write_interview(self, article: Article, subject: Topic, dice: Random) -> None:
        facts = self._facts(subject, article.published, dice)
        article.blocks = [
            f"主持人：各位网友好，今天我们邀请到{subject.office}有关负责人，就{subject.name}与大家交流。",
            f"嘉宾：主持人好，各位网友好。{facts[0]}",
            f"网友“山间清风”：{subject.name}与普通家庭有什么关系？",
            f"嘉宾：关系很密切。{facts[1]}{facts[2]}",
            f"主持人：下一步还有哪些打算？嘉宾：{facts[3]}感谢大家的关注。",
        ]

    def _write_survey(self, article: Article, subject: Topic, dice: Random) -> None:
        limit = article.day + timedelta(days=21)
        article.blocks = [
            (
                f"为了解社会各界对{subject.name}工作的意见，{subject.office}现面向全市开展调查征集，征集时间自{article.day.month}月"
                f"{article.day.day}日至{limit.month}月{limit.day}日。"
            ),
            f"征集内容：一是对{subject.name}现状的评价；二是希望优先解决的事项；三是对工作方式的建议。",
            (
                f"结果反馈：共收到意见{dice.randrange(40, 310)}条，采纳{dice.randrange(12, 39)}条，未采纳的已说明理由，"
                f"反馈情况由{subject.office}汇总公布。"
            ),
        ]

    def letters(self, count: int, *, first_days_ago: int = 5, step: int = 9, wait_days: int = 3) -> list[Letter]:
        """*count* answered letters, newest first; each waited at most *wait_days* days for its answer."""
        offset = self.dice("letters").randrange(len(LETTERS))
        made: list[Letter] = []
        for index in range(count):
            title, question, reply = LETTERS[(offset + index) % len(LETTERS)]
            dice = self.dice("letter", index)
            received = self.moment(first_days_ago + index * step, "letter", index)
            place = dice.choice(self.places)
            topic = TOPICS[(offset + index * 3) % len(TOPICS)]
            made.append(
                Letter(
                    key=f"{self.number('letter', index)}",
                    title=f"关于{place}{title}的来信" if index >= len(LETTERS) else f"关于{title}的来信",
                    kind=("咨询", "建议", "求助", "投诉")[index % 4],
                    sender=dice.choice(SURNAMES) + dice.choice(("先生", "女士")),
                    received=received,
                    question="您好！" + question.format(place=place),
                    office=topic.office,
                    answered=received + timedelta(days=dice.randrange(1, wait_days + 1), hours=1),
                    reply=reply.format(place=place)
                    + dice.choice(
                        (
                            "如有疑问，请到窗口或者致电值班室进一步了解。",
                            "感谢您的理解与支持。",
                            "欢迎继续监督我们的工作。",
                        )
                    ),
                )
            )
        return made

    def leaders(self) -> list[Leader]:
        """The mayor and those beside him or her, with curricula and duties."""
        made: list[Leader] = []
        names = self.dice("leaders").sample(GIVEN, len(POSTS))
        for index, (post, duty) in enumerate(POSTS):
            dice = self.dice("leader", index)
            name = SURNAMES[(dice.randrange(12) + index) % 12] + names[index]
            born, joined = dice.randrange(1966, 1980), dice.randrange(1990, 2002)
            made.append(
                Leader(
                    key=str(self.number("leader", index)),
                    name=name,
                    post=post,
                    resume=f"{name}，{dice.choice('男女')}，汉族，{born}年{dice.randrange(1, 13)}月生，{joined}年7月参加工作，"
                    f"中共党员，大学学历。历任{dice.choice(self.places)}副镇长、镇长，{self.city}农业农村局副局长，"
                    f"{dice.choice(self.places)}党委书记，现任{self.city}{post.split('、')[-1]}。",
                    duty=duty,
                )
            )
        return made

    def guides(self, count: int = 6) -> list[Guide]:
        """Service guides with all eight element classes."""
        made: list[Guide] = []
        for index, (name, basis, condition, materials, steps) in enumerate(SERVICE_ITEMS[:count]):
            dice = self.dice("guide", index)
            office = TOPICS[dice.randrange(len(TOPICS))].office
            made.append(
                Guide(
                    key=str(self.number("guide", index)),
                    name=name,
                    office=office,
                    day=self.today - timedelta(days=20 + index * 11),
                    elements=[
                        ("事项名称", name),
                        ("设定依据", basis),
                        ("申请条件", condition),
                        ("办理材料", materials),
                        (
                            "办理地点",
                            f"{self.city}政务服务中心{dice.randrange(1, 4)}楼{dice.choice('ABCD')}区{dice.randrange(1, 30)}号窗口",
                        ),
                        ("办理时间", "工作日上午8:30至12:00，下午14:00至17:30（法定节假日除外）"),
                        ("联系电话", f"0{dice.randrange(500, 599)}-8{dice.randrange(100000, 999999)}"),
                        ("办理流程", steps),
                        (
                            "办理时限",
                            f"法定时限{dice.choice((15, 20, 30))}个工作日，承诺时限{dice.randrange(1, 6)}个工作日",
                        ),
                        ("收费标准", "不收费"),
                    ],
                )
            )
        return made

    def document(self, slug: str) -> list[str]:
        """The text of a column that is one document."""
        dice = self.dice("document", slug)
        short, first, second = self.city.removesuffix("市"), *dice.sample(self.places, 2)
        texts = {
            "csgk": [
                (
                    f"{self.city}地处云岭省中部，辖{'、'.join(self.places)}等地，总面积{dice.randrange(3000, 9000)}平方公里，"
                    f"户籍人口{dice.randrange(90, 260)}万人。"
                ),
                (
                    f"全市地形以丘陵和河谷平原为主，属亚热带季风气候，年平均气温{dice.randrange(14, 19)}摄氏度，"
                    f"年降水量{dice.randrange(900, 1500)}毫米。"
                ),
                f"{first}以装备制造见长，{second}盛产菌菇和茶叶。全市森林覆盖率{dice.randrange(52, 71)}%，主要河流水质常年优良。",
            ],
            "lswh": [
                f"{short}因水得名，建城已有{dice.randrange(600, 1400)}余年，旧时为南北商旅往来的渡口。",
                f"{first}保存有明清民居{dice.randrange(40, 130)}处，石板街、风雨桥、老茶馆至今仍在使用。",
                f"民间有正月舞草龙、三月采茶歌、九月晒秋等习俗，{second}的竹编技艺被列入市级非物质文化遗产名录。",
            ],
            "jgzn": [
                f"{self.city}人民政府办公室是协助市政府领导处理日常工作的机构，内设综合科、秘书科、政务公开科等{dice.randrange(8, 15)}个科室。",
                "主要职责：起草审核以市政府名义发布的公文；组织安排市政府会议；督促检查市政府决定事项的落实；指导全市政务公开工作。",
                (
                    f"办公地址：{self.city}{first}府前路{dice.randrange(1, 99)}号。办公时间：工作日上午8:30至12:00，下午14:00至17:30。"
                    f"联系电话：0{dice.randrange(500, 599)}-8{dice.randrange(100000, 999999)}。负责人：秘书长。"
                ),
            ],
            "gkzn": [
                f"为方便公民、法人和其他组织获取政府信息，{self.city}人民政府办公室编制本指南，并根据情况变化及时更新。",
                "一、主动公开。公开范围包括机构职能、领导信息、政策文件、规划计划、统计信息、财政信息、人事信息等。",
                "二、依申请公开。申请人可以当面、邮寄或者通过本网站提出申请，受理机构为市政府办公室政务公开科。",
                "三、监督方式。认为行政机关未依法履行公开义务的，可以向上一级行政机关或者政务公开主管部门反映。",
            ],
        }
        return texts.get(slug) or [
            f"{self.city}人民政府就有关事项说明如下，内容由市政府办公室负责更新。",
            f"有关安排适用于{first}、{second}等全市各地，具体办理以现场公告为准。",
        ]

    def questions(self) -> list[tuple[str, str]]:
        """Frequently asked questions with answers."""
        return list(QUESTIONS)
