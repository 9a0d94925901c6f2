/**
 * "接着上次" on the home page: the cases opened last and the self-assessments begun, where the browser remembers them.
 * Nothing of it leaves this computer, and a button forgets the cases.
 */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const DRAFT = /^anliku-checklist:(.*):([a-z0-9-]+):([^:]*)$/;
  const MOST = 3;

  const element = anliku.dom.element;

  /**
   * How many answers a draft holds, over all who answer; 0 when it is none of ours.
   * @param {string} text
   * @returns {number}
   */
  function answered(text) {
    try {
      const answers = JSON.parse(text).answers;
      return Object.keys(answers).reduce((sum, who) => sum + Object.keys(answers[who]).filter((item) => {
        const entry = answers[who][item];
        return entry && (entry.na || (entry.v !== null && entry.v !== undefined && entry.v !== ""));
      }).length, 0);
    } catch (error) {
      return 0;
    }
  }

  /**
   * The drafts of this library's sheets, by type, the one with most answers of each.
   * @param {string|null} library
   */
  function drafts(library) {
    /** @type {Object<string, number>} */
    const found = {};
    for (const key of anliku.kept.keys()) {
      const parts = DRAFT.exec(key);
      if (!parts || parts[1] !== library) continue;
      const count = answered(anliku.kept.read(key) || "");
      if (count > (found[parts[2]] || 0)) found[parts[2]] = count;
    }
    return found;
  }

  /** @param {string} address @param {string} title @param {string} more */
  function line(address, title, more) {
    return element("li", {}, element("a", { href: address }, title), element("span", { class: "again__more" }, more));
  }

  /** @param {HTMLElement} section */
  function show(section) {
    const list = element("ul");
    const begun = drafts(section.getAttribute("data-library"));
    anliku.dom.all(document, "[data-form]", HTMLElement).forEach((form) => {
      const id = form.getAttribute("data-form") || "";
      const title = form.getAttribute("data-title") || "";
      if (begun[id]) list.appendChild(line("checklists/" + id + ".html", title, "填了 " + begun[id] + " 条，还没交"));
    });
    const cases = anliku.memory.read().slice(0, MOST);
    cases.forEach((one) => list.appendChild(line(anliku.view.address("cases/" + one.id + ".html"), one.title, "看过")));
    if (!list.children.length) return;
    section.appendChild(list);
    if (cases.length) {
      const forget = element("button", { type: "button", class: "button" }, "忘掉看过的案例");
      forget.addEventListener("click", () => {
        anliku.memory.forget();
        section.hidden = true;
      });
      section.appendChild(forget);
    }
    section.hidden = false;
  }

  const again = anliku.dom.find(document, "[data-again]", HTMLElement);
  if (again) show(again);
})();
