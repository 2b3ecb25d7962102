import { FieldColorModeId } from '@grafana/data';
import { PanelBuilders, SceneCSSGridItem, SceneQueryRunner } from '@grafana/scenes';
import { GraphDrawStyle, LegendDisplayMode, LineInterpolation, TooltipDisplayMode } from '@grafana/schema';
import type { ContainerView } from '@greenops/core/api';
import { UsageDataNode } from './UsageDataNode.ts';
import type { PanelQuery, Resource } from './workloadQueries.ts';

/** Units as Grafana names them. It has none for cores: the titles say it. */
const grafanaUnits = { cores: 'short', bytes: 'bytes', watt: 'watt' } as const;
type PanelUnit = keyof typeof grafanaUnits;

const advisorTexts: Readonly<Record<Resource, { title: string; unit: PanelUnit }>> = {
  cpu: { title: 'CPU cores per pod, from GreenOps', unit: 'cores' },
  memory: { title: 'Memory per pod, from GreenOps', unit: 'bytes' },
};

function timeSeries(title: string, unit: PanelUnit) {
  return PanelBuilders.timeseries()
    .setTitle(title)
    .setUnit(grafanaUnits[unit])
    .setMin(0)
    .setCustomFieldConfig('drawStyle', GraphDrawStyle.Line)
    .setCustomFieldConfig('lineInterpolation', LineInterpolation.Linear)
    .setCustomFieldConfig('fillOpacity', 8)
    .setOption('legend', {
      showLegend: true,
      displayMode: LegendDisplayMode.List,
      placement: 'bottom',
      calcs: [],
    })
    .setOption('tooltip', { mode: TooltipDisplayMode.Multi })
    .setOverrides(overrides => {
      // What is declared reads the same in every chart: a dashed line, red where crossing it hurts.
      for (const [name, colour] of [
        ['request', 'orange'],
        ['limit', 'red'],
      ] as const) {
        overrides
          .matchFieldsWithName(name)
          .overrideColor({ mode: FieldColorModeId.Fixed, fixedColor: colour })
          .overrideCustomFieldConfig('lineStyle', { fill: 'dash', dash: [8, 6] })
          .overrideCustomFieldConfig('fillOpacity', 0);
      }
    });
}

/** Hourly usage of the chosen container as the findings see it. */
export function advisorPanel(containers: readonly ContainerView[], resource: Resource, container: string) {
  const { title, unit } = advisorTexts[resource];
  return new SceneCSSGridItem({
    body: timeSeries(title, unit)
      .setDescription(
        'Mean and maximum of each hour over the workload’s pods: the data behind its opportunities.',
      )
      .setData(new UsageDataNode({ containers, resource, container }))
      .build(),
  });
}

/** The same straight from the chosen Prometheus data source. */
export function prometheusPanel(
  title: string,
  unit: PanelUnit,
  queries: readonly PanelQuery[],
  place: { readonly gridColumn?: string } = {},
) {
  return new SceneCSSGridItem({
    ...place,
    body: timeSeries(title, unit)
      .setData(
        new SceneQueryRunner({
          datasource: { uid: '${datasource}', type: 'prometheus' },
          queries: queries.map(query => ({ ...query, range: true, editorMode: 'code' })),
          maxDataPoints: 400,
        }),
      )
      .build(),
  });
}
