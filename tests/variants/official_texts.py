"""Official texts by the hundred: heads, openings and bodies of all kinds, set in the ways that offices and sites set them.

Everything is invented; only the forms are those of Nghị định 30/2020/NĐ-CP and Hướng dẫn 36-HD/VPTW.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

PLACES = (
    "Hoa Sen",
    "Bình Giang",
    "Đông Hà",
    "Tân Phú",
    "Yên Sơn",
    "Kim Lũ",
    "Vĩnh An",
    "Thạch Hà",
    "Nam Ninh",
    "Phú Lộc",
)
NAMES = ("Nguyễn Văn Mẫu", "Trần Thị Thử", "Lê Hữu Ví", "Phạm Quang Dụ", "Hoàng Minh Tạm")
SUBJECTS = (
    "phát triển ngành nghề nông thôn giai đoạn 2021 - 2025",
    "chuyển đổi số năm 2024",
    "phòng, chống thiên tai và tìm kiếm cứu nạn năm 2023",
    "nâng cao chất lượng giáo dục mầm non giai đoạn 2025 - 2030",
    "bảo tồn và phát huy giá trị di sản văn hóa",
    "phát triển kinh tế tập thể, hợp tác xã đến năm 2030",
    "cải cách hành chính nhà nước năm 2025",
    "xây dựng nông thôn mới nâng cao",
    "phòng, chống ma túy trên địa bàn",
    "phát triển du lịch cộng đồng",
)
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"


@dataclass(frozen=True, slots=True)
class Act:
    """The parts of an official text before they are set on a page."""

    issuer: str
    motto: str
    number: str
    day: str
    kind: str
    title: str
    opening: str
    body: str
    recipients: str
    signature: str


def acts(seed: int, count: int) -> list[Act]:
    """Return invented acts of all kinds."""
    rng = random.Random(seed)
    makers = (_plan, _decision, _resolution, _directive, _telegram, _notice, _submission, _letter, _party, _national)
    return [makers[i % len(makers)](rng) for i in range(count)]


def official_texts(seed: int, count: int) -> list[str]:
    """Return official texts, each set in one of the ways of ``SETTINGS``."""
    rng = random.Random(seed)
    made = acts(seed + 1, count)
    return [SETTINGS[i % len(SETTINGS)](act, rng) for i, act in enumerate(made)]


def _day(rng: random.Random, place: str) -> str:
    return f"{place}, ngày {rng.randint(1, 28):02} tháng {rng.randint(1, 12):02} năm {rng.randint(2018, 2025)}"


def _basis(rng: random.Random, place: str, subject: str) -> str:
    return "\n".join(
        rng.sample(
            [
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
                f"Căn cứ Nghị định số {rng.randint(10, 99)}/2018/NĐ-CP ngày 12/4/2018 của Chính phủ;",
                f"Căn cứ Quyết định số {rng.randint(100, 999)}/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ;",
                f"Căn cứ Nghị quyết số {rng.randint(10, 99)}/NQ-HĐND ngày 10/12/2021 của Hội đồng nhân dân tỉnh {place};",
                f"Theo đề nghị của Giám đốc Sở Tài chính tại Tờ trình số {rng.randint(10, 999)}/TTr-STC;",
            ],
            rng.randint(2, 4),
        )
    )


def _parts(rng: random.Random, place: str, subject: str) -> str:
    return f"""I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Cụ thể hóa các nhiệm vụ {subject} trên địa bàn.
2. Yêu cầu
- Triển khai đồng bộ, tiết kiệm, hiệu quả; gắn trách nhiệm của người đứng đầu.
II. NHIỆM VỤ, GIẢI PHÁP
1. Rà soát, bổ sung quy định; hoàn thành trong quý {rng.choice(("I", "II", "III", "IV"))}.
2. Tuyên truyền, tập huấn cho ít nhất {rng.randint(20, 400)} cán bộ.
III. KINH PHÍ THỰC HIỆN
Ngân sách nhà nước theo phân cấp hiện hành.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Tài chính: cân đối, bố trí kinh phí.
2. Sở Nội vụ: theo dõi, đôn đốc, báo cáo UBND tỉnh trước ngày 15/12 hằng năm.
3. UBND các huyện, thị xã, thành phố: xây dựng kế hoạch của địa phương."""


def _articles(rng: random.Random, subject: str) -> str:
    return f"""Điều 1. Ban hành kèm theo Quyết định này Kế hoạch {subject}.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng Ủy ban nhân dân, Giám đốc các sở và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành./."""


_RECIPIENTS = "Nơi nhận:\n- Như Điều 3;\n- Thường trực HĐND;\n- Lưu: VT."


def _act(rng: random.Random, issuer: str, number: str, kind: str, opening: str, body: str, signature: str) -> Act:
    place = rng.choice(PLACES)
    subject = rng.choice(SUBJECTS)
    fill = {"P": place, "PU": place.upper(), "S": subject, "SU": subject.upper()}
    return Act(
        issuer.format(**fill),
        MOTTO,
        number.format(n=rng.randint(1, 4500), **fill),
        _day(rng, place),
        kind,
        subject.upper() + f" CỦA TỈNH {place.upper()}" * rng.randint(0, 1),
        opening.format(basis=_basis(rng, place, subject), **fill),
        body.format(parts=_parts(rng, place, subject), articles=_articles(rng, subject), **fill),
        _RECIPIENTS,
        f"{signature}\n{rng.choice(NAMES)}",
    )


_ISSUERS = (
    ("ỦY BAN NHÂN DÂN\nTỈNH {PU}", "UBND", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
    ("UỶ BAN NHÂN DÂN\nHUYỆN {PU}", "UBND", "TM. UỶ BAN NHÂN DÂN\nCHỦ TỊCH"),
    ("UBND TỈNH {PU}\nSỞ CÔNG THƯƠNG", "SCT", "GIÁM ĐỐC"),
    ("UBND XÃ {PU}", "UBND", "TM. UBND XÃ\nCHỦ TỊCH"),
    ("UBND TỈNH {PU}\nSỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "SNNMT", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
)


def _plan(rng: random.Random) -> Act:
    issuer, symbol, signature = rng.choice(_ISSUERS)
    opening = rng.choice(
        (
            "{basis}\nỦy ban nhân dân ban hành Kế hoạch {S} như sau:",
            "Thực hiện Quyết định số 801/QĐ-TTg ngày 07/7/2022 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh {P} xây dựng Kế hoạch như sau:",
        )
    )
    return _act(rng, issuer, f"Số: {{n}}/KH-{symbol}", "KẾ HOẠCH", opening, "{parts}", signature)


def _decision(rng: random.Random) -> Act:
    opening = "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH {PU}\n{basis}\nQUYẾT ĐỊNH:"
    issuer, _, signature = _ISSUERS[0]
    return _act(rng, issuer, "Số: {n}/QĐ-UBND", "QUYẾT ĐỊNH", opening, "{articles}", signature)


def _resolution(rng: random.Random) -> Act:
    opening = "HỘI ĐỒNG NHÂN DÂN TỈNH {PU}\nKHÓA XV, KỲ HỌP THỨ {n}\n{{basis}}\nQUYẾT NGHỊ:".replace(
        "{n}", "8"
    ).replace("{{basis}}", "{basis}")
    issuer = "HỘI ĐỒNG NHÂN DÂN\nTỈNH {PU}"
    return _act(rng, issuer, "Số: {n}/NQ-HĐND", "NGHỊ QUYẾT", opening, "{articles}", "CHỦ TỊCH")


def _directive(rng: random.Random) -> Act:
    opening = "Thời gian qua, công tác {S} đã đạt kết quả tích cực. Để khắc phục hạn chế, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:"
    issuer, _, signature = _ISSUERS[0]
    body = "1. Giám đốc các sở, Thủ trưởng các ban, ngành:\na) Chỉ đạo rà soát.\nb) Kiểm tra, đôn đốc.\n2. Chủ tịch UBND các huyện: tổ chức thực hiện.\n3. Sở Nội vụ theo dõi, tổng hợp, báo cáo."
    return _act(rng, issuer, "Số: {n}/CT-UBND", "CHỈ THỊ", opening, body, signature)


def _telegram(rng: random.Random) -> Act:
    opening = "THỦ TƯỚNG CHÍNH PHỦ điện:\n- Bộ trưởng các Bộ: Nông nghiệp và Môi trường, Công an, Quốc phòng;\n- Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương."
    body = "Để chủ động ứng phó, Thủ tướng Chính phủ yêu cầu:\n1. Chủ tịch UBND các tỉnh, thành phố rà soát phương án.\n2. Bộ Công an chỉ đạo lực lượng.\n3. Bộ Tài chính bảo đảm kinh phí."
    return _act(
        rng, "THỦ TƯỚNG CHÍNH PHỦ", "Số: {n}/CĐ-TTg", "CÔNG ĐIỆN", opening, body, "KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG"
    )


def _notice(rng: random.Random) -> Act:
    opening = "Ngày 15 tháng 3 năm 2024, Chủ tịch Ủy ban nhân dân tỉnh chủ trì cuộc họp về {S}. Sau khi nghe báo cáo, Chủ tịch kết luận như sau:"
    body = "1. Giao Sở Tài chính rà soát, tham mưu trước ngày 30/6/2024.\n2. Giao Sở Xây dựng hướng dẫn UBND các huyện.\n3. Văn phòng theo dõi, đôn đốc."
    signature = "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG"
    return _act(rng, "ỦY BAN NHÂN DÂN\nTỈNH {PU}", "Số: {n}/TB-UBND", "THÔNG BÁO", opening, body, signature)


def _submission(rng: random.Random) -> Act:
    opening = "Kính gửi: Hội đồng nhân dân tỉnh {P}.\n{basis}\nỦy ban nhân dân tỉnh kính trình Hội đồng nhân dân tỉnh xem xét như sau:"
    issuer, _, signature = _ISSUERS[0]
    return _act(
        rng,
        issuer,
        "Số: {n}/TTr-UBND",
        "TỜ TRÌNH",
        opening,
        "I. SỰ CẦN THIẾT\nCông tác {S} còn khó khăn.\nII. MỤC ĐÍCH, QUAN ĐIỂM\nBảo đảm hiệu quả.\nIII. NỘI DUNG CƠ BẢN\nMức hỗ trợ 50%.",
        signature,
    )


def _letter(rng: random.Random) -> Act:
    act = _act(rng, "ỦY BAN NHÂN DÂN\nTỈNH {PU}", "Số: {n}/UBND-KTN", "", "Kính gửi:\n- Sở Tài chính;\n- UBND các huyện, thị xã, thành phố.", "Xét đề nghị của Sở Công Thương tại Công văn số 12/SCT-QLCN, Ủy ban nhân dân tỉnh có ý kiến như sau:\n1. Giao Sở Tài chính chủ trì, phối hợp các sở liên quan.\n2. Giao UBND các huyện rà soát, báo cáo trước ngày 20/5/2024.", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")  # fmt: skip
    return Act(act.issuer, act.motto, act.number + f"\nV/v {act.title.lower()}", act.day, "", "", act.opening, act.body, act.recipients, act.signature)  # fmt: skip


def _party(rng: random.Random) -> Act:
    act = _act(rng, "TỈNH ỦY {PU}\n*", "Số {n}-KH/TU", "KẾ HOẠCH", "Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị, Ban Thường vụ Tỉnh ủy xây dựng kế hoạch như sau:", "{parts}", "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ")  # fmt: skip
    kind, symbol = rng.choice(
        (("KẾ HOẠCH", "KH"), ("NGHỊ QUYẾT", "NQ"), ("CHỈ THỊ", "CT"), ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "CTr"))
    )
    return Act(act.issuer, PARTY, act.number.replace("KH", symbol), act.day, kind, act.title, act.opening, act.body, act.recipients, act.signature)  # fmt: skip


def _national(rng: random.Random) -> Act:
    issuer, number, kind, signature, enacting = rng.choice(
        (
            ("THỦ TƯỚNG CHÍNH PHỦ", "Số: {n}/QĐ-TTg", "QUYẾT ĐỊNH", "KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG", "QUYẾT ĐỊNH:"),
            ("CHÍNH PHỦ", "Số: {n}/NQ-CP", "NGHỊ QUYẾT", "TM. CHÍNH PHỦ\nTHỦ TƯỚNG", "QUYẾT NGHỊ:"),
            ("BỘ CÔNG THƯƠNG", "Số: {n}/QĐ-BCT", "QUYẾT ĐỊNH", "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG", "QUYẾT ĐỊNH:"),
            ("BỘ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "Số: {n}/2020/TT-BNNPTNT", "THÔNG TƯ", "BỘ TRƯỞNG", ""),
            ("CHÍNH PHỦ", "Số: {n}/2021/NĐ-CP", "NGHỊ ĐỊNH", "TM. CHÍNH PHỦ\nTHỦ TƯỚNG", ""),
        )
    )
    head = issuer.replace("CHÍNH PHỦ", "CHÍNH PHỦ")
    return _act(rng, issuer, number, kind, f"{head}\n{{basis}}\n{enacting}".strip(), "{articles}", signature)


# ---------------------------------------------------------------- ways to set a text


def beside(act: Act, rng: random.Random) -> str:
    """Set with the two columns of the letterhead side by side."""
    left, right = [*act.issuer.split("\n"), act.number.split("\n")[0]], [*act.motto.split("\n"), act.day]
    rows = max(len(left), len(right))
    left, right = left + [""] * (rows - len(left)), right + [""] * (rows - len(right))
    head = "\n".join(f"{a:<40}{b}".rstrip() for a, b in zip(left, right, strict=True))
    return _joined(
        head, *act.number.split("\n")[1:], act.kind, act.title, act.opening, act.body, act.recipients, act.signature
    )


def below(act: Act, rng: random.Random) -> str:
    """Set line below line, as word processors' text."""
    return _joined(act.issuer, act.motto, act.number, act.day, act.kind, act.title, act.opening, act.body, act.recipients, act.signature)  # fmt: skip


def celled(act: Act, rng: random.Random) -> str:
    """Set as law sites flatten the tables of a page: bars between the cells, lines wrapped."""
    bold = "\n".join(f"**{line}**" for line in act.issuer.split("\n"))
    head = f"|\n{bold}\n-------\n|\n**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n---------------\n|\n|\n{act.number}\n|\n*{act.day.replace(' tháng', chr(10) + 'tháng')}*\n|"
    if act.motto == PARTY:
        head = f"|\n{bold}\n|\n**{PARTY}**\n|\n{act.number}\n|\n*{act.day}*\n|"
    return _joined(head, f"\n**{act.kind}**\n" if act.kind else "", act.title, act.opening, act.body, act.recipients, act.signature)  # fmt: skip


def cut(act: Act, rng: random.Random) -> str:
    """Broken off after some hundred characters, as crawled collections break pages off."""
    return below(act, rng)[: rng.randint(700, 1200)]


def unsigned(act: Act, rng: random.Random) -> str:
    """A plan or decision without its end."""
    return _joined(act.issuer, act.motto, act.number, act.day, act.kind, act.title, act.opening, act.body)


def drafted(act: Act, rng: random.Random) -> str:
    """A draft: the number and the day are left blank."""
    number = re.sub(r"(S[oố]+:?)\s*\d+", rng.choice((r"\1     ", r"\1 ......", r"\1 …")), act.number)
    day = re.sub(
        r"ngày \d+ tháng \d+", rng.choice(("ngày     tháng    ", "ngày … tháng …", "ngày ..... tháng ....")), act.day
    )
    mark = rng.choice(("DỰ THẢO\n", "Dự thảo\n", ""))
    return _joined(
        mark + act.issuer, act.motto, number, day, act.kind, act.title, act.opening, act.body, act.recipients
    )


def surrounded(act: Act, rng: random.Random) -> str:
    """A page of a site: menu, path, notices, then the text, then links."""
    menu = rng.choice(
        (
            "Trang chủ\nGiới thiệu\nTin tức - Sự kiện\nVăn bản\nThủ tục hành chính\nLiên hệ\nTìm kiếm\nĐăng nhập",
            "TRANG CHỦ | GIỚI THIỆU | VĂN BẢN PHÁP LUẬT | HỎI ĐÁP | LIÊN HỆ\nVăn bản >> Văn bản chỉ đạo điều hành",
            f"Hệ thống pháp luật\nĐang tải nội dung, vui lòng chờ giây lát...\nSố hiệu {act.number.split(' ')[-1]}\nLoại văn bản\nCơ quan ban hành\nNgười ký\nNgày ban hành\nTình trạng: Đã biết\nTải về",
        )
    )
    foot = (
        "Văn bản liên quan\nLượt xem: 128\nIn trang\nVề đầu trang\nCơ quan chủ quản: UBND tỉnh. Giấy phép số 12/GP-TTĐT"
    )
    return _joined(menu, below(act, rng), foot)


def noisy(act: Act, rng: random.Random) -> str:
    """A text as OCR hands it over: accents lost or wrong, signs in between, a space where none was."""
    lines = below(act, rng).split("\n")
    out: list[str] = []
    for line in lines:
        letters = list(line)
        for k, letter in enumerate(letters):
            if letter.isalpha() and rng.random() < 0.06:
                letters[k] = _without_accent(letter)
            elif letter == " " and rng.random() < 0.03:
                letters[k] = "  "
        out.append("".join(letters) + ("" if rng.random() > 0.05 else " ."))
    return "\n".join(out)


def _without_accent(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def attached(act: Act, rng: random.Random) -> str:
    """An attachment without letterhead: kind, title, and the document that it comes with."""
    symbol = rng.choice(("QĐ-UBND", "QĐ-TTg", "NQ-HĐND"))
    of = "Nghị quyết" if symbol.startswith("NQ") else "Quyết định"
    brackets = f"({rng.choice(('Kèm theo', 'Ban hành kèm theo'))} {of} số {rng.choice(('617', '     ', '12'))}/{symbol} ngày 31/01/2023 của Ủy ban nhân dân tỉnh)"
    return _joined(
        rng.choice(("KẾ HOẠCH", "ĐỀ ÁN", "CHƯƠNG TRÌNH", "QUY CHẾ")),
        act.title,
        brackets,
        _parts(rng, "Hoa Sen", "chuyển đổi số"),
    )


def annexed(act: Act, rng: random.Random) -> str:
    """An annex by itself, with its table one cell a line."""
    cells = "TT\nNhiệm vụ\nCơ quan chủ trì\nThời gian\n1\nRà soát quy hoạch\nSở Xây dựng\n2024\n2\nTập huấn\nSở Nội vụ\nHằng năm\n3\nBáo cáo\nUBND các huyện\nTrước 15/12"
    return _joined(rng.choice(("PHỤ LỤC", "PHỤ LỤC I", "Phụ lục 2")), f"PHÂN CÔNG NHIỆM VỤ {act.title}", f"(Kèm theo Kế hoạch số {rng.randint(1, 900)}/KH-UBND ngày 12/3/2024 của UBND tỉnh)", cells)  # fmt: skip


def flattened(act: Act, rng: random.Random) -> str:
    """The letterhead run together into one line."""
    issuer, motto = act.issuer.replace("\n", " "), act.motto.replace("\n", " ")
    return _joined(f"{issuer} {motto}", f"{act.number} {act.day}", act.kind, act.title, act.opening, act.body)


SETTINGS: tuple[Callable[[Act, random.Random], str], ...] = (
    beside, below, celled, cut, unsigned, drafted, surrounded, noisy, attached, annexed, flattened,
)  # fmt: skip


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part) + "\n"
