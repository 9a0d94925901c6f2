/*
 * The search page: results with facets, kinds and pages; its state is its address.
 */
(function (anliku) {
  "use strict";

  const PER_PAGE = 10;
  const SHORT_LIST = 8;
  const PAUSE_MS = 80;
  const COUNTS = "数字：选上这一项有几条，近似的也算。";
  const FACETS = { org: "组织类型", dim: "", service: "服务类别", province: "地区", level: "层级", year: "年份", topic: "主题" };

  class SearchPage {
    /** @param {HTMLElement} root the element of search.html.j2 */
    constructor(root) {
      const part = (name) => root.querySelector("[data-part=" + name + "]");
      this.root = root;
      FACETS.dim = root.getAttribute("data-dimensions");
      this.input = root.querySelector("input[name=q]");
      this.parts = {};
      ["status", "kinds", "facets", "results", "pages", "empty", "recent", "toggle"].forEach((name) => (this.parts[name] = part(name)));
      this.turn = 0;
      this.timer = 0;
      this.composing = false;
      this.listen();
      this.restore();
    }

    listen() {
      const on = (target, name, handler) => target.addEventListener(name, handler);
      on(this.input, "compositionstart", () => (this.composing = true));
      on(this.input, "compositionend", () => {
        this.composing = false;
        this.typed();
      });
      on(this.input, "input", () => this.composing || this.typed());
      on(this.root.querySelector("form"), "submit", (event) => {
        event.preventDefault();
        if (!this.composing) this.go({ query: this.input.value, page: 1, filters: this.state.filters }, true);
      });
      on(this.parts.toggle, "click", () => {
        const open = this.parts.toggle.getAttribute("aria-expanded") !== "true";
        this.parts.toggle.setAttribute("aria-expanded", String(open));
      });
      on(window, "pagehide", () => anliku.searchState.keepPlace());
      on(window, "popstate", () => this.restore());
      on(window, "hashchange", () => this.restore());
    }

    /** Show what the address says. */
    restore() {
      this.state = anliku.searchState.read(location);
      this.input.value = this.state.query;
      this.run();
    }

    typed() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.go({ query: this.input.value, page: 1, filters: this.state.filters }, false), PAUSE_MS);
    }

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
        if (turn === this.turn) this.keepingFocus(() => this.showFacets(counted.facets));
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
      ["kinds", "facets", "results", "pages", "recent"].forEach((name) => (this.parts[name].textContent = ""));
      this.parts.empty.hidden = true;
    }

    show(answer) {
      const view = anliku.view;
      ["results", "pages", "recent"].forEach((name) => (this.parts[name].textContent = ""));
      const trouble = view.trouble(answer);
      this.parts.status.textContent = view.summary(answer) + (trouble ? "。" + trouble : "");
      this.suggest(answer.notes.filter((note) => note.kind === "meant"));
      this.parts.empty.hidden = answer.total > 0;
      let before = this.state.page > 1 ? null : "exact";
      sameNames(answer.hits).forEach((group) => {
        const hit = group[0];
        if (before !== null && hit.matched !== before) this.parts.results.appendChild(divider(hit, answer.notes));
        before = hit.matched;
        const box = view.result(hit, "anliku-result");
        if (group.length > 1) box.appendChild(view.others(group.slice(1), "anliku-result"));
        if (hit.kind === "case" && anliku.selection) anliku.selection.dress(box.querySelector(".anliku-result-notes"), hit.id, hit.title);
        this.parts.results.appendChild(view.element("li", { class: "anliku-result" }, box));
      });
      this.showPages(answer.total + answer.more);
      anliku.searchState.returnToPlace();
    }

    /** What may have been meant, as links that search for it. */
    suggest(notes) {
      notes.forEach((note, i) => {
        this.parts.status.appendChild(document.createTextNode(i ? "、" : "。你是不是要找："));
        this.parts.status.appendChild(this.recentLink(note.text));
      });
    }

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

    pageLink(number, isCurrent) {
      const state = Object.assign({}, this.state, { page: number });
      const attributes = { href: anliku.searchState.write(state), "aria-label": "第 " + number + " 页", "data-control": "page=" + number };
      if (isCurrent) attributes["aria-current"] = "page";
      const link = anliku.view.element("a", attributes, String(number));
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.go(state, true);
        this.input.scrollIntoView({ block: "nearest" });
      });
      return link;
    }

    showFacets(facets) {
      const before = this.facetsBefore();
      this.parts.kinds.textContent = "";
      this.parts.facets.textContent = "";
      this.showKinds(facets.kind || []);
      Object.keys(FACETS).forEach((name) => {
        const entries = withChosen(facets[name] || [], this.state.filters[name] || []);
        if (entries.length) this.parts.facets.appendChild(this.facet(name, entries, before.get(name)));
      });
      before.forEach((one, name) => this.facetList(name) && (this.facetList(name).scrollTop = one.top));
      this.parts.toggle.hidden = !this.parts.facets.children.length;
      if (this.parts.facets.children.length) this.parts.facets.appendChild(anliku.view.element("p", { class: "anliku-facets-note" }, COUNTS));
    }

    /** How the reader has the facets: open or closed, and how far scrolled. */
    facetsBefore() {
      const all = Array.from(this.parts.facets.querySelectorAll("details"));
      return new Map(all.map((one) => [one.getAttribute("data-facet"), { open: one.open, top: one.querySelector("ul").scrollTop }]));
    }

    facetList(name) {
      return this.parts.facets.querySelector("[data-facet=" + name + "] ul");
    }

    /** Build controls anew, and leave the focus on the one that takes the place of the one that had it. */
    keepingFocus(build) {
      const name = document.activeElement && document.activeElement.getAttribute("data-control");
      build();
      const next = name && Array.from(this.root.querySelectorAll("[data-control]")).find((one) => one.getAttribute("data-control") === name);
      if (next) next.focus({ preventScroll: true });
    }

    showKinds(entries) {
      const chosen = (this.state.filters.kind || [])[0] || "";
      const total = entries.reduce((sum, one) => sum + one.count, 0);
      const all = { value: "", label: "全部", count: total };
      [all].concat(withChosen(entries, chosen ? [chosen] : [])).forEach((entry) => {
        const label = (anliku.view.kinds[entry.value] || entry.label) + " " + entry.count;
        const pressed = String(entry.value === chosen);
        const attributes = { type: "button", class: "anliku-kind", "aria-pressed": pressed, "data-control": "kind=" + entry.value };
        const button = anliku.view.element("button", attributes, label);
        button.addEventListener("click", () => this.filter("kind", entry.value ? [entry.value] : []));
        this.parts.kinds.appendChild(button);
      });
    }

    facet(name, entries, before) {
      const element = anliku.view.element;
      const chosen = this.state.filters[name] || [];
      const details = element("details", { class: "anliku-facet", "data-facet": name }, element("summary", {}, FACETS[name]));
      details.open = before ? before.open : chosen.length > 0 || window.innerWidth > 960;
      const list = element("ul", {});
      const sorted = name === "topic" ? entries.sort((a, b) => b.count - a.count).slice(0, 3 * SHORT_LIST) : entries;
      sorted.forEach((entry) => list.appendChild(element("li", {}, this.choice(name, entry, chosen))));
      details.appendChild(list);
      return details;
    }

    choice(name, entry, chosen) {
      const box = anliku.view.element("input", { type: "checkbox", "data-control": name + "=" + entry.value });
      box.checked = chosen.indexOf(entry.value) >= 0;
      box.addEventListener("change", () => {
        const others = chosen.filter((value) => value !== entry.value);
        this.filter(name, box.checked ? others.concat(entry.value) : others);
      });
      const count = anliku.view.element("span", { class: "anliku-facet-count" }, String(entry.count));
      return anliku.view.element("label", {}, box, entry.label, count);
    }

    filter(name, values) {
      const filters = Object.assign({}, this.state.filters);
      if (values.length) filters[name] = values;
      else delete filters[name];
      this.go({ query: this.state.query, page: 1, filters: filters }, true);
    }

    showRecent() {
      const element = anliku.view.element;
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

    recentLink(query) {
      const state = { query: query, page: 1, filters: {} };
      return anliku.view.element("a", { href: anliku.searchState.write(state) }, query);
    }
  }

  /** Hits in groups: what is found in the same way and has the same name as one before it, but is of another kind, joins that one. */
  function sameNames(hits) {
    const groups = [];
    hits.forEach((hit) => {
      const same = groups.find((group) => group[0].matched === hit.matched && isNamesake(group, hit));
      if (same) same.push(hit);
      else groups.push([hit]);
    });
    return groups;
  }

  function isNamesake(group, hit) {
    return !hit.missing && group.every((one) => !one.missing && one.kind !== hit.kind && one.title === hit.title);
  }

  /** The entries, and chosen values that no result has (so that they can be unchosen). */
  function withChosen(entries, chosen) {
    const missing = chosen.filter((value) => !entries.some((entry) => entry.value === value));
    return entries.concat(missing.map((value) => ({ value: value, label: value, count: 0 })));
  }

  /** The line between what was found exactly and the rest: why the rest is here. */
  function divider(hit, notes) {
    const names = notes.filter((note) => note.kind === hit.matched).map((note) => "“" + note.text + "”");
    const reasons = { alias: "以下按同义说法", variant: "以下按繁简转换", pinyin: "以下按拼音", near: "以下为近似结果" };
    const text = (reasons[hit.matched] || "以下") + (names.length ? names.join("、") + "找到" : "");
    return anliku.view.element("li", { class: "anliku-result-divider" }, text);
  }

  function start() {
    const root = document.querySelector("[data-anliku-search-page]");
    if (root) anliku.searchPage = new SearchPage(root);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((window.anliku = window.anliku || {}));
