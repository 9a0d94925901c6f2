// @ts-nocheck
/**
 * The panel of facets beside the list of cases. The page works without it: then the list and the directory remain.
 * Reads anliku.cases (cases/list.js) and anliku.facets (facets-core.js).
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  var core = anliku.facets;
  var data = anliku.cases;
  var page = document.querySelector("[data-facets]");
  if (!core || !data || !data.cases.length || !page) return;

  var PAGE = 100;
  var KINDS = ["diagnosis", "plan"]; // which a row names
  var FOLDED = 8;
  var OPEN = ["org", "dim", "topic"];
  var SORTS = [["", "最合适、最完整"], ["new", "最近更新"], ["title", "标题"], ["place", "地区"], ["year", "年份"]];

  var index = core.createIndex(data);
  var kinds = index.facets.map(function (facet) {
    return facet.key;
  }).indexOf("kind");
  var state = core.parse(index, location.hash.charAt(1) === "?" ? location.hash : location.search);
  var shown = 0;
  var found = core.find(index, state.chosen, state.text);
  var boxes = {};

  /** An element with a class, text and children; text is never read as markup. */
  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    for (var i = 3; i < arguments.length; i++) element.appendChild(arguments[i]);
    return element;
  }

  function button(name, text, action) {
    var element = make("button", name, text);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  }

  // ---- the parts of the page ----------------------------------------------------------------------------------------

  var panel = page.querySelector("[data-facets-panel]");
  var results = page.querySelector("[data-facets-results]");
  var total = results.querySelector(".listing__total");
  var list = results.querySelector(".case-list");
  var pager = results.querySelector(".pager");
  var chips = make("div", "facet-chips");
  var advice = make("div", "empty");
  var more = button("button listing__more", "", showMore);
  var opener = button("button facets__opener", "筛选", function () {
    panel.classList.toggle("facets--open");
    opener.setAttribute("aria-expanded", String(panel.classList.contains("facets--open")));
  });

  // On paper alone: what the list was narrowed by, and whether all of it is there.
  var said = make("p", "listing__said");
  var field = make("input", "listing__field");

  // ---- choosing ------------------------------------------------------------------------------------------------------

  function choose(next) {
    state = next;
    remember();
    update();
  }

  /** The state with another part: choosing keeps what was typed, and typing what was chosen. */
  function changed(part) {
    return Object.assign({}, state, part);
  }

  /** While somebody types, the address follows without a step back for every letter. */
  function type() {
    state = changed({ text: field.value.trim() });
    var query = core.format(index, state);
    try {
      history.replaceState(null, "", location.pathname + query);
    } catch (error) {
      location.replace("#" + (query || "?"));
    }
    update();
  }

  /** Puts the state into the address. Where a file's address may not be changed, only the part behind # is. */
  function remember() {
    var query = core.format(index, state);
    try {
      history.pushState(null, "", location.pathname + query);
    } catch (error) {
      location.hash = query || "?";
    }
  }

  function recall() {
    state = core.parse(index, location.hash.charAt(1) === "?" ? location.hash : location.search);
    update();
  }

  function update() {
    found = core.find(index, state.chosen, state.text);
    if (field.value.trim() !== state.text) field.value = state.text;
    showCounts();
    showChips();
    showTotal();
    showRows();
  }

  // ---- the panel -------------------------------------------------------------------------------------------------------

  function facetBox(facet) {
    var details = document.createElement("details");
    var group = make("div", "facet__values");
    var chosen = state.chosen[facet.key];
    details.className = "facet";
    details.open = OPEN.indexOf(facet.key) >= 0 || Boolean(chosen);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", facet.label);
    details.appendChild(make("summary", "", facet.label));
    details.appendChild(group);
    boxes[facet.key] = { group: group, inputs: [], counts: [], details: details };
    var folds = facet.values.length > FOLDED + 2;
    addValues(facet, folds ? FOLDED : facet.values.length);
    if (folds) {
      var unfold = button("facet__more", "更多（" + (facet.values.length - FOLDED) + "）", function () {
        var first = boxes[facet.key].inputs.length;
        addValues(facet, facet.values.length);
        showCounts();
        details.removeChild(unfold);
        boxes[facet.key].inputs[first].focus();
      });
      details.appendChild(unfold);
      if (chosen && Math.max.apply(null, chosen) >= FOLDED) unfold.click();
    }
    return details;
  }

  function addValues(facet, until) {
    var box = boxes[facet.key];
    for (var number = box.inputs.length; number < until; number++) box.group.appendChild(valueLine(facet, number, box));
  }

  function valueLine(facet, number, box) {
    var input = document.createElement("input");
    var count = make("span", "count");
    input.type = "checkbox";
    input.autocomplete = "off";
    input.addEventListener("change", function () {
      choose(core.toggle(state, facet.key, number));
    });
    box.inputs.push(input);
    box.counts.push(count);
    var value = facet.values[number];
    var line = make("label", value[2] ? "facet__value facet__value--inner" : "facet__value", "", input);
    line.appendChild(make("span", "", value[1]));
    line.appendChild(count);
    return line;
  }

  function showCounts() {
    index.facets.forEach(function (facet) {
      var box = boxes[facet.key];
      var chosen = state.chosen[facet.key] || [];
      if (!box) return;
      box.inputs.forEach(function (input, number) {
        var count = found.counts[facet.key][number];
        input.checked = chosen.indexOf(number) >= 0;
        input.disabled = !count && !input.checked;
        input.parentNode.classList.toggle("facet__value--none", input.disabled);
        box.counts[number].textContent = String(count);
      });
    });
  }

  function sorter() {
    var select = make("select");
    SORTS.forEach(function (sort) {
      var option = make("option", "", sort[1]);
      option.value = sort[0];
      select.appendChild(option);
    });
    select.autocomplete = "off";
    select.addEventListener("change", function () {
      choose(changed({ sort: select.value }));
    });
    sorter.select = select;
    return make("label", "listing__sort", "排序　", select);
  }

  /** A field that narrows the list by what its rows say; the search looks into the texts. */
  function finder() {
    field.type = "search";
    field.autocomplete = "off";
    field.value = state.text;
    field.setAttribute("aria-label", "在列表里找");
    field.placeholder = "在列表里找：标题、摘要、地方、主题";
    field.addEventListener("input", type);
    return field;
  }

  // ---- the results -----------------------------------------------------------------------------------------------------

  function showTotal() {
    var filtered = Boolean(state.text) || Object.keys(state.chosen).length > 0;
    var picked = chips.querySelectorAll("[data-chip]").length;
    total.textContent = filtered ? "符合条件的案例 " + found.total + " 个（共 " + index.size + " 个）" : "共 " + index.size + " 个案例";
    opener.textContent = picked ? "筛选（已选 " + picked + " 项）" : "筛选";
    sorter.select.value = state.sort;
    said.textContent = spoken().join("；");
  }

  /** What the list shows, in words. */
  function spoken() {
    var parts = index.facets.filter(function (facet) { return state.chosen[facet.key]; }).map(function (facet) {
      return facet.label + "：" + state.chosen[facet.key].map(function (number) { return facet.values[number][1]; }).join("或");
    });
    if (state.text) parts.push("写着“" + state.text + "”");
    parts.push("按" + SORTS.filter(function (sort) { return sort[0] === state.sort; })[0][1] + "排");
    if (shown < found.total) parts.push("这里是前 " + shown + " 个");
    return parts;
  }

  function showChips() {
    chips.textContent = "";
    index.facets.forEach(function (facet) {
      (state.chosen[facet.key] || []).forEach(function (number) {
        var chip = button("chip chip--type", facet.values[number][1] + " ×", function () {
          var place = Array.prototype.indexOf.call(chips.children, chip);
          choose(core.toggle(state, facet.key, number));
          (chips.children[Math.min(place, chips.children.length - 1)] || total).focus();
        });
        chip.setAttribute("data-chip", "");
        chip.setAttribute("aria-label", "去掉条件 " + facet.label + "：" + facet.values[number][1]);
        chips.appendChild(chip);
      });
    });
    if (chips.children.length) {
      chips.appendChild(button("facet-chips__clear", "全部清除", function () {
        choose(changed({ chosen: {}, text: "" }));
        total.focus();
      }));
    }
  }

  function showRows() {
    list.textContent = "";
    shown = 0;
    addRows();
    showAdvice();
  }

  function addRows() {
    var places = core.slice(index, found.bits, state.sort, shown, PAGE, state.chosen);
    var rows = document.createDocumentFragment();
    places.forEach(function (place) {
      rows.appendChild(caseRow(data.cases[place]));
    });
    list.appendChild(rows);
    shown += places.length;
    showMoreButton();
    said.textContent = spoken().join("；");
  }

  function showMoreButton() {
    more.hidden = shown >= found.total;
    more.textContent = "显示更多（还有 " + (found.total - shown) + " 个）";
  }

  function showMore() {
    var first = shown;
    addRows();
    list.children[first].firstElementChild.focus();
  }

  /** The same markup as the macro case_row. */
  function caseRow(row) {
    var link = make("a", "", row[1]);
    var kind = kinds < 0 ? "" : index.facets[kinds].values[row[5][kinds][0]];
    var end = make("span", "case-row__meta");
    [row[3], row[4] && row[4] + "年", kind && KINDS.indexOf(kind[0]) >= 0 && kind[1]].filter(Boolean).forEach(function (text) {
      end.appendChild(make("span", "", text));
      end.appendChild(document.createTextNode(" "));
    });
    if (data.dots.length) end.appendChild(dots(row));
    link.href = anliku.view.address("cases/" + row[0] + ".html");
    anliku.selection.dress(end, row[0], row[1]);
    var item = make("li", "case-row", "", link, make("p", "", row[2]), end);
    item.setAttribute("data-case", row[0]);
    anliku.memory.mark(item);
    return item;
  }

  function dots(row) {
    var at = index.facets.map(function (facet) { return facet.key; }).indexOf("dim");
    var names = at < 0 ? [] : row[5][at].map(function (number) { return index.facets[at].values[number][1]; });
    var drawn = make("span", "dots", data.dots.map(function (name) { return names.indexOf(name) < 0 ? "○" : "●"; }).join(""));
    drawn.setAttribute("role", "img");
    drawn.title = (at < 0 ? "" : index.facets[at].label) + "：" + names.join("、");
    return drawn;
  }

  /** When nothing is left: say so, and offer to drop the facets whose loss would help. */
  function showAdvice() {
    advice.textContent = "";
    advice.hidden = found.total > 0;
    list.hidden = !advice.hidden;
    if (advice.hidden) return;
    advice.appendChild(make("p", "", "没有同时符合这些条件的案例。可以去掉一组条件再看："));
    index.facets.forEach(function (facet) {
      if (!found.without[facet.key]) return;
      var text = "不限" + facet.label + "（" + found.without[facet.key] + " 个）";
      advice.appendChild(button("button", text, function () {
        var chosen = Object.assign({}, state.chosen);
        delete chosen[facet.key];
        choose(changed({ chosen: chosen }));
        total.focus();
      }));
    });
    advice.appendChild(button("button", "全部清除（" + index.size + " 个）", function () {
      choose(changed({ chosen: {}, text: "" }));
      total.focus();
    }));
  }

  // ---- start -----------------------------------------------------------------------------------------------------------

  function start() {
    var body = make("div", "facets__body");
    body.id = "facets";
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", "facets");
    panel.setAttribute("role", "region");
    panel.setAttribute("aria-label", "筛选条件");
    index.facets.forEach(function (facet) {
      if (facet.values.length) body.appendChild(facetBox(facet));
    });
    panel.appendChild(opener);
    panel.appendChild(body);
    panel.hidden = false;
    page.classList.add("listing--live");

    total.setAttribute("role", "status");
    total.tabIndex = -1;
    var bar = make("div", "listing__bar");
    results.insertBefore(bar, total);
    bar.appendChild(total);
    bar.appendChild(sorter());
    results.insertBefore(finder(), bar);
    results.insertBefore(said, list);
    results.insertBefore(chips, list);
    results.insertBefore(advice, list);
    results.appendChild(more);
    if (pager) results.removeChild(pager);

    showCounts();
    showChips();
    showTotal();
    if (core.format(index, state)) return showRows();
    shown = list.children.length; // the rows that came with the page are the first ones of the whole list
    advice.hidden = true;
    showMoreButton();
    said.textContent = spoken().join("；");
  }

  start();
  window.addEventListener("popstate", recall);
  window.addEventListener("hashchange", function () {
    if (location.hash.charAt(1) === "?") recall();
  });
})();
