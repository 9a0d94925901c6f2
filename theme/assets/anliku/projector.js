// @ts-nocheck
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
  const KEYS = "← → 翻页　B 黑屏　O 看后来　F 全屏　Esc 退出";
  const CLOCK_KEYS = "T 计时　N 下一段　";

  const element = anliku.dom.element;

  // ---- what stands on the screens -----------------------------------------------------------------------------------------

  /** A copy for the wall: without places, ways to other pages and what is for the lecturer. */
  function copy(node) {
    const made = node.cloneNode(true);
    const all = [made].concat(Array.from(made.querySelectorAll("*")));
    made.querySelectorAll(".lecturer, .origin, .note, .more").forEach((one) => one.remove());
    all.forEach((one) => one.removeAttribute("id"));
    made.querySelectorAll("a").forEach((one) => one.replaceWith(document.createTextNode(one.textContent)));
    return made;
  }

  function sized(text) {
    return text.replace(/\s+/g, "").length;
  }

  /** A paragraph in pieces of whole sentences that fit; one with bold type in it stays whole. */
  function cut(paragraph) {
    if (paragraph.tagName !== "P" || paragraph.children.length || sized(paragraph.textContent) <= ROOM) return [paragraph];
    const texts = [""];
    (paragraph.textContent.match(/[^。；！？]+[。；！？]*[”」）]*/g) || []).forEach((sentence) => {
      if (texts[texts.length - 1] && sized(texts[texts.length - 1] + sentence) > ROOM) texts.push("");
      texts[texts.length - 1] += sentence;
    });
    return texts.map((text) => element("p", {}, text));
  }

  /** Paragraphs and items of lists, each by itself. */
  function pieces(nodes) {
    const found = [];
    nodes.forEach((node) => {
      const list = node.tagName === "UL" || node.tagName === "OL";
      if (!list) found.push.apply(found, cut(copy(node)));
      else Array.from(node.children).forEach((item, at) => {
        const holder = node.cloneNode(false);
        holder.removeAttribute("id");
        if (node.tagName === "OL") holder.start = at + (node.start || 1);
        holder.appendChild(copy(item));
        found.push(holder);
      });
    });
    return found.filter((node) => sized(node.textContent));
  }

  /** Screens with this title, each with as much as it has room for. */
  function spread(title, nodes, later) {
    const screens = [];
    let room = 0;
    pieces(nodes).forEach((piece) => {
      const size = sized(piece.textContent);
      if (!screens.length || size > room) {
        screens.push({ title: screens.length ? title + "（续）" : title, nodes: [], later: later });
        room = ROOM;
      }
      screens[screens.length - 1].nodes.push(piece);
      room -= size;
    });
    return screens;
  }

  function table(title, whole, later) {
    const rows = Array.from(whole.querySelectorAll("tbody > tr"));
    const screens = [];
    for (let at = 0; at < rows.length; at += ROWS) {
      const made = whole.cloneNode(false);
      const body = document.createElement("tbody");
      made.removeAttribute("id");
      if (whole.tHead) made.appendChild(copy(whole.tHead));
      rows.slice(at, at + ROWS).forEach((row) => body.appendChild(copy(row)));
      made.appendChild(body);
      screens.push({ title: at ? title + "（续）" : title, nodes: [made], later: later });
    }
    return screens;
  }

  /** Each item of a list as a screen: a question, an option. */
  function each(title, list, later) {
    const items = Array.from(list.children);
    return [].concat.apply([], items.map((item, at) => {
      const name = items.length > 1 ? title + " " + (at + 1) : title;
      const parts = Array.from(copy(item).childNodes).filter((node) => sized(node.textContent));
      const nodes = parts.every((node) => node.nodeType === 1 && /^(P|UL|OL|TABLE|DIV)$/.test(node.tagName)) ? parts : [element("p", {}, ...parts)];
      return spread(name, nodes, later || item.hasAttribute("data-later"));
    }));
  }

  function step(item, at, later) {
    const heading = item.querySelector("h3");
    const nodes = Array.from(item.children).filter((node) => node !== heading && node.className !== "origin");
    return spread("第" + (at + 1) + "步：" + heading.textContent, nodes, later || item.hasAttribute("data-later"));
  }

  /** What follows a heading, up to the next of its level. */
  function below(heading) {
    const nodes = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== "H2" && next.tagName !== "NAV"; next = next.nextElementSibling) nodes.push(next);
    return nodes;
  }

  function section(heading) {
    const title = heading.textContent;
    const later = heading.hasAttribute("data-later");
    const screens = [];
    let plain = [];
    const flush = () => {
      screens.push.apply(screens, spread(title, plain, later));
      plain = [];
    };
    below(heading).forEach((node) => {
      const kind = node.className;
      if (kind === "origin" || kind === "lecturer" || kind === "more" || kind === "note" || kind === "review") return;
      if (node.tagName === "TABLE" || ALONE.indexOf(kind) >= 0) flush();
      else plain = plain.concat(kind === "limits" || kind === "decision__known" ? Array.from(node.children) : node);
      if (kind === "steps") Array.from(node.children).forEach((item, at) => screens.push.apply(screens, step(item, at, later)));
      else if (kind === "questions") screens.push.apply(screens, each(title, node, later));
      else if (kind === "options") screens.push.apply(screens, each("办法", node, later));
      else if (kind === "exhibit") screens.push.apply(screens, exhibit(node, later));
      else if (kind === "sealed") screens.push.apply(screens, spread(title, Array.from(node.children).slice(1), true));
      else if (kind === "case-list") screens.push(cases(title, node));
      else if (node.tagName === "TABLE") screens.push.apply(screens, table(title, node, later));
    });
    flush();
    return screens;

    function exhibit(node, ofLater) {
      const heading3 = node.querySelector("h3");
      const inside = Array.from(node.children).filter((one) => one !== heading3);
      const whole = inside.find((one) => one.tagName === "TABLE");
      const rest = inside.filter((one) => one !== whole);
      const made = spread(heading3.textContent, rest.slice(0, -1), ofLater).concat(whole ? table(heading3.textContent, whole, ofLater) : []);
      const origin = rest.length ? copy(rest[rest.length - 1]) : null;
      if (made.length && origin) made[made.length - 1].nodes.push(origin);
      return made;
    }
  }

  /** The cases of a lesson: each opens on the wall, in a window of its own, so that the clock of the class goes on here. */
  function cases(title, list) {
    const items = Array.from(list.querySelectorAll("a[href]")).filter((link) => link.closest("[data-case]"));
    const rows = items.map((link) => {
      const parts = link.getAttribute("href").split("#");
      const href = parts[0] + "?project" + (parts[1] ? "#" + parts[1] : "");
      return element("li", {}, element("a", { href: href, target: "_blank", rel: "noopener" }, link.textContent));
    });
    return { title: title, nodes: [element("ol", {}, ...rows)], later: false };
  }

  function cover(content) {
    const question = content.querySelector(".decision__title");
    const box = content.querySelector(".summary-box");
    const facts = Array.from(content.querySelectorAll(".facts > div, .summary-box dl > div")).slice(0, 2);
    const nodes = facts.map((one) => element("p", {}, one.children[0].textContent + "：" + one.children[1].textContent));
    const summary = box && !question ? box.querySelector("p") : null;
    if (summary) nodes.unshift(copy(summary));
    return { title: (question || content.querySelector("h1")).textContent, nodes: nodes, later: false, cover: true };
  }

  /** Before the decision: the steps taken, then what is to be decided, then the rest. */
  function screensOf(content) {
    const headings = Array.from(content.querySelectorAll("h2[id]")).filter((one) => LEFT_OUT.indexOf(one.id) < 0);
    const ids = headings.map((one) => one.id);
    const from = ids.indexOf("decision");
    const to = ids.indexOf("practice");
    if (from >= 0 && to > from) headings.splice(to, 0, headings.splice(from, 1)[0]);
    const all = [].concat.apply([], headings.map(section));
    return [cover(content)].concat(all.filter((one) => !one.later), all.filter((one) => one.later));
  }

  // ---- the clock ----------------------------------------------------------------------------------------------------------

  function planOf(content) {
    const rows = Array.from(content.querySelectorAll("table.plan tbody tr:not(.plan__total)"));
    return rows.map((row) => ({ seconds: 60 * parseInt(row.cells[0].textContent, 10), what: row.cells[1].textContent }));
  }

  function clock(plan, tell) {
    let at = 0;
    let used = 0; // milliseconds of this stretch before it was last started
    let since = 0; // when it was, 0 while it stands
    const timer = setInterval(say, 500);

    function say() {
      if (!plan.length) return;
      const left = plan[at].seconds - Math.floor((used + (since ? Date.now() - since : 0)) / 1000);
      const size = Math.abs(left);
      const time = Math.floor(size / 60) + ":" + ("0" + (size % 60)).slice(-2);
      const state = since ? (left < 0 ? "超时 " : "还有 ") : used ? "停在 " : "按 T 开始 ";
      tell("第 " + (at + 1) + " 段，共 " + plan.length + " 段　" + state + time + "　" + plan[at].what, left < 0);
    }

    function toggle() {
      if (since) used += Date.now() - since;
      since = since ? 0 : Date.now();
      say();
    }

    function next() {
      at = Math.min(at + 1, plan.length - 1);
      used = 0;
      since = since ? Date.now() : 0;
      say();
    }

    say();
    return { toggle: toggle, next: next, stop: () => clearInterval(timer) };
  }

  // ---- the wall -------------------------------------------------------------------------------------------------------------

  /** Show the page's text on the wall, until Esc. */
  function project() {
    if (document.querySelector(".projector")) return; // asked for twice
    const content = document.getElementById("content");
    const screens = screensOf(content);
    const before = document.activeElement;
    const plan = planOf(content);
    let at = 0;
    let opened = false;

    const title = element("h1", { class: "projector__title", tabindex: "-1" });
    const stage = element("div", { class: "projector__stage", tabindex: "0", role: "region", "aria-label": "这一屏" });
    const place = element("span", { class: "projector__place", "aria-live": "polite" });
    const time = element("p", { class: "projector__time" });
    const bar = element("div", { class: "projector__bar" });
    const box = element("div", { class: "projector", role: "dialog", "aria-modal": "true", "aria-label": "放映" }, title, stage, time, bar);
    const watch = clock(plan, (text, over) => {
      time.textContent = text;
      time.classList.toggle("projector__time--over", over);
    });

    function button(text, action) {
      const made = element("button", { type: "button", class: "button" }, text);
      made.addEventListener("click", action);
      bar.appendChild(made);
      return made;
    }

    function closedAt(number) {
      return !opened && screens[number].later;
    }

    function show() {
      const screen = screens[at];
      const closed = closedAt(at);
      title.textContent = closed ? "后来怎样" : screen.title;
      stage.textContent = "";
      if (closed) stage.appendChild(element("p", {}, "先请各组说完自己的决定。按 O 键，或点“看后来”，再往下看。"));
      else screen.nodes.forEach((node) => stage.appendChild(node));
      box.classList.toggle("projector--cover", Boolean(screen.cover));
      place.textContent = at + 1 + " / " + screens.length;
      later.hidden = !closed;
      fit();
      stage.scrollTop = 0;
    }

    /** The largest letters with which all can be seen; what is still too much scrolls. */
    function fit() {
      for (let size = LARGEST; size >= SMALLEST; size -= 0.1) {
        stage.style.fontSize = size + "vw";
        if (stage.scrollHeight <= stage.clientHeight && stage.scrollWidth <= stage.clientWidth) return;
      }
    }

    function go(to) {
      const first = screens.findIndex((one) => one.later);
      const most = !opened && first >= 0 ? first : screens.length - 1;
      at = Math.max(0, Math.min(to, most));
      show();
    }

    function open() {
      if (!closedAt(at)) return;
      opened = true;
      show();
      title.focus();
    }

    function black() {
      box.classList.toggle("projector--black");
    }

    function full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (box.requestFullscreen) box.requestFullscreen();
    }

    function close() {
      watch.stop();
      if (document.fullscreenElement) document.exitFullscreen();
      document.removeEventListener("keydown", press);
      window.removeEventListener("resize", fit);
      document.documentElement.classList.remove("projecting");
      box.remove();
      if (before && before.focus) before.focus();
    }

    function press(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const on = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }[event.key];
      const key = event.key.toLowerCase();
      if (event.key === " " && event.target.tagName !== "BUTTON" && event.target.tagName !== "A") go(at + 1);
      else if (on) go(at + on);
      else if (event.key === "Home") go(0);
      else if (event.key === "End") go(screens.length - 1);
      else if (event.key === "Escape") close();
      else if (key === "b" || key === ".") black();
      else if (key === "t" && plan.length) watch.toggle();
      else if (key === "n" && plan.length) watch.next();
      else if (key === "o") open();
      else if (key === "f") full();
      else return;
      event.preventDefault();
    }

    button("上一屏", () => go(at - 1));
    button("下一屏", () => go(at + 1));
    bar.appendChild(place);
    const later = button("看后来", open);
    if (plan.length) {
      button("计时", watch.toggle);
      button("下一段", watch.next);
    }
    button("黑屏", black);
    button("退出", close);
    bar.appendChild(element("span", { class: "projector__keys" }, (plan.length ? CLOCK_KEYS : "") + KEYS));
    document.documentElement.classList.add("projecting");
    document.body.appendChild(box);
    document.addEventListener("keydown", press);
    window.addEventListener("resize", fit);
    show();
    title.focus();
  }

  return { project: project };
})();
