/*
 * The switch of a lecturers' edition: answers, hints and outcomes are closed until 讲师模式 is turned on, so that a page
 * may be shown to the class. No page of a learners' edition asks for this file.
 *
 * Runs in the header, before the first paint. The choice is kept where the browser shares it between pages; Firefox on
 * file:// does not, and every page begins closed.
 */
(function () {
  "use strict";

  const KEY = "anliku-lecturer-mode";
  const here = document.currentScript;
  const root = document.documentElement;
  const button = document.createElement("button");

  function stored() {
    try {
      return localStorage.getItem(KEY) === "on";
    } catch (error) {
      return false;
    }
  }

  function store(on) {
    try {
      if (on) localStorage.setItem(KEY, "on");
      else localStorage.removeItem(KEY);
    } catch (error) {
      // It holds for this page.
    }
  }

  function apply(on) {
    root.setAttribute("data-answers", on ? "open" : "closed");
    button.setAttribute("aria-pressed", String(on));
    button.title = on ? "答案正显示着；点一下收起" : "显示提示、答案和“后来怎样”";
  }

  /** A heading that is closed has no entry in the contents either. */
  function closeContents() {
    document.querySelectorAll(".toc a").forEach((link) => {
      const heading = document.getElementById(link.hash.split(/[#/]/).pop());
      if (heading && heading.classList.contains("for-lecturers")) link.parentNode.classList.add("for-lecturers");
    });
  }

  button.type = "button";
  button.className = "md-header__button edition-switch";
  button.textContent = "讲师模式";
  here.parentNode.insertBefore(button, here);
  apply(stored());
  document.addEventListener("DOMContentLoaded", closeContents);
  button.addEventListener("click", () => {
    const on = root.getAttribute("data-answers") !== "open";
    store(on);
    apply(on);
  });
})();
