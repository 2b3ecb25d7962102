import type { Result } from './benchmark.ts';
import type { Score } from './outcome.ts';
import type { Row } from './verdicts.ts';

const WIDTH = 600;
const HEIGHT = 420;
const MARGIN = { left: 60, right: 24, top: 44, bottom: 48 };
/** Room that a label of 12 px takes. */
const LETTER = 6.6;
const LINE = 15;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: string | null;
  readonly ours: boolean;
}

/** Share of samples above on a logarithmic axis: what counts is tenfold, not by how many points. */
const LOWEST = 1e-5;
const HIGHEST = 1;
const across = (freed: number): number =>
  MARGIN.left + Math.min(1, Math.max(0, freed)) * (WIDTH - MARGIN.left - MARGIN.right);
const upwards = (above: number): number => {
  const share = Math.log(Math.max(LOWEST, Math.min(HIGHEST, above)) / LOWEST) / Math.log(HIGHEST / LOWEST);
  return HEIGHT - MARGIN.bottom - share * (HEIGHT - MARGIN.top - MARGIN.bottom);
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const line = (x1: number, y1: number, x2: number, y2: number, cls: string): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" class="${cls}"/>`;
const text = (x: number, y: number, content: string, cls: string, anchor = 'middle'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${cls}" text-anchor="${anchor}">${escaped(content)}</text>`;

/** The points of the curve that no other point beats: freeing more is only to be had by being exceeded more often. */
function frontier(points: readonly Point[]): readonly Point[] {
  let least = Number.POSITIVE_INFINITY;
  const kept: Point[] = [];
  for (const point of points.toSorted((a, b) => b.x - a.x || a.y - b.y)) {
    if (point.y >= least) continue;
    least = point.y;
    kept.push(point);
  }
  return kept;
}

function axes(title: string): string {
  const { left, right, top, bottom } = MARGIN;
  const shares = [0.00001, 0.0001, 0.001, 0.01, 0.1, 1];
  return [
    text(WIDTH / 2, 22, title, 'title'),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap(freed => [
      line(across(freed), top, across(freed), HEIGHT - bottom, 'grid'),
      text(across(freed), HEIGHT - bottom + 16, `${freed * 100} %`, 'tick'),
    ]),
    ...shares.flatMap(share => [
      line(left, upwards(share), WIDTH - right, upwards(share), 'grid'),
      text(
        left - 6,
        upwards(share) + 4,
        share === LOWEST ? 'never' : `${Number((share * 100).toPrecision(1))} %`,
        'tick',
        'end',
      ),
    ]),
    text(WIDTH / 2, HEIGHT - 8, 'capacity freed', 'tick'),
  ].join('');
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const touches = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < LINE - 2;

/** Places a label beside its point: the nearest free line, to the right or to the left. */
function placeLabel(label: string, cx: number, cy: number, taken: Box[]): Box {
  const width = label.length * LETTER;
  for (const shift of [0, -1, 1, -2, 2, -3, 3, -4, 4]) {
    for (const left of [cx + 9, cx - 9 - width]) {
      const box = { left, right: left + width, y: cy + 4 + shift * LINE };
      const inside = box.left > MARGIN.left && box.right < WIDTH && box.y > MARGIN.top;
      if (inside && !taken.some(other => touches(other, box))) return box;
    }
  }
  return { left: cx + 9, right: cx + 9 + width, y: cy + 4 };
}

function panel(title: string, points: readonly Point[], curve: readonly Point[], offset: number): string {
  const path = frontier(curve)
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${across(x).toFixed(1)},${upwards(y).toFixed(1)}`)
    .join('');
  const taken: Box[] = points.map(({ x, y }) => ({
    left: across(x) - 6,
    right: across(x) + 6,
    y: upwards(y) + 4,
  }));
  const marks = points.map(({ x, y, label, ours }) => {
    const [cx, cy] = [across(x), upwards(y)];
    const box = placeLabel(label ?? '', cx, cy, taken);
    taken.push(box);
    return `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="4.5" class="${ours ? 'ours' : 'theirs'}"/>${text(box.left, box.y, label ?? '', ours ? 'name us' : 'name', 'start')}`;
  });
  return `<g transform="translate(${offset},0)">${axes(title)}<path d="${path}" class="curve"/>${marks.join('')}</g>`;
}

const STYLE = `
  svg { background: #fff; font-family: system-ui, sans-serif; }
  .title { font-size: 14px; font-weight: 600; fill: #1f2328; }
  .tick { font-size: 11px; fill: #59636e; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .curve { fill: none; stroke: #1a7f37; stroke-width: 2; }
  .ours { fill: #1a7f37; } .theirs { fill: #bc4c00; }
  .name { font-size: 12px; fill: #bc4c00; } .name.us { fill: #1a7f37; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; } .title { fill: #f0f6fc; } .tick { fill: #9198a1; } .grid { stroke: #3d444d; }
    .curve { stroke: #3fb950; } .ours { fill: #3fb950; } .name.us { fill: #3fb950; }
    .theirs { fill: #f0883e; } .name { fill: #f0883e; }
  }`;

const FIGURES = {
  CPU: ({ cpuFreed, cpuAbove }: Score) => ({ x: cpuFreed, y: cpuAbove }),
  memory: ({ memory }: Score) => memory && { x: memory.freed, y: memory.above },
} as const;

/**
 * What each adviser frees against how often it is exceeded, one-shot, one panel per resource: further
 * right and further down is better. The line is what our settings reach.
 */
export function plotOf({ dataSet, oneShot }: Result): string {
  const pointsOf = (resource: keyof typeof FIGURES) => ({
    points: oneShot.rows.flatMap(({ score, adviser, ours }: Row): Point[] => {
      const at = FIGURES[resource](score);
      return at ? [{ ...at, label: adviser.replace('GreenOps ', ''), ours }] : [];
    }),
    curve: oneShot.curve.flatMap(({ score }): Point[] => {
      const at = FIGURES[resource](score);
      return at ? [{ ...at, label: null, ours: true }] : [];
    }),
  });
  const panels = (['CPU', 'memory'] as const)
    .map(resource => ({ resource, ...pointsOf(resource) }))
    .filter(({ points }) => points.length > 0);
  const width = WIDTH * panels.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" role="img" aria-label="${escaped(dataSet)}: capacity freed against share of samples above"><style>${STYLE}</style>${panels
    .map(({ resource, points, curve }, index) =>
      panel(`${dataSet}: ${resource} freed against share of samples above`, points, curve, index * WIDTH),
    )
    .join('')}</svg>\n`;
}
