"""Which forms are content of a column: letters, applications, logins for visitors, queries of one's own case."""

from __future__ import annotations

import re

from checks.reading import Form
from checks.reading.hosts import host_of

__all__ = ["asks", "of_staff", "takes_letters"]

#: Fields of a login for those who work there (seen: 公务邮箱, user and password, in the head of every page of a PHPCMS
#: portal). Counter-example: the login of a hall of services, which is for visitors.
_STAFF = re.compile(r"公务邮|政务邮|邮箱登录|办公系统|内部邮")


#: Where such a login leads: mail.hexian.gov.cn, oa.hexian.gov.cn.
_STAFF_HOST = re.compile(r"^(?:web)?mail\d?\.|^oa\d?\.|^office\.")


def takes_letters(form: Form) -> bool:
    """A letter, an application, a login: content, though each of several columns may show the same form."""
    return any(f.type in ("textarea", "password", "file", "editable") for f in form.inputs)


def of_staff(form: Form) -> bool:
    """The login of those who work there (公务邮箱): nothing for a visitor where it stands on many pages."""
    words = " ".join(field.words for field in form.inputs)
    return _STAFF.search(words) is not None or _STAFF_HOST.match(host_of(form.action)) is not None


def asks(form: Form) -> bool:
    """A query of one's own case or of a register; no filter of a list."""
    inputs = [f for f in form.inputs if f.type not in ("checkbox", "radio")]
    words = " ".join(f.words for f in inputs)
    typed = [f for f in inputs if f.type not in ("select", "date")]
    filters = re.compile(r"标题|关键|keyword|title|搜索|search|检索|文号|日期|时间|date|time|索引|页|page", re.I)
    asking = [f for f in typed if not filters.search(f.words)]
    return len(asking) >= 2 or (
        len(asking) == 1 and bool(re.search(r"编号|查询码|证件|姓名|身份证|电话|手机|受理号", words))
    )
