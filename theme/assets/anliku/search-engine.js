/*
 * The search engine: query → documents in order → hits. It knows nothing of the page; files come through a loader.
 */
/**
 * @typedef {object} Match documents that match in one way
 * @property {"exact"|"alias"|"variant"|"pinyin"|"near"} matched
 * @property {string[]} terms what is marked in a hit
 * @property {number[]} documents in the order of the index
 * @property {Float32Array} scores
 * @property {(document: number) => string} [reason] why a document is near
 */
/** @typedef {{kind: string, text: string, from?: string, total?: number}} Note on how a query was understood */
/** @typedef {Object<string, string[]>} Filters values by facet; one of each facet must hold */
/** @typedef {{filters?: Filters, offset?: number, limit?: number, facets?: boolean}} SearchOptions */
/** @typedef {{value: string, label: string, count: number}} FacetEntry */
/**
 * @typedef {object} Hit
 * @property {string} id
 * @property {string} kind case, policy, term, indicator, page …
 * @property {string} url from the root of the site
 * @property {string} title
 * @property {string} snippet
 * @property {number} score
 * @property {Match["matched"]} matched
 * @property {string} reason why it is near
 * @property {string[]} find what is marked on its page
 * @property {string} section
 * @property {string} source of an excerpt
 * @property {Piece[]} title_parts
 * @property {Piece[]} snippet_parts
 * @property {string} missing the file of its text, where that cannot be read; then the texts are empty
 */
/**
 * @typedef {object} Answer
 * @property {number} total
 * @property {number} more hits that are not exact, after those that are
 * @property {boolean} exact
 * @property {Hit[]} hits
 * @property {Note[]} notes
 * @property {string[]} terms
 * @property {Object<string, FacetEntry[]>|null} facets
 * @property {string[]} problems files that are missing or damaged
 * @property {number} elapsed_ms
 * @property {number} loaded_bytes
 */
var anliku = window.anliku || {};
anliku.engines = (function () {
  "use strict";

  const LIMIT = 10;
  const FEW = 10;
  const LONGEST_WORD = 4;
  const OTHER_WORDS = ["everyday", "asks"];
  // In the file of `docs`, which every query needs.
  const PAIRS = "docs.pairs";
  const WORDS = "docs.words";
  // Added to the scores; engine.py says why they are as large as they are.
  const WHOLE_BONUS = 30;
  const TITLE_BONUS = 1000;
  const NEAR_REACH = 40;
  const WORD_BONUS = 8;
  const LETTERS = /^[a-z]{2,}$/;
  const MIXED = /^(?=.*[\u4e00-\u9fff])(?=.*[a-z])[a-z\u4e00-\u9fff]+$/;
  /** @type {Object<string, string>} */
  const OTHER_FACET_NAMES = { dimension: "dim" };
  /** @type {Hit} */
  const NO_HIT = {
    id: "", kind: "", url: "", title: "", snippet: "", score: 0, matched: "exact", reason: "", find: [], section: "", source: "",
    title_parts: [], snippet_parts: [], missing: "",
  };
  const EMPTY_FOLD = { simplified: "", traditional: "" };
  const NONE = new Int32Array(0);
  const EMPTY_NAMES = { syllables: [], names: [], sounds: [] };

  /** @typedef {{values: string[], labels: string[], documents: Int32Array[]}} Facet */
  /**
   * What reads a query and looks its terms up, once `meta` is there.
   * @typedef {{meta: IndexMeta, analyser: Analyser, index: InstanceType<typeof anliku.postings.PostingIndex>}} Reading
   */

  /** A search engine over one index, of which nothing is loaded before it is asked for. */
  class Engine {
    /** @param {Loader} loader see search-load.js */
    constructor(loader) {
      this.loader = loader;
      /** @type {Promise<Searcher>|null} */
      this.ready = null;
      /** @type {Promise<Reading>|null} */
      this.reading = null;
    }

    /** Load the little that can be loaded before the first key. */
    prepare() {
      return this.read().catch(() => null);
    }

    /**
     * Load what every query needs, and begin with what most need.
     * @returns {Promise<Searcher>}
     */
    open() {
      if (this.ready) return this.ready;
      const both = Promise.all([this.read(), this.loader.load("docs")]);
      this.ready = both.then((values) => new Searcher(this.loader, values[0], values[1]));
      this.ready.catch(() => (this.ready = null));
      return this.ready;
    }

    /** @returns {Promise<Reading>} */
    read() {
      if (this.reading) return this.reading;
      const load = this.loader.load;
      this.reading = load("meta").then((meta) => ({
        meta: meta, analyser: anliku.text.analyser(meta), index: new anliku.postings.PostingIndex(meta, load),
      }));
      this.reading.catch(() => (this.reading = null));
      return this.reading;
    }

    /**
     * Ask for the postings of a query while the rest of what every query needs is still being read.
     * @param {string} text
     */
    async begin(text) {
      const reading = await this.read();
      const terms = anliku.text.parseQuery(text, reading.analyser).terms;
      for (const term of terms) if (term.indexOf(" ") < 0) reading.index.find(term).catch(() => null);
    }

    /**
     * Answer a query.
     * @param {string} text
     * @param {SearchOptions} [options]
     * @returns {Promise<Answer>}
     */
    async search(text, options) {
      const wanted = Object.assign({ filters: {}, offset: 0, limit: LIMIT, facets: false }, options);
      const begun = performance.now();
      const before = this.loader.bytes;
      const opened = this.open();
      this.begin(text).catch(() => null);
      const answer = await (await opened).search(text, wanted);
      return Object.assign(answer, {
        problems: Array.from(new Set(Array.from(this.loader.problems, this.loader.file))),
        elapsed_ms: performance.now() - begun,
        loaded_bytes: this.loader.bytes - before,
      });
    }
  }

  /**
   * Whether a query is a passage that stands in the library word for word: then no other words are meant, and each of them would
   * be one more file to read.
   * @param {Query} query
   * @param {Match[]} found
   */
  function isPassage(query, found) {
    return query.terms.length === 1 && Array.from(query.terms[0]).length > LONGEST_WORD && found.length > 0 && found[0].matched === "exact";
  }

  /** An index that has been opened. */
  class Searcher {
    /**
     * @param {Loader} loader
     * @param {Reading} reading
     * @param {string[]} sizes the value of the shard `docs`
     */
    constructor(loader, reading, sizes) {
      this.loader = loader;
      this.meta = reading.meta;
      this.analyser = reading.analyser;
      this.index = reading.index;
      this.table = new anliku.ranking.DocumentTable(reading.meta, sizes);
      /** @type {Object<string, Facet>|null} */
      this.facetTables = null;
    }

    /**
     * @param {string} text the query
     * @param {{filters: Filters, offset: number, limit: number, facets: boolean}} wanted
     */
    async search(text, wanted) {
      const query = anliku.text.parseQuery(text, this.analyser);
      const mask = await this.mask(wanted.filters);
      const found = await this.matches(query, await this.without(query.exclude), mask);
      if (query.cut) found.notes.push({ kind: "cut", text: query.text });
      const candidates = wanted.facets ? this.unfiltered(query, found.matches.map((match) => match.documents)) : null;
      const matches = passing(found.matches, mask);
      const exact = matches.length > 0 && matches[0].matched === "exact";
      const all = matches.reduce((sum, match) => sum + match.documents.length, 0);
      const count = exact ? matches[0].documents.length : all;
      const page = pageOf(matches, wanted.offset, wanted.limit);
      const hits = await Promise.all(page.map((one) => this.hit(one.document, one.match, wanted.filters.org || [])));
      return {
        total: count,
        more: all - count,
        exact: exact,
        hits: hits,
        notes: found.notes,
        terms: query.terms,
        facets: candidates && (await this.count(await candidates, wanted.filters)),
      };
    }

    /**
     * All matches of a query: the exact ones first, then what may be meant.
     * @param {Query} query
     * @param {Uint8Array|null} mask
     * @param {Uint8Array|null} filter
     */
    async matches(query, mask, filter) {
      /** @type {Note[]} */
      const notes = [];
      if (!query.terms.length) {
        const wanted = !query.text || query.exclude.length;
        return { matches: wanted ? this.everything(mask || filter) : [], notes: notes };
      }
      const exact = await this.exactly(query.terms, mask, "exact");
      const found = exact.documents.length ? [exact] : [];
      if (query.literal) return { matches: found, notes: notes };
      // All files that forgiving needs are asked for at once: one after the other, they would make the first answer slow.
      const needed = ["fold"].concat(isPassage(query, found) ? [] : OTHER_WORDS);
      if (exact.documents.length < FEW) for (const name of needed) this.loader.load(name).catch(() => null);
      for (const step of [this.aliases, this.variants, this.pinyin, this.forms, this.near]) {
        const enough = found.reduce((sum, one) => sum + one.documents.length, 0) >= FEW;
        if (enough && step !== this.aliases && step !== this.pinyin) break;
        found.push(...(await step.call(this, query, mask, found, notes)));
      }
      return { matches: found, notes: notes };
    }

    /**
     * Every document, for an empty query with filters.
     * @param {Uint8Array|null} mask
     * @returns {Match[]}
     */
    everything(mask) {
      if (!mask) return [];
      /** @type {number[]} */
      const documents = [];
      mask.forEach((ok, document) => ok && documents.push(document));
      return [{ matched: "exact", terms: [], documents: documents, scores: new Float32Array(this.table.total) }];
    }

    /**
     * What matches a term or a phrase; nothing, when its shards cannot be read (the loader notes which).
     * @param {string} term
     */
    find(term) {
      const runs = term.split(" ");
      /** @type {Promise<PostingsBySegment>} */
      const found = runs.length > 1 ? anliku.phrases.find(this, runs) : this.index.find(term);
      return found.catch(() => this.index.nothing());
    }

    /**
     * The documents that contain all terms, scored: whole query before near before scattered.
     * @param {string[]} terms
     * @param {Uint8Array|null} mask
     * @param {Match["matched"]} matched
     * @returns {Promise<Match>}
     */
    async exactly(terms, mask, matched) {
      const ranking = anliku.ranking;
      const found = await Promise.all(terms.map((term) => this.find(term)));
      const scored = found.map((one) => ranking.scoreTerm(one, this.table));
      const sum = ranking.together(scored, this.table.total);
      if (mask) sum.documents = sum.documents.filter((d) => mask[d]);
      for (const d of ranking.called(sum.documents, terms, scored, this.table)) sum.scores[d] += TITLE_BONUS;
      if (terms.length > 1) await this.closeness(terms, found, sum);
      await Promise.all(terms.filter(anliku.text.isLatinWord).map((term) => this.wholeWords(term, sum)));
      const surely = found.some((one) => one.partial) ? "near" : matched;
      return { matched: surely, terms: terms, documents: sum.documents, scores: sum.scores };
    }

    /**
     * Add to the scores of documents with the terms as one phrase, in a row, or near one another.
     * @param {string[]} terms
     * @param {PostingsBySegment[]} found
     * @param {Scored} sum
     */
    async closeness(terms, found, sum) {
      const joined = terms.some((term) => term.indexOf(" ") >= 0) ? this.index.nothing() : await this.find(terms.join(""));
      const whole = anliku.ranking.scoreTerm(joined, this.table).scores;
      const scores = sum.scores;
      for (const d of sum.documents) if (whole[d]) scores[d] += WHOLE_BONUS + whole[d];
      for (let i = 1; i < terms.length; i++) {
        const gaps = anliku.ranking.distances(found[i - 1], found[i], this.table);
        for (const d of sum.documents) {
          const gap = gaps.get(d);
          if (gap !== undefined && gap < NEAR_REACH) scores[d] += (WHOLE_BONUS / 3) * (1 - gap / NEAR_REACH);
        }
      }
    }

    /**
     * Add to the scores of documents that have a term of Latin letters or digits as a whole word.
     * @param {string} term
     * @param {Scored} sum
     */
    async wholeWords(term, sum) {
      const words = anliku.ranking.scoreTerm(await this.index.wholeWords(term).catch(() => this.index.nothing()), this.table).scores;
      for (const d of sum.documents) if (words[d]) sum.scores[d] += WORD_BONUS;
    }

    /**
     * The match without the documents that were found already; nothing when none is left.
     * @param {Match} match
     * @param {Match[]} found
     */
    fresh(match, found) {
      const seen = new Set(anliku.text.flat(found.map((one) => one.documents)));
      match.documents = match.documents.filter((d) => !seen.has(d));
      return match.documents.length ? [match] : [];
    }

    /**
     * Matches of other names of a term (terms.yml).
     * @param {Query} query
     * @param {Uint8Array|null} mask
     * @param {Match[]} found
     * @param {Note[]} notes
     */
    async aliases(query, mask, found, notes) {
      const groups = await this.loader.load(WORDS).catch(() => []);
      /** @type {Match[]} */
      const extra = [];
      for (const other of anliku.forgive.otherNames(query.terms, groups)) {
        const match = this.fresh(await this.exactly(other.terms, mask, "alias"), found.concat(extra));
        if (match.length) notes.push({ kind: "alias", from: other.from, text: other.to, total: match[0].documents.length });
        extra.push(...match);
      }
      return extra;
    }

    /**
     * Matches of the query in the other Chinese script.
     * @param {Query} query
     * @param {Uint8Array|null} mask
     * @param {Match[]} found
     * @param {Note[]} notes
     */
    async variants(query, mask, found, notes) {
      if (found.length) return [];
      const terms = anliku.forgive.otherScript(query.terms, await this.loader.load("fold").catch(() => EMPTY_FOLD));
      for (const other of terms) {
        const match = this.fresh(await this.exactly(other, mask, "variant"), found);
        if (match.length) {
          notes.push({ kind: "variant", text: other.join(" "), total: match[0].documents.length });
          return match;
        }
      }
      return [];
    }

    /**
     * Matches of names that sound like the letters typed.
     * @param {Query} query
     * @param {Uint8Array|null} mask
     * @param {Match[]} found
     * @param {Note[]} notes
     */
    async pinyin(query, mask, found, notes) {
      const letters = query.terms.join("");
      if (!LETTERS.test(letters) && (found.length || !MIXED.test(letters))) return [];
      const names = anliku.forgive.soundsLike(letters, await this.loader.load("pinyin").catch(() => EMPTY_NAMES));
      /** @type {Match[]} */
      const extra = [];
      for (const name of names) {
        const match = this.fresh(await this.exactly([name], mask, "pinyin"), found.concat(extra));
        if (match.length) notes.push({ kind: "pinyin", text: name, total: match[0].documents.length });
        extra.push(...match);
      }
      return extra;
    }

    /**
     * Matches of the query with its year apart (2014意见), or its numbers written otherwise: 200万元 and 200余万元, 3天 and 三日.
     * @param {Query} query
     * @param {Uint8Array|null} mask
     * @param {Match[]} found
     */
    async forms(query, mask, found) {
      /** @type {Match[]} */
      const extra = [];
      const apart = found.length ? [] : anliku.forgive.yearApart(query.terms);
      for (const terms of apart.concat(anliku.forgive.otherForms(query.terms))) {
        const match = await this.exactly(terms, mask, "near");
        match.reason = () => "按“" + terms.join(" ") + "”找";
        extra.push(...this.fresh(match, found.concat(extra)));
      }
      return extra;
    }

    /**
     * The nearest documents: a question's informative parts, or a slip of the keyboard.
     * @param {Query} query
     * @param {Uint8Array|null} mask
     * @param {Match[]} found
     * @param {Note[]} notes
     */
    async near(query, mask, found, notes) {
      if (found.length && LETTERS.test(query.terms.join(""))) return [];
      const simplified = anliku.forgive.simplified(query.terms, await this.loader.load("fold").catch(() => null));
      const names = found.length ? [] : anliku.forgive.meant(simplified, await this.loader.load(WORDS).catch(() => []));
      names.forEach((name) => notes.push({ kind: "meant", text: name }));
      const parts = isPassage(query, found) ? null : anliku.text.informativeParts(simplified);
      const [groups, book] = await Promise.all([
        parts ? this.loader.load("everyday").catch(() => []) : [],
        parts ? anliku.asks.read(this.loader, parts) : anliku.asks.NONE,
      ]);
      const nearest = await anliku.near.nearest(this, simplified, mask, groups, book, names);
      const fresh = this.fresh(nearest, found);
      if (fresh.length && !found.length) nearest.nowhere.forEach((term) => notes.push({ kind: "dropped", text: term }));
      return fresh;
    }

    /**
     * Which documents pass the filters; null: all.
     * @param {Filters} filters
     */
    async mask(filters) {
      const names = Object.keys(filters).filter((name) => filters[name] && filters[name].length);
      if (!names.length) return null;
      const mask = new Uint8Array(this.table.total).fill(1);
      const tables = await this.facets();
      for (const name of names) keepOnly(mask, tables[facetName(name)], filters[name]);
      return mask;
    }

    /**
     * Which documents have none of the terms to leave out; null: all.
     * @param {string[]} exclude
     */
    async without(exclude) {
      if (!exclude.length) return null;
      const mask = new Uint8Array(this.table.total).fill(1);
      for (const term of exclude) {
        const scores = anliku.ranking.scoreTerm(await this.find(term), this.table).scores;
        for (let d = 0; d < mask.length; d++) if (scores[d]) mask[d] = 0;
      }
      return mask;
    }

    /** Facet → values, labels and the documents of each value. */
    async facets() {
      if (this.facetTables) return this.facetTables;
      const both = await Promise.all([this.loader.load("facets"), this.loader.load("topics")]);
      /** @type {Object<string, {values: string[], labels: string[], lists: string}>} */
      const packed = Object.assign({}, both[0], both[1]);
      /** @type {Object<string, Facet>} */
      const tables = {};
      for (const name of Object.keys(packed)) {
        const table = packed[name];
        const documents = anliku.postings.unpackLists(table.lists, table.values.length, this.table.total);
        tables[name] = { values: table.values, labels: table.labels, documents: documents };
      }
      this.facetTables = tables;
      return tables;
    }

    /**
     * The documents that a query finds before any filter.
     * @param {Query} query
     * @param {number[][]} found
     */
    async unfiltered(query, found) {
      const isPlain = query.text && !query.exclude.length;
      if (query.terms.length || isPlain) return anliku.text.flat(found);
      const mask = (await this.without(query.exclude)) || new Uint8Array(this.table.total).fill(1);
      return anliku.text.flat(this.everything(mask).map((match) => match.documents));
    }

    /**
     * For each facet: how many of the documents have each value, the values in the library's order. All filters count but those
     * of the facet itself: of its values any may hold, so each number is what choosing that value brings.
     * @param {number[]} documents
     * @param {Filters} filters
     */
    async count(documents, filters) {
      const tables = await this.facets();
      /** @type {Object<string, FacetEntry[]>} */
      const counted = {};
      for (const name of Object.keys(tables)) {
        const table = tables[name];
        /** @type {Filters} */
        const others = {};
        for (const one of Object.keys(filters)) if (facetName(one) !== name) others[one] = filters[one];
        const mask = await this.mask(others);
        const inside = new Uint8Array(this.table.total);
        for (const document of documents) inside[document] = mask ? mask[document] : 1;
        counted[name] = table.values
          .map((value, i) => ({ value: value, label: table.labels[i], count: total(table.documents[i], inside) }))
          .filter((entry) => entry.count > 0);
      }
      return counted;
    }

    /**
     * The file that holds the text of a document, and its number there.
     * @param {number} document
     */
    textFile(document) {
      const place = this.table.locate(document);
      const size = this.meta.perText;
      /** @type {(number: number, digits: number) => string} */
      const hex = (number, digits) => ("00" + number.toString(16)).slice(-digits);
      return { name: "t/" + hex(place.segment, 2) + "/" + hex(Math.floor(place.number / size), 3), at: place.number % size };
    }

    /**
     * The text of a document.
     * @param {number} document
     */
    async record(document) {
      const file = this.textFile(document);
      const both = await Promise.all([this.loader.load(file.name), this.loader.load(PAIRS)]);
      return anliku.hits.readRecord(both[0][file.at], both[1]);
    }

    /**
     * The address of an indicator on the checklist of a type that was filtered by, if it stands there.
     * @param {string[]} types
     * @param {number} document
     * @param {string} url
     */
    onSheetOf(types, document, url) {
      const table = this.facetTables && this.facetTables.sheet;
      const type = table && types.find((one) => (table.documents[table.values.indexOf(one)] || NONE).indexOf(document) >= 0);
      return type ? url.replace(/^checklists\/[^.]+/, "checklists/" + type) : url;
    }

    /**
     * What is shown of a document; `types`: what was filtered by.
     * @param {number} document
     * @param {Match} match
     * @param {string[]} types
     * @returns {Promise<Hit>}
     */
    async hit(document, match, types) {
      const reason = match.reason ? match.reason(document) : "";
      const base = Object.assign({}, NO_HIT, { score: match.scores[document], matched: match.matched, reason: reason });
      try {
        const shown = await this.record(document);
        const view = anliku.hits.present(shown, match.terms, this.analyser);
        return Object.assign(base, {
          id: shown.id,
          kind: shown.kind,
          find: match.matched === "near" ? view.found : match.terms,
          url: shown.kind === "indicator" ? this.onSheetOf(types, document, view.url) : view.url,
          title: shown.title,
          snippet: view.text,
          section: view.section,
          source: shown.kind === "policy" && shown.id.indexOf("/") > 0 ? origin(shown.sections) : "",
          title_parts: view.titleParts,
          snippet_parts: view.parts,
        });
      } catch (error) {
        return Object.assign(base, { missing: this.loader.file(this.textFile(document).name) });
      }
    }
  }

  /**
   * The documents of a page of hits, and how they match.
   * @param {Match[]} matches
   * @param {number} offset
   * @param {number} limit
   */
  function pageOf(matches, offset, limit) {
    /** @type {{document: number, match: Match}[]} */
    const page = [];
    let skipped = offset;
    for (const match of matches) {
      const best = anliku.ranking.bestFirst(match.documents, match.scores, skipped + limit - page.length);
      for (const document of best.slice(skipped)) page.push({ document: document, match: match });
      skipped = Math.max(0, skipped - match.documents.length);
    }
    return page;
  }

  /**
   * The document, issuer and year of an excerpt: its last section; see documents.py `_excerpt_document`.
   * @param {Shown["sections"]} sections
   */
  function origin(sections) {
    const last = sections[sections.length - 1];
    return "《" + last.heading + "》" + (last.text ? "（" + last.text + "）" : "");
  }

  /**
   * The name of a facet in addresses and in the index; some have another one that is understood.
   * @param {string} name
   */
  function facetName(name) {
    return OTHER_FACET_NAMES[name] || name;
  }

  /**
   * Clear the documents that have none of the values.
   * @param {Uint8Array} mask
   * @param {Facet|undefined} table
   * @param {string[]} values
   */
  function keepOnly(mask, table, values) {
    const inside = new Uint8Array(mask.length);
    if (table) {
      for (const value of values) {
        const at = table.values.indexOf(value);
        if (at >= 0) for (const document of table.documents[at]) inside[document] = 1;
      }
    }
    for (let d = 0; d < mask.length; d++) mask[d] &= inside[d];
  }

  /**
   * The matches with only the documents that pass a filter. Filters are applied last, so that adding one never brings in a
   * document that was not found without it.
   * @param {Match[]} matches
   * @param {Uint8Array|null} mask
   */
  function passing(matches, mask) {
    if (!mask) return matches;
    for (const match of matches) match.documents = match.documents.filter((d) => mask[d]);
    return matches.filter((match) => match.documents.length);
  }

  /** @param {Int32Array} documents @param {Uint8Array} inside */
  function total(documents, inside) {
    let sum = 0;
    for (let i = 0; i < documents.length; i++) sum += inside[documents[i]];
    return sum;
  }

  return { Engine: Engine, Searcher: Searcher, facetName: facetName };
})();
