"""The frame of the ontology's page (Jinja, HTML 5)."""

LAYOUT = """\
{% macro second(words) %}
{% if not links.other %} <i lang="{{ other }}">{{ words.second(language) }}</i>{% endif %}
{%- endmacro %}
{% macro both(words) %}
<span lang="{{ language }}">{{ words.first(language) }}</span>{{ second(words) }}
{%- endmacro %}
{% macro say(vi, en) %}
{{ en if language == "en" else vi }}{% if not links.other %} <i lang="{{ other }}">{{ vi if language == "en" else en }}</i>{% endif %}
{%- endmacro %}
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title.first(language) }}</title>
<link rel="icon" href="data:,">
<style>
:root { --ink: #1d2430; --soft: #5a6472; --line: #d9dee5; --page: #fff; --field: #f4f6f9; --link: #0b57a4; --mark: #8a3b12; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --soft: #a3adba; --line: #38404c; --page: #171b21; --field: #212730; --link: #83b9f2; --mark: #e0a07c; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "Noto Sans", "Segoe UI", sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
.frame { display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.2rem 1rem 3rem; border-right: 1px solid var(--line); background: var(--field); font-size: .88rem; }
nav details { margin: .1rem 0; }
nav summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
nav ul { list-style: none; margin: 0 0 .4rem; padding: 0 0 0 1rem; }
nav li a { display: block; padding: .12rem 0; text-decoration: none; overflow-wrap: anywhere; }
nav i { display: block; font-weight: 400; }
main { padding: 1.5rem clamp(1rem, 4vw, 3rem) 6rem; max-width: 60rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .6rem; }
h1 i { display: block; font-size: 1.15rem; }
h2 { margin: 3rem 0 1rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); font-size: 1.3rem; }
h3 { margin: 0 0 .3rem; font-size: 1.05rem; }
article { padding: 1.1rem 0; border-bottom: 1px solid var(--line); }
article:target { background: var(--field); box-shadow: -.8rem 0 0 var(--field), .8rem 0 0 var(--field), inset .2rem 0 0 var(--mark); padding-left: .7rem; }
.second, i { color: var(--soft); }
i { font-style: normal; }
.kind { color: var(--soft); font-weight: 400; font-size: .85rem; white-space: nowrap; }
.reserved, .unused { color: var(--mark); }
p { margin: .2rem 0; }
dl { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: .25rem 1rem; margin: .6rem 0 0; font-size: .92rem; }
dt { color: var(--soft); }
dt i { display: block; font-size: .82rem; }
dd { margin: 0; overflow-wrap: anywhere; }
dd ul { margin: 0; padding-left: 1.1rem; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .86rem; }
pre { margin: 0; padding: .5rem .7rem; background: var(--field); white-space: pre-wrap; overflow-wrap: anywhere; }
pre + pre { margin-top: .3rem; }
@media (max-width: 52rem) {
  .frame { display: block; }
  nav { position: static; height: auto; max-height: 50vh; border-right: 0; border-bottom: 1px solid var(--line); }
  dl { grid-template-columns: minmax(0, 1fr); gap: .1rem; }
  dt { margin-top: .4rem; }
  dt i { display: inline; }
}
@media print { nav { display: none; } .frame { display: block; } article { break-inside: avoid; } }
</style>
</head>
<body>
<div class="frame">
<nav aria-label="{% if language == 'en' %}Terms{% else %}Thuật ngữ{% endif %}">
{% for section in sections %}
<details{% if loop.first %} open{% endif %}><summary>{{ section.title.first(language) }}{{ second(section.title) }}</summary>
<ul>
<li><a href="#{{ section.anchor }}">{% if language == "en" %}the whole section{% else %}cả mục{% endif %}</a></li>
{% for entry in section.entries %}
<li><a href="#{{ entry.term.name }}">ln:{{ entry.term.name }}</a></li>
{% endfor %}
</ul></details>
{% endfor %}
</nav>
<main>
{% if links.home %}
<p><a href="{{ links.home }}{% if links.other and language == "en" %}?lang=en{% endif %}">langnghe</a> · <a href="{{ links.home }}ontology.ttl">Turtle</a> · <a href="{{ links.home }}ontology.jsonld">JSON-LD</a> · <a href="{{ links.home }}ontology.rdf">RDF/XML</a>{% if links.other %} · <a href="{{ links.other }}" lang="{{ other }}" hreflang="{{ other }}">{% if language == "en" %}Tiếng Việt{% else %}English{% endif %}</a>{% endif %}</p>
{% endif %}
<h1>{{ both(title) }}</h1>
<p>{{ description.first(language) }}</p>
{% if not links.other %}
<p class="second" lang="{{ other }}">{{ description.second(language) }}</p>
{% endif %}
<dl>
<dt>{{ say("Tiền tố", "Prefix") }}</dt><dd><code>PREFIX ln: &lt;{{ namespace }}&gt;</code></dd>
<dt>{{ say("Phiên bản", "Version") }}</dt><dd>{{ version }}</dd>
<dt>{{ say("Thuật ngữ", "Terms") }}</dt><dd>{{ terms }} ({{ classes }} {{ say("lớp", "classes") }}, {{ terms - classes }} {{ say("thuộc tính", "properties") }})</dd>
<dt>{{ say("Ví dụ dữ liệu", "Data examples") }}</dt><dd>{{ say("viết bằng Turtle, IRI tương đối với", "written in Turtle, IRIs relative to") }} <code>@base &lt;{{ site }}&gt;</code></dd>
</dl>
{% for section in sections %}
<section>
<h2 id="{{ section.anchor }}">{{ both(section.title) }}</h2>
{% for entry in section.entries %}
{% set term = entry.term %}
<article id="{{ term.name }}">
<h3><a href="#{{ term.name }}"><code>ln:{{ term.name }}</code></a> {{ both(term.label) }} <span class="kind">{{ entry.kind.first(language) }}</span></h3>
<p>{{ term.definition.first(language) }}</p>
{% if not links.other %}
<p class="second" lang="{{ other }}">{{ term.definition.second(language) }}</p>
{% endif %}
{% if term.reserved %}
<p class="reserved">{{ term.reserved.first(language) }}{{ second(term.reserved) }}</p>
{% endif %}
{% if not entry.data.count %}
<p class="unused">{{ say("Chưa có bộ ba nào trong dữ liệu.", "No triple in the data yet.") }}</p>
{% endif %}
<dl>
{% for relation, others in grouped(term.axioms) %}
<dt>{{ relation.first(language) }}{{ second(relation) }}</dt><dd>{% for text in others %}{% if text %}<code>{{ linked(text) }}</code>{% if not loop.last %}<br>{% endif %}{% else %}✓{% endif %}{% endfor %}</dd>
{% endfor %}
{% if term.examples %}
<dt>{{ say("Ví dụ", "Example") }}</dt><dd>{{ term.examples | join("; ") }}</dd>
{% endif %}
{% if entry.data.count %}
<dt>{{ say("Trong dữ liệu", "In the data") }}</dt><dd class="data"><span class="number">{{ entry.data.count }}</span> {{ say("bộ ba", "triples") }}{% for text in entry.data.examples %}<pre>{{ linked(text) }}</pre>{% endfor %}</dd>
{% endif %}
{% if entry.rules %}
<dt>{{ say("Quy tắc kiểm tra", "Rules") }}</dt><dd>{% for rule in entry.rules %}<a href="#rule-{{ rule.code }}">{{ rule.code }}</a>{% if not loop.last %}, {% endif %}{% endfor %}</dd>
{% endif %}
{% if entry.questions %}
<dt>{{ say("Câu hỏi mẫu", "Questions") }}</dt><dd>{% for question in entry.questions %}<a href="#question-{{ question.number }}">{{ question.number }}</a> {% if language == "en" %}{{ question.title_en }}{% else %}{{ question.title_vi }}{% endif %}{% if not loop.last %}; {% endif %}{% endfor %}</dd>
{% endif %}
<dt>{{ say("Nguồn", "Source") }}</dt><dd>{{ term.sources | join("; ") }}</dd>
</dl>
</article>
{% endfor %}
</section>
{% endfor %}
{% if rules %}
<section>
<h2 id="rules">{{ say("Quy tắc kiểm tra", "Rules") }}</h2>
<ul>
{% for rule in rules %}
<li id="rule-{{ rule.code }}">{% set address = links.to_rule(rule) %}{% if address %}<a href="{{ address }}">{{ rule.code }}</a>{% else %}{{ rule.code }}{% endif %} {{ both(rule.label) }}</li>
{% endfor %}
</ul>
</section>
{% endif %}
{% if questions %}
<section>
<h2 id="questions">{{ say("Câu hỏi mẫu", "Questions") }}</h2>
<ul>
{% for question in questions %}
<li id="question-{{ question.number }}">{% set address = links.to_question(question) %}{% if address %}<a href="{{ address }}">{{ question.number }}</a>{% else %}{{ question.number }}{% endif %} <span lang="{{ language }}">{% if language == "en" %}{{ question.title_en }}{% else %}{{ question.title_vi }}{% endif %}</span>{% if not links.other %} <i lang="{{ other }}">{% if language == "en" %}{{ question.title_vi }}{% else %}{{ question.title_en }}{% endif %}</i>{% endif %}</li>
{% endfor %}
</ul>
</section>
{% endif %}
</main>
</div>
</body>
</html>
"""
