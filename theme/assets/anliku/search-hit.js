/*
 * What a hit shows: the document's text unpacked, the best passage, the match marked. Pure functions; texts stay
 * texts — they are never turned into markup.
 */
/**
 * @typedef {object} Shown a document, as the index keeps it to be shown
 * @property {string} id
 * @property {string} kind
 * @property {string} url
 * @property {string} title
 * @property {string} summary
 * @property {string[]} topics
 * @property {{anchor: string, heading: string, text: string}[]} sections
 */
/** @typedef {{text: string, hit: boolean}} Piece of a text; hit: it is what was looked for */
var anliku = window.anliku || {};
anliku.hits = (function () {
  "use strict";

  const FIRST_CODE = 0xe000;
  const LAST_CODE = 0xf8ff;
  const ESCAPE = 6;
  const TEXTS = 5;
  const AT_ONCE = 4096;
  const PASSAGE = 90;
  const BEFORE = 24;

  /**
   * Undo pairs.py: replace the characters that stand for pairs.
   * @param {string} text
   * @param {string} pairs the dictionary, two characters a pair
   */
  function expand(text, pairs) {
    // Numbers, not strings of one character: each of those would be an object of its own.
    /** @type {number[]} */
    const units = [];
    /** @type {number[]} */
    const stack = [];
    for (let i = 0; i < text.length; i++) {
      /** @type {number|undefined} */
      let next = text.charCodeAt(i);
      if (next === ESCAPE) {
        units.push(text.charCodeAt(++i));
        continue;
      }
      while (next !== undefined) {
        const at = 2 * (next - FIRST_CODE);
        if (next >= FIRST_CODE && next <= LAST_CODE && at < pairs.length) {
          stack.push(pairs.charCodeAt(at + 1));
          next = pairs.charCodeAt(at);
        } else {
          units.push(next);
          next = stack.pop();
        }
      }
    }
    let out = "";
    for (let i = 0; i < units.length; i += AT_ONCE) out += String.fromCharCode(...units.slice(i, i + AT_ONCE));
    return out;
  }

  /**
   * The text as it was before it was packed: data_scripts/pairs.py, data_scripts/safe.py.
   * @param {string} text
   * @param {string} pairs the dictionary
   */
  function unpack(text, pairs) {
    return expand(text, pairs).split("\u0005").join('"').split("\u0007").join("\\").split("\u0004").join("\n");
  }

  /** @typedef {{start: number, end: number, term: string}} Match of a term in a text */

  /**
   * The document in a record of a text shard.
   * @param {string} text
   * @param {string} pairs the dictionary
   * @returns {Shown}
   */
  function readRecord(text, pairs) {
    const packed = text.split("\u0001"); // no pair reaches over the end of a field
    const fields = packed.map((field, i) => (i === TEXTS ? "" : unpack(field, pairs)));
    const count = Number(fields[7]);
    const lead = fields[4].split("\u0002");
    const texts = packed[TEXTS].split("\u0002");
    const anchors = fields[6].split("\u0002");
    const headings = lead.slice(lead.length - count);
    return {
      id: fields[0],
      kind: fields[1],
      url: fields[2],
      title: fields[3],
      summary: lead[0],
      topics: lead.slice(1, lead.length - count),
      sections: headings.map((heading, i) => ({
        anchor: anchors[i],
        heading: heading,
        // Unpacked when it is asked for: a hit seldom needs more than its first sections.
        get text() {
          return unpack(texts[i], pairs);
        },
      })),
    };
  }

  /**
   * Where terms occur in a text, without overlap.
   * @param {string} text
   * @param {string[]} terms normalised
   * @param {Analyser} analyser
   * @returns {Match[]} ascending
   */
  function occurrences(text, terms, analyser) {
    const source = analyser.mapped(text);
    /** @type {Match[]} */
    const found = [];
    for (const term of terms) {
      const first = term.split(" ")[0];
      for (let i = source.text.indexOf(first); i >= 0; i = source.text.indexOf(first, i + first.length)) {
        const end = endOf(term, source.text, i, analyser);
        if (end < 0) continue;
        const last = source.at(end - 1);
        found.push({ start: source.at(i), end: last + unitsAt(text, last), term: term });
      }
    }
    found.sort((a, b) => a.start - b.start || b.end - a.end);
    return found.filter((one, i, all) => !all.slice(Math.max(0, i - 8), i).some((before) => before.end > one.start));
  }

  /**
   * Where a term whose first run stands at `start` ends: its other runs must follow, separators between; else -1.
   * @param {string} term
   * @param {string} text
   * @param {number} start
   * @param {Analyser} analyser
   */
  function endOf(term, text, start, analyser) {
    const runs = term.split(" ");
    let end = start + runs[0].length;
    for (const run of runs.slice(1)) {
      const before = end;
      while (end < text.length && !analyser.isWord(Number(text.codePointAt(end)))) end += unitsAt(text, end);
      if (end === before || !text.startsWith(run, end)) return -1;
      end += run.length;
    }
    return end;
  }

  /**
   * How many units the character at an index takes.
   * @param {string} text
   * @param {number} i
   */
  function unitsAt(text, i) {
    return Number(text.codePointAt(i)) > 0xffff ? 2 : 1;
  }

  /**
   * The text from `from` to `to` as pieces, the matches marked.
   * @param {string} text
   * @param {Match[]} matches
   * @param {number} from
   * @param {number} to
   */
  function marked(text, matches, from, to) {
    /** @type {Piece[]} */
    const parts = [];
    let at = from;
    for (const match of matches) {
      if (match.start < at || match.end > to) continue;
      if (match.start > at) parts.push({ text: text.slice(at, match.start), hit: false });
      parts.push({ text: text.slice(match.start, match.end), hit: true });
      at = match.end;
    }
    if (at < to) parts.push({ text: text.slice(at, to), hit: false });
    return parts;
  }

  /**
   * The passage around the first of the matches: pieces, with … where text is left out.
   * @param {string} text
   * @param {Match[]} matches
   */
  function passage(text, matches) {
    const first = matches.length ? matches[0].start : 0;
    let from = first <= BEFORE ? 0 : sentenceStart(text, first - BEFORE, first);
    let to = Math.min(text.length, Math.max(from + PASSAGE, matches.length ? matches[0].end : 0));
    if (isTail(text, from)) from--;
    if (isTail(text, to)) to++;
    const parts = marked(text, matches, from, to);
    if (from > 0) parts.unshift({ text: "…", hit: false });
    if (to < text.length) parts.push({ text: "…", hit: false });
    return parts;
  }

  /**
   * After the last full stop between two indexes, else the first of them.
   * @param {string} text
   * @param {number} from
   * @param {number} to
   */
  function sentenceStart(text, from, to) {
    const stop = Math.max(text.lastIndexOf("。", to - 1), text.lastIndexOf("\n", to - 1));
    return stop >= from ? stop + 1 : from;
  }

  /**
   * Whether index i would cut a character of two units.
   * @param {string} text
   * @param {number} i
   */
  function isTail(text, i) {
    const code = text.charCodeAt(i);
    return code >= 0xdc00 && code <= 0xdfff;
  }

  /**
   * The parts of a hit that are shown: title and best passage with the matches marked, and where the passage stands.
   * @param {Shown} shown
   * @param {string[]} terms normalised; longer ones count more
   * @param {Analyser} analyser
   */
  function present(shown, terms, analyser) {
    const titleMatches = occurrences(shown.title, terms, analyser);
    const most = terms.reduce((sum, term) => sum + term.length, 0);
    let best = candidate("", "", shown.summary, terms, analyser);
    for (const section of shown.sections) {
      if (best.weight >= most) break; // no other can be better
      const text = section.text || section.heading;
      const other = candidate(section.anchor, section.heading, text, terms, analyser);
      const inHeading = occurrences(section.heading, terms, analyser);
      other.weight = Math.max(other.weight, weigh(inHeading));
      if (other.weight > best.weight) best = other;
    }
    const parts = passage(best.text, best.matches);
    return {
      titleParts: marked(shown.title, titleMatches, 0, shown.title.length),
      parts: parts,
      section: best.heading,
      found: Array.from(new Set(titleMatches.concat(best.matches).map((match) => match.term))).filter((term) => term.length > 1),
      url: best.anchor && best.weight > 0 ? shown.url.split("#")[0] + "#" + best.anchor : shown.url,
      text: parts.map((part) => part.text).join(""),
    };
  }

  /**
   * @param {string} anchor
   * @param {string} heading
   * @param {string} text
   * @param {string[]} terms
   * @param {Analyser} analyser
   */
  function candidate(anchor, heading, text, terms, analyser) {
    const matches = occurrences(text, terms, analyser);
    return { anchor: anchor, heading: heading, text: text, matches: matches, weight: weigh(matches) };
  }

  /**
   * The total length of the distinct terms among the matches.
   * @param {Match[]} matches
   */
  function weigh(matches) {
    return Array.from(new Set(matches.map((match) => match.term))).reduce((sum, term) => sum + term.length, 0);
  }

  return { readRecord: readRecord, present: present, occurrences: occurrences, expand: expand, unpack: unpack };
})();
