/**
 * The way through the form: one line per item until it is opened, how far one has come (bar at the foot, headings, table
 * of contents), the next item without an answer.
 */
var anliku = window.anliku || {};
anliku.guide = (function () {
  "use strict";

  const core = anliku.checklist, answers = anliku.answers, dom = anliku.dom, byId = anliku.dom.byId;

  /** @param {HTMLElement} element @param {string} text */
  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /**
   * Whether the last answer is kept: in the browser, in a file, or nowhere.
   * @param {Page} page
   */
  function savedText(page) {
    const changed = core.ASSESSORS.some(function (one) { return page.unsaved[one]; });
    if (!page.stored) return changed ? "没有存住，请存成文件！" : "这里存不了";
    if (page.storing) return "正在存…";
    return changed ? "已自动保存" : page.filed ? "已存成文件" : "";
  }

  /** @param {Page} page */
  function showSaved(page) {
    const text = savedText(page);
    put(byId("ck-bar-saved"), text ? " · " + text : "");
    byId("ck-bar").classList.toggle("ck-bar--off", !page.stored);
  }

  /** @param {Page} page @param {HTMLElement} section */
  function mark(page, section) {
    const heading = dom.need(section, "h2", HTMLElement), link = page.contents[heading.id];
    return (link ? [heading, link] : [heading]).map(function (parent) {
      return parent.appendChild(dom.element("span", { class: "ck-count" }));
    });
  }

  /**
   * The bar, the counts at headings and in the table of contents.
   * @param {Page} page
   */
  function show(page) {
    const given = answers.answersOf(page);
    let done = 0, all = 0;
    page.sections.forEach(function (section) {
      let sectionDone = 0, sectionAll = 0;
      section.controls.forEach(function (controls) {
        if (controls.box.hidden) return;
        sectionAll += 1;
        if (answers.isGiven(given[controls.item.id])) sectionDone += 1;
      });
      section.box.hidden = !sectionAll;
      section.counts.forEach(function (count) { put(count, " " + sectionDone + "/" + sectionAll); });
      hideLink(section.link, !sectionAll);
      done += sectionDone;
      all += sectionAll;
    });
    hideLink(page.contents.tasks, byId("ck-tasks").hidden);
    const text = done + " / " + all, who = anliku.report.NAMES[answers.assessorOf(page)];
    dom.need(document, "#ck-progress", HTMLProgressElement).value = all ? done / all : 0;
    put(byId("ck-progress-text"), who + "：" + text + " 条");
    put(byId("ck-bar-count"), "已答 " + text);
    put(page.nextButton, done < all ? "下一个没答的" : "看得分");
    showSaved(page);
  }

  /**
   * Hides the entry of a link in the table of contents.
   * @param {HTMLElement|undefined} link
   * @param {boolean} hidden
   */
  function hideLink(link, hidden) {
    if (link && link.parentElement) link.parentElement.hidden = hidden;
  }

  /**
   * The items that have no answer yet.
   * @param {Page} page
   */
  function unanswered(page) {
    const given = answers.answersOf(page);
    return page.controls.filter(function (controls) { return !controls.box.hidden && !answers.isGiven(given[controls.item.id]); });
  }

  function smooth() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  }

  /**
   * Opens an item, and its section where that is folded.
   * @param {Controls} controls
   */
  function unfoldItem(controls) {
    controls.fold.open = true;
    dom.uncover(controls.fold);
  }

  /**
   * Opens an item and goes there.
   * @param {Controls} controls
   */
  function open(controls) {
    unfoldItem(controls);
    const counted = dom.find(controls.fold, ".ck-tally:not([hidden]) input", HTMLInputElement);
    const first = counted || dom.find(controls.fold, ".ck-choices input", HTMLInputElement);
    if (first) first.focus({ preventScroll: true });
    controls.box.scrollIntoView({ block: "center", behavior: smooth() });
  }

  /**
   * The next item without an answer after the one where the reader is, from the start again after the last.
   * @param {Page} page
   */
  function next(page) {
    const left = unanswered(page), here = itemAround(page, document.activeElement);
    if (!left.length) {
      byId("ck-result").scrollIntoView({ behavior: smooth() });
      byId("ck-result").focus({ preventScroll: true });
      return;
    }
    const from = here ? page.controls.indexOf(here) : page.place;
    const following = left.filter(function (controls) { return page.controls.indexOf(controls) > from; })[0] || left[0];
    page.place = page.controls.indexOf(following);
    open(following);
  }

  /**
   * The item in which an element stands.
   * @param {Page} page
   * @param {Element|null} element
   */
  function itemAround(page, element) {
    const box = element && element.closest("[data-item]");
    return box ? page.byId[box.getAttribute("data-item") || ""] : undefined;
  }

  /**
   * Opens or closes all items.
   * @param {Page} page
   * @param {boolean} opened
   */
  function foldAll(page, opened) {
    page.controls.forEach(function (controls) {
      if (opened) unfoldItem(controls);
      else controls.fold.open = false;
    });
  }

  /**
   * Opens the item that the address names, whose hidden part the reader is looking for.
   * @param {Page} page
   */
  function openTarget(page) {
    const item = itemAround(page, dom.target());
    if (item) unfoldItem(item);
  }

  /**
   * On paper everything is open; what was closed is closed again afterwards.
   * @param {Page} page
   */
  function unfold(page) {
    const closed = page.controls.filter(function (controls) { return !controls.fold.open; });
    closed.forEach(function (controls) { controls.fold.open = true; });
    return function () { closed.forEach(function (controls) { controls.fold.open = false; }); };
  }

  /**
   * The first key press leads to the form: by the frame's own link over its navigation, or else by one of ours.
   * @param {Page} page
   */
  function skipLink(page) {
    const ours = dom.element("a", { class: "md-skip ck-skip" });
    const link = dom.find(document, ".md-skip", HTMLAnchorElement) || ours;
    if (link === ours) document.body.insertBefore(ours, document.body.firstChild);
    link.textContent = "跳到填写";
    link.href = "#ck-form";
    link.addEventListener("click", function () { page.form.focus({ preventScroll: true }); });
  }

  /**
   * Takes over the form: closes its items, counts them at their headings.
   * @param {Page} page
   */
  function start(page) {
    dom.all(document, '.toc a[href^="#"]', HTMLAnchorElement).forEach(function (link) { page.contents[(link.getAttribute("href") || "").slice(1)] = link; });
    page.sections = dom.all(document, ".ck-section", HTMLElement).map(function (box) {
      const controls = dom.all(box, "[data-item]", HTMLElement).map(function (one) { return page.byId[one.dataset.item || ""]; });
      return { box: box, controls: controls, link: page.contents[dom.need(box, "h2", HTMLElement).id], counts: mark(page, box) };
    });
    foldAll(page, false);
    skipLink(page);
    window.addEventListener("hashchange", function () { openTarget(page); });
    dom.need(document, ".ck", HTMLElement).addEventListener("click", function (event) {
      const link = event.target instanceof Element ? event.target.closest('a[href^="#item-"]') : null;
      if (link) unfoldItem(page.byId[(link.getAttribute("href") || "").slice("#item-".length)]);
    });
  }

  /**
   * Opens what the address names, or the first item without an answer.
   * @param {Page} page
   */
  function begin(page) {
    const first = unanswered(page)[0];
    if (first) unfoldItem(first);
    openTarget(page);
  }

  return { start: start, begin: begin, show: show, showSaved: showSaved, next: next, foldAll: foldAll, unfold: unfold, unanswered: unanswered };
})();
