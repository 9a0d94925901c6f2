/*
 * What the browser keeps from page to page: localStorage, where it may be used. On file:// Firefox gives each file a
 * storage of its own, so nothing kept there reaches another page.
 */
var anliku = window.anliku || {};
anliku.kept = (function () {
  "use strict";

  /** Whether what is kept reaches this page alone. */
  const apart = location.protocol === "file:" && navigator.userAgent.indexOf("Firefox/") >= 0;

  /** localStorage, or null where the browser forbids it; whether it takes anything shows when something is saved. */
  function storage() {
    try {
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }

  /**
   * The text kept under a key, or null.
   * @param {string} key
   */
  function read(key) {
    try {
      return window.localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  /**
   * Keep a text; null forgets it.
   * @param {string} key
   * @param {string|null} value
   * @returns {boolean} whether that could be done: private windows and some file:// pages keep nothing
   */
  function write(key, value) {
    try {
      if (value === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, value);
      return true;
    } catch (error) {
      return false;
    }
  }

  /**
   * The list kept under a key as JSON; empty when there is none, or no list.
   * @param {string} key
   * @returns {any[]}
   */
  function readList(key) {
    try {
      const kept = JSON.parse(read(key) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch (error) {
      return [];
    }
  }

  /** The keys under which anything is kept, by whomever. */
  function keys() {
    const store = storage();
    try {
      return store ? Array.from(store, (_, place) => store.key(place) || "") : [];
    } catch (error) {
      return [];
    }
  }

  return { keys: keys, apart: apart, works: storage() !== null, read: read, write: write, readList: readList };
})();
