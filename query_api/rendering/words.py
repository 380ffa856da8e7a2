"""Words that several pages need in both languages, by the keys that the graph has for them."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]

GRADES: Words = {
    "verified": ("đã kiểm chứng", "verified"),
    "probable": ("có lẽ đúng", "probable"),
    "uncertain": ("chưa chắc", "uncertain"),
    "": ("không ghi mức tin", "no grade given"),
}
ENDS: Words = {
    "merged": ("hợp nhất", "merged"),
    "changed": ("tổ chức lại, đổi tên hoặc chuyển cấp trên", "reorganised or renamed"),
    "split": ("chia cho nhiều nơi", "split between several"),
    "ended": ("kết thúc, không nêu cơ quan kế tục", "ended, no successor named"),
}
ROLES: Words = {
    "leads": ("Chủ trì", "Leads"),
    "supports": ("Phối hợp", "Supports"),
    "reports": ("Phải báo cáo", "Reports"),
    "receives": ("Nhận báo cáo", "Receives reports"),
}
RECURRENCES: Words = {
    "annual": ("hằng năm", "every year"),
    "semiannual": ("6 tháng một lần", "twice a year"),
    "quarterly": ("hằng quý", "every quarter"),
    "continuous": ("thường xuyên", "all the time"),
    "once": ("một lần", "once"),
    "conditional": ("khi có điều kiện", "on a condition"),
    "": ("", ""),
}
LEVELS: Words = {
    "national": ("trung ương", "national"),
    "province": ("cấp tỉnh", "province"),
    "district": ("cấp huyện", "district"),
    "commune": ("cấp xã", "commune"),
    "": ("", ""),
}
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
KINDS: Words = {
    "document": ("Văn bản", "Documents"),
    "target": ("Chỉ tiêu", "Targets"),
    "task": ("Nhiệm vụ", "Tasks"),
    "report": ("Chế độ báo cáo", "Reports"),
    "measure": ("Giải pháp", "Measures"),
    "objective": ("Mục tiêu", "Objectives"),
    "funding": ("Kinh phí", "Funding"),
    "place": ("Địa phương", "Places"),
    "body": ("Cơ quan", "Bodies"),
    "phrase": ("Nhóm cơ quan", "Groups of bodies"),
    "indicator": ("Chỉ số", "Indicators"),
    "doubt": ("Nghi vấn về câu chữ", "Doubts about the text"),
    "change": ("Sắp xếp, sáp nhập", "Reorganisations"),
    "term": ("Thuật ngữ", "Terms"),
    "other": ("Khác", "Other"),
}


def word(words: Words, key: str, language: str) -> str:
    """Return the word for a key in a language; the key itself where there is none."""
    found = words.get(key)
    return key if found is None else found[language == "en"]
