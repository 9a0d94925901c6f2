/**
 * Drafts of a self-assessment in localStorage. The saved file is the truth; this only spares what was typed.
 *
 * A draft is { meta, screening, answers: { assessor: { item: {…} } }, unknown }, and every entry carries `t`, the
 * time at which it was typed. Two tabs merge entry by entry, the later one wins, so that neither loses its work.
 */
(function () {
  "use strict";

  const FORMAT = "anliku-draft/1";

  function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function empty() {
    return { meta: {}, screening: {}, answers: {}, unknown: {} };
  }

  function newer(mine, theirs) {
    return !mine || (isObject(theirs) && (theirs.t || 0) > (mine.t || 0));
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
    merged.unknown = Object.assign({}, theirs.unknown, mine.unknown);
    return merged;
  }

  /** localStorage, or null where the browser forbids it: looking is enough to make some throw. */
  function storage() {
    try {
      const probe = "anliku-probe";
      window.localStorage.setItem(probe, "1");
      window.localStorage.removeItem(probe);
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }

  function parse(text) {
    try {
      const data = JSON.parse(text);
      return isObject(data) && data.format === FORMAT && isObject(data.answers) ? Object.assign(empty(), data) : null;
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

    function read() {
      try {
        return store ? parse(store.getItem(key)) : null;
      } catch (error) {
        return null;
      }
    }

    function write(draft) {
      if (!store) return null;
      const merged = merge(draft, read() || empty());
      try {
        store.setItem(key, JSON.stringify(Object.assign({ format: FORMAT, saved: Date.now() }, merged)));
        return merged;
      } catch (error) {
        return null;
      }
    }

    /** The latest draft of another version of this sheet, or null. */
    function earlier() {
      let found = null;
      for (let index = 0; store && index < store.length; index += 1) {
        const name = store.key(index);
        const ours = name && name !== key && prefixes.some(function (prefix) { return name.indexOf(prefix) === 0; });
        const draft = ours ? parse(store.getItem(name)) : null;
        if (draft && (!found || (draft.saved || 0) > (found.saved || 0))) found = draft;
      }
      return found;
    }

    return { key: key, works: Boolean(store), read: read, write: write, earlier: earlier };
  }

  window.anlikuDraft = { open: open, merge: merge, empty: empty };
})();
