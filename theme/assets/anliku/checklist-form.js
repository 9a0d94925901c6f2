/**
 * The form of a self-assessment: reads and fills the controls, keeps the draft, saves and loads result files.
 * Everything that belongs to the page is in the object `page`, which every function is given.
 */
(function () {
  "use strict";

  const core = window.anlikuChecklist, reader = window.anlikuRead, result = window.anlikuResult, drafts = window.anlikuDraft;
  const SAVE_AFTER_MS = 300;
  const MAX_BYTES = 5000000;
  const KEPT = ["value", "na", "reason", "evidence", "note", "owner", "due", "on", "revision", "done"];
  const MOST_COMPLAINTS = 20;
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

  /** What stands before a complaint: the number and the question of its item, never an id. */
  function placeName(page, id) {
    if (!id) return "";
    const ask = page.byId[id].box.querySelector(".ck-ask").textContent, number = page.sheet.items.indexOf(page.items[id]) + 1;
    return "第 " + number + " 条“" + ask.slice(0, 16) + (ask.length > 16 ? "…" : "") + "”：";
  }

  function complain(complaints) {
    const list = byId("ck-complaints"), more = complaints.length - MOST_COMPLAINTS;
    const shown = complaints.slice(0, MOST_COMPLAINTS);
    list.textContent = "";
    (more > 0 ? shown.concat(["还有 " + more + " 处问题，没有一一列出"]) : shown).forEach(function (text) {
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
    const item = page.items[id];
    const stamp = answered ? { on: today(), revision: item.revision, hash: item.hash } : {};
    answers[id] = Object.assign({}, before, change, stamp, { t: Date.now() });
    page.unsaved[assessor] = true;
  }

  /** A draft from storage is foreign: any page on this disk may have written it. */
  function trusted(page, stored) {
    const draft = drafts.merge(drafts.empty(), stored);
    core.ASSESSORS.forEach(function (assessor) {
      const given = draft.answers[assessor] || {};
      const answers = draft.answers[assessor] = reader.underPresentIds(given, reader.renamedIn(page.sheet, given));
      Object.keys(answers).forEach(function (id) {
        const stored = answers[id];
        if (!page.items[id]) delete answers[id];
        else {
          answers[id] = Object.assign(reader.readGiven(page.sheet, page.items[id], stored, function () {}), { t: Number(stored.t) || 0 });
          if (reader.HASH.test(stored.hash)) answers[id].hash = stored.hash;
        }
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
    checkPeriod(page);
  }

  function readValue(sheet, controls) {
    const item = controls.item, checked = controls.radios.filter(function (radio) { return radio.checked; })[0];
    if (checked) {
      const chosen = (item.choices || []).filter(function (value) { return String(value) === checked.value; });
      return chosen.length ? chosen[0] : Number(checked.value);
    }
    const text = controls.number ? controls.number.value.trim() : "";
    const value = text ? reader.answerOf(sheet, item, text) : null, bad = Boolean(text) && value === null;
    const doubtful = reader.doubtfulPercent(item, value);
    controls.error.hidden = !bad && !doubtful;
    controls.error.textContent = bad ? "“" + text + "”不是可以填的数，没有计入；可填 " + item.range + "。"
      : doubtful ? reader.percentNote(value) + "。" : "";
    if (controls.number) controls.number.setAttribute("aria-invalid", bad ? "true" : "false");
    return value;
  }

  /** Says when the period is none; what was written stays. */
  function checkPeriod(page) {
    const input = page.form.elements.period, text = input.value.trim(), kept = reader.periodOf(text), bad = Boolean(text) && !kept;
    byId("error-period").hidden = !bad;
    byId("error-period").textContent = bad ? "时期认不出，请" + reader.HOW_TO_WRITE + "。" : "";
    input.setAttribute("aria-invalid", bad ? "true" : "false");
    return kept;
  }

  function onInput(page, event) {
    const name = event.target.name || "", letter = name.slice(0, 2), id = name.slice(2);
    const controls = page.byId[id];
    if (name === "unit" || name === "period") {
      page.draft.meta[name] = { v: event.target.value, t: Date.now() };
      if (name === "period" && reader.periodOf(event.target.value)) checkPeriod(page);
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
      edit(page, assessor, id, { value: readValue(page.sheet, controls), na: false });
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
    const unit = controls.item.unit;
    return radio ? radio.parentNode.textContent.trim() : given.value + (unit && unit !== "%" ? " " : "") + unit;
  }

  function showBefore(page, controls, given) {
    const past = page.before && (page.before.answers[assessorOf(page)] || {})[controls.item.id];
    controls.before.hidden = !past || (!core.isAnswered(past) && !past.na);
    if (controls.before.hidden) return;
    const other = Boolean(past.hash) && past.hash !== controls.item.hash;
    let change = other ? "（当时的条目不一样，不比）" : "";
    if (!other && core.isAnswered(past) && core.isAnswered(given) && !past.na && !given.na) {
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
    if (before && result.sameSources(card, before)) series.push({ name: "上次", values: values(before), className: "ck-past" });
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
    KEPT: KEPT, MAX_BYTES: MAX_BYTES, byId: byId, say: say, complain: complain, placeName: placeName, assessorOf: assessorOf,
    answersOf: answersOf, screeningOf: screeningOf, hasContent: hasContent, controlsOf: controlsOf, edit: edit,
    replace: replace, remember: remember, fill: fill, refresh: refresh, schedule: schedule, onInput: onInput,
    store: store, pull: pull, restore: restore, checkPeriod: checkPeriod,
    labelOf: labelOf, allAnswers: allAnswers
  };
})();
