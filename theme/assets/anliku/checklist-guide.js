/**
 * The way through the form: one line per item until it is opened, how far one has come (bar at the foot, headings, table
 * of contents), the next item without an answer.
 */
(function () {
  "use strict";

  const core = window.anlikuChecklist, answers = window.anlikuAnswers;

  function byId(id) {
    return document.getElementById(id);
  }

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** Whether the last answer is kept: in the browser, in a file, or nowhere. */
  function savedText(page) {
    const changed = core.ASSESSORS.some(function (one) { return page.unsaved[one]; });
    if (!page.stored) return changed ? "没有存住，请存成文件！" : "这里存不了";
    if (page.storing) return "正在存…";
    return changed ? "已自动保存" : page.filed ? "已存成文件" : "";
  }

  function showSaved(page) {
    const text = savedText(page);
    put(byId("ck-bar-saved"), text ? " · " + text : "");
    byId("ck-bar").classList.toggle("ck-bar--off", !page.stored);
  }

  function mark(page, section) {
    const heading = section.querySelector("h2"), link = page.contents[heading.id], made = [heading].concat(link ? [link] : []);
    return made.map(function (parent) {
      const counted = document.createElement("span");
      counted.className = "ck-count";
      parent.appendChild(counted);
      return counted;
    });
  }

  /** The bar, the counts at headings and in the table of contents. */
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
      if (section.link) section.link.parentNode.hidden = !sectionAll;
      done += sectionDone;
      all += sectionAll;
    });
    if (page.contents.tasks) page.contents.tasks.parentNode.hidden = byId("ck-tasks").hidden;
    const text = done + " / " + all, who = window.anlikuResult.NAMES[answers.assessorOf(page)];
    byId("ck-progress").value = all ? done / all : 0;
    put(byId("ck-progress-text"), who + "：" + text + " 条");
    put(byId("ck-bar-count"), "已答 " + text);
    put(page.nextButton, done < all ? "下一个没答的" : "看得分");
    showSaved(page);
  }

  function unanswered(page) {
    const given = answers.answersOf(page);
    return page.controls.filter(function (controls) { return !controls.box.hidden && !answers.isGiven(given[controls.item.id]); });
  }

  function smooth() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  }

  /** Opens an item and goes there. */
  function open(controls) {
    controls.fold.open = true;
    const first = controls.fold.querySelector(".ck-tally:not([hidden]) input") || controls.fold.querySelector(".ck-choices input");
    if (first) first.focus({ preventScroll: true });
    controls.box.scrollIntoView({ block: "center", behavior: smooth() });
  }

  /** The next item without an answer after the one where the reader is, from the start again after the last. */
  function next(page) {
    const open_ = unanswered(page), here = document.activeElement && document.activeElement.closest("[data-item]");
    if (!open_.length) {
      byId("ck-result").scrollIntoView({ behavior: smooth() });
      byId("ck-result").focus({ preventScroll: true });
      return;
    }
    const from = here ? page.controls.indexOf(page.byId[here.dataset.item]) : page.place;
    const following = open_.filter(function (controls) { return page.controls.indexOf(controls) > from; })[0] || open_[0];
    page.place = page.controls.indexOf(following);
    open(following);
  }

  function foldAll(page, opened) {
    page.controls.forEach(function (controls) { controls.fold.open = opened; });
  }

  /** Opens the item that the address names, whose hidden part the reader is looking for. */
  function openTarget(page) {
    const target = location.hash.length > 1 ? byId(decodeURIComponent(location.hash.slice(1))) : null;
    const box = target && target.closest("[data-item]");
    if (box) page.byId[box.dataset.item].fold.open = true;
  }

  /** On paper everything is open; what was closed is closed again afterwards. */
  function unfold(page) {
    const closed = page.controls.filter(function (controls) { return !controls.fold.open; });
    foldAll(page, true);
    return function () { closed.forEach(function (controls) { controls.fold.open = false; }); };
  }

  /** The first key press leads to the form: by the frame's own link over its navigation, or else by one of ours. */
  function skipLink(page) {
    let link = document.querySelector(".md-skip");
    if (!link) {
      link = document.createElement("a");
      link.className = "md-skip ck-skip";
      document.body.insertBefore(link, document.body.firstChild);
    }
    link.textContent = "跳到填写";
    link.href = "#ck-form";
    link.addEventListener("click", function () { page.form.focus({ preventScroll: true }); });
  }

  function start(page) {
    page.contents = {};
    document.querySelectorAll('.toc a[href^="#"]').forEach(function (link) {
      page.contents[link.getAttribute("href").slice(1)] = link;
    });
    page.sections = Array.from(document.querySelectorAll(".ck-section"), function (box) {
      const controls = Array.from(box.querySelectorAll("[data-item]"), function (one) { return page.byId[one.dataset.item]; });
      return { box: box, controls: controls, link: page.contents[box.querySelector("h2").id], counts: mark(page, box) };
    });
    page.nextButton = byId("ck-bar").querySelector('[data-do="next"]');
    page.place = -1;
    foldAll(page, false);
    skipLink(page);
    window.addEventListener("hashchange", function () { openTarget(page); });
    document.querySelector(".ck").addEventListener("click", function (event) {
      const link = event.target.closest('a[href^="#item-"]');
      if (link) page.byId[link.getAttribute("href").slice("#item-".length)].fold.open = true;
    });
  }

  /** Opens what the address names, or the first item without an answer. */
  function begin(page) {
    const first = unanswered(page)[0];
    if (first) first.fold.open = true;
    openTarget(page);
  }

  window.anlikuGuide = { start: start, begin: begin, show: show, showSaved: showSaved, next: next, foldAll: foldAll, unfold: unfold, unanswered: unanswered };
})();
