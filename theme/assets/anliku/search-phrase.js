/*
 * Quoted phrases of several words: the words in a row in one field of a document, a stretch of separators (blanks,
 * punctuation, the end of a paragraph) between each two. Places tell nearly all; where they leave open whether a
 * separator or a character stands between two words, the texts of the few documents in question are read.
 */
(function (anliku) {
  "use strict";

  const AT_ONCE = 32;
  const TITLE_IS_LEAD = { indicator: true, policy: true };

  /**
   * @param {object} engine
   * @param {string[]} runs two or more, normalised
   * @returns {Promise<object[]>} by segment, as from PostingIndex
   */
  async function find(engine, runs) {
    const row = await engine.index.row(runs);
    const span = Array.from(runs.join(" ")).length;
    const found = row.found ? inOneField(row.found, span, engine.table) : await inOneDocument(engine, runs);
    if (!row.sure) await confirm(engine, found, runs.join(" "));
    found.partial = row.partial;
    return found;
  }

  /** The places from which `span` places belong to one field of one document. */
  function inOneField(found, span, table) {
    return found.map((part, s) => {
      const sizes = table.tables[s];
      let document = 0;
      const places = part.places.filter((place) => {
        while (sizes.bases[document + 1] <= place) document++;
        const ends = [sizes.titles[document], sizes.leads[document], sizes.bases[document + 1]];
        return place + span <= ends.find((end) => end > place);
      });
      return { documents: part.documents, scores: null, places: places };
    });
  }

  /** The documents that contain all of the runs, somewhere. */
  async function inOneDocument(engine, runs) {
    const found = await Promise.all(runs.map((run) => engine.find(run)));
    const scores = found.map((one) => anliku.ranking.scoreTerm(one, engine.table).scores);
    return engine.table.tables.map((sizes, s) => {
      const first = engine.table.firsts[s];
      const lowest = Array.from(sizes.titles, (_, d) => Math.min.apply(null, scores.map((one) => one[first + d])));
      const documents = Int32Array.from(lowest.keys()).filter((d) => lowest[d] > 0);
      return { documents: documents, scores: Uint8Array.from(documents, (d) => lowest[d]), places: null };
    });
  }

  /** Take out the documents whose text does not have the phrase; also those whose text cannot be read. */
  async function confirm(engine, found, phrase) {
    for (let s = 0; s < found.length; s++) {
      const part = found[s];
      const sizes = engine.table.tables[s];
      const documents = part.places ? owners(part.places, sizes.bases) : Array.from(part.documents);
      const right = new Set();
      for (let i = 0; i < documents.length; i += AT_ONCE) {
        await Promise.all(
          documents.slice(i, i + AT_ONCE).map(async (document) => {
            const shown = await engine.record(engine.table.firsts[s] + document).catch(() => null);
            if (shown && has(shown, phrase, engine.analyser)) right.add(document);
          })
        );
      }
      if (part.places) part.places = ofDocuments(part.places, right, sizes.bases);
      else {
        part.scores = part.scores.filter((_, i) => right.has(part.documents[i]));
        part.documents = part.documents.filter((document) => right.has(document));
      }
    }
  }

  /** The documents that ascending places belong to. */
  function owners(places, bases) {
    const found = [];
    let document = 0;
    places.forEach((place) => {
      while (bases[document + 1] <= place) document++;
      if (found[found.length - 1] !== document) found.push(document);
    });
    return found;
  }

  function ofDocuments(places, documents, bases) {
    let document = 0;
    return places.filter((place) => {
      while (bases[document + 1] <= place) document++;
      return documents.has(document);
    });
  }

  /** Whether a field of a document has the phrase; the fields are those of model.py `Document.fields`. */
  function has(shown, phrase, analyser) {
    const lead = [shown.summary].concat(shown.topics, shown.sections.map((section) => section.heading));
    const body = shown.sections.map((section) => section.text);
    const fields = TITLE_IS_LEAD[shown.kind] ? [[shown.title].concat(lead), body] : [[shown.title], lead, body];
    return fields.some((texts) => analyser.runs(texts.join("\n")).join(" ").indexOf(phrase) >= 0);
  }

  anliku.phrases = { find: find };
})((window.anliku = window.anliku || {}));
