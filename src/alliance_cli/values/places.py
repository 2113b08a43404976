"""Places: which spellings mean one city, and which city a slip of typing was meant for."""

import functools
import re
from collections.abc import Mapping

from .names import name_key
from .words import Neighbours

# fmt: off
HUBEI = (
    "武汉", "黄石", "十堰", "宜昌", "襄阳", "鄂州", "荆门", "孝感", "荆州", "黄冈", "咸宁", "随州",
    "恩施州", "仙桃", "潜江", "天门", "神农架",
)
"""The divisions of the province, as GB/T 2260 lists them; members may be anywhere else."""
# fmt: on

_PEOPLES = (
    "土家族|苗族|侗族|布依族|藏族|羌族|彝族|回族|朝鲜族|白族|傣族|哈尼族|景颇族|傈僳族|壮族"
    "|哈萨克|柯尔克孜|蒙古族?"
)
# These are plain texts, which are compiled when there is something to look at.
_PROVINCE = r"^湖北省?(?=..)"
_KIND = rf"(?<=..)(?:市|地区|盟|林区|州|(?:{_PEOPLES})*自治州)$"

# Cities that are near to others in spelling and no slip: those of China above the counties, and
# cities that are counties.  A name that is missing here costs a warning at most.
_ELSEWHERE = """
北京 上海 天津 重庆 香港 澳门 台北 高雄 台中 台南 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德
沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰
通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安 锡林郭勒 阿拉善 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州
营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 长春 吉林 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔
鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭 南京 无锡 徐州 常州 苏州 南通
连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥
芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明
泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博
枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁
新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源 长沙 株洲 湘潭 衡阳 邵阳 岳阳
常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州
梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林
百色 贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山
南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南
黔东南 黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆
拉萨 日喀则 昌都 林芝 山南 那曲 阿里 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州
嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 西宁 海东 海北 黄南 海南 果洛
玉树 海西 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏
克孜勒苏 喀什 和田 伊犁 塔城 阿勒泰 石河子 大冶 丹江口 老河口 枣阳 宜城 宜都 当阳 枝江 钟祥 京山
应城 安陆 汉川 石首 洪湖 松滋 监利 麻城 武穴 赤壁 广水 恩施 利川 武冈 武安 武夷山 黄骅 天长 仙居
孝义 潜山 宜兴 宜州 恩平 玉门 襄樊 涿州 定州 霸州 深州 胶州 青州 莱州 滕州 兖州 邓州 禹州 汝州
林州 卫辉 彬州 韩城 华阴 简阳 耒阳 浏阳 海阳 莱阳 溧阳 丹阳 荥阳 贵溪 乐平 乐昌 海宁 常宁 万宁
普宁 兴宁 靖江 晋江 海门
"""

# No place has a longer name; the time that the patterns take grows with the square.
_LONGEST_PLACE = 60


@functools.lru_cache(maxsize=1000)
def place_key(name: str) -> str:
    """The form under which the spellings of one city are equal: 武汉, 武汉市 and 湖北省武汉市."""
    key = name_key(name)
    if len(key) > _LONGEST_PLACE:
        return key
    return re.sub(_KIND, "", re.sub(_PROVINCE, "", key))


class Places:
    """The places of the province and those `used` so often, of which names may be slips."""

    def __init__(self, used: Mapping[str, int]) -> None:
        often = {place_key(each): number for each, number in used.items()}
        self._written = {place_key(each): each for each in (*HUBEI, *used)}
        self._ranks = {key: rank for rank, key in enumerate(self._written)}
        # Of very many that are alike those go first that there are, then those of many.
        self._near = Neighbours(
            sorted(self._written, key=lambda key: (key not in _known(), -often.get(key, 0)))
        )

    def meant_by(self, name: str) -> list[str]:
        """The places that `name` may be meant for; none where it is a city that there is."""
        key = place_key(name)
        if key in _known():
            return []
        found = sorted(self._near.of(key), key=self._ranks.__getitem__)
        return [self._written[each] for each in found]


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(map(place_key, (*HUBEI, *_ELSEWHERE.split())))
