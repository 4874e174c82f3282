"""How well text can be told from what it stands on: the lowest ratio on a page, by the formula of WCAG 2."""

# Of every element that holds text and is seen: its colour over the backgrounds beneath it, laid one upon the other.
LOWEST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const read = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255]; };
  const over = (top, under) => [0, 1, 2].map(k => top[k] * top[3] + under[k] * (1 - top[3])).concat(1);
  const light = c => [0, 1, 2].map(k => c[k] / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
    .reduce((sum, x, k) => sum + x * [0.2126, 0.7152, 0.0722][k], 0);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const seen = {opacityProperty: true, visibilityProperty: true};
  const found = [];
  for (const one of document.querySelectorAll('body *')) {
    if (one.closest('svg, script, style, noscript, [disabled], .skip, .w-hidden, option')) continue;
    if (!one.checkVisibility(seen)) continue;
    if (![...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
    const line = []; let opacity = 1;
    for (let at = one; at; at = at.parentElement) { line.unshift(at); opacity *= Number(getComputedStyle(at).opacity); }
    let ground = [255, 255, 255, 1];
    for (const at of line) ground = over(read(getComputedStyle(at).backgroundColor), ground);
    const ink = read(getComputedStyle(one).color); ink[3] *= opacity;
    const name = one.tagName + '.' + one.className + ': ' + one.textContent.trim().slice(0, 40);
    found.push([ratio(over(ink, ground), ground), name]);
  }
  for (const text of document.querySelectorAll('.drawn .spot text:not(.pinned)')) {
    const cell = text.parentElement.querySelector('.cell');
    if (!cell) continue;
    const fill = read(getComputedStyle(cell).fill); fill[3] *= Number(getComputedStyle(cell).fillOpacity);
    const ground = over(fill, read(getComputedStyle(document.body).backgroundColor));
    found.push([ratio(read(getComputedStyle(text).fill), ground), 'cell ' + text.textContent]);
  }
  return found.sort((a, b) => a[0] - b[0]).slice(0, 3).concat([[found.length, 'texts']]);
}"""


def lowest(page) -> tuple[float, str, int]:
    """The lowest ratio, where it is, and of how many texts."""
    (ratio, where), *_, (n, _) = page.evaluate(LOWEST)
    return ratio, where, n
