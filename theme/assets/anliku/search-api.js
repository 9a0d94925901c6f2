/*
 * `anliku.search`: the search of this site, for the box in the header, the search page and anyone else.
 */
var anliku = window.anliku || {};

/** The path from this page to the root of the site. */
anliku.base = (function () {
  "use strict";

  const holder = document.currentScript || document.querySelector("[data-anliku-search]");
  return (holder && holder.getAttribute("data-base")) || "";
})();

/** The engine of this site; nothing is loaded before it is asked for. */
anliku.engine = (function () {
  "use strict";

  /** @type {InstanceType<typeof anliku.engines.Engine>|null} */
  let made = null;

  return function () {
    if (!made) made = new anliku.engines.Engine(anliku.shards.scriptLoader(anliku.base, "search/"));
    return made;
  };
})();

/**
 * Search the site.
 * @param {string} query blanks separate terms, all of which must be contained; "…" exactly; -word without
 * @param {SearchOptions} [options]
 * @returns {Promise<Answer>}
 */
anliku.search = function (query, options) {
  "use strict";

  return anliku.engine().search(query, options);
};
