/*
 * How readers ask for documents: see `search/asked.py`, its twin; a test holds the two together.
 */
/** @typedef {[number, string, ...string[]]} Ask of readers: document, the name of its term or "", and how they say it */
/**
 * @typedef {object} AskBook
 * @property {Ask[]} entries what a query looks at
 * @property {number} total of all asks
 * @property {(char: string) => number} count how many of all asks have a character
 */
var anliku = window.anliku || {};
anliku.asks = (function () {
  "use strict";

  const FUNCTION = new Set("的了吗呢吧啊么呀嘛和与及在把被让使对为是我你他她它们这那谁哪啥咋就也都还又很太最要想会能去来到给跟从有没不上下里个着过得地之其所而且但或等再才只便可以什怎样如何多少");
  const LATIN = /[0-9a-z.,:/+%~×*_&@=-]/;

  const BASE = 0x3400;
  const BITS = 15;
  const HEAD = 3; // characters before an ask: two for the document's number, one for its own among those of the document

  /** @type {AskBook} */
  const NONE = { entries: [], total: 0, count: () => 0 };

  /**
   * Whether a single character tells what is meant.
   * @param {string} char
   */
  function tells(char) {
    return !FUNCTION.has(char) && !LATIN.test(char);
  }

  /**
   * What readers ask, as far as a query of these parts looks at it.
   * @param {Loader} loader
   * @param {string[]} parts
   * @returns {Promise<AskBook>}
   */
  async function read(loader, parts) {
    const table = await loader.load("asks").catch(() => null);
    if (!table) return NONE;
    return table.files ? divided(loader, table, new Set(Array.from(parts.join("")).filter(tells))) : whole(table.rows);
  }

  /**
   * @param {Ask[]} entries
   * @returns {AskBook}
   */
  function whole(entries) {
    const texts = anliku.text.flat(entries.map((entry) => entry.slice(2).map(String)));
    return { entries: entries, total: texts.length, count: (char) => texts.filter((text) => text.indexOf(char) >= 0).length };
  }

  /**
   * @param {Loader} loader
   * @param {{files: number, total: number, chars: string, counts: number[], names: Object<number, string>}} table
   * @param {Set<string>} chars
   * @returns {Promise<AskBook>}
   */
  async function divided(loader, table, chars) {
    const known = Array.from(table.chars);
    const names = new Set(known.filter((char) => chars.has(char)).map((char) => fileOf(char, table.files)));
    /** @type {string[][][]} */
    const files = await Promise.all(Array.from(names).map((name) => loader.load(name).catch(() => [])));
    const groups = anliku.text.flat(files).filter((group) => chars.has(group[0]));
    const rows = Array.from(new Set(anliku.text.flat(groups.map((group) => group.slice(1)))));
    return { entries: byDocument(rows, table.names), total: table.total, count: (char) => table.counts[known.indexOf(char)] || 0 };
  }

  /** @param {string} char @param {number} files */
  function fileOf(char, files) {
    return "a/" + ("00" + ((char.codePointAt(0) || 0) % files).toString(16)).slice(-3);
  }

  /**
   * The asks of each document in their order.
   * @param {string[]} rows
   * @param {Object<number, string>} names
   */
  function byDocument(rows, names) {
    /** @type {Map<number, Ask>} */
    const found = new Map();
    for (const row of rows.sort((a, b) => (a.slice(0, HEAD) < b.slice(0, HEAD) ? -1 : 1))) {
      const document = ((row.charCodeAt(0) - BASE) << BITS) + row.charCodeAt(1) - BASE;
      const entry = found.get(document) || /** @type {Ask} */ ([document, names[document] || ""]);
      entry.push(row.slice(HEAD));
      found.set(document, entry);
    }
    return Array.from(found.values());
  }

  return { FUNCTION: FUNCTION, LATIN: LATIN, NONE: NONE, tells: tells, read: read };
})();
