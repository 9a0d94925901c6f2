/** Last time's tasks: what somebody was to do by some day. Whether it was done is kept with this time's result. */
var anliku = window.anliku || {};
anliku.tasks = (function () {
  "use strict";

  const answers = anliku.answers, dom = anliku.dom, make = anliku.dom.element;

  /** @typedef {{item: Item, past: Given}} Task */

  /**
   * Items of last time's result that carry an owner or a day, and were not done by then.
   * @param {Page} page
   * @returns {Task[]}
   */
  function tasksOf(page) {
    const past = page.before ? page.before.answers[answers.assessorOf(page)] || {} : {};
    return (page.before ? page.before.sheet.items : []).filter(function (item) {
      const given = past[item.id];
      return given && (given.owner || given.due) && !given.done;
    }).map(function (item) { return { item: page.items[item.id] || item, past: past[item.id] }; });
  }

  /**
   * A task of an item that this sheet no longer has: it is shown, and there is no answer beside which to keep whether it is done.
   * @param {Task} task
   */
  function goneEntry(task) {
    return make("li", { class: "ck-task" }, make("p", {}, task.item.ask + "（现在的表里没有这一条）"), particulars(task));
  }

  /** @param {Task} task */
  function particulars(task) {
    const who = [task.past.owner && "责任人：" + task.past.owner, task.past.due && "期限：" + task.past.due].filter(Boolean).join("，");
    return make("p", { class: "ck-hint" }, who);
  }

  /** @param {Page} page @param {Task} task @param {boolean} done @param {string} text */
  function choice(page, task, done, text) {
    const input = make("input", { type: "radio", name: "done-" + task.item.id, value: String(done) });
    input.addEventListener("change", function () {
      const id = task.item.id, assessor = answers.assessorOf(page), given = answers.answersOf(page)[id] || task.past;
      answers.edit(page, assessor, id, { done: done, owner: given.owner || task.past.owner || "", due: given.due || task.past.due || "" });
      page.schedule();
    });
    return make("label", {}, input, " " + text);
  }

  /** @param {Page} page @param {Task} task */
  function entry(page, task) {
    if (!page.byId[task.item.id]) return goneEntry(task);
    const ask = dom.text(page.byId[task.item.id].box.querySelector(".ck-ask"));
    const legend = make("legend", {}, make("a", { href: "#item-" + task.item.id }, ask));
    const choices = [choice(page, task, true, "做到了"), choice(page, task, false, "没做到")];
    return make("li", { class: "ck-task" }, make("fieldset", {}, legend, particulars(task), ...choices));
  }

  /**
   * Shows the tasks; the list is made anew only when it is another one.
   * @param {Page} page
   */
  function show(page) {
    const tasks = tasksOf(page), list = dom.byId("ck-task-list"), given = answers.answersOf(page);
    const key = answers.assessorOf(page) + JSON.stringify(tasks.map(function (task) { return [task.item.id, task.past.owner, task.past.due]; }));
    dom.byId("ck-tasks").hidden = !tasks.length;
    if (list.dataset.key !== key) {
      list.textContent = "";
      tasks.forEach(function (task) { list.appendChild(entry(page, task)); });
      list.dataset.key = key;
    }
    tasks.forEach(function (task, place) {
      const now = given[task.item.id], done = String(now && now.done);
      dom.all(list.children[place], "input", HTMLInputElement).forEach(function (input) { input.checked = done === input.value; });
    });
  }

  return { show: show };
})();
