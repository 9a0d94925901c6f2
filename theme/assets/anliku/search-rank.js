/*
 * From matches to scores. Scores of terms that are listed by document were computed when the index was built (see
 * score.py `quantise`); those of phrases follow from their places by the same formula. Pure functions.
 */
/**
 * @typedef {object} Sizes of the documents of a segment
 * @property {Int32Array} bases where they begin
 * @property {string} text the packed table, which tells the rest
 * @property {Map<number, number>|null} long where in it the numbers of documents of long title or lead stand; null: not asked for yet
 */
/**
 * @typedef {object} Scored what a term or a query matches
 * @property {Float32Array} scores of every document of the index, 0: no match
 * @property {number[]} documents that match, ascending
 */
var anliku = window.anliku || {};
anliku.ranking = (function () {
  "use strict";

  // The numbers of score.py, which says what each of them is for.
  const WEIGHTS = [1, 3, 6]; // body, lead, title
  const LENGTH_SHARE = 0.4;
  const SATURATION = 1.6;
  const LEVELS = 4;
  const STEPS = [2 * LEVELS, LEVELS, LEVELS];
  const FLOORS = [0, 2 * LEVELS, 3 * LEVELS];
  // The table of sizes, written by segments.py.
  const UNIT_BASE = 0x3400;
  const UNIT_BITS = 15;
  const TITLE_BITS = 7;
  const LONG_TITLE = (1 << TITLE_BITS) - 1;

  /** Places of every document of an index: where it begins, where its title and its lead end. */
  class DocumentTable {
    /**
     * @param {IndexMeta} meta
     * @param {string[]} sizes the value of the `docs` script, one stream a segment
     */
    constructor(meta, sizes) {
      this.average = meta.average;
      this.total = meta.segments.reduce((sum, s) => sum + s[0], 0);
      /** @type {number[]} */
      this.firsts = [];
      this.tables = meta.segments.map((segment, i) => readTable(segment[0], sizes[i]));
      let first = 0;
      for (const segment of meta.segments) {
        this.firsts.push(first);
        first += segment[0];
      }
    }

    /**
     * The segment of a document and its number there.
     * @param {number} document
     */
    locate(document) {
      let segment = this.firsts.length - 1;
      while (this.firsts[segment] > document) segment--;
      return { segment: segment, number: document - this.firsts[segment] };
    }
  }

  /**
   * Only where documents begin is reckoned for all of them: the first query waits for it.
   * @param {number} documents
   * @param {string} text
   * @returns {Sizes}
   */
  function readTable(documents, text) {
    if (text.length < 2 * documents) throw new Error("the table ends early");
    const bases = new Int32Array(documents + 1);
    for (let i = 0, base = 0; i < documents; i++) bases[i + 1] = base += span((text.charCodeAt(2 * i) - UNIT_BASE) >> TITLE_BITS);
    return { bases: bases, text: text, long: null };
  }

  /** @param {Sizes} sizes @param {number} at */
  function unit(sizes, at) {
    return sizes.text.charCodeAt(at) - UNIT_BASE;
  }

  /** @param {Sizes} sizes @param {number} document */
  function isLong(sizes, document) {
    return (unit(sizes, 2 * document) & LONG_TITLE) === LONG_TITLE;
  }

  /**
   * A number of a document whose title or lead is too long for the table: such numbers follow it, in order.
   * @param {Sizes} sizes
   * @param {number} document
   * @param {number} which 0 places of the title, 1 of the lead
   */
  function longSize(sizes, document, which) {
    if (!sizes.long) sizes.long = longPlaces(sizes);
    const at = Number(sizes.long.get(document)) + 2 * which;
    return unit(sizes, at) + (unit(sizes, at + 1) << UNIT_BITS);
  }

  /** Where the numbers of those documents stand. @param {Sizes} sizes */
  function longPlaces(sizes) {
    /** @type {Map<number, number>} */
    const found = new Map();
    const documents = sizes.bases.length - 1;
    for (let document = 0; document < documents; document++) {
      if (isLong(sizes, document)) found.set(document, 2 * documents + 4 * found.size);
    }
    return found;
  }

  /** Where the title of a document ends. @param {Sizes} sizes @param {number} document */
  function titleEnd(sizes, document) {
    const size = isLong(sizes, document) ? longSize(sizes, document, 0) : unit(sizes, 2 * document) & LONG_TITLE;
    return sizes.bases[document] + size;
  }

  /** Where the lead of a document ends, which follows its title. @param {Sizes} sizes @param {number} document */
  function leadEnd(sizes, document) {
    const size = isLong(sizes, document) ? longSize(sizes, document, 1) : unit(sizes, 2 * document + 1);
    return titleEnd(sizes, document) + size;
  }

  /** The field of a place in a document: 2 title, 1 lead, 0 body. @param {Sizes} sizes @param {number} document @param {number} place */
  function fieldAt(sizes, document, place) {
    return place < titleEnd(sizes, document) ? 2 : place < leadEnd(sizes, document) ? 1 : 0;
  }

  /**
   * The number of places at a position among those that layout.py `rounded_up` gives.
   * @param {number} position
   */
  function span(position) {
    const zeros = position < 17 ? 0 : (position - 9) >> 3;
    return (position - 8 * zeros) << zeros;
  }

  /**
   * The score of a document, 0–16: 0–8 when the best field is the body, 8–12 for the lead, 12–16 for the title.
   * @param {number} best
   * @param {number} weight
   * @param {number} length
   * @param {number} average
   */
  function level(best, weight, length, average) {
    const norm = 1 - LENGTH_SHARE + (LENGTH_SHARE * length) / average;
    const adjusted = weight / norm;
    return FLOORS[best] + (adjusted / (adjusted + SATURATION)) * STEPS[best];
  }

  /**
   * The scores of what a term matched.
   * @param {Postings[]} found by segment, from PostingIndex
   * @param {DocumentTable} table
   * @returns {Scored}
   */
  function scoreTerm(found, table) {
    /** @type {Scored} */
    const scored = { scores: new Float32Array(table.total), documents: [] };
    for (let s = 0; s < found.length; s++) {
      const part = found[s];
      const first = table.firsts[s];
      if (part.scores) {
        for (let i = 0; i < part.documents.length; i++) {
          const document = first + part.documents[i];
          // a level was cut to a whole number: the middle is the best guess
          scored.scores[document] = part.scores[i] + 0.5;
          scored.documents.push(document);
        }
      } else if (part.places) scorePlaces(part.places, table.tables[s], table.average, first, scored);
    }
    return scored;
  }

  /** @param {Int32Array} places @param {Sizes} table @param {number} average @param {number} first @param {Scored} scored */
  function scorePlaces(places, table, average, first, scored) {
    let document = 0;
    for (let i = 0; i < places.length; ) {
      document = documentAt(table.bases, places[i], document);
      const end = table.bases[document + 1];
      let weight = 0;
      let best = 0;
      for (; i < places.length && places[i] < end; i++) {
        const field = fieldAt(table, document, places[i]);
        weight += WEIGHTS[field];
        if (field > best) best = field;
      }
      scored.scores[first + document] = level(best, weight, end - table.bases[document], average);
      scored.documents.push(first + document);
    }
  }

  /**
   * The document of a segment that a place belongs to. Looked for in strides that double, then halve: a place may be in the next
   * document or a thousand further on.
   * @param {Int32Array} bases
   * @param {number} place
   * @param {number} from a document that begins at the place or before it
   */
  function documentAt(bases, place, from) {
    let document = from;
    let stride = 1;
    for (; bases[document + stride] <= place; stride *= 2) document += stride;
    for (; stride >= 1; stride /= 2) if (bases[document + stride] <= place) document += stride;
    return document;
  }

  /**
   * The documents that contain all terms, ascending, and their scores: rare terms count more.
   * @param {Scored[]} scored by term, at least one
   * @param {number} total of the documents of the index
   * @returns {Scored}
   */
  function together(scored, total) {
    const sum = new Float32Array(total);
    let documents = scored[0].documents;
    scored.forEach((one, i) => {
      const weight = rarity(one.documents.length, total) + 0.05;
      const scores = one.scores;
      if (i) documents = documents.filter((d) => scores[d]);
      for (const d of documents) sum[d] += weight * scores[d];
    });
    return { scores: sum, documents: documents };
  }

  /**
   * The documents among some whose title consists of the terms, and nothing else but separators.
   * @param {number[]} documents
   * @param {string[]} terms
   * @param {Scored[]} scored by term
   * @param {DocumentTable} table
   * @returns {number[]}
   */
  function called(documents, terms, scored, table) {
    const size = terms.reduce((sum, term) => sum + Array.from(term).length, 0);
    return documents.filter((document) => {
      if (!scored.every((one) => one.scores[document] >= FLOORS[2])) return false;
      const place = table.locate(document);
      const sizes = table.tables[place.segment];
      const more = titleEnd(sizes, place.number) - sizes.bases[place.number] - 1 - size; // a title ends with a separator
      return more >= 0 && more < terms.length;
    });
  }

  /**
   * How much a match tells: terms found in few documents tell more.
   * @param {number} documents
   * @param {number} total
   */
  function rarity(documents, total) {
    return Math.log(1 + (total - documents + 0.5) / (documents + 0.5));
  }

  /**
   * The smallest distance in each document between a place of one term and one of another.
   * @returns {Map<number, number>} document → distance in characters
   * @param {Postings[]} left
   * @param {Postings[]} right
   * @param {DocumentTable} table
   */
  function distances(left, right, table) {
    /** @type {Map<number, number>} */
    const found = new Map();
    left.forEach((part, s) => {
      const other = right[s].places;
      if (!part.places || !other) return;
      const bases = table.tables[s].bases;
      let document = 0;
      for (let i = 0, j = 0; i < part.places.length; i++) {
        const place = part.places[i];
        document = documentAt(bases, place, document);
        while (j < other.length && other[j] < place) j++;
        for (const near of [other[j - 1], other[j]]) {
          if (near === undefined || near < bases[document] || near >= bases[document + 1]) continue;
          const key = table.firsts[s] + document;
          const gap = Math.abs(near - place);
          const least = found.get(key);
          if (least === undefined || gap < least) found.set(key, gap);
        }
      }
    });
    return found;
  }

  /**
   * Documents with a positive score, ascending.
   * @param {Float32Array} scores
   */
  function listed(scores) {
    /** @type {number[]} */
    const documents = [];
    for (let d = 0; d < scores.length; d++) if (scores[d] > 0) documents.push(d);
    return documents;
  }

  /**
   * The best documents, best first; equals in the order of the index. Only those shown are put in order, of thousands that match.
   * @param {number[]} documents ascending
   * @param {Float32Array} scores
   * @param {number} count
   */
  function bestFirst(documents, scores, count) {
    const least = lowestOf(documents, scores, count);
    const above = documents.filter((d) => scores[d] > least).sort((a, b) => scores[b] - scores[a] || a - b);
    return above.concat(documents.filter((d) => scores[d] === least)).slice(0, count);
  }

  /**
   * The score of the last of so many best documents.
   * @param {number[]} documents
   * @param {Float32Array} scores
   * @param {number} count
   */
  function lowestOf(documents, scores, count) {
    const values = Float32Array.from(documents, (d) => scores[d]).sort();
    return values.length ? values[Math.max(0, values.length - count)] : 0;
  }

  return {
    DocumentTable: DocumentTable, scoreTerm: scoreTerm, together: together, called: called, rarity: rarity,
    distances: distances, listed: listed, bestFirst: bestFirst, documentAt: documentAt, titleEnd: titleEnd, leadEnd: leadEnd, fieldAt: fieldAt,
  };
})();
