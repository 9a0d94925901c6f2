/**
 * What was filled in, on paper: every control as its full text, the report first, the answers after it as an annex.
 * Made when the browser is about to print and taken away afterwards. A blank form prints as it stands, with its boxes.
 */
(function () {
  "use strict";

  const core = window.anlikuChecklist, answers = window.anlikuAnswers, result = window.anlikuResult;
  const counting = window.anlikuCounting, guide = window.anlikuGuide;

  function make(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function lines(pairs) {
    const box = make("div", "ck-print");
    pairs.forEach(function (pair) {
      if (!pair[1]) return;
      const line = make("p", "");
      line.appendChild(make("strong", "", pair[0] + "："));
      line.appendChild(document.createTextNode(pair[1]));
      box.appendChild(line);
    });
    return box;
  }

  function answerText(controls, given) {
    return given.na || core.isAnswered(given) ? counting.labelOf(controls, given) : "未答";
  }

  function itemLines(controls, given) {
    return lines([
      ["回答", answerText(controls, given)], ["不适用的理由", given.na ? given.reason : ""], ["佐证材料", given.evidence],
      ["备注", given.note], ["责任人和期限", [given.owner, given.due, given.done ? "已办结" : ""].filter(Boolean).join("，")]
    ]);
  }

  function row(tag, cells) {
    const made = make("tr", "");
    cells.forEach(function (text) {
      const cell = make(tag, "", text);
      if (tag === "th") cell.setAttribute("scope", "col");
      made.appendChild(cell);
    });
    return made;
  }

  /** The gaps as one table: what, by how much, what to do, who, by when. */
  function gapTable(page, gaps) {
    const made = make("table", "ck-print ck-print-gaps"), head = make("thead", ""), body = make("tbody", "");
    made.appendChild(make("caption", "", "要补的差距（" + gaps.length + " 条，★为关键项）"));
    head.appendChild(row("th", ["问题", "差多少", "措施", "责任人", "期限"]));
    gaps.forEach(function (gap) {
      const controls = page.byId[gap.item.id], given = page.draft.answers[gap.assessor][gap.item.id];
      const ask = controls.box.querySelector(".ck-ask").textContent, remedy = controls.box.querySelector(".ck-remedy");
      const state = result.NAMES[gap.assessor] + "：" + counting.labelOf(controls, given) + "，得 " + Math.round(gap.points * 100) + "%";
      const cells = [(gap.urgent ? "★" : "") + ask, state, remedy ? remedy.textContent : "", given.owner || "", (given.due || "") + (given.done ? "（已办结）" : "")];
      body.appendChild(row("td", cells));
    });
    made.appendChild(head);
    made.appendChild(body);
    return made;
  }

  function slipsText(slips) {
    return [slips.returned ? "收回 " + slips.returned + " 份" : "", slips.handed_out ? "发出 " + slips.handed_out + " 份" : ""].filter(Boolean).join("，");
  }

  function metaLines(page) {
    const meta = function (name) { return page.form.elements[name].value.trim() || "未写"; };
    return lines([["单位名称", meta("unit")], ["时期", meta("period")], ["由谁评价", result.NAMES[answers.assessorOf(page)]],
      ["收回和发出", slipsText(answers.slipsOf(page, answers.assessorOf(page)))]]);
  }

  function screeningLines(page) {
    const given = answers.screeningOf(page);
    return lines(page.sheet.screening.map(function (question) {
      const ask = page.form.querySelector('[name="s-' + question.id + '"]').closest("fieldset").querySelector("legend").textContent;
      return [ask, given[question.id] === undefined ? "未答" : given[question.id] ? "是" : "否"];
    }));
  }

  /** Lays the printed texts out; does nothing where nothing was filled in. */
  function prepare(page) {
    restore(page);
    page.fold = guide.unfold(page);
    const all = answers.allAnswers(page), filled = core.ASSESSORS.some(function (a) {
      return Object.keys(all[a] || {}).some(function (id) { return answers.hasContent(all[a][id]); });
    });
    if (!filled) return;
    const present = answers.answersOf(page), box = page.form.parentNode, report = document.getElementById("ck-result");
    page.controls.forEach(function (controls) {
      controls.box.querySelector("fieldset").appendChild(itemLines(controls, present[controls.item.id] || {}));
    });
    const screening = page.form.querySelector(".ck-screening");
    if (screening) screening.appendChild(screeningLines(page));
    page.form.insertBefore(make("h2", "ck-print ck-print-annex", "附：各条答案"), page.form.firstChild);
    report.insertBefore(metaLines(page), report.firstChild);
    const gaps = core.gaps(page.sheet, all, answers.screeningOf(page));
    if (gaps.length) report.appendChild(gapTable(page, gaps));
    box.insertBefore(report, page.form);
    box.dataset.printing = page.onlyReport ? "report" : "all";
  }

  function restore(page) {
    if (page.fold) page.fold();
    page.fold = null;
    const box = page.form.parentNode;
    delete box.dataset.printing;
    box.querySelectorAll(".ck-print").forEach(function (one) { one.remove(); });
    box.insertBefore(document.getElementById("ck-result"), document.getElementById("ck-bar"));
  }

  /** Prints: everything, or the report alone. */
  function print(page, onlyReport) {
    page.onlyReport = onlyReport;
    window.print();
    page.onlyReport = false;
  }

  function watch(page) {
    window.addEventListener("beforeprint", function () { prepare(page); });
    window.addEventListener("afterprint", function () { restore(page); });
  }

  window.anlikuPrint = { watch: watch, print: print };
})();
