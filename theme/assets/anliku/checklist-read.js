/**
 * Reads result files, without any DOM, by the rules of generator/anliku/checklist: decoding.py and json_result.py.
 * Property tests compare the two on whole results.
 */
/** @typedef {{place: string, message: string}} Complaint place: id of an item, or "" */
/**
 * @typedef {object} Result what a result file says
 * @property {string} unit
 * @property {string} period
 * @property {string} assessor
 * @property {string} version
 * @property {string} saved
 * @property {string} [created] when the file was begun
 * @property {Screening} screening
 * @property {Answers} answers
 * @property {Object<string, any>} unknown answers to no item of this sheet, as they came
 * @property {number} returned slips of paper
 * @property {number} handed_out
 */
/**
 * @typedef {{error: string}} Refused why a file cannot be used
 * @typedef {{result: Result, complaints: Complaint[], sheet: Sheet}} Read sheet: the version of the sheet by which it was read
 * @typedef {Refused|Read} ReadResult
 */
var anliku = window.anliku || {};
anliku.results = (function () {
  "use strict";

  const core = anliku.checklist, texts = anliku.texts, tally = anliku.tally, versions = anliku.versions, isObject = tally.isObject;
  const { textOf, plain, quoted, periodOf, answerOf, doubtfulPercent, percentNote, HOW_TO_WRITE } = texts;
  const FORMAT = "anliku-result/2";
  const FORMATS = [FORMAT, "anliku-result/1"];
  const MAX_TEXT = 4000, MAX_DEPTH = 20, MAX_REVISION = 1000000;
  /** @type {("reason"|"evidence"|"note"|"owner"|"due"|"on")[]} */
  const TEXTS = ["reason", "evidence", "note", "owner", "due", "on"];
  const ENTRY = ["value", "na", "revision", "done", ...TEXTS];
  const HEAD = ["format", "library", "version", "organisation", "unit", "period", "assessor", "screening", "answers", "items", "saved",
    "tally", "returned", "handed_out"];
  /** @type {Object<string, string>} */
  const LABELS = {
    reason: "不适用的理由", evidence: "佐证材料", note: "备注", owner: "责任人", due: "期限", on: "填写日期",
    unit: "单位名称", period: "时期", version: "版本", saved: "保存时间",
    returned: "收回的份数", handed_out: "发出的份数"
  };
  /** @type {("due"|"on")[]} */
  const DAYS = ["due", "on"];
  const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
  const HASH = /^[0-9a-f]{8}$/;

  /**
   * Sets a key whatever its name: `__proto__` is a key like any other in a stranger's file.
   * @param {Object<string, any>} object
   * @param {string} key
   * @param {any} value
   */
  function put(object, key, value) {
    Object.defineProperty(object, key, { value: value, enumerable: true, configurable: true, writable: true });
  }

  // --- files -------------------------------------------------------------------------------------------------------

  /**
   * The text of a file; encoding "" for UTF-8; error: why it has none.
   * @param {ArrayBuffer} buffer
   */
  function decode(buffer) {
    const bytes = new Uint8Array(buffer);
    let names = [["utf-8", ""], ["gb18030", "GBK"]];
    const zeros = [0, 0];
    for (let index = 0; index < Math.min(400, bytes.length); index += 1) if (!bytes[index]) zeros[index % 2] += 1;
    const many = Math.min(400, bytes.length) / 3;
    if (bytes[0] === 0xff && bytes[1] === 0xfe) names = [["utf-16le", "UTF-16"]];
    else if (bytes[0] === 0xfe && bytes[1] === 0xff) names = [["utf-16be", "UTF-16"]];
    else if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) names = [["utf-8", ""]];
    else if (zeros[1] > many) names = [["utf-16le", "UTF-16"]];
    else if (zeros[0] > many) names = [["utf-16be", "UTF-16"]];
    for (let index = 0; index < names.length; index += 1) {
      try {
        return { text: new TextDecoder(names[index][0], { fatal: true }).decode(bytes), encoding: names[index][1], error: "" };
      } catch (error) {
        continue;
      }
    }
    return { text: "", encoding: "", error: "文字编码认不出来，文件可能已损坏。怎么改：重新保存一次，编码选 UTF-8。" };
  }

  /**
   * Keys that stand twice in one object of valid JSON: the last of them holds.
   * @param {string} source
   */
  function twice(source) {
    /** @type {string[]} */
    const found = [];
    /** @type {{keys: Set<string>|null, key: boolean}[]} */
    const open = [];
    const tokens = source.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g) || [];
    tokens.forEach(function (token) {
      const top = open[open.length - 1];
      if (token === "{" || token === "[") open.push({ keys: token === "{" ? new Set() : null, key: token === "{" });
      else if (token === "}" || token === "]") open.pop();
      else if (token === ",") top.key = Boolean(top.keys);
      else if (token === ":") top.key = false;
      else if (top && top.key && top.keys) {
        const key = JSON.parse(token);
        if (top.keys.has(key) && found.indexOf(key) < 0) found.push(key);
        top.keys.add(key);
      }
    });
    return found;
  }

  /**
   * The first full-width mark outside all strings, where JSON wants its own; "" for none.
   * @param {string} source
   */
  function fullWidthMark(source) {
    const tokens = source.match(/"(?:[^"\\]|\\[^])*"?|[：，“”｛｝［］【】；]/g) || [];
    return tokens.filter(function (token) { return token.charAt(0) !== "\""; })[0] || "";
  }

  /** @param {any} data */
  function tooDeep(data) {
    /** @type {[any, number][]} */
    const waiting = [[data, 1]];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const [value, depth] = one;
      if (typeof value === "object" && value !== null) {
        if (depth > MAX_DEPTH) return true;
        Object.keys(value).forEach(function (key) { waiting.push([value[key], depth + 1]); });
      }
    }
    return false;
  }

  /**
   * Who says the complaints of one file, and what has been said.
   * @returns {Say & {said: Complaint[]}}
   */
  function speaker() {
    /** @type {Complaint[]} */
    const said = [];
    /** @type {Say} */
    const say = function (place, message) { said.push({ place: place, message: message }); };
    return Object.assign(say, { said: said });
  }

  /** @param {Say} say @param {string} place @param {string} name @param {any} value */
  function readText(say, place, name, value) {
    const text = textOf(value);
    if (text === null) {
      say(place, (LABELS[name] || name) + "写法不对：" + quoted(value) + "；没有读");
      return "";
    }
    const letters = text.length > MAX_TEXT ? Array.from(text) : [];
    if (letters.length <= MAX_TEXT) return text;
    say(place, (LABELS[name] || name) + "超过 " + MAX_TEXT + " 字，只取前面部分");
    return letters.slice(0, MAX_TEXT).join("");
  }

  /** @param {Say} say @param {string} place @param {string} label @param {any} value */
  function readTruth(say, place, label, value) {
    if (value !== null && value !== undefined && typeof value !== "boolean") {
      say(place, "“" + label + "”只能写 true 或 false，写的是 " + quoted(value) + "；按 false 处理");
    }
    return value === true;
  }

  /** @param {Say} say @param {Sheet} sheet @param {Item} item @param {any} value */
  function readValue(say, sheet, item, value) {
    /** @type {Value|null} */
    let found = null;
    if (value === null || value === undefined || core.isValid(item, value)) {
      found = value === undefined ? null : value;
    } else {
      const typed = typeof value === "string" && (item.free || !/^\d+$/.test(plain(value)));
      found = typed ? answerOf(sheet, item, value) : null;
      if (found === null) say(item.id, "答案 " + quoted(value) + " 认不出或超出范围（" + item.range + "）；按未答处理");
    }
    if (doubtfulPercent(item, found)) say(item.id, percentNote(found));
    return found;
  }

  /** @param {Say} say @param {string} place @param {object} data @param {string[]} known */
  function strangers(say, place, data, known) {
    Object.keys(data).forEach(function (key) {
      if (known.indexOf(key) < 0) say(place, "不认识的内容 " + quoted(key) + "，没有读");
    });
  }

  /**
   * Reads one answer; what cannot be used is said and left unanswered.
   * @param {Sheet} sheet
   * @param {Item} item
   * @param {any} entry
   * @param {Say} say
   * @returns {Given}
   */
  function readGiven(sheet, item, entry, say) {
    if (!isObject(entry)) {
      say(item.id, "答案写法不对：" + quoted(entry) + "；按未答处理");
      return { value: null, na: false };
    }
    strangers(say, item.id, entry, ENTRY);
    /** @type {Given} */
    const given = { value: readValue(say, sheet, item, entry.value), na: readTruth(say, item.id, "不适用", entry.na) };
    if (entry.revision !== null && entry.revision !== undefined) {
      if (Number.isInteger(entry.revision) && entry.revision >= 0 && entry.revision <= MAX_REVISION) {
        if (entry.revision) given.revision = entry.revision;
      } else say(item.id, "条目的版次 " + quoted(entry.revision) + " 写法不对，没有读");
    }
    if (readTruth(say, item.id, "已办结", entry.done)) given.done = true;
    else if (entry.done === false) given.done = false;
    TEXTS.forEach(function (name) {
      const text = readText(say, item.id, name, entry[name]);
      if (text) given[name] = text;
    });
    DAYS.forEach(function (name) {
      const day = given[name];
      if (day && !DAY.test(day)) say(item.id, LABELS[name] + " " + quoted(day) + " 不是日期，原样保留；日期写成 2026-01-31 的样子");
    });
    if (given.na && !item.na) {
      given.na = false;
      say(item.id, "这一条不能答“不适用”；按未答处理");
    } else if (given.na && item.na_reason && !given.reason) say(item.id, "答“不适用”没有写理由");
    return given;
  }

  /**
   * Whether a sheet's type is called so, or was once.
   * @param {Sheet} sheet
   * @param {string|null} organisation
   */
  function named(sheet, organisation) {
    return organisation === sheet.organisation || (sheet.former_ids || []).indexOf(organisation || "") >= 0;
  }

  /**
   * Which former ids of items stand among answers, each with the present one; where both do, the present one holds.
   * @param {Sheet} sheet
   * @param {Object<string, any>} answers
   */
  function renamedIn(sheet, answers) {
    /** @type {Object<string, string>} */
    const moves = {};
    /** @type {Object<string, boolean>} */
    const taken = {};
    Object.keys(answers).forEach(function (id) {
      const now = core.own(sheet.renamed || {}, id);
      if (typeof now !== "string" || core.own(answers, now) !== undefined || core.own(taken, now)) return;
      taken[now] = true;
      put(moves, id, now);
    });
    return moves;
  }

  /**
   * Answers, or marks, under the present ids of their items.
   * @template T
   * @param {{[id: string]: T}} entries
   * @param {Object<string, string>} moves
   */
  function underPresentIds(entries, moves) {
    /** @type {{[id: string]: T}} */
    const present = {};
    Object.keys(entries).forEach(function (id) { put(present, core.own(moves, id) || id, entries[id]); });
    return present;
  }

  /** @param {Say} say @param {Sheet} sheet @param {any} data @param {Object<string, string>} moves */
  function sayRenamed(say, sheet, data, moves) {
    const organisation = textOf(data.organisation);
    if (organisation !== sheet.organisation) {
      say("", "组织类型 " + quoted(organisation) + " 现在的 id 是 " + quoted(sheet.organisation) + "，照常计入");
    }
    sayMoves(say, moves);
  }

  /**
   * Says which answers stand under former ids of their items, and that they count.
   * @param {Say} say
   * @param {Object<string, string>} moves
   */
  function sayMoves(say, moves) {
    const olds = Object.keys(moves);
    if (!olds.length) return;
    const shown = olds.slice(0, 5).map(function (old) { return quoted(old) + " 现为 " + quoted(moves[old]); }).join("、");
    say("", "条目换了编号：" + shown + (olds.length > 5 ? " 等 " + olds.length + " 条" : "") + "；答案照常计入");
  }

  /** @param {Sheet} sheet @param {any} data */
  function readHeader(sheet, data) {
    if (!isObject(data) || FORMATS.indexOf(data.format) < 0) return "这不是自评结果文件（格式应为 " + FORMAT + "）。";
    if (data.library !== sheet.library) return "这是另一个案例库的结果：" + quoted(data.library) + "。";
    if (!named(sheet, textOf(data.organisation))) {
      return "这是另一类组织的结果（" + quoted(data.organisation) + "），本页是“" + sheet.name + "”。";
    }
    if (core.ASSESSORS.indexOf(textOf(data.assessor) || "") < 0) return "文件里没有写明由谁评价（self、masses 或 superior）。";
    return isObject(data.answers) ? "" : "文件里没有答案部分。";
  }

  /** @param {Say} say @param {any} data */
  function readPeriod(say, data) {
    const text = readText(say, "", "period", data.period), kept = periodOf(text);
    // 2026.10 without quotes is 2026.1: January or October, nobody can tell.
    const doubtful = typeof data.period === "number" && Math.floor(data.period) !== data.period && /\.1$/.test(text);
    if (text && (!kept || doubtful)) say("", "时期 " + quoted(text) + " 认不出，不同别的时期比较。怎么改：" + HOW_TO_WRITE);
    return kept && !doubtful ? kept : text;
  }

  /** @param {Say} say @param {Sheet} sheet @param {any} data */
  function readScreening(say, sheet, data) {
    /** @type {Screening} */
    const screening = {};
    const known = sheet.screening.map(function (question) { return question.id; });
    if (data !== null && data !== undefined && !isObject(data)) {
      say("", "筛选题的答案写法不对：" + quoted(data) + "；按未答处理");
    }
    Object.keys(isObject(data) ? data : {}).forEach(function (key) {
      const value = data[key];
      if (value === null) return;
      if (known.indexOf(key) < 0) say("", "这张自评表没有筛选题 " + quoted(key) + "；没有读");
      else if (typeof value !== "boolean") say("", "筛选题只能答是或否，写的是 " + quoted(value) + "；按未答处理");
      else screening[key] = value;
    });
    return screening;
  }

  /** @param {Say} say @param {Sheet} sheet @param {any} data @param {Object<string, string>} moves */
  function readAnswers(say, sheet, data, moves) {
    /** @type {Answers} */
    const answers = {};
    /** @type {Object<string, any>} */
    const unknown = {};
    /** @type {Object<string, Item>} */
    const known = {};
    /** @type {Object<string, any>} */
    const given = underPresentIds(data.answers, moves);
    /** @type {Object<string, any>} */
    const hashes = underPresentIds(isObject(data.items) ? data.items : {}, moves);
    if (data.items !== null && data.items !== undefined && !isObject(data.items)) {
      say("", "条目的记号写法不对：" + quoted(data.items) + "；没有读");
    }
    /** @type {(id: string) => string} */
    const hashOf = function (id) {
      const hash = core.own(hashes, id);
      return typeof hash === "string" && HASH.test(hash) ? hash : "";
    };
    sheet.items.forEach(function (item) { known[item.id] = item; });
    Object.keys(given).forEach(function (id) {
      const item = core.own(known, id);
      if (!item) {
        put(unknown, id, given[id]);
        say("", "这张自评表没有编号为 " + quoted(id) + " 的条目；原样保留，不计分");
        return;
      }
      answers[id] = readGiven(sheet, item, given[id], say);
      if (hashOf(id)) answers[id].hash = hashOf(id);
    });
    tally.readTally(say, sheet, answers, data.tally, hashOf);
    return { answers: answers, unknown: unknown };
  }

  /**
   * Reads the text of a result file.
   * @param {Sheet} page the sheet of the page
   * @param {string} source
   * @returns {ReadResult}
   */
  function readResult(page, source) {
    let data;
    const text = source.replace(/^\uFEFF/, "");
    try {
      data = JSON.parse(text);
    } catch (error) {
      const mark = fullWidthMark(text);
      return { error: mark ? "文件里有一处用了全角的“" + mark + "”，应为半角；不要手改文件，请重新“保存结果”。"
        : "文件不是完整的 JSON，可能没有保存完，或者不是结果文件。" };
    }
    if (tooDeep(data)) return { error: "文件里一层套一层，不像是结果文件。" };
    const wrong = readHeader(page, data);
    if (wrong) return { error: wrong };
    const sheet = versions.asOf(page, textOf(data.version) || ""), say = speaker(), moves = renamedIn(sheet, data.answers);
    sayRenamed(say, sheet, data, moves);
    twice(text).forEach(function (key) { say("", quoted(key) + " 写了两次，取后一次"); });
    strangers(say, "", data, HEAD);
    const unit = readText(say, "", "unit", data.unit);
    if (!unit) say("", "没有写单位名称");
    const read = readAnswers(say, sheet, data, moves);
    /** @type {Result} */
    const result = {
      unit: unit, period: readPeriod(say, data), assessor: textOf(data.assessor) || "",
      version: readText(say, "", "version", data.version), saved: readText(say, "", "saved", data.saved),
      screening: readScreening(say, sheet, data.screening), answers: read.answers, unknown: read.unknown,
      returned: tally.readPeople(say, "", LABELS.returned, data.returned), handed_out: tally.readPeople(say, "", LABELS.handed_out, data.handed_out)
    };
    tally.checkPeople(say, result);
    const note = versionNote(sheet, result);
    if (note) say("", note);
    return { result: result, complaints: say.said, sheet: sheet };
  }

  /** @param {Sheet} sheet @param {Result} result */
  function versionNote(sheet, result) {
    const stale = core.toRecheck(sheet, result.answers).length, graded = versions.schemeNote(sheet, result.version);
    if (versions.isOf(sheet, result.version)) return [stale ? "有 " + stale + " 条是按旧条目答的，请复核" : "", graded].filter(Boolean).join("；");
    const unsure = Object.keys(result.answers).some(function (id) {
      const given = result.answers[id];
      return (given.na || given.value !== null) && !given.hash;
    });
    const told = stale ? "其中 " + stale + " 条的条目已改，请复核"
      : unsure ? "文件里没有记下当时的条目，看不出改没改，答案照常计入，请自己核对" : "答过的条目都没有改，照常计入";
    const other = "按另一版自评表（" + (result.version || "未写") + "，现为 " + sheet.version + "）填写，" + told;
    return [other, graded].filter(Boolean).join("；");
  }

  return {
    FORMAT: FORMAT, FORMATS: FORMATS, HASH: HASH, DAY: DAY, HOW_TO_WRITE: HOW_TO_WRITE, LABELS: LABELS, MAX_TEXT: MAX_TEXT, readResult: readResult,
    readGiven: readGiven, readText: readText, renamedIn: renamedIn, underPresentIds: underPresentIds, named: named, versionNote: versionNote,
    speaker: speaker, decode: decode, periodOf: periodOf, answerOf: answerOf, doubtfulPercent: doubtfulPercent,
    percentNote: percentNote, sayMoves: sayMoves, put: put
  };
})();
