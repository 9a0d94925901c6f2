/**
 * The sheet on which ballots were counted, as the data of a result file, by the rules of generator/anliku/checklist/
 * tally_sheet.py: a row is one choice of one question.
 */
(function (root) {
  "use strict";

  const core = root.anlikuChecklist, texts = root.anlikuText, cells = root.anlikuCells;

  /** Where the columns stand: { head, columns }, of the row with the most headings the first. */
  function columnsOf(layout, sheet) {
    const found = { head: 0, columns: {} };
    let most = 0;
    Array.from(sheet.rows.keys()).sort(function (a, b) { return a - b; }).forEach(function (number) {
      const columns = {};
      sheet.rows.get(number).forEach(function (cell, column) {
        const key = cell.kind === "text" ? core.own(layout.headings, texts.withoutBlanks(cell.text)) : undefined;
        if (key && !core.own(columns, key)) columns[key] = column;
      });
      if (Object.keys(columns).length <= most) return;
      most = Object.keys(columns).length;
      found.head = number;
      found.columns = columns;
    });
    return found;
  }

  /** A number as JSON would have it, also one that is a text; anything else as the text that people see. */
  function plain(cell) {
    if (cell.kind === "number" && typeof cell.value === "number") return cell.value;
    const number = cell.kind === "text" ? texts.numberOf(texts.plain(cell.text), "份") : null;
    return number === null ? cell.text : number;
  }

  /** Unit and period keep what was written, letter by letter; of the others the number counts. */
  function particular(key, cell) {
    return key === "unit" || key === "period" ? (cell.kind === "number" ? cell.value : cell.text) : plain(cell);
  }

  /** The data that the sheet says: particulars, tally and items. */
  function dataOf(layout, sheet, say) {
    const table = columnsOf(layout, sheet), data = { tally: {}, items: {} };
    const cellAt = function (row, key) {
      const column = core.own(table.columns, key);
      return column ? sheet.rows.get(row).get(column) || null : null;
    };
    const textAt = function (row, key) {
      const cell = cellAt(row, key);
      return cell ? texts.clean(cell.text) : "";
    };
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
      root.anlikuRead.put(counts, choice, Number.isInteger(before) && Number.isInteger(now) ? before + now : now);
      root.anlikuRead.put(data.tally, id, counts);
      root.anlikuRead.put(data.items, id, textAt(row, "hash"));
    };
    Array.from(sheet.rows.keys()).sort(function (a, b) { return a - b; }).forEach(function (row) {
      const key = textAt(row, "id"), cell = cellAt(row, "choice");
      if (row > table.head) count(row);
      else if (row < table.head && cell && layout.particulars.indexOf(key) >= 0) data[key] = particular(key, cell);
    });
    return data;
  }

  /** A result with the answers that another sheet of its workbook counts. */
  function merge(result, counted) {
    Object.keys(counted.answers).forEach(function (id) {
      const given = counted.answers[id], kept = Object.assign({}, result.answers[id], { value: given.value, na: false, counts: given.counts });
      delete kept.hash;
      result.answers[id] = given.hash ? Object.assign(kept, { hash: given.hash }) : kept;
    });
    result.returned = counted.returned;
    result.handed_out = counted.handed_out;
  }

  root.anlikuCounts = { dataOf: dataOf, merge: merge };
})(window);
