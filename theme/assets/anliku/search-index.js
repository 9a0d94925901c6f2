/*
 * Reading the index: packed streams, posting shards, phrases. The layout is described in docs/search-concept.md and
 * written by `search/bits.py`, `encode.py` and `grams.py`. Pure logic: shards come through a `load` function.
 */
/**
 * @typedef {object} Postings what a term matches in one segment
 * @property {Int32Array} documents numbers within the segment, ascending
 * @property {Uint8Array|null} scores for terms that are listed by document
 * @property {Int32Array|null} places for all others; then `documents` is empty
 */
/**
 * @typedef {Postings[] & {partial?: boolean}} PostingsBySegment by segment; partial: a shard could not be read, and more may be listed
 *   than contains the term
 */
var anliku = window.anliku || {};
anliku.postings = (function () {
  "use strict";

  const UNIT_BASE = 0x3400;
  const UNIT_BITS = 15;
  const ESCAPE = 9;
  const NEAR_K = 8;
  const FAR_K = 13;
  const START = 1;
  const END = 0x10ffff;
  const SCORED_TRIPLE = 0x100000;
  const CODES = 0x200000;
  const SCORE_BITS = 4;
  const CHAR_SCORE_BITS = 2;
  const COARSE = [2, 6, 9, 13];
  const NONE = new Int32Array(0);
  const CACHED_LISTS = 400;

  /** @typedef {number[]} Gram three code points */
  /** @typedef {{documents: number, span: number}} Segment */

  /** Reads numbers from a packed string, least significant bits first. */
  class Reader {
    /** @param {string} text */
    constructor(text) {
      this.text = text;
      this.at = 0;
      this.bits = 0;
      this.count = 0;
    }

    fill() {
      if (this.at >= this.text.length) throw new Error("stream ends early");
      this.bits |= (this.text.charCodeAt(this.at++) - UNIT_BASE) << this.count;
      this.count += UNIT_BITS;
    }

    /**
     * @param {number} size up to 30 bits
     * @returns {number}
     */
    read(size) {
      if (size > UNIT_BITS) return this.read(UNIT_BITS) + this.read(size - UNIT_BITS) * 32768;
      if (this.count < size) this.fill();
      const value = this.bits & ((1 << size) - 1);
      this.bits >>>= size;
      this.count -= size;
      return value;
    }

    /**
     * Zeros before the next one (which is consumed), at most `most`: then no one follows.
     * @param {number} most
     */
    zeros(most) {
      let total = 0;
      for (;;) {
        if (this.bits === 0) {
          if (total + this.count >= most) break;
          total += this.count;
          this.count = 0;
          this.fill();
        } else {
          const here = 31 - Math.clz32(this.bits & -this.bits);
          if (total + here >= most) break;
          this.bits >>>= here + 1;
          this.count -= here + 1;
          return total + here;
        }
      }
      this.read(most - total);
      return most;
    }

    /**
     * Exponential Golomb code of order k.
     * @param {number} k
     */
    gamma(k) {
      const extra = this.zeros(64);
      return ((1 << extra) - 1) * (1 << k) + this.read(extra + k);
    }

    /**
     * Rice code with parameter k, outliers in `raw` bits.
     * @param {number} k
     * @param {number} raw
     */
    rice(k, raw) {
      const quotient = this.zeros(ESCAPE);
      return quotient === ESCAPE ? this.read(raw) : quotient * (1 << k) + this.read(k);
    }
  }

  /** @param {number} number */
  function bitLength(number) {
    return 32 - Math.clz32(number);
  }

  /**
   * The Rice parameter for `count` numbers adding up to at most `span`; the twin of bits.py `rice_width`.
   * @param {number} span
   * @param {number} count
   */
  function riceWidth(span, count) {
    return Math.max(bitLength(Math.floor(Math.floor((span * 11) / 16) / count)) - 1, 0);
  }

  /**
   * Compare two grams, each [a, b, c].
   * @param {Gram} left
   * @param {Gram} right
   */
  function compare(left, right) {
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  }

  /**
   * Call `visit(gram, values, scores)` for the grams of a line between `low` and `high`.
   * @param {string} line
   * @param {Segment} segment
   * @param {Gram} low
   * @param {Gram} high
   * @param {(gram: Gram) => boolean} scored whether the gram lists documents
   * @param {(gram: Gram, values: Int32Array, scores: Uint8Array|null) => void} visit
   */
  function scan(line, segment, low, high, scored, visit) {
    if (!line) return;
    const reader = new Reader(line);
    const gram = [0, 0, 0];
    for (let left = reader.gamma(0) + 1, first = true; left > 0; left--, first = false) {
      nextGram(reader, gram, first);
      const count = reader.gamma(0) + 1;
      if (compare(gram, high) > 0) return;
      const wanted = compare(gram, low) >= 0;
      const byDocument = scored(gram);
      const bits = byDocument ? (gram[1] === 0 ? CHAR_SCORE_BITS : SCORE_BITS) : 0;
      const values = wanted ? new Int32Array(count) : null;
      const scores = wanted && byDocument ? new Uint8Array(count) : null;
      readList(reader, count, byDocument ? segment.documents : segment.span, bits, values, scores);
      if (values) visit(gram, values, scores);
    }
  }

  /** @param {Reader} reader @param {Gram} gram @param {boolean} first */
  function nextGram(reader, gram, first) {
    if (reader.read(1)) {
      gram[2] += reader.gamma(NEAR_K);
      return;
    }
    if (reader.read(1)) {
      gram[1] += reader.gamma(NEAR_K);
    } else {
      gram[0] = (first ? 0 : gram[0]) + reader.gamma(NEAR_K);
      gram[1] = reader.gamma(FAR_K);
    }
    gram[2] = reader.read(1) ? reader.gamma(FAR_K) : 0;
  }

  /**
   * @param {Reader} reader
   * @param {number} count
   * @param {number} reach
   * @param {number} scoreBits
   * @param {Int32Array|null} values
   * @param {Uint8Array|null} scores
   */
  function readList(reader, count, reach, scoreBits, values, scores) {
    const k = riceWidth(reach, count);
    const raw = bitLength(reach);
    let value = -1;
    for (let i = 0; i < count; i++) {
      value += 1 + reader.rice(k, raw);
      const score = scoreBits ? reader.read(scoreBits) : 0;
      if (values) values[i] = value;
      if (scores) scores[i] = scoreBits === CHAR_SCORE_BITS ? COARSE[score] : score;
    }
  }

  /**
   * Starts from which `right` holds start + offset. Both ascend.
   * @param {Int32Array} left
   * @param {Int32Array} right
   * @param {number} offset
   */
  function follow(left, right, offset) {
    const found = new Int32Array(Math.min(left.length, right.length));
    let size = 0;
    for (let i = 0, j = 0; i < left.length && j < right.length; ) {
      const gap = left[i] + offset - right[j];
      if (gap === 0) {
        found[size++] = left[i++];
        j++;
      } else if (gap < 0) i++;
      else j++;
    }
    return found.subarray(0, size);
  }

  /**
   * All values of several ascending lists, ascending.
   * @param {Int32Array[]} lists
   */
  function union(lists) {
    if (lists.length < 2) return lists[0] || NONE;
    const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    for (const list of lists) {
      all.set(list, at);
      at += list.length;
    }
    return all.sort();
  }

  /**
   * The grams that together cover a term of three or more characters; c is null for a pair with all its continuations.
   * Every character is in one of them.
   * @param {number[]} codes
   * @param {(a: number, b: number) => boolean} isFrequent
   */
  function cover(codes, isFrequent) {
    /** @type {{offset: number, a: number, b: number, c: number|null}[]} */
    const chosen = [];
    /** @type {(i: number) => boolean} */
    const pair = (i) => i >= 0 && i + 1 < codes.length && !isFrequent(codes[i], codes[i + 1]);
    /** @type {(i: number) => boolean} */
    const triple = (i) => i >= 0 && i + 2 < codes.length && !(pair(i) && pair(i + 1));
    // From left to right: the gram that begins at the next character, else one before it that still reaches it. Places are
    // listed of pairs that are not frequent, and of triples in which one of the pairs is.
    for (let next = 0; next < codes.length; ) {
      const i = next;
      let take = [0, 0];
      if (triple(i)) take = [i, 3];
      else if (pair(i)) take = [i, 2];
      else if (triple(i - 1)) take = [i - 1, 3];
      else if (pair(i - 1)) take = [i - 1, 2];
      else take = [i - 2, 3];
      const at = take[0];
      chosen.push({ offset: at, a: codes[at], b: codes[at + 1], c: take[1] === 3 ? codes[at + 2] : null });
      next = take[0] + take[1];
    }
    return chosen;
  }


  /** The postings of one index. */
  class PostingIndex {
    /**
     * @param {IndexMeta} meta
     * @param {(name: string) => Promise<any>} load gives the value of a script, or rejects
     */
    constructor(meta, load) {
      this.load = load;
      /** @type {Segment[]} */
      this.segments = meta.segments.map((s) => ({ documents: s[0], span: s[1] }));
      /** @type {string[]} */
      this.bounds = meta.bounds.match(/[^]{3}/gu) || []; // thousands, of which a query reads some twenty
      const pairs = grams(meta.pairs);
      /** @type {Set<number>} */
      this.pairs = new Set();
      for (let i = 0; i < pairs.length; i += 3) this.pairs.add(pairs[i] * CODES + pairs[i + 1]);
      /** @type {Set<string>} */
      this.triples = new Set(meta.triples.match(/[^]{3}/gu) || []);
      /** @type {Map<string, Promise<PostingsBySegment>>} */
      this.cache = new Map();
      this.isFrequent = this.isFrequent.bind(this);
    }

    /**
     * Whether a pair lists documents.
     * @param {number} a
     * @param {number} b
     */
    isFrequent(a, b) {
      return this.pairs.has(a * CODES + b);
    }

    /**
     * Whether a gram lists documents: single characters, frequent pairs, frequent triples under their second name.
     * @param {Gram} gram
     */
    isScored(gram) {
      if (gram[1] === 0) return true;
      if (gram[0] >= SCORED_TRIPLE) return true;
      return gram[2] === 0 && this.isFrequent(gram[0], gram[1]);
    }

    /**
     * The names of the shards that hold the grams from one to another.
     * @param {Gram} low
     * @param {Gram} high
     */
    shardsOf(low, high) {
      const names = [];
      for (let i = this.shardOf(low); i <= this.shardOf(high); i++) {
        const number = ("00" + i.toString(16)).slice(-3);
        names.push("p/" + number[0] + "/" + number.slice(1));
      }
      return names;
    }

    /**
     * The number of the shard that holds a gram.
     * @param {Gram} gram
     */
    shardOf(gram) {
      let low = 0;
      let high = this.bounds.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(grams(this.bounds[middle]), gram) <= 0) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    /**
     * What matches a term, for every segment. `partial` is set on the result when a shard could not be read and
     * therefore more may match than contain the term; with no shard readable the promise is rejected.
     * @param {string} term one run, normalised
     * @returns {Promise<PostingsBySegment>}
     */
    find(term) {
      const codes = codesOf(term);
      if (codes.length === 1) return this.list(codes[0], 0, 0);
      if (codes.length === 2) return this.list(codes[0], codes[1], this.isFrequent(codes[0], codes[1]) ? 0 : null);
      if (codes.length === 3 && this.triples.has(term)) {
        return this.list(codes[0] + SCORED_TRIPLE, codes[1], codes[2]);
      }
      return this.phrase(codes);
    }

    /**
     * Places at which all characters follow one another. A list that cannot be read is left out, if others can.
     * @param {number[]} codes
     * @returns {Promise<PostingsBySegment>}
     */
    async phrase(codes) {
      const wanted = cover(codes, this.isFrequent);
      const tried = await Promise.all(wanted.map((g) => this.list(g.a, g.b, g.c).catch(() => null)));
      /** @type {{offset: number, found: PostingsBySegment}[]} */
      const lists = [];
      tried.forEach((found, i) => found && lists.push({ offset: wanted[i].offset, found: found }));
      if (!lists.length) throw new Error("no part of the term can be looked up");
      /** @type {PostingsBySegment} */
      const whole = this.segments.map((_, s) => {
        const parts = lists.map((list) => ({ offset: list.offset, places: placesOf(list.found[s]) }));
        parts.sort((x, y) => x.places.length - y.places.length);
        let found = parts[0].places;
        for (const part of parts.slice(1)) found = follow(found, part.places, part.offset - parts[0].offset);
        const shift = parts[0].offset;
        return { documents: NONE, scores: null, places: shift ? found.map((p) => p - shift) : found };
      });
      whole.partial = lists.length < wanted.length;
      return whole;
    }

    /**
     * Where runs follow one another, each two one place apart: the places of the first.
     * @param {string[]} runs
     * @returns {Promise<{found: Postings[]|null, sure: boolean, partial: boolean}>} found null: nothing is known, for each
     *   run is a single character; not sure: between two runs, or in place of one of a single character, anything may stand
     */
    async row(runs) {
      const codes = runs.map(codesOf);
      const last = codes.length - 1;
      const sure = codes.every((run, i) => run.length > 1 && (i === last || this.endsFrequent(run)));
      const lists = await Promise.all(codes.map((run, i) => this.runPlaces(run, i < last)));
      /** @type {Postings[]|null} */
      let found = null;
      let offset = 0;
      let begin = 0;
      for (let i = 0; i <= last; i++) {
        const list = lists[i];
        const gap = offset - begin;
        if (list && found) found = found.map((part, s) => placed(follow(placesOf(part), placesOf(list[s]), gap)));
        else if (list) {
          found = list;
          begin = offset;
        }
        offset += codes[i].length + 1;
      }
      const shift = begin;
      if (found && shift) found = found.map((part) => placed(placesOf(part).map((place) => place - shift)));
      return { found: found, sure: sure, partial: lists.some((list) => list !== null && list.partial === true) };
    }

    /**
     * Where a run stands; with `closed` only where it ends a run, as far as is known. Null for a single character.
     * @param {number[]} codes
     * @param {boolean} closed
     * @returns {Promise<PostingsBySegment|null>}
     */
    async runPlaces(codes, closed) {
      const size = codes.length;
      if (size === 1) return null;
      const ends = closed && this.endsFrequent(codes) ? await this.list(codes[size - 2], codes[size - 1], START) : null;
      if (size === 2) return ends || this.list(codes[0], codes[1], null);
      const inner = await this.phrase(codes);
      if (!ends) return inner;
      /** @type {PostingsBySegment} */
      const both = inner.map((part, s) => placed(follow(placesOf(part), placesOf(ends[s]), size - 2)));
      both.partial = inner.partial;
      return both;
    }

    /** @param {number[]} codes */
    endsFrequent(codes) {
      return codes.length > 1 && this.isFrequent(codes[codes.length - 2], codes[codes.length - 1]);
    }

    /**
     * What `find` gives for a term that is nowhere.
     * @returns {PostingsBySegment}
     */
    nothing() {
      return this.segments.map(() => ({ documents: NONE, scores: null, places: NONE }));
    }

    /**
     * Where words of Latin letters and digits that are this term start; for terms of two or more characters.
     * @param {string} term
     * @returns {Promise<PostingsBySegment>}
     */
    async wholeWords(term) {
      const codes = codesOf(term);
      const size = codes.length;
      if (size === 1) return this.list(START, codes[0], END);
      const starts = await this.list(START, codes[0], codes[1]);
      const ends = await this.list(codes[size - 2], codes[size - 1], END);
      const inner = size > 2 ? await this.phrase(codes) : null;
      return this.segments.map((_, s) => {
        const both = follow(placesOf(starts[s]), placesOf(ends[s]), size - 2);
        return placed(inner ? follow(both, placesOf(inner[s]), 0) : both);
      });
    }

    /**
     * The lists of one gram for every segment; c null: of a pair with all its continuations. Cached.
     * @param {number} a
     * @param {number} b
     * @param {number|null} c
     * @returns {Promise<PostingsBySegment>}
     */
    list(a, b, c) {
      const key = a + "," + b + "," + c;
      const found = this.cache.get(key) || this.readLists(a, b, c);
      this.cache.delete(key);
      this.cache.set(key, found); // as the latest
      const oldest = this.cache.keys().next();
      if (this.cache.size > CACHED_LISTS && !oldest.done) this.cache.delete(oldest.value);
      found.catch(() => this.cache.delete(key));
      return found;
    }

    /** @param {number} a @param {number} b @param {number|null} c @returns {Promise<PostingsBySegment>} */
    async readLists(a, b, c) {
      const low = [a, b, c === null && this.isFrequent(a, b) ? START : c || 0];
      const high = [a, b, c === null ? END - 1 : c];
      const shards = await Promise.all(this.shardsOf(low, high).map((name) => this.load(name)));
      return this.segments.map((segment, s) => {
        /** @type {Int32Array[]} */
        const lists = [];
        /** @type {Uint8Array|null} */
        let scores = null;
        for (const lines of shards) {
          scan(lines[s], segment, low, high, (gram) => this.isScored(gram), (gram, values, their) => {
            lists.push(values);
            scores = their;
          });
        }
        const values = union(lists);
        return this.isScored([a, b, c === null ? -1 : c])
          ? { documents: values, scores: scores || new Uint8Array(0), places: null }
          : { documents: NONE, scores: null, places: values };
      });
    }
  }

  /** @param {Int32Array} places @returns {Postings} */
  function placed(places) {
    return { documents: NONE, scores: null, places: places };
  }

  /** @param {Postings} found */
  function placesOf(found) {
    return found.places || NONE;
  }

  /** @param {string} text */
  function codesOf(text) {
    /** @type {number[]} */
    const codes = [];
    for (let i = 0; i < text.length; ) {
      const code = Number(text.codePointAt(i));
      codes.push(code);
      i += code > 0xffff ? 2 : 1;
    }
    return codes;
  }

  /**
   * The grams of a string one after the other, three numbers each; a blank is “none”.
   * @param {string} text
   */
  function grams(text) {
    return codesOf(text).map((code) => (code === 32 ? 0 : code));
  }

  /**
   * The numbers of lists packed by `facets.py`: for each value the documents that have it.
   * @param {string} text
   * @param {number} lists
   * @param {number} documents
   */
  function unpackLists(text, lists, documents) {
    if (!lists) return [];
    const reader = new Reader(text);
    const found = [];
    for (let i = 0; i < lists; i++) {
      const count = reader.gamma(0) + 1;
      const values = new Int32Array(count);
      readGaps(reader, values, documents);
      found.push(values);
    }
    return found;
  }

  /** @param {Reader} reader @param {Int32Array} values @param {number} reach */
  function readGaps(reader, values, reach) {
    const k = riceWidth(reach, values.length);
    const raw = bitLength(reach);
    let value = -1;
    for (let i = 0; i < values.length; i++) values[i] = value += 1 + reader.rice(k, raw);
  }

  return { Reader: Reader, PostingIndex: PostingIndex, unpackLists: unpackLists };
})();
