/*
 * The documents nearest to a query in everyday words: see `search/near.py`, its twin; a test holds the two together.
 */
var anliku = window.anliku || {};
anliku.near = (function () {
  "use strict";

  const FUNCTION = anliku.asks.FUNCTION;
  /** Numbers and words of Latin letters, with the marks that belong to them: 12.75, ab, 1+3+x. They are whole or not meant. */
  const TOKEN = /[0-9a-z.,:/+%~×*_&@=-]+/g;
  const LATIN = anliku.asks.LATIN;
  const tells = anliku.asks.tells;
  const LATIN_WORD = /[0-9a-z]+/g;
  // The weights are those of near.py, which says what each of them is for.
  const LOOSE = 0.35;
  const INSIDE = 0.4;
  const TRIPLE = 0.3;
  const SINGLE = 0.3;
  const MOST_WANTED = 90;
  const MOST_TOKEN = 4; // a number weighs as many pairs as begin in it, those of a year at most
  const SYNONYM = 0.9;
  const SYNONYM_WEIGHT = 1.5;
  const LEAST_LEVEL = 0.4;
  const HIGHEST = 16;
  const DAMPING = 0.02;
  const WINDOW = 40;
  const WINDOW_SHARE = 0.6;
  const FIELDS = [1, 1.4, 1.8];
  const CANDIDATES = 300;
  const NEAREST = 50;
  const CUT = 0.3;
  const ASKED = 2;
  const ASKED_POWER = 1.25;
  const ASKED_LEAST = 0.2;
  const ASKED_RECALL = 0.7;
  const ASKED_MOST = 12;
  const SINGLE_ASKED = 0.6;
  const NAMED = 0.5;
  const MOST_SCORE = 17;

  /** @typedef {InstanceType<typeof anliku.engines.Searcher>} Searcher */
  /** @typedef {InstanceType<typeof anliku.ranking.DocumentTable>} DocumentTable */
  /** @typedef {{scores: Float32Array, which: Int16Array, count: number}} Best for each document the best score of some words */
  /**
   * @typedef {Best & {text: string, texts: string[], found: PostingsBySegment[], basic: boolean, weight: number}} Telling what
   *   is wanted and occurs
   */
  /** @typedef {Map<number, {place: number, id: number, weight: number}[]>} Events by document */

  /**
   * @typedef {object} Wanted something to look for
   * @property {string} text as it stands in the query
   * @property {string[]} others words that mean the same
   * @property {number} weight
   * @property {boolean} basic whether the share of the query that is found is reckoned by it
   */

  /**
   * The documents nearest to a query.
   * @param {Searcher} engine
   * @param {string[]} terms
   * @param {Uint8Array|null} mask
   * @param {string[][]} groups words that mean about the same
   * @param {AskBook} book
   * @param {string[]} names what may be meant by a slip
   * @returns {Promise<Match & {nowhere: string[]}>} nowhere: the terms of which nothing was found
   */
  async function nearest(engine, terms, mask, groups, book, names) {
    const ranking = anliku.ranking;
    const size = engine.table.total;
    const parts = anliku.text.informativeParts(terms);
    const asks = book.entries;
    /** @type {Wanted[]} */
    const meant = names.map((name) => ({ text: name, others: [], weight: SYNONYM_WEIGHT, basic: false }));
    let telling = await weighed(engine, meant.concat(wantedOf(parts, groups)), asks);
    if (!telling.length) telling = await weighed(engine, singlesOf(parts), asks); // not one pair occurs
    const most = telling.reduce((sum, one) => sum + (one.basic ? one.weight : 0), 0);
    const rough = new Float32Array(size);
    for (const one of telling) for (let d = 0; d < size; d++) if (one.scores[d]) rough[d] += one.weight * one.scores[d];
    if (mask) for (let d = 0; d < size; d++) if (!mask[d]) rough[d] = 0;
    const close = windows(engine.table, telling, ranking.bestFirst(ranking.listed(rough), rough, CANDIDATES));
    const sum = rough.map((score, d) => (1 - WINDOW_SHARE) * score + WINDOW_SHARE * (close.get(d) || 0));
    const more = await addAsked(engine, asksFor(asks, telling, tellingChars(parts, book), most), most, sum);
    const least = CUT * sum.reduce((top, score, d) => (mask && !mask[d] ? top : Math.max(top, score)), 0);
    for (let d = 0; d < size; d++) if (sum[d] < least || (mask && !mask[d])) sum[d] = 0;
    return {
      matched: "near",
      terms: markedTerms(telling, more.names),
      documents: ranking.bestFirst(ranking.listed(sum), sum, NEAREST).sort((a, b) => a - b),
      scores: sum,
      reason: (d) => more.texts.get(d) || otherWord(telling, d),
      nowhere: terms.filter((term) => !telling.some((one) => one.count && term.indexOf(one.text) >= 0)),
    };
  }

  /** @param {Ask} entry */
  function asked(entry) {
    return entry.slice(2).map(String);
  }

  /**
   * Words of the parts that have others of the same meaning, pairs, and triples as a bonus.
   * @param {string[]} parts
   * @param {string[][]} groups
   */
  function wantedOf(parts, groups) {
    /** @type {Map<string, Wanted>} */
    const wanted = new Map();
    /** @type {(text: string, others: string[], weight: number, basic: boolean) => void} */
    const add = (text, others, weight, basic) => {
      if (!wanted.has(text)) wanted.set(text, { text: text, others: others, weight: weight, basic: basic });
    };
    for (const part of parts) {
      const chars = Array.from(part);
      const words = wordsIn(part, chars.length, groups);
      new Set(words).forEach((word) => word && add(word, othersOf(word, groups), SYNONYM_WEIGHT, true));
      if (chars.length === 1 && !LATIN.test(part)) add(part, [], SINGLE, true);
      part.replace(TOKEN, (token, /** @type {number} */ at) => {
        const next = Array.from(part.slice(at + token.length, at + token.length + 2))[0];
        add(token, [], Math.min(token.length, MOST_TOKEN), true);
        if (next) add(token + next, [], TRIPLE, false);
        return token;
      });
      for (const i of outsideTokens(chars, 2)) {
        const inside = words[i] && words[i] === words[i + 1];
        const loose = (FUNCTION.has(chars[i]) ? LOOSE : 1) * (FUNCTION.has(chars[i + 1]) ? LOOSE : 1);
        add(chars[i] + chars[i + 1], [], (inside ? INSIDE : 1) * loose, !inside);
      }
      for (const i of outsideTokens(chars, 3)) add(chars.slice(i, i + 3).join(""), [], TRIPLE, false);
    }
    return Array.from(wanted.values()).slice(0, MOST_WANTED);
  }

  /**
   * Where stretches of `size` characters begin that touch no number or Latin word: a part of such a word tells nothing.
   * @param {string[]} chars
   * @param {number} size
   */
  function outsideTokens(chars, size) {
    /** @type {number[]} */
    const starts = [];
    for (let i = 0; i + size <= chars.length; i++) if (!chars.slice(i, i + size).some((char) => LATIN.test(char))) starts.push(i);
    return starts;
  }

  /**
   * Every single character that tells.
   * @param {string[]} parts
   * @returns {Wanted[]}
   */
  function singlesOf(parts) {
    return Array.from(new Set(Array.from(parts.join(""))))
      .filter(tells)
      .map((char) => ({ text: char, others: [], weight: SINGLE, basic: true }));
  }

  /**
   * Whether an ask contains a text; a number or Latin word must be a whole word there.
   * @param {string} ask
   * @param {string} text
   */
  function has(ask, text) {
    return ask.indexOf(text) >= 0 && (!anliku.text.isLatinWord(text) || (ask.match(LATIN_WORD) || [""]).indexOf(text) >= 0);
  }

  /**
   * For each character of a part the known word that it belongs to, longer words first; "" for none.
   * @param {string} part
   * @param {number} size
   * @param {string[][]} groups
   */
  function wordsIn(part, size, groups) {
    /** @type {string[]} */
    const owners = new Array(size).fill("");
    if (size !== part.length) return owners; // characters of two units: no word of the table has any
    const known = Array.from(new Set(anliku.text.flat(groups))).filter((word) => part.indexOf(word) >= 0);
    known.sort((a, b) => b.length - a.length || part.indexOf(a) - part.indexOf(b));
    for (const word of known) {
      for (let at = part.indexOf(word); at >= 0; at = part.indexOf(word, at + 1)) {
        if (owners.slice(at, at + word.length).every((owner) => !owner)) owners.fill(word, at, at + word.length);
      }
    }
    return owners;
  }

  /** @param {string} word @param {string[][]} groups */
  function othersOf(word, groups) {
    const all = anliku.text.flat(groups.filter((group) => group.indexOf(word) >= 0));
    return Array.from(new Set(all)).filter((other) => other !== word);
  }

  /**
   * What is wanted and occurs, with its scores by document (that of the best of its words) and its weight by rarity.
   * @param {Searcher} engine
   * @param {Wanted[]} wanted
   * @param {Ask[]} asks
   */
  async function weighed(engine, wanted, asks) {
    const size = engine.table.total;
    /** @type {(text: string) => Promise<PostingsBySegment>} */
    const search = (text) => (anliku.text.isLatinWord(text) ? engine.index.wholeWords(text) : engine.index.find(text));
    /** @type {(text: string) => Promise<PostingsBySegment>} */
    const find = (text) => search(text).catch(() => engine.index.nothing());
    const found = await Promise.all(wanted.map((one) => Promise.all([one.text].concat(one.others).map(find))));
    /** @type {Telling[]} */
    const telling = [];
    wanted.forEach((one, i) => {
      const texts = [one.text].concat(one.others);
      const best = bestOf(found[i], engine.table);
      if (!best.count && !asks.some((entry) => asked(entry).some((ask) => texts.some((text) => has(ask, text))))) return;
      const rarity = anliku.ranking.rarity(Math.max(1, best.count) + DAMPING * size, size * (1 + DAMPING));
      telling.push(Object.assign(best, { text: one.text, texts: texts, found: found[i], basic: one.basic, weight: one.weight * rarity }));
    });
    return telling;
  }

  /**
   * For each document the best score of some words, the first of which counts in full, and which word that is.
   * @param {PostingsBySegment[]} found
   * @param {DocumentTable} table
   * @returns {Best}
   */
  function bestOf(found, table) {
    const scores = new Float32Array(table.total);
    const which = new Int16Array(table.total);
    let count = 0;
    found.forEach((one, j) => {
      const mine = anliku.ranking.scoreTerm(one, table);
      for (const d of mine.documents) {
        const score = Math.fround((j ? SYNONYM : 1) * (LEAST_LEVEL + mine.scores[d] / HIGHEST));
        if (!scores[d]) count++;
        if (score <= scores[d]) continue;
        scores[d] = score;
        which[d] = j;
      }
    });
    return { scores: scores, which: which, count: count };
  }

  /**
   * The weight of what stands closest together in each of the documents.
   * @param {DocumentTable} table
   * @param {Telling[]} telling
   * @param {number[]} documents
   */
  function windows(table, telling, documents) {
    /** @type {Events} */
    const events = new Map();
    documents.forEach((d) => events.set(d, []));
    telling.forEach((one, id) =>
      one.found.forEach((found, j) =>
        found.forEach((part, s) => part.places && collect(part.places, table, s, events, id, one.weight * (j ? SYNONYM : 1)))
      )
    );
    /** @type {Map<number, number>} */
    const best = new Map();
    events.forEach((list, d) => best.set(d, closest(list.sort((a, b) => a.place - b.place))));
    return best;
  }

  /**
   * @param {Int32Array} places
   * @param {DocumentTable} table
   * @param {number} s
   * @param {Events} events
   * @param {number} id
   * @param {number} weight
   */
  function collect(places, table, s, events, id, weight) {
    const sizes = table.tables[s];
    let document = 0;
    for (let i = 0; i < places.length; i++) {
      document = anliku.ranking.documentAt(sizes.bases, places[i], document);
      const list = events.get(table.firsts[s] + document);
      if (!list) continue;
      list.push({ place: places[i], id: id, weight: weight * FIELDS[anliku.ranking.fieldAt(sizes, document, places[i])] });
    }
  }

  /**
   * The most weight of different things within WINDOW places.
   * @param {{place: number, id: number, weight: number}[]} events
   */
  function closest(events) {
    let most = 0;
    for (let i = 0; i < events.length; i++) {
      const seen = new Map();
      for (let j = i; j < events.length && events[j].place < events[i].place + WINDOW; j++) {
        const one = events[j];
        if (one.weight > (seen.get(one.id) || 0)) seen.set(one.id, one.weight);
      }
      let sum = 0;
      seen.forEach((weight) => (sum += weight));
      if (sum > most) most = sum;
    }
    return most;
  }

  /** @typedef {{document: number, name: string, ask: string, share: number}} Asked share: of what the query tells */

  /**
   * What readers ask for in the words of the query, best first.
   * @param {Ask[]} asks
   * @param {Telling[]} telling
   * @param {Map<string, number>} singles
   * @param {number} most
   */
  function asksFor(asks, telling, singles, most) {
    const all = most + Array.from(singles.values()).reduce((sum, weight) => sum + weight, 0);
    /** @type {Asked[]} */
    const found = [];
    for (const entry of asks) {
      let best = { share: 0, ask: "" };
      for (const ask of asked(entry)) {
        const share = all ? likeness(ask, telling, singles) / all : 0;
        const shared = share * (ASKED_RECALL + (1 - ASKED_RECALL) * covered(ask, singles));
        if (shared > best.share) best = { share: shared, ask: ask };
      }
      if (best.share >= ASKED_LEAST) found.push({ document: entry[0], name: entry[1], ask: best.ask, share: best.share });
    }
    return found.sort((a, b) => b.share - a.share || a.document - b.document).slice(0, ASKED_MOST);
  }

  /**
   * The weights of the characters of the parts: rarer ones among the asks tell more, those in none nothing.
   * @param {string[]} parts
   * @param {AskBook} book
   */
  function tellingChars(parts, book) {
    const chars = Array.from(new Set(Array.from(parts.join("")))).filter(tells);
    /** @type {Map<string, number>} */
    const weights = new Map();
    chars.forEach((char) => {
      const count = book.count(char);
      weights.set(char, count ? SINGLE_ASKED * Math.log(1 + book.total / count) : 0);
    });
    return weights;
  }

  /** @param {string} ask @param {Telling[]} telling @param {Map<string, number>} singles */
  function likeness(ask, telling, singles) {
    let sum = 0;
    for (const one of telling) {
      if (!one.basic) continue;
      if (has(ask, one.text)) sum += one.weight;
      else if (one.texts.some((text) => has(ask, text))) sum += SYNONYM * one.weight;
    }
    singles.forEach((weight, char) => (sum += ask.indexOf(char) >= 0 ? weight : 0));
    return sum;
  }

  /**
   * The share of an ask's telling characters that the query has too.
   * @param {string} ask
   * @param {Map<string, number>} singles
   */
  function covered(ask, singles) {
    const chars = Array.from(ask).filter(tells);
    return chars.length ? chars.filter((char) => singles.has(char)).length / chars.length : 0;
  }

  /**
   * Add to the scores of what readers ask for, and of the documents that contain the name of a term asked for.
   * @param {Searcher} engine
   * @param {Asked[]} found
   * @param {number} most
   * @param {Float32Array} sum
   */
  async function addAsked(engine, found, most, sum) {
    /** @type {Map<number, string>} */
    const texts = new Map();
    /** @type {string[]} */
    const names = [];
    for (const one of found) {
      const weight = ASKED * most * Math.pow(one.share, ASKED_POWER);
      sum[one.document] += weight;
      texts.set(one.document, "按读者的问法“" + one.ask + "”找");
      if (!one.name) continue;
      const scores = anliku.ranking.scoreTerm(await engine.find(one.name), engine.table).scores;
      names.push(one.name);
      for (let d = 0; d < sum.length; d++) {
        if (!scores[d] || d === one.document) continue;
        sum[d] += (NAMED * weight * scores[d]) / MOST_SCORE;
        if (!texts.has(d)) texts.set(d, "按“" + one.name + "”找");
      }
    }
    return { texts: texts, names: names };
  }

  /**
   * The reason to show when another word of the same meaning led to the document: that of the greatest weight; else "".
   * @param {Telling[]} telling
   * @param {number} document
   */
  function otherWord(telling, document) {
    const by = telling.filter((one) => one.scores[document] && one.which[document]).sort((a, b) => b.weight - a.weight)[0];
    return by ? "按“" + by.texts[by.which[document]] + "”找" : "";
  }

  /**
   * What is marked in a hit: what was looked for, single characters and loose pairs apart.
   * @param {Telling[]} telling
   * @param {string[]} names
   */
  function markedTerms(telling, names) {
    const words = anliku.text.flat(telling.map((one) => (one.text.length > 1 && isTelling(one.text) ? one.texts : [])));
    return Array.from(new Set(names.concat(words)));
  }

  /** @param {string} text */
  function isTelling(text) {
    return Array.from(text).some((char) => !FUNCTION.has(char));
  }

  return { nearest: nearest };
})();
