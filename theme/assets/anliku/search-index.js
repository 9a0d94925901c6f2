/*
 * Reading the index: packed streams, posting shards, phrases. The layout is described in docs/search-concept.md and
 * written by `search/bits.py`, `encode.py` and `grams.py`. Pure logic: shards come through a `load` function.
 */
(function (anliku) {
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

    /** @param {number} size up to 30 bits */
    read(size) {
      if (size > UNIT_BITS) return this.read(UNIT_BITS) + this.read(size - UNIT_BITS) * 32768;
      if (this.count < size) this.fill();
      const value = this.bits & ((1 << size) - 1);
      this.bits >>>= size;
      this.count -= size;
      return value;
    }

    /** Zeros before the next one (which is consumed), at most `most`: then no one follows. */
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

    /** Exponential Golomb code of order k. */
    gamma(k) {
      const extra = this.zeros(64);
      return ((1 << extra) - 1) * (1 << k) + this.read(extra + k);
    }

    /** Rice code with parameter k, outliers in `raw` bits. */
    rice(k, raw) {
      const quotient = this.zeros(ESCAPE);
      return quotient === ESCAPE ? this.read(raw) : quotient * (1 << k) + this.read(k);
    }
  }

  function bitLength(number) {
    return 32 - Math.clz32(number);
  }

  /** The Rice parameter for `count` numbers adding up to at most `span`; the twin of bits.py `rice_width`. */
  function riceWidth(span, count) {
    return Math.max(bitLength(Math.floor(Math.floor((span * 11) / 16) / count)) - 1, 0);
  }

  /** Compare two grams, each [a, b, c]. */
  function compare(left, right) {
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  }

  /**
   * Call `visit(gram, values, scores)` for the grams of a line between `low` and `high`.
   * @param {string} line
   * @param {{documents: number, span: number}} segment
   * @param {(gram: number[]) => boolean} scored whether the gram lists documents
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
      if (wanted) visit(gram, values, scores);
    }
  }

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

  /** All values of several ascending lists, ascending. */
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
   * The grams that together cover a term of three or more characters, as [offset, a, b, c]; c is null for a pair with
   * all its continuations. Every character is in one of them.
   */
  function cover(codes, isFrequent) {
    const chosen = [];
    const pair = (i) => i >= 0 && i + 1 < codes.length && !isFrequent(codes[i], codes[i + 1]);
    const triple = (i) => i >= 0 && i + 2 < codes.length && !(pair(i) && pair(i + 1));
    for (let next = 0; next < codes.length; ) {
      const i = next;
      let take = null;
      if (triple(i)) take = [i, 3];
      else if (pair(i)) take = [i, 2];
      else if (triple(i - 1)) take = [i - 1, 3];
      else if (pair(i - 1)) take = [i - 1, 2];
      else take = [i - 2, 3];
      chosen.push([take[0], codes[take[0]], codes[take[0] + 1], take[1] === 3 ? codes[take[0] + 2] : null]);
      next = take[0] + take[1];
    }
    return chosen;
  }

  /**
   * @typedef {object} Found what a term matches in one segment
   * @property {Int32Array} documents numbers within the segment, ascending
   * @property {Uint8Array|null} scores for terms that are listed by document
   * @property {Int32Array|null} places for all others; then `documents` is empty
   */

  /** The postings of one index. */
  class PostingIndex {
    /**
     * @param {object} meta the value of the `meta` script
     * @param {(name: string) => Promise<any>} load gives the value of a script, or rejects
     */
    constructor(meta, load) {
      this.load = load;
      this.segments = meta.segments.map((s) => ({ documents: s[0], span: s[1] }));
      this.bounds = triples(meta.bounds);
      this.pairs = new Set(triples(meta.pairs).map((gram) => gram[0] * CODES + gram[1]));
      this.triples = new Set(triples(meta.triples).map((gram) => gram.join(",")));
      this.cache = new Map();
      this.isFrequent = (a, b) => this.pairs.has(a * CODES + b);
    }

    /** Whether a gram lists documents: single characters, frequent pairs, frequent triples under their second name. */
    isScored(gram) {
      if (gram[1] === 0) return true;
      if (gram[0] >= SCORED_TRIPLE) return true;
      return gram[2] === 0 && this.isFrequent(gram[0], gram[1]);
    }

    /** The names of the shards that hold the grams from one to another. */
    shardsOf(low, high) {
      const names = [];
      for (let i = this.shardOf(low); i <= this.shardOf(high); i++) {
        const number = ("00" + i.toString(16)).slice(-3);
        names.push("p/" + number[0] + "/" + number.slice(1));
      }
      return names;
    }

    /** The number of the shard that holds a gram. */
    shardOf(gram) {
      let low = 0;
      let high = this.bounds.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(this.bounds[middle], gram) <= 0) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    /**
     * What matches a term, for every segment. `partial` is set on the result when a shard could not be read and
     * therefore more may match than contain the term; with no shard readable the promise is rejected.
     * @param {string} term one run, normalised
     * @returns {Promise<Found[]>}
     */
    find(term) {
      const codes = Array.from(term, (c) => c.codePointAt(0));
      if (codes.length === 1) return this.list(codes[0], 0, 0);
      if (codes.length === 2) return this.list(codes[0], codes[1], this.isFrequent(codes[0], codes[1]) ? 0 : null);
      if (codes.length === 3 && this.triples.has(codes.join(","))) {
        return this.list(codes[0] + SCORED_TRIPLE, codes[1], codes[2]);
      }
      return this.phrase(codes);
    }

    /** Places at which all characters follow one another. A list that cannot be read is left out, if others can. */
    async phrase(codes) {
      const wanted = cover(codes, this.isFrequent);
      const tried = await Promise.all(wanted.map((g) => this.list(g[1], g[2], g[3]).catch(() => null)));
      const grams = wanted.filter((_, i) => tried[i]);
      const lists = tried.filter(Boolean);
      if (!lists.length) throw new Error("no part of the term can be looked up");
      const whole = this.segments.map((_, s) => {
        const parts = grams.map((g, i) => ({ offset: g[0], places: lists[i][s].places }));
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
     * @returns {Promise<{found: Found[]|null, sure: boolean, partial: boolean}>} found null: nothing is known, for each
     *   run is a single character; not sure: between two runs, or in place of one of a single character, anything may stand
     */
    async row(runs) {
      const codes = runs.map((run) => Array.from(run, (c) => c.codePointAt(0)));
      const last = codes.length - 1;
      const sure = codes.every((run, i) => run.length > 1 && (i === last || this.endsFrequent(run)));
      const lists = await Promise.all(codes.map((run, i) => this.runPlaces(run, i < last)));
      let found = null;
      let offset = 0;
      let begin = 0;
      lists.forEach((list, i) => {
        if (list && found) found = found.map((part, s) => placed(follow(part.places, list[s].places, offset - begin)));
        else if (list) {
          found = list;
          begin = offset;
        }
        offset += codes[i].length + 1;
      });
      if (found && begin) found = found.map((part) => placed(part.places.map((place) => place - begin)));
      return { found: found, sure: sure, partial: lists.some((list) => list && list.partial) };
    }

    /** Where a run stands; with `closed` only where it ends a run, as far as is known. Null for a single character. */
    async runPlaces(codes, closed) {
      const size = codes.length;
      if (size === 1) return null;
      const ends = closed && this.endsFrequent(codes) ? await this.list(codes[size - 2], codes[size - 1], START) : null;
      if (size === 2) return ends || this.list(codes[0], codes[1], null);
      const inner = await this.phrase(codes);
      if (!ends) return inner;
      const both = inner.map((part, s) => placed(follow(part.places, ends[s].places, size - 2)));
      both.partial = inner.partial;
      return both;
    }

    endsFrequent(codes) {
      return codes.length > 1 && this.isFrequent(codes[codes.length - 2], codes[codes.length - 1]);
    }

    /** What `find` gives for a term that is nowhere. */
    nothing() {
      return this.segments.map(() => ({ documents: NONE, scores: null, places: NONE }));
    }

    /** Where words of Latin letters and digits that are this term start; for terms of two or more characters. */
    async wholeWords(term) {
      const codes = Array.from(term, (c) => c.codePointAt(0));
      const size = codes.length;
      if (size === 1) return this.list(START, codes[0], END);
      const starts = await this.list(START, codes[0], codes[1]);
      const ends = await this.list(codes[size - 2], codes[size - 1], END);
      const inner = size > 2 ? await this.phrase(codes) : null;
      return this.segments.map((_, s) => {
        const both = follow(starts[s].places, ends[s].places, size - 2);
        return { documents: NONE, scores: null, places: inner ? follow(both, inner[s].places, 0) : both };
      });
    }

    /** The lists of one gram for every segment; c null: of a pair with all its continuations. Cached. */
    list(a, b, c) {
      const key = a + "," + b + "," + c;
      let found = this.cache.get(key);
      if (found) this.cache.delete(key);
      else found = this.readLists(a, b, c);
      this.cache.set(key, found);
      if (this.cache.size > CACHED_LISTS) this.cache.delete(this.cache.keys().next().value);
      found.catch(() => this.cache.delete(key));
      return found;
    }

    async readLists(a, b, c) {
      const low = [a, b, c === null && this.isFrequent(a, b) ? START : c || 0];
      const high = [a, b, c === null ? END - 1 : c];
      const shards = await Promise.all(this.shardsOf(low, high).map((name) => this.load(name)));
      return this.segments.map((segment, s) => {
        const lists = [];
        let scores = null;
        for (const lines of shards) {
          scan(lines[s], segment, low, high, (gram) => this.isScored(gram), (gram, values, their) => {
            lists.push(values);
            scores = their;
          });
        }
        const values = union(lists);
        return this.isScored([a, b, c])
          ? { documents: values, scores: scores || new Uint8Array(0), places: null }
          : { documents: NONE, scores: null, places: values };
      });
    }
  }

  function placed(places) {
    return { documents: NONE, scores: null, places: places };
  }

  /** Every three characters of a string as a gram; a blank is “none”. */
  function triples(text) {
    const codes = Array.from(text, (c) => (c === " " ? 0 : c.codePointAt(0)));
    const grams = [];
    for (let i = 0; i < codes.length; i += 3) grams.push([codes[i], codes[i + 1], codes[i + 2]]);
    return grams;
  }

  /** The numbers of lists packed by `facets.py`: for each value the documents that have it. */
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

  function readGaps(reader, values, reach) {
    const k = riceWidth(reach, values.length);
    const raw = bitLength(reach);
    let value = -1;
    for (let i = 0; i < values.length; i++) values[i] = value += 1 + reader.rice(k, raw);
  }

  anliku.Reader = Reader;
  anliku.PostingIndex = PostingIndex;
  anliku.unpackLists = unpackLists;
})((window.anliku = window.anliku || {}));
