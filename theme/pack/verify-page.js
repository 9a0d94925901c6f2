/* The checking page: picks a folder, shows progress, and lists in Chinese what differs. */
var anliku = window.anliku || {};
(function () {
  "use strict";

  const core = anliku.verify;
  const make = anliku.dom.element;
  const input = anliku.dom.need(document, "#folder", HTMLInputElement);
  const bar = anliku.dom.need(document, "#bar", HTMLProgressElement);
  const status = anliku.dom.byId("status");
  const report = anliku.dom.byId("report");
  const SHOWN = 100;
  const SEALS = {
    none: "这个包没有签名：只能查出拷贝中的差错，查不出有人连清单一起换。",
    missing: "清单说这个包有签名，签名文件却不在：不要使用。",
    bad: "签名和清单对不上：不要使用。",
    valid: "签名有效。还要确认是不是发布单位的钥匙：",
    unchecked: "这个浏览器不会验签名，签名没有验。请用 anliku verify，或换新的浏览器。签名人自称：",
  };

  /** @param {string} text @param {string} name of the class */
  function say(text, name) {
    report.appendChild(make("p", name ? { class: name } : {}, text));
  }

  /** @param {string} title @param {string[]} paths */
  function list(title, paths) {
    if (!paths.length) return;
    const items = make("ul");
    paths.slice(0, SHOWN).forEach((path) => items.appendChild(make("li", {}, path)));
    if (paths.length > SHOWN) items.appendChild(make("li", {}, "……还有 " + (paths.length - SHOWN) + " 个，没有列出"));
    report.appendChild(make("h2", { class: "bad" }, title + " " + paths.length + " 个文件"));
    report.appendChild(items);
  }

  /** @param {Checked} result @param {number} seconds */
  function show(result, seconds) {
    const { manifest, seal } = result;
    const sealed = seal.state !== "missing" && seal.state !== "bad";
    const differences = result.missing.length + result.changed.length + result.added.length + result.renamed.length;
    const good = sealed && !differences;
    const words = good
      ? "完整：" + manifest.files.length + " 个文件，名称、大小和内容都和清单一致。"
      : differences
        ? "不完整：有 " + differences + " 个文件和清单不一样。"
        : "文件和清单一致，但签名不行。";
    say(words, good ? "verdict good" : "verdict bad");
    list("缺少", result.missing.map(core.visible));
    list("改动了", result.changed.map(core.visible));
    list("多出", result.added.map(core.visible));
    list("改了名", result.renamed.map((pair) => pair.map(core.visible).join(" → ")));
    say(SEALS[seal.state], sealed ? "" : "bad");
    if (sealed && seal.fingerprint) {
      say(seal.fingerprint, "fingerprint");
      say("这个指纹要和从别的途径得到的一致：打电话问发布单位，或看它的公告。写在包里的指纹不算数。", "");
    }
    const claims = "版本 " + manifest.version + "，内容截至 " + manifest.date + "；案例库名称“";
    say("清单上写的：" + claims + core.visible(manifest.library) + "”", "");
    status.textContent = "用时 " + seconds.toFixed(1) + " 秒。";
    document.body.setAttribute("data-state", good ? "good" : "bad");
  }

  /** @param {any} error */
  function fault(error) {
    say(error.message, "verdict bad");
    status.textContent = "没有查成。";
    document.body.setAttribute("data-state", "fault");
  }

  /** @returns {PackFile[]} */
  function chosen() {
    return Array.from(input.files || [], (file) => ({
      path: file.webkitRelativePath || file.name,
      size: file.size,
      slice: (from, to) => file.slice(from, to),
    }));
  }

  async function run() {
    const started = performance.now();
    const own = location.hash === "#own";
    report.textContent = "";
    document.body.setAttribute("data-state", "busy");
    bar.hidden = false;
    try {
      const result = await core.check(
        chosen(),
        (done, total) => {
          bar.max = total;
          bar.value = done;
          status.textContent = "正在核对：" + done + " / " + total;
        },
        own,
      );
      show(result, (performance.now() - started) / 1000);
    } catch (error) {
      fault(error);
    }
    bar.hidden = true;
  }

  input.disabled = false;
  status.textContent = "还没有选文件夹。";
  input.addEventListener("change", () => chosen().length && run());
})();
