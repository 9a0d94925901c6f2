// @ts-nocheck
/** The controls of the form: filling them from the draft, reading them into it, and what they show of it. */
var anliku = window.anliku || {};
anliku.form = (function () {
  "use strict";

  const core = anliku.checklist, reader = anliku.results, result = anliku.report, answers = anliku.answers;
  const counting = anliku.counting, guide = anliku.guide, versions = anliku.versions;
  const MOST_COMPLAINTS = 20;
  const BUTTONS = { clear: "清除答案", restore: "恢复原来的答案", recheck: "已复核，仍是这个答案" };
  const TEXT_OF = { r: "reason", e: "evidence", m: "note" };

  function byId(id) {
    return document.getElementById(id);
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
      item: item, box: box, fold: box.querySelector(".ck-fold"), state: box.querySelector(".ck-state"), radios: byLetter.a || [],
      number: named("v"), na: named("n"), reason: named("r"), evidence: named("e"), note: named("m"), tally: null, counts: [], sum: null,
      choices: box.querySelector(".ck-choices"), before: null, said: null, clear: null, restore: null, recheck: null,
      badge: box.querySelector(".ck-tag--recheck"),
      noted: box.querySelector(".ck-noted"), average: box.querySelector(".ck-average"), error: byId("error-" + item.id)
    };
  }

  function line(className, parent) {
    const made = document.createElement("p");
    made.className = className;
    made.hidden = true;
    parent.appendChild(made);
    return made;
  }

  /** What an item needs once it was answered, now or before; a blank form is the lighter without it. */
  function furnish(controls) {
    if (controls.said) return;
    const box = controls.box.querySelector("fieldset");
    controls.before = line("ck-before", box);
    controls.said = line("ck-said", box);
    controls.said.setAttribute("role", "status"); // it is there before it says anything, so that it is heard
    const row = line("ck-row", box);
    row.hidden = false;
    Object.keys(BUTTONS).forEach(function (name) {
      const button = controls[name] = document.createElement("button");
      button.type = "button";
      button.className = "ck-link";
      button.textContent = BUTTONS[name];
      button.hidden = true;
      button.dataset[name] = controls.item.id;
      row.appendChild(button);
    });
  }

  function say(text) {
    byId("ck-status").textContent = text;
  }

  /** What stands before a complaint: the number and the question of its item in that version of the sheet, never an id. */
  function placeName(page, id, sheet) {
    const item = (sheet || page.sheet).items.filter(function (one) { return one.id === id; })[0];
    if (!item) return id ? id + "：" : "";
    const ask = item.ask || page.byId[id].box.querySelector(".ck-ask").textContent, number = (sheet || page.sheet).items.indexOf(item) + 1;
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

  // --- filling -----------------------------------------------------------------------------------------------------

  /** Sets a text, except where somebody is writing. */
  function put(control, text) {
    if (control && control !== document.activeElement && control.value !== text) control.value = text;
  }

  function fillItem(page, controls, given) {
    const value = core.isAnswered(given) && !given.counts ? given.value : null;
    let shown = false;
    controls.radios.forEach(function (radio) {
      radio.checked = value !== null && radio.value === String(value);
      shown = shown || radio.checked;
    });
    put(controls.number, value !== null && !shown ? String(value) : "");
    if (controls.na) controls.na.checked = Boolean(given.na);
    Object.keys(TEXT_OF).forEach(function (letter) { put(controls[TEXT_OF[letter]], given[TEXT_OF[letter]] || ""); });
    if (controls.number !== document.activeElement) controls.error.hidden = true;
  }

  /** Shows the draft in all controls but the one that somebody is writing in; `only`: ids of the items, all of them where left out. */
  function fill(page, only) {
    const given = answers.answersOf(page), screening = answers.screeningOf(page);
    ["unit", "period"].forEach(function (name) { put(page.form.elements[name], answers.metaOf(page, name)); });
    page.sheet.screening.forEach(function (question) {
      page.form.querySelectorAll('[name="s-' + question.id + '"]').forEach(function (radio) {
        radio.checked = String(screening[question.id]) === radio.value;
      });
    });
    page.controls.forEach(function (controls) {
      if (!only || only.indexOf(controls.item.id) >= 0) fillItem(page, controls, given[controls.item.id] || {});
    });
    counting.fill(page, put, only);
    checkPeriod(page);
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  function readValue(sheet, controls) {
    const item = controls.item, checked = controls.radios.filter(function (radio) { return radio.checked; })[0];
    if (checked) return counting.choiceOf(item, checked);
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
      answers.setMeta(page, name, event.target.value);
      if (name === "period" && reader.periodOf(event.target.value)) checkPeriod(page);
    } else if (name === "assessor") {
      say("");
      fill(page);
    } else if (letter === "s-") {
      page.draft.screening[id] = { v: event.target.value === "true", t: answers.tick(page) };
      page.unsaved[answers.assessorOf(page)] = true;
    } else if (controls) {
      onAnswer(page, controls, letter[0], event.target);
    } else {
      counting.onSlips(page, event.target);
    }
    page.schedule();
  }

  function onAnswer(page, controls, letter, target) {
    const id = controls.item.id, assessor = answers.assessorOf(page);
    if (letter === "a" && controls.number) controls.number.value = "";
    if (letter === "v") controls.radios.forEach(function (radio) { radio.checked = false; });
    if (letter === "a" || letter === "v") {
      if (controls.na) controls.na.checked = false;
      answers.give(page, assessor, id, { value: readValue(page.sheet, controls) });
    } else if (letter === "t") {
      if (controls.na) controls.na.checked = false;
      counting.onCount(page, controls);
    } else if (letter === "n") {
      onAbsent(page, controls, target.checked);
    } else if (TEXT_OF[letter]) {
      const change = {};
      change[TEXT_OF[letter]] = target.value.trim();
      answers.edit(page, assessor, id, change);
    }
  }

  /** “Not applicable” takes the answer away, and gives it back when it is taken back. */
  function onAbsent(page, controls, absent) {
    const id = controls.item.id, assessor = answers.assessorOf(page);
    if (absent) answers.remove(page, assessor, id, { na: true });
    else if (answers.removed(page, assessor, id)) answers.bringBack(page, assessor, id);
    else answers.edit(page, assessor, id, { na: false });
    fillItem(page, controls, answers.answersOf(page)[id]);
    counting.fill(page, put, [id]);
  }

  // --- showing -----------------------------------------------------------------------------------------------------

  function showBefore(page, controls, given) {
    const past = page.before && (page.before.answers[answers.assessorOf(page)] || {})[controls.item.id];
    controls.before.hidden = !answers.isGiven(past);
    if (controls.before.hidden) return;
    const item = page.before.sheet.items.filter(function (one) { return one.id === controls.item.id; })[0];
    const other = !versions.isSame(past, controls.item, page.before.version === page.sheet.version);
    let change = other ? past.hash ? "（当时的条目不一样，不比）" : "（没有记下当时的条目，不比）" : "";
    if (!other && core.isAnswered(past) && core.isAnswered(given) && !past.na && !given.na) {
      const step = core.points(controls.item, given.value) - core.points(controls.item, past.value);
      change = step > 0 ? "，这次进步了" : step < 0 ? "，这次退步了" : "，这次没有变";
    }
    controls.before.textContent = "上次（" + (page.before.period || "时期未写") + "）：" + (other && item ? counting.labelOfOther(item, past) : counting.labelOf(controls, past)) + change;
  }

  /** What was taken away, as long as it can be brought back. */
  function showRemoved(page, controls, given) {
    const earlier = answers.removed(page, answers.assessorOf(page), controls.item.id);
    controls.restore.hidden = controls.said.hidden = !earlier;
    if (!earlier) return;
    const told = (given.na ? "选了“不适用”，" : "") + "原来的答案“" + counting.labelOf(controls, earlier) + "”已清除。";
    if (controls.said.textContent !== told) controls.said.textContent = told;
  }

  function showItem(page, controls, given, stale, masses) {
    const answered = answers.isGiven(given);
    if (controls.average) controls.average.hidden = !masses;
    if (controls.reason) controls.reason.closest(".ck-reason").hidden = !given.na;
    const noReason = given.na && controls.item.na_reason && !given.reason;
    if (given.na) {
      controls.error.hidden = !noReason;
      controls.error.textContent = noReason ? "请写“不适用”的理由。" : "";
    }
    controls.box.classList.toggle("ck-item--done", answered);
    controls.badge.hidden = !stale;
    controls.noted.hidden = !(given.evidence || given.note);
    const state = !answered ? "未答" : given.counts ? counting.peopleOf(given) + " 张" : counting.labelOf(controls, given);
    if (controls.state.textContent !== state) controls.state.textContent = state;
    if (answered || page.before) furnish(controls);
    if (!controls.said) return;
    controls.clear.hidden = !answered;
    controls.recheck.hidden = !stale;
    showRemoved(page, controls, given);
    showBefore(page, controls, given);
  }

  function refresh(page) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page), screening = answers.screeningOf(page);
    const visible = core.itemsOf(page.sheet, screening, assessor).map(function (item) { return item.id; });
    const stale = core.toRecheck(page.sheet, given);
    page.controls.forEach(function (controls) {
      const id = controls.item.id;
      controls.box.hidden = visible.indexOf(id) < 0;
      if (!controls.box.hidden) showItem(page, controls, given[id] || {}, stale.indexOf(id) >= 0, assessor === "masses");
    });
    counting.show(page);
    anliku.tasks.show(page);
    guide.show(page);
    showResult(page, screening);
  }

  function showResult(page, screening) {
    const sheet = page.sheet, all = answers.allAnswers(page);
    const card = core.scorecard(sheet, all, screening);
    const before = page.before ? core.scorecard(page.before.sheet, page.before.answers, page.before.screening) : null;
    const past = before && before.total !== null ? "上次" + page.before.kept + "总分 " + result.say(before.total) + "，等级：" + before.grade + "。" : "";
    byId("ck-grade").textContent = result.gradeText(card, function (id) {
      return page.byId[id].box.querySelector(".ck-ask").textContent;
    }) + (past ? "　" + past : "");
    byId("ck-people").textContent = counting.peopleLine(page, all);
    const now = { sheet: sheet, version: sheet.version, answers: all, screening: screening };
    result.table(byId("ck-table"), now, card, page.before, before);
    const values = function (scores) { return sheet.dimensions.map(function (d) { return d.id in scores.dimensions ? scores.dimensions[d.id] : null; }); };
    const series = [{ name: "这次", values: values(card), className: "ck-now" }];
    if (before && result.sameSources(card, before)) series.push({ name: "上次" + page.before.kept, values: values(before), className: "ck-past" });
    anliku.radar.draw(byId("ck-radar"), sheet.dimensions, series, result.say);
    const gaps = core.gaps(sheet, all, screening);
    byId("ck-no-gaps").hidden = gaps.length > 0;
    result.gapList(byId("ck-gaps"), gaps, page.draft.answers, function (gap, change) {
      answers.edit(page, gap.assessor, gap.item.id, change);
      page.schedule(true);
    });
  }

  return {
    byId: byId, say: say, complain: complain, placeName: placeName, controlsOf: controlsOf, fill: fill, refresh: refresh,
    onInput: onInput, checkPeriod: checkPeriod
  };
})();
