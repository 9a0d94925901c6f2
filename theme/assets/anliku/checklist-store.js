/**
 * Drafts of a self-assessment in localStorage. The saved file is the truth; this only spares what was typed.
 *
 * Every entry of a draft carries `t`, the time at which it was typed. Two tabs merge entry by entry, the later one wins, so
 * that neither loses its work.
 */
/**
 * @typedef {object} Draft
 * @property {Object<string, {v: string, t?: number}>} meta unit, period and slips of paper
 * @property {Object<string, {v: boolean|null, t?: number}>} screening
 * @property {AllAnswers} answers
 * @property {Object<string, {v: any, t?: number}>} unknown by assessor: answers to no item of this sheet
 * @property {number} [saved] when it was stored
 */
/**
 * @typedef {object} Drafts of one sheet
 * @property {string} key under which the draft is stored
 * @property {boolean} works whether anything can be stored now
 * @property {() => Draft|null} read
 * @property {(draft: Draft) => Draft|null} write gives the draft as merged with what another tab stored, or null when it
 *   could not be stored
 * @property {() => {draft: Draft, version: string}|null} earlier the latest draft of another version of this sheet, with that
 *   version; a kept version has its own drafts only
 */
var anliku = window.anliku || {};
anliku.drafts = (function () {
  "use strict";

  const FORMAT = "anliku-draft/1";
  const TEN_YEARS_MS = 10 * 366 * 24 * 3600 * 1000;

  const isObject = anliku.tally.isObject;

  /** @typedef {Object<string, any>} Entries of a draft; from storage, so each may be anything */

  /**
   * A draft with nothing in it.
   * @returns {Draft}
   */
  function empty() {
    return { meta: {}, screening: {}, answers: {}, unknown: {} };
  }

  /**
   * Whether their entry holds and not mine. Of two of the same time every tab must take the same one.
   * @param {any} mine
   * @param {any} theirs
   */
  function newer(mine, theirs) {
    if (!mine) return true;
    const difference = (theirs.t || 0) - (mine.t || 0);
    return difference > 0 || (difference === 0 && JSON.stringify(theirs) > JSON.stringify(mine));
  }

  /** @param {Entries} mine @param {any} theirs */
  function mergeEntries(mine, theirs) {
    const merged = Object.assign({}, mine);
    Object.keys(isObject(theirs) ? theirs : {}).forEach(function (key) {
      if (isObject(theirs[key]) && newer(merged[key], theirs[key])) merged[key] = theirs[key];
    });
    return merged;
  }

  /**
   * Merges two drafts entry by entry; the later entry wins.
   * @param {Draft} mine
   * @param {Draft} theirs
   */
  function merge(mine, theirs) {
    const merged = empty();
    merged.meta = mergeEntries(mine.meta, theirs.meta);
    merged.screening = mergeEntries(mine.screening, theirs.screening);
    const who = Object.keys(Object.assign({}, mine.answers, theirs.answers));
    who.forEach(function (assessor) {
      merged.answers[assessor] = mergeEntries(mine.answers[assessor] || {}, (theirs.answers || {})[assessor]);
    });
    merged.unknown = mergeEntries(mine.unknown, theirs.unknown);
    return merged;
  }

  /**
   * The maps of entries that a draft holds.
   * @param {Draft} draft
   */
  function maps(draft) {
    /** @type {Entries[]} */
    const found = [draft.meta, draft.screening, draft.unknown];
    return found.concat(Object.keys(draft.answers).map(function (assessor) { return draft.answers[assessor]; })).filter(isObject);
  }

  /**
   * The time of the latest entry.
   * @param {Draft} draft
   */
  function newest(draft) {
    let found = 0;
    maps(draft).forEach(function (entries) {
      Object.keys(entries).forEach(function (key) { found = Math.max(found, entries[key].t || 0); });
    });
    return found;
  }

  /** Whether anything can be stored now; a full storage can still be read. */
  function writable() {
    const probe = "anliku-probe";
    return anliku.kept.write(probe, "1") && anliku.kept.write(probe, null);
  }

  /**
   * A time that no honest clock gave would win for ever: it counts as none.
   * @param {Draft} draft
   */
  function timed(draft) {
    const last = Date.now() + TEN_YEARS_MS;
    maps(draft).forEach(function (entries) {
      Object.keys(entries).forEach(function (key) {
        const entry = entries[key];
        if (!isObject(entry)) delete entries[key];
        else if (typeof entry.t !== "number" || !(entry.t >= 0 && entry.t <= last)) entry.t = 0;
      });
    });
    return draft;
  }

  /**
   * Drafts of before kept answers to no item of this sheet without their time.
   * @param {Draft} draft
   */
  function withTimes(draft) {
    Object.keys(isObject(draft.unknown) ? draft.unknown : {}).forEach(function (assessor) {
      const entry = draft.unknown[assessor];
      if (isObject(entry) && !(isObject(entry.v) && "t" in entry)) draft.unknown[assessor] = { v: entry, t: 0 };
    });
    return draft;
  }

  /** @param {string} text @returns {Draft|null} */
  function parse(text) {
    try {
      const data = JSON.parse(text);
      const fine = isObject(data) && data.format === FORMAT && isObject(data.answers);
      return fine ? timed(withTimes(Object.assign(empty(), data))) : null;
    } catch (error) {
      return null;
    }
  }

  /**
   * Opens the drafts of one sheet.
   * @param {Sheet} sheet
   * @returns {Drafts}
   */
  function open(sheet) {
    const prefixes = [sheet.organisation].concat(sheet.former_ids || []).map(function (id) {
      return "anliku-checklist:" + sheet.library + ":" + id + ":";
    });
    const key = prefixes[0] + sheet.version;

    /** @param {string} name */
    function get(name) {
      const text = anliku.kept.read(name);
      return text === null ? null : parse(text);
    }

    function read() {
      return get(key);
    }

    /** @param {Draft} draft */
    function write(draft) {
      const merged = merge(draft, read() || empty());
      const text = JSON.stringify(Object.assign({ format: FORMAT, saved: Date.now() }, merged));
      return anliku.kept.write(key, text) ? merged : null;
    }

    /** The latest draft of another version of this sheet, with that version, or null. A kept version has its own drafts only. */
    function earlier() {
      /** @type {{draft: Draft, version: string}|null} */
      let found = null;
      for (const name of anliku.kept.keys()) {
        const prefix = prefixes.filter(function (one) { return name !== key && name.indexOf(one) === 0; })[0];
        const version = prefix ? name.slice(prefix.length) : "", draft = prefix && isOurs(version) ? get(name) : null;
        if (draft && (!found || (draft.saved || 0) > (found.draft.saved || 0))) found = { draft: draft, version: version };
      }
      return found;
    }

    /** @param {string} version */
    function isOurs(version) {
      return !sheet.kept_as || sheet.versions.indexOf(version) >= 0;
    }

    return { key: key, works: anliku.kept.works && writable(), read: read, write: write, earlier: earlier };
  }

  return { open: open, merge: merge, empty: empty, newest: newest };
})();
