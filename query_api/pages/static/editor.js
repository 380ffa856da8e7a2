// Sets the editor up: our endpoint, our prefixes, completion from our own ontology and data, the example questions.
"use strict";

(async () => {
  const schema = await (await fetch("/schema.json")).json();
  const endpoint = new URL("/sparql", location.href).href;
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

  // Why a query finds nothing stands in headers of its answer: show it where the result would be.
  const said = document.getElementById("hint");
  const explain = (response) => {
    const get = (name) => (response && response.headers && response.headers.get ? response.headers.get(name) : null);
    const texts = [get("query-hint-vi"), get("query-hint")].filter(Boolean).map((text) => {
      try { return decodeURIComponent(text); } catch { return text; }
    });
    said.hidden = texts.length === 0;
    said.replaceChildren(...texts.map((text, i) => {
      const line = document.createElement("span");
      line.lang = texts.length === 2 && i === 0 ? "vi" : "en";
      line.textContent = text;
      return line;
    }));
  };
  const plainFetch = window.fetch.bind(window);
  window.fetch = async (resource, options) => {
    const response = await plainFetch(resource, options);
    if (new URL(resource.url || resource, location.href).pathname === "/sparql") explain(response);
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
