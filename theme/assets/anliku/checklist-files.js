/** Result files of the form, its buttons, and the start of the page. */
(function () {
  "use strict";

  const core = window.anlikuChecklist, form = window.anlikuForm, drafts = window.anlikuDraft;

  /** The result file of the assessor who is filling in; what no item of this sheet knows goes back as it came. */
  function resultOf(page) {
    const assessor = form.assessorOf(page), given = form.answersOf(page), answers = {};
    page.sheet.items.forEach(function (item) {
      const entry = given[item.id];
      if (!entry || !form.hasContent(entry)) return;
      answers[item.id] = { value: null, na: false };
      form.KEPT.forEach(function (name) {
        if (entry[name] !== undefined && entry[name] !== "") answers[item.id][name] = entry[name];
      });
    });
    const meta = page.draft.meta, text = function (name) { return meta[name] ? String(meta[name].v || "").trim() : ""; };
    return {
      format: core.FORMAT, library: page.sheet.library, version: page.sheet.version,
      organisation: page.sheet.organisation, unit: text("unit"), period: text("period"), assessor: assessor,
      screening: form.screeningOf(page), answers: Object.assign(answers, page.draft.unknown[assessor] || {})
    };
  }

  function fileName(data) {
    const name = ["自评", data.unit || "未写单位", data.period, window.anlikuResult.NAMES[data.assessor]];
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
    const others = core.ASSESSORS.filter(function (one) { return page.unsaved[one]; });
    const names = others.map(function (one) { return window.anlikuResult.NAMES[one]; }).join("、");
    form.say("已存为文件“" + link.download + "”。" + (names ? names + "还没有保存，请换到那一项再点一次。" : "")
      + (data.unit ? "" : "还没有写单位名称，汇总时会分不清是谁。"));
  }

  function textOf(entry) {
    return entry && typeof entry.v === "string" ? entry.v : "";
  }

  /** Puts a result file into the form. Another unit's file replaces everything, another assessor's is added. */
  function load(page, found) {
    const loaded = found.result, next = drafts.empty();
    form.remember(page);
    const same = !textOf(page.draft.meta.unit) || textOf(page.draft.meta.unit) === loaded.unit;
    if (same) Object.assign(next.answers, page.draft.answers);
    next.answers[loaded.assessor] = loaded.answers;
    next.meta = { unit: { v: loaded.unit }, period: { v: loaded.period } };
    next.screening = same ? Object.assign({}, page.draft.screening) : {};
    Object.keys(loaded.screening).forEach(function (id) { next.screening[id] = { v: loaded.screening[id] }; });
    next.unknown = Object.assign({}, same ? page.draft.unknown : {});
    next.unknown[loaded.assessor] = loaded.unknown;
    form.replace(page, next);
    page.form.querySelector('[name="assessor"][value="' + loaded.assessor + '"]').checked = true;
    const stale = core.toRecheck(page.sheet, loaded.answers).length;
    form.say("已载入" + (loaded.unit ? "“" + loaded.unit + "”" : "") + "的结果。" + (stale ? stale + " 条是按旧条目答的，请复核。" : "")
      + "载错了可以点“撤销”。");
  }

  function compare(page, found) {
    const loaded = found.result;
    if (!page.before || page.before.period !== loaded.period) {
      page.before = { period: loaded.period, answers: {}, screening: {} };
    }
    page.before.answers[loaded.assessor] = loaded.answers;
    Object.assign(page.before.screening, loaded.screening);
    form.say("正在同" + (loaded.period || "以前") + "的结果对照。");
  }

  /** Reads the chosen file and hands it on; whatever is wrong with it, what is in the form stays. */
  function read(page, file, then) {
    form.complain([]);
    if (file.size > form.MAX_BYTES) {
      form.say("文件太大（超过 5 MB），不像是结果文件。表里的答案没有动。");
      return;
    }
    const reader = new FileReader();
    reader.onerror = function () { form.say("读不出这个文件。表里的答案没有动。"); };
    reader.onload = function () {
      const found = core.readResult(page.sheet, String(reader.result));
      if (found.error) {
        form.say(found.error + "表里的答案没有动。");
        return;
      }
      then(page, found);
      form.complain(found.complaints);
      form.fill(page);
      form.schedule(page);
    };
    reader.readAsText(file);
  }

  function choose(page, then) {
    const input = form.byId("ck-file");
    input.value = "";
    input.onchange = function () { if (input.files.length) read(page, input.files[0], then); };
    input.click();
  }

  function clear(page) {
    form.remember(page);
    form.replace(page, drafts.empty());
    page.before = null;
    form.fill(page);
    form.schedule(page);
    form.say("已清空。清错了可以点“撤销”。");
  }

  function undo(page) {
    if (!page.undo) return;
    form.replace(page, page.undo.draft);
    page.form.querySelector('[name="assessor"][value="' + page.undo.assessor + '"]').checked = true;
    page.undo = null;
    document.querySelector('[data-do="undo"]').hidden = true;
    form.fill(page);
    form.schedule(page);
    form.say("已恢复到之前的答案。");
  }

  const ACTIONS = {
    save: save, clear: clear, undo: undo,
    load: function (page) { choose(page, load); },
    compare: function (page) { choose(page, compare); },
    print: function () { window.print(); }
  };

  function onClick(page, event) {
    const data = event.target.dataset || {};
    if (data.do && ACTIONS[data.do]) {
      ACTIONS[data.do](page);
    } else if (data.clear || data.recheck) {
      const id = data.clear || data.recheck;
      const given = form.answersOf(page)[id] || {};
      form.edit(page, form.assessorOf(page), id, data.clear ? { value: null, na: false, reason: "" } : { value: given.value });
      form.fill(page);
      form.schedule(page);
      const first = form.byId("item-" + id).querySelector("input");
      if (first) first.focus();
    }
  }

  function start(sheet) {
    const page = {
      sheet: sheet, form: form.byId("ck-form"), drafts: drafts.open(sheet), draft: drafts.empty(), before: null,
      undo: null, unsaved: {}, items: {}, byId: {}, controls: [], waiting: false, timer: 0, stored: true,
      sections: Array.from(document.querySelectorAll(".ck-section"))
    };
    sheet.items.forEach(function (item) {
      page.items[item.id] = item;
      page.byId[item.id] = form.controlsOf(item);
      page.controls.push(page.byId[item.id]);
    });
    document.querySelectorAll(".ck-js").forEach(function (box) { box.hidden = false; });
    form.restore(page);
    form.fill(page);
    form.refresh(page);
    page.form.addEventListener("input", function (event) { form.onInput(page, event); });
    page.form.addEventListener("submit", function (event) { event.preventDefault(); });
    document.querySelector(".ck").addEventListener("click", function (event) { onClick(page, event); });
    window.addEventListener("storage", function (event) { if (event.key === page.drafts.key) form.pull(page); });
    window.addEventListener("focus", function () { form.pull(page); });
    window.addEventListener("pagehide", function () { form.store(page); });
    window.addEventListener("beforeunload", function (event) {
      const unsaved = core.ASSESSORS.some(function (one) { return page.unsaved[one]; });
      if (unsaved && !page.stored) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
    document.querySelector(".ck").dataset.ready = "true";
  }

  const holder = document.getElementById("ck-sheet");
  if (holder) start(JSON.parse(holder.textContent));
})();
