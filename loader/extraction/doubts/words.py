"""Words: misread syllables, with the reading proposed, and words printed twice.

A pair of neighbouring syllables is doubted when it is no word of the lexicon, but would be one with other tones or
diacritics, when neither syllable belongs to the word beside it, and when not both are words of their own. A string that no Vietnamese syllable can be is doubted when a word of the lexicon is near.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from loader.extraction.agents import fold_tones
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.doubts.syllables import is_syllable, skeleton
from loader.facts import Note, NoteKind

_SYLLABLE = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[^\w\s]+|[\d_]+")
_UNWORDED = frozenset({Part.HEAD, Part.TAIL})

# Syllables that are words of their own in such texts: they account for themselves.
_FREE = frozenset(
    """
    a ai anh ba bà bài ban bán bàn bản bảng bao báo bảo bãi bán bằng bắc bậc bên bến bị bì biển biết bể bò bó bỏ bộ bột bờ bởi buộc bún bước cá cả cái cách cam cao cao cát cán cần cẩn cầu cấm cây
    cấp cấy cắt câu chai chân chất cháy chậm chấp chè chế chi chỉ chia chiếm chiếu chính chịu cho chọn chợ chủ chung chuẩn chuỗi chuyên chuyển chữ chưa chức chương chống chỗ có con còn cói cơ cộng cột cỡ của cùng cũng cụm cung cụ cử cuối cuộc cũ
    cứ cửa da dài dân dạng dành dạy dẫn dầu dây dễ dệt dịch diện do dọc dòng dù dùng dự dừng dựng dưới dừa đã đá đan đang đào đạt đau đảo đảng đầu đất đặt đặc đậu đăng đây đấy đến đem đèn đền đề để đi đích điểm điện điều đình đinh định đó đoàn đoạn đọc đón
    đô độ đội đổ đồ đồi đồng đông đôi đối đổi đơn đời đợt đủ đúc đúng đường đưa được đứng em gạch gạo gác gắn gần gặp ghe ghi gì gia giá giả già giải giàn giảm giao giàu giấy giỏi giỏ giờ giới giống giúp giữ giữa góc gói gồm gốc gốm gỗ gọi góp gửi hà hai hại hàm hàng hành hạng hạt hầm
    hãy hằng hàng hát hay hân hậu hệ hẹp hết hiểu hình hiện ho hoa hoặc hòa hóa học hỏi họ họp hoàn hộ hố hồ hồi hỗ hội hơn hợp huy hương hướng hưởng hữu in ít kê kém kênh kéo kể kệ kế kết khá khác khai khách khăn khâu khe khi khí khó khỏe khô không khỏi khu khuôn khung kiểm kiểu kim kinh kí ký kỳ kỹ
    la là lá lại làm lãi lan làn lãnh lao lập lắp lâu lấy lần lẻ lên lễ lệ liên liền liệu linh loại lòng lọc lò lộ lối lời lợi lớn lớp lụa lúa lúc lực lưới lượng lượt lưu lũ ly lý mã mà mạ mái mai mang mạng mành màn mạnh màu mảng máy may mây mắm mắt mặn mặt mất mất mẫu mẻ mía miền miệng minh mình mọi món mong mới mở môi môn một mộc mua mục mức mùa
    muốn muối mười mừng mức nan nạn nam nào này nay nặng năm nắm năng nâng nấu nấm nét nem nên nếu nền nếp nếu ngày ngay ngành ngang ngân ngắn nghe nghề nghỉ nghiệp nghĩa ngoài ngói ngọc ngọn ngô người nguồn nguyên ngư ngừa nhà nhạc nhau nhận nhất nhằm nhập nhẹ nhỏ nhiều nhiệm nhóm nhờ nhu như nhưng những nhựa nhũng nó nói nón nơi nối nổi nộp nội nông nữ nửa nữa nứa nước nuôi núi
    ở ô ổ ống phá phải phái phạm phần phân pháp phát phẩm phép phí phía phim phiên phiếu pho phong phòng phổ phố phôi phục phụ phủ phúc phương phường qua quá quà quán quản quân quận quanh quần quê quế quy quý quyền quyết quỹ quốc quỳnh ra rà rác rau rào rãnh rằng rất rèn ren riêng rõ rong rồi rộng rời rơm rừng ruộng rượu
    sai sản sàn sang sáng sao sạch sau sáu sắc sắt săn sâu sân sâm sẵn sắp sấy sẽ sen sinh sóc soạn sóng sống sông sổ số sợi sơ sơn sở sự sử sức sửa sữa suất suốt ta tác tại tài tải tàu tay tám tăng tận tất tập tầm tầng tấn tặng tên tết thả thác thải thảm thảo tháng thành thái tham than thanh thay thác thạch thảo tháo thẻ thêm theo thép thê thế thể thêu thị thi thì thiện thiếu thiết thịt thỏa thoát thôn thống thông thổ thờ thợ thơ thời thu thủ
    thụ thú thuê thuế thuận thuốc thuộc thuyền thủy thư thử thứ thử thừa thực thường thưởng thước tích tiền tiến tiên tiếng tiếp tiết tiêu tin tình tính tỉnh tìm tinh tịnh to toàn tôi tôm tối tốt tổ tổng tốc tộc tơ tờ tới trà trả trạm trang tranh tránh trăm trăng trắng trận trâu trầm tre trẻ trên trệt treo trì trị trí triển triệu trình trong tròn trồng trở trông trống trọng trú trúc trung trước trực trừ trứng trường trưởng trưng truyền truy từ tư tự tứ tùy tụ tú tuần tuổi tuyến tuyển tượng tường tương túi tổn
    uống ủy ưu và vạc vài vải vào vàng vàng ván vạn văn vẫn vận vật vay vây vậy vé về vẽ vẻ ven vẹn vì vị vi viên viện việc viết vốn vỏ vòng vót vòm với vôi vừa vùng vụ vui vườn vướng vượt xa xã xác xanh xây xảy xe xem xen xét xếp xin xoay xong xóa xóm xơ xuất xuống xung xưa xưởng xử xương yêu yến y ý
    """.split()
)
# Neighbours that are the same on purpose (láy, distributives).
_DOUBLED = frozenset(
    "ba dần luôn thường ngày đời người nhà nơi làng ngành đâu mãi rất xanh đỏ nhè vừa hàng lần từng từ chung riêng song khăng xa gần khi tháng năm đều ai đầy êm hơi nhỏ cao sang hay chầm kịp chuồn rưng xinh oang bình ào ầm ngang ù lù lăng lâng ha hi ô".split()
) - frozenset({"khi"})


@dataclass(frozen=True, slots=True)
class _Confusion:
    """A row of misreadings.toml; it is looked up by the pair of its syllables at ``offset``, the most telling one."""

    offset: int
    read: tuple[str, ...]
    proposed: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    confidence: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    known: frozenset[str]
    whole: frozenset[str]
    by_skeleton: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    syllables: dict[str, tuple[str, ...]]
    confusions: dict[str, tuple[_Confusion, ...]]


def _table(name: str) -> dict[str, object]:
    return tomllib.loads(files("loader").joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _lexicon() -> _Lexicon:
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
    for syllable in {s for pair in known for s in pair.split()} | _FREE:
        syllables.setdefault(skeleton(syllable), set()).add(syllable)
    confusions: dict[str, list[_Confusion]] = {}
    rows = _table("misreadings")["misreading"]
    assert isinstance(rows, list)
    for row in rows:
        read = tuple(row["read"].split())
        pairs = [f"{a} {b}" for a, b in pairwise(read)]
        offset = max((i for i, pair in enumerate(pairs) if pair not in known), default=0)
        before, after = _pattern(row.get("before")), _pattern(row.get("after"))
        confusion = _Confusion(offset, read, row["proposed"], before, after, row.get("confidence", "0.8"))
        confusions.setdefault(pairs[offset], []).append(confusion)
    return _Lexicon(
        frozenset(known),
        frozenset(whole),
        {k: tuple(v) for k, v in by_skeleton.items()},
        {k: tuple(dict.fromkeys(v)) for k, v in near.items()},
        {k: tuple(sorted(v)) for k, v in syllables.items()},
        {k: tuple(v) for k, v in confusions.items()},
    )


def _pattern(expression: str | None) -> re.Pattern[str] | None:
    return re.compile(expression, re.IGNORECASE) if expression else None


@dataclass(frozen=True, slots=True)
class _Line:
    """The syllables of a stretch in lower case, where they stand, and which follow each other without a mark between."""

    text: str
    syllables: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    joined: tuple[bool, ...]
    linked: tuple[bool, ...]


def misread_words(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the doubts about words."""
    lexicon = _lexicon()
    for stretch in found:
        if stretch.part in _UNWORDED or not _deserves_look(stretch.text):
            continue
        line = _line(stretch.text, lexicon)
        taken: set[int] = set()
        reported: set[str] = set()
        for at, proposal in _suspects(line, lexicon, taken):
            printed = stretch.text[line.starts[at] : proposal.end]
            if printed.lower() in reported:
                continue
            reported.add(printed.lower())
            proposed = _like(printed, proposal.words)
            vi = f"“{printed}” có thể là “{proposed}”"
            en = f"“{printed}” may stand for “{proposed}”"
            finding = Finding(NoteKind.SUSPECTED_MISREADING, vi, en, proposal.rule, proposal.confidence, proposed)
            yield note(finding, stretch, line.starts[at], proposal.end)
        yield from _repeated(stretch, line, taken)


def _deserves_look(text: str) -> bool:
    """Whether some pair of neighbours in ``text`` may be doubtful; quick, so that most stretches need no closer look."""
    for run in _BETWEEN.split(text.lower()):
        syllables = run.split()
        if len(syllables) == 1 and not syllables[0].isascii() and not is_syllable(fold_tones(syllables[0])):
            return True
        for a, b in pairwise(syllables):
            if _is_doubtful(a, b):
                return True
    return False


@lru_cache(maxsize=100_000)
def _is_doubtful(a: str, b: str) -> bool:
    lexicon = _lexicon()
    a, b = fold_tones(a), fold_tones(b)
    pair = f"{a} {b}"
    if a == b or pair in lexicon.confusions:
        return True
    if pair in lexicon.known:
        return False
    if _pair_skeleton(a, b) in lexicon.by_skeleton:
        return True
    return any(
        not is_syllable(s) and (not s.isascii() or bool(_one_off(_pair_skeleton(a, b), lexicon))) for s in (a, b)
    )


def _pair_skeleton(a: str, b: str) -> str:
    """Return the bare letters of two syllables."""
    return f"{skeleton(a)} {skeleton(b)}"


def _line(text: str, lexicon: _Lexicon) -> _Line:
    folded = fold_tones(text).lower()
    if len(folded) != len(text):
        folded = text
    spans = [m.span() for m in _SYLLABLE.finditer(folded)]
    syllables = tuple(folded[a:b] for a, b in spans)
    joined = tuple(folded[a[1] : b[0]].isspace() for a, b in pairwise(spans))
    known = lexicon.known
    linked = tuple(j and f"{a} {b}" in known for j, a, b in zip(joined, syllables, syllables[1:], strict=False))
    return _Line(text, syllables, tuple(a for a, _ in spans), tuple(b for _, b in spans), joined, linked)


@dataclass(frozen=True, slots=True)
class _Proposal:
    words: str
    end: int
    rule: str
    confidence: str


def _suspects(line: _Line, lexicon: _Lexicon, taken: set[int]) -> Iterator[tuple[int, _Proposal]]:
    syllables = line.syllables
    for i, here in enumerate(syllables):
        if i in taken:
            continue
        follows = i < len(line.joined) and line.joined[i]
        if follows and (confused := _confused(line, i, lexicon)):
            at, found = confused
            taken.update(range(at, at + len(line.text[line.starts[at] : found.end].split())))
            yield at, found
            continue
        if not is_syllable(here):
            if (impossible := _impossible(line, i, lexicon)) is not None:
                at, proposal = impossible
                taken.update((at, at + 1))
                yield at, proposal
            continue
        if not follows or line.linked[i] or _is_name(line, i):
            continue
        there = syllables[i + 1]
        candidates = lexicon.by_skeleton.get(_pair_skeleton(here, there))
        if not candidates or i + 1 in taken or not is_syllable(there):
            continue
        first = here in _FREE or (i > 0 and line.linked[i - 1])
        second = there in _FREE or (i + 1 < len(line.linked) and line.linked[i + 1])
        if (first and second) or (
            _belongs(line, i) and _known_syllable(here, lexicon) and _known_syllable(there, lexicon)
        ):
            continue
        # A syllable that is accounted for stays as it is.
        fitting = [
            c for c in candidates if not (first and c.split()[0] != here) and not (second and c.split()[1] != there)
        ]
        if not fitting:
            continue
        taken.update((i, i + 1))
        yield i, _Proposal(_nearest(f"{here} {there}", fitting), line.ends[i + 1], "misread-word", "0.8")


def _belongs(line: _Line, i: int) -> bool:
    """Whether a syllable of the pair at ``i`` is part of the word before or behind the pair."""
    return (i > 0 and line.linked[i - 1]) or (i + 1 < len(line.linked) and line.linked[i + 1])


def _known_syllable(syllable: str, lexicon: _Lexicon) -> bool:
    return syllable in lexicon.syllables.get(skeleton(syllable), ())


def _confused(line: _Line, i: int, lexicon: _Lexicon) -> tuple[int, _Proposal] | None:
    """Return where a listed misreading begins whose telling pair stands at ``i``, and what is proposed for it."""
    for confusion in lexicon.confusions.get(f"{line.syllables[i]} {line.syllables[i + 1]}", ()):
        count = len(confusion.read)
        at = i - confusion.offset
        if at < 0 or line.syllables[at : at + count] != confusion.read or not all(line.joined[at : at + count - 1]):
            continue
        end = line.ends[at + count - 1]
        if confusion.before and not confusion.before.search(line.text[max(0, line.starts[at] - 40) : line.starts[at]]):
            continue
        if confusion.after and not confusion.after.match(line.text[end : end + 40]):
            continue
        return at, _Proposal(confusion.proposed, end, "confused-words", confusion.confidence)
    return None


def _impossible(line: _Line, i: int, lexicon: _Lexicon) -> tuple[int, _Proposal] | None:
    """Return where a word of the lexicon is meant by a string that is no syllable, and that word."""
    here = line.syllables[i]
    printed = line.text[line.starts[i] : line.ends[i]]
    if (printed.isupper() and len(printed) <= 6 and printed.isascii()) or not 3 <= len(here) <= 8:
        return None
    for at in (i - 1, i):
        if at < 0 or at + 1 >= len(line.syllables) or not line.joined[at]:
            continue
        pair = f"{line.syllables[at]} {line.syllables[at + 1]}"
        bare = _pair_skeleton(line.syllables[at], line.syllables[at + 1])
        candidates = lexicon.by_skeleton.get(bare) or (_one_off(bare, lexicon) if not here.isascii() or at == i else ())
        if not candidates:
            continue
        words = _nearest(pair, [c for c in candidates if c in lexicon.whole] or candidates)
        if (
            words not in lexicon.whole
            and words.split()[i - at] != here
            and words.split()[1 - (i - at)] == line.syllables[at + 1 - (i - at)]
        ):
            # Part of a longer word: only the syllable itself is replaced.
            return i, _Proposal(words.split()[i - at], line.ends[i], "impossible-syllable", "0.85")
        return at, _Proposal(words, line.ends[at + 1], "impossible-syllable", "0.85")
    if here.isascii() or printed[:1].isupper():
        return None
    single = lexicon.syllables.get(skeleton(here), ())
    if single:
        return i, _Proposal(_nearest(here, single), line.ends[i], "impossible-syllable", "0.8")
    return None


def _one_off(bare: str, lexicon: _Lexicon) -> tuple[str, ...]:
    """Return the words whose bare letters are those of ``bare`` with one letter too many or one too few."""
    found: list[str] = list(lexicon.near.get(bare, ()))
    for i, char in enumerate(bare):
        if char != " ":
            found += lexicon.by_skeleton.get(bare[:i] + bare[i + 1 :], ())
    return tuple(dict.fromkeys(found))


def _nearest(printed: str, candidates: Iterable[str]) -> str:
    """Return the candidate that shares most letters with ``printed``, place by place; of equals the first."""

    def distance(candidate: str) -> tuple[int, str]:
        return (
            sum(a != b for a, b in zip(printed, candidate, strict=False)) + abs(len(printed) - len(candidate)),
            candidate,
        )

    return min(candidates, key=distance)


def _is_name(line: _Line, i: int) -> bool:
    """Whether the pair at ``i`` is part of a proper name: its second syllable is capitalised in running text."""
    second = line.text[line.starts[i + 1] : line.ends[i + 1]]
    return second[:1].isupper() and not second.isupper()


def _like(printed: str, proposed: str) -> str:
    """Return ``proposed`` in the letter case of ``printed``."""
    if printed.isupper():
        return proposed.upper()
    return proposed[:1].upper() + proposed[1:] if printed[:1].isupper() else proposed


def _repeated(stretch: Stretch, line: _Line, taken: set[int]) -> Iterator[Note]:
    for i, joined in enumerate(line.joined):
        here = line.syllables[i]
        if not joined or here != line.syllables[i + 1] or here in _DOUBLED or len(here) < 2:
            continue
        before = i > 0 and line.linked[i - 1]
        behind = i + 1 < len(line.linked) and line.linked[i + 1]
        if i in taken or i + 1 in taken or (before and behind):
            # "tổng kết kết quả": two words that meet.
            continue
        if line.text[line.starts[i] : line.ends[i]].isupper() and len(here) <= 3:
            continue
        printed = line.text[line.starts[i] : line.ends[i + 1]]
        if _is_name(line, i):
            continue
        proposed = line.text[line.starts[i] : line.ends[i]]
        finding = Finding(
            NoteKind.REPEATED_WORD, f"Từ lặp lại: “{printed}”", f"A word printed twice: “{printed}”", "repeated-word", "0.85", proposed
        )  # fmt: skip
        yield note(finding, stretch, line.starts[i], line.ends[i + 1])
