/*
 * From matches to scores. Scores of terms that are listed by document were computed when the index was built (see
 * score.py `quantise`); those of phrases follow from their places by the same formula. Pure functions.
 */
/** @typedef {{bases: Int32Array, numbers: Int32Array}} Sizes where documents begin, and what is told of them, three numbers each */
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

  /** @param {number} documents @param {string} text @returns {Sizes} */
  function readTable(documents, text) {
    const bases = new Int32Array(documents + 1);
    const numbers = anliku.postings.gammas(text, 3 * documents, [7, 4, 6]);
    for (let i = 0, base = 0; i < documents; i++) bases[i + 1] = base += span(numbers[3 * i]);
    return { bases: bases, numbers: numbers };
  }

  /** Where the title of a document ends. @param {Sizes} sizes @param {number} document */
  function titleEnd(sizes, document) {
    return sizes.bases[document] + sizes.numbers[3 * document + 1];
  }

  /** Where the lead of a document ends, which follows its title. @param {Sizes} sizes @param {number} document */
  function leadEnd(sizes, document) {
    return titleEnd(sizes, document) + sizes.numbers[3 * document + 2];
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
   * The scores of what a term matched, for every document of the index; 0: no match.
   * @param {Postings[]} found by segment, from PostingIndex
   * @param {DocumentTable} table
   * @returns {{scores: Float32Array, count: number}}
   */
  function scoreTerm(found, table) {
    const scores = new Float32Array(table.total);
    let count = 0;
    found.forEach((part, s) => {
      const first = table.firsts[s];
      const levels = part.scores;
      if (levels) {
        // a level was cut to a whole number: the middle is the best guess
        part.documents.forEach((document, i) => (scores[first + document] = levels[i] + 0.5));
        count += part.documents.length;
      } else if (part.places) count += scorePlaces(part.places, table.tables[s], table.average, scores.subarray(first));
    });
    return { scores: scores, count: count };
  }

  /** @param {Int32Array} places @param {Sizes} table @param {number} average @param {Float32Array} scores */
  function scorePlaces(places, table, average, scores) {
    let count = 0;
    let document = 0;
    for (let i = 0; i < places.length; count++) {
      while (table.bases[document + 1] <= places[i]) document++;
      const end = table.bases[document + 1];
      let weight = 0;
      let best = 0;
      for (; i < places.length && places[i] < end; i++) {
        const field = fieldAt(table, document, places[i]);
        weight += WEIGHTS[field];
        if (field > best) best = field;
      }
      scores[document] = level(best, weight, end - table.bases[document], average);
    }
    return count;
  }

  /**
   * The scores of the documents that contain all terms: rare terms count more.
   * @param {{scores: Float32Array, count: number}[]} scored by term, at least one
   * @param {number} total of the documents of the index
   */
  function together(scored, total) {
    const sum = new Float32Array(total);
    scored.forEach((one, i) => {
      const weight = rarity(one.count, total) + 0.05;
      const scores = one.scores;
      if (i === 0) for (let d = 0; d < total; d++) sum[d] = weight * scores[d];
      else for (let d = 0; d < total; d++) if (sum[d]) sum[d] = scores[d] && sum[d] + weight * scores[d];
    });
    return sum;
  }

  /**
   * The documents among some whose title consists of the terms, and nothing else but separators.
   * @param {number[]} documents
   * @param {string[]} terms
   * @param {{scores: Float32Array}[]} scored by term
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
        while (bases[document + 1] <= place) document++;
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
   * Documents, best first; equals in the order of the index.
   * @param {number[]} documents
   * @param {Float32Array} scores
   */
  function ranked(documents, scores) {
    return documents.sort((a, b) => scores[b] - scores[a] || a - b);
  }

  return {
    DocumentTable: DocumentTable, scoreTerm: scoreTerm, together: together, called: called, rarity: rarity,
    distances: distances, listed: listed, ranked: ranked, titleEnd: titleEnd, leadEnd: leadEnd, fieldAt: fieldAt,
  };
})();
