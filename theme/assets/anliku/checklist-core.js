/**
 * Scores of a self-assessment, without any DOM. The same numbers as generator/anliku/checklist/asked/scoring.py, computed in
 * the same order of operations; a property test compares the two.
 *
 * A sheet is the JSON that the page carries: { items, dimensions, screening, scheme, … } (see checklist/form/pages.py).
 * Answers: { self|masses|superior: { item id: { value, na, … } } }. value null means unanswered, which is never "no".
 */
(function (root) {
  "use strict";

  const ASSESSORS = ["self", "masses", "superior"];

  /** One decimal, halves up: toFixed and Python's round differ. */
  function rounded(value) {
    return Math.floor(value * 10 + 0.5) / 10;
  }

  function own(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  /** Whether `value` is an answer of this form and within its bounds; forms are tables (checklist/asked/answer_forms.py). */
  function isValid(item, value) {
    if (!item.free) return item.choices.indexOf(value) >= 0;
    return typeof value === "number" && value >= item.low && value <= item.high;
  }

  /** Points of a valid answer, 0–1. */
  function points(item, value) {
    let number = Number(value);
    if (item.inverse !== undefined) number = number > 0 ? item.inverse / number : Infinity;
    return along(item.points, number);
  }

  /** A piecewise-linear function, constant beyond its ends; of two breakpoints at one place the later holds. */
  function along(table, at) {
    let last = -1;
    table.forEach(function (point, index) { if (point[0] <= at) last = index; });
    if (last < 0) return table[0][1];
    if (last === table.length - 1) return table[last][1];
    const from = table[last], to = table[last + 1];
    return from[1] + (at - from[0]) * (to[1] - from[1]) / (to[0] - from[0]);
  }

  /** counted: the points are the mean of many people's, which is graded whatever the form: one No among forty is no failure. */
  function isMet(item, earned, scheme, counted) {
    return earned >= (item.graded || counted ? scheme.pass_mark : 1);
  }

  /** Items that stand for these screening answers; an unanswered question switches nothing on. */
  function activeItems(sheet, screening) {
    return sheet.items.filter(function (item) {
      return !item.only_if || own(screening, item.only_if) === true;
    });
  }

  function itemsOf(sheet, screening, assessor) {
    return activeItems(sheet, screening).filter(function (item) {
      return item.assessors.indexOf(assessor) >= 0;
    });
  }

  function isAnswered(given) {
    return Boolean(given) && given.value !== null && given.value !== undefined;
  }

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

  function grade(scheme, shown, capped) {
    let index = 0;
    while (shown < scheme.grades[index].from) index += 1;
    if (capped && scheme.grades.length > 1) index = Math.max(index, 1);
    return scheme.grades[index].name;
  }

  /** Assessors who take part: those with an entry in `answers`. */
  function present(answers) {
    return ASSESSORS.filter(function (assessor) { return own(answers, assessor) !== undefined; });
  }

  function unmet(sheet, answers, screening) {
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

  /** Every score of one unit: by assessor, by dimension, combined, and the grade. */
  function scorecard(sheet, answers, screening) {
    const totals = {}, parts = {}, dimensions = {}, values = {};
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

  /** What lost points: unmet critical items first, then by weight lost for the effort of mending it. */
  function gaps(sheet, answers, screening) {
    const worst = {}, order = [];
    unmet(sheet, answers, screening).forEach(function (gap) {
      const id = gap.item.id;
      if (!own(worst, id)) order.push(id);
      if (!own(worst, id) || gap.points < worst[id].points) worst[id] = gap;
    });
    const place = {};
    sheet.items.forEach(function (item, index) { place[item.id] = index; });
    return order.map(function (id) { return worst[id]; }).sort(function (a, b) {
      return Number(b.urgent) - Number(a.urgent) || b.priority - a.priority || place[a.item.id] - place[b.item.id];
    });
  }

  /** Ids of the items that were changed after they had been answered. */
  function toRecheck(sheet, answers) {
    return sheet.items.filter(function (item) {
      const given = own(answers, item.id);
      return Boolean(given) && (isAnswered(given) || given.na) 
        && ((given.revision || 1) < item.revision || Boolean(given.hash && given.hash !== item.hash));
    }).map(function (item) { return item.id; });
  }

  const core = {
    ASSESSORS: ASSESSORS, rounded: rounded, isValid: isValid, points: points, isMet: isMet, isAnswered: isAnswered,
    activeItems: activeItems, itemsOf: itemsOf, score: score, combine: combine, grade: grade, scorecard: scorecard,
    gaps: gaps, toRecheck: toRecheck, own: own
  };
  if (typeof module === "object" && module.exports) module.exports = core;
  else root.anlikuChecklist = core;
})(typeof window === "object" ? window : this);
