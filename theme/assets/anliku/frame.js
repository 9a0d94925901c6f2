/**
 * What the frame does with JavaScript: size of type, light and dark, the table of contents that follows the reader, where one is on
 * a long page, the drawer by keyboard. Runs before the first paint. Size and colours are kept in localStorage where that works; without one, the system decides.
 */
var anliku = window.anliku || {};

/**
 * The pages below each section of the navigation, titles and addresses, once way.js has been loaded.
 * @type {[string, string][][]|null}
 */
anliku.way = null;

anliku.frame = (function () {
  "use strict";

  const KEY = "anliku-scheme";
  const SIZE = "anliku-size";
  const SIZES = ["标准", "大", "特大"];
  const dom = anliku.dom;
  const body = document.body;
  const script = document.currentScript;
  const BASE = ((script && script.getAttribute("src")) || "").replace(/frame\.js$/, "");
  const state = { filled: false };
  const sizer = dom.element("button", { type: "button", class: "md-header__button anliku-size", "data-size-button": "" }, "字");
  const button = schemeButton();

  /** The button that turns day into night, beside this script; without a script it could do nothing. */
  function schemeButton() {
    const made = dom.element("button", { type: "button", class: "md-header__button", "data-scheme": "", "aria-label": "深色" });
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const moon = document.createElementNS("http://www.w3.org/2000/svg", "path");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("width", "24"); // without styles it would fill the window
    picture.setAttribute("height", "24");
    picture.setAttribute("aria-hidden", "true");
    moon.setAttribute("d", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 2v14a7 7 0 0 1 0-14");
    picture.appendChild(moon);
    made.appendChild(picture);
    return made;
  }

  /**
   * @param {number} size
   * @param {boolean} kept whether the choice holds for the pages to come
   */
  function applySize(size, kept) {
    if (size) document.documentElement.setAttribute("data-size", String(size));
    else document.documentElement.removeAttribute("data-size");
    sizer.setAttribute("aria-label", "字号：" + SIZES[size]);
    sizer.title = "字号：" + SIZES[size] + (kept ? "" : "（这个浏览器记不住，换一页要再点）");
  }

  function preferred() {
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  }

  /** @param {string} scheme */
  function apply(scheme) {
    body.setAttribute("data-md-color-scheme", scheme);
    button.setAttribute("aria-pressed", String(scheme === "slate"));
    button.title = scheme === "slate" ? "换成浅色" : "换成深色";
  }

  document.documentElement.className = "js";
  if (script) script.before(sizer, button);
  apply(anliku.kept.read(KEY) || preferred());
  applySize(["1", "2"].indexOf(anliku.kept.read(SIZE) || "") + 1, !anliku.kept.apart);
  sizer.addEventListener("click", () => {
    const size = (Number(document.documentElement.getAttribute("data-size")) + 1) % SIZES.length;
    applySize(size, anliku.kept.write(SIZE, String(size)) && !anliku.kept.apart);
  });
  button.addEventListener("click", () => {
    const scheme = body.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate";
    apply(scheme);
    anliku.kept.write(KEY, scheme);
  });

  // ---- the table of contents ------------------------------------------------------------------------------------------

  /**
   * The table of contents, its links with the headings that they lead to, and the link of what is being read. chapter: the
   * link of the first level that a link stands below, or the link itself.
   * @typedef {{element: HTMLAnchorElement, target: HTMLElement, chapter: HTMLAnchorElement}} Link
   * @type {{toc: HTMLElement|null, links: Link[], current: Link|null, waiting: boolean}}
   */
  const contents = { toc: null, links: [], current: null, waiting: false };

  /** The last heading that has passed below the header; the last of all at the end of the page. What is folded is not there. */
  function follow() {
    const links = contents.links.filter((link) => !link.target.closest("details:not([open])"));
    const end = window.innerHeight + window.pageYOffset >= document.documentElement.scrollHeight - 2;
    const passed = links.filter((link) => link.target.getBoundingClientRect().top < 120);
    mark((end ? links[links.length - 1] : passed[passed.length - 1]) || null);
  }

  /** @param {Link|null} link */
  function mark(link) {
    const toc = contents.toc;
    if (contents.current === link) return;
    if (contents.current) {
      contents.current.element.removeAttribute("aria-current");
      contents.current.chapter.classList.remove("toc__within");
    }
    contents.current = link;
    if (!link || !toc) return;
    link.element.setAttribute("aria-current", "true");
    link.chapter.classList.add("toc__within");
    if (toc.scrollHeight > toc.clientHeight) toc.scrollTop = link.element.offsetTop - toc.clientHeight / 2;
    if (toc.scrollWidth > toc.clientWidth) toc.scrollLeft = link.chapter.offsetLeft - toc.clientWidth / 2;
  }

  /** Takes the page's table of contents as it is now; again, when another one has taken its place. */
  function followContents() {
    contents.toc = dom.find(document, ".toc", HTMLElement);
    contents.current = null;
    contents.links = [];
    let chapter = null;
    for (const element of contents.toc ? dom.all(contents.toc, "a", HTMLAnchorElement) : []) {
      const target = dom.target(element.hash);
      if (!chapter || !element.closest(".toc__sub")) chapter = element;
      if (target) contents.links.push({ element: element, target: target, chapter: chapter });
    }
    if (contents.toc) follow();
  }

  // ---- the drawer of narrow screens ---------------------------------------------------------------------------------------

  /** Load the pages below each section the first time that the drawer is opened: no page need hold them all. */
  function fillDrawer() {
    if (state.filled || !BASE) return;
    state.filled = true;
    const data = dom.element("script", { src: BASE + "way.js" });
    data.onload = () => dom.all(document, ".way > ul > li", HTMLElement).forEach((section, at) => {
      const pages = (anliku.way || [])[at] || [];
      if (pages.length < 2 || section.querySelector("ul")) return;
      const root = BASE.replace(/assets\/anliku\/$/, "");
      const links = pages.map((page) => dom.element("a", { href: /^[a-z]+:/.test(page[1]) ? page[1] : root + page[1] }, page[0]));
      section.appendChild(dom.element("ul", {}, ...links.map((link) => dom.element("li", {}, link))));
    });
    document.head.appendChild(data);
  }

  /** A label opens it without JavaScript, but no keyboard reaches a label: a button takes its place. */
  function startDrawer() {
    const drawer = dom.need(document, "#__drawer", HTMLInputElement);
    const label = dom.need(document, ".md-header__button[for=__drawer]", HTMLElement);
    const opener = dom.element("button", {
      type: "button", class: "md-header__button md-header__button--drawer", "aria-label": label.title, "aria-controls": "way",
    });

    /** @param {boolean} open */
    function set(open) {
      if (open) fillDrawer();
      drawer.checked = open;
      tell();
      (open ? dom.need(document, ".way a", HTMLElement) : opener).focus();
    }

    function tell() {
      opener.setAttribute("aria-expanded", String(drawer.checked));
    }

    opener.appendChild(dom.need(label, "*", Element));
    label.replaceWith(opener);
    tell();
    opener.addEventListener("click", () => set(!drawer.checked));
    drawer.addEventListener("change", tell);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && drawer.checked) set(false);
    });
  }

  // ---- where one is on a long page: its title, how far one has come, the way back up and, on phones, the menu ----------------

  /** @typedef {{header: HTMLElement, title: HTMLElement, progress: HTMLElement}} Here */

  /** @returns {Here} */
  function startHere() {
    const header = dom.need(document, ".md-header", HTMLElement);
    const opener = dom.need(document, ".md-header__button--drawer", HTMLElement);
    const menu = opener.cloneNode(true);
    const title = dom.element("button", { type: "button", class: "here__title", title: "回到顶部" });
    const progress = dom.element("span", { class: "here__progress" });
    if (menu instanceof HTMLElement) {
      menu.classList.add("here__menu");
      menu.removeAttribute("aria-expanded"); // it only opens: the drawer closes by itself
    }
    menu.addEventListener("click", () => opener.click());
    title.addEventListener("click", () => {
      window.scrollTo(0, 0);
      dom.byId("main").focus({ preventScroll: true });
    });
    const row = dom.need(header, "*", HTMLElement);
    row.insertBefore(dom.element("div", { class: "here" }, menu, title, progress), header.querySelector(".anliku-search"));
    return { header: header, title: title, progress: progress };
  }

  /**
   * Once the page's own title is out of sight. A compact pack exchanges the page: its title is asked for each time.
   * @param {Here} here
   */
  function showHere(here) {
    const title = document.querySelector("[data-tools] h1");
    const past = title !== null && title.getBoundingClientRect().bottom < 0;
    const room = document.documentElement.scrollHeight - window.innerHeight;
    here.header.classList.toggle("md-header--past", past);
    if (!past) return;
    here.title.textContent = dom.text(title);
    here.progress.style.transform = "scaleX(" + Math.min(1, window.pageYOffset / Math.max(1, room)) + ")";
  }

  document.addEventListener("DOMContentLoaded", () => {
    startDrawer();
    const here = startHere();
    followContents();
    showHere(here);
    window.addEventListener("scroll", () => {
      if (contents.waiting) return;
      contents.waiting = true;
      window.requestAnimationFrame(() => {
        contents.waiting = false;
        if (contents.links.length) follow();
        showHere(here);
      });
    }, { passive: true });
  });

  return { followContents: followContents };
})();
