// @ts-nocheck
/** What a self-assessment shows of its scores: grade, table, gap list. Builds DOM from data and keeps nothing. */
var anliku = window.anliku || {};
anliku.report = (function () {
  "use strict";

  /** @type {Object<string, string>} */
  const NAMES = {}; // of the assessors; the page fills them in from its data

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** A score with one decimal, or a dash. */
  function say(value) {
    return value === null || value === undefined ? "—" : anliku.checklist.rounded(value).toFixed(1);
  }

  /** A change in words; the points are null where two known scores may not be compared. */
  function change(points, now, before) {
    if (points === null) return now === null || before === null || before === undefined ? "—" : "不比";
    return points === 0 ? "持平" : (points > 0 ? "进步 " : "退步 ") + Math.abs(points).toFixed(1);
  }

  function row(cells, header) {
    const made = make("tr");
    cells.forEach(function (text, index) {
      const cell = make(header || index === 0 ? "th" : "td", "", text);
      if (header || index === 0) cell.setAttribute("scope", header ? "col" : "row");
      made.appendChild(cell);
    });
    return made;
  }

  /** Whether two scorecards rest on the same assessors: only then do their totals tell anything of each other. */
  function sameSources(card, before) {
    return Object.keys(card.totals).join() === Object.keys(before.totals).join();
  }

  function namesOf(card) {
    return Object.keys(card.totals).map(function (a) { return NAMES[a]; }).join("、");
  }

  function valueOf(score) {
    return score ? score.value : null;
  }

  function counted(score) {
    return score ? say(score.value) + "（" + score.answered + "/" + score.applicable + "）" : "—";
  }

  /**
   * The cells of one line: now, source by source and combined; then what it was before as it was scored then, source by source, and
   * combined if it may be, each with the change over the same items.
   */
  function line(name, card, before, changes, scoreOf, combined, shared) {
    const cells = Object.keys(card.totals).map(function (a) { return counted(scoreOf(card, a)); });
    const past = [];
    shared.forEach(function (a) { past.push(counted(scoreOf(before, a)), change(changes[a], valueOf(scoreOf(card, a)), valueOf(scoreOf(before, a)))); });
    if (before && shared.length > 1 && sameSources(card, before)) past.push(say(combined(before)), change(changes.total, combined(card), combined(before)));
    return [name].concat(cells, [say(combined(card))], past);
  }

  /** What two results have in common, in words; "" where everything that was answered may be compared. */
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
   */
  function table(box, now, card, then, before) {
    const who = Object.keys(card.totals), sheet = now.sheet;
    const shared = before ? who.filter(function (a) { return Object.keys(before.totals).indexOf(a) >= 0; }) : [];
    const changesOf = function (dimension) { return before ? anliku.versions.changes(then, now, shared, dimension) : {}; };
    const past = [];
    shared.forEach(function (a) { past.push("上次" + NAMES[a] + then.kept, "变化"); });
    if (before && shared.length > 1 && sameSources(card, before)) past.push("上次合计" + then.kept, "变化");
    const rows = [["维度"].concat(who.map(function (a) { return NAMES[a]; }), ["合计"], past)];
    sheet.dimensions.forEach(function (d) {
      rows.push(line(d.name, card, before, changesOf(d.id), function (from, a) { return from.by_dimension[a][d.id]; },
        function (from) { return from.dimensions[d.id]; }, shared));
    });
    rows.push(line("总分", card, before, changesOf(""), function (from, a) { return from.totals[a]; },
      function (from) { return from.total; }, shared));
    const differ = before && !sameSources(card, before)
      ? "。上次有" + (namesOf(before) || "空白") + "，这次有" + namesOf(card) + "：评价方不同，合计不比" : "";
    show(box, rows, "括号里是已答条数和应答条数" + differ + (before ? commonText(now, then, shared) : ""));
  }

  /** Writes the cells; a table of the same shape stays, and only what differs is written. */
  function show(box, rows, caption) {
    let made = box.firstElementChild;
    if (!made || made.rows.length !== rows.length || made.rows[0].cells.length !== rows[0].length) {
      made = make("table", "ck-table");
      const head = make("thead"), body = make("tbody");
      rows.forEach(function (cells, index) { (index ? body : head).appendChild(row(cells, !index)); });
      made.appendChild(make("caption"));
      made.appendChild(head);
      made.appendChild(body);
      box.textContent = "";
      box.appendChild(made);
    }
    put(made.caption, caption);
    rows.forEach(function (cells, index) {
      cells.forEach(function (text, place) { put(made.rows[index].cells[place], text); });
    });
  }

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** The grade in words: number, name, whether it is provisional, and what capped it. */
  function gradeText(card, askOf) {
    if (card.total === null) return "还没有答案，没有得分。";
    const critical = card.unmet_critical.length;
    const capped = critical ? "。关键项不达标 " + critical + " 条：" + card.unmet_critical.map(askOf).join("；") : "";
    return "总分 " + say(card.total) + "，等级：" + card.grade + (card.provisional ? "（暂定，还有条目未答）" : "") + capped;
  }

  function copyOf(source, selector, title) {
    const found = source && source.querySelector(selector);
    if (!found) return null;
    const box = make("div", "ck-gap__links");
    box.appendChild(make("span", "ck-hint", title));
    box.appendChild(found.firstElementChild.cloneNode(true));
    return box;
  }

  function field(label, name, type, value, onInput) {
    const box = make("label", "", label + " ");
    const input = make("input");
    input.type = type;
    input.name = name;
    input.value = value || "";
    input.maxLength = 80;
    input.addEventListener("input", function () { onInput(input.value); });
    box.appendChild(input);
    return box;
  }

  function doneBox(gap, given, onEdit) {
    const box = make("label"), input = make("input");
    input.type = "checkbox";
    input.name = "f-" + gap.item.id;
    input.checked = Boolean(given.done);
    input.addEventListener("change", function () { onEdit(gap, "done", input.checked); });
    box.appendChild(input);
    box.appendChild(document.createTextNode(" 已办结"));
    return box;
  }

  /** One gap: what, why, how to mend it, whom to learn from, who will do it by when. */
  function gapItem(gap, given, onEdit) {
    const source = document.getElementById("item-" + gap.item.id);
    const made = make("li", gap.urgent ? "ck-gap ck-gap--urgent" : "ck-gap");
    made.dataset.gap = gap.item.id;
    const head = make("p", "ck-gap__head");
    const link = make("a", "", source.querySelector(".ck-ask").textContent);
    link.href = "#item-" + gap.item.id;
    head.appendChild(link);
    const share = "得了 " + Math.round(gap.points * 100) + "%";
    head.appendChild(make("span", "ck-hint", "　" + (gap.urgent ? "关键项，" : "") + NAMES[gap.assessor] + "，" + share));
    made.appendChild(head);
    const remedy = source.querySelector(".ck-remedy");
    if (remedy) {
      const effort = source.querySelector(".ck-effort").textContent;
      made.appendChild(make("p", "", "怎么补：" + remedy.textContent + "（" + effort + "）"));
    }
    [[".ck-basis", "依据："], [".ck-cases", "学谁的做法："]].forEach(function (pair) {
      const copied = copyOf(source, pair[0], pair[1]);
      if (copied) made.appendChild(copied);
    });
    const who = make("p", "ck-gap__who");
    who.appendChild(field("责任人", "o-" + gap.item.id, "text", given.owner, function (v) { onEdit(gap, "owner", v); }));
    const day = !given.due || anliku.results.DAY.test(given.due); // “年底前” would not show in a field for dates
    who.appendChild(field("期限", "d-" + gap.item.id, day ? "date" : "text", given.due, function (v) { onEdit(gap, "due", v); }));
    who.appendChild(doneBox(gap, given, onEdit));
    made.appendChild(who);
    return made;
  }

  /** What an entry of the gap list shows; while it stays the same, so does the entry. */
  function keyOf(gap) {
    return [gap.item.id, gap.assessor, gap.points, gap.urgent].join("|");
  }

  function showGiven(entry, given) {
    entry.querySelector('[name^="f-"]').checked = Boolean(given.done);
    [["o-", given.owner], ["d-", given.due]].forEach(function (pair) {
      const input = entry.querySelector('[name^="' + pair[0] + '"]');
      if (input === document.activeElement || input.value === (pair[1] || "")) return;
      if (input.type === "date" && pair[1] && !anliku.results.DAY.test(pair[1])) input.type = "text";
      input.value = pair[1] || "";
    });
  }

  /**
   * The gap list, in the order in which it was sorted. Entries that are already there stay where they are, so that
   * nothing is taken from under the fingers of somebody who is writing in one.
   */
  function gapList(list, gaps, answers, onEdit) {
    const known = {};
    Array.prototype.forEach.call(list.children, function (entry) { known[entry.dataset.key] = entry; });
    gaps.forEach(function (gap, place) {
      const given = answers[gap.assessor][gap.item.id], key = keyOf(gap);
      const entry = known[key] || gapItem(gap, given, onEdit);
      entry.dataset.key = key;
      showGiven(entry, given);
      if (list.children[place] !== entry) list.insertBefore(entry, list.children[place] || null);
    });
    while (list.children.length > gaps.length) list.removeChild(list.lastChild);
  }

  return { NAMES: NAMES, say: say, table: table, gradeText: gradeText, gapList: gapList, sameSources: sameSources };
})();
