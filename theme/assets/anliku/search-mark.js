/*
 * The words that led to a page, marked on it: a hit's address names them (`?find=`, in the viewer of a compact pack `&find=` behind
 * the case). What hides them is opened.
 */
var anliku = window.anliku || {};
anliku.marks = (function () {
  "use strict";

  const PLACES = "article, #content";
  // .running stands on paper only.
  const PASSED_OVER = "script, style, nav, textarea, select, option, svg, mark, button, .running";
  const MOST = 500;

  /**
   * The address of a hit with the words to mark there.
   * @param {string} url
   * @param {string[]} terms
   */
  function withFind(url, terms) {
    if (!terms.length) return url;
    const parts = url.split("#");
    const words = "?find=" + encodeURIComponent(terms.join("\n"));
    return parts[0] + words + (parts.length > 1 ? "#" + parts.slice(1).join("#") : "");
  }

  /**
   * Mark the terms below an element.
   * @param {Element} root
   * @param {string[]} terms normalised
   * @param {Analyser} analyser
   * @returns {Element[]} the marks, in the order of the page
   */
  function markTerms(root, terms, analyser) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const texts = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node instanceof Text && node.parentElement && !node.parentElement.closest(PASSED_OVER)) texts.push(node);
    }
    let count = 0;
    for (const node of texts) {
      const found = count < MOST ? anliku.hits.occurrences(node.data, terms, analyser) : [];
      count += found.length;
      // From the end, so that what comes before keeps its place.
      for (const one of found.reverse()) {
        const range = document.createRange();
        range.setStart(node, one.start);
        range.setEnd(node, one.end);
        range.surroundContents(anliku.dom.element("mark", { class: "anliku-found" }));
      }
    }
    return Array.from(root.querySelectorAll("mark.anliku-found"));
  }

  /**
   * The first mark at the place that the address names, or after it; else the first.
   * @param {Element[]} marks
   */
  function nearest(marks) {
    const target = anliku.dom.target();
    const place = Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY;
    return (target && marks.find((mark) => (target.compareDocumentPosition(mark) & place) > 0)) || marks[0];
  }

  /** Whoever comes back, or loads the page again, stays where they were. */
  function isNewVisit() {
    const visit = performance.getEntriesByType("navigation")[0];
    return !(visit instanceof PerformanceNavigationTiming) || visit.type === "navigate";
  }

  /** The words that the address names. */
  function wanted() {
    const behind = location.hash.split("&").slice(1).join("&");
    const words = new URLSearchParams(location.search + "&" + behind).get("find") || "";
    return words.split("\n").filter(Boolean).slice(0, 20);
  }

  /**
   * Take the marks of words that were looked for before.
   * @param {Element} root
   */
  function unmark(root) {
    root.querySelectorAll("mark.anliku-found").forEach((mark) => {
      const parent = mark.parentNode;
      mark.replaceWith(...Array.from(mark.childNodes));
      if (parent) parent.normalize();
    });
  }

  /**
   * Mark the words that the address names on what the page shows now. Where it names none, marks stay.
   * @param {boolean} [goes] whether to go to the first of them
   */
  async function markFound(goes) {
    const terms = wanted();
    const root = document.querySelector(PLACES);
    if (!terms.length || !root) return;
    const opened = await anliku.engine().open().catch(() => null);
    unmark(root);
    const marks = opened ? markTerms(root, terms, opened.analyser) : [];
    if (!marks.length) return;
    const first = nearest(marks);
    anliku.dom.uncover(first);
    if (goes) first.scrollIntoView({ block: "center" });
  }

  anliku.dom.ready(() => markFound(isNewVisit()));
  return { withFind: withFind, markTerms: markTerms, markFound: markFound };
})();
