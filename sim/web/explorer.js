"use strict";
// The page's data: axes, outcomes, means by outcome and point, paired differences of every two points.
const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const sizes = data.axes.map((axis) => axis.values.length);
const count = sizes.reduce((a, b) => a * b, 1);
const here = sizes.map(() => 0);
let pinned = null;

// Points are numbered as in the data: the last axis fastest.
const indexOf = (place) => place.reduce((index, k, axis) => index * sizes[axis] + k, 0);
const placeOf = (index) => sizes.map((_, axis) => {
  const below = sizes.slice(axis + 1).reduce((a, b) => a * b, 1);
  return Math.floor(index / below) % sizes[axis];
});
const label = (axis, k) => data.axes[axis].labels[k];

const spot = (place) => data.axes.map((axis, k) => axis.name + ": " + label(k, place[k])).join("; ");

function number(x, signed, figures = 3) {
  if (x === null || !Number.isFinite(x)) return "\u2013";
  const size = Math.abs(x);
  const digits = size === 0 ? 0 : Math.max(0, Math.min(6, figures - 1 - Math.floor(Math.log10(size))));
  const said = size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (x < 0 ? "\u2212" : signed && x > 0 ? "+" : "") + said;
}
const plain = (x, signed) => (x < 0 ? "\u2212" : signed && x > 0 ? "+" : "") + Math.abs(x).toLocaleString("en-US", { maximumFractionDigits: 8 });
const withUnit = (outcome, words) => outcome.unit === "%" ? words + "%" : (words + " " + outcome.unit).trim();

function mean(outcome, index) {
  const found = data.means[outcome.key][index];
  return found && { mean: found[0] * outcome.scale, half: found[1] === null ? null : found[1] * outcome.scale, n: found[2] };
}
// Point `index` less the pinned one; half is null where no interval is known.
function difference(outcome, index) {
  if (pinned === null || !data.means[outcome.key][index] || !data.means[outcome.key][pinned]) return null;
  if (index === pinned) return { mean: 0, half: 0 };
  if (!data.pairs) {
    const apart = data.means[outcome.key][index][0] - data.means[outcome.key][pinned][0];
    return { mean: apart * outcome.scale, half: null };
  }
  const [i, j] = [Math.min(index, pinned), Math.max(index, pinned)];
  const found = data.pairs[outcome.key][i * count - i * (i + 1) / 2 + j - i - 1];
  if (!found) return null;
  const sign = index > pinned ? 1 : -1;
  return { mean: sign * found[0] * outcome.scale, half: found[1] === null ? null : found[1] * outcome.scale };
}
// The smallest effect that matters beside the pinned point.
const smallest = (outcome) => data.least[outcome.key][pinned] === null ? null : data.least[outcome.key][pinned] * outcome.scale;
// Words and class of a difference from the pinned point: better or worse only where its interval lies wholly beyond
// the smallest effect that matters there (sim/model/metrics/smallest.py).
function verdict(outcome, found) {
  if (!found) return ["no worlds in common", "quiet"];
  if (found.half === null) return ["no interval", "quiet"];
  if (found.mean === 0 && found.half === 0) return ["same", "quiet"];
  const [size, least] = [Math.abs(found.mean), smallest(outcome)];
  if (size - found.half <= least) return [size + found.half <= least ? "too small to matter" : "inconclusive", "quiet"];
  if (outcome.better === 0) return [found.mean > 0 ? "more" : "less", ""];
  return found.mean * outcome.better > 0 ? ["better", "better"] : ["worse", "worse"];
}
const span = (found, signed) => found.half === null ? "\u2013"
  : number(found.mean - found.half, signed) + " to " + number(found.mean + found.half, signed);

function make(name, attributes, words, svg) {
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  if (words !== undefined) made.textContent = words;
  return made;
}
const shape = (name, attributes, words) => make(name, attributes, words, true);

function fill(table, header, rows) {
  const head = make("tr");
  header.forEach((name, k) => head.append(make("th", { scope: "col", class: k ? "number" : "" }, name)));
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  for (const [name, ...cells] of rows) {
    const row = make("tr");
    row.append(make("th", { scope: "row" }, name));
    for (const cell of cells) {
      const [words, kind] = Array.isArray(cell) ? cell : [cell, ""];
      row.append(make("td", { class: "number " + kind }, words));
    }
    body.append(row);
  }
  table.replaceChildren(top, body);
}

function chosen() {
  const across = at("across") ? Number(at("across").value) : 0;
  const down = at("down") ? Number(at("down").value) - 1 : -1;
  return {
    outcome: data.outcomes[Number(at("outcome").value)], across, down: down === across ? -1 : down,
    apart: pinned !== null && at("show").value === "1",
  };
}
// Points of the picture, as rows of columns; the other axes stay where their controls are.
function cells(view) {
  const rows = view.down < 0 ? [null] : data.axes[view.down].values.map((_, k) => k);
  return rows.map((k) => data.axes[view.across].values.map((_, x) => {
    const place = [...here];
    place[view.across] = x;
    if (k !== null) place[view.down] = k;
    return indexOf(place);
  }));
}
const told = (view, index) => view.apart ? difference(view.outcome, index) : mean(view.outcome, index);

function draw(view) {
  const grid = cells(view);
  const width = Math.max(320, Math.min(1300, at("chart").clientWidth || 640));
  const font = width < 500 ? 14 : 19;
  const values = grid.flat().map((index) => told(view, index)).filter(Boolean);
  const shown = view.down < 0
    ? (data.axes[view.across].numeric ? line : dots)(view, grid[0], values, width, font)
    : map(view, grid, values, width, font);
  const name = view.outcome.name + (view.apart ? ", difference from the pinned point" : "");
  shown.setAttribute("role", "img");
  shown.setAttribute("aria-label", name + " by " + [view.across, view.down].filter((k) => k >= 0)
    .map((k) => data.axes[k].name).join(" and ") + ". The numbers stand in the table below.");
  at("chart").replaceChildren(shown);
  const rest = data.axes.map((axis, k) => k).filter((k) => k !== view.across && k !== view.down)
    .map((k) => data.axes[k].name + ": " + label(k, here[k]));
  at("caption").textContent = name + (view.outcome.unit ? " (" + view.outcome.unit + ")" : "") + ". "
    + (view.down < 0 ? "Lines are 95% intervals. " : view.apart ? "Coloured where the difference is certain and large enough to matter. " : "A stronger colour is more. ")
    + (rest.length ? "With " + rest.join(", ") + ". " : "") + "The frame marks the current point"
    + (pinned === null ? "." : ", P the pinned one.");
}

function tell(view) {
  const index = indexOf(here);
  const found = mean(view.outcome, index);
  const where = spot(here);
  let words = where + ". " + view.outcome.name + ": ";
  words += found ? withUnit(view.outcome, number(found.mean)) + " (95% interval " + span(found) + ", " + found.n + " worlds)." : "not in this sweep, or not defined.";
  if (pinned !== null && index !== pinned) {
    const apart = difference(view.outcome, index);
    words += " Against the pinned point: " + (apart ? number(apart.mean, true) + (apart.half === null ? "" : " (" + span(apart, true) + ")") + ", " : "")
      + verdict(view.outcome, apart)[0] + ".";
  }
  at("here").textContent = words;
  at("pairing").textContent = pinned === null ? "No point is pinned."
    : "Pinned: " + spot(placeOf(pinned)) + ". "
    + (data.pairs ? "Differences are paired, world by world." : "This sweep has too many points for paired differences to fit in a page: "
      + "differences of means are shown, without intervals, and support no conclusion. Compare two points with paradip compare.");
  fill(at("point"), ["outcome", "mean", "95% interval", "difference from the pinned point", "95% interval", "matters from", "verdict"],
    data.outcomes.map((outcome) => {
      const [own, apart] = [mean(outcome, index), difference(outcome, index)];
      const name = outcome.name + (outcome.unit ? " (" + outcome.unit + ")" : "");
      return [name, own ? number(own.mean) : "\u2013", own ? span(own) : "\u2013", apart ? number(apart.mean, true) : "\u2013",
        apart ? span(apart, true) : "\u2013", pinned === null ? "" : number(smallest(outcome), false, 2), pinned === null ? "" : verdict(outcome, apart)];
    }));
  const grid = cells(view);
  const cut = (found) => found ? number(found.mean, view.apart) + (found.half === null ? "" : " \u00b1 " + number(found.half)) : "\u2013";
  const down = view.down < 0 ? view.outcome.name : data.axes[view.down].name + " \\ " + data.axes[view.across].name;
  fill(at("values"), [down, ...data.axes[view.across].values.map((_, k) => label(view.across, k))],
    grid.map((row, r) => [view.down < 0 ? (view.apart ? "difference" : "mean") : label(view.down, r), ...row.map((index) => cut(told(view, index)))]));
}

function refresh() {
  data.axes.forEach((axis, k) => {
    at("axis" + k).value = String(here[k]);
    if (axis.numeric) {
      at("said" + k).textContent = label(k, here[k]);
      at("axis" + k).setAttribute("aria-valuetext", label(k, here[k]));
    }
  });
  at("unpin").disabled = at("show").disabled = pinned === null;
  const view = chosen();
  draw(view);
  tell(view);
}

data.axes.forEach((_, k) => at("axis" + k).addEventListener("input", (event) => { here[k] = Number(event.target.value); refresh(); }));
["outcome", "across", "down", "show"].forEach((id) => at(id) && at(id).addEventListener("change", refresh));
at("pin").addEventListener("click", () => { pinned = indexOf(here); refresh(); });
at("unpin").addEventListener("click", () => { pinned = null; at("show").value = "0"; refresh(); at("pin").focus(); });
at("chart").addEventListener("click", (event) => {
  const mark = event.target.closest("[data-index]");
  if (!mark) return;
  placeOf(Number(mark.dataset.index)).forEach((k, axis) => { here[axis] = k; });
  refresh();
});
window.addEventListener("resize", () => draw(chosen()));
refresh();
