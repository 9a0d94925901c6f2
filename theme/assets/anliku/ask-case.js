/*
 * Asking a case page what it says, from a page that shows cases: it is opened out of sight in a frame and answers itself
 * (case-report.js). On file:// no page may read another's file, but a page may speak to the one that shows it.
 */
var anliku = window.anliku || {};
anliku.askCase = (function () {
  "use strict";

  const PATIENCE_MS = 5000; // after the page itself has loaded

  /**
   * The address of a case with a query, which in a compact pack stands before the case's number.
   * @param {string} id
   * @param {string} query
   */
  function address(id, query) {
    const parts = anliku.view.address("cases/" + id + ".html").split("#");
    return parts[0] + query + (parts[1] ? "#" + parts[1] : "");
  }

  /**
   * What the page of a case says of itself, not yet checked; null when it says nothing.
   * @param {string} id of the case
   * @param {Element} holder of the frame, as long as it is needed
   * @param {string} [query] "?whole" for all of its text
   * @returns {Promise<any>}
   */
  function ask(id, holder, query) {
    return new Promise((resolve) => {
      const frame = anliku.dom.element("iframe", { hidden: "", tabindex: "-1", title: id, src: address(id, query || "") });
      let loaded = false;
      let told = false;
      /** @param {any} answer */
      const finish = (answer) => {
        told = true;
        window.removeEventListener("message", hear);
        resolve(answer);
        if (loaded) frame.remove(); // not before, or what it still loads would be broken off
      };
      /** @param {MessageEvent} event */
      const hear = (event) => {
        if (event.source === frame.contentWindow && event.data && event.data.anliku === "case") finish(event.data);
      };
      window.addEventListener("message", hear);
      frame.addEventListener("load", () => {
        loaded = true;
        if (told) frame.remove();
        else setTimeout(() => told || finish(null), PATIENCE_MS);
      });
      holder.appendChild(frame);
    });
  }

  return { ask: ask };
})();
