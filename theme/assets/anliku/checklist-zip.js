/**
 * The parts of a ZIP archive, as far as an XLSX needs them. Nothing is trusted: sizes, checksums and names are compared,
 * and what all parts may cost together is limited. Errors are sentences for the reader (`told`).
 */
/**
 * @typedef {object} Archive parts by their names, capitals or not
 * @property {(name: string) => boolean} has
 * @property {(test: (name: string) => boolean) => boolean} some
 * @property {(name: string) => Uint8Array} read throws a Refusal
 */
var anliku = window.anliku || {};
anliku.zip = (function () {
  "use strict";

  const END = 0x06054b50, END64 = 0x06064b50, PLACE64 = 0x07064b50, ENTRY = 0x02014b50, LOCAL = 0x04034b50;
  const FULL = 0xffffffff, WIDE = 1; // a field that is full stands in the extra field of this number
  /** @type {("size"|"packed"|"at")[]} */
  const MAY_BE_WIDE = ["size", "packed", "at"];
  const MAX_COMMENT = 65535, MAX_BYTES = 30000000, STORED = 0, DEFLATED = 8;
  const BROKEN = "XLSX 读不出来，文件可能已损坏", NO_ZIP = "不是 XLSX 文件，或者文件不完整", TOO_MUCH = "表格内容太大，不像是自评表，没有读";
  const TABLE = crcTable();

  /**
   * @typedef {object} Entry of the directory
   * @property {string} name
   * @property {number} flags
   * @property {number} method
   * @property {number} crc
   * @property {number} packed bytes in the archive
   * @property {number} size
   * @property {number} at
   */

  /** Why a file cannot be used, in Chinese. */
  class Refusal extends Error {
    /** @param {string} message */
    constructor(message) {
      super(message);
      this.told = message;
    }
  }

  /**
   * An error that says in Chinese why a file cannot be used.
   * @param {string} message
   */
  function refuse(message) {
    return new Refusal(message);
  }

  function crcTable() {
    const made = new Uint32Array(256);
    for (let index = 0; index < 256; index += 1) {
      let value = index;
      for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
      made[index] = value >>> 0;
    }
    return made;
  }

  /** @param {Uint8Array} bytes */
  function crc(bytes) {
    let value = 0xffffffff;
    for (let index = 0; index < bytes.length; index += 1) value = TABLE[(value ^ bytes[index]) & 255] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  }

  /** @param {Uint8Array} bytes @param {number} at @param {number} length */
  function nameAt(bytes, at, length) {
    let name = "";
    for (let index = 0; index < length; index += 1) name += String.fromCharCode(bytes[at + index]);
    return name;
  }

  /** @param {DataView} view */
  function endOf(view) {
    for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 22 - MAX_COMMENT; at -= 1) {
      if (view.getUint32(at, true) === END) return at;
    }
    throw refuse(NO_ZIP);
  }

  /** @param {Uint8Array} bytes @param {DataView} view */
  function directory(bytes, view) {
    const place = placeOf(view), end = place.end, before = end - place.size - place.from;
    /** @type {Map<string, Entry>} */
    const entries = new Map();
    let at = end - place.size;
    if (before < 0 || at < 0) throw refuse(NO_ZIP);
    while (at < end) {
      if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw refuse(NO_ZIP);
      const length = view.getUint16(at + 28, true), more = view.getUint16(at + 30, true), next = at + 46 + length + more + view.getUint16(at + 32, true);
      if (next > end) throw refuse(NO_ZIP);
      /** @type {Entry} */
      const entry = {
        name: nameAt(bytes, at + 46, length), flags: view.getUint16(at + 8, true), method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), at: view.getUint32(at + 42, true)
      };
      widen(view, entry, at + 46 + length, more);
      entry.at += before;
      entries.set(partName(entry.name), entry);
      at = next;
    }
    return entries;
  }

  /**
   * Names of parts do not care for capitals, and some programs write them with the other stroke.
   * @param {string} name
   */
  function partName(name) {
    return name.replace(/\\/g, "/").replace(/[A-Z]/g, function (letter) { return letter.toLowerCase(); });
  }

  /**
   * A number of eight bytes; what is larger than any file here is only that: too large.
   * @param {DataView} view
   * @param {number} at
   */
  function wideAt(view, at) {
    return view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);
  }

  /**
   * Where the directory stands, also that of a ZIP64 archive. How many entries it has, it shows itself.
   * @param {DataView} view
   */
  function placeOf(view) {
    const end = endOf(view), found = { end: end, size: view.getUint32(end + 12, true), from: view.getUint32(end + 16, true) };
    if (end < 20 || view.getUint32(end - 20, true) !== PLACE64) return found;
    const wide = end - 76; // the record stands right before the field that tells where it is
    if (wide < 0 || view.getUint32(wide, true) !== END64) return found;
    return { end: wide, size: wideAt(view, wide + 40), from: wideAt(view, wide + 48) };
  }

  /**
   * Puts in what an entry says in its extra field of eight bytes each, in their order, because its own are full.
   * @param {DataView} view
   * @param {Entry} entry
   * @param {number} at
   * @param {number} length
   */
  function widen(view, entry, at, length) {
    const names = MAY_BE_WIDE.filter(function (name) { return entry[name] === FULL; });
    let from = at;
    while (names.length && from + 4 <= at + length) {
      const kind = view.getUint16(from, true), inside = view.getUint16(from + 2, true), start = from + 4;
      if (start + inside > at + length || (kind === WIDE && inside < names.length * 8)) throw refuse(NO_ZIP);
      if (kind === WIDE) names.splice(0).forEach(function (name, place) { entry[name] = wideAt(view, start + place * 8); });
      from = start + inside;
    }
  }

  /** @param {Uint8Array} packed @param {number} size */
  function inflate(packed, size) {
    /** @type {Uint8Array[]} */
    const parts = [];
    const inflator = new pako.Inflate({ raw: true });
    let length = 0;
    inflator.onData = function (chunk) {
      length += chunk.length;
      if (length > size + 65536) throw refuse(BROKEN); // more than the archive says: it lies
      parts.push(chunk);
    };
    inflator.push(packed, true);
    if (inflator.err || !inflator.ended) throw refuse(BROKEN);
    const found = new Uint8Array(length);
    let at = 0;
    parts.forEach(function (part) {
      found.set(part, at);
      at += part.length;
    });
    return found.subarray(0, size);
  }

  /**
   * Opens an archive. Throws a Refusal, as reading a part of it does.
   * @param {ArrayBuffer} buffer
   * @returns {Archive}
   */
  function open(buffer) {
    const bytes = new Uint8Array(buffer), view = new DataView(buffer);
    if (bytes.length < 22 || view.getUint32(0, true) !== LOCAL) throw refuse(NO_ZIP);
    const entries = directory(bytes, view);
    let left = MAX_BYTES;

    /** @param {string} name */
    function read(name) {
      const entry = entries.get(partName(name));
      if (!entry) throw refuse("XLSX 里缺少部分内容，文件可能已损坏");
      if (entry.flags & 1 || entry.at + 30 > bytes.length || view.getUint32(entry.at, true) !== LOCAL) throw refuse(BROKEN);
      const length = view.getUint16(entry.at + 26, true), from = entry.at + 30 + length + view.getUint16(entry.at + 28, true);
      if (nameAt(bytes, entry.at + 30, length) !== entry.name || from + entry.packed > bytes.length) throw refuse(BROKEN);
      left -= entry.size;
      if (left < 0) throw refuse(TOO_MUCH);
      const packed = bytes.subarray(from, from + entry.packed);
      if (entry.method !== STORED && entry.method !== DEFLATED) throw refuse(BROKEN);
      const found = entry.method === STORED ? packed.subarray(0, entry.size) : inflate(packed, entry.size);
      if (crc(found) !== entry.crc) throw refuse(BROKEN);
      return found;
    }

    return { has: function (name) { return entries.has(partName(name)); }, some: function (test) { return Array.from(entries.keys()).some(test); }, read: read };
  }

  return { open: open, refuse: refuse, Refusal: Refusal, TOO_MUCH: TOO_MUCH, BROKEN: BROKEN, NO_ZIP: NO_ZIP };
})();
