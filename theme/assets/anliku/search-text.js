/*
 * The analyser and the query language. The analyser is the twin of `search/normalise.py`: what it calls the same is
 * what “contains” means. Pure functions; nothing here touches the page.
 */
(function (anliku) {
  "use strict";

  const QUOTES = { "\"": "\"", "“": "”", "「": "」", "『": "』", "＂": "＂" };
  const MAX_QUERY = 200;
  const ASCII_WORD = /^[0-9a-z]+$/;

  /**
   * @typedef {object} Analyser
   * @property {(text: string) => string} normalise the form in which texts are compared
   * @property {(code: number) => boolean} isWord whether a normalised code point belongs to a run
   * @property {(text: string) => string[]} runs the runs of a text, normalised, in order
   */

  /**
   * @param {{dropped: string, words: string}} meta from the index: characters dropped, and the code points where
   *   “belongs to a run” changes, as differences (facets.py `packed_deltas`)
   * @returns {Analyser}
   */
  anliku.analyser = function (meta) {
    const dropped = new RegExp("[" + meta.dropped + "]", "gu");
    const edges = sums(meta.words);

    function isWord(code) {
      let low = 0;
      let high = edges.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (edges[middle] <= code) low = middle + 1;
        else high = middle;
      }
      return low % 2 === 1;
    }

    function normalise(text) {
      return text.replace(dropped, "").normalize("NFKC").toLowerCase().replace(/ς/g, "σ").normalize("NFKC");
    }

    function runs(text) {
      let separated = "";
      for (const char of normalise(text)) separated += isWord(char.codePointAt(0)) ? char : " ";
      return separated.split(" ").filter(Boolean);
    }

    return { normalise: normalise, isWord: isWord, runs: runs };
  };

  /** The numbers whose differences are packed in a string. */
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
   * @typedef {object} Query
   * @property {string[]} terms every one must be contained; words quoted together are one term, a blank between each two
   * @property {string[]} exclude none may be contained
   * @property {boolean} literal quotes were used: no other names, script or spelling, no approximation
   * @property {string} text the query as shown
   */

  /**
   * Blanks and punctuation separate terms; "…" “…” 「…」 ask for exactly these, in a row; -word excludes.
   * Only the first 200 characters count.
   * @param {string} text
   * @param {Analyser} analyser
   * @returns {Query}
   */
  anliku.parseQuery = function (text, analyser) {
    const shown = Array.from(text.trim()).slice(0, MAX_QUERY).join("");
    const query = { terms: [], exclude: [], literal: false, text: shown };
    for (const piece of pieces(shown)) {
      if (piece.quoted) query.literal = true;
      const target = piece.minus ? query.exclude : query.terms;
      const runs = analyser.runs(piece.text);
      const terms = piece.quoted && runs.length ? [runs.join(" ")] : runs;
      for (const term of terms) if (target.indexOf(term) < 0) target.push(term);
    }
    return query;
  };

  /** Split at blanks outside quotes; a minus counts only before a piece. */
  function pieces(text) {
    const found = [];
    let rest = text;
    while ((rest = rest.replace(/^\s+/, ""))) {
      const minus = /^[-－−]\S/.test(rest);
      if (minus) rest = rest.slice(1);
      const close = QUOTES[rest[0]];
      const end = close ? rest.indexOf(close, 1) : -1;
      if (end > 0) {
        found.push({ text: rest.slice(1, end), quoted: true, minus: minus });
        rest = rest.slice(end + 1);
      } else {
        const plain = /^\S[^\s"“「『]*/.exec(rest)[0];
        found.push({ text: plain, quoted: false, minus: minus });
        rest = rest.slice(plain.length);
      }
    }
    return found;
  }

  /** Whether a term is one word of Latin letters or digits, which ranks higher as a whole word. */
  anliku.isLatinWord = function (term) {
    return ASCII_WORD.test(term);
  };

  const ASKING = new RegExp(
    "为什么|什么样|怎么样|怎么办|是不是|能不能|要不要|有没有|可不可以|有哪些|哪几个|请问|怎么|怎样|如何|什么|哪些|哪个" +
      "|哪里|多少|是否|应该|应当|可以|需要|才能|我们|这些|那些|关于|以及|或者|[的了吗呢吧啊么和与及在把被让使对为是我你]",
    "g"
  );

  /**
   * The informative parts of a question in plain words, longest first in doubt kept whole.
   * @param {string[]} terms
   * @returns {string[]}
   */
  anliku.informativeParts = function (terms) {
    const parts = [];
    for (const term of terms) {
      const kept = term.replace(ASKING, " ").split(" ").filter(Boolean);
      for (const part of kept.length ? kept : [term]) if (parts.indexOf(part) < 0) parts.push(part);
    }
    return parts;
  };
})((window.anliku = window.anliku || {}));
