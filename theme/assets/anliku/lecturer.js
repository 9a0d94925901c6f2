/*
 * The switch of a lecturers' edition: answers, hints and outcomes are closed until 讲师模式 is turned on, so that a page
 * may be shown to the class. No page of a learners' edition asks for this file.
 *
 * Runs in the header behind frame.js, before the first paint. The choice is kept where the browser shares it between
 * pages. Firefox on file:// does not: there the address of a page says `?lecturer`, and the links on it hand that on.
 */
var anliku = window.anliku || {};
anliku.lecturer = (function () {
  "use strict";

  const KEY = "anliku-lecturer-mode";
  const MARK = "lecturer";
  const shared = anliku.kept.works && !anliku.kept.apart;
  const root = document.documentElement;
  const button = anliku.dom.element("button", { type: "button", class: "md-header__button edition-switch" }, "讲师模式");

  /**
   * The query of an address with the mark, or without.
   * @param {string} query
   * @param {boolean} on
   */
  function marked(query, on) {
    const parts = query.replace(/^\?/, "").split("&").filter((part) => part && part !== MARK);
    if (on) parts.push(MARK);
    return parts.length ? "?" + parts.join("&") : "";
  }

  function isOpen() {
    return root.getAttribute("data-answers") === "open";
  }

  /** @param {boolean} on */
  function apply(on) {
    root.setAttribute("data-answers", on ? "open" : "closed");
    button.setAttribute("aria-pressed", String(on));
    button.title = on ? "答案正显示着；点一下收起" : "显示提示、答案和“后来怎样”";
  }

  /** @param {boolean} on */
  function keep(on) {
    if (shared && anliku.kept.write(KEY, on ? "on" : null)) return;
    try {
      history.replaceState(history.state, "", location.pathname + marked(location.search, on) + location.hash);
    } catch (error) {
      return; // then the mode lasts until this page is loaded again
    }
  }

  /**
   * An address for a script to go to, with the mode of this page where nothing else takes it along.
   * @param {string} address
   */
  function carried(address) {
    const url = new URL(address, location.href);
    if (!shared && /\.html$/.test(url.pathname)) url.search = marked(url.search, isOpen());
    return url.href;
  }

  /**
   * A link takes the mode along when somebody is about to follow it; one to a place on this page must load nothing anew.
   * @param {Event} event
   */
  function carry(event) {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.protocol !== location.protocol || link.pathname === location.pathname) return;
    const address = carried(link.href);
    if (address !== link.href) link.href = address;
  }

  /** A heading that is closed has no entry in the contents either. */
  function closeContents() {
    anliku.dom.all(document, ".toc a", HTMLAnchorElement).forEach((link) => {
      const heading = document.getElementById(link.hash.split(/[#/]/).pop() || "");
      if (heading && heading.classList.contains("for-lecturers") && link.parentElement) link.parentElement.classList.add("for-lecturers");
    });
  }

  if (document.currentScript) document.currentScript.before(button);
  document.addEventListener("DOMContentLoaded", closeContents);
  apply(shared ? anliku.kept.read(KEY) === "on" : location.search.slice(1).split("&").indexOf(MARK) >= 0);
  if (!shared) ["click", "auxclick", "contextmenu"].forEach((kind) => document.addEventListener(kind, carry, true));
  button.addEventListener("click", () => {
    const on = !isOpen();
    apply(on);
    keep(on);
  });

  return { carried: carried };
})();
