/*
 * The words that led to a page, marked on it: a hit's address names them (`?find=`). What hides them is opened.
 */
(function (anliku) {
  "use strict";

  const PLACES = "article, #content";
  const PASSED_OVER = "script, style, nav, textarea, select, option, svg, mark, button";
  const MOST = 500;

  /** The address of a hit with the words to mark there. */
  anliku.withFind = function (url, terms) {
    if (!terms || !terms.length) return url;
    const parts = url.split("#");
    const words = "?find=" + encodeURIComponent(terms.join("\n"));
    return parts[0] + words + (parts.length > 1 ? "#" + parts.slice(1).join("#") : "");
  };

  /**
   * Mark the terms below an element.
   * @param {Element} root
   * @param {string[]} terms normalised
   * @param {object} analyser
   * @returns {Element[]} the marks, in the order of the page
   */
  anliku.markTerms = function (root, terms, analyser) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(PASSED_OVER)) texts.push(walker.currentNode);
    let count = 0;
    for (const node of texts) {
      const found = count < MOST ? anliku.hits.occurrences(node.data, terms, analyser) : [];
      count += found.length;
      // From the end, so that what comes before keeps its place.
      for (const one of found.reverse()) {
        const range = document.createRange();
        range.setStart(node, one.start);
        range.setEnd(node, one.end);
        const mark = document.createElement("mark");
        mark.className = "anliku-found";
        range.surroundContents(mark);
      }
    }
    return Array.from(root.querySelectorAll("mark.anliku-found"));
  };

  /** Open what is closed around an element. */
  function uncover(element) {
    for (let box = element.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }

  /** The element that the address names; in the viewer of a compact pack the case's number stands before it. */
  function targetOf(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)).split("/").pop());
    } catch (error) {
      return null; // a stray percent sign names nothing
    }
  }

  /** The first mark at the place that the address names, or after it; else the first. */
  function nearest(marks) {
    const target = targetOf(location.hash);
    const after = (mark) => target.contains(mark) || target.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING;
    return (target && marks.find(after)) || marks[0];
  }

  /** Who comes back, or reads the page again, is where they were. */
  function isNewVisit() {
    const visit = performance.getEntriesByType("navigation")[0];
    return !visit || visit.type === "navigate";
  }

  /**
   * Mark the words that the address names on what the page shows now; marks that are there already stay.
   * @param {boolean} [goes] whether to go to the first of them
   */
  anliku.markFound = async function (goes) {
    const wanted = new URLSearchParams(location.search).get("find");
    const root = document.querySelector(PLACES);
    if (!wanted || !root) return;
    const terms = wanted.split("\n").filter(Boolean).slice(0, 20);
    const engine = anliku.engine();
    await engine.open().catch(() => null);
    if (!engine.analyser) return;
    const marks = anliku.markTerms(root, terms, engine.analyser);
    if (!marks.length) return;
    const first = nearest(marks);
    uncover(first);
    if (goes) first.scrollIntoView({ block: "center" });
  };

  function start() {
    anliku.markFound(isNewVisit());
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.anliku = window.anliku || {}));
