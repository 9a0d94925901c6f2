/** Last time's tasks: what somebody was to do by some day. Whether it was done is kept with this time's result. */
(function () {
  "use strict";

  const answers = window.anlikuAnswers;

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** Items of last time's sheet that carry an owner or a day, and were not done by then. */
  function tasksOf(page) {
    const past = page.before ? page.before.answers[answers.assessorOf(page)] || {} : {};
    return (page.before ? page.before.sheet.items : []).filter(function (item) {
      const given = past[item.id];
      return given && (given.owner || given.due) && !given.done;
    }).map(function (item) { return { item: page.items[item.id] || item, past: past[item.id] }; });
  }

  /** A task of an item that this sheet no longer has: it is shown, and there is no answer beside which to keep whether it is done. */
  function goneEntry(task) {
    const made = make("li", "ck-task"), ask = make("p", "", task.item.ask + "（现在的表里没有这一条）");
    made.appendChild(ask);
    made.appendChild(particulars(task));
    return made;
  }

  function particulars(task) {
    return make("p", "ck-hint", [task.past.owner && "责任人：" + task.past.owner, task.past.due && "期限：" + task.past.due].filter(Boolean).join("，"));
  }

  function choice(page, task, done, text) {
    const label = make("label", "", ""), input = make("input");
    input.type = "radio";
    input.name = "done-" + task.item.id;
    input.value = String(done);
    input.addEventListener("change", function () {
      const id = task.item.id, assessor = answers.assessorOf(page), given = answers.answersOf(page)[id] || {};
      answers.edit(page, assessor, id, { done: done, owner: given.owner || task.past.owner || "", due: given.due || task.past.due || "" });
      page.schedule();
    });
    label.appendChild(input);
    label.appendChild(document.createTextNode(" " + text));
    return label;
  }

  function entry(page, task) {
    if (!page.byId[task.item.id]) return goneEntry(task);
    const made = make("li", "ck-task"), box = make("fieldset"), legend = make("legend"), link = make("a", "", "");
    link.textContent = page.byId[task.item.id].box.querySelector(".ck-ask").textContent;
    link.href = "#item-" + task.item.id;
    legend.appendChild(link);
    box.appendChild(legend);
    box.appendChild(particulars(task));
    box.appendChild(choice(page, task, true, "做到了"));
    box.appendChild(choice(page, task, false, "没做到"));
    made.appendChild(box);
    return made;
  }

  /** Shows the tasks; the list is made anew only when it is another one. */
  function show(page) {
    const tasks = tasksOf(page), list = document.getElementById("ck-task-list"), given = answers.answersOf(page);
    const key = answers.assessorOf(page) + JSON.stringify(tasks.map(function (task) { return [task.item.id, task.past.owner, task.past.due]; }));
    document.getElementById("ck-tasks").hidden = !tasks.length;
    if (list.dataset.key !== key) {
      list.textContent = "";
      tasks.forEach(function (task) { list.appendChild(entry(page, task)); });
      list.dataset.key = key;
    }
    tasks.forEach(function (task, place) {
      const done = (given[task.item.id] || {}).done;
      list.children[place].querySelectorAll("input").forEach(function (input) { input.checked = String(done) === input.value; });
    });
  }

  window.anlikuTasks = { show: show };
})();
