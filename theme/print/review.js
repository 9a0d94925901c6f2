/* Remembers the ticks, counts them, and writes the lines for the case's file. Without it the page is a list to print. */
(function () {
  "use strict";

  const key = "anliku-review/" + document.body.getAttribute("data-case");
  const boxes = Array.from(document.querySelectorAll("[data-sentence]"));
  const by = document.querySelector("[data-by]");
  const on = document.querySelector("[data-on]");

  /** The sentences that were ticked before; a sentence that has changed since is none of them. */
  function kept() {
    try {
      const found = JSON.parse(window.localStorage.getItem(key));
      return Array.isArray(found) ? found : [];
    } catch (error) {
      return [];
    }
  }

  function keep(ticked) {
    try {
      window.localStorage.setItem(key, JSON.stringify(ticked));
    } catch (error) {
      /* then they hold as long as the page is open */
    }
  }

  function today() {
    const now = new Date();
    return now.getFullYear() + "-" + ("0" + (now.getMonth() + 1)).slice(-2) + "-" + ("0" + now.getDate()).slice(-2);
  }

  function show() {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.getAttribute("data-sentence"));
    const left = boxes.length - ticked.length;
    keep(ticked);
    document.querySelector("[data-status]").textContent = left
      ? "还有 " + left + " 句没有打勾（共 " + boxes.length + " 句）。全部打勾以后，这里给出要抄进案例文件的几行。"
      : "全部核对完了。把下面几行抄进案例文件，换掉原来的 reviewed：";
    const lines = ["reviewed:", "  by: " + JSON.stringify(by.value), "  on: " + JSON.stringify(on.value), "  checked: " + boxes.length];
    const yaml = document.querySelector("[data-yaml]");
    yaml.hidden = left > 0;
    yaml.textContent = lines.join("\n");
  }

  const before = kept();
  boxes.forEach((box) => (box.checked = before.indexOf(box.getAttribute("data-sentence")) >= 0));
  on.value = today();
  document.addEventListener("input", show);
  document.addEventListener("change", show);
  show();
})();
