/** A radar chart as SVG. It shows what the table beside it says in numbers, and is named for those who hear the page. */
var anliku = window.anliku || {};
anliku.radar = (function () {
  "use strict";

  const NS = "http://www.w3.org/2000/svg";
  const SIZE = 360, CENTRE = 180, RADIUS = 118;

  /** @param {string} name @param {Object<string, string|number>} attributes @param {string} [text] */
  function element(name, attributes, text) {
    const made = document.createElementNS(NS, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, String(attributes[key])); });
    if (text) made.textContent = text;
    return made;
  }

  /** @param {number} index @param {number} count @param {number} share */
  function point(index, count, share) {
    const angle = -Math.PI / 2 + 2 * Math.PI * index / count;
    return [CENTRE + RADIUS * share * Math.cos(angle), CENTRE + RADIUS * share * Math.sin(angle)];
  }

  /** @param {number} count @param {number} share */
  function ring(count, share) {
    const points = [];
    for (let index = 0; index < count; index += 1) points.push(point(index, count, share).map(Math.round).join(","));
    return points.join(" ");
  }

  /**
   * A polygon of the known values; a dimension without a score leaves a gap instead of a false zero.
   * @param {(number|null)[]} values
   * @param {string} className
   */
  function shape(values, className) {
    const group = element("g", { "class": className });
    const places = values.map(function (value, index) {
      return value === null ? null : point(index, values.length, value / 100);
    });
    /** @type {number[][]} */
    const known = [];
    places.forEach(function (place) { if (place) known.push(place); });
    if (known.length === places.length) {
      group.appendChild(element("polygon", { points: known.map(function (p) { return p.join(","); }).join(" ") }));
    } else {
      places.forEach(function (place, index) {
        const next = places[(index + 1) % places.length];
        if (place && next) group.appendChild(element("line", { x1: place[0], y1: place[1], x2: next[0], y2: next[1] }));
      });
    }
    known.forEach(function (place) { group.appendChild(element("circle", { cx: place[0], cy: place[1], r: 3.5 })); });
    return group;
  }

  /** @param {{name: string}} dimension @param {number} index @param {number} count @param {string} value */
  function label(dimension, index, count, value) {
    const place = point(index, count, 1.2);
    const anchor = Math.abs(place[0] - CENTRE) < 8 ? "middle" : place[0] > CENTRE ? "start" : "end";
    return element("text", { x: place[0], y: place[1] + 5, "text-anchor": anchor }, dimension.name + " " + value);
  }

  /**
   * Which line is which; told by dashes as well as by colour.
   * @param {Series[]} series
   */
  function legend(series) {
    const entries = series.map(function (one) {
      const swatch = element("svg", { viewBox: "0 0 36 10", width: 36, height: 10, "class": one.className });
      swatch.appendChild(element("line", { x1: 1, y1: 5, x2: 35, y2: 5 }));
      swatch.appendChild(element("circle", { cx: 18, cy: 5, r: 3.5 }));
      return anliku.dom.element("li", {}, swatch, " " + one.name);
    });
    return anliku.dom.element("ul", { class: "ck-legend", "aria-hidden": "true" }, ...entries); // the picture is named in full
  }

  /** @typedef {{values: (number|null)[], name: string, className: string}} Series values in the order of dimensions */

  /**
   * Draws into `box`. With fewer than three dimensions there is nothing to draw.
   * @param {HTMLElement} box
   * @param {Sheet["dimensions"]} dimensions
   * @param {Series[]} series
   * @param {(value: number|null) => string} say
   */
  function draw(box, dimensions, series, say) {
    if (dimensions.length < 3) return;
    const title = "雷达图：" + series.map(function (one) {
      return one.name + "，" + dimensions.map(function (d, i) { return d.name + " " + say(one.values[i]); }).join("，");
    }).join("；");
    if (box.dataset.series === names(series)) redraw(box.firstElementChild, dimensions, series, say, title);
    else begin(box, dimensions, series, say, title);
  }

  /** @param {Series[]} series */
  function names(series) {
    return series.map(function (one) { return one.name; }).join("|");
  }

  /**
   * Shows other values in the picture that is there.
   * @param {Element|null} svg
   * @param {Sheet["dimensions"]} dimensions
   * @param {Series[]} series
   * @param {(value: number|null) => string} say
   * @param {string} title
   */
  function redraw(svg, dimensions, series, say, title) {
    if (!svg || svg.getAttribute("aria-label") === title) return;
    svg.setAttribute("aria-label", title);
    const labels = svg.querySelectorAll("text"), groups = svg.querySelectorAll("g");
    dimensions.forEach(function (dimension, index) { labels[index].textContent = dimension.name + " " + say(series[0].values[index]); });
    series.slice().reverse().forEach(function (one, place) { groups[place].replaceWith(shape(one.values, one.className)); });
  }

  /**
   * @param {HTMLElement} box
   * @param {Sheet["dimensions"]} dimensions
   * @param {Series[]} series
   * @param {(value: number|null) => string} say
   * @param {string} title
   */
  function begin(box, dimensions, series, say, title) {
    const svg = element("svg", { viewBox: "-60 0 " + (SIZE + 120) + " " + SIZE, role: "img", "aria-label": title });
    [0.25, 0.5, 0.75, 1].forEach(function (share) {
      svg.appendChild(element("polygon", { points: ring(dimensions.length, share), "class": "ck-ring" }));
    });
    dimensions.forEach(function (dimension, index) {
      const end = point(index, dimensions.length, 1);
      svg.appendChild(element("line", { x1: CENTRE, y1: CENTRE, x2: end[0], y2: end[1], "class": "ck-ring" }));
      svg.appendChild(label(dimension, index, dimensions.length, say(series[0].values[index])));
    });
    series.slice().reverse().forEach(function (one) { svg.appendChild(shape(one.values, one.className)); });
    box.textContent = "";
    box.appendChild(svg);
    box.appendChild(legend(series));
    box.dataset.series = names(series);
  }

  return { draw: draw };
})();
