"""What the invented firms make and do: the chain from materials to data, and its surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """Between which figures a firm's revenue is drawn, in 亿元."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Trade:
    """One firm to be: the trade word in its name and what the register says of it.

    ``role``, ``industry_class``, ``quality`` and ``listing`` are term ids of the notice's
    vocabularies, ``""`` for none.
    """

    word: str
    products: tuple[str, ...]
    revenue: Span
    industry_class: str = "manufacture"
    quality: str = ""
    role: str = ""
    dominant: bool = True
    above_scale: bool = True
    listing: str = ""
    honours: str = ""
    shares: tuple[str, ...] = ()
    founded_in_base_year: bool = False


_GIANT = Span(Decimal("22.00"), Decimal("27.50"))
_SECOND = Span(Decimal("13.50"), Decimal("17.80"))
_LARGE = Span(Decimal("4.60"), Decimal("9.40"))
_MEDIUM = Span(Decimal("0.85"), Decimal("3.60"))
_SMALL = Span(Decimal("0.32"), Decimal("1.70"))
_TINY = Span(Decimal("0.05"), Decimal("0.18"))

_HIGH_TECH = "高新技术企业"
_NATIONAL = f"{_HIGH_TECH}；国家级专精特新“小巨人”企业"
_PROVINCIAL = f"{_HIGH_TECH}；省级专精特新中小企业"

LEADERS = (
    Trade(
        "传感科技",
        ("MEMS压力传感器", "微差压传感模组", "胎压监测传感器"),
        _GIANT,
        quality="innovation",
        role="leader",
        listing="neeq",
        honours=f"{_NATIONAL}；省级制造业单项冠军企业",
        shares=("12.6", "8.4", "3.1"),
    ),
    Trade(
        "物联科技",
        ("工业物联网网关", "设备联网运维平台", "无线温振监测终端"),
        _SECOND,
        industry_class="application",
        quality="platform",
        role="leader",
        honours=_NATIONAL,
        shares=("6.8", "2.4"),
    ),
)

BACKBONE = (
    Trade("微电子", ("传感信号调理芯片", "低功耗微控制器"), _LARGE, quality="innovation", role="backbone",
          honours=_NATIONAL),
    Trade("封测技术", ("MEMS晶圆级封装服务", "传感器测试分选服务"), _LARGE, industry_class="service",
          quality="innovation", role="backbone", honours=_PROVINCIAL),
    Trade("智能仪表", ("超声波水表", "无磁远传水表"), _LARGE, quality="scenario", role="backbone",
          listing="regional", honours=_PROVINCIAL),
    Trade("光电", ("红外热电堆传感器", "激光测距模组"), _LARGE, quality="innovation", role="backbone",
          honours=_PROVINCIAL),
    Trade("数据科技", ("设备运行数据集", "工业数据标注服务"), _LARGE, industry_class="data",
          quality="enabling", role="backbone", honours=_HIGH_TECH),
)  # fmt: skip

SUPPORTING = (
    Trade("精密陶瓷", ("传感器陶瓷基座",), _MEDIUM, quality="innovation", role="supporting",
          honours=_PROVINCIAL),
    Trade("电子材料", ("气敏浆料", "厚膜电阻浆料"), _MEDIUM, quality="innovation", role="supporting",
          honours=_HIGH_TECH),
    Trade("精工", ("传感器金属外壳", "精密冲压件"), _MEDIUM, role="supporting"),
    Trade("连接技术", ("防水接插件", "传感线束"), _MEDIUM, role="supporting", listing="regional",
          honours=_HIGH_TECH),
    Trade("模塑", ("精密注塑件",), _SMALL, role="supporting"),
    Trade("贴装技术", ("表面贴装加工服务",), _MEDIUM, industry_class="service", role="supporting"),
    Trade("计量检测", ("传感器校准服务", "环境可靠性试验"), _SMALL, industry_class="service",
          quality="platform", role="supporting"),
    Trade("通信技术", ("窄带物联网模组", "蓝牙模组"), _MEDIUM, quality="innovation", role="supporting",
          honours=_PROVINCIAL),
    Trade("软件", ("嵌入式操作系统", "设备驱动开发"), _SMALL, industry_class="application",
          quality="enabling", role="supporting", honours=_HIGH_TECH),
    Trade("供应链", ("元器件集采平台",), _SMALL, industry_class="service", quality="platform",
          role="supporting"),
)  # fmt: skip

FURTHER = (
    Trade("气体检测", ("电化学气体传感器",), _SMALL, quality="innovation", honours=_HIGH_TECH),
    Trade("环境科技", ("水质在线监测仪", "扬尘监测终端"), _SMALL, quality="scenario", honours=_HIGH_TECH),
    Trade("农业物联", ("土壤墒情监测站", "温室环境控制器"), _SMALL, industry_class="application",
          quality="scenario"),
    Trade("边缘计算", ("边缘计算盒", "协议转换网关"), _SMALL, industry_class="application",
          quality="enabling", honours=_HIGH_TECH),
    Trade("视觉技术", ("外观缺陷检测设备",), _SMALL, industry_class="application", quality="enabling"),
    Trade("水务科技", ("智慧水务调度系统",), _SMALL, industry_class="application", quality="scenario"),
    Trade("称重技术", ("动态称重传感器",), _SMALL, quality="innovation"),
    Trade("定位技术", ("室内定位基站", "定位标签"), _TINY, quality="scenario", above_scale=False),
    Trade("柔性电子", ("柔性压感薄膜",), _TINY, quality="innovation", above_scale=False,
          founded_in_base_year=True),
    Trade("数据服务", ("传感数据治理服务",), _TINY, industry_class="data", quality="enabling",
          above_scale=False),
    Trade("位移测量", ("磁致伸缩位移传感器",), _TINY, above_scale=False),
)  # fmt: skip

SURROUNDING = (
    Trade("文创", ("非遗数字藏品设计",), _SMALL, industry_class="service", quality="scenario",
          dominant=False),
    Trade("电子商务", ("特色农产品线上销售",), _SMALL, industry_class="service", quality="platform",
          dominant=False),
    Trade("信息技术", ("企业上云服务",), _SMALL, industry_class="service", quality="enabling",
          dominant=False, honours=_HIGH_TECH),
    Trade("物流科技", ("智慧仓配服务",), _SMALL, industry_class="application", quality="platform",
          dominant=False),
    Trade("影像", ("短视频制作",), _TINY, industry_class="service", dominant=False, above_scale=False),
    Trade("云客服", ("客户服务外包",), _TINY, industry_class="service", dominant=False, above_scale=False),
    Trade("数字营销", ("品牌推广服务",), _TINY, industry_class="service", dominant=False,
          above_scale=False),
    Trade("地理信息", ("无人机测绘数据",), _TINY, industry_class="data", quality="scenario",
          dominant=False, above_scale=False),
)  # fmt: skip

ALL = (*LEADERS, *BACKBONE, *SUPPORTING, *FURTHER, *SURROUNDING)
