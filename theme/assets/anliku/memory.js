/*
 * Which cases a reader has opened: kept in localStorage under the library's name, marked in lists, offered on the home page.
 *
 * Firefox gives each file of file:// a storage of its own: nothing is kept there, and nothing is marked.
 */
(function (anliku) {
  "use strict";

  const script = document.currentScript;
  const KEY = "anliku-read:" + script.getAttribute("data-library");
  const ID = /^[a-z0-9-]{3,60}$/;
  const MOST = 300;
  const known = {};

  /** The cases that were opened, the latest first: { id, title, t }. */
  function read() {
    try {
      const kept = JSON.parse(window.localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((one) => one && ID.test(one.id) && typeof one.title === "string") : [];
    } catch (error) {
      return [];
    }
  }

  function save(list) {
    try {
      if (list.length) window.localStorage.setItem(KEY, JSON.stringify(list.slice(0, MOST)));
      else window.localStorage.removeItem(KEY);
    } catch (error) {
      // Nothing can be kept here: the pages do without.
    }
  }

  function note(id, title) {
    const others = read().filter((one) => one.id !== id);
    save([{ id: id, title: title.slice(0, 100), t: Date.now() }].concat(others));
  }

  /** Marks a row of a list, if its case was read, with a word: a colour alone would tell nobody who cannot see it. */
  function mark(row) {
    if (!known[row.getAttribute("data-case")]) return;
    const mark = document.createElement("span");
    mark.className = "read-mark";
    mark.textContent = "已读";
    row.lastElementChild.appendChild(mark);
  }

  function start() {
    const page = document.querySelector(".case[data-case]");
    read().forEach((one) => { known[one.id] = true; });
    Array.prototype.forEach.call(document.querySelectorAll(".case-row[data-case]"), mark);
    if (page && page.querySelector("h1")) note(page.getAttribute("data-case"), page.querySelector("h1").textContent);
  }

  anliku.memory = { read: read, forget: () => save([]), mark: mark };
  start();
})((window.anliku = window.anliku || {}));
