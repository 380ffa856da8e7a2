// Sets the editor up: our endpoint, our prefixes, completion from our own ontology and data, the example questions.
"use strict";

(async () => {
  const { root } = document.currentScript.dataset; // what stands in front of the server's paths
  const schema = await (await fetch(`${root}/schema.json`)).json();
  const endpoint = new URL(`${root}/sparql`, location.href).href;
  const Yasqe = Yasgui.Yasqe;

  // The library's own completers ask a public web service; ours answer from this server.
  const completer = (base, name, terms) => {
    const iris = terms.map((term) => term.iri);
    const labels = new Map(terms.map((term) => [term.iri, [term.label_vi, term.label_en].filter(Boolean).join(" · ")]));
    Yasqe.forkAutocompleter(base, {
      name,
      bulk: false,
      get: (_yasqe, token) => {
        const typed = (token && token.autocompletionString) || "";
        const wanted = typed.toLowerCase();
        const local = wanted.replace(/^.*[#/]/, "");
        return iris.filter((iri) => iri.startsWith(typed) || (local && iri.toLowerCase().includes(local))
          || (local && (labels.get(iri) || "").toLowerCase().includes(local)));
      },
      postprocessHints: (_yasqe, hints) => hints.map((hint) => {
        const iri = (hint.text || "").replace(/^<|>$/g, "");
        const full = iri.includes("://") ? iri : expand(iri);
        const label = labels.get(full);
        return label ? { ...hint, displayText: `${hint.displayText || hint.text}  —  ${label}` } : hint;
      }),
    });
  };
  const expand = (name) => {
    const colon = name.indexOf(":");
    return (schema.prefixes[name.slice(0, colon)] || "") + name.slice(colon + 1);
  };
  completer("class", "ours-class", schema.classes);
  completer("property", "ours-property", schema.properties);
  Yasqe.forkAutocompleter("prefixes", {
    name: "ours-prefixes",
    get: () => Object.entries(schema.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
  });
  Yasqe.defaults.autocompleters = ["ours-prefixes", "ours-class", "ours-property", "variables"];

  const starter = ["ln", "rdfs"].map((p) => `PREFIX ${p}: <${schema.prefixes[p]}>`).join("\n")
    + "\n\nSELECT ?plan ?label WHERE {\n  ?plan a ln:Plan ; rdfs:label ?label .\n}\nLIMIT 50\n";
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST", headers: () => ({}) },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    yasqe: { value: starter },
  });

  // Why a query finds nothing stands in headers of its answer, why it is refused in a problem document: show both where
  // the result would be.
  const said = document.getElementById("hint");
  const say = (texts) => {
    const shown = texts.filter(([, text]) => text);
    said.hidden = shown.length === 0;
    said.replaceChildren(...shown.map(([language, text]) => {
      const line = document.createElement("span");
      line.lang = language;
      line.textContent = `${text} `;
      return line;
    }));
  };
  const decoded = (text) => {
    try { return decodeURIComponent(text || ""); } catch { return text; }
  };
  const explain = async (response) => {
    if (response.ok) {
      say([["vi", decoded(response.headers.get("query-hint-vi"))], ["en", decoded(response.headers.get("query-hint"))]]);
      return;
    }
    const problem = await response.clone().json().catch(() => ({}));
    const place = (line, column) => (problem.line ? ` (${line} ${problem.line}, ${column} ${problem.column})` : "");
    const sentence = (detail, advice, where) => (detail ? `${detail}${where}${advice ? `: ${advice}` : ""}.` : "");
    say([
      ["vi", sentence(problem.detail_vi, problem.advice_vi, place("dòng", "cột"))],
      ["en", sentence(problem.detail, problem.advice, place("line", "column"))],
    ]);
  };
  const plainFetch = window.fetch.bind(window);
  window.fetch = async (resource, options) => {
    const response = await plainFetch(resource, options);
    const asked = new URL(resource.url || resource, location.href);
    if (asked.pathname === new URL(endpoint).pathname) explain(response);
    return response;
  };

  const choice = document.getElementById("example");
  const groups = new Map();
  for (const example of schema.examples) {
    const theme = example.tags[0] || "";
    if (!groups.has(theme)) {
      const group = document.createElement("optgroup");
      group.label = theme || "–";
      groups.set(theme, group);
      choice.append(group);
    }
    const option = document.createElement("option");
    option.value = example.name;
    option.textContent = `${example.title_vi} · ${example.title_en}`;
    groups.get(theme).append(option);
  }
  const open = (name) => {
    const example = schema.examples.find((candidate) => candidate.name === name);
    if (!example) return;
    const tab = yasgui.addTab(true, { name: example.title_vi });
    tab.setQuery(example.query);
    tab.setEndpoint(endpoint);
    tab.query();
  };
  choice.addEventListener("change", () => open(choice.value));
  const asked = new URLSearchParams(location.search);
  if (asked.get("query")) {
    const tab = yasgui.addTab(true, { name: "…" });
    tab.setQuery(asked.get("query"));
    tab.setEndpoint(endpoint);
    tab.query();
  } else if (asked.get("example")) open(asked.get("example"));
})();
