// Offers things while somebody types into a search field; without it the field works as a plain form.
"use strict";

for (const field of document.querySelectorAll("input[type=search]")) {
  const form = field.form;
  const list = document.createElement("ul");
  let chosen = -1, asked = "", timer;
  list.id = `${field.id}-offers`;
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id], ["autocomplete", "off"]]) field.setAttribute(name, value);

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const offers = [...list.children];
    chosen = offers.length ? (at + offers.length) % offers.length : -1;
    offers.forEach((offer, i) => offer.setAttribute("aria-selected", String(i === chosen)));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", offers[chosen].id);
  };
  const show = (offers) => {
    list.replaceChildren(...offers.map((offer, i) => {
      const item = document.createElement("li");
      const kind = document.createElement("small");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.textContent = `${offer.label} `;
      kind.textContent = offer.kind;
      item.append(kind);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(offer.href); });
      item.dataset.href = offer.href;
      return item;
    }));
    close();
    if (offers.length) {
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked = field.value.trim();
    if (asked.length < 2) { show([]); return; }
    timer = setTimeout(async () => {
      const typed = asked;
      const address = new URL(`${form.action}/suggest`);
      address.searchParams.set("q", typed);
      const language = form.elements.namedItem("lang");
      if (language) address.searchParams.set("lang", language.value);
      const answer = await fetch(address).catch(() => null);
      if (answer && answer.ok && typed === asked && document.activeElement === field) show(await answer.json());
    }, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.href);
    }
  });
  field.addEventListener("blur", close);
}
