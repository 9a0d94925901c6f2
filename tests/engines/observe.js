// Runs in every page before its own scripts: writes down what goes wrong there, in any engine. `pwned` is the canary
// that hostile texts call; dialogs would stop the page, so they are noted instead of shown.
(() => {
  const noted = (window.anlikuNoted = []);
  const note = (kind, text) => noted.push(kind + ": " + text);
  window.pwned = () => note("ran", location.href);
  ["alert", "confirm", "prompt"].forEach((name) => (window[name] = () => note("ran", name)));
  window.print = () => undefined;
  if (location.hash === "#no-storage") {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
  }
  window.addEventListener("unhandledrejection", (event) => note("rejection", event.reason));
  document.addEventListener("securitypolicyviolation", (event) =>
    note("policy", event.violatedDirective + " " + event.blockedURI + " " + (event.sample || ""))
  );
  window.addEventListener(
    "error",
    (event) => {
      const from = event.target === window ? null : event.target;
      note(from ? "not loaded" : "exception", from ? from.src || from.href : event.message);
    },
    true
  );
})();
