/** Result files of the form, its buttons, and the start of the page. */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const core = anliku.checklist, reader = anliku.results, form = anliku.form, drafts = anliku.drafts;
  const answers = anliku.answers, keep = anliku.keep, guide = anliku.guide, tally = anliku.tally, texts = anliku.texts;
  const versions = anliku.versions, choosing = anliku.choosing, dom = anliku.dom;
  const MAX_BYTES = 5000000;

  /** @typedef {(page: Page, found: Read) => string} Take takes a result over and says what it did */
  /** @typedef {{file: File, chosen: Chosen|null, wrong: string}} Opened a file; chosen: what it says; wrong: why that is not taken */

  /**
   * The result file of the assessor who is filling in; what no item of this sheet knows goes back as it came.
   * @param {Page} page
   */
  function resultOf(page) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page);
    /** @type {Object<string, any>} */
    const kept = {};
    /** @type {Object<string, string>} */
    const hashes = {};
    /** @type {Object<string, any>} */
    const counted = {};
    page.sheet.items.forEach(function (item) {
      const entry = given[item.id];
      if (!entry || !answers.hasContent(entry)) return;
      kept[item.id] = answers.written(entry);
      if (entry.hash) hashes[item.id] = entry.hash;
      if (entry.counts) counted[item.id] = tally.written(entry.counts);
    });
    const unknown = answers.unknownOf(page, assessor), slips = answers.slipsOf(page, assessor);
    Object.keys(unknown).forEach(function (id) { reader.put(kept, id, unknown[id]); });
    /** @type {(name: string) => string} */
    const text = function (name) { return answers.metaOf(page, name).trim(); };
    /** @type {{[key: string]: any, assessor: string, unit: string, period: string}} */
    const data = {
      format: reader.FORMAT, library: page.sheet.library, version: page.sheet.version,
      organisation: page.sheet.organisation, unit: text("unit"), period: reader.periodOf(text("period")) || text("period"), assessor: assessor,
      screening: answers.screeningOf(page), saved: new Date().toISOString().slice(0, 19) + "Z", items: hashes, answers: kept
    };
    if (Object.keys(counted).length) data.tally = counted;
    if (slips.returned) data.returned = slips.returned;
    if (slips.handed_out) data.handed_out = slips.handed_out;
    return data;
  }

  /** @param {{unit: string, period: string, assessor: string}} data */
  function fileName(data) {
    const name = ["自评", data.unit || "未写单位", data.period, anliku.report.NAMES[data.assessor]];
    return name.filter(Boolean).join("-").replace(/[\\/:*?"<>|\s]+/g, "_") + ".json";
  }

  /** @param {Page} page */
  function save(page) {
    const data = resultOf(page);
    const blob = new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" });
    const name = fileName(data);
    dom.save(name, blob);
    page.unsaved[data.assessor] = false;
    page.filed = true;
    guide.showSaved(page);
    const others = core.ASSESSORS.filter(function (one) { return page.unsaved[one]; });
    const names = others.map(function (one) { return anliku.report.NAMES[one]; }).join("、");
    const strange = data.period && !reader.periodOf(data.period);
    form.say("已存为文件“" + name + "”。" + (strange ? "时期“" + data.period + "”认不出，汇总时比不了，请改了再存。" : "") + (names ? names + "还没有保存，请换到那一项再点一次。" : "")
      + (data.unit ? "" : "还没有写单位名称，汇总时会分不清是谁。"));
  }

  /** @param {Result} loaded */
  function isCounted(loaded) {
    return loaded.returned > 0 || Object.keys(loaded.answers).some(function (id) { return Boolean(loaded.answers[id].counts); });
  }

  /**
   * What the form held of another unit or period, in words; "" for nothing.
   * @param {Page} page
   */
  function replaced(page) {
    const all = answers.allAnswers(page), written = answers.metaOf(page, "period"), unit = answers.metaOf(page, "unit");
    const held = core.ASSESSORS.some(function (a) { return Object.keys(all[a] || {}).some(function (id) { return answers.hasContent(all[a][id]); }); });
    return held ? "表里原来是" + (unit ? "“" + unit + "”" : "没有写单位") + (written ? " " + written + " 的" : "的") + "答案，已换下。" : "";
  }

  /**
   * Puts a result file into the form. A file of another unit or period replaces everything, another assessor's is added.
   * @param {Page} page
   * @param {Read} found
   */
  function load(page, found) {
    const loaded = found.result, next = drafts.empty(), unit = answers.metaOf(page, "unit"), who = loaded.assessor;
    const written = answers.metaOf(page, "period").trim(), period = reader.periodOf(written) || written;
    versions.mark(page.sheet, loaded);
    const same = (!unit || choosing.sameUnit(unit, loaded.unit)) && choosing.samePeriod(period, loaded.period);
    const gone = same ? "" : replaced(page);
    if (same) Object.assign(next.answers, page.draft.answers);
    if (same) Object.assign(next.meta, page.draft.meta);
    next.answers[who] = loaded.answers;
    next.meta.unit = { v: (same && unit) || loaded.unit };
    next.meta.period = { v: loaded.period || (same ? period : "") };
    next.meta["returned-" + who] = { v: loaded.returned ? String(loaded.returned) : "" };
    next.meta["handed_out-" + who] = { v: loaded.handed_out ? String(loaded.handed_out) : "" };
    next.meta["tally-" + who] = { v: isCounted(loaded) ? "yes" : "" };
    next.screening = same ? Object.assign({}, page.draft.screening) : {};
    Object.keys(loaded.screening).forEach(function (id) { next.screening[id] = { v: loaded.screening[id] }; });
    next.unknown = Object.assign({}, same ? page.draft.unknown : {});
    next.unknown[who] = { v: loaded.unknown };
    answers.replace(page, next);
    answers.choose(page, loaded.assessor);
    const stale = core.toRecheck(page.sheet, loaded.answers).length;
    return "已载入" + (loaded.unit ? "“" + loaded.unit + "”" : "") + "的" + anliku.report.NAMES[loaded.assessor] + "结果。" + gone
      + (stale ? stale + " 条是按旧条目答的，请复核。" : "");
  }

  /**
   * Puts an earlier result beside this one; it is scored by the version of the sheet on which it was filled in.
   * @param {Page} page
   * @param {Read} found
   */
  function compare(page, found) {
    const loaded = found.result, unit = answers.metaOf(page, "unit"), before = page.before, kept = found.sheet === page.sheet ? "" : "（" + versionName(found.sheet) + "）";
    const samePeriod = before !== null && before.period === loaded.period, other = samePeriod && !together(before, found);
    versions.mark(page.sheet, loaded);
    /** @type {Before} */
    const beside = samePeriod && !other ? before
      : { period: loaded.period, sheet: found.sheet, version: loaded.version, kept: kept, answers: {}, screening: {} };
    beside.answers[loaded.assessor] = loaded.answers;
    Object.assign(beside.screening, loaded.screening);
    page.before = beside;
    return "正在同" + (loaded.period || "以前") + "的结果对照" + (beside.kept ? "，它照" + versionName(found.sheet) + "计分" : "") + "。"
      + (other ? "前面那份是按另一版填的，放不到一起，只对照这一份。" : "")
      + (before && !samePeriod ? "前面对照的是" + (before.period || "没有写时期的结果") + "，换成了这一份。" : "")
      + (unit && !choosing.sameUnit(unit, loaded.unit) ? "这份是" + (loaded.unit ? "“" + loaded.unit + "”" : "没有写名称的单位") + "的，不是“" + unit + "”的。" : "");
  }

  /**
   * Whether a result may stand beside those that were chosen before: it is of the same version, and by the same sheet.
   * @param {Before} before
   * @param {Read} found
   */
  function together(before, found) {
    const both = [before.version, found.result.version];
    return before.sheet === found.sheet && (both[0] === both[1] || both.every(function (one) { return versions.isOf(found.sheet, one); }));
  }

  /** @param {Sheet} sheet */
  function versionName(sheet) {
    return sheet.kept_as ? "保留的“" + sheet.kept_as + "”版" : "现在的表";
  }

  /**
   * The sheet as if no other version of it were known: a result of another one is then read into this one.
   * @param {Sheet} sheet
   * @returns {Sheet}
   */
  function alone(sheet) {
    return Object.assign({}, sheet, { others: [] });
  }

  /**
   * Offers the page of another version, where a result keeps its meaning, and to take the answers over into this one.
   * @param {Page} page
   * @param {Sheet} sheet
   * @param {() => void} bring
   */
  function offer(page, sheet, bring) {
    const box = dom.byId("ck-other"), link = dom.need(box, "#ck-other-page", HTMLAnchorElement);
    page.bring = bring;
    box.hidden = false;
    link.hidden = !sheet.href || !document.querySelector(".ck .breadcrumb a[href]"); // a form that was saved alone has no other page
    link.href = sheet.href || "#content";
    link.textContent = "到" + versionName(sheet) + "的页面";
  }

  /** @param {Page} page */
  function withdraw(page) {
    const box = document.getElementById("ck-other"); // only where other versions are known
    page.bring = null;
    if (box) box.hidden = true;
  }

  /**
   * Questions without blanks, also as those served read them, and the items they belong to: a row may have lost its id.
   * @param {Page} page
   */
  function asksOf(page) {
    /** @type {Map<string, string>} */
    const found = new Map();
    page.controls.forEach(function (controls) {
      [dom.text(controls.box.querySelector(".ck-ask")), controls.item.ballot].forEach(function (ask) {
        if (ask) found.set(texts.withoutBlanks(ask), controls.item.id);
      });
    });
    return found;
  }

  /**
   * @param {Page} page
   * @param {Sheet} sheet
   * @param {ArrayBuffer} buffer
   * @param {string} name
   * @returns {ReadResult}
   */
  function readBytes(page, sheet, buffer, name) {
    const bytes = new Uint8Array(buffer), wrong = choosing.strange(page.sheet.layout.refused, buffer, name);
    if (wrong) return { error: wrong + "。" };
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return anliku.book.readBook(sheet, buffer, asksOf(page));
    if (buffer.byteLength > MAX_BYTES) return { error: "文件太大（超过 5 MB），不像是结果文件。" };
    const decoded = reader.decode(buffer);
    if (decoded.error) return { error: decoded.error };
    const found = reader.readResult(sheet, decoded.text);
    if (!("error" in found) && decoded.encoding) {
      found.complaints.push({ place: "", message: "不是 UTF-8 编码，已按 " + decoded.encoding + " 读出；请核对单位名称和文字" });
    }
    return found;
  }

  /**
   * Reads one file by a sheet, and hands it on.
   * @param {Page} page
   * @param {Sheet} sheet
   * @param {File} file
   * @param {(found: ReadResult) => void} then
   */
  function read(page, sheet, file, then) {
    if (file.size > anliku.book.MAX_FILE) {
      then({ error: "文件太大（超过 10 MB），不像是结果文件。" });
      return;
    }
    const source = new FileReader();
    source.onerror = function () { then({ error: "读不出这个文件。" }); };
    source.onload = function () { then(readBytes(page, sheet, /** @type {ArrayBuffer} */ (source.result), file.name)); };
    source.readAsArrayBuffer(file);
  }

  /**
   * Why a file is not taken; "" when it is. One of another version is not loaded, or it would say something else.
   * @param {Sheet} sheet
   * @param {Take} take
   * @param {ReadResult} found
   */
  function refusal(sheet, take, found) {
    if ("error" in found) return found.error;
    if (take === load && found.sheet !== sheet) return "是按" + versionName(found.sheet) + "填的，和这一页的条目或评分办法不一样，没有载入。";
    return choosing.isBlank(found.result) ? "是空白的，一条也没有填。" : "";
  }

  /**
   * Reads the chosen files one after the other, by `sheet`, and takes those that can be.
   * @param {Page} page
   * @param {File[]} files
   * @param {Take} take
   * @param {Sheet} sheet
   */
  function readAll(page, files, take, sheet) {
    /** @type {Opened[]} */
    const all = [];
    form.complain([]);
    withdraw(page);
    /** @type {(index: number) => void} */
    const next = function (index) {
      if (index === files.length) {
        takeAll(page, all, take, sheet);
        return;
      }
      const file = files[index];
      read(page, sheet, file, function (found) {
        const chosen = "error" in found ? null : { name: file.name, read: found };
        all.push({ file: file, chosen: chosen, wrong: refusal(sheet, take, found) });
        next(index + 1);
      });
    };
    next(0);
  }

  /**
   * Takes over what was read; whatever is wrong with one file, what is in the form stays, and each is named.
   * @param {Page} page
   * @param {Opened[]} all
   * @param {Take} take
   * @param {Sheet} sheet
   */
  function takeAll(page, all, take, sheet) {
    /** @type {Chosen[]} */
    const fine = [];
    /** @type {string[]} */
    const complaints = [];
    all.forEach(function (one) { if (one.chosen && !one.wrong) fine.push(one.chosen); });
    const why = take === load && fine.length ? choosing.leftOut(fine) : new Map();
    if (take === load && fine.length) remember(page);
    const told = all.map(function (one) {
      const name = all.length > 1 ? one.file.name + "：" : "", chosen = one.chosen, wrong = one.wrong || why.get(chosen);
      if (wrong || !chosen) return name + wrong;
      chosen.read.complaints.forEach(function (two) { complaints.push(name + form.placeName(page, two.place, chosen.read.sheet) + two.message); });
      return name + take(page, chosen.read);
    });
    form.say(told.join("") + (!fine.length ? "表里的答案没有动。" : take === load ? "载错了可以点“撤销”。" : ""));
    form.complain(complaints);
    if (take === load) offerOthers(page, all, sheet);
    form.fill(page);
    page.schedule();
  }

  /**
   * Offers to take over the files of other versions.
   * @param {Page} page
   * @param {Opened[]} all
   * @param {Sheet} sheet
   */
  function offerOthers(page, all, sheet) {
    /** @type {File[]} */
    const files = [];
    /** @type {Sheet[]} */
    const sheets = [];
    all.forEach(function (one) {
      if (!one.chosen || one.chosen.read.sheet === sheet) return;
      files.push(one.file);
      sheets.push(one.chosen.read.sheet);
    });
    const last = sheets.pop();
    if (last) offer(page, last, function () { readAll(page, files, load, alone(page.sheet)); });
  }

  function undoButton() {
    return dom.need(document, '[data-do="undo"]', HTMLElement);
  }

  /**
   * Keeps the draft at hand for “undo”.
   * @param {Page} page
   */
  function remember(page) {
    page.undo = { draft: JSON.parse(JSON.stringify(page.draft)), assessor: answers.assessorOf(page) };
    undoButton().hidden = false;
  }

  /** @param {Page} page @param {Take} take */
  function choose(page, take) {
    const input = dom.need(document, "#ck-file", HTMLInputElement);
    input.value = "";
    input.onchange = function () { if (input.files && input.files.length) readAll(page, Array.from(input.files), take, page.sheet); };
    input.click();
  }

  /** @param {Page} page */
  function clear(page) {
    remember(page);
    answers.replace(page, drafts.empty());
    page.before = null;
    form.fill(page);
    page.schedule();
    form.say("已清空。清错了可以点“撤销”。");
  }

  /** @param {Page} page */
  function undo(page) {
    if (!page.undo) return;
    answers.replace(page, page.undo.draft);
    answers.choose(page, page.undo.assessor);
    page.undo = null;
    undoButton().hidden = true;
    form.fill(page);
    page.schedule();
    form.say("已恢复到之前的答案。");
  }

  /** @type {Object<string, (page: Page) => void>} */
  const ACTIONS = {
    save: save, clear: clear, undo: undo,
    next: guide.next,
    open: function (page) { guide.foldAll(page, true); },
    shut: function (page) { guide.foldAll(page, false); },
    load: function (page) { choose(page, load); },
    compare: function (page) { choose(page, compare); },
    print: function (page) { anliku.paper.print(page, false); },
    report: function (page) { anliku.paper.print(page, true); },
    bring: function (page) {
      const bring = page.bring;
      withdraw(page);
      if (bring) bring();
    }
  };

  /** @param {Page} page @param {DOMStringMap} data of the button */
  function onItemButton(page, data) {
    const id = data.clear || data.recheck || data.restore, assessor = answers.assessorOf(page);
    if (!id) return;
    if (data.clear) answers.remove(page, assessor, id, {});
    else if (data.restore) answers.bringBack(page, assessor, id);
    else answers.edit(page, assessor, id, { revision: page.items[id].revision });
    form.fill(page);
    page.schedule();
    const first = dom.find(document, "#item-" + id + " input", HTMLInputElement);
    if (first) first.focus();
  }

  /** @param {Page} page @param {Event} event */
  function onClick(page, event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const act = core.own(ACTIONS, button.dataset.do || "");
    if (act) act(page);
    else onItemButton(page, button.dataset);
  }

  /** @param {Page} page */
  function listen(page) {
    const box = dom.need(document, ".ck", HTMLElement);
    page.form.addEventListener("input", function (event) { form.onInput(page, event); });
    answers.inputNamed(page, "period").addEventListener("change", function () { form.checkPeriod(page); });
    page.form.addEventListener("focusout", function (event) { window.setTimeout(function () { keep.settle(page, event.target); }, 0); });
    page.form.addEventListener("submit", function (event) { event.preventDefault(); });
    box.addEventListener("click", function (event) { onClick(page, event); });
    window.addEventListener("storage", function (event) { if (event.key === page.drafts.key) keep.pull(page); });
    window.addEventListener("focus", function () { keep.pull(page); });
    window.addEventListener("pagehide", function () { keep.store(page); });
    window.addEventListener("beforeunload", function (event) {
      const unsaved = core.ASSESSORS.some(function (one) { return page.unsaved[one]; });
      if (unsaved && !page.stored) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
  }

  /** @param {Sheet} sheet */
  function start(sheet) {
    /** @type {Page} */
    const page = {
      sheet: sheet, form: dom.need(document, "#ck-form", HTMLFormElement), drafts: drafts.open(sheet), draft: drafts.empty(), before: null, clock: 0,
      undo: null, bring: null, cleared: {}, unsaved: {}, filed: false, items: {}, byId: {}, controls: [], waiting: false, spared: false, timer: 0,
      stored: true, storing: false, contents: {}, sections: [], nextButton: dom.need(document, '#ck-bar [data-do="next"]', HTMLElement), place: -1,
      onlyReport: false, fold: null, schedule: function (quiet) { keep.schedule(page, quiet); }
    };
    sheet.items.forEach(function (item) {
      page.items[item.id] = item;
      page.byId[item.id] = form.controlsOf(item);
      page.controls.push(page.byId[item.id]);
    });
    dom.all(document, ".ck-js", HTMLElement).forEach(function (box) { box.hidden = false; });
    guide.start(page);
    anliku.paper.watch(page);
    keep.restore(page, offer);
    form.fill(page);
    form.refresh(page);
    guide.begin(page);
    listen(page);
    dom.need(document, ".ck", HTMLElement).dataset.ready = "true";
  }

  const holder = document.getElementById("ck-sheet");
  if (holder) {
    /** @type {Sheet} */
    const asked = JSON.parse(dom.text(holder));
    Object.assign(anliku.report.NAMES, asked.assessors);
    start(asked);
  }
})();
