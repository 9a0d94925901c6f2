/* Remembers the ticks, counts them, and writes the lines for the case's file. Without it the page is a list to print. */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const dom = anliku.dom;
  const key = "anliku-review/" + document.body.getAttribute("data-case");
  const boxes = dom.all(document, "[data-sentence]", HTMLInputElement);
  const by = dom.need(document, "[data-by]", HTMLInputElement);
  const on = dom.need(document, "[data-on]", HTMLInputElement);
  const yaml = dom.need(document, "[data-yaml]", HTMLElement);
  const status = dom.need(document, "[data-status]", HTMLElement);

  function today() {
    const now = new Date();
    return now.getFullYear() + "-" + ("0" + (now.getMonth() + 1)).slice(-2) + "-" + ("0" + now.getDate()).slice(-2);
  }

  function show() {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.getAttribute("data-sentence"));
    const left = boxes.length - ticked.length;
    anliku.kept.write(key, JSON.stringify(ticked)); // where that cannot be done, they hold as long as the page is open
    status.textContent = left
      ? "还有 " + left + " 句没有打勾（共 " + boxes.length + " 句）。全部打勾以后，这里给出要抄进案例文件的几行。"
      : "全部核对完了。把下面几行抄进案例文件，换掉原来的 reviewed：";
    const lines = ["reviewed:", "  by: " + JSON.stringify(by.value), "  on: " + JSON.stringify(on.value), "  checked: " + boxes.length];
    yaml.hidden = left > 0;
    yaml.textContent = lines.join("\n");
  }

  const before = anliku.kept.readList(key); // a sentence that has changed since is none of them
  boxes.forEach((box) => (box.checked = before.indexOf(box.getAttribute("data-sentence")) >= 0));
  on.value = today();
  document.addEventListener("input", show);
  document.addEventListener("change", show);
  show();
})();
