/*
 * What may be meant when a query is not found as typed: other names, the other script, pinyin, the nearest text.
 */
(function (anliku) {
  "use strict";

  const MOST_NAMES = 5;
  const MOST_PAIRS = 40;
  const NEAREST = 50;
  const LEAST_SHARE = 0.25;

  /**
   * The query with one term, or a part of it, called by another name.
   * @param {string[]} terms
   * @param {string[][]} groups names that mean the same, the main one first
   * @returns {{terms: string[], from: string, to: string}[]}
   */
  anliku.otherNames = function (terms, groups) {
    const found = new Map();
    terms.forEach((term, i) => {
      for (const group of groups) {
        const name = group.filter((one) => term.indexOf(one) >= 0).sort((a, b) => b.length - a.length)[0];
        if (!name) continue;
        const others = name === group[0] ? group.slice(1) : [group[0]];
        for (const other of others) {
          if (term.indexOf(other) >= 0) continue;
          const replaced = terms.slice();
          replaced[i] = term.replace(name, () => other);
          found.set(replaced.join(" "), { terms: replaced, from: name, to: other });
        }
      }
    });
    return Array.from(found.values()).slice(0, 2 * MOST_NAMES);
  };

  /** Replace characters that stand in `from` by those at the same place in `to`. */
  function changed(terms, from, to) {
    return terms.map((term) => Array.from(term, (c) => (from.indexOf(c) < 0 ? c : to[from.indexOf(c)])).join(""));
  }

  /**
   * The terms in simplified and in traditional characters, where that makes a difference.
   * @param {string[]} terms
   * @param {{simplified: string, traditional: string}} table
   */
  anliku.otherScript = function (terms, table) {
    const forms = [changed(terms, table.traditional, table.simplified), changed(terms, table.simplified, table.traditional)];
    return forms.filter((form) => form.join(" ") !== terms.join(" "));
  };

  /** The terms in simplified characters; as they are where the table cannot be had. */
  anliku.simplified = function (terms, table) {
    return table ? changed(terms, table.traditional, table.simplified) : terms;
  };

  /**
   * Names of which a stretch sounds like the letters: liudong, ld, liud → 流动党员. Best first.
   * @param {string} letters
   * @param {{syllables: string[], names: string[], sounds: string[]}} table
   */
  anliku.soundsLike = function (letters, table) {
    const found = [];
    table.names.forEach((name, i) => {
      const sounds = Array.from(table.sounds[i], (c) => table.syllables[c.charCodeAt(0) - 0x3400]);
      for (let start = 0; start < sounds.length; start++) {
        const end = spoken(letters, 0, sounds, start);
        if (end > start + 1 || (end === start + 1 && letters === sounds[start])) {
          found.push({ name: name.slice(start, end), cost: start + (name.length - end) / 4 + i / 1000 });
          break;
        }
      }
    });
    found.sort((a, b) => a.cost - b.cost);
    return found.map((one) => one.name).filter((name, i, all) => all.indexOf(name) === i).slice(0, MOST_NAMES);
  };

  /** The end of the stretch from `start` that the letters from `at` spell, by whole syllables or initials; or -1. */
  function spoken(letters, at, sounds, start) {
    if (at === letters.length) return start;
    if (start === sounds.length) return -1;
    const sound = sounds[start];
    for (let size = sound.length; size > 0; size--) {
      const partial = size < sound.length && size > 1;
      if (letters.startsWith(sound.slice(0, size), at) && (!partial || at + size === letters.length || size === 2)) {
        const end = spoken(letters, at + size, sounds, start + 1);
        if (end >= 0) return end;
      }
    }
    return -1;
  }

  /**
   * The documents nearest to the informative parts of a query: they share the most telling pairs and triples of
   * characters with it.
   * @param {object} engine
   * @param {string[]} terms
   * @param {Uint8Array|null} mask
   */
  anliku.nearest = async function (engine, terms, mask) {
    const ranking = anliku.ranking;
    const parts = anliku.informativeParts(terms);
    const wanted = features(parts);
    const found = await Promise.all(wanted.map((f) => engine.index.find(f.text).catch(() => null)));
    const size = engine.table.total;
    const sum = new Float32Array(size);
    let most = 0;
    const seen = [];
    wanted.forEach((feature, i) => {
      if (!found[i]) return;
      const one = ranking.scoreTerm(found[i], engine.table);
      if (feature.basic) most += feature.weight * ranking.rarity(one.count, size);
      if (!one.count) return;
      seen.push(feature.text);
      const weight = feature.weight * ranking.rarity(one.count, size);
      for (let d = 0; d < size; d++) if (one.scores[d]) sum[d] += weight * (0.6 + one.scores[d] / 16);
    });
    for (let d = 0; d < size; d++) if (sum[d] < LEAST_SHARE * most || (mask && !mask[d])) sum[d] = 0;
    const documents = ranking.ranked(sum).slice(0, NEAREST);
    return { matched: "near", terms: parts.concat(seen), documents: documents, scores: sum };
  };

  /** The parts as pairs (which every part is judged by) and, where they exist, longer stretches (a bonus). */
  function features(parts) {
    const found = new Map();
    for (const part of parts) {
      const chars = Array.from(part);
      if (chars.length === 1) add(found, part, 0.3, true);
      for (let i = 0; i + 2 <= chars.length; i++) add(found, chars.slice(i, i + 2).join(""), 1, true);
      for (let i = 0; i + 3 <= chars.length; i++) add(found, chars.slice(i, i + 3).join(""), 0.7, false);
      for (let i = 0; i + 4 <= chars.length; i++) add(found, chars.slice(i, i + 4).join(""), 0.7, false);
    }
    return Array.from(found.values()).slice(0, 3 * MOST_PAIRS);
  }

  function add(found, text, weight, basic) {
    if (!found.has(text)) found.set(text, { text: text, weight: weight, basic: basic });
  }
})((window.anliku = window.anliku || {}));
