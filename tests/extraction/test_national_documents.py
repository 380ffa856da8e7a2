"""National and other documents that set programmes up or order work: who issues them, for which place, as what; answers written first."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.facts import Facts
from loader.graph.iris import Iris
from loader.graph.vocabulary import LN, RDF
from loader.graph.writing import document_triples
from loader.project import Project
from loader.validation.documents import read_reference
from tests.extraction.documents import ROOT, facts_of

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"
FOOT = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
QD_TTG = f"""THỦ TƯỚNG CHÍNH PHỦ
-------
Số: 742/QĐ-TTg
{MOTTO}Hà Nội, ngày 19 tháng 7 năm 2025

QUYẾT ĐỊNH
Phê duyệt Đề án phát triển cây dược liệu đến năm 2035

THỦ TƯỚNG CHÍNH PHỦ

Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;

Theo đề nghị của Bộ trưởng Bộ Y tế.

QUYẾT ĐỊNH:

Điều 1. Phê duyệt Đề án với các nội dung sau:

I. MỤC TIÊU

- Đến năm 2035, có 500 vùng trồng dược liệu.

II. TỔ CHỨC THỰC HIỆN

1. Bộ Y tế chủ trì, phối hợp với Bộ Nông nghiệp và Môi trường và Bộ Tài chính triển khai Đề án.

2. Bộ Khoa học và Công nghệ chủ trì nghiên cứu chọn tạo giống dược liệu.
{FOOT}"""
NQ_CP = f"""CHÍNH PHỦ
-------
Số: 96/NQ-CP
{MOTTO}Hà Nội, ngày 04 tháng 8 năm 2024

NGHỊ QUYẾT
Ban hành Chương trình hành động thực hiện Nghị quyết số 33-NQ/TW về phát triển vùng trung du

CHÍNH PHỦ

Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;

QUYẾT NGHỊ:

Điều 1. Ban hành kèm theo Nghị quyết này Chương trình hành động của Chính phủ.

Điều 2. Bộ Kế hoạch và Đầu tư chủ trì, phối hợp với các bộ theo dõi việc thực hiện Nghị quyết.
{FOOT}"""
QD_BO = f"""BỘ NÔNG NGHIỆP
VÀ MÔI TRƯỜNG
-------
Số: 2315/QĐ-BNNMT
{MOTTO}Hà Nội, ngày 25 tháng 6 năm 2025

QUYẾT ĐỊNH
Ban hành Kế hoạch quản lý dịch hại tổng hợp đến năm 2030

BỘ TRƯỞNG BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG

Căn cứ Nghị định số 35/2025/NĐ-CP ngày 25 tháng 02 năm 2025 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch quản lý dịch hại tổng hợp.
{FOOT}"""
QD_BO_CU = f"""BỘ LAO ĐỘNG - THƯƠNG BINH
VÀ XÃ HỘI
-------
Số: 611/QĐ-LĐTBXH
{MOTTO}Hà Nội, ngày 11 tháng 5 năm 2023

QUYẾT ĐỊNH
Phê duyệt Kế hoạch trợ giúp người khuyết tật năm 2023

BỘ TRƯỞNG BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI

Căn cứ Luật Người khuyết tật ngày 17 tháng 6 năm 2010;

QUYẾT ĐỊNH:

Điều 1. Phê duyệt Kế hoạch trợ giúp người khuyết tật.
{FOOT}"""
NQ_HDND = f"""HỘI ĐỒNG NHÂN DÂN
TỈNH KON TUM
-------
Số: 44/NQ-HĐND
{MOTTO}Kon Tum, ngày 09 tháng 7 năm 2024

NGHỊ QUYẾT
Thông qua Đề án phát triển chăn nuôi giai đoạn 2024 - 2030

HỘI ĐỒNG NHÂN DÂN TỈNH KON TUM
KHÓA XII KỲ HỌP THỨ 7

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;

QUYẾT NGHỊ:

Điều 1. Thông qua Đề án phát triển chăn nuôi.
{FOOT}"""
CT_TTG = f"""THỦ TƯỚNG CHÍNH PHỦ
-------
Số: 17/CT-TTg
{MOTTO}Hà Nội, ngày 02 tháng 6 năm 2024

CHỈ THỊ
Về tăng cường phòng, chống cháy rừng

Thời gian qua, tình hình cháy rừng diễn biến phức tạp. Để chủ động phòng, chống cháy rừng, Thủ tướng Chính phủ yêu cầu:

1. Bộ Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với Bộ Công an kiểm tra công tác phòng cháy rừng.

2. Ủy ban nhân dân các tỉnh rà soát phương án chữa cháy rừng trước ngày 30 tháng 6 năm 2024.
{FOOT}"""
CTR_TU = f"""TỈNH ỦY BÌNH ĐỊNH
*
Số: 21-CTr/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Bình Định, ngày 30 tháng 10 năm 2023

CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Nghị quyết số 29-NQ/TW, ngày 17/11/2022 của Ban Chấp hành Trung ương về tiếp tục đẩy mạnh công nghiệp hóa

Thực hiện Nghị quyết số 29-NQ/TW, ngày 17/11/2022 của Ban Chấp hành Trung ương, Ban Chấp hành Đảng bộ tỉnh ban hành Chương trình hành động như sau:

I. MỤC TIÊU

- Đến năm 2030, tỷ trọng công nghiệp chế biến đạt 30% GRDP.

II. NHIỆM VỤ

- Phát triển khu công nghiệp sinh thái.
{FOOT}"""
CD = f"""THỦ TƯỚNG CHÍNH PHỦ
-------
Số: 88/CĐ-TTg
{MOTTO}Hà Nội, ngày 09 tháng 9 năm 2024

CÔNG ĐIỆN
Về việc khắc phục hậu quả bão số 3

THỦ TƯỚNG CHÍNH PHỦ điện:
- Bộ trưởng các Bộ: Quốc phòng, Công an, Y tế;
- Chủ tịch Ủy ban nhân dân các tỉnh Bắc Bộ.

Bão số 3 đã gây thiệt hại lớn. Thủ tướng Chính phủ yêu cầu:

1. Bộ Y tế bảo đảm thuốc, vật tư y tế cho vùng bị ngập.
{FOOT}"""
TB = f"""VĂN PHÒNG CHÍNH PHỦ
-------
Số: 305/TB-VPCP
{MOTTO}Hà Nội, ngày 12 tháng 7 năm 2024

THÔNG BÁO
Kết luận của Phó Thủ tướng Chính phủ tại cuộc họp về an toàn hồ đập

Ngày 05 tháng 7 năm 2024, Phó Thủ tướng Chính phủ đã chủ trì cuộc họp. Sau khi nghe báo cáo, Phó Thủ tướng kết luận như sau:

1. Bộ Nông nghiệp và Phát triển nông thôn chủ trì rà soát các hồ chứa xung yếu, hoàn thành trong tháng 8 năm 2024.
{FOOT}"""
CT_UBND = f"""ỦY BAN NHÂN DÂN
TỈNH TRÀ VINH
-------
Số: 09/CT-UBND
{MOTTO}Trà Vinh, ngày 15 tháng 3 năm 2024

CHỈ THỊ
Về tăng cường quản lý an toàn thực phẩm

Để bảo đảm an toàn thực phẩm, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Y tế chủ trì kiểm tra các bếp ăn tập thể trong quý II năm 2024.
{FOOT}"""
QD_UBDT = f"""ỦY BAN DÂN TỘC
-------
Số: 520/QĐ-UBDT
{MOTTO}Hà Nội, ngày 08 tháng 8 năm 2023

QUYẾT ĐỊNH
Ban hành Kế hoạch truyền thông về dân tộc thiểu số năm 2023

BỘ TRƯỞNG, CHỦ NHIỆM ỦY BAN DÂN TỘC

Căn cứ Nghị định số 66/2022/NĐ-CP ngày 20 tháng 9 năm 2022 của Chính phủ;

QUYẾT ĐỊNH:

Điều 1. Ban hành Kế hoạch truyền thông.
{FOOT}"""
NQ_TU = f"""BAN CHẤP HÀNH ĐẢNG BỘ TỈNH LÂM ĐỒNG
*
Số: 15-NQ/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Đà Lạt, ngày 20 tháng 4 năm 2023

NGHỊ QUYẾT
về phát triển nông nghiệp thông minh đến năm 2030

I. MỤC TIÊU

- Đến năm 2030, 20% diện tích canh tác ứng dụng công nghệ cao.

II. NHIỆM VỤ, GIẢI PHÁP

- Hỗ trợ doanh nghiệp đầu tư nhà kính.
{FOOT}"""


def said(facts: Facts) -> tuple[str, dict[ox.NamedNode, set[str]]]:
    """The document itself and what is said of it: ends of IRIs."""
    iris = Iris()
    triples = list(document_triples(facts, iris, read_reference(Project.find(ROOT))))
    document = next(
        t.subject for t in triples if t.predicate == LN.hasText and not str(t.subject.value).endswith("/ke-hoach")
    )
    found: dict[ox.NamedNode, set[str]] = {}
    for triple in triples:
        if triple.subject == document:
            found.setdefault(triple.predicate, set()).add(triple.object.value.removeprefix(iris.base))
    return document.value.removeprefix(iris.base), found


def agents(facts: Facts) -> set[str]:
    iris = Iris()
    triples = document_triples(facts, iris, read_reference(Project.find(ROOT)))
    return {t.object.value.removeprefix(iris.base) for t in triples if t.predicate == LN.agent}


@pytest.mark.parametrize(
    ("text", "number", "iri", "issuer", "level", "area", "kind"),
    [
        pytest.param(
            QD_TTG,
            "742/QĐ-TTg",
            "vn/ttg/2025/07/19/qd/742",
            "agency/viet-nam/thu-tuong-chinh-phu",
            "national",
            "place/viet-nam",
            "Decision",
            id="qd-ttg",
        ),
        pytest.param(
            NQ_CP,
            "96/NQ-CP",
            "vn/cp/2024/08/04/nq/96",
            "agency/viet-nam/chinh-phu",
            "national",
            "place/viet-nam",
            "Resolution",
            id="nq-cp",
        ),
        pytest.param(
            QD_BO,
            "2315/QĐ-BNNMT",
            "vn/bnnmt/2025/06/25/qd/2315",
            "agency/viet-nam/bo-nong-nghiep-va-moi-truong",
            "national",
            "place/viet-nam",
            "Decision",
            id="qd-bo",
        ),
        pytest.param(
            QD_BO_CU,
            "611/QĐ-LĐTBXH",
            "",
            "agency/viet-nam/bo-lao-dong-thuong-binh-va-xa-hoi",
            "national",
            "place/viet-nam",
            "Decision",
            id="qd-bo-cu",
        ),
        pytest.param(
            NQ_HDND,
            "44/NQ-HĐND",
            "vn/hdnd-kon-tum/2024/07/09/nq/44",
            "agency/kon-tum/hoi-dong-nhan-dan",
            "province",
            "place/kon-tum",
            "Resolution",
            id="nq-hdnd",
        ),
        pytest.param(
            CT_TTG,
            "17/CT-TTg",
            "vn/ttg/2024/06/02/ct/17",
            "agency/viet-nam/thu-tuong-chinh-phu",
            "national",
            "place/viet-nam",
            "",
            id="ct-ttg",
        ),
        pytest.param(
            CTR_TU,
            "21-CTr/TU",
            "vn/tu-binh-dinh/2023/10/30/ctr/21",
            "agency/binh-dinh/tinh-uy",
            "province",
            "place/binh-dinh",
            "Programme",
            id="ctr-tu",
        ),
        pytest.param(
            CD,
            "88/CĐ-TTg",
            "vn/ttg/2024/09/09/cd/88",
            "agency/viet-nam/thu-tuong-chinh-phu",
            "national",
            "place/viet-nam",
            "Letter",
            id="cd",
        ),
        pytest.param(
            TB,
            "305/TB-VPCP",
            "vn/vpcp/2024/07/12/tb/305",
            "agency/viet-nam/van-phong-chinh-phu",
            "national",
            "place/viet-nam",
            "Letter",
            id="tb",
        ),
        pytest.param(
            CT_UBND,
            "09/CT-UBND",
            "vn/ubnd-tra-vinh/2024/03/15/ct/09",
            "agency/tra-vinh/uy-ban-nhan-dan",
            "province",
            "place/tra-vinh",
            "",
            id="ct-ubnd",
        ),
        pytest.param(
            QD_UBDT,
            "520/QĐ-UBDT",
            "vn/ubdt/2023/08/08/qd/520",
            "agency/viet-nam/uy-ban-dan-toc",
            "national",
            "place/viet-nam",
            "Decision",
            id="qd-ubdt",
        ),
        pytest.param(
            NQ_TU,
            "15-NQ/TU",
            "vn/tu-lam-dong/2023/04/20/nq/15",
            "agency/lam-dong/tinh-uy",
            "province",
            "place/lam-dong",
            "Resolution",
            id="nq-tu",
        ),
    ],
)
def test_a_document_says_who_issues_it_for_which_place_and_what_it_is(
    text: str, number: str, iri: str, issuer: str, level: str, area: str, kind: str
) -> None:
    facts = facts_of(text)
    assert facts.instruments[0].number == number
    document, about = said(facts)
    assert about[LN.issuedBy] == {issuer}
    assert about[LN.level] == {f"level/{level}"}
    assert about[LN.area] == {area}
    assert iri in ("", document)
    assert not kind or f"ontology#{kind}" in about[RDF.type]


def test_ministries_are_those_of_the_day() -> None:
    assert agents(facts_of(QD_TTG)) == {
        "agency/viet-nam/bo-y-te", "agency/viet-nam/bo-nong-nghiep-va-moi-truong",
        "agency/viet-nam/bo-tai-chinh/2025-03", "agency/viet-nam/bo-khoa-hoc-va-cong-nghe/2025-03",
    }  # fmt: skip
    before = QD_TTG.replace("ngày 19 tháng 7 năm 2025", "ngày 19 tháng 7 năm 2024").replace("742/", "741/")
    assert {"agency/viet-nam/bo-tai-chinh", "agency/viet-nam/bo-khoa-hoc-va-cong-nghe"} <= agents(facts_of(before))


def test_directives_dispatches_and_conclusions_say_who_is_to_do_what() -> None:
    assert agents(facts_of(CT_TTG)) == {
        "agency/viet-nam/bo-nong-nghiep-va-phat-trien-nong-thon", "agency/viet-nam/bo-cong-an",
        "agency/viet-nam/nhom/uy-ban-nhan-dan-cac-tinh",
    }  # fmt: skip
    assert agents(facts_of(CD)) == {"agency/viet-nam/bo-y-te"}  # not those that it is sent to
    assert [t.timing.end_year for t in facts_of(TB).tasks if t.timing] == [2024]
