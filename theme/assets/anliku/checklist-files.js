// @ts-nocheck
/** Result files of the form, its buttons, and the start of the page. */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const core = anliku.checklist, reader = anliku.results, form = anliku.form, drafts = anliku.drafts;
  const answers = anliku.answers, keep = anliku.keep, guide = anliku.guide, tally = anliku.tally, texts = anliku.texts;
  const versions = anliku.versions, choosing = anliku.choosing;
  const MAX_BYTES = 5000000;

  /** The result file of the assessor who is filling in; what no item of this sheet knows goes back as it came. */
  function resultOf(page) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page), kept = {}, hashes = {}, counted = {};
    page.sheet.items.forEach(function (item) {
      const entry = given[item.id];
      if (!entry || !answers.hasContent(entry)) return;
      kept[item.id] = answers.written(entry);
      if (entry.hash) hashes[item.id] = entry.hash;
      if (entry.counts) counted[item.id] = tally.written(entry.counts);
    });
    const unknown = answers.unknownOf(page, assessor), slips = answers.slipsOf(page, assessor);
    Object.keys(unknown).forEach(function (id) { reader.put(kept, id, unknown[id]); });
    const text = function (name) { return answers.metaOf(page, name).trim(); };
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

  function fileName(data) {
    const name = ["自评", data.unit || "未写单位", data.period, anliku.report.NAMES[data.assessor]];
    return name.filter(Boolean).join("-").replace(/[\\/:*?"<>|\s]+/g, "_") + ".json";
  }

  function save(page) {
    const data = resultOf(page);
    const blob = new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = fileName(data);
    document.body.appendChild(link);
    link.click();
    link.remove();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    page.unsaved[data.assessor] = false;
    page.filed = true;
    guide.showSaved(page);
    const others = core.ASSESSORS.filter(function (one) { return page.unsaved[one]; });
    const names = others.map(function (one) { return anliku.report.NAMES[one]; }).join("、");
    const strange = data.period && !reader.periodOf(data.period);
    form.say("已存为文件“" + link.download + "”。" + (strange ? "时期“" + data.period + "”认不出，汇总时比不了，请改了再存。" : "") + (names ? names + "还没有保存，请换到那一项再点一次。" : "")
      + (data.unit ? "" : "还没有写单位名称，汇总时会分不清是谁。"));
  }

  function isCounted(loaded) {
    return loaded.returned > 0 || Object.keys(loaded.answers).some(function (id) { return Boolean(loaded.answers[id].counts); });
  }

  /** What the form held of another unit or period, in words; "" for nothing. */
  function replaced(page) {
    const all = answers.allAnswers(page), written = answers.metaOf(page, "period"), unit = answers.metaOf(page, "unit");
    const held = core.ASSESSORS.some(function (a) { return Object.keys(all[a] || {}).some(function (id) { return answers.hasContent(all[a][id]); }); });
    return held ? "表里原来是" + (unit ? "“" + unit + "”" : "没有写单位") + (written ? " " + written + " 的" : "的") + "答案，已换下。" : "";
  }

  /** Puts a result file into the form. A file of another unit or period replaces everything, another assessor's is added. */
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
    page.form.querySelector('[name="assessor"][value="' + loaded.assessor + '"]').checked = true;
    const stale = core.toRecheck(page.sheet, loaded.answers).length;
    return "已载入" + (loaded.unit ? "“" + loaded.unit + "”" : "") + "的" + anliku.report.NAMES[loaded.assessor] + "结果。" + gone
      + (stale ? stale + " 条是按旧条目答的，请复核。" : "");
  }

  /** Puts an earlier result beside this one; it is scored by the version of the sheet on which it was filled in. */
  function compare(page, found) {
    const loaded = found.result, unit = answers.metaOf(page, "unit"), before = page.before, other = before && before.period === loaded.period && !together(before, found);
    versions.mark(page.sheet, loaded);
    if (!before || before.period !== loaded.period || other) {
      const kept = found.sheet === page.sheet ? "" : "（" + versionName(found.sheet) + "）";
      page.before = { period: loaded.period, sheet: found.sheet, version: loaded.version, kept: kept, answers: {}, screening: {} };
    }
    page.before.answers[loaded.assessor] = loaded.answers;
    Object.assign(page.before.screening, loaded.screening);
    return "正在同" + (loaded.period || "以前") + "的结果对照" + (page.before.kept ? "，它照" + versionName(found.sheet) + "计分" : "") + "。"
      + (other ? "前面那份是按另一版填的，放不到一起，只对照这一份。" : "")
      + (before && before.period !== loaded.period ? "前面对照的是" + (before.period || "没有写时期的结果") + "，换成了这一份。" : "")
      + (unit && !choosing.sameUnit(unit, loaded.unit) ? "这份是" + (loaded.unit ? "“" + loaded.unit + "”" : "没有写名称的单位") + "的，不是“" + unit + "”的。" : "");
  }

  /** Whether a result may stand beside those that were chosen before: it is of the same version, and by the same sheet. */
  function together(before, found) {
    const both = [before.version, found.result.version];
    return before.sheet === found.sheet && (both[0] === both[1] || both.every(function (one) { return versions.isOf(found.sheet, one); }));
  }

  function versionName(sheet) {
    return sheet.kept_as ? "保留的“" + sheet.kept_as + "”版" : "现在的表";
  }

  /** The sheet as if no other version of it were known: a result of another one is then read into this one. */
  function alone(sheet) {
    return Object.assign({}, sheet, { others: [] });
  }

  /** Offers the page of another version, where a result keeps its meaning, and to take the answers over into this one. */
  function offer(page, sheet, bring) {
    const box = form.byId("ck-other"), link = form.byId("ck-other-page");
    page.bring = bring;
    box.hidden = false;
    link.hidden = !sheet.href || !document.querySelector(".ck .breadcrumb a[href]"); // a form that was saved alone has no other page
    link.href = sheet.href || "#content";
    link.textContent = "到" + versionName(sheet) + "的页面";
  }

  function withdraw(page) {
    page.bring = null;
    if (form.byId("ck-other")) form.byId("ck-other").hidden = true;
  }

  /** Questions without blanks, also as those served read them, and the items they belong to: a row may have lost its id. */
  function asksOf(page) {
    const found = new Map();
    page.controls.forEach(function (controls) {
      [controls.box.querySelector(".ck-ask").textContent, controls.item.ballot].forEach(function (ask) {
        if (ask) found.set(texts.withoutBlanks(ask), controls.item.id);
      });
    });
    return found;
  }

  function readBytes(page, sheet, buffer, name) {
    const bytes = new Uint8Array(buffer), wrong = choosing.strange(page.sheet.layout.refused, buffer, name);
    if (wrong) return { error: wrong + "。" };
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return anliku.book.readBook(sheet, buffer, asksOf(page));
    if (buffer.byteLength > MAX_BYTES) return { error: "文件太大（超过 5 MB），不像是结果文件。" };
    const decoded = reader.decode(buffer), found = decoded.error ? decoded : reader.readResult(sheet, decoded.text);
    if (!found.error && decoded.encoding) {
      found.complaints.push({ place: "", message: "不是 UTF-8 编码，已按 " + decoded.encoding + " 读出；请核对单位名称和文字" });
    }
    return found;
  }

  /** Reads one file by a sheet into { result, complaints, sheet } or { error }, and hands it on. */
  function read(page, sheet, file, then) {
    if (file.size > anliku.book.MAX_FILE) {
      then({ error: "文件太大（超过 10 MB），不像是结果文件。" });
      return;
    }
    const source = new FileReader();
    source.onerror = function () { then({ error: "读不出这个文件。" }); };
    source.onload = function () { then(readBytes(page, sheet, source.result, file.name)); };
    source.readAsArrayBuffer(file);
  }

  /** Why a file is not taken; "" when it is. One of another version is not loaded, or it would say something else. */
  function refusal(sheet, take, found) {
    if (found.error) return found.error;
    if (take === load && found.sheet !== sheet) return "是按" + versionName(found.sheet) + "填的，和这一页的条目或评分办法不一样，没有载入。";
    return choosing.isBlank(found.result) ? "是空白的，一条也没有填。" : "";
  }

  /** Reads the chosen files one after the other, by `sheet`, and takes those that can be. */
  function readAll(page, files, take, sheet) {
    const all = [];
    form.complain([]);
    withdraw(page);
    function next(index) {
      if (index === files.length) {
        takeAll(page, all, take, sheet);
        return;
      }
      read(page, sheet, files[index], function (found) {
        all.push({ file: files[index], name: files[index].name, read: found, wrong: refusal(sheet, take, found) });
        next(index + 1);
      });
    }
    next(0);
  }

  /** Takes over what was read; whatever is wrong with one file, what is in the form stays, and each is named. */
  function takeAll(page, all, take, sheet) {
    const fine = all.filter(function (one) { return !one.wrong; }), others = all.filter(function (one) { return one.read.sheet && one.read.sheet !== sheet; });
    const why = take === load && fine.length ? choosing.leftOut(fine) : new Map(), complaints = [];
    if (take === load && fine.length) remember(page);
    const told = all.map(function (one) {
      const name = all.length > 1 ? one.name + "：" : "", wrong = one.wrong || why.get(one);
      if (wrong) return name + wrong;
      one.read.complaints.forEach(function (two) { complaints.push(name + form.placeName(page, two.place, one.read.sheet) + two.message); });
      return name + take(page, one.read);
    });
    form.say(told.join("") + (!fine.length ? "表里的答案没有动。" : take === load ? "载错了可以点“撤销”。" : ""));
    form.complain(complaints);
    if (take === load && others.length) {
      const files = others.map(function (one) { return one.file; });
      offer(page, others[others.length - 1].read.sheet, function () { readAll(page, files, load, alone(page.sheet)); });
    }
    form.fill(page);
    page.schedule();
  }

  /** Keeps the draft at hand for “undo”. */
  function remember(page) {
    page.undo = { draft: JSON.parse(JSON.stringify(page.draft)), assessor: answers.assessorOf(page) };
    document.querySelector('[data-do="undo"]').hidden = false;
  }

  function choose(page, take) {
    const input = form.byId("ck-file");
    input.value = "";
    input.onchange = function () { if (input.files.length) readAll(page, Array.from(input.files), take, page.sheet); };
    input.click();
  }

  function clear(page) {
    remember(page);
    answers.replace(page, drafts.empty());
    page.before = null;
    form.fill(page);
    page.schedule();
    form.say("已清空。清错了可以点“撤销”。");
  }

  function undo(page) {
    if (!page.undo) return;
    answers.replace(page, page.undo.draft);
    page.form.querySelector('[name="assessor"][value="' + page.undo.assessor + '"]').checked = true;
    page.undo = null;
    document.querySelector('[data-do="undo"]').hidden = true;
    form.fill(page);
    page.schedule();
    form.say("已恢复到之前的答案。");
  }

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

  function onItemButton(page, data) {
    const id = data.clear || data.recheck || data.restore, assessor = answers.assessorOf(page), given = answers.answersOf(page)[id] || {};
    if (data.clear) answers.remove(page, assessor, id, {});
    else if (data.restore) answers.bringBack(page, assessor, id);
    else answers.edit(page, assessor, id, { revision: page.items[id].revision });
    form.fill(page);
    page.schedule();
    const first = form.byId("item-" + id).querySelector("input");
    if (first) first.focus();
  }

  function onClick(page, event) {
    const button = event.target.closest("button"), data = button ? button.dataset : {};
    if (data.do && ACTIONS[data.do]) ACTIONS[data.do](page);
    else if (data.clear || data.recheck || data.restore) onItemButton(page, data);
  }

  function listen(page) {
    page.form.addEventListener("input", function (event) { form.onInput(page, event); });
    page.form.elements.period.addEventListener("change", function () { form.checkPeriod(page); });
    page.form.addEventListener("focusout", function (event) { window.setTimeout(function () { keep.settle(page, event.target); }, 0); });
    page.form.addEventListener("submit", function (event) { event.preventDefault(); });
    document.querySelector(".ck").addEventListener("click", function (event) { onClick(page, event); });
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

  function start(sheet) {
    const page = {
      sheet: sheet, form: form.byId("ck-form"), drafts: drafts.open(sheet), draft: drafts.empty(), before: null, clock: 0,
      undo: null, bring: null, cleared: {}, unsaved: {}, filed: false, items: {}, byId: {}, controls: [], waiting: false, spared: false, timer: 0, stored: true, storing: false
    };
    page.schedule = function (quiet) { keep.schedule(page, quiet); };
    sheet.items.forEach(function (item) {
      page.items[item.id] = item;
      page.byId[item.id] = form.controlsOf(item);
      page.controls.push(page.byId[item.id]);
    });
    document.querySelectorAll(".ck-js").forEach(function (box) { box.hidden = false; });
    guide.start(page);
    anliku.paper.watch(page);
    keep.restore(page, offer);
    form.fill(page);
    form.refresh(page);
    guide.begin(page);
    listen(page);
    document.querySelector(".ck").dataset.ready = "true";
  }

  const holder = document.getElementById("ck-sheet");
  if (holder) {
    const sheet = JSON.parse(holder.textContent);
    Object.assign(anliku.report.NAMES, sheet.assessors);
    start(sheet);
  }
})();
