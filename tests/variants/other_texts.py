"""Texts that are no official documents, by the hundred: news, questions on law, articles with forms, papers of all kinds.

All are invented. Many hold what a document has (a number, "Căn cứ", "Điều 1", numbered parts), for that is how they get in.
"""

from __future__ import annotations

import random
from collections.abc import Callable

PLACES = ("Hoa Sen", "Bình Giang", "Đông Hà", "Tân Phú", "Yên Sơn", "Kim Lũ", "Vĩnh An", "Thạch Hà")
THEMES = (
    "làng nghề",
    "chuyển đổi số",
    "nông thôn mới",
    "du lịch cộng đồng",
    "giáo dục mầm non",
    "hợp tác xã",
    "cải cách hành chính",
)
PEOPLE = ("ông Nguyễn Văn Thử", "bà Trần Thị Mẫu", "anh Lê Văn Ví", "chị Phạm Thị Dụ")
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def other_texts(seed: int, count: int) -> list[str]:
    """Return texts that are no official documents, of all genres in turn."""
    rng = random.Random(seed)
    return [GENRES[i % len(GENRES)](rng) for i in range(count)]


def _number(rng: random.Random) -> str:
    return f"{rng.randint(1, 3000)}/{rng.choice(('QĐ-UBND', 'KH-UBND', 'QĐ-TTg', 'NQ-HĐND'))}"


def _date(rng: random.Random) -> str:
    return f"{rng.randint(1, 28)}/{rng.randint(1, 12)}/{rng.randint(2018, 2025)}"


def _prose(rng: random.Random, sentences: int) -> str:
    place, theme, who = rng.choice(PLACES), rng.choice(THEMES), rng.choice(PEOPLE)
    pool = [
        f"Những năm gần đây, {theme} ở tỉnh {place} có nhiều chuyển biến tích cực, thu nhập của người dân tăng rõ rệt.",
        f"Theo {who}, kết quả này có được nhờ sự vào cuộc của cả hệ thống chính trị và sự đồng thuận của nhân dân.",
        f"Đến nay toàn tỉnh có {rng.randint(5, 90)} mô hình hoạt động hiệu quả, giải quyết việc làm cho hơn {rng.randint(2, 9)}00 lao động.",
        f"UBND tỉnh {place} đã giao Sở Tài chính, Sở Nông nghiệp và các huyện tiếp tục rà soát, tháo gỡ khó khăn cho cơ sở.",
        f"Tuy nhiên, việc phát triển {theme} còn gặp không ít trở ngại do thiếu vốn, thiếu mặt bằng và lao động có tay nghề.",
        "Nhiều hộ gia đình mạnh dạn đầu tư máy móc, thay đổi mẫu mã để sản phẩm đáp ứng thị trường trong và ngoài nước.",
        f"Quyết định số {_number(rng)} ngày {_date(rng)} đặt mục tiêu đến năm 2030 có ít nhất {rng.randint(50, 95)}% cơ sở đạt chuẩn.",
    ]
    return " ".join(rng.sample(pool, min(sentences, len(pool))))


def _news(rng: random.Random) -> str:
    place, theme = rng.choice(PLACES), rng.choice(THEMES)
    head = rng.choice(
        (
            f"{place}: Đẩy mạnh phát triển {theme}",
            f"UBND tỉnh {place} ban hành Kế hoạch về {theme}",
            f"KẾ HOẠCH PHÁT TRIỂN {theme.upper()} TỈNH {place.upper()}",
        )
    )
    return f"{head}\n{rng.randint(1, 12):02}:{rng.randint(10, 59)} {_date(rng)}\n(Báo {place}) - {_prose(rng, 3)}\n{_prose(rng, 4)}\n{_prose(rng, 3)}\nẢnh: Minh Thử\n"


def _news_with_parts(rng: random.Random) -> str:
    place, theme = rng.choice(PLACES), rng.choice(THEMES)
    return f"Kế hoạch phát triển {theme} tỉnh {place}\nUBND tỉnh vừa ban hành Kế hoạch số {_number(rng)} về {theme}. {_prose(rng, 2)}\n1. Mục tiêu\n{_prose(rng, 2)}\n2. Nhiệm vụ, giải pháp\n{_prose(rng, 2)}\n3. Tổ chức thực hiện\nKế hoạch giao Sở Tài chính, Sở Nội vụ, UBND các huyện phối hợp thực hiện.\n"


def _news_quoting(rng: random.Random) -> str:
    place = rng.choice(PLACES)
    return f"Tỉnh {place} phê duyệt đề án mới\n{_prose(rng, 3)}\nToàn văn nội dung Quyết định như sau:\nĐiều 1. Phê duyệt Đề án với các nội dung chủ yếu sau:\n1. Mục tiêu: {_prose(rng, 1)}\n2. Nhiệm vụ: {_prose(rng, 1)}\nĐiều 2. Giao Sở Tài chính chủ trì, phối hợp với các sở, ngành triển khai thực hiện.\nĐiều 3. Quyết định có hiệu lực kể từ ngày ký.\n{_prose(rng, 3)}\nNguồn: Cổng thông tin điện tử tỉnh\n"


def _question(rng: random.Random) -> str:
    theme, who = rng.choice(THEMES), rng.choice(("Chị Mai", "Anh Hùng", "Bạn đọc N.T.T"))
    return f"Điều kiện công nhận {theme} được quy định như thế nào?\nHỏi: Xin luật sư cho biết điều kiện công nhận {theme}? ({who} - {rng.choice(PLACES)})\nTrả lời:\nCăn cứ Điều 5 Nghị định 52/2018/NĐ-CP quy định như sau:\nĐiều 5. Tiêu chí công nhận\n1. Nghề đã xuất hiện tại địa phương từ trên 50 năm.\n2. Nghề tạo ra sản phẩm mang bản sắc văn hóa dân tộc.\nNhư vậy, bạn cần chuẩn bị hồ sơ nộp tại Ủy ban nhân dân cấp xã.\nTrân trọng!\n"


def _question_site(rng: random.Random) -> str:
    number = _number(rng)
    return f"Nội dung Quyết định {number} có gì mới?\nCho tôi hỏi Quyết định {number} quy định mức hỗ trợ ra sao? Mong được giải đáp. Câu hỏi của anh Tâm ({rng.choice(PLACES)}).\nNội dung chính\n1. Mục tiêu của Quyết định {number} là gì?\nCăn cứ tiểu mục 1 Mục I Quyết định {number} có nêu rõ:\nI. MỤC TIÊU\n1. Mục tiêu chung\nPhát triển {rng.choice(THEMES)} bền vững.\n2. Nhiệm vụ, giải pháp nào được đặt ra?\nII. NHIỆM VỤ, GIẢI PHÁP\nUBND các tỉnh rà soát, Bộ Tài chính bố trí kinh phí.\nNhư vậy mục tiêu của chương trình gồm các nội dung trên.\n"


def _encyclopedia(rng: random.Random) -> str:
    place = rng.choice(PLACES)
    return f"{place}\nBách khoa toàn thư mở\n{place} là một xã thuộc huyện {rng.choice(PLACES)}, tỉnh {rng.choice(PLACES)}, Việt Nam. Xã có diện tích {rng.randint(5, 60)} km², dân số năm 1999 là {rng.randint(2000, 9000)} người, mật độ dân số đạt {rng.randint(90, 900)} người/km².\nLịch sử\nNgày {_date(rng)}, Chính phủ ban hành Nghị định số {rng.randint(1, 99)}/2004/NĐ-CP về việc thành lập xã.\nKinh tế\n{_prose(rng, 3)}\nTham khảo\n1. Quyết định số 124/2004/QĐ-TTg.\n"


def _form_in_article(rng: random.Random) -> str:
    kind = rng.choice(("kế hoạch", "quyết định", "tờ trình", "thông báo"))
    intro = f"Mẫu {kind} mới nhất năm {rng.randint(2019, 2025)}\n{_prose(rng, rng.randint(0, 3))} Dưới đây là mẫu {kind} để bạn đọc tham khảo:\n"
    form = f"TÊN CƠ QUAN, TỔ CHỨC (1)\n-------\n{MOTTO}---------------\nSố: …/{rng.choice(('KH', 'QĐ', 'TTr'))}-…(2)\n……, ngày … tháng … năm …\n{kind.upper()}\nVề việc ……………………(3)\nCăn cứ ……………………;\nCăn cứ ……………………;\nI. MỤC ĐÍCH, YÊU CẦU\n……………………\nII. NỘI DUNG\n……………………\nIII. TỔ CHỨC THỰC HIỆN\n……………………\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nQUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ\n(Chữ ký, dấu)\nHọ và tên\nGhi chú:\n(1) Tên cơ quan ban hành. (2) Chữ viết tắt tên cơ quan. (3) Trích yếu nội dung.\n"
    return (
        intro
        + form
        + rng.choice(("", "Tải mẫu về máy tại đây. Xem thêm các biểu mẫu khác trong bài viết liên quan.\n"))
    )


def _form_filled_in_article(rng: random.Random) -> str:
    place = rng.choice(PLACES)
    return f"Cách viết kế hoạch của Ủy ban nhân dân xã chuẩn nhất\nBạn đang cần viết một bản kế hoạch cho xã mình mà chưa biết bắt đầu từ đâu? Bài viết dưới đây hướng dẫn bạn cách viết và gửi tới bạn một mẫu kế hoạch tham khảo.\n1. Kế hoạch là gì?\nKế hoạch là văn bản dự kiến những việc phải làm, cách làm và thời hạn hoàn thành trong một khoảng thời gian nhất định.\n2. Mẫu kế hoạch\nUBND XÃ {place.upper()}\n{MOTTO}Số: …/KH-UBND\n{place}, ngày … tháng … năm 20…\nKẾ HOẠCH\nPhát triển {rng.choice(THEMES)} năm 20…\nI. MỤC TIÊU\n- ………\nII. NHIỆM VỤ\n- ………\nHy vọng bài viết giúp ích cho bạn.\n"


def _blog(rng: random.Random) -> str:
    return f"{rng.randint(5, 9)} bước lập kế hoạch cá nhân hiệu quả\nBạn có hay trễ hẹn với chính mình không? Mình cũng từng như vậy.\n1. Mục tiêu\nHãy viết ra mục tiêu thật cụ thể, đo được, có thời hạn.\n2. Giải pháp\nChia nhỏ việc lớn, làm từng phần mỗi ngày.\n3. Nguồn lực\nBạn có bao nhiêu thời gian, tiền bạc?\n4. Tổ chức thực hiện\nBắt đầu ngay hôm nay, đừng chờ ngày mai.\nBạn thấy bài viết hữu ích chứ? Để lại bình luận nhé!\n"


def _job(rng: random.Random) -> str:
    return f"CÔNG TY TNHH {rng.choice(PLACES).upper()}\nTUYỂN DỤNG\nVị trí: Nhân viên kinh doanh - Số lượng: {rng.randint(1, 20)}\nI. Mô tả công việc\n- Tìm kiếm khách hàng, lập kế hoạch bán hàng.\nII. Yêu cầu\n- Tốt nghiệp cao đẳng trở lên.\nIII. Quyền lợi\n- Lương {rng.randint(8, 20)} triệu đồng.\nHồ sơ gửi về địa chỉ công ty trước ngày {_date(rng)}.\n"


def _contract(rng: random.Random) -> str:
    return f"{MOTTO}HỢP ĐỒNG {rng.choice(('MUA BÁN HÀNG HÓA', 'LAO ĐỘNG', 'THUÊ NHÀ', 'DỊCH VỤ TƯ VẤN'))}\nSố: {rng.randint(1, 99)}/2023/{rng.choice(('HĐMB', 'HĐLĐ', 'HĐ-TN', 'HĐDV'))}\nCăn cứ Bộ luật Dân sự số 91/2015/QH13;\nCăn cứ nhu cầu và khả năng của hai bên;\nHôm nay, ngày {rng.randint(1, 28)} tháng 3 năm 2023, tại {rng.choice(PLACES)}, chúng tôi gồm:\nBÊN A: Công ty TNHH Mẫu\nBÊN B: {rng.choice(PEOPLE)}\nĐiều 1. Đối tượng hợp đồng\nBên A đồng ý bán cho Bên B hàng hóa.\nĐiều 2. Giá và phương thức thanh toán\nBên B thanh toán cho bên A bằng chuyển khoản.\nĐẠI DIỆN BÊN A\nĐẠI DIỆN BÊN B\n"


def _invoice(rng: random.Random) -> str:
    return f"HÓA ĐƠN GIÁ TRỊ GIA TĂNG\nKý hiệu: 1C23TAA\nSố: {rng.randint(1, 9999):07}\nNgày {rng.randint(1, 28)} tháng 5 năm 2023\nĐơn vị bán hàng: Công ty CP {rng.choice(PLACES)}\nMã số thuế: 0100{rng.randint(100000, 999999)}\nSTT\nTên hàng hóa\nĐVT\nSố lượng\nĐơn giá\n1\nMây tre đan\nChiếc\n{rng.randint(2, 50)}\n120.000\nCộng tiền hàng: 2.400.000\nNgười mua hàng\nNgười bán hàng\n"


def _lecture(rng: random.Random) -> str:
    return f"BIÊN BẢN BUỔI THẢO LUẬN\nMôn: Quản lý nhà nước - Lớp {rng.randint(10, 99)}QLN\nThời gian: 8h00 ngày {_date(rng)}\nI. Nội dung\n1. Giảng viên giới thiệu chương trình, mục tiêu bài học.\n2. Các nhóm trình bày về {rng.choice(THEMES)}.\nII. Kết luận\nNhóm 1 hoàn thiện bài trước buổi sau.\nThư ký\nChủ tọa\n"


def _syllabus(rng: random.Random) -> str:
    return f"BỘ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG ĐẠI HỌC {rng.choice(PLACES).upper()}\n{MOTTO}ĐỀ CƯƠNG CHI TIẾT HỌC PHẦN\n1. Tên học phần: Kinh tế phát triển\n2. Số tín chỉ: {rng.randint(2, 4)}\n3. Mục tiêu học phần\n- Cung cấp kiến thức về {rng.choice(THEMES)}.\n4. Nội dung chi tiết\nChương 1. Tổng quan\n5. Tổ chức thực hiện\n- Lên lớp 30 tiết, thảo luận 15 tiết.\n"


def _lesson(rng: random.Random) -> str:
    return f"Trường THPT {rng.choice(PLACES)}\nTổ: Xã hội\nKẾ HOẠCH BÀI DẠY\nBài {rng.randint(1, 30)}: Địa lí địa phương\nI. MỤC TIÊU\n1. Kiến thức\n- Trình bày được đặc điểm {rng.choice(THEMES)}.\n2. Năng lực\n- Tự học, hợp tác.\nII. THIẾT BỊ DẠY HỌC\nMáy chiếu.\nIII. TIẾN TRÌNH DẠY HỌC\n1. Hoạt động 1: Khởi động\na) Mục tiêu: tạo hứng thú.\nb) Tổ chức thực hiện: Giáo viên giao nhiệm vụ.\n"


def _paper(rng: random.Random) -> str:
    return f"Phát triển {rng.choice(THEMES)} tại tỉnh {rng.choice(PLACES)}: thực trạng và giải pháp\nTÓM TẮT\n{_prose(rng, 4)}\nTừ khóa: phát triển, giải pháp, bền vững.\n1. ĐẶT VẤN ĐỀ\n{_prose(rng, 3)}\n2. MỤC TIÊU VÀ PHƯƠNG PHÁP NGHIÊN CỨU\n{_prose(rng, 2)}\n3. KẾT QUẢ\n{_prose(rng, 3)}\n4. GIẢI PHÁP\n{_prose(rng, 2)}\nTÀI LIỆU THAM KHẢO\n1. Quyết định số {_number(rng)}.\n"


def _contents(rng: random.Random) -> str:
    return (
        "MỤC LỤC\nLỜI MỞ ĐẦU ........ 1\nChương I. CƠ SỞ LÝ LUẬN ........ 3\n1.1. Mục tiêu ........ 4\n1.2. Nhiệm vụ ........ 7\nChương II. THỰC TRẠNG ........ 12\nChương III. GIẢI PHÁP ........ 25\nKẾT LUẬN ........ 40\nTÀI LIỆU THAM KHẢO ........ 42\n"
        + _prose(rng, 2)
        + "\n"
    )


def _press(rng: random.Random) -> str:
    return f"THÔNG CÁO BÁO CHÍ\n{rng.choice(PLACES)}, ngày {rng.randint(1, 28)} tháng 4 năm 2024\nTập đoàn Mẫu khởi động chương trình hỗ trợ {rng.choice(THEMES)}\n{_prose(rng, 3)}\nÔng Trần Văn Thử, Tổng Giám đốc, chia sẻ: “Chúng tôi cam kết đồng hành lâu dài.”\nThông tin liên hệ: Phòng Truyền thông.\n"


def _application(rng: random.Random) -> str:
    return f"{MOTTO}ĐƠN {rng.choice(('XIN NGHỈ PHÉP', 'ĐỀ NGHỊ HỖ TRỢ', 'XIN VIỆC', 'KHIẾU NẠI'))}\nKính gửi: Ủy ban nhân dân xã {rng.choice(PLACES)}\nTôi tên là: {rng.choice(PEOPLE)}\nSinh ngày: {_date(rng)}\nCăn cứ Luật Khiếu nại năm 2011, tôi làm đơn này kính mong quý cơ quan xem xét.\nTôi xin chân thành cảm ơn.\n{rng.choice(PLACES)}, ngày {rng.randint(1, 28)} tháng 6 năm 2022\nNgười làm đơn\n"


def _company_plan(rng: random.Random) -> str:
    return f"CÔNG TY CỔ PHẦN {rng.choice(PLACES).upper()}\n{MOTTO}Số: {rng.randint(1, 90)}/KH-CT\n{rng.choice(PLACES)}, ngày {rng.randint(1, 28)} tháng 1 năm 2024\nKẾ HOẠCH KINH DOANH\nI. MỤC TIÊU\n- Doanh thu {rng.randint(10, 90)} tỷ đồng.\nII. GIẢI PHÁP\n- Mở rộng đại lý.\nIII. TỔ CHỨC THỰC HIỆN\n- Phòng Kinh doanh triển khai.\n"


def _speech(rng: random.Random) -> str:
    return f"Bài phát biểu tại lễ khai mạc\nKính thưa các đồng chí lãnh đạo, kính thưa quý vị đại biểu!\n{_prose(rng, 4)}\nThay mặt ban tổ chức, tôi xin tuyên bố khai mạc và chúc các đồng chí sức khỏe.\n{_prose(rng, 2)}\n"


def _advice(rng: random.Random) -> str:
    return f"Thủ tục thành lập {rng.choice(THEMES)} theo quy định mới nhất\n{_prose(rng, 2)}\n1. Cơ sở pháp lý\nCăn cứ Luật Hợp tác xã năm 2023;\nCăn cứ Nghị định số 92/2024/NĐ-CP của Chính phủ;\n2. Hồ sơ gồm những gì?\nHồ sơ nộp tại Phòng Tài chính - Kế hoạch thuộc UBND cấp huyện, gồm giấy đề nghị và điều lệ.\n3. Thời gian giải quyết\nTrong 3 ngày làm việc. Liên hệ hotline để được luật sư tư vấn miễn phí.\n"


def _advert(rng: random.Random) -> str:
    return f"TOUR DU LỊCH {rng.choice(PLACES).upper()} 3 NGÀY 2 ĐÊM\nCHƯƠNG TRÌNH THAM QUAN\nNGÀY 1: HÀ NỘI - {rng.choice(PLACES).upper()}\n- Sáng: xe đón khách, tham quan làng nghề.\nNGÀY 2: KHÁM PHÁ\n- Thưởng thức đặc sản.\nGiá trọn gói: {rng.randint(2, 6)}.990.000 đồng/khách. Đăng ký ngay!\n"


def _story(rng: random.Random) -> str:
    return f"Chuyện ở làng\n{_prose(rng, 2)}\nBà cụ ngồi bên khung cửi, tay thoăn thoắt đưa thoi, kể cho lũ trẻ nghe chuyện ngày xưa ông tổ nghề dạy dân dệt vải.\nLũ trẻ hỏi: “Bà ơi, sao bà không nghỉ?” Bà cười hiền.\n"


def _summary(rng: random.Random) -> str:
    number = _number(rng)
    return f"Quyết định {number} có hiệu lực từ ngày nào\nĐây là nội dung đáng chú ý tại Quyết định {number} ban hành ngày {_date(rng)}. {_prose(rng, 1)}\nTheo đó, mức hỗ trợ được quy định cụ thể như sau:\n- Hỗ trợ 50% chi phí;\n- Hỗ trợ không quá 100 triệu đồng.\nXem chi tiết Quyết định {number}.\n"


def _minutes(rng: random.Random) -> str:
    return f"{MOTTO}BIÊN BẢN HỌP LỚP\nHôm nay, ngày {rng.randint(1, 28)} tháng 9 năm 2023, lớp 12A{rng.randint(1, 9)} tổ chức họp.\nI. Thành phần\n1. Giáo viên chủ nhiệm\n2. {rng.choice(PEOPLE)}\nII. Nội dung\n1. Kế hoạch năm học\n2. Nhiệm vụ của ban cán sự\nCuộc họp kết thúc lúc 11h.\nThư ký\n"


GENRES: tuple[Callable[[random.Random], str], ...] = (
    _news, _news_with_parts, _news_quoting, _question, _question_site, _encyclopedia, _form_in_article,
    _form_filled_in_article, _blog, _job, _contract, _invoice, _lecture, _syllabus, _lesson, _paper, _contents, _press,
    _application, _company_plan, _speech, _advice, _advert, _story, _summary, _minutes,
)  # fmt: skip
