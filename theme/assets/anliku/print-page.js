// @ts-nocheck
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
  const DOWN = { h1: "h2", h2: "h3", h3: "h4", h4: "h5" }; // below the heading of the page
  const APART = ["questions", "teaching", "board", "reading", "policies", "items", "related", "sources"];
  const FIELDS = [["title", "课题", "text"], ["date", "日期", "text"], ["teacher", "讲课人", "text"]];
  const BOXES = [
    ["whole", "全文", true],
    ["questions", "讨论题", true],
    ["room", "题下留白", true],
    ["reading", "阅读清单", true],
    ["before", "有决定的，只到要作的决定（先发）", false],
  ];

  const selection = anliku.selection;
  const element = anliku.dom.element;
  const page = document.querySelector("[data-print-page]");
  const KEY = "anliku-class:" + page.getAttribute("data-library");
  const parts = {};
  const fields = {};
  const boxes = {};
  let reports = [];

  // ---- trees ----------------------------------------------------------------------------------------------------------------

  /** A tree as elements; what no text needs is left out with all that is in it. */
  function made(tree) {
    if (typeof tree === "string") return document.createTextNode(tree);
    if (!Array.isArray(tree) || !TAGS.test(tree[0])) return document.createTextNode("");
    const found = document.createElement(DOWN[tree[0]] || tree[0]);
    const notes = Object.assign({}, tree[1]);
    if (/^[a-z][a-z_ -]*$/.test(String(notes.class))) found.className = notes.class;
    ["colspan", "rowspan", "start"].forEach((name) => {
      if (/^\d{1,3}$/.test(String(notes[name]))) found.setAttribute(name, notes[name]);
    });
    children(tree).forEach((child) => found.appendChild(made(child)));
    return found;
  }

  function children(tree) {
    return Array.isArray(tree[2]) ? tree[2] : [];
  }

  function isLater(tree) {
    return Array.isArray(tree) && Object.assign({}, tree[1]).later === true;
  }

  function textOf(tree) {
    return typeof tree === "string" ? tree : children(tree).map(textOf).join("");
  }

  /** Items that the class may see only later, taken away. */
  function withoutLater(tree) {
    if (typeof tree === "string") return tree;
    return [tree[0], tree[1], children(tree).filter((child) => !isLater(child)).map(withoutLater)];
  }

  /** Title, what stands above the first part, and the parts. */
  function read(report) {
    const tree = Array.isArray(report.tree) ? report.tree : ["div", {}, []];
    const one = { title: String(report.title), question: String(report.question || ""), top: [], parts: [] };
    children(tree).forEach((child) => {
      if (child[0] === "h1") return;
      if (child[0] === "h2" && Object.assign({}, child[1]).id) one.parts.push({ id: String(Object.assign({}, child[1]).id), later: isLater(child), nodes: [child] });
      else (one.parts.length ? one.parts[one.parts.length - 1].nodes : one.top).push(child);
    });
    return one;
  }

  // ---- the papers -------------------------------------------------------------------------------------------------------------

  function chosen() {
    const on = {};
    BOXES.forEach((box) => (on[box[0]] = boxes[box[0]].checked));
    return on;
  }

  function nameOf(one, on) {
    return on.before && one.question ? one.question : one.title;
  }

  function cover(on) {
    const box = element("section", { class: "papers__cover" });
    const title = fields.title.value.trim() || "案例选编（" + reports.length + " 例）";
    box.appendChild(element("h2", {}, title));
    ["date", "teacher"].forEach((name) => {
      const label = FIELDS.find((field) => field[0] === name)[1];
      if (fields[name].value.trim()) box.appendChild(element("p", {}, label + "：" + fields[name].value.trim()));
    });
    box.appendChild(element("p", {}, "选自《" + page.getAttribute("data-library") + "》"));
    box.appendChild(element("h3", {}, "目录"));
    box.appendChild(element("ol", {}, ...reports.map((one) => element("li", {}, nameOf(one, on)))));
    return box;
  }

  function ordered(one) {
    const list = one.parts.slice();
    const from = list.findIndex((part) => part.id === "decision");
    const to = list.findIndex((part) => part.id === "practice");
    if (from >= 0 && to > from) list.splice(to, 0, list.splice(from, 1)[0]);
    return list;
  }

  function paper(one, number, on) {
    const name = nameOf(one, on);
    const before = on.before && one.question;
    const body = element("td", {}, element("h2", {}, number + "　" + name));
    const add = (part) => part.nodes.forEach((node) => body.appendChild(made(before ? withoutLater(node) : node)));
    if (on.whole) {
      if (!before) one.top.forEach((node) => body.appendChild(made(node)));
      (before ? ordered(one) : one.parts).filter((part) => APART.indexOf(part.id) < 0 && !(before && part.later)).forEach(add);
    }
    if (on.questions) one.parts.filter((part) => part.id === "questions").forEach(add);
    if (on.questions && on.room) body.querySelectorAll("ol.questions > li").forEach((item) => {
      for (let n = 0; n < LINES; n++) item.appendChild(element("div", { class: "papers__line" }));
    });
    // The head of a table stands again on every page that it goes over: so each page bears the name of its case.
    const head = element("thead", {}, element("tr", {}, element("td", {}, element("div", { class: "papers__running" }, name))));
    return element("table", { class: "papers__case", role: "presentation" }, head, element("tbody", {}, element("tr", {}, body)));
  }

  function readingList(on) {
    const box = element("section", { class: "papers__reading" }, element("h2", {}, "阅读清单"));
    reports.forEach((one, place) => {
      box.appendChild(element("h3", {}, place + 1 + "　" + nameOf(one, on)));
      one.parts.filter((part) => part.id === "sources" || part.id === "reading").forEach((part) => {
        part.nodes.slice(1).filter((node) => Object.assign({}, node[1]).class !== "review").forEach((node) => box.appendChild(made(node)));
      });
    });
    return box;
  }

  function show() {
    const on = chosen();
    boxes.room.disabled = !on.questions;
    boxes.before.disabled = !reports.some((one) => one.question);
    parts.papers.textContent = "";
    if (!reports.length) return;
    parts.papers.appendChild(cover(on));
    if (on.whole || on.questions) reports.forEach((one, place) => parts.papers.appendChild(paper(one, place + 1, on)));
    if (on.reading) parts.papers.appendChild(readingList(on));
  }

  // ---- the form ---------------------------------------------------------------------------------------------------------------

  function stored() {
    try {
      return Object.assign({}, JSON.parse(localStorage.getItem(KEY)));
    } catch (error) {
      return {};
    }
  }

  function store() {
    const values = {};
    FIELDS.forEach((field) => (values[field[0]] = fields[field[0]].value));
    try {
      localStorage.setItem(KEY, JSON.stringify(values));
    } catch (error) {
      // They stand in the form as long as the page is open.
    }
  }

  function form() {
    const kept = stored();
    FIELDS.forEach((field) => {
      const input = element("input", { type: field[2], autocomplete: "off", maxlength: "80" });
      input.value = typeof kept[field[0]] === "string" ? kept[field[0]] : "";
      input.addEventListener("input", () => {
        store();
        show();
      });
      fields[field[0]] = input;
      parts.form.appendChild(element("label", {}, field[1] + " ", input));
    });
    BOXES.forEach((box) => {
      const input = element("input", { type: "checkbox", autocomplete: "off" });
      input.checked = box[2];
      input.addEventListener("change", show);
      boxes[box[0]] = input;
      parts.form.appendChild(element("label", {}, input, " " + box[1]));
    });
    const print = element("button", { type: "button", class: "button" }, "打印");
    print.addEventListener("click", () => window.print());
    parts.form.appendChild(print);
  }

  function say(notes) {
    parts.status.textContent = notes.join("");
  }

  async function run(titles) {
    const wish = selection.read(location.hash);
    const wanted = wish ? wish.ids : selection.ids();
    const known = wanted.filter((id) => titles[id]);
    const ids = known.slice(0, MOST);
    const strange = wanted.filter((id) => !titles[id]);
    const notes = [];
    reports = [];
    parts.form.hidden = !ids.length;
    parts.empty.hidden = ids.length > 0;
    if (strange.length) notes.push("这个案例库里没有编号为 " + strange.join("、") + " 的案例。");
    if (known.length > MOST) notes.push("一次最多打印 " + MOST + " 个，后面的 " + (known.length - MOST) + " 个没有列入。");
    show();
    const lost = [];
    for (let at = 0; at < ids.length; at++) { // one after the other: forty pages at once are too many for an old computer
      say(["正在读取第 " + (at + 1) + " 个，共 " + ids.length + " 个……"]);
      const report = await anliku.askCase.ask(ids[at], page, "?whole");
      if (report && report.tree) reports.push(read(report));
      else lost.push("cases/" + ids[at] + ".html");
    }
    if (lost.length) notes.push("读不出来：" + lost.join("、") + "。请重新拷贝整个文件夹。");
    show();
    say(notes);
    page.setAttribute("data-ready", String(reports.length));
  }

  function start() {
    const titles = Object.create(null);
    ["form", "status", "papers", "empty"].forEach((name) => (parts[name] = page.querySelector("[data-part=" + name + "]")));
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
