// @ts-nocheck
/*
 * Ten questions on terms, figures and what cases say (study/quiz.js, see pages/quiz.py); each answer is right or wrong
 * with the passage that says so.
 */
(function (anliku) {
  "use strict";

  const ASKED = 10;
  const CHOICES = 4;
  const TRIED = 50; // of each kind; a few are left out for want of other answers

  const element = anliku.dom.element;
  const box = document.querySelector("[data-part=quiz]");
  const holder = document.querySelector("[data-part=questions]");

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

  function distinct(texts) {
    return texts.filter((text, at) => texts.indexOf(text) === at);
  }

  /** The right answer among others; null where there are too few. */
  function choices(right, others) {
    const wrong = shuffled(distinct(others).filter((text) => text !== right)).slice(0, CHOICES - 1);
    return wrong.length === CHOICES - 1 ? shuffled(wrong.concat(right)) : null;
  }

  /** Whether two texts share half of the pairs of characters of the shorter: then both might be right. */
  function alike(one, other) {
    const short = one.length < other.length ? one : other;
    const long = short === one ? other : one;
    let shared = 0;
    for (let at = 0; at + 1 < short.length; at++) shared += long.indexOf(short.slice(at, at + 2)) < 0 ? 0 : 1;
    return short.length < 2 ? long.indexOf(short) >= 0 : shared * 2 >= short.length - 1;
  }

  // ---- kinds of questions: what is asked, the answers to choose from, and where it is said --------------------------------------

  function aboutTerm(term, data) {
    return {
      ask: "哪个词是这个意思：" + term[2].split(term[1]).join("＿＿"), right: term[1],
      options: choices(term[1], data.terms.map((one) => one[1])),
      passage: term[1] + "：" + term[2], href: "terms/index.html#" + term[0], name: "术语",
    };
  }

  function onCase(id, anchor, ask, right, options, passage) {
    return { ask: ask, right: right, options: options, passage: passage, href: "cases/" + id + ".html#" + anchor, name: "案例" };
  }

  function aboutFigure(figure, data) {
    const same = data.figures.filter((one) => one[3] === figure[3]).map((one) => one[2]);
    return onCase(figure[0], "figures", "《" + data.cases[figure[0]] + "》里，" + figure[1] + "是多少？", figure[2], choices(figure[2], same),
      figure[1] + "：" + figure[2] + "，见来源“" + figure[4] + "”处");
  }

  function aboutStep(step, data) {
    const others = data.steps.filter((one) => one[0] !== step[0] && !alike(one[2], step[2])).map((one) => one[2]);
    return onCase(step[0], "step-" + step[1], "《" + data.cases[step[0]] + "》做了下面哪一件？", step[2], choices(step[2], others),
      "第" + step[1] + "步，" + step[2] + "：" + step[3]);
  }

  function aboutWeighed(one, data) {
    const others = data.weighed.filter((other) => other[0] !== one[0] && other[1] === one[1] && !alike(other[3], one[3])).map((other) => other[3]);
    return onCase(one[0], one[1], "《" + data.cases[one[0]] + "》里，“" + one[2] + "”写的是哪一句？", one[3], choices(one[3], others),
      one[2] + "：" + one[3]);
  }

  /** All ways of deciding are there to choose from, few as they are. */
  function aboutOption(one, data) {
    const way = one[2][one[4]];
    return onCase(one[0], "decision", "《" + one[1] + "》：“" + one[5] + "”是" + one[3] + "哪个办法的理由？", way, one[2].length > 1 ? one[2] : null,
      one[3] + "“" + way + "”的理由是：" + one[5]);
  }

  const KINDS = [["terms", aboutTerm], ["figures", aboutFigure], ["steps", aboutStep], ["weighed", aboutWeighed], ["options", aboutOption]];

  /** As many of each kind as there are, one kind after the other, until there are enough. */
  function asked(data) {
    const kinds = KINDS.map((kind) => shuffled(data[kind[0]]).slice(0, TRIED).map((one) => kind[1](one, data)).filter((one) => one.options));
    const found = [];
    for (let turn = 0; turn < ASKED; turn++) kinds.forEach((list) => list[turn] && found.push(list[turn]));
    return shuffled(found.slice(0, ASKED));
  }

  // ---- the page ---------------------------------------------------------------------------------------------------------------

  function ended(text) {
    return /[。！？]$/.test(text) ? text : text + "。";
  }

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

  function begin() {
    const list = asked(window.anlikuQuiz);
    const result = element("p", { role: "status" });
    let answered = 0;
    let right = 0;
    holder.textContent = "";
    list.forEach((one, at) => holder.appendChild(question(one, at + 1, (isRight) => {
      answered += 1;
      right += isRight ? 1 : 0;
      if (answered < list.length) return;
      result.textContent = list.length + " 题对了 " + right + " 题，记在学习记录里。";
      anliku.study.tested(right, list.length);
      again.hidden = false;
    })));
    const again = element("button", { type: "button", class: "button", hidden: "" }, "换一批题");
    again.addEventListener("click", begin);
    holder.appendChild(result);
    holder.appendChild(again);
  }

  function start() {
    if (!window.anlikuQuiz || !asked(window.anlikuQuiz).length) return;
    const button = element("button", { type: "button", class: "button" }, "开始自测");
    button.addEventListener("click", begin);
    holder.appendChild(element("p", {}, "十道题，考术语，也考案例：数字、做法、条件、要当心什么、凭什么定。答完一题就说对错，和出自哪里。"));
    holder.appendChild(button);
    box.hidden = false;
  }

  start();
})(window.anliku);
