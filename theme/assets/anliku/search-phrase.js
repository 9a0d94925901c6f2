/*
 * Quoted phrases of several words: the words in a row in one field of a document, a stretch of separators (blanks,
 * punctuation, the end of a paragraph) between each two. Places tell nearly all; where they leave open whether a
 * separator or a character stands between two words, the texts of the few documents in question are read.
 */
var anliku = window.anliku || {};
anliku.phrases = (function () {
  "use strict";

  const AT_ONCE = 32;
  /** @type {Object<string, boolean>} */
  const TITLE_IS_LEAD = { indicator: true, policy: true };

  /** @typedef {InstanceType<typeof anliku.engines.Searcher>} Searcher */
  /** @typedef {InstanceType<typeof anliku.ranking.DocumentTable>} DocumentTable */

  /**
   * What a phrase matches.
   * @param {Searcher} engine
   * @param {string[]} runs two or more, normalised
   * @returns {Promise<PostingsBySegment>}
   */
  async function find(engine, runs) {
    const row = await engine.index.row(runs);
    const span = Array.from(runs.join(" ")).length;
    const found = row.found ? inOneField(row.found, span, engine.table) : await inOneDocument(engine, runs);
    const sure = row.sure ? found : await confirmed(engine, found, runs.join(" "));
    return Object.assign(sure, { partial: row.partial });
  }

  /**
   * The places from which `span` places belong to one field of one document.
   * @param {Postings[]} found
   * @param {number} span
   * @param {DocumentTable} table
   * @returns {Postings[]}
   */
  function inOneField(found, span, table) {
    const ranking = anliku.ranking;
    return found.map((part, s) => {
      const sizes = table.tables[s];
      let document = 0;
      const places = (part.places || new Int32Array(0)).filter((place) => {
        document = ranking.documentAt(sizes.bases, place, document);
        const ends = [ranking.titleEnd(sizes, document), ranking.leadEnd(sizes, document), sizes.bases[document + 1]];
        return place + span <= Number(ends.find((end) => end > place));
      });
      return { documents: part.documents, scores: null, places: places };
    });
  }

  /**
   * The documents that contain all of the runs, somewhere.
   * @param {Searcher} engine
   * @param {string[]} runs
   * @returns {Promise<Postings[]>}
   */
  async function inOneDocument(engine, runs) {
    const found = await Promise.all(runs.map((run) => engine.find(run)));
    const scores = found.map((one) => anliku.ranking.scoreTerm(one, engine.table).scores);
    return engine.table.tables.map((sizes, s) => {
      const first = engine.table.firsts[s];
      const lowest = Array.from(sizes.bases.subarray(1), (_, d) => Math.min(...scores.map((one) => one[first + d])));
      const documents = Int32Array.from(lowest, (_, d) => d).filter((d) => lowest[d] > 0);
      return { documents: documents, scores: Uint8Array.from(documents, (d) => lowest[d]), places: null };
    });
  }

  /**
   * Without the documents whose text does not have the phrase; also those whose text cannot be read.
   * @param {Searcher} engine
   * @param {Postings[]} found
   * @param {string} phrase
   */
  async function confirmed(engine, found, phrase) {
    /** @type {Postings[]} */
    const kept = [];
    for (let s = 0; s < found.length; s++) {
      const part = found[s];
      const bases = engine.table.tables[s].bases;
      const documents = part.places ? owners(part.places, bases) : Array.from(part.documents);
      const right = await having(engine, documents, engine.table.firsts[s], phrase);
      kept.push({
        documents: part.documents.filter((document) => right.has(document)),
        scores: part.scores && part.scores.filter((_, i) => right.has(part.documents[i])),
        places: part.places && ofDocuments(part.places, right, bases),
      });
    }
    return kept;
  }

  /**
   * Which documents of a segment have the phrase, as their texts show.
   * @param {Searcher} engine
   * @param {number[]} documents
   * @param {number} first
   * @param {string} phrase
   */
  async function having(engine, documents, first, phrase) {
    /** @type {Set<number>} */
    const right = new Set();
    for (let i = 0; i < documents.length; i += AT_ONCE) {
      await Promise.all(
        documents.slice(i, i + AT_ONCE).map(async (document) => {
          const shown = await engine.record(first + document).catch(() => null);
          if (shown && has(shown, phrase, engine.analyser)) right.add(document);
        })
      );
    }
    return right;
  }

  /**
   * The documents that ascending places belong to.
   * @param {Int32Array} places
   * @param {Int32Array} bases
   */
  function owners(places, bases) {
    /** @type {number[]} */
    const found = [];
    let document = 0;
    places.forEach((place) => {
      document = anliku.ranking.documentAt(bases, place, document);
      if (found[found.length - 1] !== document) found.push(document);
    });
    return found;
  }

  /** @param {Int32Array} places @param {Set<number>} documents @param {Int32Array} bases */
  function ofDocuments(places, documents, bases) {
    let document = 0;
    return places.filter((place) => {
      document = anliku.ranking.documentAt(bases, place, document);
      return documents.has(document);
    });
  }

  /**
   * Whether a field of a document has the phrase; the fields are those of model.py `Document.fields`.
   * @param {Shown} shown
   * @param {string} phrase
   * @param {Analyser} analyser
   */
  function has(shown, phrase, analyser) {
    const lead = [shown.summary].concat(shown.topics, shown.sections.map((section) => section.heading));
    const body = shown.sections.map((section) => section.text);
    const fields = TITLE_IS_LEAD[shown.kind] ? [[shown.title].concat(lead), body] : [[shown.title], lead, body];
    return fields.some((texts) => analyser.runs(texts.join("\n")).join(" ").indexOf(phrase) >= 0);
  }

  return { find: find };
})();
