/**
 * The form of a self-assessment: reads and fills the controls, keeps the draft, saves and loads result files.
 * Everything that belongs to the page is in the object `page`, which every function is given.
 */
(function () {
  "use strict";

  const core = window.anlikuChecklist, result = window.anlikuResult, drafts = window.anlikuDraft;
  const SAVE_AFTER_MS = 300;
  const MAX_BYTES = 5000000;
  const KEPT = ["value", "na", "reason", "evidence", "note", "owner", "due", "on", "revision"];
  const TEXT_OF = { r: "reason", e: "evidence", m: "note" };

  function byId(id) {
    return document.getElementById(id);
  }

  function today() {
    const now = new Date();
    const two = function (n) { return (n < 10 ? "0" : "") + n; };
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  /** The controls of an item, looked up once in its own box: searching the whole form for each takes a while. */
  function controlsOf(item) {
    const box = byId("item-" + item.id), byLetter = {};
    box.querySelectorAll("input, textarea").forEach(function (control) {
      const letter = control.name.charAt(0);
      (byLetter[letter] = byLetter[letter] || []).push(control);
    });
    const named = function (letter) { return byLetter[letter] ? byLetter[letter][0] : null; };
    return {
      item: item, box: box, radios: byLetter.a || [],
      number: named("v"), na: named("n"), reason: named("r"), evidence: named("e"), note: named("m"),
      before: box.querySelector(".ck-before"), clear: box.querySelector("[data-clear]"),
      recheck: box.querySelector("[data-recheck]"), badge: box.querySelector(".ck-tag--recheck"),
      noted: box.querySelector(".ck-noted"), average: box.querySelector(".ck-average"),
      error: byId("error-" + item.id)
    };
  }

  function say(text) {
    byId("ck-status").textContent = text;
  }

  function complain(complaints) {
    const list = byId("ck-complaints");
    list.textContent = "";
    complaints.slice(0, 50).forEach(function (text) {
      const line = document.createElement("li");
      line.textContent = text;
      list.appendChild(line);
    });
    list.hidden = complaints.length === 0;
  }

  // --- the draft ---------------------------------------------------------------------------------------------------

  function assessorOf(page) {
    const checked = page.form.querySelector('[name="assessor"]:checked');
    return checked ? checked.value : "self";
  }

  function answersOf(page) {
    const assessor = assessorOf(page);
    if (!page.draft.answers[assessor]) page.draft.answers[assessor] = {};
    return page.draft.answers[assessor];
  }

  function screeningOf(page) {
    const found = {};
    Object.keys(page.draft.screening).forEach(function (id) {
      if (typeof page.draft.screening[id].v === "boolean") found[id] = page.draft.screening[id].v;
    });
    return found;
  }

  function hasContent(given) {
    return core.isAnswered(given) || given.na || ["reason", "evidence", "note", "owner", "due"].some(function (name) {
      return Boolean(given[name]);
    });
  }

  /** Answers by assessor, of those who gave any and of the one who is filling in. */
  function allAnswers(page) {
    const found = {};
    core.ASSESSORS.forEach(function (assessor) {
      const answers = page.draft.answers[assessor] || {};
      const some = Object.keys(answers).some(function (id) { return hasContent(answers[id]); });
      if (some || assessor === assessorOf(page)) found[assessor] = answers;
    });
    return found;
  }

  function edit(page, assessor, id, change) {
    const answers = page.draft.answers[assessor] || (page.draft.answers[assessor] = {});
    const before = answers[id] || { value: null, na: false };
    const answered = "value" in change || "na" in change || "revision" in change;
    const stamp = answered ? { on: today(), revision: page.items[id].revision } : {};
    answers[id] = Object.assign({}, before, change, stamp, { t: Date.now() });
    page.unsaved[assessor] = true;
  }

  /** A draft from storage is foreign: any page on this disk may have written it. */
  function trusted(page, stored) {
    const draft = drafts.merge(drafts.empty(), stored);
    core.ASSESSORS.forEach(function (assessor) {
      const answers = draft.answers[assessor] || {};
      Object.keys(answers).forEach(function (id) {
        if (!page.items[id]) delete answers[id];
        else answers[id] = Object.assign(core.readGiven(page.items[id], answers[id], []), { t: Number(answers[id].t) || 0 });
      });
    });
    return draft;
  }

  /** Puts `next` in the place of the draft, so that it also wins over what another tab stored. */
  function replace(page, next) {
    const now = Date.now();
    const cleared = function (entries, blank) {
      const made = {};
      Object.keys(entries).forEach(function (key) { made[key] = Object.assign({}, blank, { t: now }); });
      return made;
    };
    const over = function (entries, given) {
      Object.keys(given || {}).forEach(function (key) { entries[key] = Object.assign({}, given[key], { t: now }); });
      return entries;
    };
    const draft = drafts.empty();
    draft.meta = over(cleared(page.draft.meta, { v: "" }), next.meta);
    draft.screening = over(cleared(page.draft.screening, { v: null }), next.screening);
    core.ASSESSORS.forEach(function (assessor) {
      const old = cleared(page.draft.answers[assessor] || {}, { value: null, na: false });
      draft.answers[assessor] = over(old, next.answers[assessor]);
    });
    draft.unknown = next.unknown || {};
    page.draft = draft;
  }

  function remember(page) {
    page.undo = { draft: JSON.parse(JSON.stringify(page.draft)), assessor: assessorOf(page) };
    document.querySelector('[data-do="undo"]').hidden = false;
  }

  // --- controls ----------------------------------------------------------------------------------------------------

  function fillItem(page, controls, given) {
    const value = core.isAnswered(given) ? given.value : null;
    let shown = false;
    controls.radios.forEach(function (radio) {
      radio.checked = value !== null && radio.value === String(value);
      shown = shown || radio.checked;
    });
    if (controls.number) controls.number.value = value !== null && !shown ? String(value) : "";
    if (controls.na) controls.na.checked = Boolean(given.na);
    Object.keys(TEXT_OF).forEach(function (letter) {
      const control = controls[TEXT_OF[letter]];
      if (control) control.value = given[TEXT_OF[letter]] || "";
    });
    controls.error.hidden = true;
  }

  function fill(page) {
    const answers = answersOf(page), screening = screeningOf(page);
    ["unit", "period"].forEach(function (name) {
      const entry = page.draft.meta[name];
      page.form.elements[name].value = entry && typeof entry.v === "string" ? entry.v : "";
    });
    page.sheet.screening.forEach(function (question) {
      page.form.querySelectorAll('[name="s-' + question.id + '"]').forEach(function (radio) {
        radio.checked = String(screening[question.id]) === radio.value;
      });
    });
    page.controls.forEach(function (controls) { fillItem(page, controls, answers[controls.item.id] || {}); });
  }

  function readValue(controls) {
    const item = controls.item, checked = controls.radios.filter(function (radio) { return radio.checked; })[0];
    if (checked) return item.type === "yes_no" ? checked.value === "true" : Number(checked.value);
    const text = controls.number ? controls.number.value.trim() : "";
    const bad = controls.number && (controls.number.validity.badInput || (text && !core.isValid(item, Number(text))));
    controls.error.hidden = !bad;
    controls.error.textContent = bad ? "这个数超出范围，没有计入。" : "";
    if (controls.number) controls.number.setAttribute("aria-invalid", bad ? "true" : "false");
    return text && !bad ? Number(text) : null;
  }

  function onInput(page, event) {
    const name = event.target.name || "", letter = name.slice(0, 2), id = name.slice(2);
    const controls = page.byId[id];
    if (name === "unit" || name === "period") {
      page.draft.meta[name] = { v: event.target.value, t: Date.now() };
      page.unsaved[assessorOf(page)] = true;
    } else if (name === "assessor") {
      fill(page);
    } else if (letter === "s-") {
      page.draft.screening[id] = { v: event.target.value === "true", t: Date.now() };
      page.unsaved[assessorOf(page)] = true;
    } else if (controls) {
      onAnswer(page, controls, letter[0], event.target);
    }
    schedule(page);
  }

  function onAnswer(page, controls, letter, target) {
    const id = controls.item.id, assessor = assessorOf(page);
    if (letter === "a" && controls.number) controls.number.value = "";
    if (letter === "v") controls.radios.forEach(function (radio) { radio.checked = false; });
    if (letter === "a" || letter === "v") {
      if (controls.na) controls.na.checked = false;
      edit(page, assessor, id, { value: readValue(controls), na: false });
    } else if (letter === "n") {
      edit(page, assessor, id, { na: target.checked });
    } else if (TEXT_OF[letter]) {
      const change = {};
      change[TEXT_OF[letter]] = target.value;
      edit(page, assessor, id, change);
    }
  }

  // --- what follows from the draft ---------------------------------------------------------------------------------

  function schedule(page) {
    if (!page.waiting) {
      page.waiting = true;
      window.requestAnimationFrame(function () {
        page.waiting = false;
        refresh(page);
      });
    }
    window.clearTimeout(page.timer);
    page.timer = window.setTimeout(function () { store(page); }, SAVE_AFTER_MS);
  }

  function labelOf(controls, given) {
    if (given.na) return "不适用";
    const radio = controls.radios.filter(function (one) { return one.value === String(given.value); })[0];
    return radio ? radio.parentNode.textContent.trim() : given.value + " " + controls.item.unit;
  }

  function showBefore(page, controls, given) {
    const past = page.before && (page.before.answers[assessorOf(page)] || {})[controls.item.id];
    controls.before.hidden = !past || (!core.isAnswered(past) && !past.na);
    if (controls.before.hidden) return;
    let change = "";
    if (core.isAnswered(past) && core.isAnswered(given) && !past.na && !given.na) {
      const step = core.points(controls.item, given.value) - core.points(controls.item, past.value);
      change = step > 0 ? "，这次进步了" : step < 0 ? "，这次退步了" : "，这次没有变";
    }
    controls.before.textContent = "上次（" + (page.before.period || "时期未写") + "）：" + labelOf(controls, past) + change;
  }

  function showItem(page, controls, given, stale, masses) {
    const answered = core.isAnswered(given) || given.na;
    if (controls.average) controls.average.hidden = !masses;
    if (controls.reason) controls.reason.closest(".ck-reason").hidden = !given.na;
    const noReason = given.na && controls.item.na_reason && !given.reason;
    if (given.na) {
      controls.error.hidden = !noReason;
      controls.error.textContent = noReason ? "请写“不适用”的理由。" : "";
    }
    controls.box.classList.toggle("ck-item--done", Boolean(answered));
    controls.clear.hidden = !answered;
    controls.recheck.hidden = controls.badge.hidden = !stale;
    controls.noted.hidden = !(given.evidence || given.note);
    showBefore(page, controls, given);
  }

  function refresh(page) {
    const assessor = assessorOf(page), answers = answersOf(page), screening = screeningOf(page);
    const visible = core.itemsOf(page.sheet, screening, assessor).map(function (item) { return item.id; });
    const stale = core.toRecheck(page.sheet, answers);
    page.controls.forEach(function (controls) {
      const id = controls.item.id;
      controls.box.hidden = visible.indexOf(id) < 0;
      showItem(page, controls, answers[id] || {}, stale.indexOf(id) >= 0, assessor === "masses");
    });
    page.sections.forEach(function (section) {
      section.hidden = !section.querySelector(".ck-item:not([hidden])");
    });
    showResult(page, screening);
  }

  function showResult(page, screening) {
    const sheet = page.sheet, all = allAnswers(page);
    const card = core.scorecard(sheet, all, screening);
    const before = page.before ? core.scorecard(sheet, page.before.answers, page.before.screening) : null;
    byId("ck-grade").textContent = result.gradeText(card, function (id) {
      return page.byId[id].box.querySelector(".ck-ask").textContent;
    });
    const own = card.totals[assessorOf(page)];
    const done = own.answered + own.not_applicable, count = own.applicable + own.not_applicable;
    byId("ck-progress").value = count ? done / count : 0;
    byId("ck-progress-text").textContent = result.NAMES[assessorOf(page)] + "：" + done + " / " + count + " 条";
    result.table(byId("ck-table"), sheet, card, before);
    const values = function (scores) { return sheet.dimensions.map(function (d) { return scores.dimensions[d.id]; }); };
    const series = [{ name: "这次", values: values(card), className: "ck-now" }];
    if (before) series.push({ name: "上次", values: values(before), className: "ck-past" });
    window.anlikuRadar.draw(byId("ck-radar"), sheet.dimensions, series, result.say);
    const gaps = core.gaps(sheet, all, screening);
    byId("ck-no-gaps").hidden = gaps.length > 0;
    result.gapList(byId("ck-gaps"), gaps, page.draft.answers, function (gap, name, value) {
      const change = {};
      change[name] = value;
      edit(page, gap.assessor, gap.item.id, change);
      window.clearTimeout(page.timer);
      page.timer = window.setTimeout(function () { store(page); }, SAVE_AFTER_MS);
    });
  }

  // --- storage -----------------------------------------------------------------------------------------------------

  function showStorage(page, works) {
    page.stored = works;
    const box = byId("ck-storage");
    box.classList.toggle("ck-storage--off", !works);
    box.textContent = works
      ? "边填边存在这台电脑的这个浏览器里。换电脑、换文件夹或清理浏览器会丢，填完请点“保存结果”存成文件。"
      : "这个浏览器现在存不了东西（被禁止或已存满）：关掉页面答案就没有了，请随时点“保存结果”存成文件。";
  }

  function store(page) {
    const merged = page.drafts.write(page.draft);
    showStorage(page, Boolean(merged));
    if (merged) adopt(page, merged);
  }

  /** Takes over what another tab stored meanwhile, without touching a control that is being typed in. */
  function adopt(page, merged) {
    const next = trusted(page, merged);
    const changed = JSON.stringify(next) !== JSON.stringify(page.draft);
    page.draft = next;
    if (!changed) return;
    const typing = document.activeElement && page.form.contains(document.activeElement) && document.activeElement.type !== "radio";
    if (typing) return;
    fill(page);
    refresh(page);
  }

  function pull(page) {
    const stored = page.drafts.read();
    if (stored) adopt(page, drafts.merge(page.draft, stored));
  }

  function restore(page) {
    const stored = page.drafts.read();
    const earlier = stored ? null : page.drafts.earlier();
    if (stored) page.draft = trusted(page, stored);
    if (earlier) {
      page.draft = trusted(page, earlier);
      const stale = core.ASSESSORS.reduce(function (n, a) {
        return n + core.toRecheck(page.sheet, page.draft.answers[a] || {}).length;
      }, 0);
      say("自评表改过版，已把上一版填的答案带过来" + (stale ? "，其中 " + stale + " 条请复核。" : "。"));
    }
    showStorage(page, page.drafts.works);
  }

  window.anlikuForm = {
    KEPT: KEPT, MAX_BYTES: MAX_BYTES, byId: byId, say: say, complain: complain, assessorOf: assessorOf,
    answersOf: answersOf, screeningOf: screeningOf, hasContent: hasContent, controlsOf: controlsOf, edit: edit,
    replace: replace, remember: remember, fill: fill, refresh: refresh, schedule: schedule, onInput: onInput,
    store: store, pull: pull, restore: restore
  };
})();
