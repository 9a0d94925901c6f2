/**
 * The sheet on which ballots were counted, as the data of a result file, by the rules of generator/anliku/checklist/
 * tally_sheet.py: a row is one choice of one question.
 */
var anliku = window.anliku || {};
anliku.counts = (function () {
  "use strict";

  const core = anliku.checklist, texts = anliku.texts, cells = anliku.cells;

  /** @typedef {{head: number, columns: Object<string, number>}} Columns where the headings stand */

  /**
   * Where the columns stand: of the row with the most headings the first.
   * @param {Object<string, string>} headings keys by heading
   * @param {BookSheet} sheet
   */
  function columnsOf(headings, sheet) {
    /** @type {Columns} */
    const found = { head: 0, columns: {} };
    let most = 0;
    Array.from(sheet.rows).sort(function (a, b) { return a[0] - b[0]; }).forEach(function (row) {
      /** @type {Object<string, number>} */
      const columns = {};
      row[1].forEach(function (cell, column) {
        const key = cell.kind === "text" ? core.own(headings, texts.withoutBlanks(cell.text)) : undefined;
        if (key && !core.own(columns, key)) columns[key] = column;
      });
      if (Object.keys(columns).length <= most) return;
      most = Object.keys(columns).length;
      found.head = row[0];
      found.columns = columns;
    });
    return found;
  }

  /**
   * A number as JSON would have it, also one that is a text; anything else as the text that people see.
   * @param {Cell} cell
   * @returns {string|number}
   */
  function plain(cell) {
    if (cell.kind === "number" && typeof cell.value === "number") return cell.value;
    const number = cell.kind === "text" ? texts.numberOf(texts.plain(cell.text), "份") : null;
    return number === null ? cell.text : number;
  }

  /**
   * Unit and period keep what was written, letter by letter; of the others the number counts.
   * @param {string} key
   * @param {Cell} cell
   */
  function particular(key, cell) {
    return key === "unit" || key === "period" ? (cell.kind === "number" ? cell.value : cell.text) : plain(cell);
  }

  /**
   * The data that the sheet says: particulars, tally and items, as a result file would.
   * @param {Layout["tally"]} layout
   * @param {BookSheet} sheet
   * @param {Say} say
   */
  function dataOf(layout, sheet, say) {
    const table = columnsOf(layout.headings, sheet);
    /** @type {Object<string, any>} */
    const data = { tally: {}, items: {} };
    /** @type {(row: number, key: string) => Cell|null} */
    const cellAt = function (row, key) {
      const column = core.own(table.columns, key), line = sheet.rows.get(row);
      return column && line ? line.get(column) || null : null;
    };
    /** @type {(row: number, key: string) => string} */
    const textAt = function (row, key) {
      const cell = cellAt(row, key);
      return cell ? texts.clean(cell.text) : "";
    };
    /** @type {(row: number) => void} */
    const count = function (row) {
      const cell = cellAt(row, "count"), id = texts.withoutBlanks(textAt(row, "id")), choice = textAt(row, "value") || textAt(row, "choice");
      if (!cell) return;
      const place = "单元格 " + cells.placeName(row, table.columns.count);
      if (!id || !choice) {
        say(place, "这一行没有" + (id ? "选项" : "条目编号") + "，份数 " + texts.quoted(cell.text) + " 没有计入");
        return;
      }
      const counts = core.own(data.tally, id) || {}, before = core.own(counts, choice), now = plain(cell);
      if (before !== undefined) say(place, "选项 " + texts.quoted(textAt(row, "choice")) + " 在这一题里有两行，两行都计入");
      anliku.results.put(counts, choice, Number.isInteger(before) && Number.isInteger(now) ? before + now : now);
      anliku.results.put(data.tally, id, counts);
      anliku.results.put(data.items, id, textAt(row, "hash"));
    };
    /** @type {(row: number, key: string, cell: Cell) => void} */
    const take = function (row, key, cell) {
      const fault = cells.faultOf(cell);
      if (fault) say("单元格 " + cells.placeName(row, table.columns.choice), anliku.results.LABELS[key] + fault + "；怎么改：直接写上字");
      else data[key] = particular(key, cell);
    };
    Array.from(sheet.rows.keys()).sort(function (a, b) { return a - b; }).forEach(function (row) {
      const key = textAt(row, "id"), cell = cellAt(row, "choice");
      if (row > table.head) count(row);
      else if (row < table.head && cell && layout.particulars.indexOf(key) >= 0) take(row, key, cell);
    });
    return data;
  }

  /**
   * A result with the answers that another sheet of its workbook counts.
   * @param {Result} result
   * @param {Result} counted
   */
  function merge(result, counted) {
    Object.keys(counted.answers).forEach(function (id) {
      const given = counted.answers[id];
      /** @type {Given} */
      const kept = Object.assign({}, result.answers[id], { value: given.value, na: false, counts: given.counts });
      delete kept.hash;
      result.answers[id] = given.hash ? Object.assign(kept, { hash: given.hash }) : kept;
    });
    result.returned = counted.returned;
    result.handed_out = counted.handed_out;
  }

  return { columnsOf: columnsOf, dataOf: dataOf, merge: merge };
})();
