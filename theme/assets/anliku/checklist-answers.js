/**
 * The answers that the page holds: the draft, who is answering, changes and what they replace. No controls here.
 * Everything that belongs to the page is in the object `page`, which every function is given.
 */
/**
 * @typedef {object} Controls of an item
 * @property {Item} item
 * @property {HTMLElement} box
 * @property {HTMLDetailsElement} fold
 * @property {HTMLElement} state
 * @property {HTMLInputElement[]} radios
 * @property {HTMLInputElement|null} number
 * @property {HTMLInputElement|null} na
 * @property {Field|null} reason
 * @property {Field|null} evidence
 * @property {Field|null} note
 * @property {HTMLElement} choices
 * @property {HTMLElement|null} tally made when it is needed
 * @property {{input: HTMLInputElement, value: Value}[]} counts
 * @property {HTMLElement|null} sum
 * @property {MoreControls|null} more made when they are needed
 * @property {HTMLElement} badge
 * @property {HTMLElement} noted
 * @property {HTMLElement|null} average
 * @property {HTMLElement} error
 */
/** @typedef {{before: HTMLElement, said: HTMLElement, clear: HTMLElement, restore: HTMLElement, recheck: HTMLElement}} MoreControls */
/** @typedef {HTMLInputElement|HTMLTextAreaElement} Field for a text */
/** @typedef {Side & {period: string, kept: string}} Before kept: by which version it was filled in, in words */
/**
 * @typedef {object} Page everything that belongs to the page; every function is given it
 * @property {Sheet} sheet
 * @property {HTMLFormElement} form
 * @property {Drafts} drafts
 * @property {Draft} draft
 * @property {Before|null} before an earlier result beside this one
 * @property {number} clock later than every change that was seen
 * @property {{draft: Draft, assessor: string}|null} undo
 * @property {(() => void)|null} bring takes over what another version of the sheet holds
 * @property {Object<string, Given>} cleared what was taken away and can be brought back
 * @property {Object<string, boolean>} unsaved by assessor: not in a file yet
 * @property {boolean} filed saved as a file once
 * @property {Object<string, Item>} items by id
 * @property {Object<string, Controls>} byId
 * @property {Controls[]} controls in the order of the page
 * @property {boolean} waiting for the next frame
 * @property {boolean} spared somebody writes in a control that is to be filled
 * @property {number} timer
 * @property {boolean} stored whether the browser kept the draft
 * @property {boolean} storing
 * @property {Object<string, HTMLAnchorElement>} contents links of the table of contents by what they lead to
 * @property {Section[]} sections
 * @property {HTMLElement} nextButton
 * @property {number} place of the item where the reader went last
 * @property {boolean} onlyReport what is printed
 * @property {(() => void)|null} fold closes again what was opened for printing
 * @property {(quiet?: boolean) => void} schedule
 */
/** @typedef {{box: HTMLElement, controls: Controls[], link: HTMLAnchorElement|undefined, counts: HTMLElement[]}} Section */
var anliku = window.anliku || {};
anliku.answers = (function () {
  "use strict";

  const core = anliku.checklist, reader = anliku.results, drafts = anliku.drafts, texts = anliku.texts, tally = anliku.tally;
  /** @type {("reason"|"evidence"|"note"|"owner"|"due")[]} */
  const CONTENT = ["reason", "evidence", "note", "owner", "due"];
  /** @type {("value"|"na"|"reason"|"evidence"|"note"|"owner"|"due"|"on"|"revision"|"done")[]} */
  const KEPT = ["value", "na", "reason", "evidence", "note", "owner", "due", "on", "revision", "done"];
  /** @type {("returned"|"handed_out")[]} */
  const SLIPS = ["returned", "handed_out"];

  function today() {
    const now = new Date();
    /** @type {(n: number) => string} */
    const two = function (n) { return (n < 10 ? "0" : "") + n; };
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  /**
   * The time of a change: later than everything the page has seen, even after the computer's clock was set back.
   * @param {Page} page
   */
  function tick(page) {
    page.clock = Math.max(Date.now(), page.clock + 1);
    return page.clock;
  }

  /** @param {Page} page */
  function assessorOf(page) {
    const checked = anliku.dom.find(page.form, '[name="assessor"]:checked', HTMLInputElement);
    return checked ? checked.value : "self";
  }

  /** @param {Page} page */
  function answersOf(page) {
    const assessor = assessorOf(page);
    if (!page.draft.answers[assessor]) page.draft.answers[assessor] = {};
    return page.draft.answers[assessor];
  }

  /** @param {Page} page */
  function screeningOf(page) {
    /** @type {Screening} */
    const found = {};
    Object.keys(page.draft.screening).forEach(function (id) {
      const value = page.draft.screening[id].v;
      if (typeof value === "boolean") found[id] = value;
    });
    return found;
  }

  /** @param {Page} page @param {string} name */
  function metaOf(page, name) {
    const entry = page.draft.meta[name];
    return entry && typeof entry.v === "string" ? entry.v : "";
  }

  /** @param {Page} page @param {string} name @param {string} value */
  function setMeta(page, name, value) {
    page.draft.meta[name] = { v: value, t: tick(page) };
    page.unsaved[assessorOf(page)] = true;
  }

  /**
   * Answers to no item of this sheet: they go back into the file as they came.
   * @param {{draft: Draft}} page
   * @param {string} assessor
   * @returns {Object<string, any>}
   */
  function unknownOf(page, assessor) {
    const entry = page.draft.unknown[assessor];
    return entry && typeof entry.v === "object" && entry.v ? entry.v : {};
  }

  /** @param {Given|null|undefined} given */
  function isGiven(given) {
    return given != null && (core.isAnswered(given) || Boolean(given.na));
  }

  /** @param {Given|null|undefined} given */
  function hasContent(given) {
    return isGiven(given) || CONTENT.some(function (name) { return Boolean(given && given[name]); });
  }

  /**
   * An answer as the file keeps it; of a counted one the counts are kept, in `tally`.
   * @param {Given} entry
   */
  function written(entry) {
    /** @type {Object<string, any>} */
    const kept = { value: null, na: false };
    KEPT.forEach(function (name) {
      if (entry[name] !== undefined && entry[name] !== "") kept[name] = entry[name];
    });
    return entry.counts ? Object.assign(kept, { value: null }) : kept;
  }

  /**
   * Answers by assessor, of those who gave any and of the one who is filling in.
   * @param {Page} page
   */
  function allAnswers(page) {
    /** @type {AllAnswers} */
    const found = {};
    core.ASSESSORS.forEach(function (assessor) {
      const answers = page.draft.answers[assessor] || {};
      const some = Object.keys(answers).some(function (id) { return hasContent(answers[id]); });
      if (some || assessor === assessorOf(page)) found[assessor] = answers;
    });
    return found;
  }

  /**
   * Slips of paper of an assessor; bad: what was typed that is no number of slips.
   * @param {Page} page
   * @param {string} assessor
   */
  function slipsOf(page, assessor) {
    const found = { returned: 0, handed_out: 0, bad: "" };
    SLIPS.forEach(function (name) {
      const typed = texts.plain(metaOf(page, name + "-" + assessor)), number = typed ? texts.numberOf(typed, "份") : 0;
      if (number !== null && tally.isCount(number)) found[name] = number;
      else found.bad = found.bad || typed;
    });
    return found;
  }

  /**
   * Changes an answer. An answer of one takes the place of counted ones; “not applicable” takes the place of either.
   * @param {Page} page
   * @param {string} assessor
   * @param {string} id
   * @param {Partial<Given>} change
   */
  function edit(page, assessor, id, change) {
    const answers = page.draft.answers[assessor] || (page.draft.answers[assessor] = {});
    const before = answers[id] || { value: null, na: false };
    const answered = "value" in change || "na" in change || "revision" in change;
    const item = page.items[id];
    const stamp = answered ? { on: today(), revision: item.revision, hash: item.hash } : {};
    answers[id] = Object.assign({}, before, change, stamp, { t: tick(page) });
    if ("value" in change && !change.counts) delete answers[id].counts;
    page.unsaved[assessor] = true;
  }

  /**
   * Takes an answer away, and keeps it at hand until another is given.
   * @param {Page} page
   * @param {string} assessor
   * @param {string} id
   * @param {Partial<Given>} change
   */
  function remove(page, assessor, id, change) {
    /** @type {Given|undefined} */
    const before = (page.draft.answers[assessor] || {})[id];
    if (before && isGiven(before)) page.cleared[assessor + ":" + id] = { value: before.value, na: Boolean(before.na), counts: before.counts };
    edit(page, assessor, id, Object.assign({ value: null, na: false }, change));
  }

  /** @param {Page} page @param {string} assessor @param {string} id */
  function removed(page, assessor, id) {
    return page.cleared[assessor + ":" + id] || null;
  }

  /**
   * Gives an answer; what was taken away before is then no longer at hand.
   * @param {Page} page
   * @param {string} assessor
   * @param {string} id
   * @param {Partial<Given>} change
   */
  function give(page, assessor, id, change) {
    delete page.cleared[assessor + ":" + id];
    edit(page, assessor, id, Object.assign({ na: false }, change));
  }

  /** @param {Page} page @param {string} assessor @param {string} id */
  function bringBack(page, assessor, id) {
    const earlier = removed(page, assessor, id);
    if (!earlier) return;
    give(page, assessor, id, earlier.counts ? earlier : { value: earlier.value, na: earlier.na });
  }

  /** @param {Page} page @param {string} id @param {any} stored */
  function trustedEntry(page, id, stored) {
    const item = page.items[id], counts = tally.trusted(page.sheet, item, stored.counts);
    const plain = Object.assign({}, stored, { value: counts ? null : stored.value });
    /** @type {Given} */
    const entry = Object.assign(reader.readGiven(page.sheet, item, plain, function () {}), { t: stored.t });
    if (reader.HASH.test(stored.hash)) entry.hash = stored.hash;
    return counts && !entry.na ? Object.assign(entry, { value: tally.meanOf(counts), counts: counts }) : entry;
  }

  /**
   * A draft from storage is foreign: any page on this disk may have written it.
   * @param {Page} page
   * @param {Draft} stored
   */
  function trusted(page, stored) {
    const draft = drafts.merge(drafts.empty(), stored);
    core.ASSESSORS.forEach(function (assessor) {
      const given = draft.answers[assessor] || {};
      const answers = draft.answers[assessor] = reader.underPresentIds(given, reader.renamedIn(page.sheet, given));
      Object.keys(answers).forEach(function (id) {
        if (!page.items[id]) delete answers[id];
        else answers[id] = trustedEntry(page, id, answers[id]);
      });
    });
    page.clock = Math.max(page.clock, drafts.newest(draft));
    return draft;
  }

  /**
   * Puts `next` in the place of the draft, so that it also wins over what another tab stored.
   * @param {Page} page
   * @param {Draft} next
   */
  function replace(page, next) {
    const now = tick(page);
    /** @type {(entries: Object<string, any>, blank: object) => Object<string, any>} */
    const cleared = function (entries, blank) {
      /** @type {Object<string, any>} */
      const made = {};
      Object.keys(entries).forEach(function (key) { made[key] = Object.assign({}, blank, { t: now }); });
      return made;
    };
    /** @type {(entries: Object<string, any>, given: Object<string, any>|undefined) => Object<string, any>} */
    const over = function (entries, given) {
      const all = given || {};
      Object.keys(all).forEach(function (key) { entries[key] = Object.assign({}, all[key], { t: now }); });
      return entries;
    };
    const draft = drafts.empty();
    draft.meta = over(cleared(page.draft.meta, { v: "" }), next.meta);
    draft.screening = over(cleared(page.draft.screening, { v: null }), next.screening);
    core.ASSESSORS.forEach(function (assessor) {
      const old = cleared(page.draft.answers[assessor] || {}, { value: null, na: false });
      draft.answers[assessor] = over(old, next.answers[assessor]);
    });
    draft.unknown = over(cleared(page.draft.unknown, { v: {} }), next.unknown);
    page.draft = draft;
    page.cleared = {};
  }

  /**
   * The control of the form with a name.
   * @param {Page} page
   * @param {string} name
   */
  function inputNamed(page, name) {
    return anliku.dom.need(page.form, '[name="' + name + '"]', HTMLInputElement);
  }

  /**
   * Choose who is answering.
   * @param {Page} page
   * @param {string} assessor
   */
  function choose(page, assessor) {
    const radio = anliku.dom.find(page.form, '[name="assessor"][value="' + assessor + '"]', HTMLInputElement);
    if (radio) radio.checked = true; // an assessor with no item in this sheet has none
  }

  return {
    inputNamed: inputNamed, choose: choose, assessorOf: assessorOf, answersOf: answersOf, screeningOf: screeningOf, metaOf: metaOf, setMeta: setMeta, unknownOf: unknownOf, isGiven: isGiven,
    hasContent: hasContent, written: written, allAnswers: allAnswers, slipsOf: slipsOf, tick: tick, edit: edit, give: give, remove: remove,
    removed: removed, bringBack: bringBack, trusted: trusted, replace: replace
  };
})();
