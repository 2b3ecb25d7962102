import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import {
  FORECAST_LABELS,
  type ForecastMeasureName,
  forecastPlot,
  type KnownForecastView,
  type PlotMark,
} from '@greenops/core/api';
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';

interface ForecastChartProps {
  readonly measure: ForecastMeasureName;
  readonly forecast: KnownForecastView;
  /** Days that matter, drawn as upright lines. */
  readonly marks: readonly PlotMark[];
}

/** Keeps the outermost labels inside of the picture. */
const shiftOf = (at: number): string => (at < 5 ? '0' : at > 95 ? '-100%' : '-50%');

/** The most likely course as a line, its interval as a band. The box stretches; its lines and texts do not. */
export function ForecastChart({ measure, forecast, marks }: ForecastChartProps) {
  const styles = useStyles2(getStyles);
  const { colors } = useTheme2();
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
    const delta = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : null;
    if (delta !== null) setPointedAt(index => Math.min(last, Math.max(0, (index ?? -1) + delta)));
  };

  return (
    <figure className={styles.figure}>
      <div className={styles.picture}>
        <div className={styles.amounts} aria-hidden="true">
          {/* The widest label gives the column its width; the others stand at their height. */}
          {plot.amounts.map(({ text }) => (
            <div key={text} className={styles.room}>
              {text}
            </div>
          ))}
          {plot.amounts.map(({ at, text }) => (
            <span key={text} className={styles.amount} style={{ top: `${at}%` }}>
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
          className={styles.plot}
        >
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" className={styles.drawing}>
            {plot.amounts.map(({ at }) => (
              <line
                key={at}
                x2={100}
                y1={at}
                y2={at}
                vectorEffect="non-scaling-stroke"
                stroke={colors.border.weak}
              />
            ))}
            <path d={plot.band} fill={colors.primary.main} opacity={0.25} />
            <path
              d={plot.line}
              fill="none"
              strokeWidth="2"
              vectorEffect="non-scaling-stroke"
              stroke={colors.primary.main}
            />
            {marks.map(({ at, text }) => (
              <Upright key={text} at={at} colour={colors.error.main} dashed />
            ))}
            {shown && <Upright at={shown.at} colour={colors.text.secondary} />}
          </svg>
        </div>
        <div />
        <div className={styles.days} aria-hidden="true">
          {plot.days.map(({ at, text }) => (
            <span
              key={text}
              className={styles.day}
              style={{ left: `${at}%`, transform: `translateX(${shiftOf(at)})` }}
            >
              {text}
            </span>
          ))}
        </div>
      </div>
      {marks.map(({ text }) => (
        <div key={text}>
          <span aria-hidden="true" className={styles.mark}>
            ┆{' '}
          </span>
          {text}
        </div>
      ))}
      <div aria-live="polite" className={styles.reading}>
        {shown?.text}
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
    stroke={colour}
  />
);

const getStyles = (theme: GrafanaTheme2) => {
  const height = 180;
  const label = {
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
  } as const;
  return {
    figure: css({ margin: 0 }),
    picture: css({
      display: 'grid',
      gridTemplateColumns: 'max-content 1fr',
      columnGap: 8,
      paddingTop: 8,
    }),
    amounts: css({ position: 'relative', height }),
    room: css({ ...label, height: 0, visibility: 'hidden' }),
    amount: css({ ...label, position: 'absolute', right: 0, transform: 'translateY(-50%)' }),
    plot: css({ position: 'relative', height, touchAction: 'pan-y' }),
    drawing: css({ display: 'block', width: '100%', height: '100%', overflow: 'visible' }),
    days: css({ position: 'relative', height: 22 }),
    day: css({ ...label, position: 'absolute', top: 4 }),
    mark: css({ color: theme.colors.error.text }),
    reading: css({ ...label, whiteSpace: 'normal', minHeight: 20 }),
  };
};
