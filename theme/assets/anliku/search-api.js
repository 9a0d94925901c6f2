/*
 * `anliku.search`: the search of this site, for the box in the header, the search page and anyone else.
 */
(function (anliku) {
  "use strict";

  const holder = document.currentScript || document.querySelector("[data-anliku-search]");

  /** The path from this page to the root of the site. */
  anliku.base = (holder && holder.getAttribute("data-base")) || "";

  let engine = null;

  /** The engine of this site; nothing is loaded before it is asked for. */
  anliku.engine = function () {
    if (!engine) engine = new anliku.Engine(anliku.scriptLoader(anliku.base, "search/"));
    return engine;
  };

  /**
   * Search the site.
   * @param {string} query blanks separate terms, all of which must be contained; "…" exactly; -word without
   * @param {{filters?: Object<string, string[]>, offset?: number, limit?: number, facets?: boolean}} [options]
   * @returns {Promise<{total: number, exact: boolean, hits: object[], elapsed_ms: number, loaded_bytes: number}>}
   */
  anliku.search = function (query, options) {
    return anliku.engine().search(query, options);
  };
})((window.anliku = window.anliku || {}));
