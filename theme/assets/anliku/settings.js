/* The settings functions that Material's script expects; localStorage may be forbidden, so every use is guarded. */
(function () {
  "use strict";
  var scope = new URL("../../", document.currentScript.src);

  function storage(given) {
    return given || window.localStorage;
  }

  window.__md_scope = scope;
  window.__md_hash = function (text) {
    var hash = 0;
    for (var i = 0; i < text.length; i++) hash = (hash << 5) - hash + text.charCodeAt(i);
    return hash;
  };
  window.__md_get = function (key, store, at) {
    try {
      return JSON.parse(storage(store).getItem((at || scope).pathname + "." + key));
    } catch (error) {
      return null;
    }
  };
  window.__md_set = function (key, value, store, at) {
    try {
      storage(store).setItem((at || scope).pathname + "." + key, JSON.stringify(value));
    } catch (error) {
      /* the setting lasts for this page only */
    }
  };
})();
