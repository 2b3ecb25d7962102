import { VariableHide } from '@grafana/data';
import {
  CustomVariable,
  DataSourceVariable,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneCSSGridLayout,
  SceneTimePicker,
  SceneTimeRange,
  type SceneVariable,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import type { WorkloadDetailView } from '@greenops/core/api';
import { advisorPanel, prometheusPanel } from './workloadPanels.ts';
import { powerQueries, usageQueries } from './workloadQueries.ts';

const CONTAINER = '$container';

/** The last panel has no counterpart to stand beside. */
const WHOLE_ROW = { gridColumn: '1 / -1' };

/**
 * The charts of a workload: what GreenOps knows on the left, the same thing straight from Prometheus
 * on the right, over the window the findings rest on. A reader can check the one by the other.
 */
export function workloadScene(workload: WorkloadDetailView, hasPrometheus: boolean): EmbeddedScene {
  const { containers } = workload;
  const panels = hasPrometheus
    ? [
        advisorPanel(containers, 'cpu', CONTAINER),
        prometheusPanel(
          'CPU cores per pod, from Prometheus',
          'cores',
          usageQueries(workload, CONTAINER, 'cpu'),
        ),
        advisorPanel(containers, 'memory', CONTAINER),
        prometheusPanel(
          'Memory per pod, from Prometheus',
          'bytes',
          usageQueries(workload, CONTAINER, 'memory'),
        ),
        prometheusPanel('Power of the workload, from Kepler', 'watt', powerQueries(workload), WHOLE_ROW),
      ]
    : [advisorPanel(containers, 'cpu', CONTAINER), advisorPanel(containers, 'memory', CONTAINER)];

  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: workload.windowStart, to: workload.windowEnd }),
    $variables: new SceneVariableSet({ variables: variablesFor(workload, hasPrometheus) }),
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      new SceneTimePicker({ isOnCanvas: true }),
    ],
    body: new SceneCSSGridLayout({
      templateColumns: 'repeat(auto-fit, minmax(min(100%, 440px), 1fr))',
      autoRows: '300px',
      rowGap: 1,
      columnGap: 1,
      children: panels,
    }),
  });
}

function variablesFor({ containers }: WorkloadDetailView, hasPrometheus: boolean): SceneVariable[] {
  const names = containers.map(({ name }) => name);
  const container = new CustomVariable({
    name: 'container',
    label: 'Container',
    query: names.join(','),
    value: mainContainer(containers),
    hide: names.length > 1 ? VariableHide.dontHide : VariableHide.hideVariable,
  });
  const dataSource = new DataSourceVariable({
    name: 'datasource',
    label: 'Prometheus',
    pluginId: 'prometheus',
  });
  return hasPrometheus ? [dataSource, container] : [container];
}

const mainContainer = (containers: WorkloadDetailView['containers']): string =>
  (containers.find(({ role }) => role === 'main') ?? containers[0])?.name ?? '';
