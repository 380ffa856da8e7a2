"""The words that misread ones are held against: compounds, listed confusions, syllables that are words of their own."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from loader.extraction.agents import fold_tones
from loader.extraction.doubts.syllables import skeleton

# Syllables that are words of their own in such texts: they account for themselves.
FREE = frozenset(
    """
    a ai anh ba bà bài ban bán bàn bản bảng bao báo bảo bãi bán bằng bắc bậc bên bến bị bì biển biết bể bò bó bỏ bộ bột bờ bởi buộc bún bước cá cả cái cách cam cao cao cát cán cần cẩn cầu cấm cây
    cấp cấy cắt câu chai chân chất cháy chậm chấp chè chế chi chỉ chia chiếm chiếu chính chịu cho chọn chợ chủ chung chuẩn chuỗi chuyên chuyển chữ chưa chức chương chống chỗ có con còn cói cơ cộng cột cỡ của cùng cũng cụm cung cụ cử cuối cuộc cũ
    cứ cửa da dài dân dạng dành dạy dẫn dầu dây dễ dệt dịch diện do dọc dòng dù dùng dự dừng dựng dưới dừa đã đá đan đang đào đạt đau đảo đảng đầu đất đặt đặc đậu đăng đây đấy đến đem đèn đền đề để đi đích điểm điện điều đình đinh định đó đoàn đoạn đọc đón
    đô độ đội đổ đồ đồi đồng đông đôi đối đổi đơn đời đợt đủ đúc đúng đường đưa được đứng em gạch gạo gác gắn gần gặp ghe ghi gì gia giá giả già giải giàn giảm giao giàu giấy giỏi giỏ giờ giới giống giúp giữ giữa góc gói gồm gốc gốm gỗ gọi góp gửi hà hai hại hàm hàng hành hạng hạt hầm
    hãy hằng hàng hát hay hân hậu hệ hẹp hết hiểu hình hiện ho hoa hoặc hòa hóa học hỏi họ họp hoàn hộ hố hồ hồi hỗ hội hơn hợp huy hương hướng hưởng hữu in ít kém kênh kéo kể kết khá khác khai khách khăn khâu khe khi khí khó khỏe khô không khỏi khu khuôn khung kiểm kiểu kim kinh kí ký kỳ kỹ
    la là lá lại làm lãi lan làn lãnh lao lập lắp lâu lấy lần lẻ lên lễ lệ liên liền liệu linh loại lòng lọc lò lộ lối lời lợi lớn lớp lụa lúa lúc lực lưới lượng lượt lưu lũ ly lý mã mà mạ mái mai mang mạng mành màn mạnh màu mảng máy may mây mắm mắt mặn mặt mất mất mẫu mẻ mía miền miệng minh mình mọi món mong mới mở môi môn một mộc mua mục mức mùa
    muốn muối mười mừng mức nan nạn nam nào này nay nặng năm nắm năng nâng nấu nấm nét nem nên nếu nền nếp nếu ngày ngay ngành ngang ngân ngắn nghe nghề nghỉ nghiệp nghĩa ngoài ngói ngọc ngọn ngô người nguồn nguyên ngư ngừa nhà nhạc nhau nhận nhất nhằm nhập nhẹ nhỏ nhiều nhiệm nhóm nhờ nhu như nhưng những nhựa nhũng nó nói nón nơi nối nổi nộp nội nông nữ nửa nữa nứa nước nuôi núi
    ở ô ổ ống phá phải phái phạm phần phân pháp phát phẩm phép phí phía phim phiên phiếu pho phong phòng phổ phố phôi phục phụ phủ phúc phương phường qua quá quà quán quản quân quận quanh quần quê quế quy quý quyền quyết quỹ quốc quỳnh ra rà rác rau rào rãnh rằng rất rèn ren riêng rõ rong rồi rộng rời rơm rừng ruộng rượu
    sai sản sàn sang sáng sao sạch sau sáu sắc sắt săn sâu sân sâm sẵn sắp sấy sẽ sen sinh sóc soạn sóng sống sông sổ số sợi sơ sơn sở sự sử sức sửa sữa suất suốt ta tác tại tài tải tàu tay tám tăng tận tất tập tầm tầng tấn tặng tên tết thả thác thải thảm thảo tháng thành thái tham than thanh thay thác thạch thảo tháo thẻ thêm theo thép thê thế thể thêu thị thi thì thiện thiếu thiết thịt thỏa thoát thôn thống thông thổ thờ thợ thơ thời thu thủ
    thụ thú thuê thuế thuận thuốc thuộc thuyền thủy thư thử thứ thử thừa thực thường thưởng thước tích tiền tiến tiên tiếng tiếp tiết tiêu tin tình tính tỉnh tìm tinh tịnh to toàn tôi tôm tối tốt tổ tổng tốc tộc tơ tờ tới trà trả trạm trang tranh tránh trăm trăng trắng trận trâu trầm tre trẻ trên trệt treo trì trị trí triển triệu trình trong tròn trồng trở trông trống trọng trú trúc trung trước trực trừ trứng trường trưởng trưng truyền truy từ tư tự tứ tùy tụ tú tuần tuổi tuyến tuyển tượng tường tương túi tổn
    uống ủy ưu và vạc vài vải vào vàng vàng ván vạn văn vẫn vận vật vay vây vậy vé về vẽ vẻ ven vẹn vì vị vi viên viện việc viết vốn vỏ vòng vót vòm với vôi vừa vùng vụ vui vườn vướng vượt xa xã xác xanh xây xảy xe xem xen xét xếp xin xoay xong xóa xóm xơ xuất xuống xung xưa xưởng xử xương yêu yến y ý
    """.split()
)


@dataclass(frozen=True, slots=True)
class Confusion:
    """A row of misreadings.toml; it is looked up by the pair of its syllables at ``offset``, the most telling one."""

    offset: int
    read: tuple[str, ...]
    proposed: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of words.

    Attributes:
        known: pairs of neighbouring syllables in known words.
        whole: the words of two syllables.
        by_skeleton: known pairs by their bare letters.
        near: known pairs by their bare letters less one.
        syllables: known syllables by their bare letters.
        confusions: listed misreadings by their most telling pair.
    """

    known: frozenset[str]
    whole: frozenset[str]
    by_skeleton: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    syllables: dict[str, tuple[str, ...]]
    confusions: dict[str, tuple[Confusion, ...]]


def _table(name: str) -> dict[str, object]:
    return tomllib.loads(files("loader").joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """Return the words of ``lexicon/compounds.toml`` and ``lexicon/misreadings.toml``."""
    known: set[str] = set()
    whole: set[str] = set()
    for group in _table("compounds").values():
        for word in str(group).replace("\n", " ").split(","):
            parts = fold_tones(word.strip().lower()).split()
            known.update(f"{a} {b}" for a, b in pairwise(parts))
            if len(parts) == 2:
                whole.add(" ".join(parts))
    by_skeleton: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    for pair in sorted(known):
        bare = skeleton(pair)
        by_skeleton.setdefault(bare, []).append(pair)
        for i, char in enumerate(bare):
            if char != " ":
                near.setdefault(bare[:i] + bare[i + 1 :], []).append(pair)
    syllables: dict[str, set[str]] = {}
    for syllable in {s for pair in known for s in pair.split()} | FREE:
        syllables.setdefault(skeleton(syllable), set()).add(syllable)
    confusions: dict[str, list[Confusion]] = {}
    rows = _table("misreadings")["misreading"]
    assert isinstance(rows, list)
    for row in rows:
        read = tuple(row["read"].split())
        pairs = [f"{a} {b}" for a, b in pairwise(read)]
        offset = max((i for i, pair in enumerate(pairs) if pair not in known), default=0)
        before, after = _pattern(row.get("before")), _pattern(row.get("after"))
        confusion = Confusion(offset, read, row["proposed"], before, after)
        confusions.setdefault(pairs[offset], []).append(confusion)
    return Lexicon(
        frozenset(known),
        frozenset(whole),
        {k: tuple(v) for k, v in by_skeleton.items()},
        {k: tuple(dict.fromkeys(v)) for k, v in near.items()},
        {k: tuple(sorted(v)) for k, v in syllables.items()},
        {k: tuple(v) for k, v in confusions.items()},
    )


def _pattern(expression: str | None) -> re.Pattern[str] | None:
    return re.compile(expression, re.IGNORECASE) if expression else None
