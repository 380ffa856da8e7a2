// Outlines of the provinces before July 2025 from @svg-maps/vietnam, as rings of whole numbers: neighbours keep the very
// same points along their border, so that provinces that were merged can be drawn as one (query_api/explorer/outlines.py).

/** Returns the rings of an SVG path of straight lines; of a curve only its end counts. */
function rings(path) {
  const found = [];
  let ring = [], x = 0, y = 0, start = [0, 0];
  for (const [, command, rest] of path.matchAll(/([MmLlHhVvCcZz])([^MmLlHhVvCcZz]*)/g)) {
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/gi) || []).map(Number);
    const relative = command === command.toLowerCase();
    const kind = command.toLowerCase();
    if (kind === "z") {
      if (ring.length) found.push(ring);
      [x, y] = start;
      ring = [];
      continue;
    }
    const size = { m: 2, l: 2, h: 1, v: 1, c: 6 }[kind];
    for (let i = 0; i + size <= numbers.length; i += size) {
      const part = numbers.slice(i, i + size);
      if (kind === "h") x = relative ? x + part[0] : part[0];
      else if (kind === "v") y = relative ? y + part[0] : part[0];
      else {
        const [dx, dy] = part.slice(-2);
        x = relative ? x + dx : dx;
        y = relative ? y + dy : dy;
      }
      if (kind === "m" && i === 0) {
        if (ring.length) found.push(ring);
        ring = [];
        start = [x, y];
      }
      ring.push([x, y]);
    }
  }
  if (ring.length) found.push(ring);
  return found;
}

/** Returns a ring on the grid of whole numbers; an island too small for it as a dot. */
function onGrid(ring) {
  const points = [];
  for (const [x, y] of ring.map((point) => point.map(Math.round))) {
    const last = points.at(-1);
    if (!last || last[0] !== x || last[1] !== y) points.push([x, y]);
  }
  const [first, last] = [points[0], points.at(-1)];
  if (points.length > 1 && first[0] === last[0] && first[1] === last[1]) points.pop();
  if (points.length > 2) return points;
  const [x, y] = points[0];
  return [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]];
}

/** Returns the provinces of the package's map: viewBox, and rings by the slug of the name. */
export function provinces(map) {
  const slug = (name) => name.toLowerCase().replace(/[^a-z]+/g, "-");
  const entries = map.locations.map(({ name, path }) => {
    const seen = new Set();
    const kept = rings(path).map(onGrid).filter((ring) => {
      const key = ring.join(" ");
      return seen.has(key) ? false : seen.add(key);
    });
    return [slug(name), kept];
  });
  return { viewBox: map.viewBox, provinces: Object.fromEntries(entries) };
}
