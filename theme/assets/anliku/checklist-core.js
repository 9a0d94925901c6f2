/**
 * Scores of a self-assessment, without any DOM. They are the numbers of generator/anliku/checklist/asked/scoring.py,
 * computed in the same order of operations; a property test compares the two.
 *
 * A value of null means unanswered, which is never "no".
 */
/**
 * @typedef {boolean|number|string} Value of an answer
 * @typedef {[Value, number][]} Counts how many chose what, from the worst choice to the best
 */
/**
 * @typedef {object} Item of a sheet, as the page carries it (sheet.py); its form is a table (checklist/asked/answer_forms.py)
 * @property {string} id
 * @property {string} hash
 * @property {string} dimension
 * @property {boolean} free any number between low and high, else one of the choices
 * @property {number} low
 * @property {number} high
 * @property {Value[]} choices
 * @property {string[]} [labels] words for the choices
 * @property {[number, number][]} points breakpoints of a function of the answer, or of `inverse` divided by it
 * @property {number} [inverse]
 * @property {boolean} graded
 * @property {string} unit
 * @property {string} range what may be answered, in words
 * @property {string[]} assessors
 * @property {number} weight
 * @property {boolean} critical
 * @property {boolean} na whether “not applicable” is allowed
 * @property {boolean} na_reason whether it needs a reason
 * @property {string|null} only_if the screening question that switches it on
 * @property {number} effort_cost
 * @property {number} revision
 * @property {string} [ballot] the question for those served
 * @property {string} [ask] the question, in a version that does not stand in the page
 */
/**
 * @typedef {object} Scheme
 * @property {Object<string, number>} shares by assessor
 * @property {{name: string, from: number}[]} grades from best to worst
 * @property {number} pass_mark
 */
/**
 * @typedef {object} Layout where things stand in the XLSX (sheet_layout.py)
 * @property {Object<string, string>} headings
 * @property {string} info
 * @property {string} main
 * @property {string[]} skip
 * @property {{sheet: string, headings: Object<string, string>, particulars: string[]}} tally
 * @property {string} absent
 * @property {{empty: string, password: string, pdf: string, packed: string, strange: string, inside: Object<string, string>,
 *   endings: Object<string, string>}} refused what is said of files that cannot be read
 * @property {Object<string, string>} assessors by name
 */
/**
 * @typedef {object} Sheet the JSON that the page carries
 * @property {string} library
 * @property {string} organisation
 * @property {string} name
 * @property {string} version
 * @property {string[]} versions
 * @property {{id: string, name: string}[]} dimensions
 * @property {{id: string}[]} screening
 * @property {Scheme} scheme
 * @property {Layout} layout
 * @property {{yes: string[], no: string[]}} words
 * @property {Object<string, string>} assessors names
 * @property {Item[]} items
 * @property {string[]} [former_ids]
 * @property {Object<string, string>} [renamed] present ids of items by former ones
 * @property {Sheet[]} [others] other versions that are kept of it
 * @property {string} [kept_as] the name of a version that was kept
 * @property {string} [href] the page of a version
 * @property {string[]} [recorded] versions whose way of grading is this one's
 * @property {string} [scheme_told] says whose way of grading is used, where it was not kept with the version
 */
/**
 * @typedef {object} Given an answer
 * @property {Value|null} value
 * @property {boolean} na not applicable
 * @property {string} [reason]
 * @property {string} [evidence]
 * @property {string} [note]
 * @property {string} [owner]
 * @property {string} [due]
 * @property {string} [on]
 * @property {number} [revision]
 * @property {string} [hash] of the item that it was given to
 * @property {boolean} [done]
 * @property {Counts} [counts] then the value is their mean
 * @property {number} [t] when it was typed
 */
/**
 * @typedef {Object<string, Given>} Answers by id of the item
 * @typedef {Object<string, Answers>} AllAnswers by assessor
 * @typedef {Object<string, boolean>} Screening answers by id of the question
 * @typedef {{value: number|null, answered: number, not_applicable: number, applicable: number}} Score
 * @typedef {{item: Item, assessor: string, points: number, urgent: boolean, priority: number}} Gap
 */
/**
 * @typedef {object} Scorecard
 * @property {Object<string, Score>} totals by assessor
 * @property {Object<string, Object<string, Score>>} by_dimension by assessor and dimension
 * @property {number|null} total
 * @property {Object<string, number|null>} dimensions
 * @property {string|null} grade
 * @property {boolean} provisional
 * @property {string[]} unmet_critical
 */
var anliku = window.anliku || {};
anliku.checklist = (function () {
  "use strict";

  const ASSESSORS = ["self", "masses", "superior"];

  /**
   * One decimal, halves up: toFixed and Python's round differ.
   * @param {number} value
   */
  function rounded(value) {
    return Math.floor(value * 10 + 0.5) / 10;
  }

  /**
   * What an object itself has under a key, whatever its name.
   * @template T
   * @param {{[key: string]: T}} object
   * @param {string} key
   * @returns {T|undefined}
   */
  function own(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  /**
   * Whether `value` is an answer of this form and within its bounds; forms are tables (checklist/asked/answer_forms.py).
   * @param {Item} item
   * @param {any} value
   * @returns {value is Value}
   */
  function isValid(item, value) {
    if (!item.free) return item.choices.indexOf(value) >= 0;
    return typeof value === "number" && value >= item.low && value <= item.high;
  }

  /**
   * Points of a valid answer, 0–1.
   * @param {Item} item
   * @param {Value|null} value
   */
  function points(item, value) {
    let number = Number(value);
    if (item.inverse !== undefined) number = number > 0 ? item.inverse / number : Infinity;
    return along(item.points, number);
  }

  /**
   * A piecewise-linear function, constant beyond its ends; of two breakpoints at one place the later holds.
   * @param {[number, number][]} table
   * @param {number} at
   */
  function along(table, at) {
    let last = -1;
    table.forEach(function (point, index) { if (point[0] <= at) last = index; });
    if (last < 0) return table[0][1];
    if (last === table.length - 1) return table[last][1];
    const from = table[last], to = table[last + 1];
    return from[1] + (at - from[0]) * (to[1] - from[1]) / (to[0] - from[0]);
  }

  /**
   * counted: the points are the mean of many people's, which is graded whatever the form: one No among forty is no failure.
   * @param {Item} item
   * @param {number} earned
   * @param {Scheme} scheme
   * @param {boolean} counted
   */
  function isMet(item, earned, scheme, counted) {
    return earned >= (item.graded || counted ? scheme.pass_mark : 1);
  }

  /**
   * Items that stand for these screening answers; an unanswered question switches nothing on.
   * @param {Sheet} sheet
   * @param {Screening} screening
   */
  function activeItems(sheet, screening) {
    return sheet.items.filter(function (item) {
      return !item.only_if || own(screening, item.only_if) === true;
    });
  }

  /**
   * Those of them that an assessor answers.
   * @param {Sheet} sheet
   * @param {Screening} screening
   * @param {string} assessor
   */
  function itemsOf(sheet, screening, assessor) {
    return activeItems(sheet, screening).filter(function (item) {
      return item.assessors.indexOf(assessor) >= 0;
    });
  }

  /**
   * Whether there is an answer; “not applicable” is none.
   * @param {Given|null|undefined} given
   * @returns {given is Given & {value: Value}}
   */
  function isAnswered(given) {
    return given != null && given.value !== null && given.value !== undefined;
  }

  /**
   * The score of some items, in per cent.
   * @param {Item[]} items
   * @param {Answers} answers
   * @returns {Score}
   */
  function score(items, answers) {
    let earned = 0, weight = 0, answered = 0, absent = 0, applicable = 0;
    items.forEach(function (item) {
      const given = own(answers, item.id);
      if (given && given.na) {
        absent += 1;
        return;
      }
      applicable += 1;
      if (isAnswered(given)) {
        answered += 1;
        weight += item.weight;
        earned += item.weight * points(item, given.value);
      }
    });
    return {
      value: answered ? earned / weight * 100 : null,
      answered: answered, not_applicable: absent, applicable: applicable
    };
  }

  /**
   * The scores of several assessors as one, by their shares.
   * @param {Object<string, number|null>} scores
   * @param {Scheme} scheme
   */
  function combine(scores, scheme) {
    let total = 0, shares = 0;
    ASSESSORS.forEach(function (assessor) {
      const value = own(scores, assessor), share = own(scheme.shares, assessor) || 0;
      if (value !== null && value !== undefined && share > 0) {
        total += value * share;
        shares += share;
      }
    });
    return shares ? total / shares : null;
  }

  /**
   * The grade of a score; capped: not the best one.
   * @param {Scheme} scheme
   * @param {number} shown
   * @param {boolean} capped
   */
  function grade(scheme, shown, capped) {
    let index = 0;
    while (shown < scheme.grades[index].from) index += 1;
    if (capped && scheme.grades.length > 1) index = Math.max(index, 1);
    return scheme.grades[index].name;
  }

  /**
   * Assessors who take part: those with an entry in `answers`.
   * @param {AllAnswers} answers
   */
  function present(answers) {
    return ASSESSORS.filter(function (assessor) { return own(answers, assessor) !== undefined; });
  }

  /** @param {Sheet} sheet @param {AllAnswers} answers @param {Screening} screening */
  function unmet(sheet, answers, screening) {
    /** @type {Gap[]} */
    const found = [];
    present(answers).forEach(function (assessor) {
      itemsOf(sheet, screening, assessor).forEach(function (item) {
        const given = own(answers[assessor], item.id);
        if (!isAnswered(given) || given.na) return;
        const earned = points(item, given.value);
        if (earned < 1) {
          found.push({
            item: item, assessor: assessor, points: earned,
            urgent: item.critical && !isMet(item, earned, sheet.scheme, Boolean(given.counts && given.counts.length)),
            priority: item.weight * (1 - earned) / item.effort_cost
          });
        }
      });
    });
    return found;
  }

  /**
   * Every score of one unit: by assessor, by dimension, combined, and the grade.
   * @param {Sheet} sheet
   * @param {AllAnswers} answers
   * @param {Screening} screening
   * @returns {Scorecard}
   */
  function scorecard(sheet, answers, screening) {
    /** @type {Scorecard["totals"]} */
    const totals = {};
    /** @type {Scorecard["by_dimension"]} */
    const parts = {};
    /** @type {Scorecard["dimensions"]} */
    const dimensions = {};
    /** @type {Object<string, number|null>} */
    const values = {};
    let open = false;
    const who = present(answers);
    who.forEach(function (assessor) {
      const items = itemsOf(sheet, screening, assessor);
      totals[assessor] = score(items, answers[assessor]);
      values[assessor] = totals[assessor].value;
      open = open || totals[assessor].answered < totals[assessor].applicable;
      parts[assessor] = {};
      sheet.dimensions.forEach(function (dimension) {
        parts[assessor][dimension.id] = score(items.filter(function (item) {
          return item.dimension === dimension.id;
        }), answers[assessor]);
      });
    });
    sheet.dimensions.forEach(function (dimension) {
      /** @type {Object<string, number|null>} */
      const found = {};
      who.forEach(function (assessor) { found[assessor] = parts[assessor][dimension.id].value; });
      dimensions[dimension.id] = combine(found, sheet.scheme);
    });
    const total = combine(values, sheet.scheme);
    const critical = unmet(sheet, answers, screening).filter(function (gap) { return gap.urgent; })
      .map(function (gap) { return gap.item.id; })
      .filter(function (id, index, all) { return all.indexOf(id) === index; });
    return {
      totals: totals, by_dimension: parts, total: total, dimensions: dimensions,
      grade: total === null ? null : grade(sheet.scheme, rounded(total), critical.length > 0),
      provisional: open || who.length === 0, unmet_critical: critical
    };
  }

  /**
   * What lost points: unmet critical items first, then by weight lost for the effort of mending it.
   * @param {Sheet} sheet
   * @param {AllAnswers} answers
   * @param {Screening} screening
   */
  function gaps(sheet, answers, screening) {
    /** @type {Map<string, Gap>} */
    const worst = new Map();
    unmet(sheet, answers, screening).forEach(function (gap) {
      const known = worst.get(gap.item.id);
      if (!known || gap.points < known.points) worst.set(gap.item.id, gap);
    });
    const ids = sheet.items.map(function (item) { return item.id; });
    const place = new Map(ids.map(/** @returns {[string, number]} */ function (id, index) { return [id, index]; }));
    /** @type {(gap: Gap) => number} */
    const at = function (gap) { return Number(place.get(gap.item.id)); };
    return Array.from(worst.values()).sort(function (a, b) {
      return Number(b.urgent) - Number(a.urgent) || b.priority - a.priority || at(a) - at(b);
    });
  }

  /**
   * Ids of the items that were changed after they had been answered.
   * @param {Sheet} sheet
   * @param {Answers} answers
   */
  function toRecheck(sheet, answers) {
    return sheet.items.filter(function (item) {
      const given = own(answers, item.id);
      return given !== undefined && (isAnswered(given) || given.na)
        && ((given.revision || 1) < item.revision || Boolean(given.hash && given.hash !== item.hash));
    }).map(function (item) { return item.id; });
  }

  return {
    ASSESSORS: ASSESSORS, rounded: rounded, isValid: isValid, points: points, isMet: isMet, isAnswered: isAnswered,
    activeItems: activeItems, itemsOf: itemsOf, score: score, combine: combine, grade: grade, scorecard: scorecard,
    gaps: gaps, toRecheck: toRecheck, own: own
  };
})();
