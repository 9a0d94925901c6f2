// @ts-nocheck
/*
 * Ten questions on terms and figures (study/quiz.js); each answer is right or wrong with the passage that says so.
 */
(function (anliku) {
  "use strict";

  const ASKED = 10;
  const CHOICES = 4;

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

  function aboutTerm(term, terms) {
    const options = choices(term[1], terms.map((one) => one[1]));
    return options && {
      ask: "哪个词是这个意思：" + term[2].split(term[1]).join("＿＿"), right: term[1], options: options,
      passage: term[1] + "：" + term[2], href: "terms/index.html#" + term[0], name: "术语",
    };
  }

  function aboutFigure(figure, figures) {
    const same = figures.filter((one) => one[4] === figure[4]);
    const options = choices(figure[3], same.map((one) => one[3]));
    return options && {
      ask: "《" + figure[1] + "》里，" + figure[2] + "是多少？", right: figure[3], options: options,
      passage: figure[2] + "：" + figure[3] + "，见来源“" + figure[5] + "”处", href: "cases/" + figure[0] + ".html#figures", name: "案例",
    };
  }

  function asked(data) {
    const terms = shuffled(data.terms).map((term) => aboutTerm(term, data.terms)).filter(Boolean);
    const figures = shuffled(data.figures).slice(0, 50).map((figure) => aboutFigure(figure, data.figures)).filter(Boolean);
    const half = Math.max(ASKED / 2, ASKED - figures.length);
    return shuffled(terms.slice(0, half).concat(figures.slice(0, ASKED - Math.min(half, terms.length))));
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
        told.textContent = (right ? "对。" : "不对，应是“" + one.right + "”。") + one.passage + "。";
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
    holder.appendChild(element("p", {}, "十道题，考术语和案例里的数字；答完一题就说对错，和出自哪里。"));
    holder.appendChild(button);
    box.hidden = false;
  }

  start();
})(window.anliku);
