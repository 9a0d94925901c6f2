/**
 * What people typed: texts, periods and answers, without any DOM, by the rules of generator/anliku/checklist: texts.py,
 * period.py and forms.py. Property tests compare the two.
 */
var anliku = window.anliku || {};
anliku.texts = (function () {
  "use strict";

  const core = anliku.checklist;
  const BLANKS = "\\t\\n\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
  const ENDS = new RegExp("^[" + BLANKS + "]+|[" + BLANKS + "]+$", "g"), BLANK = new RegExp("[" + BLANKS + "]+", "g");
  const HALF = /[\ud800-\udfff]/gu;
  const HOW_TO_WRITE = "写成 2026（全年）、2026-H1（上半年）、2026-Q2（第二季度）或 2026-06（六月）的样子";

  // --- texts -------------------------------------------------------------------------------------------------------

  /** @param {string} text */
  function clean(text) {
    return text.replace(ENDS, "").replace(HALF, "\ufffd");
  }

  /**
   * A text, or a number as one; null for what is neither.
   * @param {any} value
   * @returns {string|null}
   */
  function textOf(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "string") return clean(value);
    if (typeof value !== "number" || !isFinite(value)) return null;
    const size = Math.abs(value);
    if (Math.floor(value) === value) return size < Math.pow(2, 53) ? String(value) : null;
    return size >= 1e-4 && size < 1e15 ? String(value) : null;
  }

  /** @param {string} text */
  function withoutBlanks(text) {
    return text.replace(BLANK, "");
  }

  /**
   * A typed text as it is compared: NFKC, lower case, without blanks.
   * @param {string} text
   */
  function plain(text) {
    return text.normalize("NFKC").replace(BLANK, "").toLowerCase().replace("−", "-");
  }

  /** @param {any} value */
  function quoted(value) {
    const shown = typeof value === "string" ? value : String(JSON.stringify(value));
    return "“" + shown.slice(0, 40) + (shown.length > 40 ? "…" : "") + "”";
  }

  // --- periods -----------------------------------------------------------------------------------------------------

  const NUMBER = "(\\d{1,2}|十[一二]?|[一二三四五六七八九])";
  const YEAR = /^((?:19|20|21)\d\d|[一二][○〇零一二三四五六七八九]{3})年?度?/;
  const HALF_YEAR = /^[-/._]?(?:h([12])|([上下])半年度?|(0?1月?[-~—至到]0?6月|0?7月?[-~—至到]12月)份?)$/;
  const QUARTER = new RegExp("^[-/._]?(?:q([1-4])|第?" + NUMBER + "季度?)$");
  const MONTH = new RegExp("^(?:[-/._]?" + NUMBER + "月份?|[-/._](\\d{1,2})|(\\d\\d)|([-/._])(\\d{1,2})\\4\\d{1,2}|(\\d{1,2})月\\d{1,2}[日号])$");
  const HAN = "零一二三四五六七八九十";

  /** @param {string} text */
  function digits(text) {
    return text.replace(/[○〇]/g, "0").replace(/[零一二三四五六七八九]/g, function (mark) { return String(HAN.indexOf(mark)); });
  }

  /** @param {string} text */
  function small(text) {
    if (/^\d+$/.test(text)) return Number(text);
    return text.charAt(0) === "十" ? 10 + (text.length > 1 ? HAN.indexOf(text.charAt(1)) : 0) : HAN.indexOf(text);
  }

  /**
   * The period that a text names as it is kept: 2026, 2026-H1, 2026-Q2, 2026-06; "" when it names none.
   * @param {string} text
   */
  function periodOf(text) {
    const typed = text.normalize("NFKC").replace(BLANK, "").toLowerCase().replace(/[−–]/g, "-");
    const found = YEAR.exec(typed);
    if (!found) return "";
    const year = digits(found[1]), rest = typed.slice(found[0].length);
    if (/^(?:全年|年度)?$/.test(rest)) return year;
    const half = HALF_YEAR.exec(rest), quarter = QUARTER.exec(rest), month = MONTH.exec(rest);
    if (half) {
      const first = half[1] === "1" || half[2] === "上" || (half[3] || "").replace(/^0/, "").charAt(0) === "1";
      return year + "-H" + (first ? 1 : 2);
    }
    const number = quarter ? small(quarter[1] || quarter[2]) : 0;
    if (quarter && number >= 1 && number <= 4) return year + "-Q" + number;
    const named = month ? small(month[1] || month[2] || month[3] || month[5] || month[6]) : 0;
    return named >= 1 && named <= 12 ? year + "-" + (named < 10 ? "0" : "") + named : "";
  }

  // --- answers -----------------------------------------------------------------------------------------------------

  /** @param {string} typed @param {string} unit */
  function numberOf(typed, unit) {
    let text = typed;
    const ending = plain(unit);
    if (ending && text.slice(-ending.length) === ending) text = text.slice(0, -ending.length);
    if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{1,20})?$/.test(text)) text = text.replace(/,/g, "");
    return /^[+-]?\d{1,20}(?:\.\d{1,20})?$/.test(text) ? Number(text) : null;
  }

  /**
   * The answer that somebody typed, null when it means nothing that the form takes.
   * @param {Sheet} sheet
   * @param {Item} item
   * @param {string} text
   * @returns {Value|null}
   */
  function answerOf(sheet, item, text) {
    const typed = plain(text);
    if (!item.free) {
      if (!item.labels) {
        return sheet.words.yes.indexOf(typed) >= 0 ? true : sheet.words.no.indexOf(typed) >= 0 ? false : null;
      }
      const found = item.labels.map((label, n) => typed === plain(label) || typed === plain(n + 1 + " " + label));
      return found.indexOf(true) >= 0 ? item.choices[found.indexOf(true)] : null;
    }
    const number = numberOf(typed, item.unit);
    return number !== null && core.isValid(item, number) ? number : null;
  }

  /**
   * 0.8 where 80 % may be meant.
   * @param {Item} item
   * @param {Value|null} value
   */
  function doubtfulPercent(item, value) {
    return item.free && item.unit === "%" && typeof value === "number" && value > 0 && value <= 1;
  }

  /** @param {Value|null} value */
  function percentNote(value) {
    const shown = String(value);
    return "答案是 " + shown + "，按 " + shown + "% 计；如果是 " + Math.round(Number(value) * 1e12) / 1e10 + "%，请改正";
  }

  return {
    HOW_TO_WRITE: HOW_TO_WRITE, clean: clean, textOf: textOf, plain: plain, quoted: quoted, periodOf: periodOf,
    withoutBlanks: withoutBlanks, answerOf: answerOf, numberOf: numberOf, doubtfulPercent: doubtfulPercent, percentNote: percentNote
  };
})();
