/*
 * The analyser and the query language. The analyser is the twin of `search/normalise.py`: what it calls the same is
 * what “contains” means. Pure functions; nothing here touches the page.
 */
(function (anliku) {
  "use strict";

  const QUOTES = { "\"": "\"", "“": "”", "「": "」", "『": "』", "＂": "＂" };
  const MAX_QUERY = (anliku.MAX_QUERY = 200);
  const ASCII_WORD = /^[0-9a-z]+$/;

  /**
   * @typedef {object} Analyser
   * @property {(text: string) => string} normalise the form in which texts are compared
   * @property {(text: string) => {text: string, at: (unit: number) => number}} mapped the same, and for each of its units the
   *   index in the text from which it comes
   * @property {(code: number) => boolean} isWord whether a normalised code point belongs to a run
   * @property {(text: string) => string[]} runs the runs of a text, normalised, in order
   */

  /**
   * @param {object} meta from the index: the tables of normalise.py `tables`, and `words`: the code points where
   *   “belongs to a run” changes, as differences (facets.py `packed_deltas`)
   * @returns {Analyser}
   */
  anliku.analyser = function (meta) {
    const dropped = new RegExp("[" + meta.dropped + "]", "gu");
    const edges = sums(meta.words);
    const folded = new Map(pairs(meta.folded));
    const foldable = new RegExp("[" + Array.from(folded.keys()).join("") + "]", "gu");
    const stretches = contextual(meta);

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

    function fold(text) {
      const lower = text.replace(dropped, "").normalize("NFKC").toLowerCase();
      return lower.replace(foldable, (char) => folded.get(char)).normalize("NFKC");
    }

    function normalise(text) {
      return stretches.reduce((source, one) => source.replace(one.stretch, one.become), fold(text));
    }

    /** Texts are folded whole where that keeps their length; else each character by itself, which may not combine. */
    function mapped(text) {
      const whole = fold(text);
      const source = whole.length === text.length ? { text: whole, at: null } : foldedSingly(text, fold);
      const steps = [];
      for (const rule of stretches) {
        const step = rewritten(source.text, rule);
        source.text = step.text;
        if (step.cuts.length) steps.unshift(step.cuts);
      }
      const at = (unit) => steps.reduce((place, cuts) => place + leftOut(cuts, place), unit);
      return { text: source.text, at: (unit) => (source.at ? source.at[at(unit)] : at(unit)) };
    }

    function runs(text) {
      let separated = "";
      for (const char of normalise(text)) separated += isWord(char.codePointAt(0)) ? char : " ";
      return separated.split(" ").filter(Boolean);
    }

    return { normalise: normalise, mapped: mapped, isWord: isWord, runs: runs };
  };

  /** [[from, to], …] of two strings of as many characters. */
  function pairs(table) {
    const to = Array.from(table[1]);
    return Array.from(table[0], (char, i) => [char, to[i]]).concat([["ς", "σ"]]);
  }

  /** What depends on the neighbours of a stretch of characters, in this order; see rules 3 and 4 of normalise.py. */
  function contextual(meta) {
    const between = (found, i, whole) => isLatin(whole[i - 1]) && isLatin(whole[i + found.length]);
    const joins = (one, other) => isLatin(one) && isHan(other);
    return [
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
    ].map((one) => ({ stretch: new RegExp("[" + one.chars + "]+", "g"), become: one.become }));
  }

  function isLatin(char) {
    return char !== undefined && ((char >= "0" && char <= "9") || (char >= "a" && char <= "z"));
  }

  function isHan(char) {
    return char !== undefined && /^[\u3007\u3400-\u9fff\u{20000}-\u{323af}]$/u.test(char);
  }

  function charAt(text, i) {
    return i < text.length ? String.fromCodePoint(text.codePointAt(i)) : undefined;
  }

  function charBefore(text, i) {
    const tail = i > 1 && /[\udc00-\udfff]/.test(text[i - 1]);
    return i > 0 ? charAt(text, tail ? i - 2 : i - 1) : undefined;
  }

  function foldedSingly(text, fold) {
    const source = { text: "", at: [] };
    for (let i = 0; i < text.length; ) {
      const char = charAt(text, i);
      const folded = char >= "\u4e00" && char <= "\u9fa5" ? char : fold(char);
      for (let j = 0; j < folded.length; j++) source.at.push(i);
      source.text += folded;
      i += char.length;
    }
    return source;
  }

  /**
   * A text with its stretches rewritten. What becomes of one keeps the places of its first characters; `cuts`: from which unit on
   * how many have been left out, ascending.
   */
  function rewritten(source, rule) {
    const cuts = [];
    let left = 0;
    const text = source.replace(rule.stretch, (found, i, whole) => {
      const became = rule.become(found, i, whole);
      left += found.length - became.length;
      if (found.length > became.length) cuts.push([i + found.length - left, left]);
      return became;
    });
    return { text: text, cuts: cuts };
  }

  /** How many units have been left out before one. */
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
   * @property {boolean} cut it was longer
   */

  /**
   * Blanks and punctuation separate terms; "…" “…” 「…」 ask for exactly these, in a row; -word excludes.
   * Only the first 200 characters count.
   * @param {string} text
   * @param {Analyser} analyser
   * @returns {Query}
   */
  anliku.parseQuery = function (text, analyser) {
    const typed = Array.from(text.trim());
    const shown = typed.slice(0, MAX_QUERY).join("");
    const query = { terms: [], exclude: [], literal: false, text: shown, cut: typed.length > MAX_QUERY };
    for (const piece of pieces(shown)) {
      if (piece.quoted) query.literal = true;
      const target = piece.minus ? query.exclude : query.terms;
      const runs = analyser.runs(piece.text);
      const terms = piece.quoted && runs.length ? [runs.join(" ")] : runs;
      for (const term of terms) if (target.indexOf(term) < 0) target.push(term);
    }
    return query;
  };

  /** Split at blanks outside quotes; a minus counts only before a piece, and two of them (--out) are an option of a command. */
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
