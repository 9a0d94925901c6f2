/**
 * A box above the glossary that narrows it while one types. Without JavaScript all terms stand there, and none is ever out of reach.
 */
(function () {
  "use strict";

  const page = document.querySelector(".glossary");
  const letters = page && page.querySelector(".letters");

  function norm(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }

  /** What one looks for by: name, other names and meaning, not the cases that use it. */
  function textOf(term) {
    const meaning = term.querySelector("dd p");
    return norm(term.querySelector("dt").textContent + (meaning ? meaning.textContent : ""));
  }

  function start() {
    const terms = Array.prototype.slice.call(page.querySelectorAll("dl > div"));
    const texts = terms.map(textOf);
    const line = document.createElement("p");
    const label = document.createElement("label");
    const box = document.createElement("input");
    const said = document.createElement("span");
    line.className = "narrow";
    label.textContent = "只看含有这些字的：";
    label.htmlFor = "glossary-words";
    box.id = "glossary-words";
    box.type = "search";
    box.autocomplete = "off";
    said.setAttribute("role", "status");
    [label, box, said].forEach((part) => line.appendChild(part));
    letters.parentNode.insertBefore(line, letters);

    function narrow() {
      const wanted = norm(box.value);
      let shown = 0;
      terms.forEach((term, place) => {
        term.hidden = texts[place].indexOf(wanted) < 0;
        if (!term.hidden) shown += 1;
      });
      Array.prototype.forEach.call(page.querySelectorAll("h2"), (letter) => {
        letter.hidden = !letter.nextElementSibling.querySelector("div:not([hidden])");
      });
      said.textContent = wanted ? (shown ? "有 " + shown + " 条" : "没有，换个说法试试") : "";
    }

    box.addEventListener("input", narrow);
    window.addEventListener("hashchange", () => { // a link to a term that is narrowed away
      box.value = "";
      narrow();
      const term = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (term) term.scrollIntoView();
    });
  }

  if (letters && letters.children.length) start();
})();
