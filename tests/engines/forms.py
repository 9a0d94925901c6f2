"""What tests do with a self-assessment on screen, as JavaScript that every engine runs."""

from __future__ import annotations

READY = "document.querySelector('[data-ready]') !== null"
STORAGE = "document.getElementById('ck-storage').textContent"
# One answer a question, of every form there is; what is too small or too large is among them.
FILL = """(() => {
  const send = (input, value) => { input.value = value; input.dispatchEvent(new Event("input", { bubbles: true })); };
  document.querySelectorAll(".ck-screening fieldset").forEach((one) => one.querySelector("input[value=true]").click());
  document.querySelectorAll("[data-item]").forEach((item, number) => {
    const choices = item.querySelectorAll("input[type=radio]");
    const field = item.querySelector("input[inputmode=decimal]");
    if (choices.length) choices[number % choices.length].click();
    else send(field, String((number * 7) % 50));
    if (number % 11 === 3 && item.querySelector("[name^=n-]")) item.querySelector("[name^=n-]").click();
  });
  send(document.querySelector("[name=period]"), "2026");
  return document.querySelectorAll("[data-item]").length;
})()"""
# Put a result file into the form by one of its buttons: LOAD % (JSON of the file's text, "load").
LOAD = """(() => {
  const input = document.getElementById("ck-file");
  const files = new DataTransfer();
  files.items.add(new File([%s], "result.json", { type: "application/json" }));
  input.click = () => { input.files = files.files; input.onchange(); };
  document.querySelector("[data-do=%s]").click();
})()"""
# The same with a file of bytes: LOAD_BYTES % JSON of their base64.
LOAD_BYTES = """(() => {
  const input = document.getElementById("ck-file");
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(%s), (letter) => letter.charCodeAt(0))], "result.xlsx"));
  input.click = () => { input.files = files.files; input.onchange(); };
  document.querySelector("[data-do=load]").click();
})()"""
# The form shows its scores in the next frame.
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
