/**
 * What was filled in, on paper: every control as its full text, the report first, the answers after it as an annex.
 * Made when the browser is about to print and taken away afterwards. A blank form prints as it stands, with its boxes.
 */
var anliku = window.anliku || {};
anliku.paper = (function () {
  "use strict";

  const core = anliku.checklist, answers = anliku.answers, report = anliku.report, counting = anliku.counting, guide = anliku.guide;
  const dom = anliku.dom, make = anliku.dom.element;

  /** @param {[string, string|undefined][]} pairs */
  function lines(pairs) {
    const box = make("div", { class: "ck-print" });
    pairs.forEach(function (pair) {
      if (pair[1]) box.appendChild(make("p", {}, make("strong", {}, pair[0] + "："), pair[1]));
    });
    return box;
  }

  /** @param {Controls} controls @param {Given} given */
  function answerText(controls, given) {
    return given.na || core.isAnswered(given) ? counting.labelOf(controls, given) : "未答";
  }

  /** @param {Controls} controls @param {Given} given */
  function itemLines(controls, given) {
    return lines([
      ["回答", answerText(controls, given)], ["不适用的理由", given.na ? given.reason : ""], ["佐证材料", given.evidence],
      ["备注", given.note], ["责任人和期限", [given.owner, given.due, given.done ? "已办结" : ""].filter(Boolean).join("，")]
    ]);
  }

  /** @param {"th"|"td"} tag @param {string[]} cells */
  function row(tag, cells) {
    return make("tr", {}, ...cells.map(function (text) { return tag === "th" ? make("th", { scope: "col" }, text) : make("td", {}, text); }));
  }

  /**
   * The gaps as one table: what, by how much, what to do, who, by when.
   * @param {Page} page
   * @param {Gap[]} gaps
   */
  function gapTable(page, gaps) {
    const rows = gaps.map(function (gap) {
      const controls = page.byId[gap.item.id], given = page.draft.answers[gap.assessor][gap.item.id];
      const ask = dom.text(controls.box.querySelector(".ck-ask")), remedy = dom.text(controls.box.querySelector(".ck-remedy"));
      const state = report.NAMES[gap.assessor] + "：" + counting.labelOf(controls, given) + "，得 " + Math.round(gap.points * 100) + "%";
      return row("td", [(gap.urgent ? "★" : "") + ask, state, remedy, given.owner || "", (given.due || "") + (given.done ? "（已办结）" : "")]);
    });
    const caption = make("caption", {}, "要补的差距（" + gaps.length + " 条，★为关键项）");
    const head = make("thead", {}, row("th", ["问题", "差多少", "措施", "责任人", "期限"]));
    return make("table", { class: "ck-print ck-print-gaps" }, caption, head, make("tbody", {}, ...rows));
  }

  /** @param {{returned: number, handed_out: number}} slips */
  function slipsText(slips) {
    return [slips.returned ? "收回 " + slips.returned + " 份" : "", slips.handed_out ? "发出 " + slips.handed_out + " 份" : ""].filter(Boolean).join("，");
  }

  /** @param {Page} page */
  function metaLines(page) {
    /** @type {(name: string) => string} */
    const meta = function (name) { return answers.inputNamed(page, name).value.trim() || "未写"; };
    return lines([["单位名称", meta("unit")], ["时期", meta("period")], ["由谁评价", report.NAMES[answers.assessorOf(page)]],
      ["收回和发出", slipsText(answers.slipsOf(page, answers.assessorOf(page)))]]);
  }

  /** @param {Page} page */
  function screeningLines(page) {
    const given = answers.screeningOf(page);
    return lines(page.sheet.screening.map(/** @returns {[string, string]} */ function (question) {
      const box = answers.inputNamed(page, "s-" + question.id).closest("fieldset"), ask = dom.text(box && box.querySelector("legend"));
      return [ask, given[question.id] === undefined ? "未答" : given[question.id] ? "是" : "否"];
    }));
  }

  /**
   * Lays the printed texts out; does nothing where nothing was filled in.
   * @param {Page} page
   */
  function prepare(page) {
    restore(page);
    page.fold = guide.unfold(page);
    const all = answers.allAnswers(page), filled = core.ASSESSORS.some(function (a) {
      return Object.keys(all[a] || {}).some(function (id) { return answers.hasContent(all[a][id]); });
    });
    if (!filled) return;
    const present = answers.answersOf(page), box = boxOf(page), shown = dom.byId("ck-result");
    page.controls.forEach(function (controls) {
      dom.need(controls.box, "fieldset", HTMLElement).appendChild(itemLines(controls, present[controls.item.id] || { value: null, na: false }));
    });
    const screening = page.form.querySelector(".ck-screening");
    if (screening) screening.appendChild(screeningLines(page));
    page.form.insertBefore(make("h2", { class: "ck-print ck-print-annex" }, "附：各条答案"), page.form.firstChild);
    shown.insertBefore(metaLines(page), shown.firstChild);
    const gaps = core.gaps(page.sheet, all, answers.screeningOf(page));
    if (gaps.length) shown.appendChild(gapTable(page, gaps));
    box.insertBefore(shown, page.form);
    box.dataset.printing = page.onlyReport ? "report" : "all";
  }

  /**
   * What the form and the result stand in.
   * @param {Page} page
   */
  function boxOf(page) {
    return page.form.parentElement || document.body;
  }

  /** @param {Page} page */
  function restore(page) {
    if (page.fold) page.fold();
    page.fold = null;
    const box = boxOf(page);
    delete box.dataset.printing;
    box.querySelectorAll(".ck-print").forEach(function (one) { one.remove(); });
    box.insertBefore(dom.byId("ck-result"), dom.byId("ck-bar"));
  }

  /**
   * Prints: everything, or the report alone.
   * @param {Page} page
   * @param {boolean} onlyReport
   */
  function print(page, onlyReport) {
    page.onlyReport = onlyReport;
    window.print();
    page.onlyReport = false;
  }

  /**
   * Lays the page out whenever it is printed.
   * @param {Page} page
   */
  function watch(page) {
    window.addEventListener("beforeprint", function () { prepare(page); });
    window.addEventListener("afterprint", function () { restore(page); });
  }

  return { watch: watch, print: print };
})();
