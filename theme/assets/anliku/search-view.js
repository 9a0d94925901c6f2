/*
 * Building the parts of a result. Text reaches the page through textContent alone.
 */
var anliku = window.anliku || {};
anliku.view = (function () {
  "use strict";

  const element = anliku.dom.element;
  /** @type {Object<string, string>} */
  const KINDS = {
    case: "案例", policy: "政策", indicator: "自评条目", card: "行动卡", lesson: "教学包", term: "术语", framework: "框架", page: "指南与页面",
  };
  /** @type {Object<string, string>} */
  const HOW = { alias: "同义", variant: "繁简", pinyin: "拼音", near: "近似" };


  /**
   * Put pieces of text into an element, matches in <mark>.
   * @param {Element} target
   * @param {Piece[]} parts
   */
  function fill(target, parts) {
    for (const part of parts) target.appendChild(part.hit ? element("mark", {}, part.text) : document.createTextNode(part.text));
    return target;
  }

  /**
   * An address of a document from this page; only relative ones, as the index holds no others.
   * @param {string} url
   */
  function address(url) {
    return /^[a-z][a-z0-9+.-]*:|^[\\/]{2}/i.test(url) ? "#" : anliku.base + (isCompact() ? atViewer(url) : url);
  }

  /** Whether the page is one of a compact pack, which shows all cases on one page. */
  function isCompact() {
    return document.body.hasAttribute("data-compact");
  }

  /**
   * The twin of links.py in the part `pack`, for addresses that scripts make. The words to mark go behind #, where they load no
   * page anew.
   * @param {string} url
   */
  function atViewer(url) {
    const parts = /^cases\/(?!index\.)([^/?#]+)\.html(?:\?find=([^#]*))?(?:#(.*))?$/.exec(url);
    return parts ? "cases/case.html#" + parts[1] + (parts[3] ? "/" + parts[3] : "") + (parts[2] ? "&find=" + parts[2] : "") : url;
  }

  /**
   * One result: title, kind, passage.
   * @param {Hit} hit from anliku.search
   * @param {string} className prefix of the parts' classes
   */
  function result(hit, className) {
    if (hit.missing) {
      return element("div", { class: className + "-lost" }, "这一条的文字读不出来（" + hit.missing + " 缺失或损坏）。");
    }
    const box = element("div", { class: className + "-body" });
    const link = element("a", { href: address(anliku.marks.withFind(hit.url, hit.find)), class: className + "-title" });
    box.appendChild(fill(link, hit.title_parts));
    const notes = element("span", { class: className + "-notes" }, KINDS[hit.kind] || hit.kind);
    if (hit.section) notes.appendChild(element("span", { class: className + "-section" }, hit.section));
    if (hit.source) notes.appendChild(element("span", { class: className + "-section" }, hit.source));
    const how = HOW[hit.matched] && HOW[hit.matched] + (hit.reason ? "，" + hit.reason : "");
    if (how) notes.appendChild(element("span", { class: className + "-how" }, how));
    box.appendChild(notes);
    box.appendChild(fill(element("p", { class: className + "-text" }), hit.snippet_parts));
    return box;
  }

  /**
   * Links to what has the same name, by its kind.
   * @param {Hit[]} hits
   * @param {string} className
   */
  function others(hits, className) {
    const line = element("p", { class: className + "-same" }, "同名的还有：");
    hits.forEach((hit, i) => {
      const target = address(anliku.marks.withFind(hit.url, hit.find));
      if (i) line.appendChild(document.createTextNode("、"));
      line.appendChild(element("a", { href: target }, (KINDS[hit.kind] || hit.kind) + "“" + hit.title + "”"));
    });
    return line;
  }

  /**
   * In one sentence: how many, and how they were found.
   * @param {Answer} answer
   */
  function summary(answer) {
    const isCut = answer.notes.some((note) => note.kind === "cut");
    return found(answer) + (isCut ? "；词句太长，只按前 " + anliku.text.MAX_QUERY + " 个字找" : "");
  }

  /** @param {Answer} answer */
  function found(answer) {
    if (!answer.total) return "没有找到";
    if (answer.exact) return "共 " + answer.total + " 条" + (answer.more ? "，另有 " + answer.more + " 条近似" : "");
    const dropped = answer.notes.filter((note) => note.kind === "dropped").map((note) => "“" + note.text + "”").join("、");
    const without = dropped ? "；" + dropped + "哪里都没有，没有算进去" : "";
    return "没有完全一致的内容，以下 " + answer.total + " 条为近似结果" + without;
  }

  /**
   * What stands in the way of a complete answer; empty when nothing does.
   * @param {Answer} answer
   */
  function trouble(answer) {
    if (!answer.problems.length) return "";
    const names = answer.problems.slice(0, 3).join("、");
    return "有 " + answer.problems.length + " 个索引文件缺失或损坏（" + names + "），结果可能不全。请重新拷贝整个文件夹。";
  }

  return { address: address, result: result, others: others, summary: summary, trouble: trouble, kinds: KINDS };
})();
