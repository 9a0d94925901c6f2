/*
 * The search page: results with facets, kinds and pages; its state is its address.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const PER_PAGE = 10;
  const SHORT_LIST = 8;
  const COUNTS = "数字：选上这一项有几条，近似的也算。";
  const PAUSE_MS = 80;
  const element = anliku.dom.element;
  /** @type {Object<string, string>} */
  const FACETS = { org: "组织类型", dim: "", service: "服务类别", province: "地区", level: "层级", year: "年份", topic: "主题" };

  class SearchPage {
    /** @param {HTMLElement} root the element of search.html.j2 */
    constructor(root) {
      /** @type {(name: string) => HTMLElement} */
      const part = (name) => anliku.dom.need(root, "[data-part=" + name + "]", HTMLElement);
      this.root = root;
      FACETS.dim = root.getAttribute("data-dimensions") || "";
      this.input = anliku.dom.need(root, "input[name=q]", HTMLInputElement);
      this.parts = {
        status: part("status"), kinds: part("kinds"), facets: part("facets"), results: part("results"),
        pages: part("pages"), empty: part("empty"), recent: part("recent"), toggle: part("toggle"),
      };
      this.state = anliku.searchState.read(location);
      this.turn = 0;
      this.timer = 0;
      this.composing = false;
      this.listen();
      this.restore();
    }

    listen() {
      this.input.addEventListener("compositionstart", () => (this.composing = true));
      this.input.addEventListener("compositionend", () => {
        this.composing = false;
        this.typed();
      });
      this.input.addEventListener("input", () => this.composing || this.typed());
      anliku.dom.need(this.root, "form", HTMLFormElement).addEventListener("submit", (event) => {
        event.preventDefault();
        if (!this.composing) this.go({ query: this.input.value, page: 1, filters: this.state.filters }, true);
      });
      this.parts.toggle.addEventListener("click", () => {
        const open = this.parts.toggle.getAttribute("aria-expanded") !== "true";
        this.parts.toggle.setAttribute("aria-expanded", String(open));
      });
      window.addEventListener("pagehide", () => anliku.searchState.keepPlace());
      window.addEventListener("popstate", () => this.restore());
      window.addEventListener("hashchange", () => this.restore());
    }

    /** Show what the address says. */
    restore() {
      this.state = anliku.searchState.read(location);
      this.input.value = this.state.query;
      this.run();
    }

    typed() {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.go({ query: this.input.value, page: 1, filters: this.state.filters }, false), PAUSE_MS);
    }

    /** @param {SearchState} state @param {boolean} push */
    go(state, push) {
      clearTimeout(this.timer);
      this.state = state;
      anliku.searchState.publish(state, push);
      if (push && state.query.trim()) anliku.searchState.remember(state.query.trim());
      this.run();
    }

    async run() {
      const turn = ++this.turn;
      const state = this.state;
      if (!state.query.trim() && !Object.keys(state.filters).length) return this.blank();
      const options = { filters: state.filters, offset: (state.page - 1) * PER_PAGE, limit: PER_PAGE };
      try {
        const answer = await anliku.search(state.query, options);
        if (turn !== this.turn) return;
        const last = Math.max(1, Math.ceil((answer.total + answer.more) / PER_PAGE));
        if (state.page > last) return this.go(Object.assign({}, state, { page: last }), false);
        this.keepingFocus(() => this.show(answer));
        const counted = await anliku.search(state.query, { filters: state.filters, limit: 0, facets: true });
        if (turn === this.turn) this.keepingFocus(() => this.showFacets(counted.facets || {}));
      } catch (error) {
        if (turn === this.turn) this.fail();
      }
    }

    blank() {
      this.clear();
      this.parts.status.textContent = "";
      this.showRecent();
    }

    fail() {
      this.clear();
      this.parts.status.textContent = "搜索文件读不出来：search 文件夹缺失或损坏。请重新拷贝整个文件夹。";
    }

    clear() {
      const parts = this.parts;
      [parts.kinds, parts.facets, parts.results, parts.pages, parts.recent].forEach((part) => (part.textContent = ""));
      parts.empty.hidden = true;
    }

    /** @param {Answer} answer */
    show(answer) {
      const view = anliku.view;
      [this.parts.results, this.parts.pages, this.parts.recent].forEach((part) => (part.textContent = ""));
      const trouble = view.trouble(answer);
      this.parts.status.textContent = view.summary(answer) + (trouble ? "。" + trouble : "");
      this.suggest(answer.notes.filter((note) => note.kind === "meant"));
      this.parts.empty.hidden = answer.total > 0;
      /** @type {string|null} */
      let before = this.state.page > 1 ? null : "exact";
      sameNames(answer.hits).forEach((group) => {
        const hit = group[0];
        if (before !== null && hit.matched !== before) this.parts.results.appendChild(divider(hit, answer.notes));
        before = hit.matched;
        const box = view.result(hit, "anliku-result");
        if (group.length > 1) box.appendChild(view.others(group.slice(1), "anliku-result"));
        const notes = box.querySelector(".anliku-result-notes");
        if (hit.kind === "case" && notes) anliku.selection.dress(notes, hit.id, hit.title);
        this.parts.results.appendChild(element("li", { class: "anliku-result" }, box));
      });
      this.showPages(answer.total + answer.more);
      anliku.searchState.returnToPlace();
    }

    /**
     * What may have been meant, as links that search for it.
     * @param {Note[]} notes
     */
    suggest(notes) {
      notes.forEach((note, i) => {
        this.parts.status.appendChild(document.createTextNode(i ? "、" : "。你是不是要找："));
        this.parts.status.appendChild(this.recentLink(note.text));
      });
    }

    /** @param {number} count */
    showPages(count) {
      const last = Math.ceil(count / PER_PAGE);
      if (last < 2) return;
      const current = this.state.page;
      const numbers = Array.from(new Set([1, current - 2, current - 1, current, current + 1, current + 2, last]));
      numbers.filter((n) => n >= 1 && n <= last).forEach((n, i, all) => {
        if (i && n > all[i - 1] + 1) this.parts.pages.appendChild(document.createTextNode("…"));
        this.parts.pages.appendChild(this.pageLink(n, n === current));
      });
    }

    /** @param {number} number @param {boolean} isCurrent */
    pageLink(number, isCurrent) {
      const state = Object.assign({}, this.state, { page: number });
      const attributes = { href: anliku.searchState.write(state), "aria-label": "第 " + number + " 页", "data-control": "page=" + number };
      const link = element("a", attributes, String(number));
      if (isCurrent) link.setAttribute("aria-current", "page");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.go(state, true);
        this.input.scrollIntoView({ block: "nearest" });
      });
      return link;
    }

    /** @param {Object<string, FacetEntry[]>} facets */
    showFacets(facets) {
      const before = this.facetsBefore();
      this.parts.kinds.textContent = "";
      this.parts.facets.textContent = "";
      this.showKinds(facets.kind || []);
      Object.keys(FACETS).forEach((name) => {
        const entries = withChosen(facets[name] || [], this.state.filters[name] || []);
        if (entries.length) this.parts.facets.appendChild(this.facet(name, entries, before.get(name)));
      });
      before.forEach((one, name) => {
        const list = this.parts.facets.querySelector("[data-facet=" + name + "] ul");
        if (list) list.scrollTop = one.top;
      });
      this.parts.toggle.hidden = !this.parts.facets.children.length;
      if (this.parts.facets.children.length) this.parts.facets.appendChild(element("p", { class: "anliku-facets-note" }, COUNTS));
    }

    /** How the reader has the facets: open or closed, and how far scrolled. */
    facetsBefore() {
      /** @type {Map<string|null, {open: boolean, top: number}>} */
      const found = new Map();
      this.parts.facets.querySelectorAll("details").forEach((one) => {
        const list = one.querySelector("ul");
        found.set(one.getAttribute("data-facet"), { open: one.open, top: list ? list.scrollTop : 0 });
      });
      return found;
    }

    /**
     * Build controls anew, and leave the focus on the one that takes the place of the one that had it.
     * @param {() => void} build
     */
    keepingFocus(build) {
      const name = document.activeElement && document.activeElement.getAttribute("data-control");
      build();
      const controls = anliku.dom.all(this.root, "[data-control]", HTMLElement);
      const next = name && controls.find((one) => one.getAttribute("data-control") === name);
      if (next) next.focus({ preventScroll: true });
    }

    /** @param {FacetEntry[]} entries */
    showKinds(entries) {
      const chosen = (this.state.filters.kind || [])[0] || "";
      const total = entries.reduce((sum, one) => sum + one.count, 0);
      const all = { value: "", label: "全部", count: total };
      [all].concat(withChosen(entries, chosen ? [chosen] : [])).forEach((entry) => {
        const label = (anliku.view.kinds[entry.value] || entry.label) + " " + entry.count;
        const pressed = String(entry.value === chosen);
        const attributes = { type: "button", class: "anliku-kind", "aria-pressed": pressed, "data-control": "kind=" + entry.value };
        const button = element("button", attributes, label);
        button.addEventListener("click", () => this.filter("kind", entry.value ? [entry.value] : []));
        this.parts.kinds.appendChild(button);
      });
    }

    /** @param {string} name @param {FacetEntry[]} entries @param {{open: boolean}|undefined} before */
    facet(name, entries, before) {
      const chosen = this.state.filters[name] || [];
      const details = element("details", { class: "anliku-facet", "data-facet": name }, element("summary", {}, FACETS[name]));
      details.open = before ? before.open : chosen.length > 0 || window.innerWidth > 960;
      const list = element("ul", {});
      const sorted = name === "topic" ? entries.sort((a, b) => b.count - a.count).slice(0, 3 * SHORT_LIST) : entries;
      sorted.forEach((entry) => list.appendChild(element("li", {}, this.choice(name, entry, chosen))));
      details.appendChild(list);
      return details;
    }

    /** @param {string} name @param {FacetEntry} entry @param {string[]} chosen */
    choice(name, entry, chosen) {
      const box = element("input", { type: "checkbox", "data-control": name + "=" + entry.value });
      box.checked = chosen.indexOf(entry.value) >= 0;
      box.addEventListener("change", () => {
        const others = chosen.filter((value) => value !== entry.value);
        this.filter(name, box.checked ? others.concat(entry.value) : others);
      });
      const count = element("span", { class: "anliku-facet-count" }, String(entry.count));
      return element("label", {}, box, entry.label, count);
    }

    /** @param {string} name @param {string[]} values */
    filter(name, values) {
      const filters = Object.assign({}, this.state.filters);
      if (values.length) filters[name] = values;
      else delete filters[name];
      this.go({ query: this.state.query, page: 1, filters: filters }, true);
    }

    showRecent() {
      const queries = anliku.searchState.recent();
      if (!queries.length) return;
      const list = element("ul", {});
      queries.forEach((query) => list.appendChild(element("li", {}, this.recentLink(query))));
      const clear = element("button", { type: "button" }, "清除记录");
      clear.addEventListener("click", () => {
        anliku.searchState.forget();
        this.parts.recent.textContent = "";
      });
      [element("h2", {}, "最近搜索"), list, clear].forEach((part) => this.parts.recent.appendChild(part));
    }

    /** @param {string} query */
    recentLink(query) {
      const state = { query: query, page: 1, filters: {} };
      return element("a", { href: anliku.searchState.write(state) }, query);
    }
  }

  /**
   * Hits in groups: what is found in the same way and has the same name as one before it, but is of another kind, joins that one.
   * @param {Hit[]} hits
   */
  function sameNames(hits) {
    /** @type {Hit[][]} */
    const groups = [];
    hits.forEach((hit) => {
      const same = groups.find((group) => group[0].matched === hit.matched && isNamesake(group, hit));
      if (same) same.push(hit);
      else groups.push([hit]);
    });
    return groups;
  }

  /** @param {Hit[]} group @param {Hit} hit */
  function isNamesake(group, hit) {
    return !hit.missing && group.every((one) => !one.missing && one.kind !== hit.kind && one.title === hit.title);
  }

  /**
   * The entries, and chosen values that no result has (so that they can be unchosen).
   * @param {FacetEntry[]} entries
   * @param {string[]} chosen
   */
  function withChosen(entries, chosen) {
    const missing = chosen.filter((value) => !entries.some((entry) => entry.value === value));
    return entries.concat(missing.map((value) => ({ value: value, label: value, count: 0 })));
  }

  /**
   * The line between what was found exactly and the rest: why the rest is here.
   * @param {Hit} hit
   * @param {Note[]} notes
   */
  function divider(hit, notes) {
    const names = notes.filter((note) => note.kind === hit.matched).map((note) => "“" + note.text + "”");
    /** @type {Object<string, string>} */
    const reasons = { alias: "以下按同义说法", variant: "以下按繁简转换", pinyin: "以下按拼音", near: "以下为近似结果" };
    const text = (reasons[hit.matched] || "以下") + (names.length ? names.join("、") + "找到" : "");
    return element("li", { class: "anliku-result-divider" }, text);
  }

  anliku.dom.ready(() => {
    const root = anliku.dom.find(document, "[data-anliku-search-page]", HTMLElement);
    if (root) new SearchPage(root);
  });
})();
