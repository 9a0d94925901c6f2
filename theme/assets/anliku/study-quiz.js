/*
 * Ten questions on terms, figures and what cases say (study/quiz.js, see pages/quiz.py); each answer is right or wrong
 * with the passage that says so.
 */
/**
 * @typedef {object} Quiz what may be asked, as study/quiz.js has it
 * @property {Object<string, string>} cases titles by id
 * @property {[string, string, string][]} terms id, name, meaning
 * @property {[string, string, string, string, string][]} figures case, label, text, unit, cue in the source
 * @property {[string, number, string, string][]} steps case, number, heading, its first sentence
 * @property {[string, string, string, string][]} weighed case, anchor, what is asked, the sentence
 * @property {[string, string, string[], string, number, string][]} options case, what is decided, ways, for or against, which way, the reason
 */
var anliku = window.anliku || {};

/**
 * What may be asked, where study/quiz.js could be read.
 * @type {Quiz|null}
 */
anliku.quiz = anliku.quiz || null;

(function () {
  "use strict";

  const ASKED = 10;
  const CHOICES = 4;
  const TRIED = 50; // of each kind; a few are left out for want of other answers

  const dom = anliku.dom;
  const element = dom.element;
  const box = dom.need(document, "[data-part=quiz]", HTMLElement);
  const holder = dom.need(box, "[data-part=questions]", HTMLElement);

  /** @typedef {{ask: string, right: string, options: string[], passage: string, href: string, name: string}} Question */

  /**
   * @template T
   * @param {T[]} list
   */
  function shuffled(list) {
    const found = list.slice();
    for (let at = found.length - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1));
      const kept = found[at];
      found[at] = found[other];
      found[other] = kept;
    }
    return found;
  }

  /** @param {string[]} texts */
  function distinct(texts) {
    return texts.filter((text, at) => texts.indexOf(text) === at);
  }

  /**
   * The right answer among others; nothing where there are too few.
   * @param {string} right
   * @param {string[]} others
   */
  function choices(right, others) {
    const wrong = shuffled(distinct(others).filter((text) => text !== right)).slice(0, CHOICES - 1);
    return wrong.length === CHOICES - 1 ? shuffled(wrong.concat(right)) : [];
  }

  /**
   * Whether two texts share half of the pairs of characters of the shorter: then both might be right.
   * @param {string} one
   * @param {string} other
   */
  function alike(one, other) {
    const short = one.length < other.length ? one : other;
    const long = short === one ? other : one;
    let shared = 0;
    for (let at = 0; at + 1 < short.length; at++) shared += long.indexOf(short.slice(at, at + 2)) < 0 ? 0 : 1;
    return short.length < 2 ? long.indexOf(short) >= 0 : shared * 2 >= short.length - 1;
  }

  // ---- kinds of questions: what is asked, the answers to choose from, and where it is said --------------------------------------

  /** @param {Quiz["terms"][0]} term @param {Quiz} data @returns {Question} */
  function aboutTerm(term, data) {
    return {
      ask: "哪个词是这个意思：" + term[2].split(term[1]).join("＿＿"), right: term[1],
      options: choices(term[1], data.terms.map((one) => one[1])),
      passage: term[1] + "：" + term[2], href: "terms/index.html#" + term[0], name: "术语",
    };
  }

  /**
   * @param {string} id
   * @param {string} anchor
   * @param {string} ask
   * @param {string} right
   * @param {string[]} options
   * @param {string} passage
   * @returns {Question}
   */
  function onCase(id, anchor, ask, right, options, passage) {
    return { ask: ask, right: right, options: options, passage: passage, href: "cases/" + id + ".html#" + anchor, name: "案例" };
  }

  /** @param {Quiz["figures"][0]} figure @param {Quiz} data */
  function aboutFigure(figure, data) {
    const same = data.figures.filter((one) => one[3] === figure[3]).map((one) => one[2]);
    return onCase(figure[0], "figures", "《" + data.cases[figure[0]] + "》里，" + figure[1] + "是多少？", figure[2], choices(figure[2], same),
      figure[1] + "：" + figure[2] + "，见来源“" + figure[4] + "”处");
  }

  /** @param {Quiz["steps"][0]} step @param {Quiz} data */
  function aboutStep(step, data) {
    const others = data.steps.filter((one) => one[0] !== step[0] && !alike(one[2], step[2])).map((one) => one[2]);
    return onCase(step[0], "step-" + step[1], "《" + data.cases[step[0]] + "》做了下面哪一件？", step[2], choices(step[2], others),
      "第" + step[1] + "步，" + step[2] + "：" + step[3]);
  }

  /** @param {Quiz["weighed"][0]} one @param {Quiz} data */
  function aboutWeighed(one, data) {
    const others = data.weighed.filter((other) => other[0] !== one[0] && other[1] === one[1] && !alike(other[3], one[3])).map((other) => other[3]);
    return onCase(one[0], one[1], "《" + data.cases[one[0]] + "》里，“" + one[2] + "”写的是哪一句？", one[3], choices(one[3], others),
      one[2] + "：" + one[3]);
  }

  /**
   * All ways of deciding are there to choose from, few as they are.
   * @param {Quiz["options"][0]} one
   */
  function aboutOption(one) {
    const way = one[2][one[4]];
    return onCase(one[0], "decision", "《" + one[1] + "》：“" + one[5] + "”是" + one[3] + "哪个办法的理由？", way, one[2].length > 1 ? one[2] : [],
      one[3] + "“" + way + "”的理由是：" + one[5]);
  }

  /**
   * Questions of a kind, those that have answers to choose from.
   * @template T
   * @param {T[]} list
   * @param {(one: T) => Question} about
   */
  function some(list, about) {
    return shuffled(list).slice(0, TRIED).map(about).filter((one) => one.options.length);
  }

  /**
   * As many of each kind as there are, one kind after the other, until there are enough.
   * @param {Quiz} data
   */
  function asked(data) {
    const kinds = [
      some(data.terms, (one) => aboutTerm(one, data)), some(data.figures, (one) => aboutFigure(one, data)), some(data.steps, (one) => aboutStep(one, data)),
      some(data.weighed, (one) => aboutWeighed(one, data)), some(data.options, aboutOption),
    ];
    /** @type {Question[]} */
    const found = [];
    for (let turn = 0; turn < ASKED; turn++) kinds.forEach((list) => list[turn] && found.push(list[turn]));
    return shuffled(found.slice(0, ASKED));
  }

  // ---- the page ---------------------------------------------------------------------------------------------------------------

  /** @param {string} text */
  function ended(text) {
    return /[。！？]$/.test(text) ? text : text + "。";
  }

  /** @param {Question} one @param {number} number @param {(right: boolean) => void} done */
  function question(one, number, done) {
    const legend = element("legend", {}, number + ". " + one.ask);
    const told = element("p", { class: "quiz__told", role: "status" });
    const field = element("fieldset", { class: "quiz" }, legend);
    one.options.forEach((text) => {
      const input = element("input", { type: "radio", name: "quiz-" + number, autocomplete: "off" });
      input.addEventListener("change", () => {
        const right = text === one.right;
        field.querySelectorAll("input").forEach((other) => (other.disabled = true));
        told.textContent = (right ? "对。" : "不对，应是“" + one.right.replace(/。$/, "") + "”。") + ended(one.passage);
        told.className = "quiz__told quiz__told--" + (right ? "right" : "wrong");
        told.appendChild(element("a", { href: anliku.view.address(one.href) }, "看" + one.name));
        done(right);
      });
      field.appendChild(element("label", {}, input, " " + text));
    });
    field.appendChild(told);
    return field;
  }

  /** @param {Quiz} data */
  function begin(data) {
    const list = asked(data);
    const result = element("p", { role: "status" });
    const again = element("button", { type: "button", class: "button", hidden: "" }, "换一批题");
    const state = { answered: 0, right: 0 };
    holder.textContent = "";
    list.forEach((one, at) => holder.appendChild(question(one, at + 1, (isRight) => {
      state.answered += 1;
      state.right += isRight ? 1 : 0;
      if (state.answered < list.length) return;
      result.textContent = list.length + " 题对了 " + state.right + " 题，记在学习记录里。";
      anliku.study.tested(state.right, list.length);
      again.hidden = false;
    })));
    again.addEventListener("click", () => begin(data));
    holder.appendChild(result);
    holder.appendChild(again);
  }

  /** @param {Quiz} data */
  function start(data) {
    const button = element("button", { type: "button", class: "button" }, "开始自测");
    button.addEventListener("click", () => begin(data));
    holder.appendChild(element("p", {}, "十道题，考术语，也考案例：数字、做法、条件、要当心什么、凭什么定。答完一题就说对错，和出自哪里。"));
    holder.appendChild(button);
    box.hidden = false;
  }

  if (anliku.quiz && asked(anliku.quiz).length) start(anliku.quiz);
})();
