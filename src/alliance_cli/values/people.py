"""What people write about people in one text: names, offices, numbers and addresses.

`张三 13812345678；李四(主任) 027-87654321` are two people.  A number belongs to somebody only where
a reader could not take it for anybody else's; what can be read in two ways is refused, and so is
what would be lost.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from ..language import Phrase, say
from .characters import is_invisible
from .names import name_key
from .privacy import masked_value
from .value_type import ValueRefused
from .words import means_nothing

Written = dict[str, str]
"""What is written of one person, by the key of the part: name, title, mobile, phone, email."""

REACHED_BY = ("mobile", "phone", "email")
"""The parts by which a person is reached."""

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, "\u3014\u3010\u300c\ufe59"), "("),
    **dict.fromkeys(map(ord, "\u3015\u3011\u300d\ufe5a"), ")"),
    **dict.fromkeys(map(ord, "\u2022\u2027\u30fb\u22c5\u2219"), "\u00b7"),
    **dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n"),
}

_GAP = r"[ .\u00b7-]?"
_AREA = "(?:10|2[0-9]|[3-9][0-9]{2})"
_NO_MORE = "(?![0-9]|-[0-9])"
# What reaches somebody; the rest of a text is words and marks.
_EMAIL = (
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}"
    r"(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}(?![A-Za-z0-9]|[.-][A-Za-z0-9])"
)
_MOBILE = (
    r"(?<![0-9.])(?:\(?(?:\+|00)?86\)?[ -]{0,2})?1[3-9][0-9]"
    rf"(?:{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}"
    rf"|[0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{3}}|[0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}){_NO_MORE}"
)
_LANDLINE = rf"(?:\(0{_AREA}\)|0{_AREA})[ -]{{0,3}}[0-9]{{3,4}}[ -]?[0-9]{{4}}"
_SERVICE = "[48]00[ -]?[0-9]{3}[ -]?[0-9]{4}"
_TELEPHONE = f"{_LANDLINE}|{_SERVICE}"
_PHONE = (
    rf"(?<![0-9.]){_LANDLINE}(?: ?(?:-|转|ext\.?) ?[0-9]{{1,6}})?{_NO_MORE}"
    rf"|(?<![0-9.]){_SERVICE}{_NO_MORE}"
)
_REACHING = rf"(?P<email>{_EMAIL})|(?P<mobile>{_MOBILE})|(?P<phone>{_PHONE})"
# The number of an item, as in 1.张三 2.李四.
_ITEM = r"[\u2460-\u2473]|(?<![^\s;,、/。])\(?[0-9]{1,2}(?:[.、]|\)[.、]?)(?=\s*[^\s0-9])"
_REST = (
    rf"(?P<item>{_ITEM})|(?P<line>\n)|(?P<end>[;。])|(?P<mark>[、,/|&\\])|(?P<open>\()|(?P<close>\))"
    r"|(?P<space>[ \t]+)|(?P<weak>[:\u00b7=>-]+|\.(?=[^A-Za-z ]|$))"
    r"|(?P<word>[^\s;。、,/|&\\():=]+?)(?=[\u00b7>-]*(?:[\s;。、,/|&\\():=]|$))"
)
_MOST_PIECES = 400
_MOST_DIGITS = 4
_LONGEST_WORD = 24


class _Gap(IntEnum):
    """What stands between two pieces of a text: the more it is, the more it sets them apart."""

    SPACE = 0
    WEAK = 1
    MARK = 2
    END = 3
    LINE = 4


class _Piece(NamedTuple):
    """A word, or something by which a person is reached: what and where, and the gap before it.

    `bracket` is the number of the brackets that it stands in, 0 for none.
    """

    part: str
    text: str
    start: int
    end: int
    gap: _Gap
    bracket: int


_GAPS = {"item": _Gap.END, "line": _Gap.LINE, "end": _Gap.END, "mark": _Gap.MARK}

# That a number is one of WeChat, too; for those that are other numbers there is no field.
_WECHAT = r"\+?(?:微信号?|wechat|vx|wx)"
_SAME_NUMBER = (
    rf"(?:手机号?|电话)?{_WECHAT}(?:手机号?|电话)?同(?:号码?|手机号?|电话|步)"
    rf"|同{_WECHAT}|{_WECHAT}同"
)
# What stands beside a number or an address and says what it is; it goes without saying.
_LABEL = (
    rf"(?:{_SAME_NUMBER}|联系人|联络人|姓名|手机号码|手机号|手机|移动电话|联系电话|联系方式|联系手机|电话号码|办公电话"
    r"|固定电话|电话|座机|固话|电子邮箱|电子邮件|邮箱|邮件|职务|职位|mobile|mob|cell|telephone|tel|phone"
    r"|e-?mail|mail|name|contact)(?:[1-9一二三四五六])?\.?"
)
_GLUED = rf"(?:联系人|联络人|姓名)?(.{{2,}}?)(?:{_LABEL})?"
_ELSEWHERE = rf"传真|fax|qq|{_WECHAT}"

_BASE = (
    r"董事长|总经理|经理|主任|处长|科长|部长|院长|校长|所长|会长|秘书长|理事长|监事长|书记|主席|主管"
    r"|总监|总裁|厂长|局长|司长|厅长|站长|馆长|社长|台长|队长|组长|班长|店长|行长|主编|教授|讲师|研究员"
    r"|工程师|设计师|会计师|经济师|律师|会计|出纳|秘书|助理|专员|文员|科员|干事|代表|顾问|司机|总工"
    r"|高工|副总|总助|董事|监事|理事|负责人|联络员|联系人|业务员|销售员|采购员|管理员|技术员|调研员|法人"
    r"|法定代表人|合伙人|创始人|博士|主理人|股东|内勤|外勤|院士|学者|工作人员|经办人"
)
_RANK = (
    r"副|兼任?|常务|执行|首席|高级|资深|名誉|独立|车间|系|研究生"
    r"|总(?=工程师|会计师|经济师|设计师|法律)"
)
_OFFICE = (
    r"总经理|董事会|理事会|党委|党群|党政|综合|行政|财务|人事|人力资源|人力|市场|销售|营销|技术|研发|生产"
    r"|质量|品质|采购|项目|外联|对外|会员|宣传|企划|战略|投资|法务|工会|办公|秘书|科技|信息|后勤|设备"
    r"|工程|合作|产业|教务|科研|学生|组织|规划|企业|管理|运营|运维|客户|客服|服务|品牌|公共|事务|公关"
    r"|知识产权|标准|培训|会展|物流|供应链|产品|商务|业务|区域|大区|招商|联络|外贸|进出口|仓储|安环|团委"
)
_UNIT = r"办公室|部门|部|处|科|室|办|中心|组"
_DEPARTMENT = (
    rf"(?:{_OFFICE})+(?:{_UNIT})|办公室|秘书处|总经办|总办|党办|校办|院办|厂办|前台|总机|值班室|门卫"
    r"|传达室|行政|财务|人事|销售|采购|技术|市场|商务|法务|客服|售后|售前|后勤|综合"
)
_TITLE = rf"(?:{_DEPARTMENT}|{_RANK}|{_OFFICE}|{_BASE})*(?:{_BASE})"
_TITLE_IN_LATIN = (
    r"(?:(?:vice|deputy|general|sales|project|product|marketing|managing|executive|technical|chief"
    r"|office|senior|assistant|hr|it|export|purchasing|of) )*"
    r"(?:manager|director|president|engineer|secretary|assistant|chairman|officer|supervisor"
    r"|consultant|representative|accountant|professor|ceo|cto|cfo|coo|gm|hr|vp)"
)

# fmt: off
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花"
    "方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝"
    "明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝"
    "管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊甄曲家封芮储靳汲糜松井段富巫乌焦巴弓牧隗"
    "山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴"
    "胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈"
    "廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查"
    "后荆红游竺权逯盖益桓公肖付闫覃邸涂仝岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟苟揭揣代甲乙丙占冼楼操晋岑亓库"
)
_COMPOUND = frozenset((
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文",
    "司徒", "夏侯", "端木", "南宫", "轩辕", "钟离", "闻人", "万俟", "独孤", "呼延", "东郭", "百里",
    "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "西门", "赫连", "拓跋",
))
# fmt: on


def people_in(text: str) -> list[Written]:
    """The people of whom `text` tells, as they are written, in its order.

    Raises ValueRefused where it is not clear who is meant, or what belongs to whom.
    """
    people = _People(text)
    for run in _runs(_pieces(text)):
        people.add(run)
    return people.told()


def people_of(columns: Mapping[str, str], known_name: bool) -> list[Written]:
    """The people of whom a row tells that has names, offices and numbers in columns of their own.

    With `known_name` its name is that of one person, however it is written.
    Several in one cell go in the order of the names, if there are as many.  What is about one
    person alone, and in plain words, stays as it stands.  Raises ValueRefused where it is not clear
    what belongs to whom.
    """
    name = columns.get("name", "")
    people = [{"name": name}] if known_name else [] if means_nothing(name) else people_in(name)
    numbers: dict[str, list[_Reached]] = {}
    others = {part: text for part, text in columns.items() if part != "name"}
    for part in REACHED_BY:
        text = columns.get(part, "")
        if means_nothing(text):
            continue
        if found := _reached_by(text):
            numbers[part] = found
            del others[part]
        elif _names_somebody(text):
            people = _with_names(people, people_in(text))
            del others[part]
    if len(people) < 2:
        return [_one_of(people, numbers, columns, others)]
    for told in numbers.values():
        is_shared = len(told) == 1 and _is_of_an_office(*told[0])
        found = told * len(people) if is_shared else told
        if len(found) != len(people):
            raise _unclear_numbers(len(found), people)
        for person, each in zip(people, found, strict=True):
            _give(person, *each)
    for part, text in others.items():
        items = [item for each in re.split(_LISTED, text) if (item := each.strip())]
        if means_nothing(text):
            continue
        if len(items) != len(people):
            raise ValueRefused(
                say(
                    f"it is not clear whose of {_named(people)} {text.strip()} is",
                    f"不清楚“{text.strip()}”是 {_named(people)} 中哪一位的",
                )
            )
        for person, item in zip(people, items, strict=True):
            _give(person, part, item)
    return people


_Reached = tuple[str, str]
_LISTED = r"[\n;\uff1b\u3001,\uff0c/]"


def _one_of(
    people: list[Written],
    numbers: Mapping[str, list[_Reached]],
    columns: Mapping[str, str],
    others: Written,
) -> Written:
    """What the columns tell of one person, or of nobody by name."""
    told = people[0] if people else {}
    person = {key: columns[key] for key in ("name",) if key in columns} | told
    plain = all(len(found) == 1 for found in numbers.values()) and numbers.keys().isdisjoint(told)
    for part, found in numbers.items():
        if plain:
            # Whether it stands in the right column is seen where it is read.
            is_bare = not any(map(str.isalpha, columns[part]))
            person[part] = columns[part] if is_bare else found[0][1]
            continue
        for each in found:
            _give(person, *each)
    for part, text in others.items():
        if means_nothing(text):
            person.setdefault(part, text)
        else:
            _give(person, part, text)
    return person


def _with_names(people: list[Written], further: list[Written]) -> list[Written]:
    """People of a column of names, with what another column tells of them by name."""
    known = {name_key(each["name"]): each for each in further}
    for person in people:
        told = known.get(name_key(person["name"]))
        if told is None:
            raise ValueRefused(
                say(
                    f"{person['name']} and {_named(further)} stand in one row; it is not clear "
                    "what belongs to whom",
                    f"同一行有 {person['name']} 和 {_named(further)}，不清楚各项属于谁",
                )
            )
        for part, text in person.items():
            if part != "name":
                _give(told, part, text)
    return further


def _reached_by(text: str) -> list[_Reached]:
    """The numbers and addresses in `text`, each with its part; none where it has anything else."""
    pieces = _pieces(text)
    if any(each.part == "word" and not _is_label(each.text) for each in pieces):
        return []
    found: dict[_Reached, _Reached] = {}
    for each in pieces:
        if each.part != "word":
            found.setdefault((each.part, _digits(each.text)), (each.part, each.text))
    return list(found.values())


def _names_somebody(text: str) -> bool:
    """Whether a text that should be a number tells of people, too."""
    pieces = _pieces(text)
    return any(each.part != "word" for each in pieces) and any(
        each.part == "word" and any(map(str.isalpha, each.text)) for each in pieces
    )


def _pieces(text: str) -> list[_Piece]:
    """The words, numbers and addresses in `text`, with what stands between them."""
    lines = "\n\t\r\v\f\x85\u2028\u2029"
    narrow = "".join(" " if is_invisible(c) and c not in lines else c for c in text)
    narrow = narrow.translate(_NARROW)
    balanced = narrow.count("(") == narrow.count(")")
    pieces: list[_Piece] = []
    gap = _Gap.SPACE
    bracket = brackets = 0
    for match in _tokens(narrow):
        what = match.lastgroup or ""
        if what == "open":
            brackets += 1
            bracket = brackets if balanced else 0
        elif what == "close":
            bracket = 0
        if what in ("open", "close", "weak"):
            gap = max(gap, _Gap.WEAK)
        elif what in _GAPS:
            gap = max(gap, _Gap.WEAK if bracket else _GAPS[what])
        elif what != "space":
            pieces.append(_Piece(what, match[0], *match.span(), gap, bracket))
            gap = _Gap.SPACE
        if len(pieces) > _MOST_PIECES:
            raise ValueRefused(say("this is more than contacts", "内容过多，不像联系人"))
    return [
        piece
        for before, piece, behind in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False)
        if not _says_same_number(before, piece, behind)
    ]


def _says_same_number(before: _Piece | None, piece: _Piece, behind: _Piece | None) -> bool:
    """Whether a word says no more than that the mobile number beside it is one of WeChat, too.

    What stands right behind the word may be the number, or the name, that it is about.
    """
    if piece.part != "word" or not re.fullmatch(_WECHAT, piece.text, re.IGNORECASE):
        return False
    if behind is not None and behind.part == "mobile" and behind.gap <= _Gap.WEAK:
        return True
    ends = behind is None or behind.gap >= _Gap.MARK or behind.bracket != piece.bracket
    return ends and before is not None and before.part == "mobile" and piece.gap <= _Gap.MARK


def _tokens(narrow: str) -> Iterator[re.Match[str]]:
    """Every number and address, and what stands before and behind them, piece by piece."""
    rest = re.compile(_REST)
    position = 0
    for match in re.finditer(_REACHING, narrow, re.IGNORECASE):
        yield from rest.finditer(narrow, position, match.start())
        yield match
        position = match.end()
    yield from rest.finditer(narrow, position)


def _runs(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces, words with nothing but spaces between them together."""
    run: list[_Piece] = []
    for piece in pieces:
        joins = (
            run
            and run[-1].part == piece.part == "word"
            and piece.gap is _Gap.SPACE
            and piece.bracket == run[-1].bracket
        )
        if not joins and run:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


class _Told(NamedTuple):
    """What a part of a text tells, a name or an office, and where it stands."""

    part: str
    start: int
    end: int


class _Item(NamedTuple):
    """Something told of people: a name, an office, or what reaches somebody; and the gap before."""

    part: str
    text: str
    gap: _Gap
    bracket: int


class _People:
    """The people of a text, piece by piece."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._items: list[_Item] = []
        # What was passed over since the last item sets the next one apart all the same.
        self._gap = _Gap.SPACE
        self._end = 0

    def add(self, run: Sequence[_Piece]) -> None:
        """Note what stands in some words, or in one number or address."""
        first = run[0]
        gap = max(first.gap, self._gap)
        self._gap = _Gap.SPACE
        if first.part != "word":
            if re.match(r"1[3-9][0-9]{9}[A-Za-z]", first.text):
                raise _unreadable(first.text)
            self._items.append(_Item(first.part, first.text, gap, first.bracket))
            return
        words = [each for each in run if not (_is_label(each.text) or means_nothing(each.text))]
        if words:
            self._items += self._read(words, gap)
        else:
            self._gap = max(gap, _Gap.WEAK)

    def _read(self, words: Sequence[_Piece], gap: _Gap) -> Iterator[_Item]:
        """What some words tell: a name, an office, or both."""
        bracket = words[0].bracket
        whole = self._text[words[0].start : words[-1].end].strip()
        if re.fullmatch(_ELSEWHERE, name_key(whole)):
            raise ValueRefused(
                say(f"there is no field for {whole}", f"没有存放“{whole}”的字段，请另行处理")
            )
        found: list[_Told] = []
        for told in self._told_by(words):
            if found and self._joins(found[-1], told):
                found[-1] = found[-1]._replace(end=told.end)
            else:
                found.append(told)
        names = [each for each in found if each.part == "name"]
        if len(names) > 1:
            raise _not_one_person(whole)
        if bracket and names and self._items and self._items[-1].part in ("name", "title"):
            raise ValueRefused(
                say(
                    f"it is not clear what {whole} in brackets is; only an office is known",
                    f"看不出括号里的“{whole}”是什么，括号里只认职务",
                )
            )
        # An office may stand before a name, too.
        for part, start, end in sorted(found, key=lambda told: told.part) if names else found:
            yield _Item(part, self._text[start:end].strip(), gap, bracket)
            gap = _Gap.SPACE

    def _told_by(self, words: Sequence[_Piece]) -> Iterator[_Told]:
        """The parts in some words, at their places."""
        for is_latin, group in itertools.groupby(words, lambda word: word.text.isascii()):
            pieces = list(group)
            for piece in pieces:
                self._check(piece.text)
            if is_latin:
                yield from _in_latin(pieces)
                continue
            for piece in pieces:
                start, end = piece.start, piece.end
                glued = re.fullmatch(_GLUED, self._text[start:end], re.IGNORECASE)
                if glued:
                    start, end = start + glued.start(1), start + glued.end(1)
                place = start
                for part, text in _name_and_title(self._text[start:end]):
                    yield _Told(part, place, place + len(text))
                    place += len(text)

    def _check(self, word: str) -> None:
        """Raise ValueRefused for what is no word, and may be somebody's number."""
        digits = sum(map(str.isdigit, word))
        if not any(map(str.isalpha, word)) or digits > _MOST_DIGITS or "@" in word:
            raise _unreadable(word)

    def _joins(self, before: _Told, now: _Told) -> bool:
        """Whether two words are one name, 张 三 or Tom 李, or one office."""
        if before.part != now.part:
            return False
        one, other = self._text[before.start : before.end], self._text[now.start : now.end]
        return before.part == "title" or len(other) == 1 or (len(one) == 1 and len(other) == 2)

    def told(self) -> list[Written]:
        """The people, each with what is theirs."""
        items = self._settled()
        people = [each for each in items if each.part == "name"]
        if any(any(map(str.isdigit, each.text)) for each in people) and len(people) < len(items):
            # Beside a number other digits are hardly a name.
            raise _unreadable(next(p.text for p in people if any(map(str.isdigit, p.text))))
        if not people:
            if not items:
                raise ValueRefused(say("there is nobody in it", "其中没有联系人"))
            raise ValueRefused(
                say("there is a number, but nobody whose it is", "有号码，但没有写是谁的")
            )
        return _given(items)

    def _settled(self) -> list[_Item]:
        """The items, in which an office is somebody's, or stands in place of a name."""
        settled: list[_Item] = []
        items = self._items
        for place, item in enumerate(items):
            if item.part != "title":
                settled.append(item)
                continue
            following = items[place + 1] if place + 1 < len(items) else None
            person = next((each for each in reversed(settled) if each.part == "name"), None)
            own = person is not None and not any(
                each.part == "title" for each in settled[settled.index(person) :]
            )
            beside = bool(settled) and settled[-1].part == "name"
            before_number = following is not None and following.part in REACHED_BY
            if (
                item.bracket
                or item.gap is _Gap.SPACE
                or (beside and (item.gap < _Gap.END or not re.fullmatch(_DEPARTMENT, item.text)))
            ):
                if own and (beside or item.bracket or not before_number or item.gap > _Gap.SPACE):
                    settled.append(item)
                    continue
                if person is not None and item.gap <= _Gap.WEAK:
                    raise _unclear_office(item.text)
            if following is not None and following.part == "name" and following.gap <= _Gap.WEAK:
                # 总经理：张三.
                items[place + 1] = following._replace(gap=item.gap)
                settled.append(item._replace(part="office"))
                continue
            if following is not None and following.part == "name" and following.gap < _Gap.END:
                raise _unclear_office(item.text)
            settled.append(item._replace(part="name"))
        return list(_offices_behind(settled))


def _offices_behind(items: Sequence[_Item]) -> Iterator[_Item]:
    """The items, with an office that stood before a name behind it."""
    waiting: _Item | None = None
    for item in items:
        if item.part == "office":
            waiting = item._replace(part="title", gap=_Gap.SPACE)
            continue
        yield item
        if waiting is not None and item.part == "name":
            yield waiting
            waiting = None


def _in_latin(words: Sequence[_Piece]) -> Iterator[_Told]:
    """The parts in words of letters: a name, an office or a name and an office behind it."""
    for place in range(len(words)):
        text = " ".join(word.text for word in words[place:])
        if re.fullmatch(_TITLE_IN_LATIN, text, re.IGNORECASE):
            if place:
                yield _Told("name", words[0].start, words[place - 1].end)
            yield _Told("title", words[place].start, words[-1].end)
            return
    yield _Told("name", words[0].start, words[-1].end)


def _name_and_title(word: str) -> Iterator[tuple[str, str]]:
    """The parts of a word of hanzi.  Raises ValueRefused where no one can tell them apart."""
    if len(word) > _LONGEST_WORD:
        yield "name", word
        return
    if re.fullmatch(rf"{_TITLE}|{_DEPARTMENT}|兼任?", word):
        yield "title", word
        return
    for place in range(1, len(word)):
        head, tail = word[:place], word[place:]
        if not re.fullmatch(_TITLE, tail):
            continue
        if head in _SURNAMES or head in _COMPOUND or not _begins_like_a_name(head):
            # 王主任 is how people call somebody, 湖北分公司经理 who it is.
            yield "name", word
        elif _is_full_name(head):
            yield "name", head
            yield "title", tail
        else:
            raise ValueRefused(
                say(
                    f"it is not clear what of {word} is the name; put the office in brackets",
                    f"看不出“{word}”中哪部分是姓名，职务请写在括号里",
                )
            )
        return
    for place in range(len(word) - 1, 1, -1):
        if _is_full_name(word[place:]) and re.fullmatch(rf"{_TITLE}|{_DEPARTMENT}", word[:place]):
            yield "title", word[:place]
            yield "name", word[place:]
            return
    two = (word[:place].rstrip("和及与") for place in (2, 3, 4))
    if not _is_full_name(word) and any(
        _is_full_name(one) and _is_full_name(word.removeprefix(one).lstrip("和及与")) for one in two
    ):
        raise _not_one_person(word)
    yield "name", word


def _is_label(word: str) -> bool:
    return re.fullmatch(_LABEL, word, re.IGNORECASE) is not None


def _begins_like_a_name(word: str) -> bool:
    return word[:1] in _SURNAMES or word[:2] in _COMPOUND


def _is_full_name(word: str) -> bool:
    """Whether a word is a surname and a given name of one or two hanzi."""
    if word[:2] in _COMPOUND:
        return len(word) in (3, 4)
    return word[:1] in _SURNAMES and len(word) in (2, 3)


def _given(items: Sequence[_Item]) -> list[Written]:
    """The people of some items, each with what is theirs.

    Raises ValueRefused where that can be read in two ways.
    """
    people: list[Written] = []
    places: list[int] = []
    for place, item in enumerate(items):
        if item.part == "name":
            people.append({"name": item.text})
            places.append(place)
        elif item.part == "title":
            people[-1]["title"] = item.text
    reached = [item for item in items if item.part in REACHED_BY]
    if not reached:
        return people
    if len(people) == 1:
        for item in reached:
            _give(people[0], item.part, item.text)
        return people
    bare = [item for item in items if item.part != "title"]
    number = reached[0]
    is_last = len(reached) == 1 and bare[-1] is number
    if is_last and _is_of_an_office(number.part, number.text) and _is_listed(bare[:-1]):
        # 李四、王五 027-87654321: one telephone for both.
        for person in people:
            _give(person, number.part, number.text)
        return people
    owners = _owners(bare)
    if owners is None:
        raise _unclear_numbers(len({_digits(item.text) for item in reached}), people)
    for owner, item in zip(owners, reached, strict=True):
        _give(people[owner], item.part, item.text)
    return people


def _is_of_an_office(part: str, text: str) -> bool:
    """Whether a number is that of a telephone that several people may share: no extension."""
    return part == "phone" and re.fullmatch(_TELEPHONE, text) is not None


def _is_listed(names: Sequence[_Item]) -> bool:
    """Whether names stand in one line, and nothing but marks of a list between them."""
    return all(each.gap < _Gap.END for each in names[1:])


def _owners(items: Sequence[_Item]) -> list[int] | None:
    """Whose each number or address is, by the place among the names; None where it is not clear.

    There are two names at least, and no offices.
    """
    shape = "".join("N" if item.part == "name" else "C" for item in items)
    alike = len({item.part for item in items if item.part != "name"}) == 1
    if re.fullmatch("(?:NC+){2,}", shape):
        if _begins_with_number_of_another(items):
            return None
        return _counted(shape)
    count = shape.count("N")
    if shape == "N" * count + "C" * count:
        # Names first, then as many numbers: in the same order.
        names, numbers = items[1:count], items[count + 1 :]
        apart = max(each.gap for each in names)
        listed = apart < _Gap.END or all(each.gap >= _Gap.END for each in numbers)
        return list(range(count)) if alike and listed else None
    for least in (_Gap.END, _Gap.MARK):
        segments = _segments(items, least)
        if all(sum(item.part == "name" for item in each) <= 1 for each in segments):
            return _of_segments(segments, is_strict=least is _Gap.MARK)
    return None


def _begins_with_number_of_another(items: Sequence[_Item]) -> bool:
    """Whether a line or sentence begins with a number and has a name behind it."""
    return any(
        each[0].part != "name" and any(item.part == "name" for item in each)
        for each in _segments(items, _Gap.END)
    )


def _counted(shape: str) -> list[int]:
    """Each number is that of the name before it."""
    return [shape.count("N", 0, place) - 1 for place, what in enumerate(shape) if what == "C"]


def _segments(items: Sequence[_Item], least: _Gap) -> list[list[_Item]]:
    segments: list[list[_Item]] = []
    for item in items:
        if not segments or item.gap >= least:
            segments.append([])
        segments[-1].append(item)
    return segments


def _of_segments(segments: Sequence[Sequence[_Item]], *, is_strict: bool) -> list[int] | None:
    """Whose the numbers are where no segment has two names; one without goes with that before."""
    owners: list[int] = []
    names: list[_Gap] = []
    has_number: list[bool] = []
    alone = False
    for segment in segments:
        numbers = [item for item in segment if item.part != "name"]
        if len(numbers) == len(segment):
            if not names:
                return None
            alone = True
        else:
            names.append(segment[0].gap)
            has_number.append(False)
        if numbers:
            owners += [len(names) - 1] * len(numbers)
            has_number[-1] = True
    if all(has_number):
        return owners
    if alone:
        return None
    for place in range(1, len(names)):
        if has_number[place] and not has_number[place - 1]:
            # 李四、王五 13812345678 may be the number of either, unless the others show the manner.
            manner = any(has_number[: place - 1]) or names[place] is _Gap.LINE
            if is_strict or not manner:
                return None
    return owners


def _give(person: Written, part: str, text: str) -> None:
    """Give a person a number or the like.  Raises ValueRefused for a second of its kind."""
    if part in person and _digits(person[part]) != _digits(text):
        what = _WHAT.get(part, Phrase(f"values for {part}", part))
        who = person.get("name") or say("one person", "同一人")
        raise ValueRefused(
            say(
                f"{who} has two {what}; there is room for one, the other may go into the note",
                f"{who} 有两个{what}，只能存一个，请删去一个或写入备注",
            )
        )
    person.setdefault(part, text)


_WHAT = {
    "title": Phrase("offices", "职务"),
    "mobile": Phrase("mobile numbers", "手机号码"),
    "phone": Phrase("telephone numbers", "电话"),
    "email": Phrase("e-mail addresses", "邮箱"),
}


def _digits(text: str) -> str:
    """What makes two spellings of one number, or of one address, the same."""
    if "@" in text or not re.search("[0-9]", text):
        return text.strip().casefold()
    return re.sub(r"\D", "", re.sub(r"^\(?(?:\+|00)?86\)?[ -]*(?=1)", "", text))


def _unclear_numbers(count: int, people: Sequence[Written]) -> ValueRefused:
    numbers = "number" if count == 1 else "numbers"
    return ValueRefused(
        say(
            f"it is not clear whose of {_named(people)} the {count} {numbers} are; write each "
            "number behind its name",
            f"{_named(people)} 共 {len(people)} 人、{count} 个号码，不清楚各是谁的，"
            "请把号码写在姓名后面",
        )
    )


def _not_one_person(text: str) -> ValueRefused:
    return ValueRefused(
        say(
            f"it is not clear whether {text} is one person; put a comma between two, and an office "
            "in brackets",
            f"看不出“{text}”是一位还是两位，请用顿号分开，职务请写在括号里",
        )
    )


def _unreadable(text: str) -> ValueRefused:
    shown = masked_value(text)
    return ValueRefused(
        say(
            f"{shown} is no mobile number, no number with its area code, no address and no name",
            f"“{shown}”既不是手机号码、带区号的电话或邮箱，也不是姓名",
        )
    )


def _unclear_office(office: str) -> ValueRefused:
    return ValueRefused(
        say(
            f"it is not clear whose office {office} is; put it in brackets behind the name",
            f"不清楚“{office}”是谁的职务，请写在姓名后的括号里",
        )
    )


def _named(people: Iterable[Written]) -> str:
    return say(", ", "、").join(each.get("name", "?") for each in people)
