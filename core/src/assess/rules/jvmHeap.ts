import { type Change, containerKey, type EvidenceFact, type Provenance } from '../../model/index.ts';
import { scaledByUtilization } from '../judgement/autoscaling.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { memoryFacts, subjectFacts } from '../judgement/containerFacts.ts';
import { computed, fact, known } from '../judgement/evidence.ts';
import { HEAP_ROOM, type JvmMemory, jvmMemory } from '../judgement/jvmMemory.ts';
import { jvmChanges, type JvmProposal, jvmProposal } from '../judgement/jvmProposal.ts';
import { riskOf } from '../judgement/risk.ts';
import { growingMemory, singleReplica } from '../judgement/riskFactors.ts';
import { demandsOf, SUFFICIENCY_THRESHOLDS, sufficientUsage } from '../judgement/sufficiency.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { jvmHeapExamples } from './jvmHeapExamples.ts';
import {
  INIT_CONTAINERS,
  MEMORY_HEADROOM,
  MEMORY_USE,
  SAVING_THRESHOLDS,
  SMALLEST_CHANGE,
} from './sharedDeclarations.ts';

const declaration: RuleDeclaration = {
  id: 'jvm-heap',
  title: 'JVM heap',
  finds:
    'A Java container whose heap may grow far beyond what lives in it, so that its memory could be smaller, or beyond what its limit leaves room for, so that it is killed one day. Heap, memory request and limit are changed together: a JVM fills what it may, so neither is worth anything without the other.',
  needs: [
    { anyOf: ['jvm_memory_used_bytes', 'jvm_memory_bytes_used'], for: 'what the heap holds' },
    { anyOf: ['jvm_memory_max_bytes', 'jvm_memory_bytes_max'], for: 'how large the heap may grow' },
    MEMORY_USE,
    { anyOf: ['api:pod-specs'], for: 'flags and variables that set the heap' },
  ],
  thresholds: [
    ...SUFFICIENCY_THRESHOLDS,
    {
      meaning:
        'Heap proposed, as a multiple of what is alive after a collection (bounds of the saving: 2 and 4)',
      unit: 'count',
      source: 'Hunt & John, Java Performance (2011), ch. 7: 3 to 4',
      valueIn: () => HEAP_ROOM.likely,
    },
    MEMORY_HEADROOM,
    SMALLEST_CHANGE,
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'JVMs that do not tell what lives in the heap and how large it may grow.',
    'Workloads with a HorizontalPodAutoscaler on memory utilisation.',
    INIT_CONTAINERS,
  ],
  remediation:
    'Set the heap by `-XX:MaxRAMPercentage` (or `-Xmx` where there is no limit or a small one) in `JAVA_TOOL_OPTIONS` or where it is set today, and memory request and limit with it.',
  wording: {
    title: 'Size the heap of {container} in {name} by what lives in it',
    summary: [
      'After collections {heap.live} are alive in the heap of {container} of {subject}, which may grow to {heap.max}; the JVM takes {runtime.besides} besides it.',
      'With a heap of {heap.target} it needs {memory.target} of memory.',
    ],
    why: [
      'Heap and the rest together reach {memory.reach}, and the limit is {memory.exceeded-limit}: it is killed when the heap is used.',
      'A heap of {heap.room} times what lives in it keeps the collector from working all the time; a larger one is only collected later.',
      'Its working set was {memory.max} at its highest, over {memory.history}, in {memory.samples} samples.',
    ],
    steps: [
      'Set all {changes.count} values in one deployment: {changes}. Other options of the variable stay.',
      'Its heap is set in its command, or in several places at once, which no single variable overrides ({heap.places} in all): change it there to {heap.target}, with {memory.target} of memory.',
    ],
    watchAfterwards: [
      'Share of time spent in garbage collection, and its pauses: if they rise, the heap is too small.',
      'OutOfMemoryError in its log, and OOM kills.',
    ],
  },
  examples: jvmHeapExamples,
};

function heapFacts(
  jvm: JvmMemory,
  proposal: JvmProposal,
  changes: readonly Change[],
  { container, context }: ContainerSubject,
): readonly EvidenceFact[] {
  const origin: Provenance = {
    kind: 'measured',
    method: 'jvm-metrics',
    source: 'Metrics of its JVM',
    asOf: context.observation.window.end,
  };
  const reach = jvm.maxHeap + jvm.besides;
  const { environment = {}, flags = [] } = container.runtimeSettings ?? {};
  return [
    fact('heap.live', 'Heap alive after a collection, highest', jvm.liveHeap, 'bytes', origin),
    fact('heap.max', 'Heap, as large as it may grow', jvm.maxHeap, 'bytes', origin),
    fact('heap.target', 'Heap proposed', proposal.heap, 'bytes', computed('jvm-heap')),
    fact(
      'heap.room',
      'Heap as a multiple of what lives in it',
      HEAP_ROOM.likely,
      'count',
      computed('jvm-heap'),
    ),
    fact('runtime.besides', 'Memory besides the heap', jvm.besides, 'bytes', origin),
    fact('memory.reach', 'Memory with a full heap', reach, 'bytes', computed('jvm-heap')),
    ...known(
      'memory.exceeded-limit',
      'Memory limit that a full heap exceeds',
      proposal.exceeded,
      'bytes',
      computed('jvm-heap'),
    ),
    changes.length > 0
      ? fact('changes.count', 'Values to set together', changes.length, 'count', computed('jvm-heap'))
      : fact(
          'heap.places',
          'Places that set its options',
          Object.keys(environment).length + flags.length,
          'count',
          computed('jvm-heap'),
        ),
  ];
}

function detect(subject: ContainerSubject): Verdict {
  const { container, context, usage, workload } = subject;
  const { observation, policy } = context;
  const runtime = observation.runtimes.get(containerKey(workload.id, container.name));
  if (runtime?.runtime !== 'jvm') return FINE;
  const sufficiency = sufficientUsage('memory', usage, usage?.memory, demandsOf(policy));
  if ('reason' in sufficiency) return notAssessed(sufficiency.reason);
  const { statistics, history } = sufficiency;
  const jvm = jvmMemory(runtime, statistics.max);
  if ('reason' in jvm) return notAssessed(jvm.reason);
  const proposal = jvmProposal(subject, jvm);
  if (proposal === null) return FINE;
  const scaled = scaledByUtilization(workload, 'memory');
  if (scaled !== null) return notAssessed(scaled);
  if (container.runtimeSettings === null) {
    return notAssessed('Its flags and variables are not known, so what sets its heap is not');
  }
  const changes = jvmChanges(subject, proposal);
  return found({
    changes,
    effect: proposal.effect,
    shownRegardless: proposal.exceeded !== null,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason: 'A smaller heap is collected more often; what lives in it may grow with the load',
        },
        growingMemory(statistics),
        singleReplica(subject),
      ],
      '',
    ),
    confidence: confidenceOf(statistics, history),
    evidence: [
      ...memoryFacts(subject, statistics, history, proposal.request),
      ...heapFacts(jvm, proposal, changes, subject),
      ...subjectFacts(subject),
    ],
  });
}

export const jvmHeap: ContainerRule = { scope: 'container', declaration, detect };
