/**
 * What a page may do with JavaScript beyond its frame: explain terms, print, copy the citation, open the contents.
 * Nothing is remembered, and without this file every link still works. `dress` does it again for a text that has
 * taken the place of another (viewer.js of a compact pack).
 */
var anliku = window.anliku || {};
anliku.site = (function () {
  "use strict";

  const dom = anliku.dom;

  /** @param {EventTarget} target @param {string} types @param {(event: Event) => void} action */
  function on(target, types, action) {
    for (const type of types.split(" ")) target.addEventListener(type, action, { passive: type === "touchstart" });
  }

  // ---- terms: the meaning appears on hover, focus or the first tap; the second tap goes to the glossary -----------

  const popover = dom.element("div", { class: "popover", id: "popover", role: "tooltip", hidden: "" });
  /** @type {{term: HTMLElement|null, leaving: number, touched: boolean}} the term that is explained */
  const state = { term: null, leaving: 0, touched: false };

  /** @param {HTMLElement} term */
  function show(term) {
    clearTimeout(state.leaving);
    if (state.term === term) return;
    hide();
    state.term = term;
    popover.textContent = term.title;
    term.removeAttribute("title"); // or the browser would show it a second time
    term.setAttribute("aria-describedby", "popover");
    popover.hidden = false;
    place(term.getClientRects()[0]);
  }

  /**
   * Below the term, or above it where there is no room; never over the edge of the window.
   * @param {ClientRect} box
   */
  function place(box) {
    const left = Math.min(box.left, document.documentElement.clientWidth - popover.offsetWidth - 8);
    const below = box.bottom + popover.offsetHeight + 12 < window.innerHeight;
    const top = below ? box.bottom + 6 : box.top - popover.offsetHeight - 6;
    popover.style.left = Math.max(8, left) + window.pageXOffset + "px";
    popover.style.top = top + window.pageYOffset + "px";
  }

  function hide() {
    clearTimeout(state.leaving);
    if (!state.term) return;
    state.term.title = dom.text(popover);
    state.term.removeAttribute("aria-describedby");
    state.term = null;
    popover.hidden = true;
  }

  function stay() {
    clearTimeout(state.leaving);
  }

  function leave() {
    stay();
    if (state.touched) return; // the pointer that a touch leaves behind "leaves" when the page moves below it
    state.leaving = window.setTimeout(hide, 200); // time to move the pointer onto the popover
  }

  /** @param {HTMLElement} term */
  function explain(term) {
    on(term, "mouseenter focus", () => state.touched || show(term));
    on(term, "mouseleave", leave);
    on(term, "blur", hide);
    on(term, "click", (event) => {
      if (!state.touched || state.term === term) return;
      event.preventDefault();
      show(term);
    });
    if (!popover.parentNode) startPopover();
  }

  function startPopover() {
    document.body.appendChild(popover);
    on(popover, "mouseenter", stay);
    on(popover, "mouseleave", leave);
    on(window, "resize", hide);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    on(document, "touchstart", (event) => {
      state.touched = true;
      if (event.target !== state.term) hide();
    });
  }

  // ---- contents, print, cite ------------------------------------------------------------------------------------------

  /** @param {Element} tools @param {string} text @param {(button: HTMLButtonElement) => void} action */
  function addButton(tools, text, action) {
    const button = dom.element("button", { type: "button", class: "button" }, text);
    on(button, "click", () => action(button));
    tools.appendChild(button);
    return button;
  }

  /**
   * Copy a text; old browsers have no other clipboard on file://.
   * @param {string} text
   * @returns {boolean} whether that worked
   */
  function copy(text) {
    const area = dom.element("textarea", { class: "visually-hidden" });
    area.value = text;
    document.body.appendChild(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  /**
   * On narrow screens the table of contents has no place beside the text: it opens above it.
   * @param {HTMLElement} button
   */
  function toggleContents(button) {
    const contents = dom.need(document, ".toc", HTMLElement);
    const open = contents.classList.toggle("toc--open");
    button.setAttribute("aria-expanded", String(open));
    if (open) dom.need(contents, "a", HTMLElement).focus();
  }

  /** @param {Element|null} element */
  function textOf(element) {
    return dom.text(element).trim();
  }

  /**
   * The case by GB/T 7714, with place and time, and the works that it was made from as its page names them.
   * @param {Element} content
   */
  function citation(content) {
    /** @type {Object<string, string>} */
    const facts = {};
    const works = dom.all(content, ".sources > li > a", HTMLElement).map((work, at) => "[" + (at + 1) + "] " + textOf(work));
    dom.all(content, ".facts dt", HTMLElement).forEach((name) => (facts[textOf(name)] = textOf(name.nextElementSibling)));
    const where = [facts["地区"], facts["时间"]].filter(Boolean).join("，");
    return textOf(content.querySelector("h1")) + "[DB]//" + textOf(document.querySelector(".running")) + ". 案例 "
      + content.getAttribute("data-case") + "，版本 " + content.getAttribute("data-version") + "."
      + (where ? " " + where + "." : "") + " 据：" + works.join(" ");
  }

  /**
   * The citation to paste, and as a file that Notepad of any age shows right.
   * @param {HTMLElement} tools
   * @param {HTMLElement} content
   */
  function addCitation(tools, content) {
    const text = citation(content);
    addButton(tools, "复制引用", (button) => {
      button.textContent = copy(text) ? "已复制" : "复制不了";
      button.focus();
    });
    const name = "引用-" + content.getAttribute("data-case") + ".txt";
    const save = addButton(tools, "存引用", () => dom.save(name, new Blob(["\ufeff" + text + "\r\n"], { type: "text/plain" })));
    save.title = "引用存成文本文件";
  }

  /**
   * What stands at the head of every sheet of paper: title, and a case's number.
   * @param {HTMLElement} content
   * @param {string} title
   */
  function nameSheets(content, title) {
    const given = dom.find(content, ".running", HTMLElement);
    const head = given || dom.element("p", { class: "running" });
    head.textContent = [title].concat(given ? dom.text(given) : []).join("　");
    content.insertBefore(head, content.firstChild);
  }

  /** @param {HTMLElement} content */
  function addTools(content) {
    const tools = dom.element("div", { class: "tools" });
    const title = dom.text(content.querySelector("h1"));

    const id = content.getAttribute("data-case");
    if (document.querySelector(".toc")) {
      const toc = addButton(tools, "目录", toggleContents);
      toc.classList.add("button--toc");
      toc.setAttribute("aria-expanded", "false");
    }
    if (content.hasAttribute("data-version")) addCitation(tools, content);
    addButton(tools, "打印", () => window.print());
    if (content.classList.contains("case") || content.classList.contains("lesson")) {
      addButton(tools, "放映", project);
      projectWhenAsked();
    }
    if (id !== null) {
      tools.appendChild(anliku.selection.pick(id, title));
      tools.appendChild(dom.element("a", { class: "button", href: anliku.selection.address("study", []) + "#note=" + id }, "记笔记"));
      anliku.caseReport.send(content);
    }
    content.insertBefore(tools, content.firstChild);
    nameSheets(content, title);
  }

  // ---- on the wall: what is needed for that is loaded when it is asked for ------------------------------------------------

  /** @param {() => void} then */
  function loadProjector(then) {
    const style = dom.element("link", { rel: "stylesheet", href: anliku.base + "assets/anliku/projector.css" });
    const script = dom.element("script");
    style.onload = style.onerror = () => {
      script.src = anliku.base + "assets/anliku/projector.js";
      document.body.appendChild(script);
    };
    script.onload = then;
    document.head.appendChild(style);
  }

  function project() {
    if (anliku.projector) anliku.projector.project();
    else loadProjector(() => anliku.projector.project());
  }

  /** A lesson opens its cases on the wall at once: case.html?project. */
  function projectWhenAsked() {
    if (!/[?&]project\b/.test(location.search) || anliku.projector) return;
    if (document.readyState === "complete") project();
    else window.addEventListener("load", project);
  }

  // ---- folds --------------------------------------------------------------------------------------------------------------

  const narrow = window.matchMedia("screen and (max-width: 44.984375em)");
  const SHORT = 15; // rows of a long list that a phone shows at first
  const SCREENS = 6; // an ordinary page that is longer folds on a phone

  /**
   * What is not the text itself folds on phones. On wide screens it stands open, without anything to fold it by, so that a
   * window that grows opens it.
   */
  function fold() {
    dom.all(document, "details.room", HTMLDetailsElement).forEach((one) => (one.open = !narrow.matches));
    if (narrow.matches) {
      foldSections();
      dom.all(document, "ul.case-list", HTMLElement).forEach(shorten);
      dom.all(document, "dl.weigh", HTMLElement).forEach(clip);
    }
    const target = location.hash ? dom.target() : null;
    if (!target) return;
    dom.uncover(target);
    if (narrow.matches) target.scrollIntoView();
  }

  /**
   * A long list of cases begins with its first rows on a phone; again, when other rows have come.
   * @param {HTMLElement} list
   */
  function shorten(list) {
    const after = list.nextElementSibling;
    const more = list.children.length - SHORT;
    if (after instanceof HTMLButtonElement && after.matches(".case-list__rest")) after.remove();
    list.classList.toggle("short", more > 3);
    if (more <= 3) return;
    const button = dom.element("button", { type: "button", class: "button case-list__rest" }, "全部显示（还有 " + more + " 个）");
    on(button, "click", () => {
      list.classList.remove("short");
      button.remove();
      dom.need(list.children[SHORT], "a", HTMLElement).focus();
    });
    list.after(button);
  }

  /**
   * What is weighed is one line each on a phone, and whole at a tap.
   * @param {HTMLElement} list
   */
  function clip(list) {
    const button = dom.element("button", { type: "button", class: "button weigh__rest" }, "看整句");
    list.classList.add("short");
    on(button, "click", () => {
      list.classList.remove("short");
      button.remove();
      dom.need(list, "a", HTMLElement).focus();
    });
    dom.need(list.parentElement || document, ".weigh__title", HTMLElement).appendChild(button);
  }

  /**
   * Something that a script makes and that folds on phones, with the words to open it by.
   * @param {string} words
   * @param {...Node} content
   */
  function room(words, ...content) {
    const made = dom.element("details", { class: "room" }, dom.element("summary", {}, words), ...content);
    made.open = !narrow.matches;
    return made;
  }

  /** A long ordinary page, such as a guide, is a list of its headings on a phone: each section opens below its own. */
  function foldSections() {
    const page = dom.find(document, "article", HTMLElement);
    if (!page || page.querySelector("#content") || page.offsetHeight <= SCREENS * window.innerHeight) return;
    dom.all(page, "h2", HTMLElement).filter((one) => one.parentElement === page).forEach((heading) => {
      /** @type {Element[]} */
      const section = [];
      for (let next = heading.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) section.push(next);
      if (section.length) heading.after(room("展开这一节", ...section));
    });
  }

  /** What a link on the page leads to, or an address that was typed, is opened before the browser goes there. */
  function unfoldOnTheWay() {
    on(document, "click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
      const target = link instanceof HTMLAnchorElement && link.hash ? dom.target(link.hash) : null;
      if (target) dom.uncover(target);
    });
    on(window, "hashchange", () => {
      const target = dom.target();
      if (target) dom.uncover(target);
    });
    narrow.addEventListener("change", () => narrow.matches || dom.all(document, "details.room", HTMLDetailsElement).forEach((one) => (one.open = true)));
  }

  /** What is folded to keep a page short opens on paper, and closes again. What is sealed stays so. */
  function unfoldOnPaper() {
    /** @type {HTMLDetailsElement[]} */
    const opened = [];
    window.addEventListener("beforeprint", () => {
      for (const one of dom.all(document, "details.fold:not([open]), details.room:not([open])", HTMLDetailsElement)) {
        one.open = true;
        opened.push(one);
      }
    });
    window.addEventListener("afterprint", () => opened.splice(0).forEach((one) => (one.open = false)));
  }

  /**
   * What has no heads on its sheets (`nameSheets`, print-page.js) bears the title in their margin, where the browser prints one; the first
   * sheet has its heading. The policy of the page forbids no sheet that is constructed.
   */
  function nameMargins() {
    if (document.querySelector("[data-tools], [data-print-page]") || !document.adoptedStyleSheets) return;
    const style = new CSSStyleSheet();
    const title = '"' + document.title.replace(/["\\]/g, "\\$&").replace(/\s+/g, " ") + '"';
    style.replaceSync("@page { @top-left { content: " + title + "; color: #444; font-size: 9pt } } @page :first { @top-left { content: none } }");
    document.adoptedStyleSheets = document.adoptedStyleSheets.concat(style);
  }

  // ---- links that leave the library ---------------------------------------------------------------------------------------

  /** @param {HTMLAnchorElement} link */
  function leavesTheLibrary(link) {
    link.rel = "noopener noreferrer";
    link.title = link.title || "外部网址，要联网才能打开";
  }

  /** Give the page's text what only a script can; again, for a text that has taken the place of another. */
  function dress() {
    hide();
    dom.all(document, "a.term", HTMLElement).forEach(explain);
    dom.all(document, "[data-tools]", HTMLElement).forEach(addTools);
    dom.all(document, '.md-typeset a[href^="http"]', HTMLAnchorElement).forEach(leavesTheLibrary);
    fold();
  }

  dress();
  unfoldOnPaper();
  nameMargins();
  unfoldOnTheWay();
  return { copy: copy, dress: dress, room: room, shorten: (/** @type {HTMLElement} */ list) => narrow.matches && shorten(list) };
})();
