"""The page of a report with very many findings, in a browser without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from validation_setting import EXAMPLES, Check

from loader.validation.findings import Finding, Language, Report
from loader.validation.formats.page import report_html

MANY = 10_000
PROBE = """<script>
const form = document.querySelector(".filters"), result = document.querySelector(".result"), said = [];
function step(change) {
  change();
  said.push(result.textContent + " | " + document.querySelectorAll("article").length);
}
const input = () => form.dispatchEvent(new Event("input"));
step(() => {});
step(() => { form.elements.text.value = "so 7777 "; input(); });
step(() => { form.elements.text.value = ""; form.elements.rule.value = "TXT-19"; input(); });
step(() => { form.elements.rule.value = ""; form.elements.order.value = "rule"; input(); });
step(() => document.querySelector("[data-set-lang=en]").click());
document.title = JSON.stringify(said);
</script>"""


@pytest.fixture(scope="module")
def large(check: Check) -> Report:
    report = check(EXAMPLES / "TXT-19" / "fail.ttl", code="TXT-19")
    first = report.findings[0]
    return replace(report, findings=tuple(_copy(first, number) for number in range(MANY)))


def _copy(finding: Finding, number: int) -> Finding:
    rule = "TXT-19" if number % 10 == 0 else "TSK-03"
    message = replace(finding.message, vi=f"Phát hiện số {number} của kế hoạch", en=f"Finding {number} of the plan")
    return replace(finding, rule=rule, focus=f"{finding.focus}/{number}", message=message)


def test_a_page_names_each_of_ten_thousand_findings_once(large: Report) -> None:
    page = report_html(large, Language.VI).decode()
    assert page.count("Phát hiện số 9999 của kế hoạch") == 1
    assert len(page) < 800 * MANY
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.slow
def test_ten_thousand_findings_open_in_a_browser_and_filters_answer(large: Report, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser is installed")
    page = report_html(large, Language.VI).decode().replace("</body>", PROBE + "</body>")
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    made = subprocess.run([*command, "--dump-dom", file.as_uri()], capture_output=True, check=False, timeout=120)
    title = re.search(r"<title>(.*?)</title>", made.stdout.decode("utf-8", "replace"), re.DOTALL)
    assert title is not None, made.stderr[-500:]
    # Few of the findings are drawn at a time: that is what keeps the page quick, whatever the machine.
    assert "10000 trên 10000 phát hiện | 60" in title[1]
    assert re.search(r'"(\d) trên 10000 phát hiện \| \1"', title[1])  # the key of another may hold the digits, too
    assert "1000 trên 10000 phát hiện | 60" in title[1]
    assert "10000 of 10000 findings | 60" in title[1]
