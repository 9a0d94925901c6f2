/**
 * Which result files count, and why the others do not, without any DOM, by the rules of generator/anliku/checklist: reading.py
 * for what a file is, collection/gather.py for which of two results of one unit is the newer.
 */
/** @typedef {{name: string, read: Read}} Chosen a file that was read */
var anliku = window.anliku || {};
anliku.choosing = (function () {
  "use strict";

  const core = anliku.checklist, reader = anliku.results, answers = anliku.answers, texts = anliku.texts;

  /** @param {Uint8Array} bytes @param {string} text */
  function startsWith(bytes, text) {
    return Array.from(text).every(function (letter, at) { return bytes[at] === letter.charCodeAt(0); });
  }

  /** @param {ArrayBuffer} buffer */
  function looksLikeJson(buffer) {
    const decoded = reader.decode(buffer), text = decoded.error ? String.fromCharCode(...new Uint8Array(buffer.slice(0, 100))) : decoded.text;
    return /^[\ufeff \t\r\n]*[{[]/.test(text);
  }

  /**
   * Why a file is none that can be read, by what it holds; "" where it may be one. JSON and workbooks tell more themselves.
   * @param {Layout["refused"]} refused
   * @param {ArrayBuffer} buffer
   * @param {string} name
   */
  function strange(refused, buffer, name) {
    const bytes = new Uint8Array(buffer), ending = (/[^/]\.[^.]*$/.exec(name.toLowerCase()) || [""])[0].slice(1);
    if (!bytes.length) return refused.empty;
    if (startsWith(bytes, "PK\x03\x04")) return "";
    if (startsWith(bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
      const locked = new TextDecoder("utf-16le").decode(bytes).indexOf("EncryptedPackage") >= 0;
      return locked ? refused.password : refused.endings[ending === ".et" || ending === ".doc" ? ending : ".xls"];
    }
    if (startsWith(bytes, "%PDF") || ending === ".pdf") return refused.pdf;
    return ending === ".json" || looksLikeJson(buffer) ? "" : core.own(refused.endings, ending) || refused.strange;
  }

  /**
   * Whether nothing was answered and nothing written.
   * @param {Result} result
   */
  function isBlank(result) {
    const given = result.answers;
    return !Object.keys(result.unknown).length && Object.keys(given).every(function (id) { return !answers.hasContent(given[id]); });
  }

  /**
   * Whether two names mean one unit: blanks, capitals and full-width letters make no other.
   * @param {string} one
   * @param {string} other
   */
  function sameUnit(one, other) {
    return texts.plain(one) === texts.plain(other);
  }

  /**
   * Whether two periods may be one: an empty one fits any.
   * @param {string} one
   * @param {string} other
   */
  function samePeriod(one, other) {
    return !one || !other || one === other;
  }

  /**
   * When a result was saved, or the day of its last answer, and when it was begun; "" for what was not recorded.
   * @param {Result} result
   */
  function datesOf(result) {
    const days = Object.keys(result.answers).map(function (id) { return result.answers[id].on || ""; });
    return [[result.saved].concat(days).sort().pop() || "", result.created || ""];
  }

  /** @param {Result} one @param {Result} other */
  function isNewer(one, other) {
    const mine = datesOf(one), theirs = datesOf(other), at = mine[0] === theirs[0] ? 1 : 0;
    return mine[at] > theirs[at];
  }

  /** @param {any} value with the keys of every object in one order @returns {any} */
  function ordered(value) {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(ordered);
    return Object.keys(value).sort().map(function (key) { return [key, ordered(value[key])]; });
  }

  /** @param {any} one @param {any} other */
  function alike(one, other) {
    return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
  }

  /** @param {Result} result */
  function contentOf(result) {
    return [result.answers, result.screening, result.unknown, result.returned, result.handed_out];
  }

  /** @param {Chosen} loser @param {Chosen} winner */
  function conflict(loser, winner) {
    const mine = loser.read.result, theirs = winner.read.result;
    const differing = Object.keys(Object.assign({}, theirs.answers, mine.answers)).filter(function (id) {
      return !alike(core.own(mine.answers, id), core.own(theirs.answers, id));
    }).length;
    const dates = [datesOf(theirs), datesOf(mine)], at = dates[0][0] === dates[1][0] ? 1 : 0;
    const shown = dates.map(function (pair) { return pair[at].slice(0, 16).replace("T", " ") || "没有写日期"; });
    return "与 " + winner.name + " 是同一单位、同一时期、同一评价方，但" + (differing ? "有 " + differing + " 条答案不同" : "筛选题或别的内容不同")
      + "，" + (isNewer(theirs, mine) ? "后者较新（" + shown[0] + "，这个文件 " + shown[1] + "）" : "看不出先后") + "，只载入后者。";
  }

  /** @param {Chosen} one @param {Chosen} other taken before */
  function twin(one, other) {
    const mine = one.read.result, theirs = other.read.result;
    if (alike(contentOf(mine), contentOf(theirs))) return { loser: one, why: "与 " + other.name + " 内容相同，只载入一次。" };
    if (mine.assessor === "masses") {
      return { loser: one, why: "与 " + other.name + " 同是" + anliku.report.NAMES.masses + "，页面只载入一份。怎么改：几份票合起来算，用计票表登记，或用 anliku collect 汇总。" };
    }
    const winner = isNewer(mine, theirs) ? one : other, loser = winner === one ? other : one;
    return { loser: loser, why: conflict(loser, winner) };
  }

  /**
   * Of the results chosen together, why some are not loaded, by the name of their file: only one unit and period are, and of
   * each assessor the newest.
   * @param {Chosen[]} all
   */
  function leftOut(all) {
    /** @type {Map<Chosen, string>} */
    const why = new Map();
    /** @type {Map<string, Chosen>} */
    const kept = new Map();
    const first = all[0];
    all.forEach(function (one) {
      const mine = one.read.result, other = kept.get(mine.assessor);
      if (!sameUnit(mine.unit, first.read.result.unit)) {
        why.set(one, "是另一个单位（" + (mine.unit || "没有写名称") + "）的结果，一次只载入一个单位。");
      } else if (!samePeriod(mine.period, first.read.result.period)) {
        why.set(one, "是另一个时期（" + mine.period + "）的结果，一次只载入一个时期；要并排看，点“对照以前的结果”。");
      } else if (other) {
        const found = twin(one, other);
        why.set(found.loser, found.why);
        if (found.loser === other) kept.set(mine.assessor, one);
      } else {
        kept.set(mine.assessor, one);
      }
    });
    return why;
  }

  return { strange: strange, isBlank: isBlank, sameUnit: sameUnit, samePeriod: samePeriod, leftOut: leftOut };
})();
