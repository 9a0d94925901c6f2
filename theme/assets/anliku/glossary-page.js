/**
 * A box above the glossary that narrows it while one types. Without JavaScript all terms stand there, and none is ever out of reach.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const dom = anliku.dom;

  /** @param {string} text */
  function norm(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  }

  /**
   * What one looks for by: name, other names and meaning, not the cases that use it.
   * @param {Element} term
   */
  function textOf(term) {
    const meaning = term.querySelector("dd p");
    return norm(dom.text(term.querySelector("dt")) + dom.text(meaning));
  }

  /** @param {Element} page @param {Element} letters */
  function start(page, letters) {
    const terms = dom.all(page, "dl > div", HTMLElement);
    const texts = terms.map(textOf);
    const label = dom.element("label", { for: "glossary-words" }, "只看含有这些字的：");
    const box = dom.element("input", { id: "glossary-words", type: "search", autocomplete: "off" });
    const said = dom.element("span", { role: "status" });
    letters.before(dom.element("p", { class: "narrow" }, label, box, said));

    function narrow() {
      const wanted = norm(box.value);
      let shown = 0;
      terms.forEach((term, place) => {
        term.hidden = texts[place].indexOf(wanted) < 0;
        if (term.hidden) return;
        shown += 1;
        if (wanted) dom.uncover(term); // on a phone it stands in a fold
      });
      dom.all(page, "h2", HTMLElement).forEach((letter) => {
        const list = letter.nextElementSibling;
        letter.hidden = !list || !list.querySelector("div:not([hidden])");
      });
      said.textContent = wanted ? (shown ? "有 " + shown + " 条" : "没有，换个说法试试") : "";
    }

    box.addEventListener("input", narrow);
    window.addEventListener("hashchange", () => { // a link to a term that is narrowed away
      box.value = "";
      narrow();
      const term = dom.target();
      if (term) term.scrollIntoView();
    });
  }

  const glossary = document.querySelector(".glossary");
  const alphabet = glossary && glossary.querySelector(".letters");
  if (glossary && alphabet && alphabet.children.length) start(glossary, alphabet);
})();
