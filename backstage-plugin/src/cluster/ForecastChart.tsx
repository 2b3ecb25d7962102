import { Text } from '@backstage/ui';
import {
  FORECAST_LABELS,
  type ForecastMeasureName,
  forecastPlot,
  type KnownForecastView,
  type PlotMark,
} from '@greenops/core/api';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';

interface ForecastChartProps {
  readonly measure: ForecastMeasureName;
  readonly forecast: KnownForecastView;
  /** Days that matter, drawn as upright lines. */
  readonly marks: readonly PlotMark[];
}

const HEIGHT = 180;
const COLOUR = {
  course: 'var(--bui-fg-info)',
  mark: 'var(--bui-fg-danger)',
  grid: 'var(--bui-border-1)',
  text: 'var(--bui-fg-secondary)',
} as const;

const label: CSSProperties = {
  position: 'absolute',
  fontSize: 'var(--bui-font-size-2)',
  color: COLOUR.text,
  whiteSpace: 'nowrap',
};

/** Keeps the outermost labels inside of the picture. */
const shiftOf = (at: number): string => (at < 5 ? '0' : at > 95 ? '-100%' : '-50%');

/** The most likely course as a line, its interval as a band. The box stretches; its lines and texts do not. */
export function ForecastChart({ measure, forecast, marks }: ForecastChartProps) {
  const plot = useMemo(() => forecastPlot(measure, forecast), [measure, forecast]);
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const last = plot.points.length - 1;
  const shown = pointedAt === null ? undefined : plot.points[pointedAt];

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    setPointedAt(Math.min(last, Math.max(0, Math.round(share * last))));
  };
  const step = ({ key }: KeyboardEvent) => {
    const delta = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (delta !== undefined) setPointedAt(index => Math.min(last, Math.max(0, (index ?? -1) + delta)));
  };

  return (
    <figure style={{ margin: 0 }}>
      <div style={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 8, paddingTop: 8 }}>
        <div style={{ position: 'relative', height: HEIGHT }} aria-hidden="true">
          {/* The widest label gives the column its width; the others stand at their height. */}
          {plot.amounts.map(({ text }) => (
            <div key={text} style={{ ...label, position: 'static', height: 0, visibility: 'hidden' }}>
              {text}
            </div>
          ))}
          {plot.amounts.map(({ at, text }) => (
            <span key={text} style={{ ...label, right: 0, top: `${at}%`, transform: 'translateY(-50%)' }}>
              {text}
            </span>
          ))}
        </div>
        <div
          role="img"
          tabIndex={0}
          aria-label={`${FORECAST_LABELS[measure]} of the next ${plot.points.length} days. Use the arrow keys to read single days.`}
          onPointerMove={point}
          onPointerLeave={() => setPointedAt(null)}
          onKeyDown={step}
          style={{ position: 'relative', height: HEIGHT, touchAction: 'pan-y' }}
        >
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            style={{ width: '100%', height: '100%', display: 'block', overflow: 'visible' }}
          >
            {plot.amounts.map(({ at }) => (
              <line
                key={at}
                x2={100}
                y1={at}
                y2={at}
                vectorEffect="non-scaling-stroke"
                style={{ stroke: COLOUR.grid }}
              />
            ))}
            <path d={plot.band} style={{ fill: COLOUR.course, opacity: 0.2 }} />
            <path
              d={plot.line}
              fill="none"
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
              style={{ stroke: COLOUR.course }}
            />
            {marks.map(({ at, text }) => (
              <Upright key={text} at={at} colour={COLOUR.mark} dashed />
            ))}
            {shown && <Upright at={shown.at} colour={COLOUR.text} />}
          </svg>
        </div>
        <div />
        <div style={{ position: 'relative', height: 22 }} aria-hidden="true">
          {plot.days.map(({ at, text }) => (
            <span
              key={text}
              style={{ ...label, left: `${at}%`, top: 4, transform: `translateX(${shiftOf(at)})` }}
            >
              {text}
            </span>
          ))}
        </div>
      </div>
      {marks.map(({ text }) => (
        <Text key={text} as="p" variant="body-small">
          <span aria-hidden="true" style={{ color: COLOUR.mark }}>
            ┆{' '}
          </span>
          {text}
        </Text>
      ))}
      <div aria-live="polite" style={{ minHeight: 20 }}>
        <Text variant="body-small" color="secondary">
          {shown?.text ?? ' '}
        </Text>
      </div>
    </figure>
  );
}

const Upright = ({ at, colour, dashed = false }: { at: number; colour: string; dashed?: boolean }) => (
  <line
    x1={at}
    x2={at}
    y2={100}
    strokeWidth={dashed ? 2 : 1}
    {...(dashed && { strokeDasharray: '6 4' })}
    vectorEffect="non-scaling-stroke"
    style={{ stroke: colour }}
  />
);
