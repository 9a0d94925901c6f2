/*
 * The search box in the header: results as you type. A combobox with a list (WAI-ARIA): the focus stays in the field,
 * arrows move through the list, Enter opens, Esc closes; Ctrl+/ jumps to the field.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const SHOWN = 8;
  const PAUSE_MS = 40;

  class SearchBox {
    /** @param {HTMLElement} root the element of partials/search-box.html */
    constructor(root) {
      this.root = root;
      this.input = anliku.dom.need(root, "input", HTMLInputElement);
      const make = anliku.dom.element;
      this.status = make("p", { class: "anliku-search-status", role: "status", "aria-live": "polite", hidden: "" });
      this.list = make("div", { class: "anliku-search-list", id: "anliku-search-list", role: "listbox", "aria-label": "搜索结果", hidden: "" });
      this.furnish();
      this.active = -1;
      this.turn = 0;
      this.timer = 0;
      this.composing = false;
      this.bringBack();
      this.listen();
    }

    /** The words that were typed here when the reader left for what they found. */
    bringBack() {
      const words = history.state && history.state.words;
      if (typeof words === "string" && !this.input.value) this.input.value = words;
    }

    /** Keep the words with the entry of the history: autocomplete is off, so browsers do not. */
    keepWords() {
      try {
        history.replaceState(Object.assign({}, history.state, { words: this.input.value }), "");
      } catch (error) {
        return; // some browsers forbid it on file://
      }
    }

    /** Add what only a script can serve; without one the form leads to the search page. */
    furnish() {
      /** @type {Object<string, string>} */
      const combobox = {
        role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "anliku-search-list",
        autocapitalize: "off", spellcheck: "false",
      };
      if (window.matchMedia("(hover: hover)").matches) combobox.placeholder = "搜索（Ctrl+/）"; // a phone has no such key
      Object.keys(combobox).forEach((name) => this.input.setAttribute(name, combobox[name]));
      this.input.after(anliku.dom.element("div", { class: "anliku-search-panel" }, this.status, this.list));
    }

    listen() {
      this.input.addEventListener("focus", () => anliku.engine().prepare());
      this.input.addEventListener("compositionstart", () => {
        this.composing = true;
        anliku.engine().open();
      });
      this.input.addEventListener("compositionend", () => {
        this.composing = false;
        this.schedule();
      });
      this.input.addEventListener("input", () => this.composing || this.schedule());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => this.clicked(event));
      document.addEventListener("keydown", (event) => this.shortcut(event));
      window.addEventListener("pagehide", () => this.keepWords());
      document.addEventListener("click", (event) => (event.target instanceof Node && this.root.contains(event.target)) || this.close());
    }

    /** Search when no further key follows; what every query needs is read meanwhile. */
    schedule() {
      clearTimeout(this.timer);
      anliku.engine().open();
      this.timer = window.setTimeout(() => this.run(), PAUSE_MS);
    }

    async run() {
      const text = this.input.value.trim();
      const turn = ++this.turn;
      if (!text) return this.close();
      try {
        const answer = await anliku.search(text, { limit: SHOWN });
        if (turn === this.turn) this.show(answer, text);
      } catch (error) {
        if (turn === this.turn) this.fail();
      }
    }

    /** @param {Answer} answer @param {string} text */
    show(answer, text) {
      const view = anliku.view;
      this.list.textContent = "";
      answer.hits.forEach((hit, i) => this.list.appendChild(this.option(view.result(hit, "anliku-hit"), i)));
      if (answer.total + answer.more > answer.hits.length) {
        const all = anliku.dom.element("a", { href: pageAddress(text), class: "anliku-hit-all" }, "查看全部 " + (answer.total + answer.more) + " 条");
        this.list.appendChild(this.option(all, answer.hits.length));
      }
      const trouble = view.trouble(answer);
      this.status.textContent = view.summary(answer) + (trouble ? "。" + trouble : "");
      this.status.className = "anliku-search-status" + (trouble ? " anliku-search-trouble" : "");
      this.open();
    }

    fail() {
      this.list.textContent = "";
      this.status.textContent = "搜索文件读不出来：search 文件夹缺失或损坏。请重新拷贝整个文件夹。";
      this.open();
    }

    /**
     * An option is itself the link, so that it opens in another tab as links do; one inside it would be a second thing to focus.
     * @param {HTMLElement} content
     * @param {number} number
     */
    option(content, number) {
      const make = anliku.dom.element;
      const link = content instanceof HTMLAnchorElement ? content : content.querySelector("a");
      const attributes = { role: "option", id: "anliku-option-" + number, "aria-selected": "false", tabindex: "-1" };
      if (!link) return make("div", attributes, content);
      const option = make("a", Object.assign({ href: link.getAttribute("href") || "" }, attributes), content);
      link.replaceWith(make("span", { class: link.className }, ...Array.from(link.childNodes)));
      return option;
    }

    open() {
      this.select(-1);
      this.list.hidden = !this.list.children.length;
      this.status.hidden = false;
      this.root.classList.add("anliku-search-open");
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    }

    close() {
      this.turn++;
      clearTimeout(this.timer);
      this.select(-1);
      this.list.hidden = true;
      this.status.hidden = true;
      this.root.classList.remove("anliku-search-open");
      this.input.setAttribute("aria-expanded", "false");
    }

    /** @param {number} index */
    select(index) {
      const options = this.list.children;
      if (options[this.active]) options[this.active].setAttribute("aria-selected", "false");
      this.active = index;
      if (!options[index]) return this.input.removeAttribute("aria-activedescendant");
      options[index].setAttribute("aria-selected", "true");
      options[index].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[index].id);
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      if (this.composing || event.isComposing || event.keyCode === 229) return;
      const count = this.list.hidden ? 0 : this.list.children.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!count) return this.schedule();
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.select(((this.active + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.enter();
      } else if (event.key === "Escape") {
        if (this.status.hidden) this.input.value = "";
        else event.preventDefault();
        this.close();
      }
    }

    enter() {
      const option = this.list.children[this.active];
      const target = option && option.getAttribute("href");
      const text = this.input.value.trim();
      if (target) this.go(target);
      else if (text) leaveFor(pageAddress(text));
    }

    /**
     * The link opens; closed first, for in the viewer of a compact pack the next case is on the same page.
     * @param {MouseEvent} event
     */
    clicked(event) {
      const inOption = event.target instanceof Element && event.target.closest("a[role=option]");
      if (inOption && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.close();
    }

    /**
     * Closed first: in the viewer of a compact pack the next case is on the same page.
     * @param {string} target
     */
    go(target) {
      this.close();
      leaveFor(target);
    }

    /** @param {KeyboardEvent} event */
    shortcut(event) {
      if (event.key !== "/" || !(event.ctrlKey || event.metaKey) || event.altKey) return; // a bare key may be spoken or hit by chance
      event.preventDefault();
      this.input.focus();
      this.input.select();
    }
  }

  /** @param {string} address */
  function leaveFor(address) {
    location.assign(anliku.lecturer ? anliku.lecturer.carried(address) : address);
  }

  /** @param {string} text */
  function pageAddress(text) {
    return anliku.base + "search.html?q=" + encodeURIComponent(text);
  }

  anliku.dom.ready(() => anliku.dom.all(document, "[data-anliku-search]", HTMLElement).forEach((root) => new SearchBox(root)));
})();
