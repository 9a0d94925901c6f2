// What in a page could run, load or lead anywhere that is not ours: a list of complaints, empty for a clean page.
// ROOT is the address of the folder that all of the page's files must lie in.
((root) => {
  const found = [];
  const complain = (what, element) => found.push(what + ": " + element.outerHTML.slice(0, 200));
  const NEVER = "iframe, frame, frameset, object, embed, applet, base, portal, video, audio, source, track, template, math, dialog, area, map";
  const ADDRESSES = ["src", "href", "action", "formaction", "data", "poster", "background", "srcset", "ping", "xlink:href", "cite", "longdesc"];

  function leadsOut(element, name, value) {
    if (name === "srcset" || name === "ping") return true;
    const url = new URL(value, location.href);
    if (url.protocol === "data:") return element.tagName !== "IMG" && element.tagName !== "LINK";
    if (url.protocol === "file:") return !url.href.startsWith(root);
    return !(element.tagName === "A" && ["http:", "https:", "mailto:", "blob:"].includes(url.protocol));
  }

  document.querySelectorAll(NEVER).forEach((element) => complain("element", element));
  document.querySelectorAll("form").forEach((element) => {
    if (!element.matches("#ck-form, [role=search], [role=search] form")) complain("form", element);
  });
  document.querySelectorAll("meta[http-equiv]").forEach((element) => {
    if (element.httpEquiv.toLowerCase() !== "content-security-policy") complain("meta", element);
  });
  document.querySelectorAll("*").forEach((element) => {
    for (const { name, value } of Array.from(element.attributes)) {
      if (/^on/i.test(name) || name === "srcdoc") complain("attribute " + name, element);
      if (name === "style" && element.closest("article .md-typeset, article") && /url|expression|fixed/i.test(value)) complain("style", element);
      if (!ADDRESSES.includes(name.toLowerCase())) continue;
      let out = true;
      try {
        out = leadsOut(element, name.toLowerCase(), value);
      } catch (error) {
        out = element.tagName !== "A"; // what is no address leads nowhere
      }
      if (out) complain(name, element);
    }
  });
  document.querySelectorAll("article style, article link, article script:not([type='application/json']):not([src])").forEach((element) =>
    complain("element", element)
  );
  const policy = document.querySelector("meta[http-equiv=Content-Security-Policy]");
  const first = document.querySelector("meta[http-equiv], script, style, link, img");
  const scripts = policy ? /script-src ([^;]*)/.exec(policy.content) : null;
  if (!policy || policy !== first) found.push("no policy before everything else");
  if (!scripts || /unsafe|https?:|\*/.test(scripts[1])) found.push("policy for scripts: " + (scripts && scripts[1]));
  return found;
})
