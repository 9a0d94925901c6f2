/*
 * The switch of a lecturers' edition: answers, hints and outcomes are closed until 讲师模式 is turned on, so that a page
 * may be shown to the class. No page of a learners' edition asks for this file.
 *
 * Runs in the header behind frame.js, before the first paint. The choice is kept where the browser shares it between
 * pages; Firefox on file:// does not, and every page begins closed.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const KEY = "anliku-lecturer-mode";
  const root = document.documentElement;
  const button = anliku.dom.element("button", { type: "button", class: "md-header__button edition-switch" }, "讲师模式");

  /** @param {boolean} on */
  function apply(on) {
    root.setAttribute("data-answers", on ? "open" : "closed");
    button.setAttribute("aria-pressed", String(on));
    button.title = on ? "答案正显示着；点一下收起" : "显示提示、答案和“后来怎样”";
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
  apply(anliku.kept.read(KEY) === "on");
  button.addEventListener("click", () => {
    const on = root.getAttribute("data-answers") !== "open";
    anliku.kept.write(KEY, on ? "on" : null); // where it cannot be kept, it holds for this page
    apply(on);
  });
})();
