/**
 * A filled-in XLSX as a result, by the rules of generator/anliku/checklist/results/workbook.py and reading.py. Columns may have been
 * moved; every trouble is named with its cell. A test compares the two over many workbooks.
 */
var anliku = window.anliku || {};
anliku.book = (function () {
  "use strict";

  const core = anliku.checklist, texts = anliku.texts, reader = anliku.results, zip = anliku.zip, cells = anliku.cells;
  const counts = anliku.counts, versions = anliku.versions;
  /** @type {("reason"|"evidence"|"note"|"owner"|"due")[]} */
  const TEXTS = ["reason", "evidence", "note", "owner", "due"];
  const NEEDED = ["id", "answer"], WRITTEN = ["answer", ...TEXTS];
  const MOMENTS = ["date", "month", "time"], MAX_REVISION = 1000000, MOST_PARTICULARS = 200;
  const WORKBOOK = /^xl\/workbook\d*\.xml$/; // some services number their parts
  const SUMMARY = ">自评结果汇总<";

  /**
   * @typedef {object} Table of a self-assessment in a sheet
   * @property {BookSheet} sheet
   * @property {number} head the row of its headings
   * @property {Object<string, number>} columns wherever they were moved to
   * @property {number[]} rows below the head
   */

  /**
   * A sheet with the table of a self-assessment.
   * @param {Layout} layout
   * @param {BookSheet} sheet
   * @returns {Table}
   */
  function tableOf(layout, sheet) {
    const { head, columns } = counts.columnsOf(layout.headings, sheet);
    const rows = Array.from(sheet.rows.keys()).filter(function (number) { return number > head; }).sort(function (a, b) { return a - b; });
    return { sheet: sheet, head: head, columns: columns, rows: rows };
  }

  /** @param {Table} table */
  function isWhole(table) {
    return NEEDED.every(function (key) { return core.own(table.columns, key); });
  }

  /** @param {Table} table */
  function isFilled(table) {
    return table.rows.some(function (number) { return isWritten(table, number); });
  }

  /** @param {Table} table @param {number} row @param {string} key */
  function cellAt(table, row, key) {
    const column = core.own(table.columns, key), line = table.sheet.rows.get(row);
    return column && line ? line.get(column) || null : null;
  }

  /** @param {Table} table @param {number} row @param {string} key */
  function textAt(table, row, key) {
    const cell = cellAt(table, row, key);
    return cell ? texts.clean(cell.text) : "";
  }

  /** @param {Table} table @param {number} row @param {string} key */
  function placeAt(table, row, key) {
    const column = core.own(table.columns, key);
    return column ? "单元格 " + cells.placeName(row, column) : "第 " + row + " 行";
  }

  /** @param {Table} table @param {number} row */
  function isWritten(table, row) {
    return WRITTEN.some(function (key) { return cellAt(table, row, key) !== null; });
  }

  /** @param {Layout} layout @param {Book} book */
  function infoOf(layout, book) {
    /** @type {Object<string, string>} */
    const found = {};
    const sheet = book.sheets.get(layout.info);
    if (sheet) {
      sheet.rows.forEach(function (row) {
        const key = row.get(1), value = row.get(2);
        if (key && value) found[texts.clean(key.text)] = texts.clean(value.text);
      });
    }
    return found;
  }

  /** @param {Sheet} sheet @param {Object<string, string>} info @param {Say} say */
  function checkInfo(sheet, info, say) {
    const layout = sheet.layout, organisation = info.organisation || "";
    if (reader.FORMATS.indexOf(info.format) < 0) throw zip.refuse("不是本程序导出的自评表：缺少“" + layout.info + "”表，或者里面的内容被改过");
    if (info.library !== sheet.library) throw zip.refuse("这是另一个案例库的结果：" + texts.quoted(info.library || "") + "。");
    if (!reader.named(sheet, organisation)) throw zip.refuse("这是另一类组织的结果（" + texts.quoted(organisation) + "），本页是“" + sheet.name + "”。");
    if (organisation !== sheet.organisation) {
      say("", "组织类型 " + texts.quoted(organisation) + " 现在的 id 是 " + texts.quoted(sheet.organisation) + "，照常计入");
    }
  }

  /** @param {Layout} layout @param {Table[]} tables */
  function refuseTable(layout, tables) {
    const best = tables.slice().sort(function (a, b) { return Object.keys(b.columns).length - Object.keys(a.columns).length; })[0];
    /** @type {(key: string) => string} */
    const heading = function (key) { return Object.keys(layout.headings).filter(function (text) { return layout.headings[text] === key; })[0]; };
    const missing = NEEDED.filter(function (key) { return !best || !core.own(best.columns, key); }).map(function (key) { return "“" + heading(key) + "”"; });
    throw zip.refuse((best && best.head ? "第 " + best.head + " 行：" : "") + "找不到" + missing.join("、") + "这一列。怎么改：把表头改回原样");
  }

  /**
   * The sheet that was filled in; a second one is named, for nobody can know which of them is meant.
   * @param {Layout} layout
   * @param {Book} book
   * @param {Say} say
   */
  function findTable(layout, book, say) {
    const tables = Array.from(book.sheets.values()).filter(function (sheet) { return sheet.name !== layout.info && sheet.name !== layout.tally.sheet; })
      .map(function (sheet) { return tableOf(layout, sheet); }).filter(function (table) { return Object.keys(table.columns).length; });
    const whole = tables.filter(isWhole);
    if (!whole.length) refuseTable(layout, tables);
    const chosen = whole.filter(isFilled)[0] || whole[0];
    whole.forEach(function (table) {
      if (table === chosen || !isFilled(table)) return;
      say("", "还有一张填过的表 " + texts.quoted(table.sheet.name) + "，没有计入；怎么改：把它另存成单独的文件，再一起载入");
    });
    return chosen;
  }

  /**
   * Rows of the particulars and screening questions above the table, by key.
   * @param {Sheet} sheet
   * @param {Table} table
   */
  function particularsOf(sheet, table) {
    const known = ["unit", "period", "assessor"].concat(sheet.screening.map(function (question) { return question.id; }));
    /** @type {Object<string, number>} */
    const found = {};
    for (let row = 1; row < Math.min(table.head, MOST_PARTICULARS); row += 1) {
      const key = textAt(table, row, "id");
      if (known.indexOf(key) >= 0) found[key] = row;
    }
    return found;
  }

  /** @param {Say} say @param {Table} table @param {number} row @param {string} key @param {string} label */
  function readText(say, table, row, key, label) {
    const cell = cellAt(table, row, key), name = label || reader.LABELS[key] || "", fault = cell ? cells.faultOf(cell) : "";
    if (!cell) return "";
    if (fault) {
      say(placeAt(table, row, key), name + fault + "；怎么改：直接写上字");
      return "";
    }
    const letters = Array.from(texts.clean(cell.text));
    if (letters.length > reader.MAX_TEXT) say(placeAt(table, row, key), name + "超过 " + reader.MAX_TEXT + " 字，只取前面部分");
    return letters.slice(0, reader.MAX_TEXT).join("");
  }

  /** @param {Say} say @param {Table} table @param {Object<string, number>} rows @param {string} key */
  function particular(say, table, rows, key) {
    if (core.own(rows, key)) return readText(say, table, rows[key], "answer", reader.LABELS[key] || "");
    say("", "表头里找不到 " + texts.quoted(reader.LABELS[key] || key) + " 这一行，可能被删了");
    return "";
  }

  /** @param {Say} say @param {Table} table @param {Object<string, number>} rows */
  function readPeriod(say, table, rows) {
    const text = particular(say, table, rows, "period"), cell = core.own(rows, "period") ? cellAt(table, rows.period, "answer") : null;
    const kept = texts.periodOf(text);
    // Typed as 2026.10, a number becomes 2026.1: January or October, nobody can tell.
    const doubtful = cell !== null && cell.kind === "number" && /\.1$/.test(text);
    if (text && (!kept || doubtful)) {
      say(placeAt(table, rows.period, "answer"), "时期 " + texts.quoted(text) + " 认不出，不同别的时期比较。怎么改：" + texts.HOW_TO_WRITE);
    }
    return kept && !doubtful ? kept : text;
  }

  /** @param {Say} say @param {Layout} layout @param {Table} table @param {Object<string, number>} rows */
  function readAssessor(say, layout, table, rows) {
    const text = particular(say, table, rows, "assessor"), found = core.own(layout.assessors, texts.withoutBlanks(text));
    if (found) return found;
    throw zip.refuse("“由谁评价”写的是 " + texts.quoted(text) + "，应为 " + Object.keys(layout.assessors).join("、") + " 之一");
  }

  /**
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Table} table
   * @param {Object<string, number>} rows
   * @param {string[]} leftOut
   */
  function readScreening(say, sheet, table, rows, leftOut) {
    /** @type {Screening} */
    const given = {};
    sheet.screening.forEach(function (question) {
      if (leftOut.indexOf("?" + question.id) >= 0 && !core.own(rows, question.id)) return;
      const text = texts.withoutBlanks(particular(say, table, rows, question.id)).toLowerCase();
      if (sheet.words.yes.indexOf(text) >= 0 || sheet.words.no.indexOf(text) >= 0) given[question.id] = sheet.words.yes.indexOf(text) >= 0;
      else if (text) say(placeAt(table, rows[question.id], "answer"), "筛选题只能答是或否，写的是 " + texts.quoted(text) + "；按未答处理");
    });
    return given;
  }

  /** @param {Say} say @param {Table} table */
  function sayMerged(say, table) {
    table.sheet.merged.forEach(function (area) {
      const last = cells.placeOf(area.split(":")[1] || "");
      if (last && last[0] > table.head) say("单元格 " + area, "这几格被合并了，只认得左上角那一格；请取消合并后核对");
    });
  }

  /**
   * The level that the workbook's drop-down numbers so, counted from 1; null where nothing is numbered.
   * @param {Item} item
   * @param {number} number
   */
  function levelAt(item, number) {
    return !item.free && item.labels && Number.isInteger(number) && number >= 1 && number <= item.choices.length ? item.choices[number - 1] : null;
  }

  /** @param {Sheet} sheet @param {Item} item @param {Cell} cell @returns {Value|null} */
  function plainValue(sheet, item, cell) {
    if (cell.kind === "text" || cell.kind === "percent" || typeof cell.value !== "number") {
      const typed = texts.plain(cell.text), level = /^\d{1,3}$/.test(typed) ? levelAt(item, Number(typed)) : null;
      return level === null ? texts.answerOf(sheet, item, cell.text) : level;
    }
    if (!item.free) return levelAt(item, cell.value);
    return core.isValid(item, cell.value) ? cell.value : null;
  }

  /**
   * The answer that a cell means, read with its number format.
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Item} item
   * @param {Cell} cell
   * @param {string} place
   */
  function readValue(say, sheet, item, cell, place) {
    const shown = texts.quoted(cell.text), fault = cells.faultOf(cell);
    if (fault) {
      say(place, "答案" + fault + "；按未答处理。怎么改：直接填上答案");
      return null;
    }
    if (MOMENTS.indexOf(cell.kind) >= 0) {
      say(place, "答案变成了日期或时间 " + shown + "，是表格软件改的；按未答处理。怎么改：把格式改回“常规”再填");
      return null;
    }
    const value = plainValue(sheet, item, cell);
    if (value === null) say(place, "答案 " + shown + " 认不出或超出范围（" + (item.labels ? "请从下拉框里选" : item.range) + "）；按未答处理");
    else if (texts.doubtfulPercent(item, value) && cell.kind !== "percent") say(place, texts.percentNote(value));
    return value;
  }

  /**
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Table} table
   * @param {number} row
   * @param {Item} item
   * @returns {Given}
   */
  function readGiven(say, sheet, table, row, item) {
    /** @type {Given} */
    const given = { value: null, na: false };
    const place = placeAt(table, row, "answer"), cell = cellAt(table, row, "answer");
    const hash = textAt(table, row, "hash"), revision = cellAt(table, row, "revision");
    TEXTS.forEach(function (key) {
      const text = readText(say, table, row, key, "");
      if (text) given[key] = text;
    });
    if (revision && typeof revision.value === "number" && revision.value > 0 && revision.value <= MAX_REVISION) given.revision = Math.floor(revision.value);
    if (given.revision === 0) delete given.revision;
    if (reader.HASH.test(hash)) given.hash = hash;
    if (!cell) return given;
    if (texts.withoutBlanks(cell.text) !== sheet.layout.absent) return Object.assign(given, { value: readValue(say, sheet, item, cell, place) });
    given.na = item.na;
    if (!item.na) say(place, "这一条不能答“不适用”；按未答处理");
    else if (item.na_reason && !given.reason) say(place, "答“不适用”没有写理由");
    return given;
  }

  /** @param {Sheet} sheet @param {string} id */
  function numberOf(sheet, id) {
    return "第 " + (sheet.items.map(function (item) { return item.id; }).indexOf(id) + 1) + " 条";
  }

  /**
   * Rows with the id of their item; a row whose id was deleted is known by its question.
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Table} table
   * @param {Map<string, string>} asks
   */
  function rowsOf(say, sheet, table, asks) {
    /** @type {[number, string][]} */
    const found = [];
    table.rows.forEach(function (row) {
      const id = texts.withoutBlanks(textAt(table, row, "id"));
      if (id) {
        found.push([row, id]);
        return;
      }
      const answer = textAt(table, row, "answer"), known = asks.get(texts.withoutBlanks(textAt(table, row, "ask")).replace(/^★(?:关键项)?/, ""));
      if (known) {
        say(placeAt(table, row, "id"), "条目编号被删了，按问题认出是" + numberOf(sheet, known) + "，照常计入");
        found.push([row, known]);
      } else if (answer) {
        say(placeAt(table, row, "answer"), "这一行没有条目编号，答案 " + texts.quoted(answer) + " 没有计入");
      }
    });
    return found;
  }

  /**
   * Present ids of the items by the former ones in this table; where both stand in it, the present one holds.
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Table} table
   */
  function renamedIn(say, sheet, table) {
    const there = table.rows.map(function (row) { return texts.withoutBlanks(textAt(table, row, "id")); });
    /** @type {Object<string, string>} */
    const news = {};
    /** @type {string[]} */
    const taken = [];
    there.forEach(function (old) {
      const now = core.own(sheet.renamed || {}, old);
      if (typeof now !== "string" || there.indexOf(now) >= 0 || taken.indexOf(now) >= 0) return;
      taken.push(now);
      reader.put(news, old, now);
    });
    reader.sayMoves(say, news);
    return news;
  }

  /**
   * @param {Say} say
   * @param {Sheet} sheet
   * @param {Table} table
   * @param {Map<string, string>} asks
   * @param {string[]} leftOut
   */
  function readAnswers(say, sheet, table, asks, leftOut) {
    /** @type {Answers} */
    const answers = {};
    /** @type {Object<string, any>} */
    const unknown = {};
    /** @type {Object<string, Item>} */
    const known = {};
    /** @type {Map<string, number>} */
    const rows = new Map();
    const news = renamedIn(say, sheet, table);
    sheet.items.forEach(function (item) { known[item.id] = item; });
    rowsOf(say, sheet, table, asks).forEach(function (pair) {
      const row = pair[0], id = core.own(news, pair[1]) || pair[1], item = core.own(known, id), place = placeAt(table, row, "id");
      if (rows.has(id)) {
        say(place, (item ? numberOf(sheet, id) : "条目 " + texts.quoted(id)) + "在第 " + rows.get(id) + " 行已经有了；这一行没有计入");
      } else if (item && isWritten(table, row)) {
        answers[id] = readGiven(say, sheet, table, row, item);
      } else if (!item && isWritten(table, row)) {
        /** @type {Object<string, string>} */
        const entry = {};
        WRITTEN.forEach(function (key) { if (textAt(table, row, key)) entry[key] = textAt(table, row, key); });
        reader.put(unknown, id, entry);
        say(place, "这张自评表没有编号为 " + texts.quoted(id) + " 的条目；原样保留，不计分");
      }
      if (!rows.has(id)) rows.set(id, row);
    });
    sheet.items.forEach(function (item) {
      if (!rows.has(item.id) && leftOut.indexOf(item.id) < 0) say("", "表里没有" + numberOf(sheet, item.id) + "，按未答处理");
    });
    return { answers: answers, unknown: unknown };
  }

  /** @param {Sheet} sheet @param {Book} book @param {Map<string, string>} asks @param {Say} say */
  function resultOf(sheet, book, asks, say) {
    const info = infoOf(sheet.layout, book), leftOut = (info.left_out || "").split(/\s+/);
    checkInfo(sheet, info, say);
    const table = findTable(sheet.layout, book, say), rows = particularsOf(sheet, table), assessor = readAssessor(say, sheet.layout, table, rows);
    sayMerged(say, table);
    const read = readAnswers(say, sheet, table, asks, leftOut);
    /** @type {Result} */
    const result = {
      unit: particular(say, table, rows, "unit"), period: readPeriod(say, table, rows), assessor: assessor, version: info.version || "",
      saved: book.modified, created: book.created, screening: readScreening(say, sheet, table, rows, leftOut), answers: read.answers, unknown: read.unknown,
      returned: 0, handed_out: 0
    };
    if (!result.unit) say("", "没有写单位名称");
    const note = reader.versionNote(sheet, result);
    if (note) say("", note);
    return result;
  }

  /**
   * The result that the sheet of counted ballots says; unit: the unit's name where another sheet says it.
   * @param {Sheet} sheet
   * @param {Book} book
   * @param {BookSheet} ballots
   * @param {Say} say
   * @param {string} unit
   */
  function countedOf(sheet, book, ballots, say, unit) {
    const info = infoOf(sheet.layout, book), data = counts.dataOf(sheet.layout.tally, ballots, say);
    const head = { format: info.format, library: info.library, organisation: info.organisation, version: info.version, saved: book.modified };
    if (unit) data.unit = unit;
    const read = reader.readResult(sheet, JSON.stringify(Object.assign(data, head, { assessor: "masses", answers: {} })));
    if ("error" in read) throw zip.refuse(read.error);
    return read;
  }

  /**
   * The questions of another version, which do not stand in the page.
   * @param {Sheet} sheet
   */
  function asksOf(sheet) {
    /** @type {Map<string, string>} */
    const found = new Map();
    sheet.items.forEach(function (item) {
      [item.ask, item.ballot].forEach(function (ask) { if (ask) found.set(texts.withoutBlanks(ask), item.id); });
    });
    return found;
  }

  /**
   * Reads the answers, the counts of ballots, or both.
   * @param {Sheet} sheet
   * @param {Book} book
   * @param {Map<string, string>} asks
   * @param {Say} say
   */
  function allOf(sheet, book, asks, say) {
    const ballots = book.sheets.get(sheet.layout.tally.sheet);
    if (!ballots) return resultOf(sheet, book, asks, say);
    if (!book.sheets.has(sheet.layout.main)) {
      checkInfo(sheet, infoOf(sheet.layout, book), function () {});
      const alone = countedOf(sheet, book, ballots, say, "");
      alone.complaints.forEach(function (one) { say(one.place, one.message); });
      return Object.assign(alone.result, { created: book.created });
    }
    const result = resultOf(sheet, book, asks, say), counted = countedOf(sheet, book, ballots, say, result.unit);
    counted.complaints.forEach(function (one) { if (one.place) say(one.place, one.message); });
    counts.merge(result, counted.result);
    return result;
  }

  /** @param {Archive} archive */
  function isSummary(archive) {
    if (!archive.has("docProps/core.xml")) return false;
    return new TextDecoder("utf-8").decode(archive.read("docProps/core.xml").subarray(0, 4000)).indexOf(SUMMARY) >= 0;
  }

  /**
   * What an archive without a workbook is.
   * @param {Layout["refused"]} refused
   * @param {Archive} archive
   */
  function refuseOther(refused, archive) {
    const found = Object.keys(refused.inside).filter(function (name) { return archive.has(name); })[0];
    throw zip.refuse(found ? refused.inside[found] : refused.packed);
  }

  /**
   * Reads the bytes of an XLSX.
   * @param {Sheet} sheet
   * @param {ArrayBuffer} buffer
   * @param {Map<string, string>} asks question without blanks → id of its item, for rows whose id was deleted
   * @returns {ReadResult}
   */
  function readBook(sheet, buffer, asks) {
    const say = reader.speaker();
    try {
      if (buffer.byteLength > cells.MAX_FILE) throw zip.refuse("文件超过 " + cells.MAX_FILE / 1000000 + " MB，不像是自评表，没有读");
      const archive = zip.open(buffer);
      if (isSummary(archive)) throw zip.refuse("是以前写出的汇总，不是结果文件，没有读");
      if (!archive.some(function (name) { return WORKBOOK.test(name); })) refuseOther(sheet.layout.refused, archive);
      const book = cells.read(archive, sheet.layout.skip), made = versions.asOf(sheet, infoOf(sheet.layout, book).version || "");
      return { result: allOf(made, book, made === sheet ? asks : asksOf(made), say), complaints: say.said, sheet: made };
    } catch (error) {
      return { error: (error instanceof zip.Refusal ? error.told : zip.BROKEN).replace(/。?$/, "。") };
    }
  }

  return { readBook: readBook, MAX_FILE: cells.MAX_FILE };
})();
