/**
 * The cells of an XLSX, value and number format together, by the rules of cells.py and xlsx_cells.py in generator/anliku/checklist/untrusted:
 * formulas are never computed, and rows and cells need no reference. A test compares the two over many workbooks.
 */
/**
 * @typedef {{value: string|number|boolean, kind: string}} Typed what a cell holds: text, number, percent, date, month, time, bool,
 *   error or formula
 * @typedef {Typed & {text: string}} Cell and what people see of it
 * @typedef {{name: string, rows: Map<number, Map<number, Cell>>, merged: string[]}} BookSheet cells by row and column
 */
/**
 * @typedef {object} Book a workbook that is being read
 * @property {Archive} archive
 * @property {string} main the part that names the sheets
 * @property {string} stringsPart "" where there is none
 * @property {string} stylesPart
 * @property {number} elements how many more may be read
 * @property {boolean} from1904 days are counted from 1904
 * @property {string[]} strings
 * @property {string[]} kinds of number by style
 * @property {Map<string, BookSheet>} sheets by name
 * @property {string} modified
 * @property {string} created
 */
var anliku = window.anliku || {};
anliku.cells = (function () {
  "use strict";

  const zip = anliku.zip, texts = anliku.texts;
  const MAX_FILE = 10000000, MAX_ELEMENTS = 1000000, MAX_CELLS = 200000, MAX_COLUMN = 16384, MAX_ROW = 1048576, DAY_MS = 86400000;
  const PLACE = /^([A-Z]{1,3})([1-9]\d{0,6})$/;
  const NUMBER = /^[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,4})?$/;
  const NOT_SHOWN = /"[^"]*"|\\[^]|_[^]|\*[^]|\[(?!(?:h+|m+|s+)\])[^\]]*\]/giu;
  const WORKBOOK = "xl/workbook.xml", ESCAPED = /_x([0-9A-Fa-f]{4})_/g, MOMENT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?Z?$/;
  /** @type {Object<string, string>} */
  const BUILT_IN = { 9: "percent", 10: "percent", 17: "month", 55: "month", 22: "date", 36: "date", 57: "date", 58: "date" };

  /** @param {string} kind @param {[number, number][]} pairs */
  function ranges(kind, pairs) {
    pairs.forEach(function (pair) { for (let number = pair[0]; number <= pair[1]; number += 1) BUILT_IN[number] = kind; });
  }

  ranges("date", [[14, 16], [27, 31], [50, 54]]);
  ranges("time", [[18, 21], [32, 35], [45, 47], [56, 56]]);

  // --- XML ---------------------------------------------------------------------------------------------------------

  /**
   * The encoding that an XML declaration names, "utf-8" without one; an XLSX may have no others.
   * @param {Uint8Array} bytes
   */
  function encodingOf(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
    const head = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*>/.exec(String.fromCharCode(...Array.from(bytes.subarray(0, 300))));
    if (!head || head[0].indexOf("encoding") < 0) return "utf-8";
    const said = /encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(head[0]);
    if (!said || !/^(?:utf-8|us-ascii)$/i.test(said[1])) throw zip.refuse(zip.BROKEN);
    return "utf-8";
  }

  /** @param {Uint8Array} bytes */
  function decoded(bytes) {
    try {
      return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    } catch (error) {
      throw zip.refuse(zip.BROKEN);
    }
  }

  /** @param {Element} element */
  function textInside(element) {
    let text = "";
    for (let child = element.firstChild; child; child = child.nextSibling) if (child instanceof Text) text += child.data;
    return text;
  }

  /**
   * Calls start(name, element) and end(name, text directly inside) for the elements of one part, in their order.
   * @param {Book} book
   * @param {string} name
   * @param {(name: string, element: Element) => void} start
   * @param {(name: string, text: string) => void} end
   */
  function walk(book, name, start, end) {
    const source = decoded(book.archive.read(name));
    if (source.indexOf("<!DOCTYPE") >= 0) throw zip.refuse("表格里有不该有的内容，没有读"); // it could unfold without end
    book.elements -= (source.match(/<[^/!?]/g) || []).length;
    if (book.elements < 0) throw zip.refuse(zip.TOO_MUCH);
    const parsed = new DOMParser().parseFromString(source, "application/xml");
    if (parsed.getElementsByTagName("parsererror").length) throw zip.refuse(zip.BROKEN);
    /** @type {Element|null} */
    let element = parsed.documentElement;
    start(element.localName, element);
    while (element) {
      if (element.firstElementChild) {
        element = element.firstElementChild;
        start(element.localName, element);
        continue;
      }
      end(element.localName, textInside(element));
      while (element && !element.nextElementSibling) {
        element = element.parentElement;
        if (element) end(element.localName, textInside(element));
      }
      element = element && element.nextElementSibling;
      if (element) start(element.localName, element);
    }
  }

  function nothing() {}

  // --- numbers -----------------------------------------------------------------------------------------------------

  /**
   * What a number format shows; words in quotes are only words.
   * @param {string} code
   */
  function kindOf(code) {
    const shown = code.replace(NOT_SHOWN, "").split(";")[0].toLowerCase();
    if (shown.indexOf("%") >= 0) return "percent";
    if (shown.indexOf("general") >= 0 || shown.indexOf("@") >= 0) return "number";
    if (/[d日]/.test(shown)) return "date";
    if (shown.indexOf("y") >= 0 || shown.indexOf("e年") >= 0) return shown.indexOf("m") >= 0 ? "month" : "date";
    return /[hsm]/.test(shown) ? "time" : "number";
  }

  /**
   * A number as Python writes it, so that a text that was typed as a number is the same on both sides.
   * @param {number} number
   */
  function numberText(number) {
    const size = Math.abs(number);
    if (size < 1e15 && Math.floor(number) === number) return String(number === 0 ? 0 : number);
    if (size >= 1e-4 && size < 1e16) return Math.floor(number) === number ? number + ".0" : String(number);
    return number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }

  /**
   * What people see of a cell: 2026, not 2026.0; 80%, not 0.8.
   * @param {Typed} cell
   */
  function textOf(cell) {
    if (typeof cell.value === "boolean") return cell.value ? "是" : "否";
    if (typeof cell.value === "string") return texts.clean(cell.value);
    const percent = cell.kind === "percent";
    return numberText(percent ? Number((cell.value * 100).toFixed(10)) : cell.value) + (percent ? "%" : "");
  }

  /**
   * What is wrong with a formula, in words, and the mark that the sheet shows for it; "" for any other cell.
   * @param {Cell} cell
   */
  function faultOf(cell) {
    if (cell.kind === "error") return "是公式，没有算出值（" + texts.quoted(cell.text) + "）";
    return cell.kind === "formula" ? "是公式，没有算出值" : "";
  }

  /** @param {number} number */
  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  /**
   * The whole number next to this one; of two, the even one.
   * @param {number} number
   */
  function nearest(number) {
    const low = Math.floor(number), rest = number - low;
    return rest > 0.5 || (rest === 0.5 && low % 2 !== 0) ? low + 1 : low;
  }

  /**
   * The day or time that a spreadsheet's number stands for, as people write it.
   * @param {number} serial
   * @param {string} kind
   * @param {boolean} from1904
   * @returns {Typed}
   */
  function moment(serial, kind, from1904) {
    const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30), at = new Date(start + nearest(serial * 86400) * 1000);
    const year = at.getUTCFullYear();
    if (isNaN(year) || year < 1 || year > 9999) return { value: serial, kind: "number" };
    const clock = two(at.getUTCHours()) + ":" + two(at.getUTCMinutes());
    if (kind === "time" || (serial > 0 && serial < 1)) return { value: clock, kind: "time" };
    const day = ("000" + year).slice(-4) + "-" + two(at.getUTCMonth() + 1) + "-" + two(at.getUTCDate());
    const midnight = at.getTime() % DAY_MS === 0;
    return { value: kind === "month" ? day.slice(0, 7) : day + (midnight ? "" : " " + clock), kind: kind };
  }

  // --- sheets ------------------------------------------------------------------------------------------------------

  /**
   * [row, column] that a reference such as B12 names, or null.
   * @param {string|null} text
   * @returns {[number, number]|null}
   */
  function placeOf(text) {
    const found = PLACE.exec(text || "");
    if (!found) return null;
    let column = 0;
    for (let index = 0; index < found[1].length; index += 1) column = column * 26 + found[1].charCodeAt(index) - 64;
    return column <= MAX_COLUMN && Number(found[2]) <= MAX_ROW ? [Number(found[2]), column] : null;
  }

  /**
   * The reference of a cell, such as B12.
   * @param {number} row
   * @param {number} column
   */
  function placeName(row, column) {
    let letters = "";
    for (let rest = column; rest; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + (rest - 1) % 26) + letters;
    return letters + row;
  }

  /**
   * A text of a workbook: line ends, and letters that XML cannot hold, may stand in it as _x000D_; what no text holds goes.
   * @param {string} text
   */
  function unescaped(text) {
    return text.replace(ESCAPED, function (written, /** @type {string} */ digits) {
      const code = parseInt(digits, 16);
      if (code >= 0xd800 && code <= 0xdfff) return written;
      return code >= 32 || [9, 10, 13].indexOf(code) >= 0 ? String.fromCharCode(code) : "";
    }).replace(/\r\n?/g, "\n");
  }

  /**
   * A day that is written as one, as strict workbooks do.
   * @param {string} text
   * @returns {Typed}
   */
  function dayCell(text) {
    const found = MOMENT.exec(text.trim());
    if (!found) return { value: text, kind: "text" };
    return { value: found[1] + (found[2] && found[2] !== "00:00" ? " " + found[2] : ""), kind: "date" };
  }

  /**
   * @param {Book} book
   * @param {Element} element
   * @param {string|null} value
   * @param {string} inline
   * @param {boolean} formula
   * @returns {Typed|null}
   */
  function cellOf(book, element, value, inline, formula) {
    const kind = element.getAttribute("t") || "n";
    if (kind === "inlineStr") return { value: unescaped(inline), kind: "text" };
    if (!value) return formula && kind !== "str" ? { value: "公式没有算出值", kind: "formula" } : null;
    if (kind === "s") {
      const text = /^\d{1,8}$/.test(value.trim()) ? book.strings[Number(value)] : undefined;
      if (text === undefined) throw zip.refuse(zip.BROKEN); // an answer would be missing without a word
      return { value: unescaped(text), kind: "text" };
    }
    if (kind === "b") return { value: ["1", "true"].indexOf(value.trim()) >= 0, kind: "bool" };
    if (kind === "e") return { value: value, kind: "error" };
    if (kind === "d") return dayCell(value);
    return kind === "str" ? { value: unescaped(value), kind: "text" } : numberCell(book, element, value);
  }

  /** @param {Book} book @param {Element} element @param {string} text @returns {Typed} */
  function numberCell(book, element, text) {
    const number = NUMBER.test(text.trim()) ? Number(text) : Infinity;
    if (!isFinite(number)) return { value: text, kind: "text" };
    const style = element.getAttribute("s") || "", kind = (/^\d{1,7}$/.test(style) && book.kinds[Number(style)]) || "number";
    return kind === "number" || kind === "percent" ? { value: number, kind: kind } : moment(number, kind, book.from1904);
  }

  /**
   * Reads one sheet.
   * @param {Book} book
   * @param {string} name
   * @param {string} path
   */
  function sheetOf(book, name, path) {
    /** @type {BookSheet} */
    const sheet = { name: name, rows: new Map(), merged: [] };
    let row = 0, column = 0, count = 0, inline = "", formula = false, guide = false;
    /** @type {Element|null} */
    let element = null;
    /** @type {string|null} */
    let value = null;
    /** @param {Typed|null} cell */
    function put(cell) {
      if (!cell || cell.value === "") return;
      const line = sheet.rows.get(row) || new Map();
      sheet.rows.set(row, line);
      line.set(column, Object.assign(cell, { text: textOf(cell) }));
      count += 1;
      if (count > MAX_CELLS) throw zip.refuse(zip.TOO_MUCH);
    }
    walk(book, path, function (tag, one) {
      if (tag === "row") {
        const given = one.getAttribute("r") || "";
        row = /^\d{1,7}$/.test(given) ? Number(given) : row + 1;
        column = 0;
      } else if (tag === "c") {
        const place = placeOf(one.getAttribute("r")) || [row, column + 1];
        row = place[0];
        column = place[1];
        element = one;
        value = null;
        inline = "";
        formula = false;
      } else if (tag === "mergeCell" && sheet.merged.length < MAX_CELLS) {
        sheet.merged.push((one.getAttribute("ref") || "").slice(0, 40));
      }
      guide = guide || tag === "rPh";
    }, function (tag, text) {
      if (tag === "v") value = text;
      else if (tag === "f") formula = true;
      else if (tag === "t" && !guide) inline += text;
      else if (tag === "rPh") guide = false;
      else if (tag === "c" && element) put(cellOf(book, element, value, inline, formula));
    });
    return sheet;
  }

  // --- the workbook ------------------------------------------------------------------------------------------------

  /** @param {Book} book */
  function stringsOf(book) {
    /** @type {string[]} */
    const found = [];
    let text = "", guide = false;
    if (!book.stringsPart) return found;
    walk(book, book.stringsPart, function (tag) {
      if (tag === "si") text = "";
      guide = guide || tag === "rPh"; // phonetic guides that East Asian editions add
    }, function (tag, inside) {
      if (tag === "t" && !guide) text += inside;
      else if (tag === "rPh") guide = false;
      else if (tag === "si") found.push(text);
    });
    return found;
  }

  /** @param {Book} book */
  function kindsOf(book) {
    /** @type {Object<string, string>} */
    const codes = {};
    /** @type {string[]} */
    const found = [];
    let inside = false;
    if (!book.stylesPart) return found;
    walk(book, book.stylesPart, function (tag, element) {
      if (tag === "numFmt") codes[element.getAttribute("numFmtId") || ""] = element.getAttribute("formatCode") || "";
      else if (tag === "cellXfs") inside = true;
      else if (tag === "xf" && inside) found.push(element.getAttribute("numFmtId") || "0");
    }, function (tag) {
      if (tag === "cellXfs") inside = false;
    });
    return found.map(function (id) {
      if (Object.prototype.hasOwnProperty.call(codes, id)) return kindOf(codes[id]);
      return Object.prototype.hasOwnProperty.call(BUILT_IN, id) ? BUILT_IN[id] : "number";
    });
  }

  /** @param {Element} element */
  function relation(element) {
    for (let index = 0; index < element.attributes.length; index += 1) {
      const one = element.attributes[index];
      if (one.localName === "id" && one.prefix !== "xmlns") return one.value;
    }
    return "";
  }

  /** @param {Book} book */
  function namesOf(book) {
    /** @type {{name: string, relation: string}[]} */
    const found = [];
    walk(book, book.main, function (tag, element) {
      if (tag === "sheet") found.push({ name: element.getAttribute("name") || "", relation: relation(element) });
      else if (tag === "workbookPr") book.from1904 = book.from1904 || ["1", "true"].indexOf(element.getAttribute("date1904") || "") >= 0;
    }, nothing);
    return found;
  }

  /** @typedef {{id: string, kind: string, path: string}} Relation kind: the end of its type */

  /**
   * What a part leads to.
   * @param {Book} book
   * @param {string} part
   */
  function relationsOf(book, part) {
    const slash = part.lastIndexOf("/") + 1, folder = part.slice(0, slash), name = folder + "_rels/" + part.slice(slash) + ".rels";
    /** @type {Relation[]} */
    const found = [];
    walk(book, name, function (tag, element) {
      if (tag !== "Relationship") return;
      const kind = (element.getAttribute("Type") || "").split("/").pop() || "";
      found.push({ id: element.getAttribute("Id") || "", kind: kind, path: pathOf(folder, element.getAttribute("Target") || "") });
    }, nothing);
    return found;
  }

  /**
   * The part of a kind that the relations lead to, or else where it usually lies; "" where there is none.
   * @param {Book} book
   * @param {Relation[]} relations
   * @param {string} kind
   * @param {string} usual
   */
  function partOf(book, relations, kind, usual) {
    const found = relations.filter(function (one) { return one.kind === kind && book.archive.has(one.path); }).pop();
    return found ? found.path : book.archive.has(usual) ? usual : "";
  }

  /** @param {string} folder @param {string} target */
  function pathOf(folder, target) {
    if (target.charAt(0) === "/") return target.replace(/^\/+/, "");
    /** @type {string[]} */
    const parts = [];
    (folder + target).split("/").forEach(function (part) {
      if (part === "..") parts.pop();
      else if (part && part !== ".") parts.push(part);
    });
    return parts.join("/");
  }

  /**
   * Reads a workbook. Throws a Refusal (checklist-zip.js).
   * @param {Archive} archive
   * @param {string[]} skip names of sheets that are not read
   */
  function read(archive, skip) {
    /** @type {Book} */
    const book = {
      archive: archive, main: "", stringsPart: "", stylesPart: "", elements: MAX_ELEMENTS, from1904: false, strings: [], kinds: [],
      sheets: new Map(), modified: "", created: ""
    };
    const led = book.archive.has("_rels/.rels") ? relationsOf(book, "") : [];
    book.main = partOf(book, led, "officeDocument", WORKBOOK) || WORKBOOK;
    const names = namesOf(book), relations = relationsOf(book, book.main);
    book.stringsPart = partOf(book, relations, "sharedStrings", "xl/sharedStrings.xml");
    book.stylesPart = partOf(book, relations, "styles", "xl/styles.xml");
    book.strings = stringsOf(book);
    book.kinds = kindsOf(book);
    names.forEach(function (one) {
      const to = relations.filter(function (other) { return other.id === one.relation; }).pop(), path = to ? to.path : "";
      if (skip.indexOf(one.name) < 0 && !book.sheets.has(one.name) && archive.has(path)) book.sheets.set(one.name, sheetOf(book, one.name, path));
    });
    if (archive.has("docProps/core.xml")) {
      walk(book, "docProps/core.xml", nothing, function (tag, text) {
        if (tag === "modified" || tag === "created") book[tag] = Array.from(texts.clean(text)).slice(0, 40).join("");
      });
    }
    return book;
  }

  return { read: read, placeOf: placeOf, placeName: placeName, faultOf: faultOf, MAX_FILE: MAX_FILE };
})();
