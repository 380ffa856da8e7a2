// Keeps text and facts side by side: what one side opens, the other scrolls to. Nothing here is needed to read the page.
"use strict";
(() => {
  const text = document.querySelector(".reader .text");
  const facts = document.querySelector(".reader .facts");
  if (!text || !facts) return;
  const wide = () => getComputedStyle(facts).overflowY === "auto" && text.offsetTop === facts.offsetTop;

  // For some frames: what comes near is laid out only then, and is seldom as high as was guessed.
  let sought = null;
  const show = (pane, element, frames = 12) => {
    if (!wide() || !element) return;
    pane.scrollTop += element.getBoundingClientRect().top - Math.max(pane.getBoundingClientRect().top, 0) - 60;
    sought = element;
    if (frames) requestAnimationFrame(() => sought === element && show(pane, element, frames - 1));
  };

  // A browser scrolls to an anchor before all above it has its height.
  const keep = (anchor, mark, frames = 12) => {
    const top = mark.getBoundingClientRect().top;
    if (top < Math.max(text.getBoundingClientRect().top, 0) || top > innerHeight) anchor.scrollIntoView();
    if (frames) requestAnimationFrame(() => keep(anchor, mark, frames - 1));
  };

  const pair = () => {
    document.querySelectorAll(".paired").forEach((element) => element.classList.remove("paired"));
    const id = decodeURIComponent(location.hash.slice(1));
    const [side, ...rest] = id.split("/");
    const name = rest.join("/");
    if (side !== "text" && side !== "fact") return;
    const anchor = document.getElementById(`text/${name}`);
    const fact = document.getElementById(`fact/${name}`);
    if (fact) fact.classList.add("paired");
    let next = anchor;
    while (next && next.tagName !== "MARK") next = next.nextElementSibling;
    if (next) next.classList.add("paired");
    if (side === "text") show(facts, fact); else show(text, anchor);
    if (side === "text" && next) keep(anchor, next);
  };

  const step = (way) => {
    const all = [...facts.querySelectorAll(".fact")];
    const now = all.findIndex((fact) => fact.classList.contains("paired") || fact.classList.contains("chosen"));
    const next = all[Math.min(all.length - 1, Math.max(0, now + way))];
    if (!next) return;
    location.hash = next.id;
    pair(); // the event comes later: the next key may be faster
  };

  addEventListener("hashchange", pair);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA|SELECT/.test(event.target.tagName)) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });
  pair();
})();
