import { containerKey, ratio } from '../../model/index.ts';
import { subjectFacts } from '../judgement/containerFacts.ts';
import { computed, fact } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import { singleReplica } from '../judgement/riskFactors.ts';
import {
  GO_MEMORY_SHARE,
  goMemory,
  goProcessors,
  nodeHeapBeyond,
  NODE_HEAP_SHARE,
  THROTTLED_ENOUGH,
  TIGHT,
} from '../judgement/runtimeLimits.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { runtimeLimitsExamples } from './runtimeLimitsExamples.ts';
import { INIT_CONTAINERS, REQUESTS_AND_LIMITS, SMALLEST_CHANGE } from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'runtime-limits',
  title: 'Runtime unaware of its limits',
  finds:
    'A Go program older than 1.25 that runs as many threads as the node has cores although its limit is a few, and is throttled; a Go program that comes near its memory limit without knowing it; a Node program whose heap may grow beyond its memory limit.',
  needs: [
    REQUESTS_AND_LIMITS,
    {
      anyOf: [
        'go_sched_gomaxprocs_threads',
        'go_gc_gomemlimit_bytes',
        'nodejs_version_info',
        'api:pod-specs',
      ],
      for: 'what Go and Node believe their limits to be',
    },
  ],
  thresholds: [
    {
      meaning: 'Share of its CFS periods in which a Go program is throttled, at least',
      unit: 'ratio',
      source: 'own judgement: below it the threads do no harm',
      valueIn: () => THROTTLED_ENOUGH,
    },
    {
      meaning: 'Highest memory use of a Go program as a share of its limit, at least (or an OOM kill)',
      unit: 'ratio',
      source: 'own judgement: further away the limit is never met',
      valueIn: () => TIGHT,
    },
    {
      meaning: 'GOMEMLIMIT as a share of the memory limit',
      unit: 'ratio',
      source: 'A Guide to the Go Garbage Collector: leave 5 to 10 % for what Go does not know of',
      valueIn: () => GO_MEMORY_SHARE,
    },
    {
      meaning: 'Heap of Node as a share of the memory limit',
      unit: 'ratio',
      source: 'Node.js documentation of --max-old-space-size: 1,536 MiB of 2 GiB',
      valueIn: () => NODE_HEAP_SHARE,
    },
    SMALLEST_CHANGE,
  ],
  leavesAlone: [
    'Go 1.25 and later, which reads its CPU limit by itself.',
    'Go programs in whose heap too much lives for the limit: collecting more often would not help, they need memory.',
    'Containers without limits.',
    INIT_CONTAINERS,
  ],
  remediation:
    'Set `GOMAXPROCS`, `GOMEMLIMIT` or `NODE_OPTIONS=--max-old-space-size=…` in the container’s environment.',
  wording: {
    title: 'Tell the runtime of {container} in {name} its limits',
    summary: [
      '{container} of {subject} runs Go on {go.processors} threads at once although its CPU limit is {go.cpu-limit}; it was throttled in {go.throttled} of its periods.',
      '{container} of {subject} has come to {go.memory} of its memory limit of {go.memory-limit}, which its Go runtime does not know: it collects garbage as if there were no end.',
      'The heap of {container} of {subject} may grow to {node.heap}, and its memory limit is {node.memory-limit}: it is killed before Node thinks of collecting.',
    ],
    why: [
      'More threads than cores use up the quota of a period at once and then all stand still; {go.processors-target} fit the limit, and newer releases of Go choose them by themselves.',
      'With {go.memory-target} Go collects harder as it comes near, in place of being killed.',
      'With {node.heap-target} Node collects in time, and what it takes besides its heap has room.',
    ],
    steps: [
      'Set {changes} in the manifest of {name} ({changes.count} in all); other options of the variable stay.',
      'The command of {container} sets the heap itself, in {node.flags} of its flags, which wins over the variable: change it there to {node.heap-target}.',
    ],
    watchAfterwards: [
      'Throttled periods and latency of {name}; for Go its time spent in garbage collection, for Node its log for “heap out of memory”.',
    ],
  },
  examples: runtimeLimitsExamples,
};

function detect(subject: ContainerSubject): Verdict {
  const { container, context, workload } = subject;
  const runtime = context.observation.runtimes.get(containerKey(workload.id, container.name)) ?? null;
  const parts = [
    goProcessors(subject, runtime),
    goMemory(subject, runtime),
    nodeHeapBeyond(subject, runtime),
  ].filter(part => part !== null);
  const told = parts.filter(part => 'changes' in part);
  const unknown = parts.flatMap(part => ('reason' in part ? [part.reason] : []));
  if (told.length === 0) return unknown[0] === undefined ? FINE : notAssessed(unknown[0]);
  const changes = told.flatMap(part => part.changes);
  return found({
    changes,
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(
      [singleReplica(subject)],
      'It is told what is so anyway: the limits it runs into stay as they are',
    ),
    confidence: {
      score: told[0]?.confidence ?? ratio(0),
      reasons: told.map(({ because }) => because),
    },
    evidence: [
      ...told.flatMap(part => part.facts),
      ...(changes.length > 0
        ? [fact('changes.count', 'Variables to set', changes.length, 'count', computed('runtime-limits'))]
        : []),
      ...subjectFacts(subject),
    ],
  });
}

export const runtimeLimits: ContainerRule = { scope: 'container', declaration, detect };
