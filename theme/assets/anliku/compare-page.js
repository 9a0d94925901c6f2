/*
 * Cases side by side. Each says itself what stands in the table (ask-case.js); its texts reach this page as texts.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const MOST = 6;
  const MONEY = /元$/;
  const PEOPLE = /[名人户]$/;
  const ENOUGH = 160;

  const dom = anliku.dom;
  const element = dom.element;
  const page = dom.need(document, "[data-comparison]", HTMLElement);
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => dom.need(page, "[data-part=" + name + "]", HTMLElement);
  const parts = { status: part("status"), scroll: part("scroll"), empty: part("empty") };

  /**
   * What a case says of itself.
   * @typedef {{label: string, value: string, at: string, source: string, place: string}} Figure place: "" or #source-1
   * @typedef {{heading: string, lines: string[]}} Step
   * @typedef {object} Report
   * @property {string} id
   * @property {string} summary
   * @property {Object<string, string>} facts
   * @property {string[]} types
   * @property {string[]} dimensions
   * @property {Object<string, string[]>} sections
   * @property {Step[]} steps
   * @property {Figure[]} figures
   */
  /**
   * @typedef {object} Row of the table
   * @property {string} heading
   * @property {(one: Report) => (string|HTMLLIElement)[]} items what stands in the cell of a case
   * @property {"ul"|"ol"} [list] the list that they make; else each is a paragraph
   */

  /** @type {Row[]} */
  const ROWS = [
    { heading: "摘要", items: (one) => [one.summary] },
    { heading: "地区时间", items: (one) => named(one.facts, ["地区", "时间", "层级", "类别"]) },
    { heading: "钱", items: (one) => counted(one, MONEY) },
    { heading: "人", items: (one) => counted(one, PEOPLE) },
    { heading: "组织类型", items: (one) => joined(one.types) },
    { heading: page.getAttribute("data-dimensions") || "", items: (one) => joined(one.dimensions) },
    { heading: "服务主题", items: (one) => named(one.facts, ["服务", "主题"]) },
  ]; // and the parts of a case that the page names, see start()

  /**
   * The latest comparison asked for, as earlier ones may still be reading; the box above the table.
   * @type {{turn: number, sieve: HTMLElement|null}}
   */
  const state = { turn: 0, sieve: null };

  /** @param {Report["facts"]} facts @param {string[]} names */
  function named(facts, names) {
    return names.filter((name) => facts[name]).map((name) => name + "：" + facts[name]);
  }

  /**
   * The figures that count money or people: what one asks first before doing the same.
   * @param {Report} one
   * @param {RegExp} unit
   */
  function counted(one, unit) {
    return one.figures.filter((figure) => unit.test(figure.value.replace(/以上$/, ""))).map((figure) => figure.label + "：" + figure.value);
  }

  /** @param {string[]} names */
  function joined(names) {
    return names.length ? [names.join("、")] : [];
  }

  /**
   * Whole paragraphs up to a length; the page of the case has the rest.
   * @param {string[]} lines
   */
  function shortened(lines) {
    /** @type {string[]} */
    const kept = [];
    let size = 0;
    for (const line of lines) {
      if (size && size + line.length > ENOUGH) return kept.concat("……");
      kept.push(line);
      size += line.length;
    }
    return kept;
  }

  // ---- reading a case ---------------------------------------------------------------------------------------------------

  /**
   * @param {any} value
   * @returns {value is string}
   */
  function isText(value) {
    return typeof value === "string";
  }

  /** @param {any} value @returns {string[]} */
  function texts(value) {
    return Array.isArray(value) ? value.filter(isText) : [];
  }

  /** @param {any} value @returns {any[]} */
  function listed(value) {
    return Array.isArray(value) ? value.filter(Boolean) : [];
  }

  /** @param {any} figure @returns {Figure} */
  function checkedFigure(figure) {
    const place = /^source-\d+$/.test(figure.place) ? "#" + figure.place : "";
    return { label: figure.label, value: String(figure.value), at: figure.at ? String(figure.at) : "", source: String(figure.source), place: place };
  }

  /**
   * A message as what the table expects, whatever it was.
   * @param {any} data
   * @param {string} id
   */
  function checked(data, id) {
    const sections = Object.assign({}, data.sections);
    /** @type {Report} */
    const one = {
      id: id,
      summary: String(data.summary),
      facts: Object.assign({}, data.facts),
      types: texts(data.types),
      dimensions: texts(data.dimensions),
      sections: Object.create(null),
      steps: listed(data.steps).filter((step) => isText(step.heading)).map((step) => ({ heading: step.heading, lines: texts(step.lines) })),
      figures: listed(data.figures).filter((figure) => isText(figure.label)).map(checkedFigure),
    };
    Object.keys(sections).forEach((anchor) => (one.sections[anchor] = texts(sections[anchor])));
    return one;
  }

  // ---- the table ------------------------------------------------------------------------------------------------------------

  /** @param {Figure} one @param {string} id */
  function figureItem(one, id) {
    const item = element("li", {}, one.label + "：", element("strong", {}, one.value));
    if (one.at) item.appendChild(document.createTextNode("（" + one.at + "）"));
    const link = element("a", { href: anliku.view.address("cases/" + id + ".html" + one.place) }, one.source);
    item.appendChild(element("span", { class: "comparison__source" }, link));
    return item;
  }

  /**
   * A step unfolds its text; on paper it stands as the reader left it.
   * @param {Step} step
   */
  function unfolding(step) {
    if (!step.lines.length) return element("li", {}, step.heading);
    return element("li", {}, element("details", {}, element("summary", {}, step.heading), ...step.lines.map((line) => element("p", {}, line))));
  }

  /** @param {Row} row @param {Report|null} one */
  function cell(row, one) {
    const items = one ? row.items(one).filter(Boolean) : [];
    if (!items.length) return element("td", {}, element("span", { class: "comparison__none" }, "未写"));
    if (!row.list) return element("td", {}, ...items.map((item) => element("p", {}, item)));
    return element("td", {}, element(row.list, {}, ...items.map((item) => (isText(item) ? element("li", {}, item) : item))));
  }

  /** @param {string[]} ids @param {(Report|null)[]} reports @param {Object<string, string>} titles */
  function table(ids, reports, titles) {
    const head = element("tr", {}, element("td", {}));
    ids.forEach((id) => {
      const link = element("a", { href: anliku.view.address("cases/" + id + ".html") }, titles[id]);
      head.appendChild(element("th", { scope: "col" }, link));
    });
    const body = element("tbody", {});
    ROWS.forEach((row) => {
      if (!reports.some((one) => one && row.items(one).some(Boolean))) return;
      const line = element("tr", {}, element("th", { scope: "row" }, row.heading), ...reports.map((one) => cell(row, one)));
      line.setAttribute("data-same", String(ids.length > 1 && Array.from(line.cells).slice(2).every((one) => one.textContent === line.cells[1].textContent)));
      body.appendChild(line);
    });
    return element("table", { class: "comparison__table comparison__table--" + ids.length }, element("thead", {}, head), body);
  }

  /**
   * A box that hides the rows in which all cases say the same.
   * @param {HTMLTableElement} made
   */
  function sieve(made) {
    const input = element("input", { type: "checkbox", autocomplete: "off" });
    input.addEventListener("change", () => made.classList.toggle("comparison__table--differing", input.checked));
    return element("p", { class: "comparison__sieve" }, element("label", {}, input, " 只看不同的"));
  }

  // ---- what to show -----------------------------------------------------------------------------------------------------------

  /** @param {string[]} notes @param {string[]} ids @param {HTMLTableElement|null} made */
  function show(notes, ids, made) {
    parts.status.textContent = notes.join("");
    parts.scroll.textContent = "";
    parts.status.classList.toggle("comparison__left-out", notes.length > 0);
    if (state.sieve) state.sieve.remove();
    state.sieve = made && ids.length > 1 ? sieve(made) : null;
    if (made) parts.scroll.appendChild(made);
    if (state.sieve) parts.scroll.before(state.sieve);
    parts.scroll.hidden = !made;
    parts.empty.hidden = ids.length > 0;
  }

  /** @param {string[]} wanted @param {Object<string, string>} titles @param {string[]} ids */
  function notesOn(wanted, titles, ids) {
    const strange = wanted.filter((id) => !titles[id]);
    const left = wanted.filter((id) => titles[id]).slice(MOST);
    /** @type {string[]} */
    const notes = [];
    if (strange.length) notes.push("这个案例库里没有编号为 " + strange.join("、") + " 的案例。");
    if (left.length) notes.push("一次最多比较 " + MOST + " 个，没有列入：" + left.map((id) => "《" + titles[id] + "》").join("、") + "。");
    if (ids.length === 1) notes.push("只有一个案例，没有可比的：请再选用一个。");
    return notes;
  }

  /** @param {Object<string, string>} titles */
  async function run(titles) {
    const wish = anliku.selection.read(location.hash);
    const wanted = wish ? wish.ids : anliku.selection.ids();
    const ids = wanted.filter((id) => titles[id]).slice(0, MOST);
    const notes = notesOn(wanted, titles, ids);
    const mine = ++state.turn;
    show(ids.length ? ["正在读取案例……"] : notes, ids, null);
    if (!ids.length) return;
    const answers = await Promise.all(ids.map((id) => anliku.askCase.ask(id, page)));
    if (mine !== state.turn) return;
    const reports = answers.map((answer, place) => answer && checked(answer, ids[place]));
    const lost = ids.filter((id, place) => !reports[place]);
    if (lost.length) notes.push("读不出来：" + lost.map((id) => "cases/" + id + ".html").join("、") + "。请重新拷贝整个文件夹。");
    show(notes, ids, table(ids, reports, titles));
  }

  /**
   * A row of the table for a part of a case.
   * @param {[string, string, string, string]} part anchor, heading, form, how much
   * @returns {Row}
   */
  function rowOf([anchor, heading, form, much]) {
    if (form === "figures") return { heading: heading, items: (one) => one.figures.map((figure) => figureItem(figure, one.id)), list: "ul" };
    if (form === "steps") return { heading: heading, items: (one) => one.steps.map(unfolding), list: "ol" };
    /** @type {(one: Report) => string[]} */
    const whole = (one) => one.sections[anchor] || [];
    return { heading: heading, items: much === "beginning" ? (one) => shortened(whole(one)) : whole, list: form === "list" ? "ul" : undefined };
  }

  function start() {
    /** @type {Object<string, string>} */
    const titles = Object.create(null);
    ROWS.push.apply(ROWS, JSON.parse(page.getAttribute("data-comparison") || "").map(rowOf));
    if (!anliku.cases) {
      show(["案例目录读不出来：cases/list.js 缺失或损坏。请重新拷贝整个文件夹。"], [""], null);
      return;
    }
    anliku.cases.cases.forEach((one) => (titles[one[0]] = one[1]));
    window.addEventListener("hashchange", () => {
      if (anliku.selection.read(location.hash)) run(titles);
    });
    run(titles);
  }

  start();
})();
