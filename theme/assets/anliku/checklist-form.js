/** The controls of the form: filling them from the draft, reading them into it, and what they show of it. */
var anliku = window.anliku || {};
anliku.form = (function () {
  "use strict";

  const core = anliku.checklist, reader = anliku.results, result = anliku.report, answers = anliku.answers;
  const counting = anliku.counting, guide = anliku.guide, versions = anliku.versions;
  const dom = anliku.dom, make = anliku.dom.element, byId = anliku.dom.byId;
  const MOST_COMPLAINTS = 20;
  /** @type {Object<string, "reason"|"evidence"|"note">} */
  const TEXT_OF = { r: "reason", e: "evidence", m: "note" };
  /** @type {Given} */
  const NOTHING = { value: null, na: false };

  /**
   * @param {Element|null|undefined} control
   * @returns {control is HTMLInputElement}
   */
  function isInput(control) {
    return control instanceof HTMLInputElement;
  }

  /**
   * The controls of an item, looked up once in its own box: searching the whole form for each takes a while.
   * @param {Item} item
   * @returns {Controls}
   */
  function controlsOf(item) {
    const box = byId("item-" + item.id);
    /** @type {Object<string, Field[]>} */
    const byLetter = {};
    box.querySelectorAll("input, textarea").forEach(function (control) {
      if (!isInput(control) && !(control instanceof HTMLTextAreaElement)) return;
      const letter = control.name.charAt(0);
      (byLetter[letter] = byLetter[letter] || []).push(control);
    });
    /** @type {(letter: string) => Field|null} */
    const field = function (letter) { return byLetter[letter] ? byLetter[letter][0] : null; };
    /** @type {(letter: string) => HTMLInputElement|null} */
    const input = function (letter) { return (byLetter[letter] || []).filter(isInput)[0] || null; };
    return {
      item: item, box: box, fold: dom.need(box, ".ck-fold", HTMLDetailsElement), state: dom.need(box, ".ck-state", HTMLElement),
      radios: (byLetter.a || []).filter(isInput), number: input("v"), na: input("n"), reason: field("r"), evidence: field("e"), note: field("m"),
      tally: null, counts: [], sum: null, choices: dom.need(box, ".ck-choices", HTMLElement), more: null,
      badge: dom.need(box, ".ck-tag--recheck", HTMLElement), noted: dom.need(box, ".ck-noted", HTMLElement),
      average: dom.find(box, ".ck-average", HTMLElement), error: byId("error-" + item.id)
    };
  }

  /**
   * What an item needs once it was answered, now or before; a blank form is the lighter without it.
   * @param {Controls} controls
   * @returns {MoreControls}
   */
  function furnish(controls) {
    const id = controls.item.id;
    const made = {
      before: make("p", { class: "ck-before", hidden: "" }),
      said: make("p", { class: "ck-said", role: "status", hidden: "" }), // it is there before it says anything, so that it is heard
      clear: make("button", { type: "button", class: "ck-link", hidden: "", "data-clear": id }, "清除答案"),
      restore: make("button", { type: "button", class: "ck-link", hidden: "", "data-restore": id }, "恢复原来的答案"),
      recheck: make("button", { type: "button", class: "ck-link", hidden: "", "data-recheck": id }, "已复核，仍是这个答案")
    };
    const row = make("p", { class: "ck-row" }, made.clear, made.restore, made.recheck);
    dom.need(controls.box, "fieldset", HTMLElement).append(made.before, made.said, row);
    controls.more = made;
    return made;
  }

  /**
   * Says something above the form.
   * @param {string} text
   */
  function say(text) {
    byId("ck-status").textContent = text;
  }

  /** @param {Controls} controls */
  function askOf(controls) {
    return dom.text(controls.box.querySelector(".ck-ask"));
  }

  /**
   * What stands before a complaint: the number and the question of its item in that version of the sheet, never an id.
   * @param {Page} page
   * @param {string} id
   * @param {Sheet} [sheet]
   */
  function placeName(page, id, sheet) {
    const item = (sheet || page.sheet).items.filter(function (one) { return one.id === id; })[0];
    if (!item) return id ? id + "：" : "";
    const ask = item.ask || askOf(page.byId[id]), number = (sheet || page.sheet).items.indexOf(item) + 1;
    return "第 " + number + " 条“" + ask.slice(0, 16) + (ask.length > 16 ? "…" : "") + "”：";
  }

  /**
   * Lists what was wrong with the files that were read.
   * @param {string[]} complaints
   */
  function complain(complaints) {
    const list = byId("ck-complaints"), more = complaints.length - MOST_COMPLAINTS;
    const shown = complaints.slice(0, MOST_COMPLAINTS);
    list.textContent = "";
    (more > 0 ? shown.concat(["还有 " + more + " 处问题，没有一一列出"]) : shown).forEach(function (text) {
      list.appendChild(make("li", {}, text));
    });
    list.hidden = complaints.length === 0;
  }

  // --- filling -----------------------------------------------------------------------------------------------------

  /**
   * Sets a text, except where somebody is writing.
   * @param {Field|null} control
   * @param {string} text
   */
  function put(control, text) {
    if (control && control !== document.activeElement && control.value !== text) control.value = text;
  }

  /** @param {Controls} controls @param {Given} given */
  function fillItem(controls, given) {
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

  /**
   * Shows the draft in all controls but the one that somebody is writing in.
   * @param {Page} page
   * @param {string[]} [only] ids of the items, all of them where left out
   */
  function fill(page, only) {
    const given = answers.answersOf(page), screening = answers.screeningOf(page);
    ["unit", "period"].forEach(function (name) { put(answers.inputNamed(page, name), answers.metaOf(page, name)); });
    page.sheet.screening.forEach(function (question) {
      dom.all(page.form, '[name="s-' + question.id + '"]', HTMLInputElement).forEach(function (radio) {
        radio.checked = String(screening[question.id]) === radio.value;
      });
    });
    page.controls.forEach(function (controls) {
      if (!only || only.indexOf(controls.item.id) >= 0) fillItem(controls, given[controls.item.id] || NOTHING);
    });
    counting.fill(page, put, only);
    checkPeriod(page);
  }

  // --- reading -----------------------------------------------------------------------------------------------------

  /** @param {Sheet} sheet @param {Controls} controls */
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

  /**
   * Says when the period is none; what was written stays.
   * @param {Page} page
   */
  function checkPeriod(page) {
    const input = answers.inputNamed(page, "period"), text = input.value.trim(), kept = reader.periodOf(text), bad = Boolean(text) && !kept;
    byId("error-period").hidden = !bad;
    byId("error-period").textContent = bad ? "时期认不出，请" + reader.HOW_TO_WRITE + "。" : "";
    input.setAttribute("aria-invalid", bad ? "true" : "false");
  }

  /**
   * Takes over what somebody typed or chose.
   * @param {Page} page
   * @param {Event} event
   */
  function onInput(page, event) {
    const target = event.target;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    const name = target.name, letter = name.slice(0, 2), id = name.slice(2), controls = page.byId[id];
    if (name === "unit" || name === "period") {
      answers.setMeta(page, name, target.value);
      if (name === "period" && reader.periodOf(target.value)) checkPeriod(page);
    } else if (name === "assessor") {
      say("");
      fill(page);
    } else if (letter === "s-") {
      page.draft.screening[id] = { v: target.value === "true", t: answers.tick(page) };
      page.unsaved[answers.assessorOf(page)] = true;
    } else if (controls) {
      onAnswer(page, controls, letter[0], target);
    } else if (isInput(target)) {
      counting.onSlips(page, target);
    }
    page.schedule();
  }

  /** @param {Page} page @param {Controls} controls @param {string} letter @param {Field} target */
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
      onAbsent(page, controls, isInput(target) && target.checked);
    } else if (TEXT_OF[letter]) {
      /** @type {Partial<Given>} */
      const change = {};
      change[TEXT_OF[letter]] = target.value.trim();
      answers.edit(page, assessor, id, change);
    }
  }

  /**
   * “Not applicable” takes the answer away, and gives it back when it is taken back.
   * @param {Page} page
   * @param {Controls} controls
   * @param {boolean} absent
   */
  function onAbsent(page, controls, absent) {
    const id = controls.item.id, assessor = answers.assessorOf(page);
    if (absent) answers.remove(page, assessor, id, { na: true });
    else if (answers.removed(page, assessor, id)) answers.bringBack(page, assessor, id);
    else answers.edit(page, assessor, id, { na: false });
    fillItem(controls, answers.answersOf(page)[id]);
    counting.fill(page, put, [id]);
  }

  // --- showing -----------------------------------------------------------------------------------------------------

  /**
   * How an answer compares with the last one to the same item, in words.
   * @param {Page} page
   * @param {Item} item
   * @param {Given} past
   * @param {Given} given
   */
  function changeText(page, item, past, given) {
    if (!isSameItem(page, item, past)) return past.hash ? "（当时的条目不一样，不比）" : "（没有记下当时的条目，不比）";
    if (!core.isAnswered(past) || !core.isAnswered(given) || past.na || given.na) return "";
    const step = core.points(item, given.value) - core.points(item, past.value);
    return step > 0 ? "，这次进步了" : step < 0 ? "，这次退步了" : "，这次没有变";
  }

  /** @param {Page} page @param {Item} item @param {Given} past */
  function isSameItem(page, item, past) {
    return versions.isSame(past, item, page.before !== null && page.before.version === page.sheet.version);
  }

  /**
   * What was answered last time.
   * @param {Page} page
   * @param {Controls} controls
   * @param {HTMLElement} line
   * @param {Given} given
   */
  function showBefore(page, controls, line, given) {
    const before = page.before, id = controls.item.id;
    /** @type {Given|undefined} */
    const past = before ? (before.answers[answers.assessorOf(page)] || {})[id] : undefined;
    line.hidden = !answers.isGiven(past);
    if (!before || !past || line.hidden) return;
    const item = before.sheet.items.filter(function (one) { return one.id === id; })[0];
    const label = item && !isSameItem(page, controls.item, past) ? counting.labelOfOther(item, past) : counting.labelOf(controls, past);
    line.textContent = "上次（" + (before.period || "时期未写") + "）：" + label + changeText(page, controls.item, past, given);
  }

  /**
   * What was taken away, as long as it can be brought back.
   * @param {Page} page
   * @param {Controls} controls
   * @param {MoreControls} more
   * @param {Given} given
   */
  function showRemoved(page, controls, more, given) {
    const earlier = answers.removed(page, answers.assessorOf(page), controls.item.id);
    more.restore.hidden = more.said.hidden = !earlier;
    if (!earlier) return;
    const told = (given.na ? "选了“不适用”，" : "") + "原来的答案“" + counting.labelOf(controls, earlier) + "”已清除。";
    if (more.said.textContent !== told) more.said.textContent = told;
  }

  /** @param {Controls} controls @param {Given} given */
  function showReason(controls, given) {
    const box = controls.reason && controls.reason.closest(".ck-reason");
    if (box instanceof HTMLElement) box.hidden = !given.na;
    if (!given.na) return;
    const missing = controls.item.na_reason && !given.reason;
    controls.error.hidden = !missing;
    controls.error.textContent = missing ? "请写“不适用”的理由。" : "";
  }

  /**
   * @param {Page} page
   * @param {Controls} controls
   * @param {Given} given
   * @param {boolean} stale
   * @param {boolean} masses
   */
  function showItem(page, controls, given, stale, masses) {
    const answered = answers.isGiven(given);
    if (controls.average) controls.average.hidden = !masses;
    showReason(controls, given);
    controls.box.classList.toggle("ck-item--done", answered);
    controls.badge.hidden = !stale;
    controls.noted.hidden = !(given.evidence || given.note);
    const state = !answered ? "未答" : given.counts ? counting.peopleOf(given) + " 张" : counting.labelOf(controls, given);
    if (controls.state.textContent !== state) controls.state.textContent = state;
    const more = controls.more || (answered || page.before ? furnish(controls) : null);
    if (!more) return;
    more.clear.hidden = !answered;
    more.recheck.hidden = !stale;
    showRemoved(page, controls, more, given);
    showBefore(page, controls, more.before, given);
  }

  /**
   * Shows what the draft holds: states of the items, counts, scores.
   * @param {Page} page
   */
  function refresh(page) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page), screening = answers.screeningOf(page);
    const visible = core.itemsOf(page.sheet, screening, assessor).map(function (item) { return item.id; });
    const stale = core.toRecheck(page.sheet, given);
    page.controls.forEach(function (controls) {
      const id = controls.item.id;
      controls.box.hidden = visible.indexOf(id) < 0;
      if (!controls.box.hidden) showItem(page, controls, given[id] || NOTHING, stale.indexOf(id) >= 0, assessor === "masses");
    });
    counting.show(page);
    anliku.tasks.show(page);
    guide.show(page);
    showResult(page, screening);
  }

  /** @param {Page} page @param {Screening} screening */
  function showResult(page, screening) {
    const sheet = page.sheet, all = answers.allAnswers(page), last = page.before;
    const card = core.scorecard(sheet, all, screening);
    const before = last ? core.scorecard(last.sheet, last.answers, last.screening) : null;
    const past = last && before && before.total !== null ? "　上次" + last.kept + "总分 " + result.say(before.total) + "，等级：" + before.grade + "。" : "";
    byId("ck-grade").textContent = result.gradeText(card, function (id) { return askOf(page.byId[id]); }) + past;
    byId("ck-people").textContent = counting.peopleLine(page, all);
    const now = { sheet: sheet, version: sheet.version, answers: all, screening: screening };
    result.table(byId("ck-table"), now, card, last, before);
    /** @type {(scores: Scorecard) => (number|null)[]} */
    const values = function (scores) { return sheet.dimensions.map(function (d) { return d.id in scores.dimensions ? scores.dimensions[d.id] : null; }); };
    const series = [{ name: "这次", values: values(card), className: "ck-now" }];
    if (last && before && result.sameSources(card, before)) series.push({ name: "上次" + last.kept, values: values(before), className: "ck-past" });
    anliku.radar.draw(byId("ck-radar"), sheet.dimensions, series, result.say);
    const gaps = core.gaps(sheet, all, screening);
    byId("ck-no-gaps").hidden = gaps.length > 0;
    result.gapList(byId("ck-gaps"), gaps, page.draft.answers, function (gap, change) {
      answers.edit(page, gap.assessor, gap.item.id, change);
      page.schedule(true);
    });
  }

  return {
    say: say, complain: complain, placeName: placeName, controlsOf: controlsOf, fill: fill, refresh: refresh,
    onInput: onInput, checkPeriod: checkPeriod
  };
})();
