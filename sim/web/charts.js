// What the explorer draws, as SVG: a line, rows of dots, a map. Read together with explorer.js.
function picture(width, height, font) {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "font-size": font, class: "drawn" });
}

// Round values within, four to nine of them.
function ticks(low, high) {
  const rough = (high - low) / 5, ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * [1, 2, 5, 10].find((k) => k * ten >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) found.push(Number((k * step).toPrecision(10)));
  return found;
}

// The ends of an axis that holds every interval, with a little room.
function reach(values, withZero) {
  const ends = values.flatMap((one) => [one.mean - (one.half || 0), one.mean + (one.half || 0)]).concat(withZero ? [0] : []);
  let [low, high] = ends.length ? [Math.min(...ends), Math.max(...ends)] : [0, 1];
  if (!(high > low)) [low, high] = [low - (Math.abs(low) * 0.05 || 1), high + (Math.abs(high) * 0.05 || 1)];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}

// The marks of one point, whichever way the chart runs.
function spotAt(index, x, y, whisker, target) {
  const mark = shape("g", { class: "spot", "data-index": index });
  if (whisker) mark.append(shape("line", { ...whisker, class: "whisker" }));
  mark.append(shape("circle", { cx: x, cy: y, r: 5, class: "dot" }));
  if (index === indexOf(here)) mark.append(shape("rect", { x: x - 11, y: y - 11, width: 22, height: 22, class: "here" }));
  if (index === pinned) mark.append(shape("text", { x: x + 13, y: y - 9, class: "pinned" }, "P"));
  mark.append(shape("rect", { ...target, fill: "transparent" }));
  return mark;
}

// One axis of numbers: a line through the means.
function line(view, row, values, width, font) {
  const height = Math.round(Math.max(280, width * 0.5));
  const [left, right, top, bottom] = [font * 4.5, font * 1.5, font, font * 3.6];
  const drawn = picture(width, height, font);
  const [low, high] = reach(values, view.apart);
  const axis = data.axes[view.across];
  const [first, last] = [axis.values[0], axis.values[axis.values.length - 1]];
  const inner = width - left - right;
  const x = (k) => left + inner * (last > first ? (axis.values[k] - first) / (last - first) : 0.5);
  const y = (value) => top + (height - top - bottom) * (high - value) / (high - low);
  for (const value of ticks(low, high)) {
    drawn.append(shape("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "hair" }));
    drawn.append(shape("text", { x: left - 8, y: y(value) + font * 0.35, "text-anchor": "end" }, plain(value, view.apart)));
  }
  if (view.apart) drawn.append(shape("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), class: "zero" }));
  const points = row.map((index, k) => ({ index, k, found: told(view, index) })).filter((one) => one.found);
  drawn.append(shape("polyline", { points: points.map((one) => `${x(one.k)},${y(one.found.mean)}`).join(" "), class: "path" }));
  let free = -Infinity;
  row.forEach((index, k) => {
    const half = label(view.across, k).length * font * 0.28;
    if (x(k) - half < free) return;
    free = x(k) + half + font * 0.5;
    drawn.append(shape("text", { x: x(k), y: height - bottom + font * 1.4, "text-anchor": "middle" }, label(view.across, k)));
  });
  drawn.append(shape("text", { x: left + inner / 2, y: height - font * 0.6, "text-anchor": "middle", class: "name" }, axis.name));
  for (const { index, k, found } of points) {
    const whisker = found.half && { x1: x(k), x2: x(k), y1: y(found.mean - found.half), y2: y(found.mean + found.half) };
    drawn.append(spotAt(index, x(k), y(found.mean), whisker, { x: x(k) - 14, y: top, width: 28, height: height - top - bottom }));
  }
  return drawn;
}

// One axis of names: a row for each.
function dots(view, row, values, width, font) {
  const names = row.map((_, k) => label(view.across, k));
  const left = Math.min(width * 0.55, Math.max(...names.map((words) => words.length)) * font * 0.56 + 14);
  const [right, top, tall] = [font * 1.5, font * 0.5, font * 2];
  const [foot, inner] = [top + row.length * tall, width - left - right];
  const drawn = picture(width, foot + font * 3.2, font);
  const [low, high] = reach(values, view.apart);
  const x = (value) => left + inner * (value - low) / (high - low);
  let free = -Infinity;
  for (const value of ticks(low, high)) {
    const words = plain(value, view.apart), half = words.length * font * 0.3;
    drawn.append(shape("line", { x1: x(value), x2: x(value), y1: top, y2: foot, class: "hair" }));
    if (x(value) - half < free) continue;
    free = x(value) + half;
    drawn.append(shape("text", { x: x(value), y: foot + font * 1.3, "text-anchor": "middle" }, words));
  }
  if (view.apart) drawn.append(shape("line", { x1: x(0), x2: x(0), y1: top, y2: foot, class: "zero" }));
  const unit = view.outcome.name + (view.outcome.unit ? " (" + view.outcome.unit + ")" : "");
  if (unit.length * font * 0.56 < width) drawn.append(shape("text", { x: width - right, y: foot + font * 2.7, "text-anchor": "end", class: "name" }, unit));
  row.forEach((index, k) => {
    const y = top + (k + 0.5) * tall, found = told(view, index);
    drawn.append(shape("text", { x: left - 10, y: y + font * 0.35, "text-anchor": "end" }, names[k]));
    if (!found) return;
    const whisker = found.half && { x1: x(found.mean - found.half), x2: x(found.mean + found.half), y1: y, y2: y };
    drawn.append(spotAt(index, x(found.mean), y, whisker, { x: left, y: y - tall / 2, width: inner, height: tall }));
  });
  return drawn;
}

// Words in lines no wider than that, each line a tspan, about the middle of the height.
function wrapped(words, wide, font, attributes) {
  const most = Math.max(4, Math.floor(wide / (font * 0.56))), lines = [""];
  for (const word of words.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + 1 + word.length > most) lines.push(word); else lines[lines.length - 1] = (last + " " + word).trim();
  }
  const made = shape("text", attributes), x = attributes.x;
  lines.forEach((line, k) => made.append(shape("tspan", { x, dy: k ? font * 1.15 : -(lines.length - 1) * font * 0.575 }, line)));
  return [made, lines.length];
}

// Two axes: a map of cells.
function map(view, grid, values, width, font) {
  const [columns, rows] = [grid[0].length, grid.length];
  const names = data.axes[view.down].values.map((_, k) => label(view.down, k));
  const left = Math.min(width * 0.32, Math.max(...names.map((words) => words.length)) * font * 0.6 + 14);
  const [top, cell] = [font * 2, (width - left - 4) / columns];
  const below = grid[0].map((_, k) => label(view.across, k));
  const longest = Math.max(...below.map((words) => words.length)) * font * 0.56;
  const aslant = longest > cell && !data.axes[view.across].numeric;  // names that do not fit side by side
  const bottom = font * 3.4 + (aslant ? longest * 0.6 : 0);
  const sided = names.map((words) => wrapped(words, left - 10, font, { x: left - 8, "text-anchor": "end" }));
  const lines = Math.max(...sided.map((one) => one[1]));
  const tall = Math.max(font * 1.15 * lines + (lines > 1 ? font * 0.6 : 0), font * 1.2, Math.min(cell, 64));
  const drawn = picture(width, top + rows * tall + bottom, font);
  const sizes = values.map((one) => one.mean);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  drawn.append(shape("text", { x: 0, y: font, class: "name" }, data.axes[view.down].name));
  grid.forEach((row, r) => {
    const every = Math.ceil(font * 1.2 / tall);
    if (r % every === 0) {
      sided[r][0].setAttribute("y", top + (r + 0.5) * tall + font * 0.35);
      drawn.append(sided[r][0]);
    }
    row.forEach((index, k) => {
      const found = told(view, index);
      const sure = view.apart && found ? verdict(view.outcome, found)[1] : "quiet";
      const plainly = sure !== "quiet";
      // At most .45, so that the number stays readable on it in both themes.
      const strength = !found ? 0 : view.apart ? (plainly ? 0.12 + 0.33 * Math.abs(found.mean) / most : 0)
        : 0.05 + 0.4 * (high > low ? (found.mean - low) / (high - low) : 0.5);
      const mark = shape("g", { class: "spot", "data-index": index });
      const box = { x: left + k * cell, y: top + r * tall, width: cell, height: tall };
      mark.append(shape("rect", { ...box, class: "cell " + (sure === "worse" ? "bad" : "good"), "fill-opacity": strength }));
      const words = found ? [3, 2, 1].map((k) => number(found.mean, view.apart, k)).find((said) => said.length * font * 0.68 < cell) : "\u2013";
      if (words) {
        mark.append(shape("text", { x: box.x + cell / 2, y: box.y + tall / 2 + font * 0.35, "text-anchor": "middle" }, words));
      }
      if (index === indexOf(here)) mark.append(shape("rect", { x: box.x + 2, y: box.y + 2, width: cell - 4, height: tall - 4, class: "here" }));
      if (index === pinned) mark.append(shape("text", { x: box.x + 6, y: box.y + font, class: "pinned" }, "P"));
      drawn.append(mark);
    });
  });
  let free = -Infinity;
  below.forEach((words, k) => {
    const middle = left + (k + 0.5) * cell, y = top + rows * tall + font * 1.3;
    const half = aslant ? font * 0.6 : words.length * font * 0.28;
    if (middle - half < free) return;
    free = middle + half + (aslant ? 0 : font * 0.5);
    const turned = aslant ? { "text-anchor": "end", transform: `rotate(-38 ${middle + 4} ${y})`, x: middle + 4 } : { "text-anchor": "middle", x: middle };
    drawn.append(shape("text", { ...turned, y }, words));
  });
  const side = { x: left + (width - left) / 2, y: top + rows * tall + bottom - font * 0.6, "text-anchor": "middle", class: "name" };
  drawn.append(shape("text", side, data.axes[view.across].name));
  return drawn;
}
