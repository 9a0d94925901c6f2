/**
 * What many people answered, counted by choice, without any DOM, by the rules of generator/anliku/checklist/results/tally.py and
 * json_result.py. Counts are pairs [answer, how many], from the worst choice to the best; a property test compares the two.
 */
/** @typedef {(place: string, message: string) => void} Say where a complaint belongs (id of an item or ""), and what it is */
var anliku = window.anliku || {};
anliku.tally = (function () {
  "use strict";

  const core = anliku.checklist, texts = anliku.texts;
  const MAX_PEOPLE = 1000000, SMALL = 10;
  const SMALL_NOTE = "人数少，只供参考";

  /** @param {any} value */
  function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  /** @param {any} value */
  function isCount(value) {
    return typeof value === "number" && value >= 0 && value <= MAX_PEOPLE && Math.floor(value) === value;
  }

  /**
   * How many people stand behind an answer.
   * @param {Given} given
   */
  function peopleOf(given) {
    if (given.counts) return given.counts.reduce(function (sum, pair) { return sum + pair[1]; }, 0);
    return core.isAnswered(given) ? 1 : 0;
  }

  /**
   * How many people a result holds the answers of: as it says itself, else as many as answered its most answered item.
   * @param {Answers} answers
   * @param {number} returned
   */
  function peopleIn(answers, returned) {
    return returned || Object.keys(answers).reduce(function (most, id) { return Math.max(most, peopleOf(answers[id])); }, 0);
  }

  /**
   * "6 份（发出 10），人数少，只供参考".
   * @param {string} assessor
   * @param {Answers} answers
   * @param {number} returned
   * @param {number} handedOut
   */
  function peopleText(assessor, answers, returned, handedOut) {
    const people = peopleIn(answers, returned);
    return people + " 份" + (handedOut ? "（发出 " + handedOut + "）" : "") + (assessor === "masses" && people < SMALL ? "，" + SMALL_NOTE : "");
  }

  /**
   * The mean of the answers; where all are the same, that answer itself.
   * @param {Counts} counts
   * @returns {Value}
   */
  function meanOf(counts) {
    if (counts.length === 1) return counts[0][0];
    let sum = 0, number = 0;
    counts.forEach(function (pair) {
      sum += Number(pair[0]) * pair[1];
      number += pair[1];
    });
    return sum / number;
  }

  /**
   * Counts by answer (a Map) from the worst choice to the best, without those that nobody chose.
   * @param {Map<Value, number>} counts
   * @returns {Counts}
   */
  function ordered(counts) {
    return Array.from(counts.entries()).filter(function (pair) { return pair[1] > 0; })
      .sort(function (one, other) { return Number(one[0]) - Number(other[0]); });
  }

  /**
   * The choice that a key of a tally names: by its value as JSON writes it or by its words; null for none.
   * @param {Sheet} sheet
   * @param {Item} item
   * @param {string} key
   */
  function choiceOf(sheet, item, key) {
    const named = item.free ? [] : item.choices.filter(function (value) { return String(value) === key; });
    return named.length ? named[0] : texts.answerOf(sheet, item, key);
  }

  /** @param {Say} say @param {string} place @param {string} label @param {any} value @returns {number} */
  function readPeople(say, place, label, value) {
    if (isCount(value)) return value;
    if (value !== null && value !== undefined) {
      say(place, label + " " + texts.quoted(value) + " 不是 0 到 " + MAX_PEOPLE + " 的整数；没有读");
    }
    return 0;
  }

  /** @param {Say} say @param {Sheet} sheet @param {Item} item @param {any} entry */
  function readCounts(say, sheet, item, entry) {
    /** @type {Map<Value, number>} */
    const counts = new Map();
    if (!isObject(entry)) {
      say(item.id, "计票写法不对：" + texts.quoted(entry) + "；没有读");
      return [];
    }
    Object.keys(entry).forEach(function (key) {
      const choice = choiceOf(sheet, item, key), label = "选“" + Array.from(key).slice(0, 20).join("") + "”的人数";
      if (choice === null) say(item.id, "计票里的选项 " + texts.quoted(key) + " 认不出（" + item.range + "）；没有读");
      else counts.set(choice, (counts.get(choice) || 0) + readPeople(say, item.id, label, entry[key]));
    });
    return ordered(counts);
  }

  /**
   * Adds to `answers` those that were counted; of an item that has both, the count holds. hashOf: the mark of an id's item.
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Answers} answers
   * @param {any} data
   * @param {(id: string) => string} hashOf
   */
  function readTally(say, sheet, answers, data, hashOf) {
    /** @type {Object<string, Item>} */
    const known = {};
    sheet.items.forEach(function (item) { known[item.id] = item; });
    if (data !== null && data !== undefined && !isObject(data)) say("", "计票写法不对：" + texts.quoted(data) + "；没有读");
    Object.keys(isObject(data) ? data : {}).forEach(function (id) {
      const moved = core.own(sheet.renamed || {}, id), present = typeof moved === "string" ? moved : id, item = core.own(known, present);
      if (!item || (present !== id && core.own(data, present) !== undefined)) {
        say("", "计票里的 " + texts.quoted(id) + " 不是这张自评表的条目；没有读");
        return;
      }
      const counts = readCounts(say, sheet, item, data[id]);
      if (!counts.length) return;
      const given = answers[present] || { value: null, na: false };
      if (given.value !== null || given.na) say(present, "既有答案又有计票；按计票算");
      /** @type {Given} */
      const counted = Object.assign({}, given, { value: meanOf(counts), na: false, counts: counts });
      const hash = hashOf(id) || hashOf(present);
      delete counted.hash;
      answers[present] = hash ? Object.assign(counted, { hash: hash }) : counted;
    });
  }

  /**
   * Says what cannot be right about the numbers of slips.
   * @param {Say} say
   * @param {{answers: Answers, returned: number, handed_out: number}} result
   */
  function checkPeople(say, result) {
    const most = peopleIn(result.answers, 0);
    if (result.returned && most > result.returned) say("", "有一条计了 " + most + " 人，多于收回的 " + result.returned + " 份，请核对");
    if (result.handed_out && result.returned > result.handed_out) {
      say("", "收回 " + result.returned + " 份，多于发出的 " + result.handed_out + " 份，请核对");
    }
  }

  /**
   * The counts of an item as a result file keeps them: { choice as JSON: how many }.
   * @param {Counts} counts
   */
  function written(counts) {
    /** @type {Object<string, number>} */
    const made = {};
    counts.forEach(function (pair) { made[JSON.stringify(pair[0])] = pair[1]; });
    return made;
  }

  /**
   * Counts that a draft kept, if they are such.
   * @param {Sheet} sheet
   * @param {Item} item
   * @param {any} counts
   */
  function trusted(sheet, item, counts) {
    if (!Array.isArray(counts)) return null;
    /** @type {Map<Value, number>} */
    const kept = new Map();
    counts.forEach(function (pair) {
      if (Array.isArray(pair) && core.isValid(item, pair[0]) && isCount(pair[1])) kept.set(pair[0], pair[1]);
    });
    return kept.size ? ordered(kept) : null;
  }

  return {
    SMALL: SMALL, MAX_PEOPLE: MAX_PEOPLE, isObject: isObject, isCount: isCount, peopleOf: peopleOf, peopleIn: peopleIn, peopleText: peopleText,
    meanOf: meanOf, ordered: ordered, readPeople: readPeople, readTally: readTally, checkPeople: checkPeople, written: written,
    trusted: trusted
  };
})();
