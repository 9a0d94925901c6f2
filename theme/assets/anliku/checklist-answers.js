/**
 * The answers that the page holds: the draft, who is answering, changes and what they replace. No controls here.
 * Everything that belongs to the page is in the object `page`, which every function is given.
 */
(function () {
  "use strict";

  const core = window.anlikuChecklist, reader = window.anlikuRead, drafts = window.anlikuDraft;
  const texts = window.anlikuText, tally = window.anlikuTally;
  const CONTENT = ["reason", "evidence", "note", "owner", "due"];
  const KEPT = ["value", "na", "reason", "evidence", "note", "owner", "due", "on", "revision", "done"];

  function today() {
    const now = new Date();
    const two = function (n) { return (n < 10 ? "0" : "") + n; };
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  /** The time of a change: later than everything the page has seen, even after the computer's clock was set back. */
  function tick(page) {
    page.clock = Math.max(Date.now(), page.clock + 1);
    return page.clock;
  }

  function assessorOf(page) {
    const checked = page.form.querySelector('[name="assessor"]:checked');
    return checked ? checked.value : "self";
  }

  function answersOf(page) {
    const assessor = assessorOf(page);
    if (!page.draft.answers[assessor]) page.draft.answers[assessor] = {};
    return page.draft.answers[assessor];
  }

  function screeningOf(page) {
    const found = {};
    Object.keys(page.draft.screening).forEach(function (id) {
      if (typeof page.draft.screening[id].v === "boolean") found[id] = page.draft.screening[id].v;
    });
    return found;
  }

  function metaOf(page, name) {
    const entry = page.draft.meta[name];
    return entry && typeof entry.v === "string" ? entry.v : "";
  }

  function setMeta(page, name, value) {
    page.draft.meta[name] = { v: value, t: tick(page) };
    page.unsaved[assessorOf(page)] = true;
  }

  /** Answers to no item of this sheet: they go back into the file as they came. */
  function unknownOf(page, assessor) {
    const entry = page.draft.unknown[assessor];
    return entry && typeof entry.v === "object" && entry.v ? entry.v : {};
  }

  function isGiven(given) {
    return Boolean(given) && (core.isAnswered(given) || Boolean(given.na));
  }

  function hasContent(given) {
    return isGiven(given) || CONTENT.some(function (name) { return Boolean(given[name]); });
  }

  /** An answer as the file keeps it; of a counted one the counts are kept, in `tally`. */
  function written(entry) {
    const kept = { value: null, na: false };
    KEPT.forEach(function (name) {
      if (entry[name] !== undefined && entry[name] !== "") kept[name] = entry[name];
    });
    return entry.counts ? Object.assign(kept, { value: null }) : kept;
  }

  /** Answers by assessor, of those who gave any and of the one who is filling in. */
  function allAnswers(page) {
    const found = {};
    core.ASSESSORS.forEach(function (assessor) {
      const answers = page.draft.answers[assessor] || {};
      const some = Object.keys(answers).some(function (id) { return hasContent(answers[id]); });
      if (some || assessor === assessorOf(page)) found[assessor] = answers;
    });
    return found;
  }

  /** Slips of paper of an assessor: { returned, handed_out, bad: what was typed that is no number of slips }. */
  function slipsOf(page, assessor) {
    const found = { bad: "" };
    ["returned", "handed_out"].forEach(function (name) {
      const typed = texts.plain(metaOf(page, name + "-" + assessor)), number = typed ? texts.numberOf(typed, "份") : 0;
      found[name] = number !== null && tally.isCount(number) ? number : 0;
      if (number === null || !tally.isCount(number)) found.bad = found.bad || typed;
    });
    return found;
  }

  /** Changes an answer. An answer of one takes the place of counted ones; “not applicable” takes the place of either. */
  function edit(page, assessor, id, change) {
    const answers = page.draft.answers[assessor] || (page.draft.answers[assessor] = {});
    const before = answers[id] || { value: null, na: false };
    const answered = "value" in change || "na" in change || "revision" in change;
    const item = page.items[id];
    const stamp = answered ? { on: today(), revision: item.revision, hash: item.hash } : {};
    answers[id] = Object.assign({}, before, change, stamp, { t: tick(page) });
    if ("value" in change && !change.counts) delete answers[id].counts;
    page.unsaved[assessor] = true;
  }

  /** Takes an answer away, and keeps it at hand until another is given. */
  function remove(page, assessor, id, change) {
    const before = (page.draft.answers[assessor] || {})[id];
    if (isGiven(before)) page.cleared[assessor + ":" + id] = { value: before.value, na: Boolean(before.na), counts: before.counts };
    edit(page, assessor, id, Object.assign({ value: null, na: false }, change));
  }

  function removed(page, assessor, id) {
    return page.cleared[assessor + ":" + id] || null;
  }

  /** Gives an answer; what was taken away before is then no longer at hand. */
  function give(page, assessor, id, change) {
    delete page.cleared[assessor + ":" + id];
    edit(page, assessor, id, Object.assign({ na: false }, change));
  }

  function bringBack(page, assessor, id) {
    const earlier = removed(page, assessor, id);
    if (!earlier) return;
    give(page, assessor, id, earlier.counts ? earlier : { value: earlier.value, na: earlier.na });
  }

  function trustedEntry(page, id, stored) {
    const item = page.items[id], counts = tally.trusted(page.sheet, item, stored.counts);
    const plain = Object.assign({}, stored, { value: counts ? null : stored.value });
    const entry = Object.assign(reader.readGiven(page.sheet, item, plain, function () {}), { t: stored.t });
    if (reader.HASH.test(stored.hash)) entry.hash = stored.hash;
    return counts && !entry.na ? Object.assign(entry, { value: tally.meanOf(counts), counts: counts }) : entry;
  }

  /** A draft from storage is foreign: any page on this disk may have written it. */
  function trusted(page, stored) {
    const draft = drafts.merge(drafts.empty(), stored);
    core.ASSESSORS.forEach(function (assessor) {
      const given = draft.answers[assessor] || {};
      const answers = draft.answers[assessor] = reader.underPresentIds(given, reader.renamedIn(page.sheet, given));
      Object.keys(answers).forEach(function (id) {
        if (!page.items[id]) delete answers[id];
        else answers[id] = trustedEntry(page, id, answers[id]);
      });
    });
    page.clock = Math.max(page.clock, drafts.newest(draft));
    return draft;
  }

  /** Puts `next` in the place of the draft, so that it also wins over what another tab stored. */
  function replace(page, next) {
    const now = tick(page);
    const cleared = function (entries, blank) {
      const made = {};
      Object.keys(entries).forEach(function (key) { made[key] = Object.assign({}, blank, { t: now }); });
      return made;
    };
    const over = function (entries, given) {
      Object.keys(given || {}).forEach(function (key) { entries[key] = Object.assign({}, given[key], { t: now }); });
      return entries;
    };
    const draft = drafts.empty();
    draft.meta = over(cleared(page.draft.meta, { v: "" }), next.meta);
    draft.screening = over(cleared(page.draft.screening, { v: null }), next.screening);
    core.ASSESSORS.forEach(function (assessor) {
      const old = cleared(page.draft.answers[assessor] || {}, { value: null, na: false });
      draft.answers[assessor] = over(old, next.answers[assessor]);
    });
    draft.unknown = over(cleared(page.draft.unknown, { v: {} }), next.unknown);
    page.draft = draft;
    page.cleared = {};
  }

  window.anlikuAnswers = {
    assessorOf: assessorOf, answersOf: answersOf, screeningOf: screeningOf, metaOf: metaOf, setMeta: setMeta, unknownOf: unknownOf, isGiven: isGiven,
    hasContent: hasContent, written: written, allAnswers: allAnswers, slipsOf: slipsOf, tick: tick, edit: edit, give: give, remove: remove,
    removed: removed, bringBack: bringBack, trusted: trusted, replace: replace
  };
})();
