/**
 * A filled-in XLSX as a result, by the rules of generator/anliku/checklist/results/workbook.py and reading.py. Columns may have been
 * moved; every trouble is named with its cell. A test compares the two over many workbooks.
 */
(function (root) {
  "use strict";

  const core = root.anlikuChecklist, texts = root.anlikuText, reader = root.anlikuRead, zip = root.anlikuZip, cells = root.anlikuCells;
  const counts = root.anlikuCounts, versions = root.anlikuVersions;
  const NEEDED = ["id", "answer"], WRITTEN = ["answer", "reason", "evidence", "note", "owner", "due"];
  const MOMENTS = ["date", "month", "time"], MAX_REVISION = 1000000, MOST_PARTICULARS = 200;
  const WORKBOOK = /^xl\/workbook\d*\.xml$/; // some services number their parts
  const SAVE_AS = "怎么改：用表格软件打开，另存为 XLSX 再交", SUMMARY = ">自评结果汇总<";
  const INSIDE = [
    ["content.xml", "是 ODS 一类的文件，不是 XLSX。" + SAVE_AS],
    ["word/document.xml", "是 Word 文件，答案没法自动读出来。怎么改：把答案填进 XLSX 或页面"],
    ["ppt/presentation.xml", "是演示文稿，不是自评表"]
  ];

  /** A sheet with the table of a self-assessment: where its columns are, wherever they were moved to. */
  function tableOf(layout, sheet) {
    const table = { sheet: sheet, head: 0, columns: {}, rows: [] };
    let most = 0;
    sheet.rows.forEach(function (row, number) {
      const found = {};
      row.forEach(function (cell, column) {
        const key = cell.kind === "text" ? core.own(layout.headings, texts.withoutBlanks(cell.text)) : undefined;
        if (key && !core.own(found, key)) found[key] = column;
      });
      const count = Object.keys(found).length;
      if (count > most || (count === most && count && number < table.head)) {
        most = count;
        table.head = number;
        table.columns = found;
      }
    });
    table.rows = Array.from(sheet.rows.keys()).filter(function (number) { return number > table.head; }).sort(function (a, b) { return a - b; });
    table.found = NEEDED.every(function (key) { return core.own(table.columns, key); });
    table.filled = table.rows.filter(function (number) { return isWritten(table, number); }).length;
    return table;
  }

  function cellAt(table, row, key) {
    const column = core.own(table.columns, key), line = table.sheet.rows.get(row);
    return column && line ? line.get(column) || null : null;
  }

  function textAt(table, row, key) {
    const cell = cellAt(table, row, key);
    return cell ? texts.clean(cell.text) : "";
  }

  function placeAt(table, row, key) {
    const column = core.own(table.columns, key);
    return column ? "单元格 " + cells.placeName(row, column) : "第 " + row + " 行";
  }

  function isWritten(table, row) {
    return WRITTEN.some(function (key) { return cellAt(table, row, key) !== null; });
  }

  function infoOf(layout, book) {
    const found = {}, sheet = book.sheets.get(layout.info);
    if (sheet) {
      sheet.rows.forEach(function (row) {
        if (row.has(1) && row.has(2)) found[texts.clean(row.get(1).text)] = texts.clean(row.get(2).text);
      });
    }
    return found;
  }

  function checkInfo(sheet, info, say) {
    const layout = sheet.layout, organisation = info.organisation || "";
    if (reader.FORMATS.indexOf(info.format) < 0) throw zip.refuse("不是本程序导出的自评表：缺少“" + layout.info + "”表，或者里面的内容被改过");
    if (info.library !== sheet.library) throw zip.refuse("这是另一个案例库的结果：" + texts.quoted(info.library || "") + "。");
    if (!reader.named(sheet, organisation)) throw zip.refuse("这是另一类组织的结果（" + texts.quoted(organisation) + "），本页是“" + sheet.name + "”。");
    if (organisation !== sheet.organisation) {
      say("", "组织类型 " + texts.quoted(organisation) + " 现在的 id 是 " + texts.quoted(sheet.organisation) + "，照常计入");
    }
  }

  function refuseTable(layout, tables) {
    const best = tables.reduce(function (one, other) {
      return one && Object.keys(one.columns).length >= Object.keys(other.columns).length ? one : other;
    }, null);
    const heading = function (key) { return Object.keys(layout.headings).filter(function (text) { return layout.headings[text] === key; })[0]; };
    const missing = NEEDED.filter(function (key) { return !best || !core.own(best.columns, key); }).map(function (key) { return "“" + heading(key) + "”"; });
    throw zip.refuse((best && best.head ? "第 " + best.head + " 行：" : "") + "找不到" + missing.join("、") + "这一列。怎么改：把表头改回原样");
  }

  /** The sheet that was filled in; a second one is named, for nobody can know which of them is meant. */
  function findTable(layout, book, say) {
    const tables = Array.from(book.sheets.values()).filter(function (sheet) { return sheet.name !== layout.info && sheet.name !== layout.tally.sheet; })
      .map(function (sheet) { return tableOf(layout, sheet); }).filter(function (table) { return Object.keys(table.columns).length; });
    const whole = tables.filter(function (table) { return table.found; });
    if (!whole.length) refuseTable(layout, tables);
    const chosen = whole.filter(function (table) { return table.filled; })[0] || whole[0];
    whole.forEach(function (table) {
      if (table === chosen || !table.filled) return;
      say("", "还有一张填过的表 " + texts.quoted(table.sheet.name) + "，没有计入；怎么改：把它另存成单独的文件，再一起载入");
    });
    return chosen;
  }

  /** Rows of the particulars and screening questions above the table, by key. */
  function particularsOf(sheet, table) {
    const known = ["unit", "period", "assessor"].concat(sheet.screening.map(function (question) { return question.id; })), found = {};
    for (let row = 1; row < Math.min(table.head, MOST_PARTICULARS); row += 1) {
      const key = textAt(table, row, "id");
      if (known.indexOf(key) >= 0) found[key] = row;
    }
    return found;
  }

  function readText(say, table, row, key, label) {
    const cell = cellAt(table, row, key), name = label || reader.LABELS[key] || "";
    if (!cell) return "";
    if (cell.kind === "formula" || cell.kind === "error") {
      say(placeAt(table, row, key), name + "是公式，没有算出值（" + texts.quoted(cell.text) + "）；怎么改：直接写上字");
      return "";
    }
    const letters = Array.from(texts.clean(cell.text));
    if (letters.length > reader.MAX_TEXT) say(placeAt(table, row, key), name + "超过 " + reader.MAX_TEXT + " 字，只取前面部分");
    return letters.slice(0, reader.MAX_TEXT).join("");
  }

  function particular(say, table, rows, key) {
    if (core.own(rows, key)) return readText(say, table, rows[key], "answer", reader.LABELS[key] || "");
    say("", "表头里找不到 " + texts.quoted(reader.LABELS[key] || key) + " 这一行，可能被删了");
    return "";
  }

  function readPeriod(say, table, rows) {
    const text = particular(say, table, rows, "period"), cell = core.own(rows, "period") ? cellAt(table, rows.period, "answer") : null;
    const kept = texts.periodOf(text);
    // Typed as 2026.10, a number becomes 2026.1: January or October, nobody can tell.
    const doubtful = Boolean(cell) && cell.kind === "number" && /\.1$/.test(text);
    if (text && (!kept || doubtful)) {
      say(placeAt(table, rows.period, "answer"), "时期 " + texts.quoted(text) + " 认不出，不同别的时期比较。怎么改：" + texts.HOW_TO_WRITE);
    }
    return kept && !doubtful ? kept : text;
  }

  function readAssessor(say, layout, table, rows) {
    const text = particular(say, table, rows, "assessor"), found = core.own(layout.assessors, texts.withoutBlanks(text));
    if (found) return found;
    throw zip.refuse("“由谁评价”写的是 " + texts.quoted(text) + "，应为 " + Object.keys(layout.assessors).join("、") + " 之一");
  }

  function readScreening(say, sheet, table, rows, leftOut) {
    const given = {};
    sheet.screening.forEach(function (question) {
      if (leftOut.indexOf("?" + question.id) >= 0 && !core.own(rows, question.id)) return;
      const text = texts.withoutBlanks(particular(say, table, rows, question.id)).toLowerCase();
      if (sheet.words.yes.indexOf(text) >= 0 || sheet.words.no.indexOf(text) >= 0) given[question.id] = sheet.words.yes.indexOf(text) >= 0;
      else if (text) say(placeAt(table, rows[question.id], "answer"), "筛选题只能答是或否，写的是 " + texts.quoted(text) + "；按未答处理");
    });
    return given;
  }

  function sayMerged(say, table) {
    table.sheet.merged.forEach(function (area) {
      const last = cells.placeOf(area.split(":")[1] || "");
      if (last && last[0] > table.head) say("单元格 " + area, "这几格被合并了，只认得左上角那一格；请取消合并后核对");
    });
  }

  /** The level that the workbook's drop-down numbers so, counted from 1; null where nothing is numbered. */
  function levelAt(item, number) {
    return !item.free && item.labels && Number.isInteger(number) && number >= 1 && number <= item.choices.length ? item.choices[number - 1] : null;
  }

  function plainValue(sheet, item, cell) {
    if (cell.kind === "text" || cell.kind === "percent" || typeof cell.value !== "number") {
      const typed = texts.plain(cell.text), level = /^\d{1,3}$/.test(typed) ? levelAt(item, Number(typed)) : null;
      return level === null ? texts.answerOf(sheet, item, cell.text) : level;
    }
    if (!item.free) return levelAt(item, cell.value);
    return core.isValid(item, cell.value) ? cell.value : null;
  }

  /** The answer that a cell means, read with its number format. */
  function readValue(say, sheet, item, cell, place) {
    const shown = texts.quoted(cell.text);
    if (cell.kind === "formula" || cell.kind === "error") {
      say(place, "答案是公式，没有算出值（" + shown + "）；按未答处理。怎么改：直接填上答案");
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

  function readGiven(say, sheet, table, row, item) {
    const given = { value: null, na: false }, place = placeAt(table, row, "answer"), cell = cellAt(table, row, "answer");
    const hash = textAt(table, row, "hash"), revision = cellAt(table, row, "revision");
    WRITTEN.forEach(function (key) {
      const text = key === "answer" ? "" : readText(say, table, row, key, "");
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

  function numberOf(sheet, id) {
    return "第 " + (sheet.items.map(function (item) { return item.id; }).indexOf(id) + 1) + " 条";
  }

  /** Rows with the id of their item; a row whose id was deleted is known by its question. */
  function rowsOf(say, sheet, table, asks) {
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

  /** Present ids of the items by the former ones in this table; where both stand in it, the present one holds. */
  function renamedIn(say, sheet, table) {
    const there = table.rows.map(function (row) { return texts.withoutBlanks(textAt(table, row, "id")); }), news = {}, taken = [];
    there.forEach(function (old) {
      const now = core.own(sheet.renamed || {}, old);
      if (typeof now !== "string" || there.indexOf(now) >= 0 || taken.indexOf(now) >= 0) return;
      taken.push(now);
      reader.put(news, old, now);
    });
    reader.sayMoves(say, news);
    return news;
  }

  function readAnswers(say, sheet, table, asks, leftOut) {
    const answers = {}, unknown = {}, known = {}, rows = new Map(), news = renamedIn(say, sheet, table);
    sheet.items.forEach(function (item) { known[item.id] = item; });
    rowsOf(say, sheet, table, asks).forEach(function (pair) {
      const row = pair[0], id = core.own(news, pair[1]) || pair[1], item = core.own(known, id), place = placeAt(table, row, "id");
      if (rows.has(id)) {
        say(place, (item ? numberOf(sheet, id) : "条目 " + texts.quoted(id)) + "在第 " + rows.get(id) + " 行已经有了；这一行没有计入");
      } else if (item && isWritten(table, row)) {
        answers[id] = readGiven(say, sheet, table, row, item);
      } else if (!item && isWritten(table, row)) {
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

  function resultOf(sheet, book, asks, say) {
    const info = infoOf(sheet.layout, book), leftOut = (info.left_out || "").split(/\s+/);
    checkInfo(sheet, info, say);
    const table = findTable(sheet.layout, book, say), rows = particularsOf(sheet, table), assessor = readAssessor(say, sheet.layout, table, rows);
    sayMerged(say, table);
    const read = readAnswers(say, sheet, table, asks, leftOut);
    const result = {
      unit: particular(say, table, rows, "unit"), period: readPeriod(say, table, rows), assessor: assessor, version: info.version || "",
      saved: book.modified, screening: readScreening(say, sheet, table, rows, leftOut), answers: read.answers, unknown: read.unknown,
      returned: 0, handed_out: 0
    };
    if (!result.unit) say("", "没有写单位名称");
    const note = reader.versionNote(sheet, result);
    if (note) say("", note);
    return result;
  }

  /** The result that the sheet of counted ballots says; unit: the unit's name where another sheet says it. */
  function countedOf(sheet, book, say, unit) {
    const info = infoOf(sheet.layout, book), data = counts.dataOf(sheet.layout.tally, book.sheets.get(sheet.layout.tally.sheet), say);
    const head = { format: info.format, library: info.library, organisation: info.organisation, version: info.version, saved: book.modified };
    if (unit) head.unit = unit;
    const read = reader.readResult(sheet, JSON.stringify(Object.assign(data, head, { assessor: "masses", answers: {} })));
    if (read.error) throw zip.refuse(read.error);
    return read;
  }

  /** The questions of another version, which do not stand in the page. */
  function asksOf(sheet) {
    const found = new Map();
    sheet.items.forEach(function (item) {
      [item.ask, item.ballot].forEach(function (ask) { if (ask) found.set(texts.withoutBlanks(ask), item.id); });
    });
    return found;
  }

  /** Reads the answers, the counts of ballots, or both. */
  function allOf(sheet, book, asks, say) {
    const there = book.sheets.has(sheet.layout.tally.sheet);
    if (!there) return resultOf(sheet, book, asks, say);
    if (!book.sheets.has(sheet.layout.main)) {
      checkInfo(sheet, infoOf(sheet.layout, book), function () {});
      const alone = countedOf(sheet, book, say, "");
      alone.complaints.forEach(function (one) { say(one.place, one.message); });
      return alone.result;
    }
    const result = resultOf(sheet, book, asks, say), counted = countedOf(sheet, book, say, result.unit);
    counted.complaints.forEach(function (one) { if (one.place) say(one.place, one.message); });
    counts.merge(result, counted.result);
    return result;
  }

  function isSummary(archive) {
    if (!archive.has("docProps/core.xml")) return false;
    return new TextDecoder("utf-8").decode(archive.read("docProps/core.xml").subarray(0, 4000)).indexOf(SUMMARY) >= 0;
  }

  /** What an archive without a workbook is. */
  function refuseOther(archive) {
    const found = INSIDE.filter(function (pair) { return archive.has(pair[0]); })[0];
    throw zip.refuse(found ? found[1] : "是压缩包，没有打开。怎么改：解压以后选里面的文件");
  }

  /**
   * Reads the bytes of an XLSX. asks: Map(question without blanks → id of its item), for rows whose id was deleted.
   * Returns { error } when it cannot be used, else { result, complaints, sheet }, as anlikuRead.readResult does.
   */
  function readBook(sheet, buffer, asks) {
    const say = reader.speaker();
    try {
      if (buffer.byteLength > cells.MAX_FILE) throw zip.refuse("文件超过 " + cells.MAX_FILE / 1000000 + " MB，不像是自评表，没有读");
      const archive = zip.open(buffer);
      if (isSummary(archive)) throw zip.refuse("是以前写出的汇总，不是结果文件，没有读");
      if (!archive.some(function (name) { return WORKBOOK.test(name); })) refuseOther(archive);
      const book = cells.read(archive, sheet.layout.skip), made = versions.asOf(sheet, infoOf(sheet.layout, book).version || "");
      return { result: allOf(made, book, made === sheet ? asks : asksOf(made), say), complaints: say.said, sheet: made };
    } catch (error) {
      return { error: (error.told || zip.BROKEN).replace(/。?$/, "。") };
    }
  }

  root.anlikuBook = { readBook: readBook, MAX_FILE: cells.MAX_FILE };
})(window);
