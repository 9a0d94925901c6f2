/*
 * What may be meant when a query is not found as typed: other names, the other script, pinyin, numbers written otherwise.
 */
var anliku = window.anliku || {};
anliku.forgive = (function () {
  "use strict";

  const MOST_NAMES = 5;

  /**
   * The query with one term, or a part of it, called by another name.
   * @param {string[]} terms
   * @param {string[][]} groups names that mean the same, the main one first
   * @returns {{terms: string[], from: string, to: string}[]}
   */
  function otherNames(terms, groups) {
    /** @type {Map<string, {terms: string[], from: string, to: string}>} */
    const found = new Map();
    terms.forEach((term, i) => {
      for (const group of groups) {
        const name = group.filter((one) => term.indexOf(one) >= 0).sort((a, b) => b.length - a.length)[0];
        if (!name) continue;
        const others = name === group[0] ? group.slice(1) : [group[0]];
        for (const other of others) {
          if (term.indexOf(other) >= 0) continue;
          const replaced = terms.slice();
          replaced[i] = term.replace(name, () => other);
          found.set(replaced.join(" "), { terms: replaced, from: name, to: other });
        }
      }
    });
    return Array.from(found.values()).slice(0, 2 * MOST_NAMES);
  }

  /**
   * Replace characters that stand in `from` by those at the same place in `to`.
   * @param {string[]} terms
   * @param {string} from
   * @param {string} to
   */
  function changed(terms, from, to) {
    return terms.map((term) => Array.from(term, (c) => (from.indexOf(c) < 0 ? c : to[from.indexOf(c)])).join(""));
  }

  /**
   * The terms in simplified and in traditional characters, where that makes a difference.
   * @param {string[]} terms
   * @param {{simplified: string, traditional: string}} table
   */
  function otherScript(terms, table) {
    const forms = [changed(terms, table.traditional, table.simplified), changed(terms, table.simplified, table.traditional)];
    return forms.filter((form) => form.join(" ") !== terms.join(" "));
  }

  /**
   * The terms in simplified characters; as they are where the table cannot be had.
   * @param {string[]} terms
   * @param {{simplified: string, traditional: string}|null} table
   */
  function simplified(terms, table) {
    return table ? changed(terms, table.traditional, table.simplified) : terms;
  }

  const DIGITS = "〇一二三四五六七八九";
  const UNITS = ["", "十", "百", "千"];
  const NUMBER = "(?:\\d+|[〇零一二两三四五六七八九十百千]+)";
  const YEAR = /^(|.*[^0-9.,])((?:19|20)[0-9]{2})(?:年|(?![多余万亿元人户名个项件次条位亩家]))([^0-9.,].*|)$/;

  /**
   * The query with its years apart, where they are typed as one with what they date: 2014意见 → 2014 意见.
   * @param {string[]} terms
   * @returns {string[][]} at most one
   */
  function yearApart(terms) {
    const parts = anliku.text.flat(terms.map((term) => {
      const found = YEAR.exec(term);
      return found ? anliku.text.informativeParts(found.slice(1).filter(Boolean)) : [term];
    }));
    return parts.length > terms.length ? [parts] : [];
  }

  /**
   * The query with its numbers written otherwise: numerals, 天 or 日, 余 or 多, or neither.
   * @param {string[]} terms
   * @returns {string[][]}
   */
  function otherForms(terms) {
    /** @type {Map<string, string[]>} */
    const found = new Map();
    terms.forEach((term, i) => {
      for (const form of formsOf(term)) {
        const others = terms.slice();
        others[i] = form;
        if (form !== term) found.set(others.join(" "), others);
      }
    });
    return Array.from(found.values()).slice(0, 2 * MOST_NAMES);
  }

  /** @param {string} term */
  function formsOf(term) {
    const forms = [term];
    /** @type {(pattern: string, replacement: (found: string, first: string, second: string) => string) => void} */
    const add = (pattern, replacement) => {
      forms.slice().forEach((form) => forms.push(form.replace(new RegExp(pattern, "g"), replacement)));
    };
    if (!new RegExp(NUMBER).test(term)) return forms;
    add("(" + NUMBER + ")([余多]?)(?=[万亿元人户名个项件次条位亩])", (_, number, more) => number + (more ? "" : "余"));
    add("([余多])(?=[万亿元人户名个项件次条位亩])", (_, more) => (more === "余" ? "多" : "余"));
    add("(" + NUMBER + ")([天日])", (_, number, day) => number + (day === "天" ? "日" : "天"));
    add("(^|[^.\\d])(\\d{1,4})(?![.\\d])", (_, before, number) => before + inHan(number));
    add("[〇零一二两三四五六七八九十百千]+", (number) => String(inDigits(number) || number));
    add("([0-9]),(?=[0-9]{3})", (_, digit) => digit);
    add("(^|[^.,0-9])([0-9]{4,})(?![.,0-9])", (_, before, number) => before + inThousands(number));
    return Array.from(new Set(forms));
  }

  /**
   * A number with commas, but for what is most likely a year: 12800 → 12,800.
   * @param {string} number
   */
  function inThousands(number) {
    return /^(19|20)..$/.test(number) ? number : number.replace(/[0-9](?=(...)+$)/g, "$&,");
  }

  /**
   * A number below 1,000 in Chinese numerals, a year digit by digit: 35 → 三十五, 2014 → 二〇一四.
   * @param {string} number
   */
  function inHan(number) {
    const digits = Array.from(number, Number);
    if (digits.length > 3) return digits.map((digit) => DIGITS[digit]).join("");
    const words = digits.map((digit, i) => (digit ? DIGITS[digit] + UNITS[digits.length - 1 - i] : "零"));
    return words.join("").replace(/零+/g, "零").replace(/(.)零$/, "$1").replace(/^一十/, "十");
  }

  /**
   * The number that Chinese numerals below 10,000 say; 0 where they say none.
   * @param {string} text
   */
  function inDigits(text) {
    const plain = Array.from(text.replace(/零/g, "〇"), (char) => DIGITS.indexOf(char));
    if (plain.length > 1 && plain.every((one) => one >= 0)) return Number(plain.join(""));
    let sum = 0;
    let digit = 0;
    for (const char of text.replace(/零/g, "")) {
      const unit = UNITS.indexOf(char);
      if (unit > 0) {
        sum += (digit || 1) * Math.pow(10, unit);
        digit = 0;
      } else digit = char === "两" ? 2 : DIGITS.indexOf(char);
    }
    return sum + digit;
  }

  /**
   * Names that differ from a term by one character: left out, put in or taken for another.
   * @param {string[]} terms
   * @param {string[][]} groups
   */
  function meant(terms, groups) {
    const names = new Set(anliku.text.flat(groups));
    return Array.from(names)
      .filter((name) => name.length > 2 && terms.length === 1 && isSlip(terms[0], name))
      .slice(0, 3);
  }

  /** @param {string} typed @param {string} name */
  function isSlip(typed, name) {
    if (typed === name || Math.abs(typed.length - name.length) > 1) return false;
    let same = 0;
    while (same < name.length && typed[same] === name[same]) same++;
    /** @type {(text: string, more: number) => string} */
    const rest = (text, more) => text.slice(same + more);
    return [[1, 1], [0, 1], [1, 0]].some((skip) => rest(typed, skip[0]) === rest(name, skip[1]));
  }

  /**
   * Names of which a stretch sounds like the letters: xunlou, xl, xunl, 巡lou → 巡楼制度. Best first.
   * @param {string} letters
   * @param {{syllables: string[], names: string[], sounds: string[]}} table
   */
  function soundsLike(letters, table) {
    /** @type {{name: string, cost: number}[]} */
    const found = [];
    table.names.forEach((name, i) => {
      const sounds = Array.from(table.sounds[i], (c) => table.syllables[c.charCodeAt(0) - 0x3400]);
      for (let start = 0; start < sounds.length; start++) {
        const end = spoken(letters, 0, sounds, start, name);
        if (end > start + 1 || (end === start + 1 && letters === sounds[start])) {
          found.push({ name: name.slice(start, end), cost: start + (name.length - end) / 4 + i / 1000 });
          break;
        }
      }
    });
    found.sort((a, b) => a.cost - b.cost);
    return found.map((one) => one.name).filter((name, i, all) => all.indexOf(name) === i).slice(0, MOST_NAMES);
  }

  /**
   * The end of the stretch from `start` that the letters from `at` spell, by whole syllables or initials; or -1.
   * @param {string} letters
   * @param {number} at
   * @param {string[]} sounds
   * @param {number} start
   * @param {string} name
   * @returns {number}
   */
  function spoken(letters, at, sounds, start, name) {
    if (at === letters.length) return start;
    if (start === sounds.length) return -1;
    if (letters[at] === name[start]) return spoken(letters, at + 1, sounds, start + 1, name);
    const sound = sounds[start];
    for (let size = sound.length; size > 0; size--) {
      const partial = size < sound.length && size > 1;
      if (letters.startsWith(sound.slice(0, size), at) && (!partial || at + size === letters.length || size === 2)) {
        const end = spoken(letters, at + size, sounds, start + 1, name);
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  return { otherNames: otherNames, otherScript: otherScript, simplified: simplified, yearApart: yearApart, otherForms: otherForms, meant: meant, soundsLike: soundsLike };
})();
