"""Lines that were cut are joined; lines that stand for themselves are not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from loader.readers.blocks import Paragraph
from loader.readers.plain import lines as read_lines
from loader.structure.lines import is_furniture, is_upper
from loader.structure.wrapping import join_lines
from loader.text import MappedText

PARAGRAPHS = (
    "- Rà soát các nghề truyền thống trên địa bàn, lập danh mục nghề có nguy cơ mai một để ưu tiên hỗ trợ khôi phục theo từng năm.",
    "- Hướng dẫn các cơ sở đăng ký nhãn hiệu tập thể cho sản phẩm của làng nghề; kết nối với các kênh phân phối hiện đại trong nước.",
    "- Tổ chức tham quan, học tập kinh nghiệm tại các làng nghề phát triển mạnh của các tỉnh bạn để các hộ trao đổi cách làm hay.",
    "- Đầu tư hạ tầng thu gom nước thải ở các làng nghề chế biến nông sản, ưu tiên các điểm nóng về ô nhiễm nguồn nước đã được chỉ ra.",
)


def joined(text: str) -> list[str]:
    return [p.text.text for p in join_lines(p for p in read_lines(text)[0] if isinstance(p, Paragraph))]


def wrap(words: str, width: int) -> str:
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


@settings(deadline=None)  # the first reading makes the rules ready
@given(st.integers(45, 100))
def test_hard_wrapped_paragraphs_come_back_whole_at_any_width(width: int) -> None:
    text = "\n".join(wrap(p, width) for p in PARAGRAPHS * 2)
    assert joined(text) == list(PARAGRAPHS * 2)


def test_a_sentence_that_a_page_break_cuts_goes_on() -> None:
    text = "- Hỗ trợ các hộ làm nghề vay vốn ưu đãi để\n\n                  12\n\f\nđổi mới thiết bị và mở rộng nhà xưởng.\n- Mở lớp."
    assert joined(text) == [
        "- Hỗ trợ các hộ làm nghề vay vốn ưu đãi để đổi mới thiết bị và mở rộng nhà xưởng.",
        "- Mở lớp.",
    ]


def test_a_full_line_at_the_foot_of_a_page_goes_on_with_a_capital() -> None:
    wrapped = "\n".join(wrap(p, 60) for p in PARAGRAPHS * 2)
    foot = "- Lập hồ sơ công nhận làng nghề theo tiêu chí của Nghị định\ntrong danh mục đã được phê duyệt, ưu tiên làng nghề đồng bào"
    text = f"{wrapped}\n{foot}\n\n                 3\n\f\nKhmer ở vùng sâu, vùng xa."
    assert joined(text)[-1].endswith("ưu tiên làng nghề đồng bào Khmer ở vùng sâu, vùng xa.")


def test_a_short_line_at_the_foot_of_a_page_is_the_last_of_its_paragraph() -> None:
    wrapped = "\n".join(wrap(p, 60) for p in PARAGRAPHS * 2)
    text = f"{wrapped}\nBảo tồn nghề truyền thống\n\n                 3\n\f\nCác sở, ngành căn cứ Kế hoạch này."
    assert joined(text)[-2:] == ["Bảo tồn nghề truyền thống", "Các sở, ngành căn cứ Kế hoạch này."]


def test_an_abbreviation_alone_on_the_last_line_belongs_to_the_sentence() -> None:
    lines = "\n".join(wrap(p, 60) for p in PARAGRAPHS * 2)
    text = f"{lines}\n- Hướng dẫn chủ thể lập hồ sơ đánh giá, xếp hạng sản phẩm đạt\nOCOP."
    assert joined(text)[-1].endswith("xếp hạng sản phẩm đạt OCOP.")


def test_page_numbers_and_rules_are_left_out() -> None:
    text = "Đoạn một.\n\n- 3 -\n\nĐoạn hai.\n\nTrang 4/9\n\nĐoạn ba.\n-------\n____\n|\n\n7\n\nĐoạn bốn."
    assert joined(text) == ["Đoạn một.", "Đoạn hai.", "Đoạn ba.", "Đoạn bốn."]


def test_a_number_inside_the_text_is_no_page_number() -> None:
    assert "15" in joined("Số lớp đã mở:\n15\nSố học viên.")


def test_headings_are_not_swallowed_by_the_paragraph_before_them() -> None:
    text = "Bảo tồn nghề truyền thống của địa phương\nI. MỤC TIÊU\nNâng cao thu nhập\n1. Mục tiêu chung\na) Nội dung\nKẾ HOẠCH\nNơi nhận:\nTM. ỦY BAN NHÂN DÂN"
    assert joined(text) == text.split("\n")


def test_capitals_do_not_take_in_the_sentence_that_follows() -> None:
    assert joined("TỔ CHỨC THỰC HIỆN\ncác sở, ngành căn cứ Kế hoạch này") == [
        "TỔ CHỨC THỰC HIỆN",
        "các sở, ngành căn cứ Kế hoạch này",
    ]


def test_a_line_that_ends_in_a_connective_takes_the_next_one() -> None:
    assert joined("Căn cứ Nghị định số 52/2018/NĐ-CP của\nChính phủ về phát triển ngành nghề nông thôn;") == [
        "Căn cứ Nghị định số 52/2018/NĐ-CP của Chính phủ về phát triển ngành nghề nông thôn;"
    ]


def test_a_name_of_a_body_is_not_joined_with_the_list_item_after_a_full_stop() -> None:
    assert joined("Sở Tài chính bố trí kinh phí.\nSở Công Thương hỗ trợ máy móc.") == [
        "Sở Tài chính bố trí kinh phí.",
        "Sở Công Thương hỗ trợ máy móc.",
    ]


def test_paragraphs_that_a_format_delimits_are_never_joined() -> None:
    parts = [
        Paragraph(MappedText.of("Hỗ trợ các hộ và"), whole=True),
        Paragraph(MappedText.of("các cơ sở", 20), whole=True),
    ]
    assert join_lines(parts) == parts


def test_a_dash_inside_a_compound_is_no_bullet_when_lines_are_wrapped() -> None:
    text = (
        "\n".join(wrap(p, 60) for p in PARAGRAPHS * 2)
        + "\n- Vận động hội viên của các tổ chức chính trị\n- xã hội tham gia học nghề."
    )
    assert joined(text)[-1] == "- Vận động hội viên của các tổ chức chính trị - xã hội tham gia học nghề."


def test_joined_text_leads_back_to_the_source() -> None:
    source = "\n".join(wrap(p, 50) for p in PARAGRAPHS)
    for paragraph in join_lines(p for p in read_lines(source)[0] if isinstance(p, Paragraph)):
        stretch = source[paragraph.text.start : paragraph.text.end]
        assert " ".join(stretch.split()) == paragraph.text.text


@given(st.lists(st.text(alphabet="abc Đ.,;-1\t", min_size=1, max_size=30), max_size=12))
def test_no_words_are_lost_in_joining(lines: list[str]) -> None:
    words = [w for p in read_lines("\n".join(lines))[0] if isinstance(p, Paragraph) for w in p.text.text.split()]
    kept = [w for line in joined("\n".join(lines)) for w in line.split()]
    dropped = list(words)
    for word in kept:
        assert word in dropped
        dropped.remove(word)
    assert all(is_furniture(w) or w.strip("-").isdigit() for w in dropped)


def test_capitals_are_told_by_letters_alone() -> None:
    assert is_upper("GIAI ĐOẠN 2021-2030")
    assert not is_upper("2021-2030")
    assert not is_upper("UBND tỉnh Long An")


WRAPPED_AT_60 = "\n".join(wrap(p, 60) for p in PARAGRAPHS * 2)


def test_a_quarter_or_range_that_a_line_end_cuts_goes_on() -> None:
    text = f"{WRAPPED_AT_60}\n- Trình phương án thu gom nước thải trong quý\nII/2026.\n- Giá trị sản xuất tăng bình quân 8\n- 10%/năm.\n- Mở lớp."
    assert joined(text)[-3:] == [
        "- Trình phương án thu gom nước thải trong quý II/2026.",
        "- Giá trị sản xuất tăng bình quân 8 - 10%/năm.",
        "- Mở lớp.",
    ]


def test_a_dash_behind_a_year_opens_a_paragraph() -> None:
    text = f"{WRAPPED_AT_60}\nMục tiêu đến năm 2030\n- 30% hộ làm nghề được tập huấn."
    assert joined(text)[-1] == "- 30% hộ làm nghề được tập huấn."


def test_a_title_in_capitals_goes_on_behind_of_and_number_whatever_follows() -> None:
    title = "THỰC HIỆN NGHỊ QUYẾT SỐ\n48/NQ-CP CỦA\nCHÍNH PHỦ VÀ QUYẾT ĐỊNH CỦA\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"
    assert joined(f"KẾ HOẠCH\n{title}")[1:] == [title.replace("\n", " ")]


def test_a_title_that_ends_with_digital_is_not_joined_with_the_body_below_it() -> None:
    text = "PHÊ DUYỆT CHƯƠNG TRÌNH CHUYỂN ĐỔI SỐ\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"
    assert joined(text) == text.split("\n")


def test_a_heading_that_ends_with_digital_is_not_joined_with_the_paragraph_behind_a_blank_line() -> None:
    assert joined("6. Khoa học công nghệ, chuyển đổi số\n\nHỗ trợ khung dệt cải tiến.") == [
        "6. Khoa học công nghệ, chuyển đổi số",
        "Hỗ trợ khung dệt cải tiến.",
    ]


def test_a_marked_heading_takes_no_paragraph_below_it_whatever_its_last_word() -> None:
    assert joined("### 2. Nguồn vốn và\n\nNgân sách tỉnh bố trí hằng năm.") == [
        "2. Nguồn vốn và",
        "Ngân sách tỉnh bố trí hằng năm.",
    ]


def test_full_lines_part_paragraphs_where_most_begin_without_a_mark() -> None:
    sentence = "Giao Phòng Kinh tế hướng dẫn các cơ sở đăng ký nhãn hiệu tập thể cho sản phẩm của làng nghề trong năm nay và năm"
    paragraphs = [f"{sentence} {'sau ' * (i % 5)}tới." for i in range(12)]
    for width in range(50, 80):
        assert joined("\n".join(wrap(p, width) for p in paragraphs)) == paragraphs


def test_the_label_of_an_item_takes_the_line_below_it_where_blank_lines_part_the_items() -> None:
    items = [*PARAGRAPHS * 3, "- Dự án 7 (Tiểu dự án 2): Nâng cao hiệu quả truyền thông ở cơ sở."]
    text = "\n\n".join(wrap(item, 60) for item in items).replace("(Tiểu dự án 2): ", "(Tiểu dự án 2):\n")
    assert joined(text) == items


def test_what_a_sentence_counts_inside_itself_is_cut_anywhere() -> None:
    counted = (
        "Tập trung phát triển ba nhóm ngành: (1) chế biến nông sản; (2) may mặc và (3) du lịch cộng đồng ở các xã."
    )
    for width in range(40, 70):
        assert joined(f"{WRAPPED_AT_60}\n\n{wrap(counted, width)}")[-1] == counted


def test_items_in_brackets_on_lines_of_their_own_stay_apart() -> None:
    items = ["Các nhóm việc:", "(1) Chế biến nông sản ở các xã;", "(2) May mặc và đan lát;", "(3) Du lịch cộng đồng."]
    assert joined("\n".join([WRAPPED_AT_60, *items]))[-4:] == items


def spaced(*paragraphs: str) -> str:
    """Return wrapped paragraphs with a blank line in front of each, as many of them as tell the habit of a text."""
    return "\n\n".join([*(wrap(p, 60) for p in PARAGRAPHS * 3), *paragraphs])


def test_a_line_in_small_letters_behind_a_colon_goes_on_where_blank_lines_part_paragraphs() -> None:
    assert joined(spaced("- Phát triển các cây trồng chủ lực:\nhồi, quế, thảo quả."))[-1] == (
        "- Phát triển các cây trồng chủ lực: hồi, quế, thảo quả."
    )


def test_short_forms_in_capitals_behind_a_comma_go_on_where_blank_lines_part_paragraphs() -> None:
    item = "- Chỉ tiêu đo: nhiệt độ, độ đục, pH,\nNO2, NO3, PO4,\nCOD; mỗi tháng một lần."
    assert joined(spaced(item))[-1] == item.replace("\n", " ")


def test_the_sign_of_a_document_cut_in_front_of_its_hyphen_goes_on_with_its_number() -> None:
    lines = "\n".join(wrap(p, 60) for p in PARAGRAPHS * 2)
    text = f"{lines}\n- Thực hiện Nghị quyết số 45/NQ\n-CP của Chính phủ về phát triển làng nghề."
    assert joined(text)[-1] == "- Thực hiện Nghị quyết số 45/NQ -CP của Chính phủ về phát triển làng nghề."
    assert joined(f"{lines}\n- Giao 12 đơn vị\n-UBND các xã.")[-1] == "-UBND các xã."
