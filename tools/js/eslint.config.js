"use strict";
/*
 * What the site's scripts keep to: classic scripts in the syntax of 2017, one global name, nothing that needs a network,
 * nothing that turns text into markup. Types are checked by tsc (tsconfig.json).
 */
const js = require("@eslint/js");
const globals = require("globals");

const NO_MARKUP = "Texts become text: use textContent (anliku.dom).";
const ONE_NAME = "The scripts share one global name: anliku.";
const NO_FILES = "It does not work from file://.";

/** What a script offers to others (`return { name: name };` at the end of its function) says what it does, in a comment with types. */
const OFFERS_ARE_DOCUMENTED = {
  create: (context) => ({
    "AssignmentExpression > CallExpression > FunctionExpression > BlockStatement > ReturnStatement > ObjectExpression > Property > Identifier.value": (offer) => {
      const source = context.sourceCode;
      const variable = source.getScope(offer).set.get(offer.name);
      const made = variable && variable.defs[0].node;
      if (!made || made.type !== "FunctionDeclaration") return;
      const before = source.getCommentsBefore(made).pop();
      if (!before || !before.value.startsWith("*")) context.report({ node: made, message: `Others call ${offer.name}: say what it does.` });
    },
  }),
};

module.exports = [
  { ignores: ["**/pako-inflate.js", "**/node_modules/**"] },
  js.configs.recommended,
  {
    files: ["theme/**/*.js"],
    linterOptions: { noInlineConfig: true }, // nothing in a script silences a rule, nor the types
    languageOptions: { ecmaVersion: 2017, sourceType: "script", globals: { ...globals.browser, anliku: "writable", pako: "readonly" } },
    plugins: { anliku: { rules: { "offers-are-documented": OFFERS_ARE_DOCUMENTED } } },
    rules: {
      "anliku/offers-are-documented": "error",
      curly: ["error", "multi-line"],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", { max: 500, skipComments: true }],
      "max-lines-per-function": ["error", { max: 50, IIFEs: false, skipBlankLines: true, skipComments: true }],
      "no-implicit-coercion": "error",
      "no-redeclare": ["error", { builtinGlobals: false }],
      "no-restricted-globals": ["error", ...["fetch", "XMLHttpRequest", "Worker", "SharedWorker"].map((name) => ({ name, message: NO_FILES }))],
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: NO_MARKUP })),
        { object: "document", property: "write", message: NO_MARKUP },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: ":not(Program) > VariableDeclaration[kind='var']", message: "Use const or let." },
        { selector: "Program > VariableDeclaration > VariableDeclarator[id.name!='anliku']", message: ONE_NAME },
        { selector: "Program > :matches(FunctionDeclaration, ClassDeclaration)", message: ONE_NAME },
        { selector: "AssignmentExpression > MemberExpression.left[object.name=/^(window|self|root)$/]", message: ONE_NAME },
      ],
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "after-used", caughtErrors: "none" }],
      "no-warning-comments": ["error", { terms: ["@ts-nocheck", "@ts-ignore", "@ts-expect-error"], location: "anywhere" }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "prefer-const": "error",
      strict: ["error", "function"],
    },
  },
  {
    files: ["tools/js/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "commonjs", globals: globals.node },
  },
];
