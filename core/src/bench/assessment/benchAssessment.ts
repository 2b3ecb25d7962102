import { consolidate } from '../../assess/consolidation/index.ts';
import { assess } from '../../assess/index.ts';
import { BALANCED, type Seconds, seconds } from '../../model/index.ts';
import { largeCluster, sizeFindings } from './largeCluster.ts';
import { manyWorkloads } from './manyWorkloads.ts';

/** How long a whole assessment takes, rules, footprints and consolidation included. */
export interface AssessmentFigures {
  readonly workloads: number;
  readonly seconds: Seconds;
  readonly opportunities: number;
  readonly rulesOff: number;
  readonly notAssessed: number;
  /** Resident memory at the end. */
  readonly peakBytes: number;
}

/** How long the simulation takes, for today alone and with all changes. */
export interface ConsolidationFigures {
  readonly nodes: number;
  readonly pods: number;
  readonly changes: number;
  readonly secondsToday: Seconds;
  readonly secondsWithChanges: Seconds;
  readonly goToday: number;
  readonly goAfterChanges: number;
  readonly stay: number;
}

function timed<Result>(work: () => Result): { readonly result: Result; readonly took: Seconds } {
  const start = performance.now();
  const result = work();
  return { result, took: seconds((performance.now() - start) / 1000) };
}

/** Assesses a cluster of as many workloads as told by all rules there are. */
export function benchAssess(workloads = 10_000): AssessmentFigures {
  const observation = manyWorkloads(workloads);
  const { result, took } = timed(() => assess(observation, BALANCED));
  return {
    workloads,
    seconds: took,
    opportunities: result.opportunities.length,
    rulesOff: result.rulesOff.length,
    notAssessed: result.notAssessed.length,
    peakBytes: process.memoryUsage().rss,
  };
}

/** Consolidates a cluster of as many nodes and pods as told, with changes to most of its workloads. */
export function benchConsolidation(nodes = 1_000, pods = 30_000): ConsolidationFigures {
  const observation = largeCluster(nodes, pods);
  const changes = sizeFindings(observation);
  const today = timed(() => consolidate(observation, []));
  const then = timed(() => consolidate(observation, changes));
  return {
    nodes,
    pods,
    changes: changes.length,
    secondsToday: today.took,
    secondsWithChanges: then.took,
    goToday: then.result?.now.length ?? 0,
    goAfterChanges: then.result?.afterFixes.length ?? 0,
    stay: then.result?.staying.length ?? 0,
  };
}
