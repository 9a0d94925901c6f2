/** Answers of many on the page: fields for how many chose what, slips handed out and returned, and an answer in words. */
var anliku = window.anliku || {};
anliku.counting = (function () {
  "use strict";

  const core = anliku.checklist, texts = anliku.texts, tally = anliku.tally, answers = anliku.answers;
  const dom = anliku.dom, make = anliku.dom.element, byId = anliku.dom.byId;

  /** @type {Given} */
  const NOTHING = { value: null, na: false };

  /**
   * The answer that one of an item's radio buttons stands for.
   * @param {Item} item
   * @param {HTMLInputElement} radio
   */
  function choiceOf(item, radio) {
    const chosen = (item.choices || []).filter(function (value) { return String(value) === radio.value; });
    return chosen.length ? chosen[0] : Number(radio.value);
  }

  /**
   * What stands beside a radio button.
   * @param {HTMLInputElement} radio
   */
  function wordsOf(radio) {
    return dom.text(radio.parentNode).trim();
  }

  /** @param {Item} item @param {Value|null} value */
  function withUnit(item, value) {
    return value + (item.unit && item.unit !== "%" ? " " : "") + item.unit;
  }

  /** @param {Controls} controls @param {Value} value */
  function valueText(controls, value) {
    const radio = controls.radios.filter(function (one) { return one.value === String(value); })[0];
    return radio && !controls.item.free ? wordsOf(radio) : withUnit(controls.item, value);
  }

  /**
   * An answer in words; of many, how many chose what and their mean.
   * @param {Controls} controls
   * @param {Given} given
   */
  function labelOf(controls, given) {
    if (given.na) return "不适用";
    const radio = controls.radios.filter(function (one) { return one.value === String(given.value); })[0];
    if (!given.counts) return radio ? wordsOf(radio) : withUnit(controls.item, given.value);
    const chosen = given.counts.map(function (pair) { return valueText(controls, pair[0]) + " " + pair[1]; }).join("，");
    const mean = controls.item.free ? "，平均 " + withUnit(controls.item, Math.round(Number(given.value) * 10) / 10) : "";
    return tally.peopleOf(given) + " 人：" + chosen + mean;
  }

  /**
   * An answer to an item that does not stand in the page, or is another one there, in words.
   * @param {Item} item
   * @param {Given} given
   */
  function labelOfOther(item, given) {
    /** @type {(value: Value|null) => string} */
    const one = function (value) {
      if (typeof value === "boolean") return value ? "是" : "否";
      const at = item.labels && value !== null ? item.choices.indexOf(value) : -1;
      return item.labels && at >= 0 ? item.labels[at] : withUnit(item, value);
    };
    if (given.na) return "不适用";
    if (!given.counts) return one(given.value);
    return tally.peopleOf(given) + " 人：" + given.counts.map(function (pair) { return one(pair[0]) + " " + pair[1]; }).join("，");
  }

  /**
   * Whether slips of this assessor are counted on the page.
   * @param {Page} page
   */
  function counts(page) {
    const assessor = answers.assessorOf(page), entry = page.draft.meta["tally-" + assessor];
    return assessor === "masses" && Boolean(entry && entry.v === "yes");
  }

  /** @param {Controls} controls */
  function build(controls) {
    const box = make("div", { class: "ck-tally" }), sum = make("p", { class: "ck-hint" });
    controls.counts = controls.radios.map(function (radio) {
      const input = make("input", { type: "text", name: "t-" + controls.item.id, inputmode: "numeric", maxlength: "7" });
      box.appendChild(make("label", {}, wordsOf(radio) + " ", input, " 张"));
      return { input: input, value: choiceOf(controls.item, radio) };
    });
    box.appendChild(sum);
    controls.sum = sum;
    controls.choices.after(box);
    return box;
  }

  /** @param {Page} page */
  function show(page) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page), on = counts(page), slips = answers.slipsOf(page, assessor);
    byId("ck-slips").hidden = assessor !== "masses";
    byId("ck-slip-counts").hidden = !on;
    showSlips(page, given, slips, on);
    page.controls.forEach(function (controls) {
      if (controls.box.hidden) return;
      const entry = given[controls.item.id] || NOTHING, counted = Boolean(entry.counts) || (on && controls.radios.length > 0);
      controls.choices.hidden = counted;
      if (counted && !controls.tally) {
        controls.tally = build(controls);
        fillCounts(controls, entry, function (input, text) { if (input) input.value = text; });
      }
      if (controls.tally) controls.tally.hidden = !counted;
      if (counted) showSum(controls, entry, slips);
    });
  }

  /** @param {Controls} controls @param {Given} given @param {{returned: number}} slips */
  function showSum(controls, given, slips) {
    const people = given.counts ? tally.peopleOf(given) : 0, over = slips.returned && people > slips.returned;
    const other = (given.counts || []).filter(function (pair) { return !field(controls, pair[0]); });
    const extra = other.map(function (pair) { return "；另有 " + withUnit(controls.item, pair[0]) + " " + pair[1] + " 张"; }).join("");
    const mean = people && controls.item.free ? "，平均 " + withUnit(controls.item, Math.round(Number(given.value) * 10) / 10) : "";
    if (!controls.sum) return;
    controls.sum.className = over ? "ck-error" : "ck-hint";
    controls.sum.textContent = people ? "共 " + people + " 张" + mean + extra + (over ? "，多于收回的 " + slips.returned + " 份，请核对" : "") : "还没有数";
  }

  /**
   * @param {Page} page
   * @param {Answers} given
   * @param {{returned: number, handed_out: number, bad: string}} slips
   * @param {boolean} on
   */
  function showSlips(page, given, slips, on) {
    /** @type {string[]} */
    const said = [];
    /** @type {Say} */
    const say = function (_, message) { said.push(message); };
    if (slips.bad) say("", "“" + slips.bad + "”不是份数，没有计入");
    tally.checkPeople(say, { answers: given, returned: slips.returned, handed_out: slips.handed_out });
    byId("error-slips").hidden = !on || !said.length;
    byId("error-slips").textContent = said.length ? said.join("；") + "。" : "";
  }

  /** @param {Controls} controls @param {Value} value */
  function field(controls, value) {
    return controls.counts.filter(function (one) { return one.value === value; })[0] || null;
  }

  /** @param {Controls} controls @param {Given} given @param {(control: Field|null, text: string) => void} put */
  function fillCounts(controls, given, put) {
    controls.counts.forEach(function (one) {
      const pair = (given.counts || []).filter(function (two) { return two[0] === one.value; })[0];
      put(one.input, pair ? String(pair[1]) : "");
      if (one.input !== document.activeElement) one.input.removeAttribute("aria-invalid");
    });
  }

  /**
   * Shows the draft in the fields; put(control, text) spares the one that somebody is writing in. only: ids of items.
   * @param {Page} page
   * @param {(control: Field|null, text: string) => void} put
   * @param {string[]} [only]
   */
  function fill(page, put, only) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page);
    answers.inputNamed(page, "tally").checked = counts(page);
    ["returned", "handed_out"].forEach(function (name) { put(answers.inputNamed(page, name), answers.metaOf(page, name + "-" + assessor)); });
    page.controls.forEach(function (controls) {
      if (controls.tally && (!only || only.indexOf(controls.item.id) >= 0)) fillCounts(controls, given[controls.item.id] || NOTHING, put);
    });
  }

  /**
   * Reads the fields of one item. What no field stands for, such as 3.5 out of a file, stays counted.
   * @param {Page} page
   * @param {Controls} controls
   */
  function onCount(page, controls) {
    const assessor = answers.assessorOf(page), given = answers.answersOf(page)[controls.item.id] || NOTHING;
    /** @type {Map<Value, number>} */
    const found = new Map();
    /** @type {string[]} */
    const bad = [];
    (given.counts || []).forEach(function (pair) { if (!field(controls, pair[0])) found.set(pair[0], pair[1]); });
    controls.counts.forEach(function (one) {
      const typed = texts.plain(one.input.value), number = typed ? texts.numberOf(typed, "张") : 0;
      const fine = number !== null && tally.isCount(number);
      one.input.setAttribute("aria-invalid", fine ? "false" : "true");
      if (fine) found.set(one.value, Number(number));
      else bad.push(one.input.value.trim());
    });
    controls.error.hidden = !bad.length;
    controls.error.textContent = bad.length ? "“" + bad[0] + "”不是张数，没有计入；可填 0 到 " + tally.MAX_PEOPLE + " 的整数。" : "";
    const counted = tally.ordered(found);
    answers.give(page, assessor, controls.item.id, counted.length ? { value: tally.meanOf(counted), counts: counted } : { value: null });
  }

  /**
   * Takes over what was typed about slips; an unchecked box leaves counted answers as they are.
   * @param {Page} page
   * @param {HTMLInputElement} control
   */
  function onSlips(page, control) {
    const assessor = answers.assessorOf(page);
    if (control.name === "tally") answers.setMeta(page, "tally-" + assessor, control.checked ? "yes" : "");
    else if (control.name === "returned" || control.name === "handed_out") answers.setMeta(page, control.name + "-" + assessor, control.value);
  }

  /**
   * How many people stand behind the answers of those served; "" where they were not asked.
   * @param {Page} page
   * @param {AllAnswers} all
   */
  function peopleLine(page, all) {
    const given = all.masses || {}, slips = answers.slipsOf(page, "masses");
    const asked = Object.keys(given).some(function (id) { return core.isAnswered(given[id]); });
    return asked ? anliku.report.NAMES.masses + "：" + tally.peopleText("masses", given, slips.returned, slips.handed_out) + "。" : "";
  }

  return {
    choiceOf: choiceOf, labelOf: labelOf, labelOfOther: labelOfOther, peopleOf: tally.peopleOf, counts: counts, show: show, fill: fill, onCount: onCount, onSlips: onSlips, peopleLine: peopleLine
  };
})();
