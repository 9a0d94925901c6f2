/*
 * The page of a compact pack that shows every case: case.html#id or case.html#id/place, either of which may be followed by
 * &find= with words to mark (search-mark.js). A case comes out of a script that holds a few hundred of them
 * (casepacks.py). It takes the place of the case before it, and the page gets what a page of its own would have: title,
 * table of contents, tools, and the way back to where the reader was.
 *
 * The script stands inside the page's head, behind search-load.js and search-hit.js. So it asks for the case at once and
 * shows it before the page's other scripts have been read; whatever needs those waits for `complete`.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const FIELD = "\u0001";
  const PAIRS = "pairs";
  const PAUSE_MS = 120;
  const MOST_SHOWN = 80;
  const PACKS = Number(document.currentScript && document.currentScript.getAttribute("data-packs"));

  const loader = anliku.shards.scriptLoader("", "", fileOf);
  /**
   * When the page's other scripts have been read as well.
   * @type {Promise<void>}
   */
  const complete = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => resolve());
    else resolve();
  });

  /**
   * The frame around the cases: where they stand, the nodes of the one that is shown, what follows its title.
   * @typedef {{main: HTMLElement, article: HTMLElement, shown: Node[], afterTitle: string}} Stage
   */
  /**
   * The case that is shown, and what is under way. turn: the number of the latest request; an answer to an earlier one is
   * dropped, since the reader has gone on. timer: of the place to be remembered. busy: while a case is being shown, the
   * scrolling is not the reader's.
   * @type {{current: string|null, turn: number, timer: number, busy: boolean}}
   */
  const state = { current: null, turn: 0, timer: 0, busy: true };

  // ---- finding a case -------------------------------------------------------------------------------------------------

  /** What the address asks for: the number of a case, and a place in it. */
  function wanted() {
    let text = location.hash.slice(1).split("&find=")[0];
    try {
      text = decodeURIComponent(text);
    } catch (error) {
      // a stray percent sign: then no case has this number, and the message shows it as it is
    }
    const cut = text.indexOf("/");
    return cut < 0 ? { id: text, place: "" } : { id: text.slice(0, cut), place: text.slice(cut + 1) };
  }

  /**
   * The file that holds a shard. That of a case is named `#id`, and its pack is found by FNV-1a as in casepacks.py.
   * @param {string} name
   */
  function fileOf(name) {
    if (name.charAt(0) !== "#") return name;
    let value = 0x811c9dc5;
    for (let i = 1; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193) >>> 0;
    return "pack-" + ("0" + (value % PACKS).toString(16)).slice(-2);
  }

  /** @typedef {{title: string, description: string, toc: string, body: string}} Case */

  /**
   * @param {string} id
   * @returns {Promise<Case|null>} null: no such case
   */
  async function read(id) {
    const name = "#" + id;
    try {
      const both = await Promise.all([loader.load(name), loader.load(PAIRS)]);
      const fields = anliku.hits.unpack(both[0][0], both[1]).split(FIELD);
      return { title: fields[0], description: fields[1], toc: fields[2], body: fields[3] };
    } catch (error) {
      if (!(error instanceof Error && "absent" in error)) throw error;
      loader.problems.delete(name);
      return null;
    }
  }

  // ---- showing it -------------------------------------------------------------------------------------------------------

  /**
   * Markup that was sanitised when the site was built; it holds no script, and the page's policy would run none.
   * @param {string} html
   */
  function fragment(html) {
    const content = document.createDocumentFragment();
    const body = new DOMParser().parseFromString(html, "text/html").body;
    while (body.firstChild) content.appendChild(body.firstChild);
    return content;
  }

  /** @param {string} html */
  function plain(html) {
    return anliku.dom.text(fragment(html));
  }

  /** @param {Stage} stage @param {DocumentFragment} content */
  function replace(stage, content) {
    const next = Array.from(content.childNodes);
    stage.shown.forEach((node) => stage.article.removeChild(node));
    stage.article.appendChild(content);
    stage.shown = next;
  }

  /** @param {Stage} stage @param {string} html */
  function setContents(stage, html) {
    const before = document.querySelector(".toc");
    if (before) before.remove();
    stage.main.before(fragment(html));
  }

  /** @param {Stage} stage @param {string} title @param {string} description */
  function setHead(stage, title, description) {
    document.title = title + stage.afterTitle;
    anliku.dom.need(document, "meta[name=description]", HTMLElement).setAttribute("content", description);
  }

  /** @param {Stage} stage @param {Case} page */
  function fill(stage, page) {
    setHead(stage, plain(page.title), plain(page.description));
    setContents(stage, page.toc);
    replace(stage, fragment(page.body));
    if (anliku.site) anliku.site.dress(); // until site.js has been read it cannot be called; then it dresses what is there by itself
    anliku.frame.followContents();
  }

  /**
   * Instead of a case: a sentence, and two ways on.
   * @param {Stage} stage
   * @param {string} title
   * @param {string} text
   * @param {string} query
   */
  function excuse(stage, title, text, query) {
    const element = anliku.dom.element;
    const search = element("a", { href: "../search.html" + (query ? "?q=" + encodeURIComponent(query) : "") }, "搜索");
    const ways = element("p", {}, "可以", search, "，或从", element("a", { href: "index.html" }, "案例列表"), "里找。");
    const box = element("div", { id: "content", class: "case" }, element("h1", {}, title));
    box.appendChild(element("p", { role: "alert" }, text));
    box.appendChild(ways);
    const content = document.createDocumentFragment();
    content.appendChild(box);
    setHead(stage, title, title);
    setContents(stage, "");
    replace(stage, content);
    anliku.frame.followContents();
  }

  /** @param {Stage} stage @param {string} id */
  function miss(stage, id) {
    if (!id) excuse(stage, "没有选案例", "这一页显示案例，但网址里没有案例编号。", "");
    else {
      const letters = Array.from(id);
      const begin = letters.slice(0, MOST_SHOWN).join("");
      const name = letters.length > MOST_SHOWN ? begin + "…" : id;
      excuse(stage, "没有这个案例", "这个案例库里没有编号为“" + name + "”的案例。", begin);
    }
  }

  /** @param {Stage} stage */
  function fail(stage) {
    const files = Array.from(new Set(Array.from(loader.problems, (name) => "cases/" + loader.file(name)))).join("、");
    excuse(stage, "案例读不出来", "文件 " + files + " 缺失或损坏。请重新拷贝整个文件夹，或用“校验.html”检查缺了什么。", "");
  }

  /** @param {Stage} stage @param {boolean} first */
  async function show(stage, first) {
    const target = wanted();
    const mine = ++state.turn;
    state.busy = true;
    clearTimeout(state.timer);
    if (target.id !== state.current || state.current === null) {
      try {
        const page = target.id ? await read(target.id) : null;
        if (mine !== state.turn) return;
        if (page) {
          fill(stage, page);
        } else {
          await complete;
          if (mine !== state.turn) return;
          miss(stage, target.id);
        }
        state.current = page ? target.id : null;
      } catch (error) {
        await complete;
        if (mine !== state.turn) return;
        fail(stage);
        state.current = null;
      }
      arrive(stage, target.place, !first);
    } else {
      arrive(stage, target.place, false);
    }
    state.busy = false;
  }

  // ---- where on the page ------------------------------------------------------------------------------------------------

  /**
   * Scroll to where the reader was, else to the place asked for, else to the top, and mark the words of a search. Of a text
   * that is new on the page the title gets the focus, as it would on a page of its own, unless a place was asked for.
   * @param {Stage} stage
   * @param {string} place
   * @param {boolean} isNew
   */
  function arrive(stage, place, isNew) {
    const before = history.state && history.state.top;
    const goal = place ? document.getElementById(place) : null;
    mark(stage, goal);
    if (goal) anliku.dom.uncover(goal);
    if (goal) focus(goal);
    else if (isNew) focus(anliku.dom.need(stage.article, "h1", HTMLElement));
    settle(goal, before);
    // The tools that the last scripts put above the text move it.
    if (document.readyState === "loading") complete.then(() => settle(goal, before));
    complete.then(() => anliku.marks && anliku.marks.markFound(typeof before !== "number"));
  }

  /** @param {HTMLElement|null} goal @param {any} before */
  function settle(goal, before) {
    if (typeof before === "number") window.scrollTo(0, before);
    else if (goal) goal.scrollIntoView();
    else window.scrollTo(0, 0);
  }

  /**
   * Mark the place asked for, as :target would on a page of its own.
   * @param {Stage} stage
   * @param {HTMLElement|null} goal
   */
  function mark(stage, goal) {
    const before = stage.article.querySelector(".is-target");
    if (before) before.classList.remove("is-target");
    if (goal) goal.classList.add("is-target");
  }

  /** @param {HTMLElement} element */
  function focus(element) {
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  /** Keep how far the page is scrolled with this entry of the history: the text comes too late for the browser to do so. */
  function remember() {
    clearTimeout(state.timer);
    if (state.busy) return;
    try {
      history.replaceState(Object.assign({}, history.state, { top: window.pageYOffset }), "");
    } catch (error) {
      return; // then going back leads to the top
    }
  }

  function scrolled() {
    clearTimeout(state.timer);
    state.timer = window.setTimeout(remember, PAUSE_MS);
  }

  /**
   * Do what a click means where the browser would not: the frame's own # links would be taken for cases, and a link to the
   * address that is shown already would do nothing.
   * @param {Stage} stage
   * @param {MouseEvent} event
   */
  function clicked(stage, event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.getAttribute("href") || "";
    remember();
    if (link.classList.contains("md-skip")) {
      event.preventDefault();
      stage.main.focus();
      stage.main.scrollIntoView();
    } else if (href === "#") {
      event.preventDefault();
      window.scrollTo(0, 0);
    } else if (link instanceof HTMLAnchorElement && link.href === location.href) {
      event.preventDefault();
      settle(document.getElementById(wanted().place), null);
      if (anliku.marks) anliku.marks.markFound(true);
    }
  }

  // ---- start ------------------------------------------------------------------------------------------------------------

  /**
   * Begin as soon as the page is there up to its footer, before its last scripts have been read.
   * @param {() => void} then
   */
  function whenThere(then) {
    const end = ".md-footer";
    if (document.querySelector(end)) {
      then();
      return;
    }
    const seen = new MutationObserver(() => {
      if (!document.querySelector(end)) return;
      seen.disconnect();
      then();
    });
    seen.observe(document, { childList: true, subtree: true });
  }

  function start() {
    const main = anliku.dom.need(document, "#main", HTMLElement);
    const article = anliku.dom.need(main, "article", HTMLElement);
    /** @type {Stage} */
    const stage = {
      main: main,
      article: article,
      shown: [anliku.dom.need(article, "[data-viewer]", HTMLElement)],
      afterTitle: document.title.slice(document.title.indexOf(" · ")),
    };
    if ("scrollRestoration" in history) history.scrollRestoration = "manual";
    document.addEventListener("click", (event) => clicked(stage, event));
    window.addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("pagehide", remember);
    window.addEventListener("hashchange", () => show(stage, false));
    show(stage, true);
  }

  if (wanted().id) read(wanted().id).catch(() => {}); // asked for early; `show` asks again, and says what is wrong
  whenThere(start);
})();
