/*
 * A case page inside compare.html or print.html says what it says there. On file:// no page may read another's file, but a page
 * may speak to the one that shows it: so the comparison needs no data of its own and cannot differ from the case.
 */
var anliku = window.anliku || {};
anliku.caseReport = (function () {
  "use strict";

  const INNER = ["DIV", "UL", "OL", "DL", "BLOCKQUOTE", "TABLE", "THEAD", "TBODY", "DETAILS"];

  /**
   * What leads elsewhere or folds does neither where it is shown.
   * @type {Object<string, string>}
   */
  const SHOWN_AS = { a: "span", details: "div" };
  const NOT_TOLD = ".tools, .running, .breadcrumb, .neighbours, .origin, .more, .lecturer, .sealed, .popover, summary, script, iframe";

  /** @param {Element} picture what stands in the place of a picture where only texts can stand */
  function described(picture) {
    return "（图：" + (picture.getAttribute("alt") || "无说明") + "）";
  }

  /** @param {Node} node @returns {string} */
  function spoken(node) {
    if (!(node instanceof Element) || !node.querySelector("img")) return anliku.dom.text(node);
    return Array.from(node.childNodes, (one) => (one instanceof HTMLImageElement ? described(one) : spoken(one))).join("");
  }

  /** @param {Element|null} element */
  function text(element) {
    return (element ? spoken(element) : "").replace(/\s+/g, " ").trim();
  }

  /** @param {Element} content @param {string} selector */
  function all(content, selector) {
    return anliku.dom.all(content, selector, HTMLElement);
  }

  /**
   * The paragraphs, list items and table rows of an element.
   * @param {Element} element
   * @returns {string[]}
   */
  function lines(element) {
    if (element.matches(".origin, summary")) return []; // leads to the sources of the case's own page; folds on phones
    if (element.tagName === "TR") return [Array.from(element.children, text).join("，")];
    if (INNER.indexOf(element.tagName) < 0) return text(element) ? [text(element)] : [];
    return Array.from(element.children, lines).reduce((found, more) => found.concat(more), []);
  }

  /**
   * What stands between a heading and the next one of its level: of steps their headings, of all else its lines.
   * @param {Element} heading
   */
  function section(heading) {
    /** @type {string[]} */
    const found = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) {
      if (next.className === "steps") return all(next, "li > h3").map(text);
      found.push.apply(found, lines(next));
    }
    return found;
  }

  /** @param {Element} content */
  function sections(content) {
    /** @type {Object<string, string[]>} */
    const found = {};
    all(content, "h2[id]").forEach((heading) => (found[heading.id] = section(heading)));
    return found;
  }

  /** @param {Element} content */
  function facts(content) {
    /** @type {Object<string, string>} */
    const found = {};
    all(content, ".facts dt").forEach((name) => (found[text(name)] = text(name.nextElementSibling)));
    return found;
  }

  /** @param {HTMLTableRowElement} row */
  function figure(row) {
    const cells = Array.from(row.cells, text);
    const link = anliku.dom.find(row, "a[href*='#']", HTMLAnchorElement);
    return {
      label: cells[0],
      value: cells[1],
      at: cells.length > 3 ? cells[2] : "",
      source: cells[cells.length - 1],
      place: (link && link.hash.split(/[#/]/).pop()) || "",
    };
  }

  /**
   * The text of an element as [tag, what matters of its attributes, children]; without tools, ways out and what is closed.
   * @typedef {[string, Object<string, string|true|null>, (string|any[])[]]} Tree
   * @param {Element} node
   * @returns {Tree}
   */
  function tree(node) {
    /** @type {Tree[1]} */
    const notes = {};
    /** @type {Tree[2]} */
    const children = [];
    ["class", "id", "colspan", "rowspan", "start", "alt"].forEach((name) => {
      if (node.hasAttribute(name)) notes[name] = node.getAttribute(name);
    });
    if (node.hasAttribute("data-later")) notes.later = true;
    if (node instanceof HTMLImageElement) {
      const root = new URL("..", location.href).href; // cases stand in a folder of the site
      if (node.src.indexOf(root) === 0) notes.src = node.src.slice(root.length);
      children.push(described(node));
    }
    Array.from(node.childNodes).forEach((child) => {
      if (child instanceof Text) children.push(child.data);
      else if (child instanceof Element && !child.matches(NOT_TOLD)) children.push(tree(child));
    });
    const tag = node.tagName.toLowerCase();
    return [SHOWN_AS[tag] || tag, notes, children];
  }

  /**
   * The steps of a practice with their texts.
   * @param {Element} content
   */
  function steps(content) {
    return all(content, "ol.steps > li").map((item) => {
      const heading = item.querySelector("h3");
      const rest = Array.from(item.children).filter((one) => one !== heading);
      return { heading: text(heading), lines: rest.reduce((/** @type {string[]} */ found, one) => found.concat(lines(one)), []) };
    });
  }

  /**
   * All of its text, for who prints it.
   * @param {Element} content
   */
  function whole(content) {
    const title = text(content.querySelector("h1"));
    return { anliku: "case", title: title, question: text(content.querySelector(".decision__title")), tree: tree(content) };
  }

  /**
   * What the table of a comparison shows of the case in `content`.
   * @param {Element} content
   */
  function report(content) {
    return {
      anliku: "case",
      title: text(content.querySelector("h1")),
      summary: text(content.querySelector(".summary-box > p")),
      facts: facts(content),
      types: all(content, ".chip--type").map(text),
      dimensions: all(content, ".chips > a:not(.chip--type)").map(text),
      figures: anliku.dom.all(content, "table.figures tbody tr", HTMLTableRowElement).map(figure),
      sections: sections(content),
      steps: steps(content),
    };
  }

  /**
   * Tell the page around this one, if there is any. What stands on the page is no secret from whoever shows it.
   * @param {Element} content
   */
  function send(content) {
    if (window.parent === window) return;
    window.parent.postMessage(/[?&]whole\b/.test(location.search) ? whole(content) : report(content), "*");
  }

  return { send: send };
})();
