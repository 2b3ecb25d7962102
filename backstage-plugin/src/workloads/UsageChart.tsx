import { Text } from '@backstage/ui';
import { type HourlyUsageView, momentText } from '@greenops/core/api';
import { type PointerEvent, useMemo, useState } from 'react';
import { chartScale } from './chartScale';
import { unbrokenRuns } from './usagePaths';

interface UsageChartProps {
  /** `CPU of server`. */
  readonly title: string;
  readonly hourly: readonly HourlyUsageView[];
  readonly request: number | null;
  readonly limit: number | null;
  readonly write: (amount: number) => string;
  /** Ticks at powers of two for bytes, of ten for cores. */
  readonly base: 2 | 10;
}

const WIDTH = 960;
const HEIGHT = 170;
const LEFT = 84;
const BOTTOM = 24;

const COLOUR = {
  usage: 'var(--bui-fg-info)',
  request: 'var(--bui-fg-success)',
  limit: 'var(--bui-fg-danger)',
  grid: 'var(--bui-border-1)',
  text: 'var(--bui-fg-secondary)',
} as const;

/** Hours of one resource of one container against what it reserves: mean as line, highest as area. */
export function UsageChart({ title, hourly, request, limit, write, base }: UsageChartProps) {
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const runs = useMemo(() => unbrokenRuns(hourly), [hourly]);
  const highest = Math.max(...hourly.map(({ max }) => max), request ?? 0, 0);
  // A limit far above everything else would flatten the usage to a line; it is then only named.
  const limitFits = limit !== null && limit <= highest * 2;
  const [first, last] = [hourly[0], hourly.at(-1)];
  const scale = useMemo(
    () =>
      chartScale(
        {
          from: first ? Date.parse(first.hour) : 0,
          to: last ? Date.parse(last.hour) : 0,
          highest: limitFits ? Math.max(highest, limit) : highest,
          width: WIDTH,
          height: HEIGHT,
        },
        base,
      ),
    [first, last, highest, limit, limitFits, base],
  );
  if (hourly.length === 0) return <Text color="secondary">{title}: no data in this window.</Text>;

  const shown = pointedAt === null ? undefined : hourly[pointedAt];
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * (LEFT + WIDTH) - LEFT;
    setPointedAt(nearest(hourly, time => scale.x(time), x));
  };
  const step = (delta: number) =>
    setPointedAt(index => Math.min(hourly.length - 1, Math.max(0, (index ?? hourly.length) + delta)));

  return (
    <figure style={{ margin: 0 }}>
      <figcaption
        style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'baseline', marginBottom: 8 }}
      >
        <Text weight="bold">{title}</Text>
        <Legend colour={COLOUR.usage} text="mean and highest per pod" />
        {request !== null && <Legend colour={COLOUR.request} text={`request ${write(request)}`} />}
        {limit !== null && (
          <Legend
            colour={COLOUR.limit}
            text={`limit ${write(limit)}${limitFits ? '' : ' (above the picture)'}`}
          />
        )}
        {request === null && <Text color="secondary">no request set</Text>}
      </figcaption>
      <svg
        viewBox={`0 0 ${LEFT + WIDTH} ${HEIGHT + BOTTOM}`}
        style={{ width: '100%', height: 'auto', display: 'block', touchAction: 'pan-y' }}
        role="img"
        aria-label={`${title}: highest ${write(highest)} over ${hourly.length} hours. Use the arrow keys to read single hours.`}
        tabIndex={0}
        onPointerMove={point}
        onPointerLeave={() => setPointedAt(null)}
        onKeyDown={event => {
          if (event.key === 'ArrowLeft') step(-1);
          if (event.key === 'ArrowRight') step(1);
        }}
      >
        <g transform={`translate(${LEFT} 0)`} fontSize="12" style={{ fill: COLOUR.text }}>
          {scale.ticks.map(tick => (
            <g key={tick}>
              <line x2={WIDTH} y1={scale.y(tick)} y2={scale.y(tick)} style={{ stroke: COLOUR.grid }} />
              <text x={-8} y={scale.y(tick) + 4} textAnchor="end">
                {write(tick)}
              </text>
            </g>
          ))}
          {scale.days
            .filter((_, index) => index % Math.ceil(scale.days.length / 8) === 0)
            .map(day => (
              <text key={day} x={scale.x(day)} y={HEIGHT + 16} textAnchor="middle">
                {new Date(day).toISOString().slice(5, 10)}
              </text>
            ))}
          {runs.map(run => (
            <g key={run[0]?.time}>
              <path
                d={`M${run.map(({ time, max }) => `${scale.x(time)} ${scale.y(max)}`).join('L')}L${[...run]
                  .reverse()
                  .map(({ time }) => `${scale.x(time)} ${scale.y(0)}`)
                  .join('L')}Z`}
                style={{ fill: COLOUR.usage, opacity: 0.2 }}
              />
              <path
                d={`M${run.map(({ time, mean }) => `${scale.x(time)} ${scale.y(mean)}`).join('L')}`}
                fill="none"
                strokeWidth="1.5"
                style={{ stroke: COLOUR.usage }}
              />
            </g>
          ))}
          {request !== null && <Threshold y={scale.y(request)} colour={COLOUR.request} />}
          {limitFits && <Threshold y={scale.y(limit)} colour={COLOUR.limit} />}
          {shown && (
            <line
              x1={scale.x(Date.parse(shown.hour))}
              x2={scale.x(Date.parse(shown.hour))}
              y2={HEIGHT}
              style={{ stroke: COLOUR.text }}
            />
          )}
        </g>
      </svg>
      <div aria-live="polite" style={{ minHeight: 20 }}>
        <Text variant="body-small" color="secondary">
          {shown
            ? `${momentText(shown.hour)}: mean ${write(shown.mean)}, highest ${write(shown.max)}, ${shown.samples} samples`
            : ' '}
        </Text>
      </div>
    </figure>
  );
}

/** Index of the hour drawn closest to `x`. */
function nearest(hourly: readonly HourlyUsageView[], position: (time: number) => number, x: number): number {
  const distances = hourly.map(({ hour }) => Math.abs(position(Date.parse(hour)) - x));
  return distances.indexOf(Math.min(...distances));
}

const Threshold = ({ y, colour }: { y: number; colour: string }) => (
  <line x2={WIDTH} y1={y} y2={y} strokeWidth="1.5" strokeDasharray="6 4" style={{ stroke: colour }} />
);

const Legend = ({ colour, text }: { colour: string; text: string }) => (
  <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
    <svg width="14" height="8" aria-hidden="true">
      <line x2="14" y1="4" y2="4" strokeWidth="3" style={{ stroke: colour }} />
    </svg>
    <Text variant="body-small" color="secondary">
      {text}
    </Text>
  </span>
);
