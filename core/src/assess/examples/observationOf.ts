import {
  bytesPerSecond,
  containerKey,
  gramsCO2ePerKilowattHour,
  type Observation,
  ratio,
  unixSeconds,
  usdPerHour,
} from '../../model/index.ts';
import { type ClusterSketch, END, origin, STEP } from './clusterSketch.ts';
import { learnedOf } from './learnedOf.ts';
import { autoscalerHistoryOf, nodeOf, workloadOf } from './sketchedObjects.ts';
import { meanWattsOf, nodeEnergy, workloadEnergyOf } from './sketchedPower.ts';
import { byClock, hourlyOf, trafficOf, unitsOf, usageOf } from './sketchedUsage.ts';

const DAY = 86_400;

/** A set that says yes to every name: nothing is missing. */
const EVERYTHING: ReadonlySet<string> = Object.assign(new Set<string>(), { has: () => true });

/** $0.03 per core-hour and $0.004 per GiB-hour, 400 gCO₂e/kWh, PUE 1.2, unless told otherwise. */
export function observationOf(sketch: ClusterSketch): Observation {
  const days = sketch.days ?? 14;
  const given = typeof sketch.nodes === 'object' ? sketch.nodes : null;
  const nodes = given?.length ?? (typeof sketch.nodes === 'number' ? sketch.nodes : 2);
  const clusterId = sketch.clusterId ?? 'test';
  const start = unixSeconds(END - days * DAY);
  // Nodes draw at least what their pods are said to draw.
  const worked = sketch.workloads.reduce((total, one) => total + (meanWattsOf(one, days) ?? 0), 0);
  const made = sketch.workloads.map((one, index) => ({
    one,
    workload: workloadOf({ name: `workload-${index}`, ...one }, clusterId, nodes),
  }));
  return {
    cluster: {
      id: clusterId,
      name: 'Test',
      provider: 'aws',
      region: 'eu-central-1',
      demo: sketch.demo ?? false,
    },
    window: { start, end: END },
    step: STEP,
    observedAt: END,
    inventory: {
      observedAt: END,
      nodes: Array.from({ length: nodes }, (_, index) => nodeOf(index, given?.[index])),
      workloads: made.map(({ workload }) => workload),
      volumeClaims: [],
      volumes: null,
      disruptionBudgets: null,
      namespaces: null,
      services: null,
      ...sketch.inventory,
    },
    seen: sketch.seen ?? EVERYTHING,
    autoscaling: new Map(
      made.flatMap(({ one, workload }) =>
        one.autoscaled
          ? [[workload.id, autoscalerHistoryOf(workload, one.autoscaled, (days * DAY) / STEP)]]
          : [],
      ),
    ),
    ...learnedOf(made),
    functionalUnits: new Map(
      made.flatMap(({ one, workload }) =>
        one.unitsPerHour === undefined ? [] : [[workload.id, unitsOf(workload.id, one.unitsPerHour, days)]],
      ),
    ),
    usage: new Map(
      made.flatMap(({ one, workload }) =>
        (one.containers ?? [{}]).map(container => [
          containerKey(workload.id, container.name ?? 'server'),
          usageOf(
            workload,
            container,
            unixSeconds(Math.max(start, END - (one.ageDays ?? 60) * DAY)),
            workload.pods.length,
          ),
        ]),
      ),
    ),
    traffic: new Map(
      made
        .filter(({ one }) => one.trafficP99 !== null)
        .map(({ one, workload }) => [
          workload.id,
          {
            workloadId: workload.id,
            received: trafficOf(one, days * workload.pods.length),
            transmitted: {
              ...trafficOf(one, days * workload.pods.length),
              p99: bytesPerSecond(0),
              max: bytesPerSecond(0),
            },
          },
        ]),
    ),
    energy: {
      nodes: new Map(
        Array.from({ length: nodes }, (_, index) => [
          `node-${index}`,
          nodeEnergy(index, Math.max(10, worked / nodes)),
        ]),
      ),
      workloads: new Map(
        made
          .filter(({ one }) => one.activeWatts !== null)
          .map(({ one, workload }) => [workload.id, workloadEnergyOf(one, workload.id, days)]),
      ),
    },
    prices: {
      nodes: new Map(),
      fallback: {
        perCore: usdPerHour(0.03),
        perGiB: usdPerHour(0.004),
        perGpu: usdPerHour(0.95),
        provenance: origin(sketch.priceKind ?? 'billed', 'opencost'),
      },
      storagePerGiB: usdPerHour(0.00005),
      storageProvenance: origin('billed', 'opencost'),
      ...sketch.prices,
    },
    grid:
      sketch.grid === null
        ? null
        : {
            intensity: gramsCO2ePerKilowattHour(sketch.grid ?? 400),
            kind: 'average',
            zone: 'DE',
            hourly: sketch.gridByClock
              ? hourlyOf(byClock(sketch.gridByClock, days), days, gramsCO2ePerKilowattHour).map(
                  ({ hour, value }) => ({ hour, intensity: value }),
                )
              : [],
            marginal: null,
            forecast: [],
            provenance: origin('configured', 'annual-table'),
          },
    pue: { factor: ratio(1.2), provenance: origin('default', 'ccf') },
    notes: [],
    ...sketch.facts,
  };
}
