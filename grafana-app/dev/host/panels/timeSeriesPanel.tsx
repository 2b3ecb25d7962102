import {
  FieldColorModeId,
  FieldType,
  identityOverrideProcessor,
  PanelPlugin,
  type PanelProps,
  PluginType,
} from '@grafana/data';
import {
  AxisColorMode,
  AxisPlacement,
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LineInterpolation,
  ScaleDistribution,
  StackingMode,
  TooltipDisplayMode,
  type VizLegendOptions,
  VisibilityMode,
} from '@grafana/schema';
import { EmptyState, TimeSeries, TooltipPlugin, ZoomPlugin } from '@grafana/ui';
import { useMemo } from 'react';

interface Options {
  readonly legend?: VizLegendOptions;
}

function TimeSeriesPanel({
  data,
  width,
  height,
  timeRange,
  timeZone,
  options,
  onChangeTimeRange,
}: PanelProps<Options>) {
  const frames = useMemo(
    () => data.series.filter(({ fields }) => fields.some(({ type }) => type === FieldType.time)),
    [data.series],
  );
  if (frames.length === 0) return <EmptyState variant="not-found" hideImage message="No data" />;
  const legend: VizLegendOptions = options.legend ?? {
    showLegend: true,
    displayMode: LegendDisplayMode.List,
    placement: 'bottom',
    calcs: [],
  };
  return (
    <TimeSeries
      frames={frames}
      width={width}
      height={height}
      timeRange={timeRange}
      timeZone={timeZone}
      legend={legend}
    >
      {(config, aligned) => (
        <>
          <TooltipPlugin data={aligned} config={config} mode={TooltipDisplayMode.Multi} timeZone={timeZone} />
          <ZoomPlugin config={config} onZoom={onChangeTimeRange} />
        </>
      )}
    </TimeSeries>
  );
}

/** The custom field configuration of Grafana's time series panel, with its defaults. */
const fieldDefaults: Readonly<Record<string, unknown>> = {
  drawStyle: GraphDrawStyle.Line,
  lineInterpolation: LineInterpolation.Linear,
  lineWidth: 1,
  lineStyle: { fill: 'solid' },
  fillOpacity: 0,
  gradientMode: GraphGradientMode.None,
  showPoints: VisibilityMode.Auto,
  pointSize: 5,
  spanNulls: false,
  insertNulls: false,
  axisPlacement: AxisPlacement.Auto,
  axisLabel: '',
  axisColorMode: AxisColorMode.Text,
  axisBorderShow: false,
  scaleDistribution: { type: ScaleDistribution.Linear },
  stacking: { mode: StackingMode.None, group: 'A' },
  thresholdsStyle: { mode: GraphThresholdsStyleMode.Off },
  hideFrom: { legend: false, tooltip: false, viz: false },
};

const NoEditor = () => null;

/** A stand-in for Grafana's panel of the same id, drawn with the pieces of @grafana/ui it is made of. */
export function timeSeriesPanel(): PanelPlugin {
  const panel = new PanelPlugin<Options>(TimeSeriesPanel);
  const info = {
    author: { name: 'GreenOps' },
    description: 'stand-in',
    links: [],
    logos: { small: '', large: '' },
    screenshots: [],
    updated: '',
    version: '',
  };
  panel.meta = {
    id: 'timeseries',
    name: 'Time series (stand-in)',
    type: PluginType.panel,
    module: '',
    baseUrl: '',
    sort: 0,
    info,
  };
  panel.useFieldConfig({
    standardOptions: { color: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
    useCustomConfig: builder => {
      for (const [id, defaultValue] of Object.entries(fieldDefaults)) {
        builder.addCustomEditor({
          id,
          path: id,
          name: id,
          defaultValue,
          editor: NoEditor,
          override: NoEditor,
          process: identityOverrideProcessor,
          shouldApply: () => true,
        });
      }
    },
  });
  return panel;
}
