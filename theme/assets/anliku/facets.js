/**
 * The panel of facets beside the list of cases. The page works without it: then the list and the directory remain.
 * Reads anliku.cases (cases/list.js) and anliku.facets (facets-core.js).
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const core = anliku.facets;
  const dom = anliku.dom;
  const element = dom.element;
  const data = anliku.cases;
  const page = dom.find(document, "[data-facets]", HTMLElement);
  if (!data || !data.cases.length || !page) return;

  const PAGE = 100;
  const KINDS = ["diagnosis", "plan"]; // which a row names
  const FOLDED = 8;
  const OPEN = ["org", "dim", "topic"];
  const SORTS = [["", "最合适、最完整"], ["new", "最近更新"], ["title", "标题"], ["place", "地区"], ["year", "年份"]];

  const dimensions = data.dots;
  const index = core.createIndex(data);
  const keys = index.facets.map((facet) => facet.key);

  /**
   * What is chosen, what was found by it, and how many rows of that are shown.
   * @type {{wanted: FacetState, found: FacetsFound, shown: number}}
   */
  const state = { wanted: readAddress(), found: find(readAddress()), shown: 0 };

  /**
   * The values of a facet that are on the page, by the facet's key.
   * @typedef {{line: HTMLElement, input: HTMLInputElement, count: HTMLElement}} ValueLine
   * @type {Object<string, {group: HTMLElement, lines: ValueLine[]}>}
   */
  const boxes = {};

  /**
   * A button that does something.
   * @param {string} name of its class
   * @param {string} text
   * @param {() => void} action
   */
  function button(name, text, action) {
    const made = element("button", { type: "button", class: name }, text);
    made.addEventListener("click", action);
    return made;
  }

  // ---- the parts of the page ----------------------------------------------------------------------------------------

  const panel = dom.need(page, "[data-facets-panel]", HTMLElement);
  const results = dom.need(page, "[data-facets-results]", HTMLElement);
  const total = dom.need(results, ".listing__total", HTMLElement);
  const list = dom.need(results, ".case-list", HTMLElement);
  const chips = element("div", { class: "facet-chips" });
  const advice = element("div", { class: "empty" });
  const more = button("button listing__more", "", showMore);
  const opener = button("button facets__opener", "筛选", () => {
    opener.setAttribute("aria-expanded", String(panel.classList.toggle("facets--open")));
  });

  // On paper alone: what the list was narrowed by, and whether all of it is there.
  const said = element("p", { class: "listing__said" });
  const field = element("input", { class: "listing__field" });
  const order = element("select", { autocomplete: "off" });

  // ---- choosing ------------------------------------------------------------------------------------------------------

  /** @param {FacetState} wanted */
  function choose(wanted) {
    state.wanted = wanted;
    remember();
    update();
  }

  /**
   * What is wanted, with another part: choosing keeps what was typed, and typing what was chosen.
   * @param {Partial<FacetState>} part
   * @returns {FacetState}
   */
  function changed(part) {
    return Object.assign({}, state.wanted, part);
  }

  /** While somebody types, the address follows without a step back for every letter. */
  function type() {
    state.wanted = changed({ text: field.value.trim() });
    const query = core.format(index, state.wanted);
    try {
      history.replaceState(null, "", location.pathname + query);
    } catch (error) {
      location.replace("#" + (query || "?"));
    }
    update();
  }

  /** Puts what is wanted into the address. Where a file's address may not be changed, only the part behind # is. */
  function remember() {
    const query = core.format(index, state.wanted);
    try {
      history.pushState(null, "", location.pathname + query);
    } catch (error) {
      location.hash = query || "?";
    }
  }

  function readAddress() {
    return core.parse(index, location.hash.charAt(1) === "?" ? location.hash : location.search);
  }

  function recall() {
    state.wanted = readAddress();
    update();
  }

  /** @param {FacetState} wanted */
  function find(wanted) {
    return core.find(index, wanted.chosen, wanted.text);
  }

  function update() {
    state.found = find(state.wanted);
    if (field.value.trim() !== state.wanted.text) field.value = state.wanted.text;
    showCounts();
    showPicture();
    showChips();
    showTotal();
    showRows();
  }

  // ---- the panel -------------------------------------------------------------------------------------------------------

  /** @param {CaseFacet} facet */
  function facetBox(facet) {
    const group = element("div", { class: "facet__values", role: "group", "aria-label": facet.label });
    const details = element("details", { class: "facet" }, element("summary", {}, facet.label), group);
    const chosen = state.wanted.chosen[facet.key];
    details.open = OPEN.indexOf(facet.key) >= 0 || Boolean(chosen);
    boxes[facet.key] = { group: group, lines: [] };
    const folds = facet.values.length > FOLDED + 2;
    addValues(facet, folds ? FOLDED : facet.values.length);
    if (folds) {
      const unfold = button("facet__more", "更多（" + (facet.values.length - FOLDED) + "）", () => {
        const first = boxes[facet.key].lines.length;
        addValues(facet, facet.values.length);
        showCounts();
        unfold.remove();
        boxes[facet.key].lines[first].input.focus();
      });
      details.appendChild(unfold);
      if (chosen && Math.max.apply(null, chosen) >= FOLDED) unfold.click();
    }
    return details;
  }

  /** @param {CaseFacet} facet @param {number} until */
  function addValues(facet, until) {
    const box = boxes[facet.key];
    for (let number = box.lines.length; number < until; number++) {
      box.lines.push(valueLine(facet, number));
      box.group.appendChild(box.lines[number].line);
    }
  }

  /**
   * @param {CaseFacet} facet
   * @param {number} number
   * @returns {ValueLine}
   */
  function valueLine(facet, number) {
    const value = facet.values[number];
    const input = element("input", { type: "checkbox", autocomplete: "off" });
    const count = element("span", { class: "count" });
    const name = value[2] ? "facet__value facet__value--inner" : "facet__value";
    input.addEventListener("change", () => choose(core.toggle(state.wanted, facet.key, number)));
    return { line: element("label", { class: name }, input, element("span", {}, value[1]), count), input: input, count: count };
  }

  function showCounts() {
    index.facets.forEach((facet) => {
      const chosen = state.wanted.chosen[facet.key] || [];
      if (!boxes[facet.key]) return;
      boxes[facet.key].lines.forEach((one, number) => {
        const count = state.found.counts[facet.key][number];
        one.input.checked = chosen.indexOf(number) >= 0;
        one.input.disabled = !count && !one.input.checked;
        one.line.classList.toggle("facet__value--none", one.input.disabled);
        one.count.textContent = String(count);
      });
    });
  }

  function sorter() {
    SORTS.forEach((sort) => order.appendChild(element("option", { value: sort[0] }, sort[1])));
    order.addEventListener("change", () => choose(changed({ sort: order.value })));
    return element("label", { class: "listing__sort" }, "排序　", order);
  }

  /** A field that narrows the list by what its rows say; the search looks into the texts. */
  function finder() {
    field.type = "search";
    field.autocomplete = "off";
    field.value = state.wanted.text;
    field.setAttribute("aria-label", "在列表里找");
    field.placeholder = "在列表里找：标题、摘要、地方、主题";
    field.addEventListener("input", type);
    return field;
  }

  // ---- squares and bars above the list (spread.html.j2) ------------------------------------------------------------------

  /**
   * A link of the picture with the numbers of the values that it stands for.
   * @typedef {{link: HTMLElement, key: string, numbers: number[]}} Pictured
   * @type {Pictured[]}
   */
  const pictured = dom.all(page, "[data-filter]", HTMLElement).map((link) => {
    const chosen = core.parse(index, link.getAttribute("data-filter") || "").chosen;
    const key = Object.keys(chosen)[0];
    return { link: link, key: key, numbers: chosen[key] };
  });

  /** @param {Pictured} one */
  function narrowBy(one) {
    one.link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a window of its own: the list that the link leads to
      event.preventDefault();
      const on = isChosen(one);
      const turned = one.numbers.filter((number) => isIn(one.key, number) === on);
      choose(turned.reduce((wanted, number) => core.toggle(wanted, one.key, number), state.wanted));
    });
  }

  /** @param {string} key @param {number} number */
  function isIn(key, number) {
    return (state.wanted.chosen[key] || []).indexOf(number) >= 0;
  }

  /** @param {Pictured} one */
  function isChosen(one) {
    return one.numbers.every((number) => isIn(one.key, number));
  }

  function showPicture() {
    pictured.forEach((one) => {
      if (isChosen(one)) one.link.setAttribute("aria-current", "true");
      else one.link.removeAttribute("aria-current");
    });
  }

  // ---- the results -----------------------------------------------------------------------------------------------------

  function showTotal() {
    const filtered = Boolean(state.wanted.text) || Object.keys(state.wanted.chosen).length > 0;
    const picked = chips.querySelectorAll("[data-chip]").length;
    total.textContent = filtered ? "符合条件的案例 " + state.found.total + " 个（共 " + index.size + " 个）" : "共 " + index.size + " 个案例";
    opener.textContent = picked ? "筛选（已选 " + picked + " 项）" : "筛选";
    order.value = state.wanted.sort;
    said.textContent = spoken().join("；");
  }

  /** What the list shows, in words. */
  function spoken() {
    const wanted = state.wanted;
    const parts = index.facets.filter((facet) => wanted.chosen[facet.key]).map((facet) => {
      return facet.label + "：" + wanted.chosen[facet.key].map((number) => facet.values[number][1]).join("或");
    });
    if (wanted.text) parts.push("写着“" + wanted.text + "”");
    parts.push("按" + SORTS.filter((sort) => sort[0] === wanted.sort)[0][1] + "排");
    if (state.shown < state.found.total) parts.push("这里是前 " + state.shown + " 个");
    return parts;
  }

  /** @param {CaseFacet} facet @param {number} number */
  function chipOf(facet, number) {
    const chip = button("chip chip--type", facet.values[number][1] + " ×", () => {
      const place = Array.from(chips.children).indexOf(chip);
      choose(core.toggle(state.wanted, facet.key, number));
      const next = chips.children[Math.min(place, chips.children.length - 1)];
      (next instanceof HTMLElement ? next : total).focus();
    });
    chip.setAttribute("data-chip", "");
    chip.setAttribute("aria-label", "去掉条件 " + facet.label + "：" + facet.values[number][1]);
    return chip;
  }

  function showChips() {
    chips.textContent = "";
    index.facets.forEach((facet) => {
      (state.wanted.chosen[facet.key] || []).forEach((number) => chips.appendChild(chipOf(facet, number)));
    });
    if (chips.children.length) chips.appendChild(button("facet-chips__clear", "全部清除", chooseAll));
  }

  function chooseAll() {
    choose(changed({ chosen: {}, text: "" }));
    total.focus();
  }

  function showRows() {
    list.textContent = "";
    state.shown = 0;
    addRows();
    anliku.site.shorten(list);
    showAdvice();
  }

  function addRows() {
    const places = core.slice(index, state.found.bits, state.wanted.sort, state.shown, PAGE, state.wanted.chosen);
    const rows = document.createDocumentFragment();
    places.forEach((place) => rows.appendChild(caseRow(index.cases[place])));
    list.appendChild(rows);
    state.shown += places.length;
    showMoreButton();
    said.textContent = spoken().join("；");
  }

  function showMoreButton() {
    more.hidden = state.shown >= state.found.total;
    more.textContent = "显示更多（还有 " + (state.found.total - state.shown) + " 个）";
  }

  function showMore() {
    const first = state.shown;
    addRows();
    dom.need(list.children[first], "a", HTMLElement).focus();
  }

  /**
   * What a case has of a facet; nothing where the list has no such facet.
   * @param {CaseRow} row
   * @param {string} key
   */
  function valuesOf(row, key) {
    const at = keys.indexOf(key);
    return at < 0 ? [] : row[5][at].map((number) => index.facets[at].values[number]);
  }

  /**
   * Its markup is that of the macro case_row.
   * @param {CaseRow} row
   */
  function caseRow(row) {
    const kinds = valuesOf(row, "kind").slice(0, 1).filter((value) => KINDS.indexOf(value[0]) >= 0);
    const end = element("span", { class: "case-row__meta" });
    [row[3], row[4] && row[4] + "年"].concat(kinds.map((value) => value[1])).filter(Boolean).forEach((text) => {
      end.appendChild(element("span", {}, text));
      end.appendChild(document.createTextNode(" "));
    });
    if (dimensions.length) end.appendChild(dots(row));
    anliku.selection.dress(end, row[0], row[1]);
    const link = element("a", { href: anliku.view.address("cases/" + row[0] + ".html") }, row[1]);
    const item = element("li", { class: "case-row", "data-case": row[0] }, link, element("p", {}, row[2]), end);
    anliku.memory.mark(item);
    return item;
  }

  /** @param {CaseRow} row */
  function dots(row) {
    const names = valuesOf(row, "dim").map((value) => value[1]);
    const drawn = element("span", { class: "dots", role: "img" }, dimensions.map((name) => (names.indexOf(name) < 0 ? "○" : "●")).join(""));
    drawn.title = (keys.indexOf("dim") < 0 ? "" : index.facets[keys.indexOf("dim")].label) + "：" + names.join("、");
    return drawn;
  }

  /** When nothing is left: say so, and offer to drop the facets whose loss would help. */
  function showAdvice() {
    advice.textContent = "";
    advice.hidden = state.found.total > 0;
    list.hidden = !advice.hidden;
    if (advice.hidden) return;
    advice.appendChild(element("p", {}, "没有同时符合这些条件的案例。可以去掉一组条件再看："));
    index.facets.forEach((facet) => {
      const left = state.found.without[facet.key];
      if (!left) return;
      advice.appendChild(button("button", "不限" + facet.label + "（" + left + " 个）", () => {
        const chosen = Object.assign({}, state.wanted.chosen);
        delete chosen[facet.key];
        choose(changed({ chosen: chosen }));
        total.focus();
      }));
    });
    advice.appendChild(button("button", "全部清除（" + index.size + " 个）", chooseAll));
  }

  // ---- start -----------------------------------------------------------------------------------------------------------

  function furnish() {
    const body = element("div", { class: "facets__body", id: "facets" });
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", "facets");
    panel.setAttribute("role", "region");
    panel.setAttribute("aria-label", "筛选条件");
    index.facets.forEach((facet) => {
      if (facet.values.length) body.appendChild(facetBox(facet));
    });
    panel.appendChild(opener);
    panel.appendChild(body);
    panel.hidden = false;

    total.setAttribute("role", "status");
    total.tabIndex = -1;
    const bar = element("div", { class: "listing__bar" });
    total.before(bar);
    bar.appendChild(total);
    bar.appendChild(sorter());
    bar.before(finder());
    list.before(said, chips, advice);
    results.appendChild(more);
    dom.all(results, ".pager", HTMLElement).forEach((pager) => pager.remove());
  }

  function start() {
    furnish();
    pictured.forEach(narrowBy);
    showCounts();
    showPicture();
    showChips();
    showTotal();
    if (core.format(index, state.wanted)) {
      showRows();
      return;
    }
    state.shown = list.children.length; // the rows that came with the page are the first ones of the whole list
    advice.hidden = true;
    showMoreButton();
    said.textContent = spoken().join("；");
  }

  page.classList.add("listing--live");
  start();
  window.addEventListener("popstate", recall);
  window.addEventListener("hashchange", () => {
    if (location.hash.charAt(1) === "?") recall();
  });
})();
