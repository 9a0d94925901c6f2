/*
 * Making elements and finding them, for all scripts. Text reaches a page through text nodes alone.
 */
var anliku = window.anliku || {};
anliku.dom = (function () {
  "use strict";

  /**
   * Make an element.
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} tag
   * @param {Object<string, string>} [attributes]
   * @param {...(Node|string)} children texts become text nodes
   * @returns {HTMLElementTagNameMap[T]}
   */
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    const given = attributes || {};
    for (const name of Object.keys(given)) made.setAttribute(name, given[name]);
    for (const child of children) made.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    return made;
  }

  /**
   * The first element of a kind that a selector finds, or null.
   * @template {Element} E
   * @param {ParentNode} root
   * @param {string} selector
   * @param {new () => E} kind as HTMLElement, HTMLInputElement
   * @returns {E|null}
   */
  function find(root, selector, kind) {
    const found = root.querySelector(selector);
    return found instanceof kind ? found : null;
  }

  /**
   * The first element of a kind that a selector finds; throws where the page has none.
   * @template {Element} E
   * @param {ParentNode} root
   * @param {string} selector
   * @param {new () => E} kind
   * @returns {E}
   */
  function need(root, selector, kind) {
    const found = find(root, selector, kind);
    if (!found) throw new Error("no " + selector);
    return found;
  }

  /**
   * The element with an id; throws where the page has none.
   * @param {string} id
   * @returns {HTMLElement}
   */
  function byId(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error("no #" + id);
    return found;
  }

  /**
   * All elements that a selector finds and that are of a kind, as an array.
   * @template {Element} E
   * @param {ParentNode} root
   * @param {string} selector
   * @param {new () => E} kind
   * @returns {E[]}
   */
  function all(root, selector, kind) {
    /** @type {E[]} */
    const found = [];
    root.querySelectorAll(selector).forEach((one) => one instanceof kind && found.push(one));
    return found;
  }

  /**
   * The text of an element; empty where there is none.
   * @param {Node|null} node
   */
  function text(node) {
    return (node && node.textContent) || "";
  }

  /**
   * The element that an address names behind #, or null; in the viewer of a compact pack a case's number stands before it, and the
   * words to mark behind it.
   * @param {string} [hash] that of the page's address, if not given
   */
  function target(hash) {
    try {
      return document.getElementById(decodeURIComponent((hash || location.hash).slice(1).split("&find=")[0]).split("/").pop() || "");
    } catch (error) {
      return null; // a stray percent sign: no element is called so
    }
  }

  /**
   * Open what hides an element: the folds around it, what is shortened, and the fold below it when it is a heading.
   * @param {Element} hidden
   */
  function uncover(hidden) {
    const below = hidden.nextElementSibling;
    if (below instanceof HTMLDetailsElement && below.matches("h2 + .fold, h2 + .room")) below.open = true;
    for (let box = hidden.parentElement; box; box = box.parentElement) {
      if (box instanceof HTMLDetailsElement) box.open = true;
      box.classList.remove("short");
    }
  }

  /**
   * Call when the page's elements are there.
   * @param {() => void} start
   */
  function ready(start) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }

  /**
   * Give the reader a file, in the folder of the browser's downloads.
   * @param {string} name
   * @param {Blob} content
   */
  function save(name, content) {
    const link = element("a", { download: name, href: URL.createObjectURL(content) });
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000); // old browsers begin to read a while after the click
  }

  return {
    element: element, find: find, need: need, byId: byId, all: all, text: text, target: target, uncover: uncover, ready: ready, save: save,
  };
})();
