/** Keeps the draft in the browser while somebody writes, takes over what another window wrote, and says what it did. */
var anliku = window.anliku || {};
anliku.keep = (function () {
  "use strict";

  const core = anliku.checklist, drafts = anliku.drafts, answers = anliku.answers, form = anliku.form;
  const guide = anliku.guide, reader = anliku.results, versions = anliku.versions, byId = anliku.dom.byId;
  const SAVE_AFTER_MS = 300, TIMES = ["t", "on"];
  /** @type {("meta"|"screening"|"unknown")[]} */
  const PARTS = ["meta", "screening", "unknown"];

  /** @param {Page} page @param {boolean} works */
  function showStorage(page, works) {
    page.stored = works;
    page.storing = false;
    const box = byId("ck-storage");
    box.classList.toggle("ck-storage--off", !works);
    const text = works
      ? "边填边存在这台电脑的这个浏览器里。换电脑、换文件夹或清理浏览器会丢，填完请点“保存结果”存成文件。"
      : "这个浏览器现在存不了东西（被禁止或已存满）：关掉页面答案就没有了，请随时点“保存结果”存成文件。";
    if (box.textContent !== text) box.textContent = text;
    guide.showSaved(page);
  }

  /**
   * Stores the draft now.
   * @param {Page} page
   */
  function store(page) {
    window.clearTimeout(page.timer);
    const merged = page.drafts.write(page.draft);
    showStorage(page, Boolean(merged));
    if (merged) adopt(page, merged);
  }

  /**
   * Shows the new scores in the next frame, unless `quiet`, and stores the draft when nobody has written for a moment.
   * @param {Page} page
   * @param {boolean} [quiet]
   */
  function schedule(page, quiet) {
    page.storing = true;
    window.clearTimeout(page.timer);
    page.timer = window.setTimeout(function () { store(page); }, SAVE_AFTER_MS);
    if (quiet) {
      guide.showSaved(page);
    } else if (!page.waiting) {
      page.waiting = true;
      window.requestAnimationFrame(function () {
        page.waiting = false;
        form.refresh(page);
      });
    }
  }

  /**
   * An entry as it is compared: without what is empty, whatever the order of its keys.
   * @param {Object<string, any>|undefined} entry
   * @param {string[]} leftOut
   */
  function plain(entry, leftOut) {
    const all = entry || {};
    return JSON.stringify(Object.keys(all).sort().filter(function (key) {
      return leftOut.indexOf(key) < 0 && all[key] !== "" && all[key] !== undefined && all[key] !== null;
    }).map(function (key) { return [key, all[key]]; }));
  }

  /** @param {Object<string, any>|undefined} one @param {Object<string, any>|undefined} other */
  function same(one, other) {
    const keys = Object.keys(Object.assign({}, one, other));
    return keys.every(function (key) { return plain((one || {})[key], []) === plain((other || {})[key], []); });
  }

  /** @param {Draft} one @param {Draft} other */
  function sameDraft(one, other) {
    return PARTS.every(function (name) { return same(one[name], other[name]); })
      && core.ASSESSORS.every(function (assessor) { return same(one.answers[assessor], other.answers[assessor]); });
  }

  /**
   * Ids of the items whose answers differ between two drafts.
   * @param {Page} page
   * @param {Draft} one
   * @param {Draft} other
   */
  function changed(page, one, other) {
    return page.sheet.items.map(function (item) { return item.id; }).filter(function (id) {
      return core.ASSESSORS.some(function (assessor) {
        return plain((one.answers[assessor] || {})[id], TIMES) !== plain((other.answers[assessor] || {})[id], TIMES);
      });
    });
  }

  /** @param {Page} page @param {string[]} ids */
  function sayMerged(page, ids) {
    const numbers = ids.map(function (id) { return page.controls.indexOf(page.byId[id]) + 1; });
    const shown = numbers.slice(0, 9).join("、") + (numbers.length > 9 ? " 等" : "");
    form.say("另一个窗口也在填这张表：第 " + shown + " 条（共 " + numbers.length + " 条）已合并进来，同一条以后填的为准。");
  }

  /**
   * Takes over what another window stored meanwhile, without touching a control that is being typed in.
   * @param {Page} page
   * @param {Draft} merged
   */
  function adopt(page, merged) {
    const next = answers.trusted(page, merged);
    if (sameDraft(next, page.draft)) return;
    const ids = changed(page, page.draft, next);
    page.draft = next;
    page.spared = page.form.contains(document.activeElement);
    form.fill(page, ids);
    form.refresh(page);
    if (ids.length) sayMerged(page, ids);
  }

  /**
   * Looks at what is stored; what is missing there, because two windows stored at once, is stored again.
   * @param {Page} page
   */
  function pull(page) {
    const stored = page.drafts.read();
    if (!stored) return;
    const merged = drafts.merge(page.draft, stored);
    adopt(page, merged);
    if (changed(page, answers.trusted(page, stored), page.draft).length) schedule(page, true);
  }

  /**
   * Fills the control that was spared while somebody wrote in it.
   * @param {Page} page
   * @param {EventTarget|null} control
   */
  function settle(page, control) {
    if (!page.spared) return;
    page.spared = false;
    const box = control instanceof Element ? control.closest("[data-item]") : null;
    form.fill(page, box ? [box.getAttribute("data-item") || ""] : []);
  }

  /** @param {number} number */
  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  /** @param {number|undefined} time */
  function moment(time) {
    const at = new Date(typeof time === "number" ? time : NaN);
    return isNaN(at.getTime()) ? "" : "（" + (at.getMonth() + 1) + " 月 " + at.getDate() + " 日 " + two(at.getHours()) + ":" + two(at.getMinutes()) + " 存的）";
  }

  /**
   * What a draft holds, in words: whose answers, and how many; "" for nothing.
   * @param {Draft} draft
   */
  function contents(draft) {
    /** @type {string[]} */
    const parts = [];
    core.ASSESSORS.forEach(function (assessor) {
      const given = draft.answers[assessor] || {}, ids = Object.keys(given);
      const answered = ids.filter(function (id) { return answers.isGiven(given[id]); }).length;
      const noted = ids.filter(function (id) { return answers.hasContent(given[id]); }).length - answered;
      if (answered || noted) {
        parts.push(anliku.report.NAMES[assessor] + " " + answered + " 条" + (noted ? "（另有 " + noted + " 条只记了字）" : ""));
      }
    });
    return parts.join("、");
  }

  /**
   * The first assessor of whom a draft holds anything; "" for none.
   * @param {Draft} draft
   */
  function first(draft) {
    return core.ASSESSORS.filter(function (assessor) {
      const given = draft.answers[assessor] || {};
      return Object.keys(given).some(function (id) { return answers.hasContent(given[id]); });
    })[0] || "";
  }

  /**
   * Says what was restored, and offers to go on from there.
   * @param {Page} page
   * @param {number|undefined} saved when it was stored
   * @param {boolean} old whether it is of an earlier version of the sheet
   * @param {number} lost how many answers this sheet has no items for
   */
  function sayRestored(page, saved, old, lost) {
    const draft = page.draft, held = contents(draft), unit = answers.metaOf(page, "unit"), period = answers.metaOf(page, "period");
    const who = (unit ? "“" + unit + "”" : "") + (period ? period + " 的" : unit ? "的" : "");
    if (!held && !who && !lost) return;
    const stale = core.ASSESSORS.reduce(function (n, a) { return n + core.toRecheck(page.sheet, draft.answers[a] || {}).length; }, 0);
    form.say((old ? "自评表改过版，已把上一版填的答案带过来" : "已恢复上次填的") + "：" + who + (held || (lost ? "没有对得上的答案" : "填表信息，还没有答案")) + moment(saved)
      + (stale ? "，其中 " + stale + " 条请复核。" : "。") + (lost ? "另有 " + lost + " 条这张表里没有，原样留在结果文件里，不计分。" : ""));
    byId("ck-resume").hidden = !held;
  }

  /**
   * Answers to items that this sheet does not have: they go into the file as they came. Gives how many there are.
   * @param {Page} page
   * @param {Draft} draft
   */
  function rescued(page, draft) {
    let count = 0;
    core.ASSESSORS.forEach(function (assessor) {
      const given = draft.answers[assessor] || {}, moves = reader.renamedIn(page.sheet, given), kept = answers.unknownOf({ draft: draft }, assessor);
      /** @type {Object<string, any>} */
      const next = {};
      Object.keys(kept).forEach(function (id) { reader.put(next, id, kept[id]); });
      Object.keys(given).forEach(function (id) {
        if (page.items[id] || core.own(moves, id) || !answers.hasContent(given[id])) return;
        count += 1;
        reader.put(next, id, answers.written(given[id]));
      });
      if (Object.keys(next).length) draft.unknown[assessor] = { v: next, t: answers.tick(page) };
    });
    return count;
  }

  /**
   * Takes over what is stored of this version; what is stored of one that has a page of its own is only offered.
   * @param {Page} page
   * @param {(page: Page, sheet: Sheet, bring: () => void) => void} offer
   */
  function restore(page, offer) {
    const stored = page.drafts.read(), earlier = stored ? null : page.drafts.earlier();
    showStorage(page, page.drafts.works);
    if (stored) take(page, stored, false);
    if (!earlier) return;
    const made = versions.asOf(page.sheet, earlier.version);
    if (made === page.sheet || !made.kept_as) {
      take(page, earlier.draft, page.sheet.versions.indexOf(earlier.version) < 0);
      return;
    }
    form.say("这个浏览器里有一份按保留的“" + made.kept_as + "”版填的草稿" + moment(earlier.draft.saved) + "，没有带进来：条目或评分办法改过。");
    offer(page, made, function () {
      take(page, earlier.draft, true);
      form.fill(page);
      page.schedule();
    });
  }

  /**
   * Makes a stored draft that of the page.
   * @param {Page} page
   * @param {Draft} found
   * @param {boolean} old whether it is of an earlier version of the sheet
   */
  function take(page, found, old) {
    const lost = old ? rescued(page, found) : 0;
    page.draft = answers.trusted(page, found);
    answers.choose(page, first(page.draft));
    sayRestored(page, found.saved, old, lost);
  }

  return { store: store, schedule: schedule, pull: pull, settle: settle, restore: restore };
})();
