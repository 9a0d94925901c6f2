/* Apply the chosen colours before the first paint; without a choice, follow the system. */
(function () {
  "use strict";
  var stored = window.__md_get("__palette");
  var color = stored && stored.color;
  if (!color || color.media === "(prefers-color-scheme)") {
    var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)").matches;
    var input = document.querySelector('[data-md-color-media="(prefers-color-scheme: ' + (dark ? "dark" : "light") + ')"]');
    if (!input) return;
    color = { scheme: input.getAttribute("data-md-color-scheme") };
  }
  Object.keys(color).forEach(function (key) {
    document.body.setAttribute("data-md-color-" + key, color[key]);
  });
})();
