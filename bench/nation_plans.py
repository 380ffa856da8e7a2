"""Invented plans of a whole country: who issues them, what they say, how they are laid out, and what is true of each.

All is drawn from a seed: the same seed and number give the same plan, whatever else is made. Provinces are the real ones
of ``data/ttl/reference``; names of districts and communes are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

Gold = dict[str, Any]
DISTRICTS, COMMUNES_BEFORE, COMMUNES_AFTER = 696, 10_600, 3_321
"""How many there were before 1 July 2025, and how many communes since."""
_SYLLABLES = (
    "An Bình Cẩm Châu Đông Giang Hà Hải Hòa Hưng Kim Lâm Lộc Long Minh Mỹ Nam Ngọc Ninh Phong Phú Phước Quang Sơn Tân"
    " Tây Thạch Thái Thanh Thịnh Thuận Tiên Trung Trường Vân Vĩnh Xuân Yên"
).split()


@dataclass(frozen=True, slots=True)
class Programme:
    """What the plans of one programme are about."""

    decision: str
    issued: str
    title: str
    things: str
    shares: tuple[str, ...]
    works: tuple[str, ...]


PROGRAMMES = (
    Programme(
        "801/QĐ-TTg ngày 07 tháng 7 năm 2022",
        "2022-07-07",
        "bảo tồn và phát triển làng nghề",
        "làng nghề",
        (
            "làng nghề được công nhận hoạt động có hiệu quả",
            "người lao động trong làng nghề được đào tạo kỹ năng nghề",
            "cơ sở sản xuất trong làng nghề đáp ứng các quy định về bảo vệ môi trường",
        ),
        (
            "Rà soát, xây dựng kế hoạch khôi phục, bảo tồn đối với nghề truyền thống, làng nghề có nguy cơ mai một",
            "Tổ chức các lớp đào tạo, tập huấn nâng cao tay nghề cho lao động tại các làng nghề trên địa bàn",
            "Xúc tiến thương mại, quảng bá sản phẩm làng nghề trên các sàn thương mại điện tử trong nước và nước ngoài",
            "Kiểm tra, giám sát việc chấp hành quy định về bảo vệ môi trường tại các làng nghề trên địa bàn",
            "Xây dựng vùng nguyên liệu tập trung, ổn định phục vụ sản xuất của các làng nghề",
        ),
    ),
    Programme(
        "919/QĐ-TTg ngày 01 tháng 8 năm 2022",
        "2022-08-01",
        "mỗi xã một sản phẩm",
        "sản phẩm",
        (
            "sản phẩm được đánh giá và phân hạng từ ba sao trở lên",
            "chủ thể tham gia chương trình được tập huấn về quản trị kinh doanh",
        ),
        (
            "Tuyên truyền, nâng cao nhận thức của người dân về chương trình mỗi xã một sản phẩm trên địa bàn",
            "Hỗ trợ chủ thể sản xuất hoàn thiện bao bì, nhãn mác và truy xuất nguồn gốc sản phẩm theo quy định",
            "Tổ chức đánh giá, phân hạng sản phẩm định kỳ theo bộ tiêu chí do Thủ tướng Chính phủ ban hành",
            "Phát triển điểm giới thiệu và bán sản phẩm gắn với du lịch cộng đồng tại địa phương",
        ),
    ),
)

_DOES = (
    *(
        "Rà soát, thống kê, đánh giá hiện trạng",
        "Xây dựng và ban hành kế hoạch phát triển",
        "Tổ chức triển khai, nhân rộng",
    ),
    *(
        "Hướng dẫn, đôn đốc, kiểm tra việc thực hiện",
        "Hỗ trợ đầu tư, nâng cấp",
        "Khuyến khích tổ chức, cá nhân tham gia",
    ),
    *(
        "Tăng cường công tác quản lý nhà nước về",
        "Đẩy mạnh thông tin, tuyên truyền về",
        "Đào tạo, bồi dưỡng nhân lực cho",
    ),
    *(
        "Lồng ghép các nguồn vốn để đầu tư cho",
        "Nghiên cứu, ứng dụng khoa học công nghệ vào",
        "Mở rộng thị trường tiêu thụ của",
    ),
)
_OF_WHAT = (
    *("các mô hình sản xuất có hiệu quả", "hạ tầng kỹ thuật và xử lý môi trường", "hợp tác xã và tổ hợp tác kiểu mới"),
    *(
        "vùng nguyên liệu tập trung, bền vững",
        "chuỗi liên kết từ sản xuất đến tiêu thụ",
        "thiết kế mẫu mã, bao bì, nhãn hiệu",
    ),
    *(
        "cơ sở dữ liệu và chuyển đổi số",
        "hoạt động du lịch cộng đồng, du lịch trải nghiệm",
        "đội ngũ nghệ nhân và thợ giỏi",
    ),
    *(
        "công tác bảo vệ môi trường, an toàn lao động",
        "các sản phẩm chủ lực có lợi thế",
        "hội chợ, triển lãm, xúc tiến thương mại",
    ),
)
_HOW = (
    *(
        "theo hướng nâng cao giá trị gia tăng",
        "phù hợp với quy hoạch và điều kiện thực tế",
        "gắn với xây dựng nông thôn mới",
    ),
    *(
        "bảo đảm tiết kiệm, hiệu quả, đúng quy định",
        "ưu tiên vùng đồng bào dân tộc thiểu số",
        "gắn với bảo tồn văn hóa truyền thống",
    ),
    *(
        "từ nguồn ngân sách và các nguồn huy động hợp pháp khác",
        "trên cơ sở nhu cầu của người dân",
        "theo từng năm và cả giai đoạn",
    ),
)
_CHAPTERS = (
    *("Về cơ chế, chính sách", "Về đào tạo nhân lực", "Về khoa học công nghệ", "Về thị trường, xúc tiến thương mại"),
    *("Về môi trường", "Về vốn và tín dụng", "Về tổ chức sản xuất", "Về thông tin, tuyên truyền"),
)
_SHORT = 2
_ON_A_PAGE = 11
_IN_MODEL = 300
"""Sentences of the model that the plans of one programme copy from."""


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit: its name, its kind as printed ("tỉnh"), its level, and the unit that it lies in."""

    name: str
    kind: str
    level: str
    above: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A share to reach."""

    what: str
    value: int
    horizon: int
    missing_year: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work, its leading body (none for a measure) and its end."""

    words: str
    lead: str | None
    end: int | None


def _sentence(draw: random.Random, programme: Programme) -> str:
    first, second = draw.sample(_OF_WHAT, 2)
    return f"{draw.choice(_DOES)} {first}, {second} của {programme.things}, {draw.choice(_HOW)}"


@cache
def _model(programme: Programme) -> Sequence[str]:
    """Return the sentences that the plans of a programme copy."""
    draw = random.Random(programme.title)
    return sorted({_sentence(draw, programme) for _ in range(_IN_MODEL)})


class Country:
    """Places and plans of a country, drawn from a seed."""

    def __init__(self, provinces: Sequence[str], seed: int = 0, *, after: bool = False, pages: int = _SHORT) -> None:
        """Draw the places.

        Args:
            provinces: names of the provinces of the time.
            seed: what all is drawn from.
            after: the time since 1 July 2025, without districts.
            pages: pages of a plan, two or more.
        """
        self._seed = seed
        self._more = _ON_A_PAGE * (pages - _SHORT)
        draw = random.Random(f"{seed} places")
        self.places = [Place(name, "tỉnh", "province", None) for name in provinces]
        if not after:
            self.places += [
                Place(self._name(draw), "huyện", "district", draw.choice(provinces)) for _ in range(DISTRICTS)
            ]
        above = [place.name for place in self.places if place.level == ("province" if after else "district")]
        communes = COMMUNES_AFTER if after else COMMUNES_BEFORE
        self.places += [Place(self._name(draw), "xã", "commune", draw.choice(above)) for _ in range(communes)]

    @staticmethod
    def _name(draw: random.Random) -> str:
        return " ".join(draw.sample(_SYLLABLES, 2))

    def plan(self, number: int) -> PlanText:
        """Return a plan: each place has one of each programme, provinces first."""
        programme = PROGRAMMES[number // len(self.places) % len(PROGRAMMES)]
        return PlanText(self._seed, number, self.places[number % len(self.places)], programme, self._more)


class PlanText:
    """One plan: what is true of it and the text that says so."""

    def __init__(self, seed: int, number: int, place: Place, programme: Programme, more: int = 0) -> None:
        draw = random.Random(f"{seed} plan {number}")
        self.number = number
        self.place = place
        self.programme = programme
        self.draft = draw.random() < 0.05
        self.without_number = self.draft or draw.random() < 0.02
        self.month, self.day = draw.randint(1, 12), draw.randint(1, 28)
        self.layout = draw.choice(("roman", "arabic", "table"))
        # Half of all sentences are copied from the model, the others say a little more.
        self.targets = tuple(
            Target(what, draw.randint(40, 99), draw.choice((2025, 2030)), draw.random() < 0.1)
            for what in draw.sample(programme.shares, draw.randint(1, len(programme.shares)))
        )
        works = draw.sample(programme.works, len(programme.works) - 1)
        if more:
            model = _model(programme)
            works += [
                _sentence(draw, programme) if draw.random() < 0.6 else words for words in draw.sample(model, more)
            ]
        self.tasks = tuple(self._task(draw, words) for words in works)

    def _task(self, draw: random.Random, words: str) -> Task:
        if draw.random() < 0.5:
            words += f" {self.place.kind} {self.place.name}"
            words += draw.choice(("", ", ưu tiên vùng khó khăn", ", gắn với xây dựng nông thôn mới và du lịch"))
        offices = {
            "province": ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Công Thương", "Sở Tài chính"),
            "district": ("Phòng Nông nghiệp và Phát triển nông thôn", "Phòng Kinh tế và Hạ tầng"),
        }
        leads = offices.get(self.place.level, ("Ban Phát triển nông thôn xã",))
        return Task(words, draw.choice(leads) if draw.random() < 0.7 else None, draw.choice((None, 2025, 2027)))

    @property
    def file(self) -> str:
        """Name of its file."""
        return f"plan-{self.number:06}.txt"

    @property
    def issuer(self) -> str:
        """Name of the body that issues it."""
        return f"Ủy ban nhân dân {self.place.kind} {self.place.name}"

    @property
    def implementing(self) -> str:
        """The sentence that names the decision which it carries out."""
        decision = f"Quyết định số {self.programme.decision} của Thủ tướng Chính phủ"
        return f"Thực hiện {decision}, {self.issuer} ban hành Kế hoạch như sau:"

    @property
    def printed_number(self) -> str:
        """Number, as it stands in the letterhead."""
        return "/KH-UBND" if self.without_number else f"{self.number + 1}/KH-UBND"

    @cached_property
    def text(self) -> str:
        """The whole text."""
        day = "ngày    tháng    năm 2023" if self.draft else f"ngày {self.day:02} tháng {self.month:02} năm 2023"
        head = [
            f"{self.issuer.upper()}    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"Số: {self.printed_number}",
            f"{self.place.name}, {day}",
            *(["DỰ THẢO"] if self.draft else []),
            "KẾ HOẠCH",
            f"Thực hiện Chương trình {self.programme.title} trên địa bàn {self.place.kind} {self.place.name}"
            " giai đoạn 2023-2030",
            self.implementing,
        ]
        heads = ("1.", "2.", "3.") if self.layout == "arabic" else ("I.", "II.", "III.")
        body = [
            f"{heads[0]} MỤC TIÊU",
            *(f"- {self._said(target)}" for target in self.targets),
            f"{heads[1]} NHIỆM VỤ, GIẢI PHÁP",
            *self._measures(),
            f"{heads[2]} TỔ CHỨC THỰC HIỆN",
            *self._organised(),
        ]
        foot = [f"TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn {self.place.name.split()[0]}"]
        return "\n\n".join([*head, *body, *foot]) + "\n"

    @staticmethod
    def _said(target: Target) -> str:
        year = "" if target.missing_year else f"Đến năm {target.horizon}, "
        return f"{year}{target.value}% {target.what}."

    def _organised(self) -> Iterator[str]:
        led = [task for task in self.tasks if task.lead]
        if self.layout == "table" and led:
            rows = [f"| {n} | {t.words} | {t.lead} | {t.end or ''} |" for n, t in enumerate(led, 1)]
            yield "\n".join(("| TT | Nội dung | Cơ quan chủ trì | Thời gian |", "|---|---|---|---|", *rows))
            return
        by_lead: dict[str, list[Task]] = {}
        for task in led:
            by_lead.setdefault(task.lead or "", []).append(task)
        for count, (lead, tasks) in enumerate(by_lead.items(), 1):
            yield f"{count}. {lead}"
            for task in tasks:
                end = f" Hoàn thành trước năm {task.end}." if task.end else ""
                yield f"- Chủ trì {task.words[0].lower()}{task.words[1:]}.{end}"

    def _measures(self) -> Iterator[str]:
        """Yield the measures, in chapters where they are many."""
        said = [f"- {task.words}." for task in self.tasks if task.lead is None]
        if len(said) <= len(_CHAPTERS):
            yield from said
            return
        each = -(-len(said) // len(_CHAPTERS))
        for count, title in enumerate(_CHAPTERS):
            some = said[count * each : (count + 1) * each]
            if some:
                yield f"{count + 1}. {title}" if self.layout != "arabic" else f"2.{count + 1}. {title}"
                yield from some

    @property
    def gold(self) -> Gold:
        """What is true of it, in the form of ``tests/gold``."""
        issued = None if self.draft else f"2023-{self.month:02}-{self.day:02}"
        return {
            "file": self.file,
            "document": {
                "number": None if self.without_number else self.printed_number,
                "issue_date": issued,
                "status": "draft" if self.draft else "issued",
                "issuer": self.issuer,
                "level": self.place.level,
                "area": self.place.name,
            },
            "relations": [
                {
                    "role": "implements",
                    "type": "Quyết định",
                    "number": self.programme.decision.split()[0],
                    "date": self.programme.issued,
                    "issuer": "Thủ tướng Chính phủ",
                    "quote": self.implementing,
                }
            ],
            "reporting": [],
            "funding": [],
            "crafts": [],
            "objectives": [
                {
                    "kind": "specific",
                    "horizon": None if target.missing_year else target.horizon,
                    "quote": self._said(target),
                    "targets": [
                        {
                            "what": target.what,
                            "comparator": "=",
                            "value": target.value,
                            "value_max": None,
                            "unit": "%",
                            "subject": None,
                            "baseline_year": None,
                            "per": None,
                            "programme_indicator": None,
                        }
                    ],
                }
                for target in self.targets
            ],
            "measures": [{"section": None, "quote": task.words} for task in self.tasks if task.lead is None],
            "tasks": [
                {
                    "section": None,
                    "quote": task.words,
                    "lead": [task.lead],
                    "coordinating": [],
                    "deliverable": None,
                    "time_raw": None,
                    "recurrence": None,
                    "start": None,
                    "end": task.end,
                }
                for task in self.tasks
                if task.lead
            ],
        }
