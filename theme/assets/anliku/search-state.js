/*
 * What the search page shows, as an address: query, filters and page number. And the searches made lately.
 */
/**
 * @typedef {object} SearchState
 * @property {string} query
 * @property {number} page from 1
 * @property {Filters} filters
 */
var anliku = window.anliku || {};
anliku.searchState = (function () {
  "use strict";

  const KEY = "anliku-recent-searches";
  const KEPT = 8;
  const FACETS = ["kind", "org", "dim", "service", "province", "level", "year", "topic"];

  /**
   * The state in an address; on browsers that forbid changing it, in its fragment.
   * @param {Location} place
   * @returns {SearchState}
   */
  function read(place) {
    const source = place.hash.indexOf("#?") === 0 ? place.hash.slice(1) : place.search;
    /** @type {SearchState} */
    const state = { query: "", page: 1, filters: {} };
    new URLSearchParams(source).forEach((value, name) => {
      if (name === "q") state.query = value;
      else if (name === "page") state.page = Math.max(1, parseInt(value, 10) || 1);
      else if (value) add(state.filters, anliku.engines.facetName(name), value);
    });
    return state;
  }

  /**
   * What is no filter, such as the `from` of a forwarded address, is passed over.
   * @param {Filters} filters
   * @param {string} name
   * @param {string} value
   */
  function add(filters, name, value) {
    if (FACETS.indexOf(name) >= 0) filters[name] = (filters[name] || []).concat(value);
  }

  /**
   * The address of a state, from its `?` on.
   * @param {SearchState} state
   */
  function write(state) {
    const values = new URLSearchParams();
    if (state.query) values.append("q", state.query);
    Object.keys(state.filters).forEach((name) => state.filters[name].forEach((value) => values.append(name, value)));
    if (state.page > 1) values.append("page", String(state.page));
    return "?" + values.toString();
  }

  /**
   * Make the state the page's address; with `push` as a new entry of the history.
   * @param {SearchState} state
   * @param {boolean} push
   */
  function publish(state, push) {
    const target = location.pathname + write(state);
    try {
      if (push) history.pushState(null, "", target);
      else history.replaceState(null, "", target);
    } catch (error) {
      location.hash = "#" + write(state);
    }
  }

  /** Remember with the entry of the history how far the page was scrolled: results come too late for the browser to do so. */
  function keepPlace() {
    try {
      history.replaceState(Object.assign({}, history.state, { place: window.pageYOffset }), "");
    } catch (error) {
      return; // some browsers forbid it on file://
    }
  }

  /** Scroll to where the page was left, once. */
  function returnToPlace() {
    const place = history.state && history.state.place;
    if (!place) return;
    window.scrollTo(0, place);
    try {
      history.replaceState(Object.assign({}, history.state, { place: 0 }), "");
    } catch (error) {
      return;
    }
  }

  /** @returns {string[]} recent searches, the latest first; none where nothing can be stored */
  function recent() {
    return anliku.kept.readList(KEY).filter((one) => typeof one === "string").slice(0, KEPT);
  }

  /**
   * Keep a search among the recent ones.
   * @param {string} query
   */
  function remember(query) {
    const others = recent().filter((one) => one !== query);
    anliku.kept.write(KEY, JSON.stringify([query].concat(others).slice(0, KEPT)));
  }

  /** Forget the recent searches. */
  function forget() {
    anliku.kept.write(KEY, null);
  }

  return {
    read: read,
    write: write,
    publish: publish,
    keepPlace: keepPlace,
    returnToPlace: returnToPlace,
    recent: recent,
    remember: remember,
    forget: forget,
  };
})();
