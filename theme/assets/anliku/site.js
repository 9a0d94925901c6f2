/**
 * What a page may do with JavaScript beyond its frame: explain terms, print, copy the citation, open the contents.
 * Nothing is remembered, and without this file every link still works. `anliku.dress` does it again for a text that has
 * taken the place of another (viewer.js of a compact pack).
 */
(function (anliku) {
  "use strict";

  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }

  function on(target, types, action) {
    types.split(" ").forEach(function (type) {
      target.addEventListener(type, action, { passive: type === "touchstart" });
    });
  }

  // ---- terms: the meaning appears on hover, focus or the first tap; the second tap goes to the glossary -----------

  var popover = document.createElement("div");
  var current = null;
  var leaving = 0;
  var touched = false;

  function show(term) {
    clearTimeout(leaving);
    if (current === term) return;
    hide();
    current = term;
    popover.textContent = term.title;
    term.removeAttribute("title"); // or the browser would show it a second time
    term.setAttribute("aria-describedby", "popover");
    popover.hidden = false;
    place(term.getClientRects()[0]);
  }

  /** Below the term, or above it where there is no room; never over the edge of the window. */
  function place(box) {
    var left = Math.min(box.left, document.documentElement.clientWidth - popover.offsetWidth - 8);
    var below = box.bottom + popover.offsetHeight + 12 < window.innerHeight;
    var top = below ? box.bottom + 6 : box.top - popover.offsetHeight - 6;
    popover.style.left = Math.max(8, left) + window.pageXOffset + "px";
    popover.style.top = top + window.pageYOffset + "px";
  }

  function hide() {
    clearTimeout(leaving);
    if (!current) return;
    current.title = popover.textContent;
    current.removeAttribute("aria-describedby");
    current = null;
    popover.hidden = true;
  }

  function stay() {
    clearTimeout(leaving);
  }

  function leave() {
    stay();
    leaving = setTimeout(hide, 200); // time to move the pointer onto the popover
  }

  function explain(term) {
    on(term, "mouseenter focus", function () {
      if (!touched) show(term);
    });
    on(term, "mouseleave", leave);
    on(term, "blur", hide);
    on(term, "click", function (event) {
      if (!touched || current === term) return;
      event.preventDefault();
      show(term);
    });
    if (!popover.parentNode) startPopover();
  }

  function startPopover() {
    popover.className = "popover";
    popover.id = "popover";
    popover.hidden = true;
    popover.setAttribute("role", "tooltip");
    document.body.appendChild(popover);
    on(popover, "mouseenter", stay);
    on(popover, "mouseleave", leave);
    on(window, "resize", hide);
    on(document, "keydown", function (event) {
      if (event.key === "Escape") hide();
    });
    on(document, "touchstart", function (event) {
      touched = true;
      if (event.target !== current) hide();
    });
  }

  // ---- contents, print, cite ------------------------------------------------------------------------------------------

  function addButton(tools, text, action) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = text;
    on(button, "click", function () {
      action(button);
    });
    tools.appendChild(button);
    return button;
  }

  function addLink(tools, text, href) {
    var link = document.createElement("a");
    link.className = "button";
    link.textContent = text;
    link.href = href;
    tools.appendChild(link);
  }

  /** Old browsers have no other clipboard on file://. */
  function copy(text) {
    var area = document.createElement("textarea");
    area.className = "visually-hidden";
    area.value = text;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    document.body.removeChild(area);
    return done;
  }

  anliku.copy = copy;

  /** On narrow screens the table of contents has no place beside the text: it opens above it. */
  function toggleContents(button) {
    var contents = document.querySelector(".toc");
    var open = contents.classList.toggle("toc--open");
    button.setAttribute("aria-expanded", String(open));
    if (open) contents.querySelector("a").focus();
  }

  function textOf(element) {
    return element ? element.textContent.trim() : "";
  }

  /** The case by GB/T 7714, with place and time, and the works that it was made from as its page names them. */
  function citation(content) {
    var facts = {};
    var works = Array.prototype.map.call(content.querySelectorAll(".sources > li > a"), function (work, at) {
      return "[" + (at + 1) + "] " + textOf(work);
    });
    Array.prototype.forEach.call(content.querySelectorAll(".facts dt"), function (name) {
      facts[textOf(name)] = textOf(name.nextElementSibling);
    });
    var where = [facts["地区"], facts["时间"]].filter(Boolean).join("，");
    return textOf(content.querySelector("h1")) + "[DB]//" + textOf(document.querySelector(".running")) + ". 案例 "
      + content.getAttribute("data-case") + "，版本 " + content.getAttribute("data-version") + "."
      + (where ? " " + where + "." : "") + " 据：" + works.join(" ");
  }

  function addTools(content) {
    var tools = document.createElement("div");
    tools.className = "tools";
    if (document.querySelector(".toc")) {
      var toc = addButton(tools, "目录", toggleContents);
      toc.classList.add("button--toc");
      toc.setAttribute("aria-expanded", "false");
    }
    if (content.hasAttribute("data-version")) {
      addButton(tools, "复制引用", function (button) {
        var done = copy(citation(content));
        button.textContent = done ? "已复制" : "复制不了";
        button.focus();
      });
    }
    addButton(tools, "打印", function () {
      window.print();
    });
    if (content.classList.contains("case") || content.classList.contains("lesson")) {
      addButton(tools, "放映", project);
      projectWhenAsked();
    }
    if (content.hasAttribute("data-case")) {
      tools.appendChild(anliku.selection.pick(content.getAttribute("data-case"), content.querySelector("h1").textContent));
      addLink(tools, "记笔记", anliku.selection.address("study", []) + "#note=" + content.getAttribute("data-case"));
      anliku.reportCase(content);
    }
    content.insertBefore(tools, content.firstChild);
  }

  // ---- on the wall: what is needed for that is loaded when it is asked for ------------------------------------------------

  function loadProjector(then) {
    var style = document.createElement("link");
    var script = document.createElement("script");
    style.rel = "stylesheet";
    style.href = anliku.base + "assets/anliku/projector.css";
    style.onload = style.onerror = function () {
      script.src = anliku.base + "assets/anliku/projector.js";
      document.body.appendChild(script);
    };
    script.onload = then;
    document.head.appendChild(style);
  }

  function project() {
    if (anliku.project) anliku.project();
    else loadProjector(function () { anliku.project(); });
  }

  /** A lesson opens its cases on the wall at once: case.html?project. */
  function projectWhenAsked() {
    if (!/[?&]project\b/.test(location.search) || anliku.project) return;
    if (document.readyState === "complete") project();
    else window.addEventListener("load", project);
  }

  /** What is folded to keep a page short opens on paper, and closes again. What is sealed stays so. */
  function unfoldOnPaper() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      each("details.fold:not([open])", function (fold) {
        fold.open = true;
        opened.push(fold);
      });
    });
    window.addEventListener("afterprint", function () {
      opened.splice(0).forEach(function (fold) { fold.open = false; });
    });
  }

  // ---- links that leave the library ---------------------------------------------------------------------------------------

  function leavesTheLibrary(link) {
    link.rel = "noopener noreferrer";
    link.title = link.title || "外部网址，要联网才能打开";
  }

  anliku.dress = function () {
    hide();
    each("a.term", explain);
    each("[data-tools]", addTools);
    each('.md-typeset a[href^="http"]', leavesTheLibrary);
  };

  anliku.dress();
  unfoldOnPaper();
})((window.anliku = window.anliku || {}));
