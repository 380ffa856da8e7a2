"""Which tasks carry out which measures, and when it is said that nobody does."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.graph.iris import Iris
from loader.graph.vocabulary import LN
from loader.inference.carrying import carrying_judgements
from loader.inference.judging import Judged, Judging
from loader.inference.said import Said
from loader.lexicon.thesaurus import bundled_vocabularies
from tests.timing import assert_in_proportion

BASE = "https://w3id.org/langnghe/x/"
WORDS = bundled_vocabularies().whole


def said(names: dict[str, str]) -> list[Said]:
    return [Said.of(ox.NamedNode(f"{BASE}{name}"), quote, WORDS) for name, quote in sorted(names.items())]


def judged(
    tasks: dict[str, str], measures: dict[str, str], refused: frozenset[Judged] = frozenset()
) -> list[ox.Triple]:
    return list(carrying_judgements(said(tasks), said(measures), WORDS, Judging(Iris(), refused)))


def carried(tasks: dict[str, str], measures: dict[str, str]) -> set[tuple[str, str]]:
    return {
        (t.subject.value.removeprefix(BASE), t.object.value.removeprefix(BASE))  # type: ignore[union-attr]
        for t in judged(tasks, measures)
        if t.predicate == LN.carriesOut
    }


def orphans(tasks: dict[str, str], measures: dict[str, str]) -> set[str]:
    found = (t for t in judged(tasks, measures) if t.predicate == LN.isCarriedOut)
    return {t.subject.value.removeprefix(BASE) for t in found}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("task", "measure"),
    [
        ("Phát triển vùng nguyên liệu", "Rà soát, xây dựng vùng nguyên liệu tập trung cho làng nghề"),
        ("Tuyên truyền về làng nghề trên báo, đài", "Đẩy mạnh truyền thông, nâng cao nhận thức về bảo tồn nghề"),
        ("Hướng dẫn đăng ký chỉ dẫn địa lý", "Hỗ trợ bảo hộ sở hữu trí tuệ cho sản phẩm"),
        ("Giúp doanh nghiệp tham gia hội chợ", "Đẩy mạnh xúc tiến thương mại"),
    ],
)
def test_other_words_for_the_same_work_are_the_same_work(task: str, measure: str) -> None:
    assert carried({"t": task}, {"m": measure}) == {("t", "m")}


def test_one_shared_word_is_not_the_same_work() -> None:
    assert carried({"t": "Hỗ trợ làng nghề vay vốn"}, {"m": "Hỗ trợ làng nghề đăng ký nhãn hiệu"}) == set()


def test_what_a_task_serves_is_not_what_it_does() -> None:
    assert (
        carried({"t": "Nâng cấp đường giao thông phục vụ xúc tiến thương mại"}, {"m": "Xúc tiến thương mại"}) == set()
    )


def test_a_task_that_only_says_carry_out_the_plan_carries_out_no_measure() -> None:
    task = "Căn cứ chức năng, nhiệm vụ, tổ chức thực hiện có hiệu quả các nội dung của Kế hoạch bảo tồn và phát triển làng nghề"
    assert carried({"t": task}, {"m": "Khôi phục nghề truyền thống", "n": "Bảo tồn và phát triển làng nghề"}) == set()


def test_one_task_may_carry_out_several_measures_and_one_measure_be_shared() -> None:
    tasks = {"a": "Xây dựng vùng nguyên liệu, xây dựng chuỗi giá trị", "b": "Phát triển vùng nguyên liệu"}
    measures = {"m": "Phát triển vùng nguyên liệu", "n": "Hình thành chuỗi liên kết giá trị"}
    assert carried(tasks, measures) == {("a", "m"), ("a", "n"), ("b", "m")}


def test_a_task_that_repeats_the_measure_leaves_no_room_for_one_that_touches_it() -> None:
    measure = "Tuyên truyền trên báo, đài về giá trị của làng nghề và sự cần thiết bảo tồn các nghề của địa phương"
    tasks = {"a": measure, "b": "Tuyên truyền việc thành lập doanh nghiệp khởi nghiệp tại xã vùng cao"}
    assert carried(tasks, {"m": measure}) == {("a", "m")}


def test_sentences_outside_of_the_thesaurus_are_held_against_each_other_by_their_wording() -> None:
    sentence = "Trồng mới năm trăm cây bóng mát dọc bờ kênh phía đông của huyện trong mùa mưa"
    assert carried({"t": sentence + " này"}, {"m": sentence}) == {("t", "m")}


HOM = "Xây dựng đề án cứu nghề dệt chiếu Cà Hom, nghề cốm dẹp đang lụi tàn"
OTHERS = {f"t{n}": f"Hỗ trợ làng nghề đăng ký nhãn hiệu, xúc tiến thương mại đợt {n}" for n in range(6)}


def test_a_measure_that_no_task_does_by_its_words_goes_to_the_task_with_its_telling_words() -> None:
    tasks = {**OTHERS, "t9": "Cùng nghệ sĩ quay lại cảnh dệt chiếu Cà Hom, làm cốm dẹp"}
    assert carried(tasks, {"m": HOM}) == {("t9", "m")}
    basis = {t.object.value for t in judged(tasks, {"m": HOM}) if t.predicate == LN.basis}
    assert any("“chiếu cà hom”" in text or "“dệt chiếu cà hom”" in text for text in basis)


KNEADING = {**OTHERS, "t9": "Dành vốn khuyến công lo thiết bị nhào bột, ép bún ở Hùng Lô"}


def test_a_task_may_name_a_measures_work_in_wider_words_beside_another_work() -> None:
    assert carried(KNEADING, {"m": "Cơ giới hóa khâu nhào bột, ép bún"}) == {("t9", "m")}


def test_wider_words_alone_bring_no_two_sentences_together() -> None:
    assert carried(KNEADING, {"m": "Cơ giới hóa khâu chẻ nan, cạo tinh tre"}) == set()


def test_wider_words_are_enough_for_a_task_that_does_nothing_else() -> None:
    measures = {"m": "Làm cho bà con hiểu rõ lợi ích", "n": "Đăng ký nhãn hiệu tập thể"}
    idle = "Xây dựng chuyên mục trên báo tỉnh"
    assert carried({"a": idle, "b": "Hướng dẫn đăng ký nhãn hiệu tập thể"}, measures) == {("a", "m"), ("b", "n")}
    assert carried({"a": f"{idle}; hướng dẫn đăng ký nhãn hiệu tập thể"}, measures) == {("a", "n")}


def test_what_is_linked_or_reviewed_is_no_work_of_its_own() -> None:
    tasks = {"a": "Phát triển vùng nguyên liệu", "b": "Khôi phục nghề gốm"}
    measures = {
        "m": "Hình thành chuỗi liên kết giữa vùng nguyên liệu và doanh nghiệp",
        "n": "Rà soát, phân loại nghề có nguy cơ mai một",
    }
    assert carried(tasks, measures) == set()
    assert orphans(tasks, measures) == {"m", "n"}


def test_what_is_only_trained_in_general_does_not_hide_who_is_trained_by_nobody() -> None:
    measure = "Cử nghệ nhân đi học nâng cao"
    assert orphans({"t": "Mở lớp dạy nghề cho lao động nông thôn"}, {"m": measure}) == {"m"}


def test_a_place_alone_does_not_make_two_different_works_one() -> None:
    tasks = {**OTHERS, "t9": "Xử lý nước thải của làng nghề dệt chiếu Cà Hom"}
    measure = "Lập gian hàng tại hội chợ cho nghề dệt chiếu Cà Hom"
    assert ("t9", "m") not in carried(tasks, {"m": measure})


def test_a_measure_nobody_is_given_is_said_to_be_so() -> None:
    assert orphans({"t": "Xúc tiến thương mại"}, {"m": "Nâng cấp cơ sở hạ tầng làng nghề"}) == {"m"}


def test_of_a_measure_that_is_not_understood_nothing_is_said() -> None:
    assert orphans({"t": "Xúc tiến thương mại"}, {"m": "Trồng mới năm trăm cây bóng mát"}) == set()


def test_a_measure_that_a_task_mentions_in_passing_is_not_said_to_be_given_to_nobody() -> None:
    task = "Nâng cấp đường giao thông phục vụ xúc tiến thương mại"
    assert carried({"t": task}, {"m": "Xúc tiến thương mại"}) == set()
    assert orphans({"t": task}, {"m": "Xúc tiến thương mại"}) == set()


def test_a_measure_that_a_task_does_in_part_is_not_said_to_be_given_to_nobody() -> None:
    measure = "Hỗ trợ làng nghề phát triển du lịch; cải thiện hạ tầng, môi trường"
    assert orphans({"t": "Đầu tư, nâng cấp hạ tầng làng nghề"}, {"m": measure}) == set()
    assert orphans({"t": "Đào tạo nghề cho lao động"}, {"m": measure}) == {"m"}


def test_a_measure_whose_only_task_a_curator_refuses_is_given_to_nobody() -> None:
    refused = frozenset({Judged(f"{BASE}t", LN.carriesOut.value, f"{BASE}m")})
    found = judged({"t": "Phát triển vùng nguyên liệu"}, {"m": "Phát triển vùng nguyên liệu"}, refused)
    assert [t.predicate for t in found] == [LN.isCarriedOut]


def test_the_basis_says_the_words_of_both_sentences() -> None:
    found = judged({"t": "Hướng dẫn đăng ký nhãn hiệu"}, {"m": "Hỗ trợ bảo hộ sở hữu trí tuệ"})
    bases = [t.object.value for t in found if t.predicate == LN.basis]  # type: ignore[union-attr]
    assert bases[0].startswith(
        "Cùng nói về: đăng ký, bảo hộ sở hữu trí tuệ (nhiệm vụ: “đăng ký nhãn hiệu”; giải pháp: “bảo hộ”"
    )
    assert bases[1].startswith("Both speak of: registration and protection of rights (task: “đăng ký nhãn hiệu”")


def test_a_review_of_policies_on_something_is_not_doing_it() -> None:
    measure = "Rà soát, hoàn thiện cơ chế, chính sách về đào tạo nghề cho lao động"
    assert carried({"t": "Mở lớp đào tạo nghề cho lao động"}, {"m": measure}) == set()


def test_a_document_of_thousands_of_sentences_is_read_in_proportion() -> None:
    sentences = [f"Việc {n}: trồng cây số {n} ở xã {n}; phát triển vùng nguyên liệu xã {n}" for n in range(4000)]

    def read(count: int) -> object:
        return [Said.of(ox.NamedNode(f"{BASE}{n}"), sentence, WORDS) for n, sentence in enumerate(sentences[:count])]

    assert_in_proportion(read, 400, 4000)


def test_a_neighbouring_work_is_enough_where_the_sentences_share_telling_words() -> None:
    measure = "Mở chuyên mục bằng tiếng Mông, tiếng Dao để người dân hiểu các chính sách được hưởng"
    task = "Xây dựng chuyên mục bằng tiếng Mông, tiếng Dao về nghề truyền thống"
    assert carried({**OTHERS, "t9": task}, {"m": measure}) == {("t9", "m")}
    assert carried({**OTHERS, "t9": "Xây dựng chuyên mục trên báo về nghề"}, {"m": "Phổ biến chính sách"}) == set()


def test_who_is_told_to_do_a_work_is_not_the_work() -> None:
    task = "Chủ trì, phối hợp với Sở Nội vụ giao các cơ sở dạy nghề mở lớp dạy nghề ngắn hạn cho lao động làng nghề"
    assert carried({"t": task}, {"m": "Đào tạo nghề cho lao động trẻ ở làng nghề"}) == {("t", "m")}
    assert carried({"t": task}, {"m": "Gắn kết doanh nghiệp với trường nghề"}) == set()


def test_a_near_work_on_other_things_does_not_carry_a_measure_out() -> None:
    measure = "Mở rộng vùng trồng dâu, nuôi tằm cho làng lụa"
    assert carried({"t": "Quản lý nguồn nguyên liệu đất sét cho làng gốm"}, {"m": measure}) == set()
    assert orphans({"t": "Quản lý nguồn nguyên liệu đất sét cho làng gốm"}, {"m": measure}) == {"m"}
    # Where the task does not say of what, or of both, it may.
    for task in ("Quản lý nguồn nguyên liệu cho làng nghề", "Phát triển vùng nguyên liệu dâu tằm và đất sét"):
        assert carried({"t": task}, {"m": measure}) == {("t", "m")}


def test_of_a_measure_that_touches_a_work_that_is_done_it_is_not_said_that_nobody_does_it() -> None:
    measure = "Xây dựng sản phẩm du lịch tại làng nghề"
    assert orphans({"t": "Mở tuyến tham quan làng nghề cùng hãng lữ hành"}, {"m": measure}) == set()
    assert orphans({"t": "Đăng ký nhãn hiệu tập thể"}, {"m": measure}) == {"m"}


def test_to_record_a_craft_is_not_to_revive_it_and_one_craft_is_not_another() -> None:
    assert carried({"t": "Ghi hình, tư liệu hóa các nghề cổ"}, {"m": "Phục chế bộ công cụ, sưu tầm hiện vật"}) == set()
    revive = {"m": "Khôi phục nghề chạm bạc"}
    assert carried({"t": "Khôi phục nghề làm giấy dó, nghề rèn"}, revive) == set()
    assert carried({"t": "Khôi phục các nghề có nguy cơ mai một"}, revive) == {("t", "m")}


def test_two_sentences_very_much_alike_do_one_work_though_the_tables_know_other_words_of_them() -> None:
    measure = "Khoanh khu bãi bồi Cồn Phụng, đắp bờ bao giữ nước cho tổ đan, đăng ký nhãn hiệu tập thể"
    task = "Khoanh khu bãi bồi Cồn Phụng, đắp bờ bao giữ nước cho tổ đan, xử lý nước thải"
    others = {f"t{n}": f"Tuyên truyền đợt {n} về xúc tiến thương mại, vay vốn" for n in range(6)}
    assert carried({**others, "t9": task}, {"m": measure}) == {("t9", "m")}


def test_members_who_persuade_each_other_do_not_do_the_work_of_the_press() -> None:
    measure = "Mở chuyên mục, phát phóng sự về làng nghề trên báo, đài"
    assert carried({"t": "Vận động đoàn viên, hội viên giữ gìn nghề của quê hương"}, {"m": measure}) == set()
    assert carried({"t": "Tuyên truyền về nghề truyền thống"}, {"m": measure}) == {("t", "m")}


def test_a_clause_in_wider_words_is_read_beside_one_that_names_its_work_clearly() -> None:
    measure = "Đăng ký nhãn hiệu tập thể cho gốm; mở rộng diện tích cói ở các xã ven biển"
    assert carried({"t": "Quy hoạch vùng nguyên liệu cói ven biển"}, {"m": measure}) == {("t", "m")}


def test_words_that_are_sure_name_a_work_beside_another() -> None:
    task = "Giúp các hộ tham gia hội chợ và mở gian hàng trên sàn thương mại điện tử"
    assert carried({"t": task}, {"m": "Tổ chức gian hàng tại phiên chợ, đưa hàng vào siêu thị"}) == {("t", "m")}


def test_of_a_measure_whose_neighbouring_work_is_done_it_is_not_said_that_nobody_does_it() -> None:
    measure = "Ký hợp đồng bao tiêu lá nón với hộ trồng"
    assert orphans({"t": "Đứng ra thu mua nguyên liệu cho làng nghề"}, {"m": measure}) == set()


def test_a_fair_at_home_opens_no_market_abroad() -> None:
    abroad = {"m": "Giúp hợp tác xã vào thị trường xuất khẩu, tham gia hội chợ quốc tế"}
    assert carried({"t": "Tổ chức hội chợ trong nước"}, abroad) == set()
    assert orphans({"t": "Tổ chức hội chợ trong nước"}, abroad) == {"m"}
    assert carried({"t": "Tổ chức hội chợ trong và ngoài nước"}, abroad) == {("t", "m")}


def test_news_of_policies_in_the_papers_is_what_a_campaign_in_the_papers_asks_for() -> None:
    campaign = {"m": "Tuyên truyền trên báo, đài về giá trị của nghề gốm"}
    column = "Mở chuyên mục tuyên truyền về chủ trương, chính sách"
    assert carried({"t": column}, campaign) == {("t", "m")}
    assert carried({"t": "Vận động hội viên thực hiện chủ trương, chính sách"}, campaign) == set()


def test_what_comes_near_to_one_of_many_works_is_no_essential_part_of_them() -> None:
    other = {"n": "Mở chợ phiên bán chiếu cói, chiếu đay"}
    looms = {"t": "Dùng vốn khuyến công giúp hộ dệt chiếu thay khung dệt, máy móc"}
    many = "Ứng dụng công nghệ nhuộm chiếu, thiết kế mẫu mã; mở gian hàng trực tuyến, dán mã QR truy xuất nguồn gốc"
    assert ("t", "m") not in carried(looms, {"m": many, **other})


def test_what_a_planting_is_for_is_no_work_of_it() -> None:
    assert (
        carried(
            {"t": "Kết nối hợp tác xã với doanh nghiệp trong cung ứng nguyên liệu"},
            {"m": "Mở rộng vùng trồng cói để cung cấp nguyên liệu cho làng chiếu"},
        )
        == set()
    )
