import { consolidate } from '../../assess/consolidation/index.ts';
import { assess } from '../../assess/index.ts';
import { BALANCED, bytes, formatAmount, formatBytes, type Seconds, seconds } from '../../model/index.ts';
import type { BenchPart, BenchResult } from '../benchPart.ts';
import { largeCluster, sizeFindings } from './largeCluster.ts';
import { manyWorkloads } from './manyWorkloads.ts';

/** How long a whole assessment takes, rules, footprints and consolidation included. */
export interface AssessmentFigures {
  readonly workloads: number;
  readonly seconds: Seconds;
  readonly opportunities: number;
  readonly rulesOff: number;
  readonly notAssessed: number;
  /** What the process holds at the end. */
  readonly residentBytes: number;
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
    residentBytes: process.memoryUsage().rss,
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

const inSeconds = (amount: Seconds): string => `${amount.toFixed(1)} s`;

function assessmentResult(figures: AssessmentFigures): BenchResult {
  return {
    title: 'Assessing a cluster by all rules, consolidation included',
    columns: ['workloads', 'time', 'opportunities', 'memory'],
    rows: [
      [
        formatAmount(figures.workloads),
        inSeconds(figures.seconds),
        formatAmount(figures.opportunities),
        formatBytes(bytes(figures.residentBytes)),
      ],
    ],
    notes: ['Memory is what the process holds at the end, the observation included.'],
    figures,
  };
}

function consolidationResult(figures: ConsolidationFigures): BenchResult {
  return {
    title: 'Consolidation: which nodes go',
    columns: ['nodes', 'pods', 'changes', 'today', 'with changes', 'go today', 'go after changes', 'stay'],
    rows: [
      [
        formatAmount(figures.nodes),
        formatAmount(figures.pods),
        formatAmount(figures.changes),
        inSeconds(figures.secondsToday),
        inSeconds(figures.secondsWithChanges),
        formatAmount(figures.goToday),
        formatAmount(figures.goAfterChanges),
        formatAmount(figures.stay),
      ],
    ],
    notes: [
      'One workload in ten keeps its replicas apart, one in ten spreads them over zones, one in twenty is bound to a zone, one in five has a disruption budget.',
    ],
    figures,
  };
}

/** How long judging takes, and the simulation of which nodes go. */
export const ASSESSMENT: BenchPart = {
  id: 'assessment',
  summary: 'all rules on 10,000 workloads; consolidation of 1,000 nodes and 30,000 pods',
  async run({ say, quick }) {
    say('consolidating');
    const consolidation = quick ? benchConsolidation(50, 1_500) : benchConsolidation();
    say('assessing');
    const assessment = quick ? benchAssess(200) : benchAssess();
    return [assessmentResult(assessment), consolidationResult(consolidation)];
  },
};
