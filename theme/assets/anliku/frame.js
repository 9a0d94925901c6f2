/**
 * What the frame does with JavaScript: size of type, light and dark, the table of contents that follows the reader, where one is on
 * a long page, the drawer by keyboard. Runs before the first paint. Size and colours are kept in localStorage where that works; without one, the system decides.
 */
(function (anliku) {
  "use strict";

  var KEY = "anliku-scheme";
  var SIZE = "anliku-size";
  var SIZES = ["标准", "大", "特大"];
  var here = document.currentScript;
  var apart = location.protocol === "file:" && navigator.userAgent.indexOf("Firefox/") >= 0; // each file has a storage of its own
  var body = document.body;
  var sizer = sizeButton();
  var button = schemeButton();

  /** The button that turns day into night, beside this script; without a script it could do nothing. */
  function schemeButton() {
    var made = document.createElement("button");
    var picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var moon = document.createElementNS("http://www.w3.org/2000/svg", "path");
    made.type = "button";
    made.className = "md-header__button";
    made.setAttribute("data-scheme", "");
    made.setAttribute("aria-label", "深色");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("width", "24"); // without styles it would fill the window
    picture.setAttribute("height", "24");
    picture.setAttribute("aria-hidden", "true");
    moon.setAttribute("d", "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 2v14a7 7 0 0 1 0-14");
    picture.appendChild(moon);
    made.appendChild(picture);
    here.parentNode.insertBefore(made, here);
    return made;
  }

  /** The button that makes the type larger, for eyes that need it and for a wall. */
  function sizeButton() {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "md-header__button anliku-size";
    made.setAttribute("data-size-button", "");
    made.textContent = "字";
    here.parentNode.insertBefore(made, here);
    return made;
  }

  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  /** Whether the choice holds for the pages to come. */
  function store(key, value) {
    try {
      localStorage.setItem(key, value);
      return !apart;
    } catch (error) {
      return false;
    }
  }

  function applySize(size, kept) {
    if (size) document.documentElement.setAttribute("data-size", String(size));
    else document.documentElement.removeAttribute("data-size");
    sizer.setAttribute("aria-label", "字号：" + SIZES[size]);
    sizer.title = "字号：" + SIZES[size] + (kept ? "" : "（这个浏览器记不住，换一页要再点）");
  }

  function preferred() {
    return window.matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
  }

  function apply(scheme) {
    body.setAttribute("data-md-color-scheme", scheme);
    button.setAttribute("aria-pressed", String(scheme === "slate"));
    button.title = scheme === "slate" ? "换成浅色" : "换成深色";
  }

  document.documentElement.className = "js";
  apply(stored(KEY) || preferred());
  applySize(["1", "2"].indexOf(stored(SIZE)) + 1, !apart);
  sizer.addEventListener("click", function () {
    var size = (Number(document.documentElement.getAttribute("data-size")) + 1) % SIZES.length;
    applySize(size, store(SIZE, String(size)));
  });
  button.addEventListener("click", function () {
    var scheme = body.getAttribute("data-md-color-scheme") === "slate" ? "default" : "slate";
    apply(scheme);
    store(KEY, scheme);
  });

  // ---- the table of contents ------------------------------------------------------------------------------------------

  var waiting = false;
  var toc = null;
  var links = [];
  var current = null;

  /** The last heading that has passed below the header; the last of all at the end of the page. */
  function follow() {
    var page = document.documentElement;
    var end = window.innerHeight + window.pageYOffset >= page.scrollHeight - 2;
    var passed = links.filter(function (link) {
      return link.target.getBoundingClientRect().top < 120;
    });
    mark(end ? links[links.length - 1] : passed[passed.length - 1]);
  }

  function mark(link) {
    if (current === link) return;
    if (current) current.element.removeAttribute("aria-current");
    current = link;
    if (!link) return;
    link.element.setAttribute("aria-current", "true");
    if (toc.scrollHeight > toc.clientHeight) toc.scrollTop = link.element.offsetTop - toc.clientHeight / 2;
  }

  /** Takes the page's table of contents as it is now; again, when another one has taken its place. */
  anliku.followContents = function () {
    var entries;
    toc = document.querySelector(".toc");
    entries = toc ? Array.prototype.slice.call(toc.querySelectorAll("a")) : [];
    current = null;
    links = entries.map(function (element) {
      return { element: element, target: document.getElementById(place(element.hash)) };
    }).filter(function (link) {
      return link.target;
    });
    if (toc) follow();
  };

  /** The id that an address asks for; in the viewer of a compact pack the case's number stands before it. */
  function place(hash) {
    return decodeURIComponent(hash.slice(1)).split("/").pop();
  }

  // ---- the drawer of narrow screens ---------------------------------------------------------------------------------------

  /** A label opens it without JavaScript, but no keyboard reaches a label: a button takes its place. */
  function startDrawer() {
    var drawer = document.getElementById("__drawer");
    var label = document.querySelector(".md-header__button[for=__drawer]");
    var opener = document.createElement("button");

    function set(open) {
      drawer.checked = open;
      tell();
      (open ? document.querySelector(".way a") : opener).focus();
    }

    function tell() {
      opener.setAttribute("aria-expanded", String(drawer.checked));
    }

    opener.type = "button";
    opener.className = "md-header__button md-header__button--drawer";
    opener.setAttribute("aria-label", label.title);
    opener.setAttribute("aria-controls", "way");
    opener.appendChild(label.firstElementChild);
    label.parentNode.replaceChild(opener, label);
    tell();
    opener.addEventListener("click", function () {
      set(!drawer.checked);
    });
    drawer.addEventListener("change", tell);
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && drawer.checked) set(false);
    });
  }

  // ---- where one is on a long page: its title, how far one has come, the way back up and, on phones, the menu ----------------

  var header = document.querySelector(".md-header");
  var here = null;

  function startHere() {
    var opener = document.querySelector(".md-header__button--drawer");
    var menu = opener.cloneNode(true);
    here = { bar: document.createElement("div"), title: document.createElement("button"), progress: document.createElement("span") };
    here.bar.className = "here";
    here.title.type = "button";
    here.title.className = "here__title";
    here.title.title = "回到顶部";
    here.progress.className = "here__progress";
    menu.classList.add("here__menu");
    menu.removeAttribute("aria-expanded"); // it only opens: the drawer closes by itself
    menu.addEventListener("click", function () { opener.click(); });
    here.title.addEventListener("click", function () {
      window.scrollTo(0, 0);
      document.getElementById("main").focus({ preventScroll: true });
    });
    [menu, here.title, here.progress].forEach(function (part) { here.bar.appendChild(part); });
    header.firstElementChild.insertBefore(here.bar, header.querySelector(".anliku-search"));
  }

  /** Once the page's own title is out of sight. A compact pack exchanges the page: its title is asked for each time. */
  function showHere() {
    var title = document.querySelector("[data-tools] h1");
    var past = title !== null && title.getBoundingClientRect().bottom < 0;
    var room = document.documentElement.scrollHeight - window.innerHeight;
    header.classList.toggle("md-header--past", past);
    if (!past) return;
    here.title.textContent = title.textContent;
    here.progress.style.transform = "scaleX(" + Math.min(1, window.pageYOffset / Math.max(1, room)) + ")";
  }

  document.addEventListener("DOMContentLoaded", function () {
    startDrawer();
    startHere();
    anliku.followContents();
    showHere();
    window.addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      window.requestAnimationFrame(function () {
        waiting = false;
        if (links.length) follow();
        showHere();
      });
    }, { passive: true });
  });
})((window.anliku = window.anliku || {}));
