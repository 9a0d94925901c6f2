/*
 * What a reader has read and written down, a case a row. It is kept here, on this one page: every browser gives a page its
 * own storage on file://, while Firefox shares none between pages. The file 学习记录.json is the truth; reading one in adds
 * to what is here and takes nothing away.
 */
var anliku = window.anliku || {};
anliku.study = (function () {
  "use strict";

  const FORMAT = "anliku-study/1";
  const ID = /^[a-z0-9-]{3,60}$/;
  const DAY = /^\d{4}-\d\d-\d\d$/;
  const LONGEST = 20000; // characters of a note that is typed; two that were joined may be longer
  const BETWEEN = "\n———\n"; // two notes on one case, one below the other
  const WAIT_MS = 300;

  /** @type {("name"|"unit")[]} */
  const WHO = ["name", "unit"];

  /**
   * @typedef {object} Entry a case of the record
   * @property {string} title
   * @property {string} read the day on which it was read, or ""
   * @property {string} by the day by which it is to be read, or ""
   * @property {string} note
   * @property {number} changed when
   * @property {boolean} [gone] taken off the list
   *
   * @typedef {{on: string, right: number, asked: number}} Test
   * @typedef {{format: string, library: string, name: string, unit: string, cases: Object<string, Entry>, tests: Test[]}} StudyRecord
   */

  const dom = anliku.dom;
  const element = dom.element;
  const page = dom.need(document, "[data-study-page]", HTMLElement);
  const LIBRARY = page.getAttribute("data-library") || "";
  const KEY = "anliku-study:" + LIBRARY;
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => dom.need(page, "[data-part=" + name + "]", HTMLElement);
  const parts = { bar: part("bar"), status: part("status"), kept: part("kept"), list: part("list"), empty: part("empty") };
  /** @type {Object<string, string>} */
  const titles = Object.create(null);
  const fields = {
    unit: element("input", { type: "text", autocomplete: "off", maxlength: "100" }),
    name: element("input", { type: "text", autocomplete: "off", maxlength: "50" }),
  };

  /** The record; whether the browser keeps it; whether the file holds all of it; the timer of what is still to be kept. */
  const state = { record: empty(), works: true, saved: true, waiting: 0 };

  /** @returns {StudyRecord} */
  function empty() {
    return { format: FORMAT, library: LIBRARY, name: "", unit: "", cases: {}, tests: [] };
  }

  function today() {
    const now = new Date();
    /** @type {(number: number) => string} */
    const two = (number) => ("0" + number).slice(-2);
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  // ---- what a record may hold ------------------------------------------------------------------------------------------------

  /** @param {any} value @param {number} most */
  function textOf(value, most) {
    return typeof value === "string" ? value.slice(0, most) : "";
  }

  /** @param {any} value @returns {string} */
  function dayOf(value) {
    return typeof value === "string" && DAY.test(value) ? value : "";
  }

  /** @param {any} one @returns {Entry} */
  function checkedCase(one) {
    /** @type {Entry} */
    const made = {
      title: textOf(one.title, 200), read: dayOf(one.read), by: dayOf(one.by),
      note: textOf(one.note, Infinity), changed: typeof one.changed === "number" ? one.changed : 0,
    };
    if (one.gone === true) made.gone = true;
    return made;
  }

  /**
   * A record of this format, with nothing but what it may hold; null for anything else.
   * @param {any} data
   */
  function checked(data) {
    if (!data || typeof data !== "object" || data.format !== FORMAT) return null;
    const made = empty();
    made.library = textOf(data.library, 200);
    made.name = textOf(data.name, 50);
    made.unit = textOf(data.unit, 100);
    const cases = Object.assign({}, data.cases);
    Object.keys(cases).filter((id) => ID.test(id)).forEach((id) => {
      made.cases[id] = checkedCase(Object.assign({}, cases[id]));
    });
    /** @type {any[]} */
    const tests = Array.isArray(data.tests) ? data.tests : [];
    made.tests = tests.filter((one) => one && dayOf(one.on) && one.asked > 0 && one.right >= 0 && one.right <= one.asked)
      .map((one) => ({ on: one.on, right: Number(one.right), asked: Number(one.asked) }));
    return made;
  }

  /**
   * Both of two entries on one case: no note is lost, and what was read stays read.
   * @param {Entry} one
   * @param {Entry} other
   * @returns {Entry}
   */
  function both(one, other) {
    const newer = other.changed > one.changed ? other : one;
    const notes = [one.note, other.note].filter(Boolean);
    const apart = notes.length === 2 && notes[0].indexOf(notes[1]) < 0 && notes[1].indexOf(notes[0]) < 0;
    const longest = notes.sort((a, b) => b.length - a.length)[0] || "";
    const days = [one.read, other.read].filter(Boolean).sort();
    return { title: newer.title || one.title, read: days[0] || "", by: newer.by, note: apart ? [one.note, other.note].join(BETWEEN) : longest, changed: newer.changed };
  }

  /** @param {StudyRecord} other */
  function add(other) {
    const record = state.record;
    Object.keys(other.cases).filter((id) => !other.cases[id].gone).forEach((id) => {
      const mine = record.cases[id];
      record.cases[id] = mine && !mine.gone ? both(mine, other.cases[id]) : other.cases[id];
    });
    const known = record.tests.map((one) => JSON.stringify(one));
    record.tests = record.tests.concat(other.tests.filter((one) => known.indexOf(JSON.stringify(one)) < 0));
    WHO.forEach((name) => (record[name] = record[name] || other[name]));
  }

  // ---- keeping it ---------------------------------------------------------------------------------------------------------------

  function stored() {
    try {
      return checked(JSON.parse(anliku.kept.read(KEY) || "null"));
    } catch (error) {
      return null;
    }
  }

  /** Another window may have written meanwhile: of each case the later entry stays. */
  function store() {
    const cases = state.record.cases;
    const there = stored();
    clearTimeout(state.waiting);
    state.saved = false;
    const others = there ? there.cases : {};
    Object.keys(others).forEach((id) => {
      if (!cases[id] || others[id].changed > cases[id].changed) cases[id] = others[id];
    });
    if (!anliku.kept.write(KEY, JSON.stringify(state.record))) state.works = false;
    tellWhere();
  }

  function later() {
    clearTimeout(state.waiting);
    state.saved = false;
    state.waiting = setTimeout(store, WAIT_MS);
  }

  /** @param {string} id @param {Partial<Entry>} values */
  function change(id, values) {
    const cases = state.record.cases;
    const now = cases[id] || { title: titles[id] || id, read: "", by: "", note: "", changed: 0 };
    cases[id] = Object.assign({}, now, values, { changed: Math.max(Date.now(), now.changed + 1) });
    if (!values.gone) delete cases[id].gone;
    later();
  }

  function tellWhere() {
    parts.kept.hidden = false;
    parts.kept.textContent = state.works
      ? "记在这台电脑的这个浏览器里，只在这一页。换电脑、换浏览器，或清理浏览器以前，请“保存成文件”；文件读回来，和这里的合在一起。"
      : "这个浏览器不让网页保存内容，写的只留到关掉这一页：离开以前请“保存成文件”。";
  }

  // ---- files ---------------------------------------------------------------------------------------------------------------------

  /** @param {string} id */
  function isShown(id) {
    const one = state.record.cases[id];
    return Boolean(one) && !one.gone;
  }

  function shown() {
    return Object.keys(state.record.cases).filter(isShown);
  }

  function saveFile() {
    store();
    const record = state.record;
    const name = "学习记录" + (record.name ? "-" + record.name.replace(/[\s\\/:*?"<>|.]+/g, "-") : "") + ".json";
    anliku.dom.save(name, new Blob([JSON.stringify(Object.assign({ saved: today() }, record), null, 1) + "\n"], { type: "application/json" }));
    state.saved = true;
    say("已存为文件“" + name + "”，在浏览器的下载文件夹里。");
  }

  function saveDocument() {
    const record = state.record;
    /** @type {DocxLine[]} */
    const lines = [["h", "学习记录"], ["p", [record.unit, record.name, today()].filter(Boolean).join("　")]];
    shown().forEach((id) => {
      const one = record.cases[id];
      lines.push(["h", one.title || id], ["p", one.read ? "已读，" + one.read : one.by ? "打算 " + one.by + " 读" : "还没有读"]);
      one.note.split("\n").filter(Boolean).forEach((text) => lines.push(["p", text]));
    });
    record.tests.forEach((one) => lines.push(["p", "自测 " + one.on + "：" + one.asked + " 题对 " + one.right + " 题"]));
    anliku.dom.save("学习记录.docx", anliku.docx(lines));
    say("已存为文件“学习记录.docx”。以后要读回来的，是“保存成文件”的那一份。");
  }

  /** @param {string} text @returns {StudyRecord|null} */
  function parsed(text) {
    try {
      return checked(JSON.parse(text));
    } catch (error) {
      return null;
    }
  }

  /** @param {string} text of a file @param {string} name of that file */
  function take(text, name) {
    const data = parsed(text);
    if (!data) return say("“" + name + "”不是学习记录，没有读进来。怎么改：选“保存成文件”存下的 .json。");
    if (data.library !== LIBRARY) return say("这份记录是《" + data.library + "》的，不是这个案例库的，没有读进来。");
    add(data);
    store();
    show();
    return say("读进了“" + name + "”，和这里的合在一起：" + Object.keys(data.cases).length + " 个案例。");
  }

  /** @param {HTMLInputElement} input */
  function load(input) {
    const file = input.files && input.files[0];
    const reader = new FileReader();
    if (!file) return;
    reader.onload = () => {
      input.value = "";
      take(String(reader.result), file.name);
    };
    reader.onerror = () => say("“" + file.name + "”读不出来。");
    reader.readAsText(file);
  }

  // ---- the page ------------------------------------------------------------------------------------------------------------------

  /** @param {string} text */
  function say(text) {
    parts.status.textContent = text;
  }

  /** @param {string} text @param {() => void} action @param {string} [name] of what it does that to */
  function button(text, action, name) {
    const made = element("button", { type: "button", class: "button" }, text);
    if (name) made.appendChild(element("span", { class: "visually-hidden" }, "：" + name));
    made.addEventListener("click", action);
    return made;
  }

  /** @param {string} id */
  function remove(id) {
    const before = state.record.cases[id];
    change(id, { gone: true });
    show();
    say("已去掉《" + before.title + "》。");
    parts.status.appendChild(button("撤销", () => {
      change(id, { read: before.read, by: before.by, note: before.note });
      show();
      say("已恢复。");
    }));
  }

  /** @param {string} id @param {string} title */
  function day(id, title) {
    const input = element("input", { type: "date", "aria-label": "打算哪天读：" + title });
    input.value = state.record.cases[id].by;
    input.addEventListener("change", () => change(id, { by: dayOf(input.value) }));
    return element("label", {}, "打算 ", input);
  }

  /** @param {string} id */
  function row(id) {
    const one = state.record.cases[id];
    const title = titles[id] || one.title || id;
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    const read = element("span", {}, one.read ? " 已读，" + one.read : " 已读");
    const note = element("textarea", { rows: "4", maxlength: String(LONGEST), "aria-label": "笔记：" + title, placeholder: "笔记" });
    const name = titles[id] ? element("a", { href: anliku.view.address("cases/" + id + ".html") }, title) : element("span", {}, title + "（这个案例库里没有了）");
    box.checked = Boolean(one.read);
    box.addEventListener("change", () => {
      change(id, { read: box.checked ? today() : "" });
      read.textContent = box.checked ? " 已读，" + today() : " 已读";
    });
    note.value = one.note;
    note.addEventListener("input", () => change(id, { note: note.value }));
    const tools = element("p", { class: "study__tools" }, element("label", {}, box, read, element("span", { class: "visually-hidden" }, "：" + title)), day(id, title), button("去掉", () => remove(id), title));
    return element("li", { "data-row": id }, name, tools, note);
  }

  function show() {
    const ids = shown();
    parts.list.textContent = "";
    ids.forEach((id) => parts.list.appendChild(row(id)));
    parts.list.hidden = !ids.length;
    parts.empty.hidden = ids.length > 0;
    WHO.forEach((name) => (fields[name].value = state.record[name]));
  }

  /** @param {"name"|"unit"} name @param {string} label */
  function field(name, label) {
    fields[name].addEventListener("input", () => {
      state.record[name] = fields[name].value;
      later();
    });
    parts.bar.appendChild(element("label", {}, label + " ", fields[name]));
  }

  function opened() {
    const fresh = anliku.memory.read().filter((one) => titles[one.id] && !isShown(one.id));
    fresh.reverse().forEach((one) => change(one.id, { title: titles[one.id] }));
    show();
    say(fresh.length ? "列进来 " + fresh.length + " 个打开过的案例。" : "没有别的打开过的案例。");
  }

  function bar() {
    const input = element("input", { type: "file", accept: ".json,application/json", hidden: "", "aria-label": "读入记录" });
    field("unit", "单位");
    field("name", "姓名");
    input.addEventListener("change", () => load(input));
    parts.bar.appendChild(button("保存成文件", saveFile));
    parts.bar.appendChild(button("存成 Word 文档", saveDocument));
    parts.bar.appendChild(button("读入文件", () => input.click()));
    if (anliku.selection.shared) parts.bar.appendChild(button("列进打开过的案例", opened)).setAttribute("data-opened", "");
    parts.bar.appendChild(input);
    parts.bar.hidden = false;
  }

  /** What the address asks for: #note=id, #plan=a,b,c. */
  function follow() {
    const wish = /^#(note|plan)=([a-z0-9,-]*)$/.exec(location.hash);
    if (!wish) return;
    const ids = wish[2].split(",").filter((id) => titles[id]);
    const fresh = ids.filter((id) => !isShown(id));
    fresh.forEach((id) => change(id, { title: titles[id] }));
    show();
    if (wish[1] === "plan") say(fresh.length ? "列入 " + fresh.length + " 个案例。给每个写上打算哪天读。" : "这些案例已经在里面了。");
    else if (ids.length) dom.need(parts.list, "[data-row='" + ids[0] + "'] textarea", HTMLTextAreaElement).focus();
  }

  function start() {
    if (!anliku.cases) {
      say("案例目录读不出来：cases/list.js 缺失或损坏。请重新拷贝整个文件夹。");
      return;
    }
    anliku.cases.cases.forEach((one) => (titles[one[0]] = one[1]));
    state.works = anliku.kept.write(KEY + ":try", "1") && anliku.kept.write(KEY + ":try", null);
    state.record = stored() || empty();
    bar();
    tellWhere();
    show();
    follow();
    window.addEventListener("hashchange", follow);
    window.addEventListener("pagehide", store);
    window.addEventListener("beforeunload", (event) => {
      if (state.works || state.saved) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  /**
   * A test was taken.
   * @param {number} right
   * @param {number} asked
   */
  function tested(right, asked) {
    state.record.tests.push({ on: today(), right: right, asked: asked });
    store();
  }

  start();
  return { tested: tested };
})();
