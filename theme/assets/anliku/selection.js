/*
 * The cases that a reader has chosen for a class: where the choice is kept, and the buttons that change it.
 *
 * It lies in localStorage under the library's name. Chromium shares that between all pages of file://. Firefox gives each
 * file a storage of its own: there the button is a link that hands the case to selection.html, which keeps the list, as
 * it does in its address (`#ids=a,b`) where nothing can be stored at all.
 */
/**
 * @typedef {[string, string, number]} FacetValue  id, label, depth in a tree
 * @typedef {[string, string, string, string, string, number[][], number[]]} CaseRow  id, title, summary, place, year, values by
 *   facet, and those types of organisation that the case names itself
 * @typedef {{key: string, label: string, values: FacetValue[]}} ListedFacet
 * @typedef {{facets: ListedFacet[], cases: CaseRow[], orders: Object<string, number[]>, dots: string[]}} CaseList
 */
var anliku = window.anliku || {};

/**
 * All cases, on the pages that load cases/list.js (listdata.py) after this.
 * @type {CaseList|null}
 */
anliku.cases = null;

/** The reader's choice. */
anliku.selection = (function () {
  "use strict";

  const dom = anliku.dom;
  const kept = anliku.kept;
  const script = document.currentScript;
  const BASE = (script && script.getAttribute("data-base")) || "";
  const KEY = "anliku-selection:" + (script && script.getAttribute("data-library"));
  const ID = /^[a-z0-9-]{3,60}$/;
  const MOST = 200;

  const shared = kept.works && !kept.apart;
  /** @type {(() => void)[]} */
  const watchers = [];

  // ---- the list -------------------------------------------------------------------------------------------------------

  /**
   * What may be ids, each once. They may be more than MOST: whoever leaves some out has to say so.
   * @param {string[]} list
   */
  function clean(list) {
    return Array.from(new Set(list.filter((id) => ID.test(id))));
  }

  /** The cases chosen, in their order. */
  function ids() {
    return clean(kept.readList(KEY));
  }

  /**
   * Choose these cases and no others.
   * @param {string[]} list
   * @returns {boolean} whether the list could be kept
   */
  function save(list) {
    if (!kept.write(KEY, JSON.stringify(clean(list)))) return false;
    tell();
    return true;
  }

  /**
   * Choose a case, or drop it.
   * @param {string} id
   * @returns {string} why that could not be done, or ""
   */
  function toggle(id) {
    const list = ids();
    const chosen = list.indexOf(id) >= 0;
    if (!chosen && list.length >= MOST) return "已满 " + MOST + " 个";
    return save(chosen ? list.filter((other) => other !== id) : list.concat(id)) ? "" : "存不了";
  }

  // ---- addresses --------------------------------------------------------------------------------------------------------

  /**
   * The address of a page that shows these cases.
   * @param {string} page
   * @param {string[]} list
   */
  function address(page, list) {
    return BASE + page + ".html" + (list.length ? "#ids=" + list.join(",") : "");
  }

  /**
   * What the part of an address behind # says: the cases to show or to add, or null when it speaks of neither.
   * @param {string} hash
   */
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


  /**
   * A button that chooses a case or drops it; a link where the choice would not reach the other pages.
   * @param {string} id
   * @param {string} title
   */
  function pick(id, title) {
    if (!shared) return dom.element("a", { class: "button pick", href: BASE + "selection.html#add=" + id }, "选用");
    const word = dom.element("span");
    const more = dom.element("span", { class: "visually-hidden" }, "：" + title);
    const button = dom.element("button", { class: "button pick", type: "button", "data-pick": id }, word, more);
    button.addEventListener("click", () => {
      const trouble = toggle(id);
      if (trouble) word.textContent = trouble;
    });
    mark(button, ids());
    return button;
  }

  /** @param {Element} button @param {string[]} list */
  function mark(button, list) {
    const chosen = list.indexOf(button.getAttribute("data-pick") || "") >= 0;
    button.setAttribute("aria-pressed", String(chosen));
    dom.need(button, "span", HTMLElement).textContent = chosen ? "已选用" : "选用";
  }

  /**
   * A row of a list gets a button as well, but only where that does not lead away from the list.
   * @param {Element} holder
   * @param {string} id
   * @param {string} title
   */
  function dress(holder, id, title) {
    if (shared) holder.appendChild(pick(id, title));
  }

  // ---- keeping every part of the page, and every other tab, at one ---------------------------------------------------------

  function tell() {
    const list = ids();
    dom.all(document, "[data-pick]", HTMLElement).forEach((button) => mark(button, list));
    dom.all(document, "[data-selection]", HTMLElement).forEach((link) => {
      link.hidden = !list.length;
      link.textContent = "选用 " + list.length;
      link.setAttribute("aria-label", "选用的案例，共 " + list.length + " 个");
    });
    watchers.forEach((watcher) => watcher());
  }

  /**
   * Call whenever the choice has changed.
   * @param {() => void} watcher
   */
  function watch(watcher) {
    watchers.push(watcher);
  }

  dom.all(document, ".case-row[data-case]", HTMLElement).forEach((row) => {
    if (row.lastElementChild) dress(row.lastElementChild, row.getAttribute("data-case") || "", dom.text(row.firstElementChild));
  });
  tell();
  window.addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) tell();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) tell(); // nothing was heard while the page lay in the browser's memory
  });

  return {
    MOST: MOST,
    works: kept.works,
    shared: shared,
    ids: ids,
    save: save,
    read: read,
    address: address,
    pick: pick,
    dress: dress,
    watch: watch,
  };
})();
