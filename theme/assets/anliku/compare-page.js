// @ts-nocheck
/*
 * Cases side by side. Each says itself what stands in the table (ask-case.js); its texts reach this page as texts.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const MOST = 6;
  const page = document.querySelector("[data-comparison]");
  const MONEY = /元$/;
  const PEOPLE = /[名人户]$/;
  const ROWS = [
    ["摘要", (one) => [one.summary]],
    ["地区时间", (one) => named(one.facts, ["地区", "时间", "层级", "类别"])],
    ["钱", (one) => counted(one, MONEY)],
    ["人", (one) => counted(one, PEOPLE)],
    ["组织类型", (one) => joined(one.types)],
    [page ? page.getAttribute("data-dimensions") : "", (one) => joined(one.dimensions)],
    ["服务主题", (one) => named(one.facts, ["服务", "主题"])],
  ]; // and the parts of a case that the page names, see start()
  const LISTS = { list: "ul" };
  const ENOUGH = 160;

  const element = anliku.dom.element;
  const parts = {};
  let turn = 0;

  function named(facts, names) {
    return names.filter((name) => facts[name]).map((name) => name + "：" + facts[name]);
  }

  /** The figures that count money or people: what one asks first before doing the same. */
  function counted(one, unit) {
    return one.figures.filter((figure) => unit.test(String(figure.value).replace(/以上$/, ""))).map((figure) => figure.label + "：" + figure.value);
  }

  function joined(names) {
    return names.length ? [names.join("、")] : [];
  }

  /** Whole paragraphs up to a length; the page of the case has the rest. */
  function shortened(lines) {
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

  function isText(value) {
    return typeof value === "string";
  }

  function texts(value) {
    return Array.isArray(value) ? value.filter(isText) : [];
  }

  /** A message as what the table expects, whatever it was. */
  function checked(data) {
    const one = { title: String(data.title), summary: String(data.summary), facts: Object.assign({}, data.facts) };
    ["types", "dimensions"].forEach((name) => (one[name] = texts(data[name])));
    const sections = Object.assign({}, data.sections);
    one.sections = Object.create(null);
    Object.keys(sections).forEach((anchor) => (one.sections[anchor] = texts(sections[anchor])));
    one.steps = (Array.isArray(data.steps) ? data.steps : []).filter((step) => step && isText(step.heading));
    one.figures = (Array.isArray(data.figures) ? data.figures : []).filter((figure) => figure && isText(figure.label));
    return one;
  }

  // ---- the table ------------------------------------------------------------------------------------------------------------

  function figure(one, id) {
    const item = element("li", {}, one.label + "：", element("strong", {}, String(one.value)));
    if (one.at) item.appendChild(document.createTextNode("（" + one.at + "）"));
    const place = /^source-\d+$/.test(one.place) ? "#" + one.place : "";
    const link = element("a", { href: anliku.view.address("cases/" + id + ".html" + place) }, String(one.source));
    item.appendChild(element("span", { class: "comparison__source" }, link));
    return item;
  }

  /** A step unfolds its text; on paper it stands as the reader left it. */
  function unfolding(step) {
    const lines = texts(step.lines);
    if (!lines.length) return element("li", {}, step.heading);
    return element("li", {}, element("details", {}, element("summary", {}, step.heading), ...lines.map((line) => element("p", {}, line))));
  }

  function cell(row, one, id) {
    const values = one ? row[1](one).filter(Boolean) : [];
    const made = element("td", {});
    if (!values.length) {
      made.appendChild(element("span", { class: "comparison__none" }, "未写"));
    } else if (row[2] === "figures") {
      made.appendChild(element("ul", {}, ...values.map((value) => figure(value, id))));
    } else if (row[2] === "steps") {
      made.appendChild(element("ol", {}, ...values.map(unfolding)));
    } else if (row[2]) {
      made.appendChild(element(row[2], {}, ...values.map((value) => element("li", {}, value))));
    } else {
      values.forEach((value) => made.appendChild(element("p", {}, value)));
    }
    return made;
  }

  function table(ids, reports, titles) {
    const head = element("tr", {}, element("td", {}));
    ids.forEach((id) => {
      const link = element("a", { href: anliku.view.address("cases/" + id + ".html") }, titles[id]);
      head.appendChild(element("th", { scope: "col" }, link));
    });
    const body = element("tbody", {});
    ROWS.forEach((row) => {
      if (!reports.some((one) => one && row[1](one).some(Boolean))) return;
      const line = element("tr", {}, element("th", { scope: "row" }, row[0]));
      ids.forEach((id, place) => line.appendChild(cell(row, reports[place], id)));
      line.setAttribute("data-same", String(ids.length > 1 && Array.from(line.cells).slice(2).every((one) => one.textContent === line.cells[1].textContent)));
      body.appendChild(line);
    });
    return element("table", { class: "comparison__table comparison__table--" + ids.length }, element("thead", {}, head), body);
  }

  /** A box that hides the rows in which all cases say the same. */
  function sieve(made) {
    const input = element("input", { type: "checkbox", autocomplete: "off" });
    input.addEventListener("change", () => made.classList.toggle("comparison__table--differing", input.checked));
    return element("p", { class: "comparison__sieve" }, element("label", {}, input, " 只看不同的"));
  }

  // ---- what to show -----------------------------------------------------------------------------------------------------------

  function show(notes, ids, made) {
    parts.status.textContent = notes.join("");
    parts.scroll.textContent = "";
    parts.status.classList.toggle("comparison__left-out", notes.length > 0);
    if (parts.sieve) parts.sieve.remove();
    parts.sieve = made && ids.length > 1 ? sieve(made) : null;
    if (made) parts.scroll.appendChild(made);
    if (parts.sieve) parts.scroll.parentNode.insertBefore(parts.sieve, parts.scroll);
    parts.scroll.hidden = !made;
    parts.empty.hidden = ids.length > 0;
  }

  function notesOn(wanted, titles, ids) {
    const strange = wanted.filter((id) => !titles[id]);
    const left = wanted.filter((id) => titles[id]).slice(MOST);
    const notes = [];
    if (strange.length) notes.push("这个案例库里没有编号为 " + strange.join("、") + " 的案例。");
    if (left.length) notes.push("一次最多比较 " + MOST + " 个，没有列入：" + left.map((id) => "《" + titles[id] + "》").join("、") + "。");
    if (ids.length === 1) notes.push("只有一个案例，没有可比的：请再选用一个。");
    return notes;
  }

  async function run(titles) {
    const wish = anliku.selection.read(location.hash);
    const wanted = wish ? wish.ids : anliku.selection.ids();
    const ids = wanted.filter((id) => titles[id]).slice(0, MOST);
    const notes = notesOn(wanted, titles, ids);
    const mine = ++turn;
    if (!ids.length) return show(notes, ids, null);
    show(["正在读取案例……"], ids, null);
    const reports = (await Promise.all(ids.map((id) => anliku.askCase.ask(id, page)))).map((one) => one && checked(one));
    if (mine !== turn) return undefined;
    const lost = ids.filter((id, place) => !reports[place]);
    if (lost.length) notes.push("读不出来：" + lost.map((id) => "cases/" + id + ".html").join("、") + "。请重新拷贝整个文件夹。");
    return show(notes, ids, table(ids, reports, titles));
  }

  /** A row of the table for a part of a case. */
  function rowOf(part) {
    const [anchor, heading, form, much] = part;
    if (form === "figures") return [heading, (one) => one.figures, form];
    if (form === "steps") return [heading, (one) => one.steps, form];
    const whole = (one) => one.sections[anchor] || [];
    return [heading, much === "beginning" ? (one) => shortened(whole(one)) : whole, LISTS[form]];
  }

  function start() {
    const titles = Object.create(null);
    ["status", "scroll", "empty"].forEach((name) => (parts[name] = page.querySelector("[data-part=" + name + "]")));
    ROWS.push.apply(ROWS, JSON.parse(page.getAttribute("data-comparison")).map(rowOf));
    if (!anliku.cases) return show(["案例目录读不出来：cases/list.js 缺失或损坏。请重新拷贝整个文件夹。"], [""], null);
    anliku.cases.cases.forEach((one) => (titles[one[0]] = one[1]));
    window.addEventListener("hashchange", () => {
      if (anliku.selection.read(location.hash)) run(titles);
    });
    return run(titles);
  }

  start();
})();
