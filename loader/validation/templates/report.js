"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const list = document.getElementById("list"), more = document.getElementById("more");
  const form = document.querySelector(".filters"), result = document.querySelector(".result");
  const PAGE = 60;
  const words = {
    vi: { rule: "quy tắc", of: "trên", found: "phát hiện", section: "mục", chars: "ký tự", file: "tệp", remedy: "Khắc phục", none: "Không có văn bản", key: "Mã phát hiện", reason: "Lý do chấp nhận", nothing: "Không có phát hiện nào khớp bộ lọc.", standing: { new: "mới", known: "đã biết", accepted: "được chấp nhận" } },
    en: { rule: "rule", of: "of", found: "findings", section: "section", chars: "characters", file: "file", remedy: "Remedy", none: "No document", key: "Key", reason: "Accepted because", nothing: "No finding matches the filters.", standing: { new: "new", known: "known", accepted: "accepted" } },
  };
  let lang = document.documentElement.dataset.lang, shown = [], drawn = 0, lastGroup = null;
  const side = () => (lang === "vi" ? 0 : 1);
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  const haystack = data.findings.map((f) => {
    const x = f.x === null ? null : data.excerpts[f.x];
    return plain([f.c, f.l, f.m[0], f.m[1], x ? x[0] : "", f.k].join(" "));
  });
  const contains = (text, part) => text.includes(part.replace(/…$/, "").slice(0, 60));
  const el = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  function card(f) {
    const w = words[lang], rule = data.rules[f.c] || { t: [f.c, f.c], r: ["", ""] };
    const node = el("article", f.s);
    node.id = "f-" + f.k;
    const top = node.appendChild(el("p", "top"));
    top.appendChild(el("span", "sev " + f.s, data.severities[f.s][side()]));
    top.appendChild(el("code", "", f.c));
    top.appendChild(el("span", "", w.rule + ": " + rule.t[side()]));
    if (f.n) top.appendChild(el("span", "", w.standing[f.n]));
    node.appendChild(el("p", "msg", f.m[side()]));
    const x = f.x === null ? null : data.excerpts[f.x];
    if (f.l && f.l !== data.documents[f.d] && (!x || !contains(x[0], f.l)) && !contains(f.m[side()], f.l)) node.appendChild(el("p", "where", f.l));
    if (x) {
      const quote = node.appendChild(el("blockquote"));
      quote.lang = "vi-x-source";
      if (x[5]) quote.append(x[5] + " ");
      quote.appendChild(el("mark", "", x[0]));
      if (x[6]) quote.append(" " + x[6]);
      const place = [x[3] ? w.section + " " + x[3] : "", w.chars + " " + x[1] + "–" + x[2], x[4] ? w.file + " " + x[4] : ""];
      node.appendChild(el("p", "where", place.filter(Boolean).join(" · ")));
    }
    if (rule.r[side()]) {
      const remedy = node.appendChild(el("p", "remedy"));
      remedy.append(w.remedy + ": " + rule.r[side()]);
    }
    if (f.why) node.appendChild(el("p", "remedy", w.reason + ": " + f.why));
    const key = node.appendChild(el("p", "where", w.key + " "));
    const anchor = key.appendChild(el("a", "", f.k));
    anchor.href = "#f-" + f.k;
    return node;
  }

  function group(f) {
    if (form.elements.order.value === "rule") return f.c + " " + (data.rules[f.c] ? data.rules[f.c].t[side()] : "");
    return f.d < 0 ? words[lang].none : data.documents[f.d];
  }

  function draw(count) {
    const part = document.createDocumentFragment();
    for (const f of shown.slice(drawn, drawn + count)) {
      const name = group(f);
      if (name !== lastGroup) part.appendChild(el("h3", "", (lastGroup = name)));
      part.appendChild(card(f));
    }
    drawn = Math.min(shown.length, drawn + count);
    list.appendChild(part);
    more.hidden = drawn >= shown.length;
  }

  function apply() {
    const severities = new Set([...form.elements.severity].filter((box) => box.checked).map((box) => box.value));
    const documentIndex = form.elements.document.value, rule = form.elements.rule.value;
    const standing = form.elements.standing ? form.elements.standing.value : "";
    const needles = plain(form.elements.text.value).split(/\s+/).filter(Boolean);
    shown = data.findings.filter((f, i) =>
      severities.has(f.s) && (documentIndex === "" || f.d === Number(documentIndex)) && (rule === "" || f.c === rule) &&
      (standing === "" || f.n === standing) && needles.every((needle) => haystack[i].includes(needle)));
    if (form.elements.order.value === "rule") {
      const place = new Map(data.order.map((code, i) => [code, i]));
      shown = shown.map((f, i) => [f, i]).sort((a, b) => place.get(a[0].c) - place.get(b[0].c) || a[1] - b[1]).map((pair) => pair[0]);
    }
    list.replaceChildren();
    drawn = 0;
    lastGroup = null;
    draw(PAGE);
    const w = words[lang];
    result.textContent = shown.length ? `${shown.length} ${w.of} ${data.findings.length} ${w.found}` : w.nothing;
  }

  function setLanguage(next) {
    lang = next;
    document.documentElement.dataset.lang = document.documentElement.lang = next;
    for (const button of document.querySelectorAll("[data-set-lang]")) button.setAttribute("aria-pressed", String(button.dataset.setLang === next));
    for (const option of document.querySelectorAll("option[data-vi]")) option.textContent = option.dataset[next];
    apply();
  }

  function pick(button) {
    form.reset();
    const { filterSeverity, filterDocument, filterRule } = button.dataset;
    if (filterSeverity) for (const box of form.elements.severity) box.checked = box.value === filterSeverity;
    if (filterDocument) form.elements.document.value = filterDocument;
    if (filterRule) form.elements.rule.value = filterRule;
    apply();
    document.getElementById("findings").scrollIntoView();
  }

  function openTarget() {
    const key = location.hash.startsWith("#f-") ? location.hash.slice(3) : "";
    if (!key || document.getElementById("f-" + key)) return;
    const index = data.findings.findIndex((f) => f.k === key);
    if (index < 0) return;
    form.reset();
    form.elements.text.value = key;
    apply();
    const node = document.getElementById("f-" + key);
    if (node) node.scrollIntoView();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.setLang) setLanguage(button.dataset.setLang);
    else if (button.dataset.filterSeverity || button.dataset.filterDocument || button.dataset.filterRule) pick(button);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  more.addEventListener("click", () => draw(PAGE * 4));
  window.addEventListener("beforeprint", () => draw(shown.length));
  window.addEventListener("hashchange", openTarget);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((entries) => { if (entries.some((e) => e.isIntersecting) && !more.hidden) draw(PAGE); }, { rootMargin: "600px" }).observe(more);
  }
  setLanguage(lang);
  openTarget();
})();
