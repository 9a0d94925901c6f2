/*
 * The page of a compact pack that shows every case: case.html#id or case.html#id/place. A case comes out of a script
 * with a few hundred of them (casepacks.py), takes the place of the one before it, and gets what a page of its own
 * would have: title, table of contents, tools, the way back to where the reader was. Stands in the head itself, behind
 * search-load.js and search-hit.js, and so shows the case before the page's other scripts have been read.
 */
(function () {
  "use strict";

  const FIELD = "\u0001";
  const PAIRS = "pairs";
  const PAUSE_MS = 120;
  const MOST_SHOWN = 80;
  const PACKS = Number(document.currentScript.getAttribute("data-packs"));

  const anliku = window.anliku;
  const loader = anliku.scriptLoader("", "", fileOf);
  /** When the page's other scripts have been read as well. */
  const complete = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => resolve());
    else resolve();
  });

  let main;
  let article;
  let afterTitle;
  let shown;
  let current = null;
  let turn = 0;
  let timer = 0;
  let busy = true;

  // ---- finding a case -------------------------------------------------------------------------------------------------

  /** What the address asks for: the number of a case, and a place in it. */
  function wanted() {
    let text = location.hash.slice(1);
    try {
      text = decodeURIComponent(text);
    } catch (error) {
      // a stray percent sign: then no case has this number, and the message shows it as it is
    }
    const cut = text.indexOf("/");
    return cut < 0 ? { id: text, place: "" } : { id: text.slice(0, cut), place: text.slice(cut + 1) };
  }

  /** The file that holds a shard. That of a case is named `#id`, and its pack is found by FNV-1a as in casepacks.py. */
  function fileOf(name) {
    if (name.charAt(0) !== "#") return name;
    let value = 0x811c9dc5;
    for (let i = 1; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193) >>> 0;
    return "pack-" + ("0" + (value % PACKS).toString(16)).slice(-2);
  }

  /** @returns {Promise<{title: string, description: string, toc: string, body: string}|null>} null: no such case */
  async function read(id) {
    const name = "#" + id;
    try {
      const both = await Promise.all([loader.load(name), loader.load(PAIRS)]);
      const fields = anliku.hits.unpack(both[0][0], both[1]).split(FIELD);
      return { title: fields[0], description: fields[1], toc: fields[2], body: fields[3] };
    } catch (error) {
      if (!error.absent) throw error;
      loader.problems.delete(name);
      return null;
    }
  }

  // ---- showing it -------------------------------------------------------------------------------------------------------

  /** Markup that was sanitised when the site was built; it holds no script, and the page's policy would run none. */
  function fragment(html) {
    const content = document.createDocumentFragment();
    const body = new DOMParser().parseFromString(html, "text/html").body;
    while (body.firstChild) content.appendChild(body.firstChild);
    return content;
  }

  function plain(html) {
    return fragment(html).textContent;
  }

  function replace(content) {
    const next = Array.from(content.childNodes);
    shown.forEach((node) => article.removeChild(node));
    article.appendChild(content);
    shown = next;
  }

  function setContents(html) {
    const before = document.querySelector(".toc");
    if (before) before.parentNode.removeChild(before);
    main.parentNode.insertBefore(fragment(html), main);
  }

  function setHead(title, description) {
    document.title = title + afterTitle;
    document.querySelector("meta[name=description]").setAttribute("content", description);
  }

  function fill(page) {
    setHead(plain(page.title), plain(page.description));
    setContents(page.toc);
    replace(fragment(page.body));
    if (anliku.dress) anliku.dress(); // before site.js has been read there is nothing to call, and it dresses what it finds
    anliku.followContents();
  }

  /** Instead of a case: a sentence, and two ways on. */
  function excuse(title, text, query) {
    const element = anliku.view.element;
    const search = element("a", { href: "../search.html" + (query ? "?q=" + encodeURIComponent(query) : "") }, "搜索");
    const ways = element("p", {}, "可以", search, "，或从", element("a", { href: "index.html" }, "案例列表"), "里找。");
    const box = element("div", { id: "content", class: "case" }, element("h1", {}, title));
    box.appendChild(element("p", { role: "alert" }, text));
    box.appendChild(ways);
    const content = document.createDocumentFragment();
    content.appendChild(box);
    setHead(title, title);
    setContents("");
    replace(content);
    anliku.followContents();
  }

  function miss(id) {
    if (!id) excuse("没有选案例", "这一页显示案例，但网址里没有案例编号。", "");
    else {
      const letters = Array.from(id);
      const start = letters.slice(0, MOST_SHOWN).join("");
      const name = letters.length > MOST_SHOWN ? start + "…" : id;
      excuse("没有这个案例", "这个案例库里没有编号为“" + name + "”的案例。", start);
    }
  }

  function fail() {
    const files = Array.from(new Set(Array.from(loader.problems, (name) => "cases/" + loader.file(name)))).join("、");
    excuse("案例读不出来", "文件 " + files + " 缺失或损坏。请重新拷贝整个文件夹，或用“校验.html”检查缺了什么。", "");
  }

  async function show(first) {
    const target = wanted();
    const mine = ++turn;
    busy = true;
    clearTimeout(timer);
    if (target.id !== current || current === null) {
      try {
        const page = target.id ? await read(target.id) : null;
        if (mine !== turn) return;
        if (page) {
          fill(page);
        } else {
          await complete;
          if (mine !== turn) return;
          miss(target.id);
        }
        current = page ? target.id : null;
      } catch (error) {
        await complete;
        if (mine !== turn) return;
        fail();
        current = null;
      }
      arrive(target.place, !first, first);
    } else {
      arrive(target.place, false, false);
    }
    busy = false;
  }

  // ---- where on the page ------------------------------------------------------------------------------------------------

  /**
   * To where the reader was, else to the place asked for, else to the top; the title gets the focus on a new text. The words of a
   * search are marked; the first text that the page shows is the one that was found.
   */
  function arrive(place, isNew, isFirst) {
    const before = history.state && history.state.top;
    const goal = place && document.getElementById(place);
    mark(goal);
    if (goal) focus(goal);
    else if (isNew) focus(article.querySelector("h1"));
    settle(goal, before);
    // The tools that the last scripts put above the text move it.
    if (document.readyState === "loading") complete.then(() => settle(goal, before));
    complete.then(() => anliku.markFound && anliku.markFound(isFirst && typeof before !== "number"));
  }

  function settle(goal, before) {
    if (typeof before === "number") window.scrollTo(0, before);
    else if (goal) goal.scrollIntoView();
    else window.scrollTo(0, 0);
  }

  /** What :target would have marked. */
  function mark(goal) {
    const before = article.querySelector(".is-target");
    if (before) before.classList.remove("is-target");
    if (goal) goal.classList.add("is-target");
  }

  function focus(element) {
    if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }

  /** Keep the reader's place with this entry of the history; browsers do so only for pages that are there at once. */
  function remember() {
    clearTimeout(timer);
    if (busy) return;
    try {
      history.replaceState(Object.assign({}, history.state, { top: window.pageYOffset }), "");
    } catch (error) {
      return; // then going back leads to the top
    }
  }

  function scrolled() {
    clearTimeout(timer);
    timer = setTimeout(remember, PAUSE_MS);
  }

  /** The frame's own # links would be taken for cases, and an address that is there already is no news to the browser. */
  function clicked(event) {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.getAttribute("href");
    remember();
    if (link.classList.contains("md-skip")) {
      event.preventDefault();
      main.focus();
      main.scrollIntoView();
    } else if (href === "#") {
      event.preventDefault();
      window.scrollTo(0, 0);
    } else if (href.charAt(0) === "#" && href === location.hash) {
      event.preventDefault();
      const goal = document.getElementById(wanted().place);
      if (goal) goal.scrollIntoView();
      else window.scrollTo(0, 0);
    }
  }

  // ---- start ------------------------------------------------------------------------------------------------------------

  /** Begin as soon as the page is there up to its end, though its last scripts are still to come. */
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
    main = document.getElementById("main");
    article = main.querySelector("article");
    shown = [article.querySelector("[data-viewer]")];
    afterTitle = document.title.slice(document.title.indexOf(" · "));
    if ("scrollRestoration" in history) history.scrollRestoration = "manual";
    document.addEventListener("click", clicked);
    window.addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("pagehide", remember);
    window.addEventListener("hashchange", () => show(false));
    show(true);
  }

  if (wanted().id) read(wanted().id).catch(() => {}); // `show` asks again, and says what is wrong
  whenThere(start);
})();
