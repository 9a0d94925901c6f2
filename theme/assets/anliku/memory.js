/*
 * Which cases a reader has opened: kept in localStorage under the library's name, marked in lists, offered on the home page.
 *
 * Firefox gives each file of file:// a storage of its own: nothing is kept there, and nothing is marked.
 */
var anliku = window.anliku || {};
anliku.memory = (function () {
  "use strict";

  const dom = anliku.dom;
  const script = document.currentScript;
  const KEY = "anliku-read:" + (script && script.getAttribute("data-library"));
  const ID = /^[a-z0-9-]{3,60}$/;
  const MOST = 300;

  /**
   * The cases that were opened, the latest first.
   * @returns {{id: string, title: string, t: number}[]}
   */
  function read() {
    return anliku.kept.readList(KEY).filter((one) => one && ID.test(one.id) && typeof one.title === "string");
  }

  /** Forget which cases were opened. */
  function forget() {
    anliku.kept.write(KEY, null);
  }

  /** @param {string} id @param {string} title */
  function note(id, title) {
    const others = read().filter((one) => one.id !== id);
    const list = [{ id: id, title: title.slice(0, 100), t: Date.now() }].concat(others);
    anliku.kept.write(KEY, JSON.stringify(list.slice(0, MOST)));
  }

  const known = new Set(read().map((one) => one.id));

  /**
   * Marks a row of a list, if its case was read, with a word: a colour alone would tell nobody who cannot see it.
   * @param {Element} row
   */
  function mark(row) {
    if (!known.has(row.getAttribute("data-case") || "") || !row.lastElementChild) return;
    row.lastElementChild.appendChild(dom.element("span", { class: "read-mark" }, "已读"));
  }

  function start() {
    const page = document.querySelector(".case[data-case]");
    dom.all(document, ".case-row[data-case]", HTMLElement).forEach(mark);
    if (page && page.querySelector("h1")) note(page.getAttribute("data-case") || "", dom.text(page.querySelector("h1")));
  }

  start();
  return { read: read, forget: forget, mark: mark };
})();
