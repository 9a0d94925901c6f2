/*
 * A case page inside compare.html says what stands in the table. On file:// no page may read another's file, but a page
 * may speak to the one that shows it: so the comparison needs no data of its own and cannot differ from the case.
 */
(function (anliku) {
  "use strict";

  const INNER = ["DIV", "UL", "OL", "DL", "BLOCKQUOTE", "TABLE", "THEAD", "TBODY"];

  function text(element) {
    return element ? element.textContent.replace(/\s+/g, " ").trim() : "";
  }

  function all(content, selector) {
    return Array.from(content.querySelectorAll(selector));
  }

  /** The paragraphs, list items and table rows of an element. */
  function lines(element) {
    if (element.className === "origin") return []; // leads to the sources of the case's own page
    if (element.tagName === "TR") return [Array.from(element.children, text).join("，")];
    if (INNER.indexOf(element.tagName) < 0) return text(element) ? [text(element)] : [];
    return [].concat.apply([], Array.from(element.children, lines));
  }

  /** What stands between a heading and the next one of its level: of steps their headings, of all else its lines. */
  function section(heading) {
    const found = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) {
      if (next.className === "steps") return all(next, "li > h3").map(text);
      found.push.apply(found, lines(next));
    }
    return found;
  }

  function sections(content) {
    const found = {};
    all(content, "h2[id]").forEach((heading) => (found[heading.id] = section(heading)));
    return found;
  }

  function facts(content) {
    const found = {};
    all(content, ".facts dt").forEach((name) => (found[text(name)] = text(name.nextElementSibling)));
    return found;
  }

  function figure(row) {
    const cells = Array.from(row.cells, text);
    const link = row.querySelector("a[href*='#']");
    return {
      label: cells[0],
      value: cells[1],
      at: cells.length > 3 ? cells[2] : "",
      source: cells[cells.length - 1],
      place: link ? link.hash.split(/[#/]/).pop() : "",
    };
  }

  /** What the table of a comparison shows of the case in `content`. */
  function report(content) {
    return {
      anliku: "case",
      title: text(content.querySelector("h1")),
      summary: text(content.querySelector(".summary-box > p")),
      facts: facts(content),
      types: all(content, ".chip--type").map(text),
      dimensions: all(content, ".chip:not(.chip--type)").map(text),
      figures: all(content, "table.figures tbody tr").map(figure),
      sections: sections(content),
    };
  }

  /** Tell the page around this one, if there is any. What stands on the page is no secret from whoever shows it. */
  anliku.reportCase = function (content) {
    if (window.parent !== window) window.parent.postMessage(report(content), "*");
  };
})((window.anliku = window.anliku || {}));
