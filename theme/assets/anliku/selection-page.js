/*
 * The list of chosen cases: order, remove, undo, print, copy, compare.
 *
 * The address always says what is shown. When it came by a bookmark or a colleague's link and differs from what this
 * reader has chosen, it is shown without touching that, and the reader decides.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const FEW = 2;
  const MANY = 6;
  const selection = anliku.selection;
  const element = anliku.dom.element;
  const page = anliku.dom.need(document, "[data-selection-page]", HTMLElement);
  /** @type {(name: string) => HTMLElement} */
  const part = (name) => anliku.dom.need(page, "[data-part=" + name + "]", HTMLElement);
  const parts = {
    linked: part("linked"), bar: part("bar"), status: part("status"), list: part("list"), note: part("note"), empty: part("empty"),
    compare: element("a", { class: "button", href: "compare.html" }),
    few: element("span", { class: "selection__few" }),
    whole: element("a", { class: "button", href: "print.html" }, "打印全文"),
  };
  /** @type {Object<string, CaseRow|undefined>} */
  const rows = Object.create(null);
  /** @type {Set<string>} */
  const ticked = new Set();

  /**
   * What is shown; whether changes go to the reader's own list; whether the browser took no more; what “撤销” brings back.
   * @type {{list: string[], own: boolean, full: boolean, before: string[]|null}}
   */
  const state = { list: [], own: true, full: false, before: null };

  /** @param {string} text @param {string} name @param {(made: HTMLButtonElement) => void} action */
  function button(text, name, action) {
    const made = element("button", { type: "button", class: "button" }, text);
    if (name) made.appendChild(element("span", { class: "visually-hidden" }, "：" + name));
    made.addEventListener("click", () => action(made));
    return made;
  }

  /** @param {string} id */
  function nameOf(id) {
    const row = rows[id];
    return row ? row[1] : id;
  }

  // ---- the list and its address -------------------------------------------------------------------------------------------

  function restore() {
    const wish = selection.read(location.hash);
    const kept = selection.ids();
    if (location.hash && !wish && state.list.length) return; // a link within the page
    state.before = null;
    state.own = selection.works;
    let left = "";
    if (wish && wish.add) left = fill(together(kept, wish.ids));
    else if (!wish || isMine()) state.list = kept;
    else {
      left = fill(wish.ids);
      state.own = state.own && (!kept.length || same(state.list, kept));
    }
    keep();
    show();
    if (left) say(left);
    else if (wish && wish.add && wish.ids.length) say("已选用《" + nameOf(wish.ids[0]) + "》。");
  }

  /**
   * Show as many of these cases as a list may hold.
   * @param {string[]} list
   * @returns {string} which cases were left out, in a sentence, or ""
   */
  function fill(list) {
    state.list = list.slice(0, selection.MOST);
    const left = list.slice(selection.MOST).map((id) => "《" + nameOf(id) + "》").join("、");
    return left && "最多选用 " + selection.MOST + " 个，没有加进来：" + left + "。先去掉几个再选。";
  }

  /**
   * The cases of a list, and behind them those that only the other one has.
   * @param {string[]} one
   * @param {string[]} other
   */
  function together(one, other) {
    return one.concat(other.filter((id) => one.indexOf(id) < 0));
  }

  /** @param {string[]} one @param {string[]} other */
  function same(one, other) {
    return one.join() === other.join();
  }

  /** Whether this entry of the history showed the reader's own list, which may have grown since. */
  function isMine() {
    return Boolean(history.state && history.state.own && selection.works);
  }

  function keep() {
    const list = state.list;
    if (state.own && !selection.save(list)) {
      state.own = false;
      state.full = true;
    }
    const address = location.href.split("#")[0] + (list.length ? "#ids=" + list.join(",") : "");
    try {
      history.replaceState({ own: state.own }, "", address);
    } catch (error) {
      location.hash = list.length ? "ids=" + list.join(",") : "";
    }
  }

  /**
   * @param {string[]} next
   * @param {string[]|null} before what “撤销” brings back
   * @param {string} text
   */
  function change(next, before, text) {
    state.before = before;
    state.list = next;
    keep();
    show();
    say(text);
  }

  /** @param {string} id */
  function without(id) {
    return state.list.filter((other) => other !== id);
  }

  /**
   * The button of a row that does something.
   * @param {number} place
   * @param {string} name
   */
  function doer(place, name) {
    return anliku.dom.need(parts.list.children[place], "[data-do=" + name + "]", HTMLButtonElement);
  }

  /** @param {string} id */
  function remove(id) {
    const place = state.list.indexOf(id);
    change(without(id), state.list, "已去掉《" + nameOf(id) + "》。");
    (state.list.length ? doer(Math.min(place, state.list.length - 1), "remove") : parts.status).focus();
  }

  /** @param {string} id @param {number} by */
  function move(id, by) {
    const place = state.list.indexOf(id) + by;
    const next = without(id);
    next.splice(place, 0, id);
    change(next, state.list, "《" + nameOf(id) + "》移到第 " + (place + 1) + " 位。");
    const again = doer(place, by < 0 ? "up" : "down");
    (again.disabled ? doer(place, by < 0 ? "down" : "up") : again).focus();
  }

  // ---- showing it -----------------------------------------------------------------------------------------------------------

  function show() {
    parts.list.textContent = "";
    state.list.forEach((id, place) => parts.list.appendChild(rowOf(id, place)));
    parts.list.hidden = parts.bar.hidden = parts.note.hidden = !state.list.length;
    parts.empty.hidden = state.list.length > 0;
    parts.status.textContent = "";
    parts.note.textContent = note();
    showLinked();
    showComparison();
  }

  /** @param {string} text */
  function say(text) {
    parts.status.textContent = text;
    const old = state.before;
    if (!old) return;
    const undo = button("撤销", "", () => {
      change(old, null, "已恢复。");
      parts.status.focus();
    });
    parts.status.appendChild(undo);
  }

  /** @param {string} id @param {number} place */
  function rowOf(id, place) {
    const found = rows[id];
    const item = element("li", { class: "picks__row" });
    const text = element("div", { class: "picks__text" });
    if (found) {
      text.appendChild(element("a", { href: anliku.view.address("cases/" + id + ".html") }, found[1]));
      text.appendChild(element("p", {}, found[2]));
    } else {
      text.appendChild(element("p", {}, "这个案例库里没有编号为 " + id + " 的案例，可能已经撤下或改了编号。"));
    }
    const meta = found ? [found[3], found[4] && found[4] + "年", "编号 " + id].filter(Boolean).join(" · ") : "";
    text.appendChild(element("span", { class: "case-row__meta" }, meta));
    item.appendChild(text);
    item.appendChild(tools(id, place));
    return item;
  }

  /** @param {string} id @param {number} place */
  function tools(id, place) {
    const box = element("div", { class: "picks__tools" });
    /** @type {(name: string, made: HTMLButtonElement) => HTMLButtonElement} */
    const named = (name, made) => {
      made.setAttribute("data-do", name);
      box.appendChild(made);
      return made;
    };
    if (rows[id]) box.appendChild(tick(id));
    named("up", button("上移", nameOf(id), () => move(id, -1))).disabled = place === 0;
    named("down", button("下移", nameOf(id), () => move(id, 1))).disabled = place === state.list.length - 1;
    named("remove", button("去掉", nameOf(id), () => remove(id)));
    return box;
  }

  /** @param {string} id */
  function tick(id) {
    const box = element("input", { type: "checkbox", autocomplete: "off" });
    const label = element("label", {}, box, "比较", element("span", { class: "visually-hidden" }, "：" + nameOf(id)));
    box.checked = ticked.has(id);
    box.addEventListener("change", () => {
      if (box.checked) ticked.add(id);
      else ticked.delete(id);
      showComparison();
    });
    return label;
  }

  /** Those ticked, or all of a short list. */
  function compared() {
    const known = state.list.filter((id) => rows[id]);
    const chosen = known.filter((id) => ticked.has(id));
    return chosen.length ? chosen : known;
  }

  function showComparison() {
    const ids = compared();
    parts.whole.href = selection.address("print", state.list);
    const fits = ids.length >= FEW && ids.length <= MANY;
    parts.compare.hidden = !fits;
    parts.compare.href = selection.address("compare", ids);
    parts.compare.textContent = "并排比较（" + ids.length + " 个）";
    parts.few.hidden = fits;
    parts.few.textContent = ids.length < FEW ? "选用两个以上，可以并排比较" : "勾选二到六个，可以并排比较";
  }

  /** Where the list is kept, said plainly. */
  function note() {
    const link = "这一页的网址里带着这张清单：收藏这一页，或把网址发给有同一个案例库的同事，打开就是它。";
    if (!selection.works || state.full) return "这个浏览器不让网页保存内容，清单只在网址里：离开之前请先收藏这一页。" + link;
    if (!selection.shared) return "这个浏览器给每个网页单独保存内容：在案例页点“选用”，会来到这一页并加到清单里。" + link;
    return "清单存在这台电脑的这个浏览器里。" + link;
  }

  function showLinked() {
    const kept = selection.ids();
    parts.linked.textContent = "";
    parts.linked.hidden = state.own || state.full || !kept.length;
    if (parts.linked.hidden) return;
    parts.linked.appendChild(element("p", {}, "这是网址带来的清单，和您自己选用的 " + kept.length + " 个不一样。您自己的没有动。"));
    parts.linked.appendChild(button("看我自己的", "", () => take(kept, "现在是您自己的清单。")));
    parts.linked.appendChild(button("加到我的后面", "", () => {
      const left = fill(together(kept, state.list));
      take(state.list, left || "已加到您的清单后面。");
    }));
    parts.linked.appendChild(button("换成这一份", "", () => take(state.list, "已换成这一份。")));
  }

  /** @param {string[]} next @param {string} text */
  function take(next, text) {
    state.own = true;
    change(next, null, text);
    parts.status.focus();
  }

  // ---- taking it along --------------------------------------------------------------------------------------------------------

  /** As the case page's “复制引用”, a line a case. */
  function plainText() {
    const library = page.getAttribute("data-library");
    /** @type {string[]} */
    const lines = [];
    state.list.forEach((id) => {
      const row = rows[id];
      if (!row) return;
      const where = [row[3], row[4] && row[4] + "年"].filter(Boolean).join("，");
      lines.push(lines.length + 1 + ". 《" + row[1] + "》" + (where ? "（" + where + "）" : "") + "，" + library + "，案例 " + id);
    });
    return lines.join("\n") + "\n";
  }

  function bar() {
    parts.bar.appendChild(parts.compare);
    parts.bar.appendChild(parts.whole);
    parts.bar.appendChild(button("打印清单", "", () => window.print()));
    parts.bar.appendChild(button("复制清单", "", (made) => {
      made.textContent = anliku.site.copy(plainText()) ? "已复制" : "复制不了";
      made.focus();
    }));
    parts.bar.appendChild(button("清空", "", () => {
      change([], state.list, "已清空 " + state.list.length + " 个。");
      parts.status.focus();
    }));
    parts.bar.appendChild(parts.few);
  }

  function start() {
    if (!anliku.cases) {
      parts.status.textContent = "案例目录读不出来：cases/list.js 缺失或损坏。请重新拷贝整个文件夹。";
      return;
    }
    anliku.cases.cases.forEach((one) => (rows[one[0]] = one));
    bar();
    restore();
    window.addEventListener("hashchange", restore);
    selection.watch(() => {
      if (!state.own || same(state.list, selection.ids())) return;
      state.list = selection.ids(); // changed in another tab
      state.before = null;
      keep();
      show();
    });
  }

  start();
})();
