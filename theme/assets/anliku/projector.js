/*
 * A case or a lesson on the wall: one part a screen, large, by the keys that presenters send. Loaded when it is asked for
 * (site.js). It has no text of its own: the screens are made of the page, so they cannot differ from it.
 *
 * What the class may know only when it has decided (data-later, library/rounds.py) comes last and behind a key.
 */
var anliku = window.anliku || {};
anliku.projector = (function () {
  "use strict";

  const ROOM = 150; // characters of prose on a screen; what is longer goes on over the next
  const ROWS = 6;
  const LARGEST = 3.2; // hundredths of the window's width
  const SMALLEST = 1.7;
  const LEFT_OUT = ["policies", "items", "related", "sources", "teaching", "reading", "board", "note", "preparation", "excerpts"];
  const ALONE = ["steps", "questions", "options", "exhibit", "sealed", "case-list"]; // have screens of their own
  const UNSHOWN = ["origin", "lecturer", "more", "note", "review"];
  const UNWRAPPED = ["limits", "decision__known"]; // their parts go on screens one by one
  const KEYS = "← → 翻页　B 黑屏　O 看后来　F 全屏　Esc 退出";
  const CLOCK_KEYS = "T 计时　N 下一段　";
  /** @type {Object<string, number|undefined>} */
  const TURNS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

  const dom = anliku.dom;
  const element = dom.element;

  // ---- what stands on the screens -----------------------------------------------------------------------------------------

  /**
   * @typedef {object} Slide a screen
   * @property {string} title
   * @property {Element[]} nodes
   * @property {boolean} later whether the class may know it only when it has decided
   * @property {boolean} [cover]
   */

  /**
   * A copy for the wall: without places, ways to other pages and what is for the lecturer.
   * @template {Element} E
   * @param {E} node
   */
  function copy(node) {
    const made = /** @type {E} */ (node.cloneNode(true));
    made.querySelectorAll(".lecturer, .origin, .note, .more").forEach((one) => one.remove());
    made.removeAttribute("id");
    made.querySelectorAll("[id]").forEach((one) => one.removeAttribute("id"));
    made.querySelectorAll("a").forEach((one) => one.replaceWith(document.createTextNode(dom.text(one))));
    return made;
  }

  /**
   * A copy with nothing in it.
   * @template {Element} E
   * @param {E} node
   */
  function shell(node) {
    const made = /** @type {E} */ (node.cloneNode(false));
    made.removeAttribute("id");
    return made;
  }

  /** @param {string} text */
  function sized(text) {
    return text.replace(/\s+/g, "").length;
  }

  /**
   * A paragraph in pieces of whole sentences that fit; one with bold type in it stays whole.
   * @param {Element} paragraph
   */
  function cut(paragraph) {
    const whole = dom.text(paragraph);
    if (paragraph.tagName !== "P" || paragraph.children.length || sized(whole) <= ROOM) return [paragraph];
    const texts = [""];
    (whole.match(/[^。；！？]+[。；！？]*[”」）]*/g) || []).forEach((sentence) => {
      if (texts[texts.length - 1] && sized(texts[texts.length - 1] + sentence) > ROOM) texts.push("");
      texts[texts.length - 1] += sentence;
    });
    return texts.map((text) => element("p", {}, text));
  }

  /**
   * Paragraphs and items of lists, each by itself.
   * @param {Element[]} nodes
   */
  function pieces(nodes) {
    /** @type {Element[]} */
    const found = [];
    nodes.forEach((node) => {
      if (node.tagName !== "UL" && node.tagName !== "OL") {
        found.push.apply(found, cut(copy(node)));
        return;
      }
      Array.from(node.children).forEach((item, at) => {
        const holder = shell(node);
        if (holder instanceof HTMLOListElement) holder.start = at + (holder.start || 1);
        holder.appendChild(copy(item));
        found.push(holder);
      });
    });
    return found.filter((node) => sized(dom.text(node)));
  }

  /**
   * Screens with this title, each with as much as it has room for.
   * @param {string} title
   * @param {Element[]} nodes
   * @param {boolean} later
   */
  function spread(title, nodes, later) {
    /** @type {Slide[]} */
    const screens = [];
    let room = 0;
    pieces(nodes).forEach((piece) => {
      const size = sized(dom.text(piece));
      if (!screens.length || size > room) {
        screens.push({ title: screens.length ? title + "（续）" : title, nodes: [], later: later });
        room = ROOM;
      }
      screens[screens.length - 1].nodes.push(piece);
      room -= size;
    });
    return screens;
  }

  /**
   * @param {string} title
   * @param {HTMLTableElement} whole
   * @param {boolean} later
   */
  function table(title, whole, later) {
    const rows = Array.from(whole.querySelectorAll("tbody > tr"));
    /** @type {Slide[]} */
    const screens = [];
    for (let at = 0; at < rows.length; at += ROWS) {
      const made = shell(whole);
      if (whole.tHead) made.appendChild(copy(whole.tHead));
      made.appendChild(element("tbody", {}, ...rows.slice(at, at + ROWS).map(copy)));
      screens.push({ title: at ? title + "（续）" : title, nodes: [made], later: later });
    }
    return screens;
  }

  /** @param {Slide[][]} parts */
  function joined(parts) {
    /** @type {Slide[]} */
    const none = [];
    return none.concat(...parts);
  }

  /**
   * @param {Node} node
   * @returns {node is Element}
   */
  function isBlock(node) {
    return node instanceof Element && /^(P|UL|OL|TABLE|DIV)$/.test(node.tagName);
  }

  /**
   * Each item of a list as a screen: a question, an option.
   * @param {string} title
   * @param {Element} list
   * @param {boolean} later
   */
  function each(title, list, later) {
    const items = Array.from(list.children);
    return joined(items.map((item, at) => {
      const name = items.length > 1 ? title + " " + (at + 1) : title;
      const parts = Array.from(copy(item).childNodes).filter((node) => sized(dom.text(node)));
      const blocks = parts.filter(isBlock);
      const nodes = blocks.length === parts.length ? blocks : [element("p", {}, ...parts)];
      return spread(name, nodes, later || item.hasAttribute("data-later"));
    }));
  }

  /**
   * @param {Element} list
   * @param {boolean} later
   */
  function steps(list, later) {
    return joined(Array.from(list.children, (item, at) => {
      const heading = item.querySelector("h3");
      const nodes = Array.from(item.children).filter((node) => node !== heading && node.className !== "origin");
      return spread("第" + (at + 1) + "步：" + dom.text(heading), nodes, later || item.hasAttribute("data-later"));
    }));
  }

  /**
   * @param {Element} node
   * @param {boolean} later
   */
  function exhibit(node, later) {
    const heading = node.querySelector("h3");
    const inside = Array.from(node.children).filter((one) => one !== heading);
    const whole = inside.find((one) => one instanceof HTMLTableElement);
    const rest = inside.filter((one) => one !== whole);
    const made = spread(dom.text(heading), rest.slice(0, -1), later);
    if (whole instanceof HTMLTableElement) made.push.apply(made, table(dom.text(heading), whole, later));
    if (made.length && rest.length) made[made.length - 1].nodes.push(copy(rest[rest.length - 1]));
    return made;
  }

  /**
   * The cases of a lesson: each opens on the wall, in a window of its own, so that the clock of the class goes on here.
   * @param {string} title
   * @param {Element} list
   * @returns {Slide[]}
   */
  function cases(title, list) {
    const links = dom.all(list, "a[href]", HTMLAnchorElement).filter((link) => link.closest("[data-case]"));
    const rows = links.map((link) => {
      const parts = (link.getAttribute("href") || "").split("#");
      const href = parts[0] + "?project" + (parts[1] ? "#" + parts[1] : "");
      return element("li", {}, element("a", { href: href, target: "_blank", rel: "noopener" }, dom.text(link)));
    });
    return [{ title: title, nodes: [element("ol", {}, ...rows)], later: false }];
  }

  /**
   * The screens of what has screens of its own.
   * @param {string} title of its part
   * @param {Element} node
   * @param {boolean} later
   */
  function alone(title, node, later) {
    if (node instanceof HTMLTableElement) return table(title, node, later);
    if (node.className === "steps") return steps(node, later);
    if (node.className === "exhibit") return exhibit(node, later);
    if (node.className === "sealed") return spread(title, Array.from(node.children).slice(1), true);
    if (node.className === "case-list") return cases(title, node);
    return each(node.className === "options" ? "办法" : title, node, later);
  }

  /**
   * What follows a heading, up to the next of its level; what folds on phones as if it did not.
   * @param {Element} heading
   */
  function below(heading) {
    /** @type {Element[]} */
    const nodes = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2" && next.tagName !== "NAV"; next = next.nextElementSibling) {
      if (next.matches("details.room")) nodes.push.apply(nodes, Array.from(next.children).slice(1));
      else nodes.push(next);
    }
    return nodes;
  }

  /** @param {Element} heading */
  function section(heading) {
    const title = dom.text(heading);
    const later = heading.hasAttribute("data-later");
    /** @type {Slide[]} */
    const screens = [];
    /** @type {Element[]} */
    let plain = [];
    const flush = () => {
      screens.push.apply(screens, spread(title, plain, later));
      plain = [];
    };
    below(heading).forEach((node) => {
      if (UNSHOWN.indexOf(node.className) >= 0) return;
      if (node.tagName === "TABLE" || ALONE.indexOf(node.className) >= 0) {
        flush();
        screens.push.apply(screens, alone(title, node, later));
      } else {
        plain = plain.concat(UNWRAPPED.indexOf(node.className) >= 0 ? Array.from(node.children) : node);
      }
    });
    flush();
    return screens;
  }

  /**
   * @param {Element} content
   * @returns {Slide}
   */
  function cover(content) {
    const question = content.querySelector(".decision__title");
    const box = content.querySelector(".summary-box");
    const facts = Array.from(content.querySelectorAll(".facts > div, .summary-box dl > div")).slice(0, 2);
    const nodes = facts.map((one) => element("p", {}, dom.text(one.children[0]) + "：" + dom.text(one.children[1])));
    const summary = box && !question ? box.querySelector("p") : null;
    if (summary) nodes.unshift(copy(summary));
    return { title: dom.text(question || content.querySelector("h1")), nodes: nodes, later: false, cover: true };
  }

  /**
   * Before the decision: the steps taken, then what is to be decided, then the rest.
   * @param {Element} content
   */
  function screensOf(content) {
    const headings = Array.from(content.querySelectorAll("h2[id]")).filter((one) => LEFT_OUT.indexOf(one.id) < 0);
    const ids = headings.map((one) => one.id);
    const from = ids.indexOf("decision");
    const to = ids.indexOf("practice");
    if (from >= 0 && to > from) headings.splice(to, 0, headings.splice(from, 1)[0]);
    const all = joined(headings.map(section));
    return [cover(content)].concat(all.filter((one) => !one.later), all.filter((one) => one.later));
  }

  // ---- the clock ----------------------------------------------------------------------------------------------------------

  /** @typedef {{seconds: number, what: string}} Stretch of a lesson */

  /**
   * @param {Element} content
   * @returns {Stretch[]}
   */
  function planOf(content) {
    const rows = dom.all(content, "table.plan tbody tr:not(.plan__total)", HTMLTableRowElement);
    return rows.map((row) => ({ seconds: 60 * parseInt(dom.text(row.cells[0]), 10), what: dom.text(row.cells[1]) }));
  }

  class Clock {
    /**
     * @param {Stretch[]} plan
     * @param {(text: string, over: boolean) => void} tell
     */
    constructor(plan, tell) {
      this.plan = plan;
      this.tell = tell;
      this.at = 0;
      this.used = 0; // milliseconds of this stretch before it was last started
      this.since = 0; // when it was, 0 while it stands
      this.timer = setInterval(() => this.say(), 500);
      this.say();
    }

    say() {
      if (!this.plan.length) return;
      const left = this.plan[this.at].seconds - Math.floor((this.used + (this.since ? Date.now() - this.since : 0)) / 1000);
      const size = Math.abs(left);
      const time = Math.floor(size / 60) + ":" + ("0" + (size % 60)).slice(-2);
      const state = this.since ? (left < 0 ? "超时 " : "还有 ") : this.used ? "停在 " : "按 T 开始 ";
      this.tell("第 " + (this.at + 1) + " 段，共 " + this.plan.length + " 段　" + state + time + "　" + this.plan[this.at].what, left < 0);
    }

    toggle() {
      if (this.since) this.used += Date.now() - this.since;
      this.since = this.since ? 0 : Date.now();
      this.say();
    }

    next() {
      this.at = Math.min(this.at + 1, this.plan.length - 1);
      this.used = 0;
      this.since = this.since ? Date.now() : 0;
      this.say();
    }

    stop() {
      clearInterval(this.timer);
    }
  }

  // ---- the wall -------------------------------------------------------------------------------------------------------------

  class Wall {
    /** @param {Element} content of the page */
    constructor(content) {
      this.screens = screensOf(content);
      this.at = 0;
      this.opened = false;
      this.before = document.activeElement;
      this.title = element("h1", { class: "projector__title", tabindex: "-1" });
      this.stage = element("div", { class: "projector__stage", tabindex: "0", role: "region", "aria-label": "这一屏" });
      this.place = element("span", { class: "projector__place", "aria-live": "polite" });
      this.bar = element("div", { class: "projector__bar" });
      const time = element("p", { class: "projector__time" });
      this.box = element("div", { class: "projector", role: "dialog", "aria-modal": "true", "aria-label": "放映" }, this.title, this.stage, time, this.bar);
      this.clock = new Clock(planOf(content), (text, over) => {
        time.textContent = text;
        time.classList.toggle("projector__time--over", over);
      });
      this.later = this.furnish();
      /** @param {KeyboardEvent} event */
      this.onKey = (event) => this.press(event);
      this.onResize = () => this.fit();
    }

    /** Fill the bar; returns the button that opens what comes later. */
    furnish() {
      this.button("上一屏", () => this.go(this.at - 1));
      this.button("下一屏", () => this.go(this.at + 1));
      this.bar.appendChild(this.place);
      const later = this.button("看后来", () => this.open());
      if (this.clock.plan.length) {
        this.button("计时", () => this.clock.toggle());
        this.button("下一段", () => this.clock.next());
      }
      this.button("黑屏", () => this.black());
      this.button("退出", () => this.close());
      this.bar.appendChild(element("span", { class: "projector__keys" }, (this.clock.plan.length ? CLOCK_KEYS : "") + KEYS));
      return later;
    }

    /** @param {string} text @param {() => void} action */
    button(text, action) {
      const made = element("button", { type: "button", class: "button" }, text);
      made.addEventListener("click", action);
      this.bar.appendChild(made);
      return made;
    }

    /** Put it over the page. */
    begin() {
      document.documentElement.classList.add("projecting");
      document.body.appendChild(this.box);
      document.addEventListener("keydown", this.onKey);
      window.addEventListener("resize", this.onResize);
      this.show();
      this.title.focus();
    }

    /** Whether the screen that is asked for may not be seen yet. */
    isClosed() {
      return !this.opened && this.screens[this.at].later;
    }

    show() {
      const screen = this.screens[this.at];
      const closed = this.isClosed();
      this.title.textContent = closed ? "后来怎样" : screen.title;
      this.stage.textContent = "";
      if (closed) this.stage.appendChild(element("p", {}, "先请各组说完自己的决定。按 O 键，或点“看后来”，再往下看。"));
      else screen.nodes.forEach((node) => this.stage.appendChild(node));
      this.box.classList.toggle("projector--cover", Boolean(screen.cover));
      this.place.textContent = this.at + 1 + " / " + this.screens.length;
      this.later.hidden = !closed;
      this.fit();
      this.stage.scrollTop = 0;
    }

    /** The largest letters with which all can be seen; what is still too much scrolls. */
    fit() {
      const stage = this.stage;
      for (let size = LARGEST; size >= SMALLEST; size -= 0.1) {
        stage.style.fontSize = size + "vw";
        if (stage.scrollHeight <= stage.clientHeight && stage.scrollWidth <= stage.clientWidth) return;
      }
    }

    /** @param {number} to */
    go(to) {
      const first = this.screens.findIndex((one) => one.later);
      const most = !this.opened && first >= 0 ? first : this.screens.length - 1;
      this.at = Math.max(0, Math.min(to, most));
      this.show();
    }

    open() {
      if (!this.isClosed()) return;
      this.opened = true;
      this.show();
      this.title.focus();
    }

    black() {
      this.box.classList.toggle("projector--black");
    }

    full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (this.box.requestFullscreen) this.box.requestFullscreen();
    }

    close() {
      this.clock.stop();
      if (document.fullscreenElement) document.exitFullscreen();
      document.removeEventListener("keydown", this.onKey);
      window.removeEventListener("resize", this.onResize);
      document.documentElement.classList.remove("projecting");
      this.box.remove();
      if (this.before instanceof HTMLElement) this.before.focus();
    }

    /** @param {KeyboardEvent} event */
    press(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const on = TURNS[event.key];
      const key = event.key.toLowerCase();
      const timed = this.clock.plan.length > 0;
      const pressed = event.target instanceof Element && /^(A|BUTTON)$/.test(event.target.tagName); // the blank presses what has the focus
      if (event.key === " " && !pressed) this.go(this.at + 1);
      else if (on) this.go(this.at + on);
      else if (event.key === "Home") this.go(0);
      else if (event.key === "End") this.go(this.screens.length - 1);
      else if (event.key === "Escape") this.close();
      else if (key === "b" || key === ".") this.black();
      else if (key === "t" && timed) this.clock.toggle();
      else if (key === "n" && timed) this.clock.next();
      else if (key === "o") this.open();
      else if (key === "f") this.full();
      else return;
      event.preventDefault();
    }
  }

  /** Show the page's text on the wall, until Esc. */
  function project() {
    if (!document.querySelector(".projector")) new Wall(dom.byId("content")).begin(); // or asked for twice
  }

  return { project: project };
})();
