// Makes the query's field an editor: completion from our own ontology and data. What a query finds is shown as the
// server shows it at /ask: labels, links to this server's pages, hints, and what is wrong in words.
"use strict";

(async () => {
  const { root, lang } = document.currentScript.dataset; // what stands in front of the server's paths
  const form = document.querySelector("form.editor");
  const plain = document.getElementById("query");
  const place = document.getElementById("answer");
  const english = lang === "en";
  const schema = await (await fetch(`${root}/schema.json`)).json();

  // The library's own completers ask a public web service; ours answer from this server.
  const expand = (name) => {
    const colon = name.indexOf(":");
    return (schema.prefixes[name.slice(0, colon)] || "") + name.slice(colon + 1);
  };
  const completer = (base, name, terms) => {
    const iris = terms.map((term) => term.iri);
    const labels = new Map(terms.map((term) => [term.iri, [term.label_vi, term.label_en].filter(Boolean).join(" · ")]));
    Yasqe.forkAutocompleter(base, {
      name,
      bulk: false,
      get: (_yasqe, token) => {
        const typed = (token && token.autocompletionString) || "";
        const local = typed.toLowerCase().replace(/^.*[#/]/, "");
        return iris.filter((iri) => iri.startsWith(typed) || (local && iri.toLowerCase().includes(local))
          || (local && (labels.get(iri) || "").toLowerCase().includes(local)));
      },
      postprocessHints: (_yasqe, hints) => hints.map((hint) => {
        const iri = (hint.text || "").replace(/^<|>$/g, "");
        const label = labels.get(iri.includes("://") ? iri : expand(iri));
        return label ? { ...hint, displayText: `${hint.displayText || hint.text}  —  ${label}` } : hint;
      }),
    });
  };
  completer("class", "ours-class", schema.classes);
  completer("property", "ours-property", schema.properties);
  Yasqe.forkAutocompleter("prefixes", {
    name: "ours-prefixes",
    get: () => Object.entries(schema.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
  });
  Yasqe.defaults.autocompleters = ["ours-prefixes", "ours-class", "ours-property", "variables"];

  const home = document.createElement("div");
  plain.before(home);
  plain.hidden = true;
  const editor = new Yasqe(home, {
    persistenceId: null, createShareableLink: null, showQueryButton: false, pluginButtons: null, resizeable: false,
  });
  editor.setValue(plain.value);
  const field = editor.getInputField();
  field.setAttribute("aria-label", document.querySelector("label[for=query]").textContent);
  field.setAttribute("aria-describedby", "keys");

  let wrong = null; // the line that the server found fault with
  const mark = (line, column) => {
    if (wrong !== null) editor.removeLineClass(wrong, "background", "wrong");
    wrong = line ? editor.addLineClass(line - 1, "background", "wrong") : null;
    if (line) editor.setCursor(line - 1, column - 1);
  };
  const show = async (address, { remember = true, scroll = true } = {}) => {
    place.setAttribute("aria-busy", "true");
    const answer = await (await fetch(`${root}/ask?${address}`, { headers: { Accept: "text/html" } })).text();
    const page = new DOMParser().parseFromString(answer, "text/html");
    const result = page.getElementById("result");
    place.replaceChildren(...(result ? [document.adoptNode(result)] : []), ...page.querySelectorAll("details.program"));
    place.removeAttribute("aria-busy");
    const fault = place.querySelector(".problem [data-line]");
    mark(fault && Number(fault.dataset.line), fault && Number(fault.dataset.column));
    if (remember) history.pushState(null, "", `?${address}`);
    if (scroll) place.scrollIntoView({ block: "nearest" });
  };
  const asked = (changes) => {
    const values = new URLSearchParams(english ? { lang: "en" } : {});
    for (const [name, value] of Object.entries(changes)) values.set(name, value);
    return values;
  };
  const run = () => show(asked({ query: editor.getValue() }));

  const keys = (indents) => ({
    ...Yasqe.defaults.extraKeys, "Ctrl-Enter": run, "Cmd-Enter": run, ...(indents ? {} : { Tab: false, "Shift-Tab": false }),
  });
  const indents = document.getElementById("tab");
  editor.setOption("extraKeys", keys(false)); // else nobody gets out of it by keyboard
  indents.addEventListener("change", () => editor.setOption("extraKeys", keys(indents.checked)));

  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  const example = (name) => schema.examples.find((candidate) => candidate.name === name);
  document.getElementById("example").addEventListener("change", (event) => {
    const chosen = example(event.target.value);
    if (!chosen) return;
    editor.setValue(chosen.query);
    show(asked({ example: chosen.name }), { scroll: false });
  });
  // Links in the result that ask anew ("show IRIs") are answered here as well.
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const to = link && new URL(link.href);
    if (to && to.pathname === `${root}/ask` && !event.ctrlKey && !event.metaKey && link.closest(".count")) {
      event.preventDefault();
      show(to.searchParams);
    }
  });
  const open = (remember) => {
    const now = new URLSearchParams(location.search);
    const chosen = example(now.get("example"));
    if (chosen) editor.setValue(chosen.query); else if (now.get("query")) editor.setValue(now.get("query"));
    if (chosen || now.get("query")) show(now, { remember, scroll: false });
  };
  addEventListener("popstate", () => open(false));
  document.querySelectorAll(".needs-script").forEach((element) => { element.hidden = false; });
  open(false);
})();
