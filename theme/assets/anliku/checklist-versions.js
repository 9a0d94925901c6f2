/**
 * Versions of a checklist, without any DOM: by which of them a result is read and scored, and what two results have in
 * common. The rules of generator/anliku/checklist: items.py (as_of), results.py (version_note) and alike.py; tests compare them.
 *
 * A sheet carries the other versions that are kept of it in `others`; what all versions share stands in the sheet alone.
 */
/** @typedef {{sheet: Sheet, version: string, answers: AllAnswers, screening: Screening}} Side of a comparison */
var anliku = window.anliku || {};
anliku.versions = (function () {
  "use strict";

  const core = anliku.checklist;
  /** @type {("library"|"organisation"|"name"|"former_ids"|"words"|"layout"|"assessors")[]} */
  const SHARED = ["library", "organisation", "name", "former_ids", "words", "layout", "assessors"];
  const LEAST_SHARE = 0.7; // below it two scores speak of different things, and no change is told

  /**
   * All versions that are known here, the present one first.
   * @param {Sheet} sheet
   */
  function known(sheet) {
    (sheet.others || []).forEach(function (other) {
      const own = Object.keys(other);
      SHARED.forEach(function (name) { if (own.indexOf(name) < 0 && name in sheet) Object.assign(other, { [name]: sheet[name] }); });
    });
    const all = [sheet].concat(sheet.others || []);
    return all.filter(function (one) { return !one.kept_as; }).concat(all.filter(function (one) { return one.kept_as; }));
  }

  /**
   * The version that results name so, where it is known; else the present one.
   * @param {Sheet} sheet
   * @param {string} version
   */
  function asOf(sheet, version) {
    const all = known(sheet);
    const exact = all.filter(function (one) { return one.version === version; })[0];
    const kept = all.filter(function (one) { return one.kept_as && one.versions.indexOf(version) >= 0; })[0];
    return exact || kept || all[0];
  }

  /**
   * What a version says of the items: all of it but the mark of the scheme.
   * @param {string} version
   */
  function itemsOf(version) {
    return version.split("-")[0];
  }

  /** @param {string} version */
  function markOf(version) {
    return version.slice(itemsOf(version).length);
  }

  /**
   * Whether a result of this version has the items of this sheet; how it was graded may be another matter.
   * @param {Sheet} sheet
   * @param {string} version
   */
  function isOf(sheet, version) {
    return sheet.versions.some(function (one) { return one === version || itemsOf(one) === itemsOf(version); });
  }

  /**
   * Says that answers were graded in another way when a result was made, or that it does not tell; "" for this one.
   * @param {Sheet} sheet
   * @param {string} version
   */
  function schemeNote(sheet, version) {
    if (sheet.scheme_told && !markOf(version)) return sheet.scheme_told;
    if (markOf(version) === markOf(sheet.version) || (sheet.recorded || []).indexOf(version) >= 0) return "";
    return markOf(version) ? "当时的评分办法（等级线、各方占比、达标线）和现在的不同，总分和等级按现在的算"
      : "文件里没有记下当时的评分办法，总分和等级按这个库自己的等级线和占比算";
  }

  /**
   * Marks the answers of a result whose version is known with the hashes of their items, where the file does not.
   * @param {Sheet} sheet
   * @param {Result} result
   */
  function mark(sheet, result) {
    const made = asOf(sheet, result.version);
    if (!isOf(made, result.version)) return;
    made.items.forEach(function (item) {
      const given = core.own(result.answers, item.id);
      if (given && !given.hash && (given.revision || 1) >= item.revision) given.hash = item.hash;
    });
  }

  /**
   * Whether two answers were given to the same item: by its hashes, or where one is missing by the version.
   * @param {Given} one
   * @param {{hash?: string}} other
   * @param {boolean} sameVersion
   */
  function isSame(one, other, sameVersion) {
    return one.hash && other.hash ? one.hash === other.hash : sameVersion;
  }

  /** @param {Given|undefined} given */
  function isValued(given) {
    return core.isAnswered(given) && !given.na;
  }

  /**
   * One side of a comparison: the items of a dimension, or all for "", that were put to an assessor.
   * @param {Side} side
   * @param {string} assessor
   * @param {string} dimension
   */
  function put(side, assessor, dimension) {
    return core.itemsOf(side.sheet, side.screening, assessor).filter(function (item) { return !dimension || item.dimension === dimension; });
  }

  /**
   * Two results of one assessor over the items that both answered and that are the same in both: { common, answered, before,
   * after, comparable }. A side is { sheet, version, answers: { assessor: … }, screening }.
   * @param {Side} before
   * @param {Side} after
   * @param {string} assessor
   * @param {string} dimension
   */
  function alike(before, after, assessor, dimension) {
    const past = before.answers[assessor] || {}, now = after.answers[assessor] || {};
    /** @type {Object<string, boolean>} */
    const either = {};
    /** @type {Object<string, boolean>} */
    const there = {};
    const sameVersion = Boolean(before.version) && before.version === after.version;
    put(before, assessor, dimension).forEach(function (item) { if (isValued(core.own(past, item.id))) there[item.id] = either[item.id] = true; });
    const items = put(after, assessor, dimension).filter(function (item) { return isValued(core.own(now, item.id)); });
    items.forEach(function (item) { either[item.id] = true; });
    const common = items.filter(function (item) { return core.own(there, item.id) && isSame(past[item.id], now[item.id], sameVersion); });
    const answered = Object.keys(either).length;
    return {
      common: common.length, answered: answered, before: core.score(common, past).value, after: core.score(common, now).value,
      comparable: common.length > 0 && common.length / answered >= LEAST_SHARE
    };
  }

  /** @param {number|null} before @param {number|null} after */
  function difference(before, after) {
    return Math.round((core.rounded(Number(after)) - core.rounded(Number(before))) * 10) / 10;
  }

  /**
   * From before to after in points as shown, { assessor: points or null }, and `total` where all may be compared.
   * @param {Side} before
   * @param {Side} after
   * @param {string[]} who
   * @param {string} dimension
   */
  function changes(before, after, who, dimension) {
    /** @type {Object<string, number|null>} */
    const found = {};
    /** @type {{before: Object<string, number|null>, after: Object<string, number|null>}} */
    const values = { before: {}, after: {} };
    let all = who.length > 0;
    who.forEach(function (assessor) {
      const pair = alike(before, after, assessor, dimension);
      found[assessor] = pair.comparable ? difference(pair.before, pair.after) : null;
      values.before[assessor] = pair.before;
      values.after[assessor] = pair.after;
      all = all && pair.comparable;
    });
    const past = core.combine(values.before, after.sheet.scheme), now = core.combine(values.after, after.sheet.scheme);
    found.total = all && past !== null && now !== null ? difference(past, now) : null;
    return found;
  }

  return { known: known, asOf: asOf, isOf: isOf, schemeNote: schemeNote, mark: mark, isSame: isSame, alike: alike, changes: changes };
})();
