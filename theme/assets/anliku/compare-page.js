/*
 * Cases side by side. Each is opened out of sight in a frame and says itself what stands in the table
 * (case-report.js); its texts reach this page as texts.
 */
(function (anliku) {
  "use strict";

  const MOST = 4;
  const page = document.querySelector("[data-comparison]");
  const PATIENCE_MS = 5000; // after the page itself has loaded
  const ROWS = [
    ["摘要", (one) => [one.summary]],
    ["地区时间", (one) => named(one.facts, ["地区", "时间", "层级", "类别"])],
    ["组织类型", (one) => joined(one.types)],
    [page ? page.getAttribute("data-dimensions") : "", (one) => joined(one.dimensions)],
    ["服务主题", (one) => named(one.facts, ["服务", "主题"])],
  ]; // and the parts of a case that the page names, see start()
  const LISTS = { steps: "ol", list: "ul" };
  const ENOUGH = 160;

  const element = anliku.view.element;
  const parts = {};
  let turn = 0;

  function named(facts, names) {
    return names.filter((name) => facts[name]).map((name) => name + "：" + facts[name]);
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
    one.figures = (Array.isArray(data.figures) ? data.figures : []).filter((figure) => figure && isText(figure.label));
    return one;
  }

  /** @returns {Promise<object|null>} what the page of a case says of itself; null when it says nothing */
  function ask(id) {
    return new Promise((resolve) => {
      const attributes = { hidden: "", tabindex: "-1", title: id, src: anliku.view.address("cases/" + id + ".html") };
      const frame = element("iframe", attributes);
      let loaded = false;
      let told = false;
      const finish = (answer) => {
        told = true;
        window.removeEventListener("message", hear);
        resolve(answer);
        if (loaded) frame.remove(); // not before, or what it still loads would be broken off
      };
      const hear = (event) => {
        if (event.source === frame.contentWindow && event.data && event.data.anliku === "case") finish(checked(event.data));
      };
      window.addEventListener("message", hear);
      frame.addEventListener("load", () => {
        loaded = true;
        if (told) frame.remove();
        else setTimeout(() => told || finish(null), PATIENCE_MS);
      });
      page.appendChild(frame);
    });
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

  function cell(row, one, id) {
    const values = one ? row[1](one).filter(Boolean) : [];
    const made = element("td", {});
    if (!values.length) {
      made.appendChild(element("span", { class: "comparison__none" }, "未写"));
    } else if (row[2] === "figures") {
      made.appendChild(element("ul", {}, ...values.map((value) => figure(value, id))));
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
      body.appendChild(line);
    });
    return element("table", { class: "comparison__table comparison__table--" + ids.length }, element("thead", {}, head), body);
  }

  // ---- what to show -----------------------------------------------------------------------------------------------------------

  function show(notes, ids, made) {
    parts.status.textContent = notes.join("");
    parts.scroll.textContent = "";
    if (made) parts.scroll.appendChild(made);
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
    const reports = await Promise.all(ids.map(ask));
    if (mine !== turn) return undefined;
    const lost = ids.filter((id, place) => !reports[place]);
    if (lost.length) notes.push("读不出来：" + lost.map((id) => "cases/" + id + ".html").join("、") + "。请重新拷贝整个文件夹。");
    return show(notes, ids, table(ids, reports, titles));
  }

  /** A row of the table for a part of a case. */
  function rowOf(part) {
    const [anchor, heading, form, much] = part;
    if (form === "figures") return [heading, (one) => one.figures, form];
    const whole = (one) => one.sections[anchor] || [];
    return [heading, much === "beginning" ? (one) => shortened(whole(one)) : whole, LISTS[form]];
  }

  function start() {
    const titles = Object.create(null);
    ["status", "scroll", "empty"].forEach((name) => (parts[name] = page.querySelector("[data-part=" + name + "]")));
    ROWS.push.apply(ROWS, JSON.parse(page.getAttribute("data-comparison")).map(rowOf));
    if (!window.anlikuCases) return show(["案例目录读不出来：cases/list.js 缺失或损坏。请重新拷贝整个文件夹。"], [""], null);
    window.anlikuCases.cases.forEach((one) => (titles[one[0]] = one[1]));
    window.addEventListener("hashchange", () => {
      if (anliku.selection.read(location.hash)) run(titles);
    });
    return run(titles);
  }

  start();
})(window.anliku);
