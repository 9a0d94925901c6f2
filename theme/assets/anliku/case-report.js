/*
 * A case page inside compare.html or print.html says what it says there. On file:// no page may read another's file, but a page
 * may speak to the one that shows it: so the comparison needs no data of its own and cannot differ from the case.
 */
(function (anliku) {
  "use strict";

  const INNER = ["DIV", "UL", "OL", "DL", "BLOCKQUOTE", "TABLE", "THEAD", "TBODY"];

  const NOT_TOLD = ".tools, .running, .breadcrumb, .neighbours, .origin, .more, .lecturer, .sealed, .popover, script, iframe";

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

  /** The text of an element as [tag, what matters of its attributes, children]; without tools, ways out and what is closed. */
  function tree(node) {
    const notes = {};
    const children = [];
    ["class", "id", "colspan", "rowspan", "start"].forEach((name) => {
      if (node.hasAttribute(name)) notes[name] = node.getAttribute(name);
    });
    if (node.hasAttribute("data-later")) notes.later = true;
    Array.from(node.childNodes).forEach((child) => {
      if (child.nodeType === 3) children.push(child.textContent);
      else if (child.nodeType === 1 && !child.matches(NOT_TOLD)) children.push(tree(child));
    });
    const tag = node.tagName.toLowerCase();
    return [tag === "a" ? "span" : tag, notes, children];
  }

  /** The steps of a practice with their texts. */
  function steps(content) {
    return all(content, "ol.steps > li").map((item) => {
      const heading = item.querySelector("h3");
      const rest = Array.from(item.children).filter((one) => one !== heading);
      return { heading: text(heading), lines: [].concat.apply([], rest.map(lines)) };
    });
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
      steps: steps(content),
    };
  }

  /** All of its text, for who prints it. */
  function whole(content) {
    return { anliku: "case", title: text(content.querySelector("h1")), question: text(content.querySelector(".decision__title")), tree: tree(content) };
  }

  /** Tell the page around this one, if there is any. What stands on the page is no secret from whoever shows it. */
  anliku.reportCase = function (content) {
    if (window.parent !== window) window.parent.postMessage(/[?&]whole\b/.test(location.search) ? whole(content) : report(content), "*");
  };
})((window.anliku = window.anliku || {}));
