/*
 * Chosen cases as one print job: cover, contents, each case whole on pages of its own that bear its name.
 *
 * The texts come from the pages of the cases (ask-case.js), as trees of elements and texts; only elements that a text needs
 * are made again, by createElement and text nodes.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const MOST = 40;
  const LINES = 4; // to write on, below a question
  const TAGS = /^(p|h[1-4]|ul|ol|li|dl|dt|dd|div|section|table|caption|thead|tbody|tr|th|td|strong|em|b|i|del|blockquote|span|br|hr|code|pre|sup|sub)$/;
  const PICTURE = /^([\w%-][\w.%-]*\/)*[\w%-][\w.%-]*\.(png|jpe?g|gif|svg|webp)$/i;
  /** @type {Object<string, string|undefined>} */
  const DOWN = { h1: "h2", h2: "h3", h3: "h4", h4: "h5" }; // below the heading of the page
  const APART = ["questions", "teaching", "board", "reading", "policies", "items", "related", "sources"];
  const FIELDS = [["title", "课题"], ["date", "日期"], ["teacher", "讲课人"]];
  /** @type {[string, string, boolean][]} */
  const BOXES = [
    ["whole", "全文", true],
    ["questions", "讨论题", true],
    ["room", "题下留白", true],
    ["reading", "阅读清单", true],
    ["before", "有决定的，只到要作的决定（先发）", false],
  ];

  const selection = anliku.selection;
  const dom = anliku.dom;
  const element = dom.element;
  const page = dom.need(document, "[data-print-page]", HTMLElement);
  const LIBRARY = page.getAttribute("data-library");
  const KEY = "anliku-class:" + LIBRARY;
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => dom.need(page, "[data-part=" + name + "]", HTMLElement);
  const parts = { form: part("form"), status: part("status"), papers: part("papers"), empty: part("empty") };
  /** @type {Object<string, HTMLInputElement>} */
  const fields = {};
  /** @type {Object<string, HTMLInputElement>} */
  const boxes = {};

  /**
   * @typedef {any} Tree what case-report.js tells of an element, or a text; not checked
   * @typedef {{id: string, later: boolean, nodes: Tree[]}} Part of a case: a heading and what follows it
   * @typedef {{title: string, question: string, top: Tree[], parts: Part[]}} Report
   * @typedef {Object<string, boolean>} On what is to be printed, by the names of the boxes
   */

  /**
   * The latest cases asked for, as earlier ones may still be read; what was read of them.
   * @type {{turn: number, reports: Report[]}}
   */
  const state = { turn: 0, reports: [] };

  // ---- trees ----------------------------------------------------------------------------------------------------------------

  /**
   * A tree as elements; what no text needs is left out with all that is in it.
   * @param {Tree} tree
   * @returns {Node}
   */
  function made(tree) {
    if (typeof tree === "string") return document.createTextNode(tree);
    if (tagOf(tree) === "img") return picture(tree);
    if (!TAGS.test(tagOf(tree))) return document.createTextNode("");
    const found = document.createElement(DOWN[tagOf(tree)] || tagOf(tree));
    const notes = notesOf(tree);
    if (/^[a-z][a-z_ -]*$/.test(String(notes.class))) found.className = notes.class;
    ["colspan", "rowspan", "start"].forEach((name) => {
      if (/^\d{1,3}$/.test(String(notes[name]))) found.setAttribute(name, notes[name]);
    });
    children(tree).forEach((child) => found.appendChild(made(child)));
    return found;
  }

  /**
   * A picture of the site; of any other what it says of itself.
   * @param {Tree} tree
   */
  function picture(tree) {
    const notes = notesOf(tree);
    const said = children(tree).map(String).join("");
    if (!PICTURE.test(String(notes.src))) return document.createTextNode(said);
    return element("img", { src: notes.src, alt: String(notes.alt || "") });
  }

  /**
   * The name of an element; empty for a text.
   * @param {Tree} tree
   */
  function tagOf(tree) {
    return Array.isArray(tree) ? String(tree[0]) : "";
  }

  /** @param {Tree} tree @returns {Object<string, any>} */
  function notesOf(tree) {
    return Object.assign({}, Array.isArray(tree) ? tree[1] : null);
  }

  /** @param {Tree} tree @returns {Tree[]} */
  function children(tree) {
    return Array.isArray(tree) && Array.isArray(tree[2]) ? tree[2] : [];
  }

  /** @param {Tree} tree */
  function isLater(tree) {
    return notesOf(tree).later === true;
  }

  /**
   * Items that the class may see only later, taken away.
   * @param {Tree} tree
   * @returns {Tree}
   */
  function withoutLater(tree) {
    if (!Array.isArray(tree)) return tree;
    return [tree[0], tree[1], children(tree).filter((child) => !isLater(child)).map(withoutLater)];
  }

  /**
   * Title, what stands above the first part, and the parts.
   * @param {any} told by the page of a case
   */
  function read(told) {
    /** @type {Report} */
    const one = { title: String(told.title), question: String(told.question || ""), top: [], parts: [] };
    children(told.tree).forEach((child) => {
      const id = notesOf(child).id;
      if (tagOf(child) === "h1") return;
      if (tagOf(child) === "h2" && id) one.parts.push({ id: String(id), later: isLater(child), nodes: [child] });
      else (one.parts.length ? one.parts[one.parts.length - 1].nodes : one.top).push(child);
    });
    return one;
  }

  // ---- the papers -------------------------------------------------------------------------------------------------------------

  function chosen() {
    /** @type {On} */
    const on = {};
    BOXES.forEach((box) => (on[box[0]] = boxes[box[0]].checked));
    return on;
  }

  /** @param {Report} one @param {On} on */
  function nameOf(one, on) {
    return on.before && one.question ? one.question : one.title;
  }

  /** @param {On} on */
  function cover(on) {
    const box = element("section", { class: "papers__cover" });
    const title = fields.title.value.trim() || "案例选编（" + state.reports.length + " 例）";
    box.appendChild(element("h2", {}, title));
    FIELDS.slice(1).forEach(([name, label]) => {
      if (fields[name].value.trim()) box.appendChild(element("p", {}, label + "：" + fields[name].value.trim()));
    });
    box.appendChild(element("p", {}, "选自《" + LIBRARY + "》"));
    box.appendChild(element("h3", {}, "目录"));
    box.appendChild(element("ol", {}, ...state.reports.map((one) => element("li", {}, nameOf(one, on)))));
    return box;
  }

  /** @param {Report} one */
  function ordered(one) {
    const list = one.parts.slice();
    const from = list.findIndex((some) => some.id === "decision");
    const to = list.findIndex((some) => some.id === "practice");
    if (from >= 0 && to > from) list.splice(to, 0, list.splice(from, 1)[0]);
    return list;
  }

  /** @param {Report} one @param {number} number @param {On} on */
  function paper(one, number, on) {
    const name = nameOf(one, on);
    const before = on.before && one.question;
    const body = element("td", {}, element("h2", {}, number + "　" + name));
    /** @type {(some: Part) => void} */
    const add = (some) => some.nodes.forEach((node) => body.appendChild(made(before ? withoutLater(node) : node)));
    if (on.whole) {
      if (!before) one.top.forEach((node) => body.appendChild(made(node)));
      (before ? ordered(one) : one.parts).filter((some) => APART.indexOf(some.id) < 0 && !(before && some.later)).forEach(add);
    }
    if (on.questions) one.parts.filter((some) => some.id === "questions").forEach(add);
    if (on.questions && on.room) {
      body.querySelectorAll("ol.questions > li").forEach((item) => {
        for (let n = 0; n < LINES; n++) item.appendChild(element("div", { class: "papers__line" }));
      });
    }
    // The head of a table stands again on every page that it goes over: so each page bears the name of its case.
    const head = element("thead", {}, element("tr", {}, element("td", {}, element("div", { class: "papers__running" }, name))));
    const sheet = element("table", { class: "papers__case", role: "presentation" }, head, element("tbody", {}, element("tr", {}, body)));
    return anliku.site.room(number + "　" + name, sheet);
  }

  /** @param {On} on */
  function readingList(on) {
    const box = element("section", { class: "papers__reading" }, element("h2", {}, "阅读清单"));
    state.reports.forEach((one, place) => {
      box.appendChild(element("h3", {}, place + 1 + "　" + nameOf(one, on)));
      one.parts.filter((some) => some.id === "sources" || some.id === "reading").forEach((some) => {
        some.nodes.slice(1).filter((node) => notesOf(node).class !== "review").forEach((node) => box.appendChild(made(node)));
      });
    });
    return anliku.site.room("阅读清单", box);
  }

  function show() {
    const on = chosen();
    const reports = state.reports;
    boxes.room.disabled = !on.questions;
    boxes.before.disabled = !reports.some((one) => one.question);
    const opened = foldsOf().filter((one) => one.open).map(wordsOf);
    parts.papers.textContent = "";
    if (!reports.length) return;
    parts.papers.appendChild(cover(on));
    if (on.whole || on.questions) reports.forEach((one, place) => parts.papers.appendChild(paper(one, place + 1, on)));
    if (on.reading) parts.papers.appendChild(readingList(on));
    foldsOf().filter((one) => opened.indexOf(wordsOf(one)) >= 0).forEach((one) => (one.open = true));
  }

  function foldsOf() {
    return dom.all(parts.papers, "details.room", HTMLDetailsElement);
  }

  /** @param {Element} fold */
  function wordsOf(fold) {
    return dom.text(fold.querySelector("summary"));
  }

  // ---- the form ---------------------------------------------------------------------------------------------------------------

  /** @returns {Object<string, any>} */
  function stored() {
    try {
      return Object.assign({}, JSON.parse(anliku.kept.read(KEY) || "{}"));
    } catch (error) {
      return {};
    }
  }

  /** Where nothing can be kept, the values stand in the form as long as the page is open. */
  function store() {
    /** @type {Object<string, string>} */
    const values = {};
    FIELDS.forEach(([name]) => (values[name] = fields[name].value));
    anliku.kept.write(KEY, JSON.stringify(values));
  }

  function form() {
    const kept = stored();
    FIELDS.forEach(([name, label]) => {
      const input = element("input", { type: "text", autocomplete: "off", maxlength: "80" });
      input.value = typeof kept[name] === "string" ? kept[name] : "";
      input.addEventListener("input", () => {
        store();
        show();
      });
      fields[name] = input;
      parts.form.appendChild(element("label", {}, label + " ", input));
    });
    BOXES.forEach(([name, label, checked]) => {
      const input = element("input", { type: "checkbox", autocomplete: "off" });
      input.checked = checked;
      input.addEventListener("change", show);
      boxes[name] = input;
      parts.form.appendChild(element("label", {}, input, " " + label));
    });
    const print = element("button", { type: "button", class: "button" }, "打印");
    print.addEventListener("click", () => window.print());
    parts.form.appendChild(print);
  }

  /** @param {string[]} notes */
  function say(notes) {
    parts.status.textContent = notes.join("");
  }

  /** @param {Object<string, string>} titles */
  async function run(titles) {
    const wish = selection.read(location.hash);
    const wanted = wish ? wish.ids : selection.ids();
    const known = wanted.filter((id) => titles[id]);
    const ids = known.slice(0, MOST);
    const strange = wanted.filter((id) => !titles[id]);
    /** @type {string[]} */
    const notes = [];
    /** @type {string[]} */
    const lost = [];
    const mine = ++state.turn;
    state.reports = [];
    parts.form.hidden = !ids.length;
    parts.empty.hidden = ids.length > 0;
    if (strange.length) notes.push("这个案例库里没有编号为 " + strange.join("、") + " 的案例。");
    if (known.length > MOST) notes.push("一次最多打印 " + MOST + " 个，后面的 " + (known.length - MOST) + " 个没有列入。");
    show();
    for (let at = 0; at < ids.length; at++) { // one after the other: forty pages at once are too many for an old computer
      say(["正在读取第 " + (at + 1) + " 个，共 " + ids.length + " 个……"]);
      const told = await anliku.askCase.ask(ids[at], page, "?whole");
      if (mine !== state.turn) return;
      if (told && told.tree) state.reports.push(read(told));
      else lost.push("cases/" + ids[at] + ".html");
    }
    if (lost.length) notes.push("读不出来：" + lost.join("、") + "。请重新拷贝整个文件夹。");
    show();
    say(notes);
    page.setAttribute("data-ready", String(state.reports.length));
  }

  function start() {
    /** @type {Object<string, string>} */
    const titles = Object.create(null);
    if (!anliku.cases) {
      say(["案例目录读不出来：cases/list.js 缺失或损坏。请重新拷贝整个文件夹。"]);
      return;
    }
    anliku.cases.cases.forEach((one) => (titles[one[0]] = one[1]));
    form();
    window.addEventListener("hashchange", () => run(titles));
    run(titles);
  }

  start();
})();
