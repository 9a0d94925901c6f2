/*
 * The cases that a reader has chosen for a class: where the choice is kept, and the buttons that change it.
 *
 * It lies in localStorage under the library's name. Chromium shares that between all pages of file://. Firefox gives each
 * file a storage of its own: there the button is a link that hands the case to selection.html, which keeps the list, as
 * it does in its address (`#ids=a,b`) where nothing can be stored at all.
 */
(function (anliku) {
  "use strict";

  const script = document.currentScript;
  const BASE = script.getAttribute("data-base");
  const KEY = "anliku-selection:" + script.getAttribute("data-library");
  const ID = /^[a-z0-9-]{3,60}$/;
  const MOST = 200;

  const store = storage();
  const apart = location.protocol === "file:" && navigator.userAgent.indexOf("Firefox/") >= 0;
  const watchers = [];

  /** localStorage, or null where the browser forbids it; whether it takes anything shows when something is saved. */
  function storage() {
    try {
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }

  // ---- the list -------------------------------------------------------------------------------------------------------

  /** What may be ids, each once. */
  function clean(ids) {
    return ids.filter((id, place) => ID.test(id) && ids.indexOf(id) === place).slice(0, MOST);
  }

  function ids() {
    try {
      const kept = JSON.parse(store.getItem(KEY));
      return Array.isArray(kept) ? clean(kept) : [];
    } catch (error) {
      return [];
    }
  }

  /** @returns {boolean} whether the list could be kept */
  function save(list) {
    try {
      store.setItem(KEY, JSON.stringify(clean(list)));
    } catch (error) {
      return false;
    }
    tell();
    return true;
  }

  function toggle(id) {
    const list = ids();
    return save(list.indexOf(id) < 0 ? list.concat(id) : list.filter((other) => other !== id));
  }

  // ---- addresses --------------------------------------------------------------------------------------------------------

  /** The address of a page that shows these cases. */
  function address(page, list) {
    return BASE + page + ".html" + (list.length ? "#ids=" + list.join(",") : "");
  }

  /** What the part of an address behind # says: the cases to show or to add, or null when it speaks of neither. */
  function read(hash) {
    const parts = /^#(ids|add)=([^&]*)$/.exec(hash);
    if (!parts) return null;
    let text = parts[2];
    try {
      text = decodeURIComponent(text);
    } catch (error) {
      // a stray percent sign; what it spoils is no id and is left out
    }
    return { add: parts[1] === "add", ids: clean(text.split(",")) };
  }

  // ---- buttons ------------------------------------------------------------------------------------------------------------

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  /** A button that chooses a case or drops it; a link where the choice would not reach the other pages. */
  function pick(id, title) {
    if (!store || apart) {
      const link = element("a", "button pick", "选用");
      link.href = BASE + "selection.html#add=" + id;
      return link;
    }
    const button = element("button", "button pick", "");
    button.type = "button";
    button.setAttribute("data-pick", id);
    button.appendChild(element("span", "", ""));
    button.appendChild(element("span", "visually-hidden", "：" + title));
    button.addEventListener("click", () => {
      if (!toggle(id)) button.firstChild.textContent = "存不了";
    });
    mark(button, ids());
    return button;
  }

  function mark(button, list) {
    const chosen = list.indexOf(button.getAttribute("data-pick")) >= 0;
    button.setAttribute("aria-pressed", String(chosen));
    button.firstChild.textContent = chosen ? "已选用" : "选用";
  }

  /** A row of a list gets a button as well, but only where that does not lead away from the list. */
  function dress(holder, id, title) {
    if (store && !apart) holder.appendChild(pick(id, title));
  }

  // ---- keeping every part of the page, and every other tab, at one ---------------------------------------------------------

  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }

  function tell() {
    const list = ids();
    each("[data-pick]", (button) => mark(button, list));
    each("[data-selection]", (link) => {
      link.hidden = !list.length;
      link.textContent = "选用 " + list.length;
      link.setAttribute("aria-label", "选用的案例，共 " + list.length + " 个");
    });
    watchers.forEach((watcher) => watcher());
  }

  anliku.selection = {
    works: Boolean(store),
    shared: Boolean(store) && !apart,
    ids: ids,
    save: save,
    read: read,
    address: address,
    pick: pick,
    dress: dress,
    watch: (watcher) => watchers.push(watcher),
  };

  each(".case-row[data-case]", (row) => {
    dress(row.lastElementChild, row.getAttribute("data-case"), row.firstElementChild.textContent);
  });
  tell();
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) tell();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) tell(); // nothing was heard while the page lay in the browser's memory
  });
})((window.anliku = window.anliku || {}));
