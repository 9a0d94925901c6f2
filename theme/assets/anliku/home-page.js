/**
 * "接着上次" on the home page: the cases opened last and the self-assessments begun, where the browser remembers them.
 * Nothing of it leaves this computer, and a button forgets the cases.
 */
(function (anliku) {
  "use strict";

  const DRAFT = /^anliku-checklist:(.*):([a-z0-9-]+):([^:]*)$/;
  const MOST = 3;

  function element(tag, attributes, text) {
    const made = document.createElement(tag);
    Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
    made.textContent = text;
    return made;
  }

  /** How many answers a draft holds, over all who answer; 0 when it is none of ours. */
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

  /** The drafts of this library's sheets, by type, the one with most answers of each. */
  function drafts(library) {
    const found = {};
    try {
      for (let place = 0; place < window.localStorage.length; place += 1) {
        const parts = DRAFT.exec(window.localStorage.key(place));
        if (parts && parts[1] === library) {
          const count = answered(window.localStorage.getItem(parts[0]));
          if (count > (found[parts[2]] || 0)) found[parts[2]] = count;
        }
      }
    } catch (error) {
      return {};
    }
    return found;
  }

  function show(section) {
    const list = document.createElement("ul");
    const begun = drafts(section.getAttribute("data-library"));
    Array.prototype.forEach.call(document.querySelectorAll("[data-form]"), (form) => {
      const id = form.getAttribute("data-form");
      if (!begun[id]) return;
      const line = element("li", {}, "");
      line.appendChild(element("a", { href: "checklists/" + id + ".html" }, form.getAttribute("data-title")));
      line.appendChild(element("span", { class: "again__more" }, "填了 " + begun[id] + " 条，还没交"));
      list.appendChild(line);
    });
    const cases = anliku.memory ? anliku.memory.read().slice(0, MOST) : [];
    cases.forEach((one) => {
      const line = element("li", {}, "");
      line.appendChild(element("a", { href: anliku.view.address("cases/" + one.id + ".html") }, one.title));
      line.appendChild(element("span", { class: "again__more" }, "看过"));
      list.appendChild(line);
    });
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

  const section = document.querySelector("[data-again]");
  if (section) show(section);
})((window.anliku = window.anliku || {}));
