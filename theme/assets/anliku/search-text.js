/*
 * The analyser and the query language. The analyser is the twin of `search/normalise.py`: what it calls the same is
 * what “contains” means. Pure functions; nothing here touches the page.
 */
/**
 * @typedef {object} Analyser
 * @property {(text: string) => string} normalise the form in which texts are compared
 * @property {(text: string) => {text: string, at: (unit: number) => number}} mapped the same, and for each of its units the
 *   index in the text from which it comes
 * @property {(code: number) => boolean} isWord whether a normalised code point belongs to a run
 * @property {(text: string) => string[]} runs the runs of a text, normalised, in order
 */

/**
 * @typedef {object} Query
 * @property {string[]} terms every one must be contained; words quoted together are one term, a blank between each two
 * @property {string[]} exclude none may be contained
 * @property {boolean} literal quotes were used: no other names, script or spelling, no approximation
 * @property {string} text the query as shown
 * @property {boolean} cut it was longer
 */
/**
 * @typedef {object} IndexMeta the value of the shard `meta`; see build.py
 * @property {string} dropped the tables of normalise.py `tables`, to …
 * @property {[string, string]} folded
 * @property {string} numerals
 * @property {string} quotes
 * @property {string} tight … here
 * @property {string} words the code points where “belongs to a run” changes, as differences (facets.py `packed_deltas`)
 * @property {[number, number][]} segments documents and places of each
 * @property {string} bounds the first gram of each shard of postings
 * @property {string} pairs grams that list documents
 * @property {string} triples
 * @property {number} average places of a document
 * @property {number} perText documents in a shard of texts
 */
var anliku = window.anliku || {};
anliku.text = (function () {
  "use strict";

  /** @type {Object<string, string>} */
  const QUOTES = { "\"": "\"", "“": "”", "「": "」", "『": "』", "＂": "＂" };
  const MAX_QUERY = 200;
  const FIRST_HAN = 0x4e00;
  const LAST_HAN = 0x9fa5;
  const ASCII_WORD = /^[0-9a-z]+$/;

  /** @typedef {[number, number][]} Cuts from which unit on how many have been left out, ascending */
  /** @typedef {{stretch: RegExp, become: (found: string, i: number, whole: string) => string}} Rule */

  /**
   * The analyser that an index was made with.
   * @param {IndexMeta} meta
   * @returns {Analyser}
   */
  function analyser(meta) {
    const dropped = new RegExp("[" + meta.dropped + "]", "gu");
    /** @type {number[]|null} */
    let edges = null;
    const folded = new Map(pairs(meta.folded));
    const foldable = new RegExp("[" + Array.from(folded.keys()).join("") + "]", "gu");
    const stretches = contextual(meta);

    /** @param {number} code */
    function isWord(code) {
      if (code >= FIRST_HAN && code <= LAST_HAN) return true; // most of what is typed: then the table need not be read
      edges = edges || sums(meta.words);
      let low = 0;
      let high = edges.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (edges[middle] <= code) low = middle + 1;
        else high = middle;
      }
      return low % 2 === 1;
    }

    /** @param {string} text */
    function fold(text) {
      const lower = text.replace(dropped, "").normalize("NFKC").toLowerCase();
      return lower.replace(foldable, (char) => folded.get(char) || char).normalize("NFKC");
    }

    /** @param {string} text */
    function normalise(text) {
      return stretches.reduce((source, one) => source.replace(one.stretch, one.become), fold(text));
    }

    /**
     * Texts are folded whole where that keeps their length; else each character by itself, which may not combine.
     * @param {string} text
     */
    function mapped(text) {
      const whole = fold(text);
      /** @type {{text: string, at: number[]|null}} */
      const source = whole.length === text.length ? { text: whole, at: null } : foldedSingly(text, fold);
      /** @type {Cuts[]} */
      const steps = [];
      for (const rule of stretches) {
        const step = rewritten(source.text, rule);
        source.text = step.text;
        if (step.cuts.length) steps.unshift(step.cuts);
      }
      /** @type {(unit: number) => number} */
      const at = (unit) => steps.reduce((place, cuts) => place + leftOut(cuts, place), unit);
      return { text: source.text, at: (/** @type {number} */ unit) => (source.at ? source.at[at(unit)] : at(unit)) };
    }

    /** @param {string} text */
    function runs(text) {
      let separated = "";
      for (const char of normalise(text)) separated += isWord(Number(char.codePointAt(0))) ? char : " ";
      return separated.split(" ").filter(Boolean);
    }

    return { normalise: normalise, mapped: mapped, isWord: isWord, runs: runs };
  }

  /**
   * [[from, to], …] of two strings of as many characters.
   * @param {[string, string]} table
   */
  function pairs(table) {
    const to = Array.from(table[1]);
    /** @type {[string, string][]} */
    const found = [["ς", "σ"]];
    Array.from(table[0]).forEach((char, i) => found.push([char, to[i]]));
    return found;
  }

  /**
   * What depends on the neighbours of a stretch of characters, in this order; see rules 3 and 4 of normalise.py.
   * @param {IndexMeta} meta
   * @returns {Rule[]}
   */
  function contextual(meta) {
    /** @type {(found: string, i: number, whole: string) => boolean} */
    const between = (found, i, whole) => isLatin(whole[i - 1]) && isLatin(whole[i + found.length]);
    /** @type {(one?: string, other?: string) => boolean} */
    const joins = (one, other) => isLatin(one) && isHan(other);
    /** @type {{chars: string, become: Rule["become"]}[]} */
    const rules = [
      { chars: "○", become: (found, i, whole) => (i && meta.numerals.indexOf(whole[i - 1]) >= 0 ? "〇".repeat(found.length) : found) },
      { chars: meta.quotes, become: (found, i, whole) => (!between(found, i, whole) ? "" : found === "·" ? "." : "\n") },
      {
        chars: " \\t",
        become: (found, i, whole) => {
          const sides = [charBefore(whole, i), charAt(whole, i + found.length)];
          return joins(sides[0], sides[1]) || joins(sides[1], sides[0]) ? "" : found;
        },
      },
      { chars: meta.tight, become: (found, i, whole) => (between(found, i, whole) ? found : "\n".repeat(found.length)) },
    ];
    return rules.map((one) => ({ stretch: new RegExp("[" + one.chars + "]+", "g"), become: one.become }));
  }

  /** @param {string|undefined} char */
  function isLatin(char) {
    return char !== undefined && ((char >= "0" && char <= "9") || (char >= "a" && char <= "z"));
  }

  /** @param {string|undefined} char */
  function isHan(char) {
    return char !== undefined && /^[\u3007\u3400-\u9fff\u{20000}-\u{323af}]$/u.test(char);
  }

  /** @param {string} text @param {number} i */
  function charAt(text, i) {
    const code = text.codePointAt(i);
    return code === undefined ? undefined : String.fromCodePoint(code);
  }

  /** @param {string} text @param {number} i */
  function charBefore(text, i) {
    const tail = i > 1 && /[\udc00-\udfff]/.test(text[i - 1]);
    return i > 0 ? charAt(text, tail ? i - 2 : i - 1) : undefined;
  }

  /** @param {string} text @param {(text: string) => string} fold */
  function foldedSingly(text, fold) {
    /** @type {{text: string, at: number[]}} */
    const source = { text: "", at: [] };
    let i = 0;
    for (const char of text) {
      const folded = char >= "\u4e00" && char <= "\u9fa5" ? char : fold(char);
      for (let j = 0; j < folded.length; j++) source.at.push(i);
      source.text += folded;
      i += char.length;
    }
    return source;
  }

  /**
   * A text with its stretches rewritten. What becomes of one keeps the places of its first characters.
   * @param {string} source
   * @param {Rule} rule
   */
  function rewritten(source, rule) {
    /** @type {Cuts} */
    const cuts = [];
    let left = 0;
    /** @type {Rule["become"]} */
    const become = (found, i, whole) => {
      const became = rule.become(found, i, whole);
      left += found.length - became.length;
      if (found.length > became.length) cuts.push([i + found.length - left, left]);
      return became;
    };
    return { text: source.replace(rule.stretch, become), cuts: cuts };
  }

  /**
   * How many units have been left out before one.
   * @param {Cuts} cuts
   * @param {number} unit
   */
  function leftOut(cuts, unit) {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cuts[middle][0] <= unit) low = middle + 1;
      else high = middle;
    }
    return low ? cuts[low - 1][1] : 0;
  }

  /**
   * The numbers whose differences are packed in a string.
   * @param {string} packed
   */
  function sums(packed) {
    const found = [];
    let sum = 0;
    for (let i = 0; i < packed.length; i++) {
      const delta = packed.charCodeAt(i) - 0x3400;
      sum += delta;
      if (delta < 0x7fff) found.push(sum);
    }
    return found;
  }


  /**
   * Blanks and punctuation separate terms; "…" “…” 「…」 ask for exactly these, in a row; -word excludes.
   * Only the first 200 characters count.
   * @param {string} text
   * @param {Analyser} by
   * @returns {Query}
   */
  function parseQuery(text, by) {
    const typed = Array.from(text.trim());
    const shown = typed.slice(0, MAX_QUERY).join("");
    /** @type {Query} */
    const query = { terms: [], exclude: [], literal: false, text: shown, cut: typed.length > MAX_QUERY };
    for (const piece of pieces(shown)) {
      if (piece.quoted) query.literal = true;
      const target = piece.minus ? query.exclude : query.terms;
      const runs = by.runs(piece.text);
      const terms = piece.quoted && runs.length ? [runs.join(" ")] : runs;
      for (const term of terms) if (target.indexOf(term) < 0) target.push(term);
    }
    return query;
  }

  /**
   * Split at blanks outside quotes; a minus counts only before a piece, and two of them (--out) are an option of a command.
   * @param {string} text
   */
  function pieces(text) {
    const found = [];
    let rest = text;
    while ((rest = rest.replace(/^\s+/, ""))) {
      const minus = /^[-－−][^\s\-－−]/.test(rest);
      if (minus) rest = rest.slice(1);
      const close = QUOTES[rest[0]];
      const end = close ? rest.indexOf(close, 1) : -1;
      if (end > 0) {
        found.push({ text: rest.slice(1, end), quoted: true, minus: minus });
        rest = rest.slice(end + 1);
      } else {
        const plain = rest.slice(0, 1) + rest.slice(1).replace(/[\s"“「『][^]*/, "");
        found.push({ text: plain, quoted: false, minus: minus });
        rest = rest.slice(plain.length);
      }
    }
    return found;
  }

  /**
   * Whether a term is one word of Latin letters or digits, which ranks higher as a whole word.
   * @param {string} term
   */
  function isLatinWord(term) {
    return ASCII_WORD.test(term);
  }

  const ASKING = new RegExp(
    "为什么|什么样|怎么样|怎么办|是不是|能不能|要不要|有没有|可不可以|有哪些|哪几个|请问|怎么|怎样|如何|什么|哪些|哪个" +
      "|哪里|多少|是否|应该|应当|可以|需要|才能|我们|这些|那些|关于|以及|或者|[的了吗呢吧啊么和与及在把被让使对为是我你]",
    "g"
  );

  /**
   * The informative parts of a question in plain words; a term that has none is kept whole.
   * @param {string[]} terms
   * @returns {string[]}
   */
  function informativeParts(terms) {
    /** @type {string[]} */
    const parts = [];
    for (const term of terms) {
      const kept = term.replace(ASKING, " ").split(" ").filter(Boolean);
      for (const part of kept.length ? kept : [term]) if (parts.indexOf(part) < 0) parts.push(part);
    }
    return parts;
  }

  /**
   * The items of all lists, in one.
   * @template T
   * @param {T[][]} lists
   */
  function flat(lists) {
    /** @type {T[]} */
    const none = [];
    return none.concat(...lists);
  }

  return { analyser: analyser, parseQuery: parseQuery, isLatinWord: isLatinWord, informativeParts: informativeParts, flat: flat, MAX_QUERY: MAX_QUERY };
})();
