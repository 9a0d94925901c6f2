/**
 * Drafts of a self-assessment in localStorage. The saved file is the truth; this only spares what was typed.
 *
 * A draft is { meta, screening, answers: { assessor: { item: {…} } }, unknown: { assessor: { v } } }, and every entry
 * carries `t`, the time at which it was typed. Two tabs merge entry by entry, the later one wins, so that neither loses its work.
 */
(function () {
  "use strict";

  const FORMAT = "anliku-draft/1";
  const TEN_YEARS_MS = 10 * 366 * 24 * 3600 * 1000;

  function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function empty() {
    return { meta: {}, screening: {}, answers: {}, unknown: {} };
  }

  /** Whether their entry holds and not mine. Of two of the same time every tab must take the same one. */
  function newer(mine, theirs) {
    if (!mine) return true;
    const difference = (theirs.t || 0) - (mine.t || 0);
    return difference > 0 || (difference === 0 && JSON.stringify(theirs) > JSON.stringify(mine));
  }

  function mergeEntries(mine, theirs) {
    const merged = Object.assign({}, mine);
    Object.keys(isObject(theirs) ? theirs : {}).forEach(function (key) {
      if (isObject(theirs[key]) && newer(merged[key], theirs[key])) merged[key] = theirs[key];
    });
    return merged;
  }

  /** Merges two drafts entry by entry; the later entry wins. */
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

  /** The maps of entries that a draft holds. */
  function maps(draft) {
    return [draft.meta, draft.screening, draft.unknown].concat(Object.keys(draft.answers).map(function (assessor) { return draft.answers[assessor]; }))
      .filter(isObject);
  }

  /** The time of the latest entry. */
  function newest(draft) {
    let found = 0;
    maps(draft).forEach(function (entries) {
      Object.keys(entries).forEach(function (key) { found = Math.max(found, entries[key].t || 0); });
    });
    return found;
  }

  /** localStorage, or null where the browser forbids it: looking is enough to make some throw. */
  function storage() {
    try {
      return window.localStorage || null;
    } catch (error) {
      return null;
    }
  }

  /** Whether anything can be stored now; a full storage can still be read. */
  function writable(store) {
    try {
      const probe = "anliku-probe";
      store.setItem(probe, "1");
      store.removeItem(probe);
      return true;
    } catch (error) {
      return false;
    }
  }

  /** A time that no honest clock gave would win for ever: it counts as none. */
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

  /** Drafts of before kept answers to no item of this sheet without their time. */
  function withTimes(draft) {
    Object.keys(isObject(draft.unknown) ? draft.unknown : {}).forEach(function (assessor) {
      const entry = draft.unknown[assessor];
      if (isObject(entry) && !(isObject(entry.v) && "t" in entry)) draft.unknown[assessor] = { v: entry, t: 0 };
    });
    return draft;
  }

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
   * Opens the drafts of one sheet: { works, read, write, earlier }.
   * write returns the draft as merged with what another tab stored, or null when it could not be stored.
   */
  function open(sheet) {
    const prefixes = [sheet.organisation].concat(sheet.former_ids || []).map(function (id) {
      return "anliku-checklist:" + sheet.library + ":" + id + ":";
    });
    const key = prefixes[0] + sheet.version;
    const store = storage();

    function get(name) {
      try {
        return store ? parse(store.getItem(name)) : null;
      } catch (error) {
        return null;
      }
    }

    function read() {
      return get(key);
    }

    function write(draft) {
      const merged = merge(draft, read() || empty());
      try {
        store.setItem(key, JSON.stringify(Object.assign({ format: FORMAT, saved: Date.now() }, merged)));
        return merged;
      } catch (error) {
        return null;
      }
    }

    function names() {
      try {
        return store ? Object.keys(store) : [];
      } catch (error) {
        return [];
      }
    }

    /** The latest draft of another version of this sheet, with that version, or null. A kept version has its own drafts only. */
    function earlier() {
      let found = null;
      names().forEach(function (name) {
        const prefix = prefixes.filter(function (one) { return name !== key && name.indexOf(one) === 0; })[0];
        const version = prefix ? name.slice(prefix.length) : "", draft = prefix && isOurs(version) ? get(name) : null;
        if (draft && (!found || (draft.saved || 0) > (found.draft.saved || 0))) found = { draft: draft, version: version };
      });
      return found;
    }

    function isOurs(version) {
      return !sheet.kept_as || sheet.versions.indexOf(version) >= 0;
    }

    return { key: key, works: Boolean(store) && writable(store), read: read, write: write, earlier: earlier };
  }

  window.anlikuDraft = { open: open, merge: merge, empty: empty, newest: newest };
})();
