/**
 * Scores of a self-assessment, without any DOM. The same numbers as generator/anliku/checklist/scoring.py, computed in
 * the same order of operations; a property test compares the two.
 *
 * A sheet is the JSON that the page carries: { items, dimensions, screening, scheme, … } (see checklist/pages.py).
 * Answers: { self|masses|superior: { item id: { value, na, … } } }. value null means unanswered, which is never "no".
 */
(function (root) {
  "use strict";

  const ASSESSORS = ["self", "masses", "superior"];
  const FORMAT = "anliku-result/1";
  const MAX_NUMBER = 1e9;
  const MAX_TEXT = 4000;
  const TEXTS = ["reason", "evidence", "note", "owner", "due", "on"];
  const DAY = /^\d{4}-\d{2}-\d{2}$/;

  /** One decimal, halves up: toFixed and Python's round differ. */
  function rounded(value) {
    return Math.floor(value * 10 + 0.5) / 10;
  }

  function own(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;
  }

  function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  function isValid(item, value) {
    if (item.type === "yes_no") return typeof value === "boolean";
    if (typeof value !== "number" || !isFinite(value)) return false;
    if (item.type === "levels") return Math.floor(value) === value && value >= 0 && value < item.levels.length;
    if (item.type === "rating") return value >= 1 && value <= 5;
    return value >= 0 && value <= (item.unit === "%" ? 100 : MAX_NUMBER);
  }

  /** Points of a valid answer, 0–1. */
  function points(item, value) {
    const number = Number(value);
    if (item.type === "yes_no") return number;
    if (item.type === "levels") return item.levels.length > 1 ? number / (item.levels.length - 1) : 1;
    if (item.type === "rating") return (number - 1) / 4;
    const target = item.target || 0;
    if (item.direction === "at-least") return number >= target ? 1 : number / target;
    return number <= target ? 1 : target / number;
  }

  function isMet(item, earned, scheme) {
    const graded = item.type === "levels" || item.type === "rating";
    return earned >= (graded ? scheme.pass_mark : 1);
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
            urgent: item.critical && !isMet(item, earned, sheet.scheme),
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

  function text(value) {
    if (typeof value === "string") return value.trim().slice(0, MAX_TEXT);
    return Number.isSafeInteger(value) ? String(value) : "";
  }

  /** Reads one answer of a file; what cannot be used is named in `complaints` and left unanswered. */
  function readGiven(item, entry, complaints) {
    if (!isObject(entry)) {
      complaints.push(item.id + "：答案写法不对，按未答处理");
      return { value: null, na: false };
    }
    const given = { value: null, na: entry.na === true && item.na };
    if (entry.na === true && !item.na) complaints.push(item.id + "：这一条不能答“不适用”，按未答处理");
    TEXTS.forEach(function (name) { if (text(entry[name])) given[name] = text(entry[name]); });
    ["due", "on"].forEach(function (name) { if (given[name] && !DAY.test(given[name])) delete given[name]; });
    if (entry.value !== null && entry.value !== undefined) {
      if (isValid(item, entry.value)) given.value = entry.value;
      else complaints.push(item.id + "：答案 " + String(JSON.stringify(entry.value)).slice(0, 40) + " 超出范围，按未答处理");
    }
    if (Number.isInteger(entry.revision) && entry.revision > 0) given.revision = entry.revision;
    return given;
  }

  /**
   * Reads the text of a result file. Returns { error } when it cannot be used, else
   * { result: { unit, period, assessor, version, screening, answers, unknown }, complaints: […] }.
   */
  function readResult(sheet, source) {
    let data;
    try {
      data = JSON.parse(source.replace(/^\uFEFF/, ""));
    } catch (error) {
      return { error: "文件不是完整的 JSON，可能没有保存完，或者不是结果文件。" };
    }
    if (!isObject(data) || data.format !== FORMAT) return { error: "这不是自评结果文件（格式应为 " + FORMAT + "）。" };
    if (data.library !== sheet.library) return { error: "这是另一个案例库的结果：" + text(data.library).slice(0, 40) + "。" };
    if (data.organisation !== sheet.organisation) {
      return { error: "这是另一类组织的结果（" + text(data.organisation).slice(0, 40) + "），本页是“" + sheet.name + "”。" };
    }
    if (ASSESSORS.indexOf(data.assessor) < 0) return { error: "文件里没有写明由谁评价（self、masses 或 superior）。" };
    if (!isObject(data.answers)) return { error: "文件里没有答案部分。" };
    return readBody(sheet, data);
  }

  function readBody(sheet, data) {
    const complaints = [], answers = {}, unknown = {}, screening = {}, known = {};
    sheet.items.forEach(function (item) { known[item.id] = item; });
    Object.keys(data.answers).forEach(function (id) {
      const item = own(known, id);
      if (item) {
        answers[id] = readGiven(item, data.answers[id], complaints);
      } else {
        unknown[id] = data.answers[id];
        complaints.push(id.slice(0, 60) + "：这张自评表没有这一条，原样保留，不计分");
      }
    });
    sheet.screening.forEach(function (question) {
      const value = isObject(data.screening) ? own(data.screening, question.id) : undefined;
      if (typeof value === "boolean") screening[question.id] = value;
    });
    return {
      result: {
        unit: text(data.unit), period: text(data.period), assessor: data.assessor, version: text(data.version),
        screening: screening, answers: answers, unknown: unknown
      },
      complaints: complaints
    };
  }

  /** Ids of the items whose answer was given under an older revision. */
  function toRecheck(sheet, answers) {
    return sheet.items.filter(function (item) {
      const given = own(answers, item.id);
      return Boolean(given) && (isAnswered(given) || given.na) && (given.revision || 1) < item.revision;
    }).map(function (item) { return item.id; });
  }

  const core = {
    ASSESSORS: ASSESSORS, FORMAT: FORMAT, rounded: rounded, isValid: isValid, points: points, isMet: isMet,
    isAnswered: isAnswered, readGiven: readGiven, activeItems: activeItems, itemsOf: itemsOf, score: score, combine: combine, grade: grade,
    scorecard: scorecard, gaps: gaps, readResult: readResult, toRecheck: toRecheck
  };
  if (typeof module === "object" && module.exports) module.exports = core;
  else root.anlikuChecklist = core;
})(typeof window === "object" ? window : this);
