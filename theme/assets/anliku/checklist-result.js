/** What a self-assessment shows of its scores: grade, table, gap list. Builds DOM from data and keeps nothing. */
var anliku = window.anliku || {};
anliku.report = (function () {
  "use strict";

  const dom = anliku.dom, make = anliku.dom.element;
  /** @type {Object<string, string>} */
  const NAMES = {}; // of the assessors; the page fills them in from its data

  /** @typedef {(gap: Gap, change: Partial<Given>) => void} OnEdit what somebody wrote about a gap */

  /**
   * A score with one decimal, or a dash.
   * @param {number|null|undefined} value
   */
  function say(value) {
    return value === null || value === undefined ? "—" : anliku.checklist.rounded(value).toFixed(1);
  }

  /**
   * A change in words; the points are null where two known scores may not be compared.
   * @param {number|null} points
   * @param {number|null} now
   * @param {number|null|undefined} before
   */
  function change(points, now, before) {
    if (points === null) return now === null || before === null || before === undefined ? "—" : "不比";
    return points === 0 ? "持平" : (points > 0 ? "进步 " : "退步 ") + Math.abs(points).toFixed(1);
  }

  /** @param {string[]} cells @param {boolean} header */
  function row(cells, header) {
    return make("tr", {}, ...cells.map(function (text, index) {
      return header || index === 0 ? make("th", { scope: header ? "col" : "row" }, text) : make("td", {}, text);
    }));
  }

  /**
   * Whether two scorecards rest on the same assessors: only then do their totals tell anything of each other.
   * @param {Scorecard} card
   * @param {Scorecard} before
   */
  function sameSources(card, before) {
    return Object.keys(card.totals).join() === Object.keys(before.totals).join();
  }

  /** @param {Scorecard} card */
  function namesOf(card) {
    return Object.keys(card.totals).map(function (a) { return NAMES[a]; }).join("、");
  }

  /** @param {Score|undefined} score */
  function valueOf(score) {
    return score ? score.value : null;
  }

  /** @param {Score|undefined} score */
  function counted(score) {
    return score ? say(score.value) + "（" + score.answered + "/" + score.applicable + "）" : "—";
  }

  /**
   * The cells of one line: now, source by source and combined; then what it was before as it was scored then, source by source, and
   * combined if it may be, each with the change over the same items.
   * @param {string} name
   * @param {Scorecard} card
   * @param {Scorecard|null} before
   * @param {Object<string, number|null>} changes
   * @param {(from: Scorecard, assessor: string) => Score|undefined} scoreOf
   * @param {(from: Scorecard) => number|null} combined
   * @param {string[]} shared
   */
  function line(name, card, before, changes, scoreOf, combined, shared) {
    const cells = Object.keys(card.totals).map(function (a) { return counted(scoreOf(card, a)); });
    /** @type {string[]} */
    const past = [];
    if (before) {
      shared.forEach(function (a) { past.push(counted(scoreOf(before, a)), change(changes[a], valueOf(scoreOf(card, a)), valueOf(scoreOf(before, a)))); });
      if (shared.length > 1 && sameSources(card, before)) past.push(say(combined(before)), change(changes.total, combined(card), combined(before)));
    }
    return [name].concat(cells, [say(combined(card))], past);
  }

  /**
   * What two results have in common, in words; "" where everything that was answered may be compared.
   * @param {Side} now
   * @param {Side} then
   * @param {string[]} shared
   */
  function commonText(now, then, shared) {
    return shared.map(function (a) {
      const pair = anliku.versions.alike(then, now, a, "");
      if (!pair.comparable) return "。" + NAMES[a] + "两次相同的条目只有 " + pair.common + "/" + pair.answered + " 条，不到七成，不比";
      return pair.common < pair.answered ? "。" + NAMES[a] + "的变化只按两次相同的 " + pair.common + "/" + pair.answered + " 条算" : "";
    }).join("");
  }

  /**
   * The scores as a table: a row for each dimension and one for the total. now, then: sheet, version, answers and screening of
   * this time and of an earlier one, with their scorecards; then and before are null where there is none.
   * @param {HTMLElement} box
   * @param {Side} now
   * @param {Scorecard} card
   * @param {Before|null} then
   * @param {Scorecard|null} before
   */
  function table(box, now, card, then, before) {
    const who = Object.keys(card.totals), sheet = now.sheet;
    const shared = before ? who.filter(function (a) { return Object.keys(before.totals).indexOf(a) >= 0; }) : [], kept = then ? then.kept : "";
    /** @type {(dimension: string) => Object<string, number|null>} */
    const changesOf = function (dimension) { return then ? anliku.versions.changes(then, now, shared, dimension) : {}; };
    /** @type {string[]} */
    const past = [];
    shared.forEach(function (a) { past.push("上次" + NAMES[a] + kept, "变化"); });
    if (before && shared.length > 1 && sameSources(card, before)) past.push("上次合计" + kept, "变化");
    const rows = [["维度"].concat(who.map(function (a) { return NAMES[a]; }), ["合计"], past)];
    sheet.dimensions.forEach(function (d) {
      rows.push(line(d.name, card, before, changesOf(d.id), function (from, a) { return from.by_dimension[a][d.id]; },
        function (from) { return from.dimensions[d.id]; }, shared));
    });
    rows.push(line("总分", card, before, changesOf(""), function (from, a) { return from.totals[a]; },
      function (from) { return from.total; }, shared));
    const differ = before && !sameSources(card, before)
      ? "。上次有" + (namesOf(before) || "空白") + "，这次有" + namesOf(card) + "：评价方不同，合计不比" : "";
    show(box, rows, "括号里是已答条数和应答条数" + differ + (then ? commonText(now, then, shared) : ""));
  }

  /**
   * Writes the cells; a table of the same shape stays, and only what differs is written.
   * @param {HTMLElement} box
   * @param {string[][]} rows
   * @param {string} caption
   */
  function show(box, rows, caption) {
    const there = dom.find(box, "table", HTMLTableElement);
    const fits = there && there.rows.length === rows.length && there.rows[0].cells.length === rows[0].length;
    const made = there && fits ? there : newTable(box, rows);
    put(made.createCaption(), caption);
    rows.forEach(function (cells, index) {
      cells.forEach(function (text, place) { put(made.rows[index].cells[place], text); });
    });
  }

  /** @param {HTMLElement} box @param {string[][]} rows */
  function newTable(box, rows) {
    const lines = rows.map(function (cells, index) { return row(cells, !index); });
    const made = make("table", { class: "ck-table" }, make("caption"), make("thead", {}, lines[0]), make("tbody", {}, ...lines.slice(1)));
    box.textContent = "";
    box.appendChild(made);
    return made;
  }

  /** @param {HTMLElement} element @param {string} text */
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /**
   * The grade in words: number, name, whether it is provisional, and what capped it.
   * @param {Scorecard} card
   * @param {(id: string) => string} askOf
   */
  function gradeText(card, askOf) {
    if (card.total === null) return "还没有答案，没有得分。";
    const critical = card.unmet_critical.length;
    const capped = critical ? "。关键项不达标 " + critical + " 条：" + card.unmet_critical.map(askOf).join("；") : "";
    return "总分 " + say(card.total) + "，等级：" + card.grade + (card.provisional ? "（暂定，还有条目未答）" : "") + capped;
  }

  /** @param {Element} source @param {string} selector @param {string} title */
  function copyOf(source, selector, title) {
    const found = source.querySelector(selector), links = found && found.firstElementChild;
    return links ? [make("div", { class: "ck-gap__links" }, make("span", { class: "ck-hint" }, title), links.cloneNode(true))] : [];
  }

  /**
   * @param {string} label
   * @param {string} name
   * @param {string} type
   * @param {string|undefined} value
   * @param {(value: string) => void} onInput
   */
  function field(label, name, type, value, onInput) {
    const input = make("input", { type: type, name: name, maxlength: "80" });
    input.value = value || "";
    input.addEventListener("input", function () { onInput(input.value); });
    return make("label", {}, label + " ", input);
  }

  /** @param {Gap} gap @param {OnEdit} onEdit */
  function doneBox(gap, onEdit) {
    const input = make("input", { type: "checkbox", name: "f-" + gap.item.id });
    input.addEventListener("change", function () { onEdit(gap, { done: input.checked }); });
    return make("label", {}, input, " 已办结");
  }

  /**
   * Who will mend a gap by when, and whether it is done.
   * @param {Gap} gap
   * @param {Given} given
   * @param {OnEdit} onEdit
   */
  function whoLine(gap, given, onEdit) {
    const id = gap.item.id, day = !given.due || anliku.results.DAY.test(given.due); // “年底前” would not show in a field for dates
    return make("p", { class: "ck-gap__who" },
      field("责任人", "o-" + id, "text", given.owner, function (v) { onEdit(gap, { owner: v }); }),
      field("期限", "d-" + id, day ? "date" : "text", given.due, function (v) { onEdit(gap, { due: v }); }),
      doneBox(gap, onEdit));
  }

  /**
   * One gap: what, why, how to mend it, whom to learn from, who will do it by when.
   * @param {Gap} gap
   * @param {Given} given
   * @param {OnEdit} onEdit
   */
  function gapItem(gap, given, onEdit) {
    const id = gap.item.id, source = dom.byId("item-" + id), remedy = source.querySelector(".ck-remedy");
    const made = make("li", { class: gap.urgent ? "ck-gap ck-gap--urgent" : "ck-gap", "data-gap": id });
    const share = "得了 " + Math.round(gap.points * 100) + "%";
    const hint = make("span", { class: "ck-hint" }, "　" + (gap.urgent ? "关键项，" : "") + NAMES[gap.assessor] + "，" + share);
    made.appendChild(make("p", { class: "ck-gap__head" }, make("a", { href: "#item-" + id }, dom.text(source.querySelector(".ck-ask"))), hint));
    if (remedy) {
      made.appendChild(make("p", {}, "怎么补：" + remedy.textContent + "（" + dom.text(source.querySelector(".ck-effort")) + "）"));
    }
    copyOf(source, ".ck-basis", "依据：").concat(copyOf(source, ".ck-cases", "学谁的做法：")).forEach(function (links) { made.appendChild(links); });
    made.appendChild(whoLine(gap, given, onEdit));
    return made;
  }

  /**
   * What an entry of the gap list shows; while it stays the same, so does the entry.
   * @param {Gap} gap
   */
  function keyOf(gap) {
    return [gap.item.id, gap.assessor, gap.points, gap.urgent].join("|");
  }

  /** @param {Element} entry @param {Given} given */
  function showGiven(entry, given) {
    dom.need(entry, '[name^="f-"]', HTMLInputElement).checked = Boolean(given.done);
    [["o-", given.owner || ""], ["d-", given.due || ""]].forEach(function (pair) {
      const input = dom.need(entry, '[name^="' + pair[0] + '"]', HTMLInputElement);
      if (input === document.activeElement || input.value === pair[1]) return;
      if (input.type === "date" && pair[1] && !anliku.results.DAY.test(pair[1])) input.type = "text";
      input.value = pair[1];
    });
  }

  /**
   * The gap list, in the order in which it was sorted. Entries that are already there stay where they are, so that
   * nothing is taken from under the fingers of somebody who is writing in one.
   * @param {HTMLElement} list
   * @param {Gap[]} gaps
   * @param {AllAnswers} answers
   * @param {OnEdit} onEdit
   */
  function gapList(list, gaps, answers, onEdit) {
    /** @type {Map<string|null, Element>} */
    const known = new Map();
    Array.from(list.children).forEach(function (entry) { known.set(entry.getAttribute("data-key"), entry); });
    gaps.forEach(function (gap, place) {
      const given = answers[gap.assessor][gap.item.id], key = keyOf(gap);
      const entry = known.get(key) || gapItem(gap, given, onEdit);
      entry.setAttribute("data-key", key);
      showGiven(entry, given);
      if (list.children[place] !== entry) list.insertBefore(entry, list.children[place] || null);
    });
    while (list.lastElementChild && list.children.length > gaps.length) list.lastElementChild.remove();
  }

  return { NAMES: NAMES, say: say, table: table, gradeText: gradeText, gapList: gapList, sameSources: sameSources };
})();
