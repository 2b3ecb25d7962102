import { bytes, ratio, seconds } from '../../model/index.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import {
  freedGpus,
  GPU_AT_REST,
  GPU_BASELINE_BYTES,
  GPU_NEEDS,
  gpuFacts,
  heldGpus,
  isUnused,
} from '../judgement/heldGpus.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ContainerRule,
  type ContainerSubject,
  FINE,
  found,
  notAssessed,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';

/** A full week: what trains every weekend is not unused on Friday. */
const WEEK = seconds(7 * 86_400);
const MIB = 2 ** 20;

const declaration: RuleDeclaration = {
  id: 'unused-gpu',
  title: 'Unused GPU',
  finds:
    'A container that holds GPUs and has used none of them for a week or more: never busy, and no more in their memory than a process that does nothing takes.',
  needs: GPU_NEEDS,
  thresholds: [
    {
      meaning: 'Busy share of any step, on every GPU it holds, below',
      unit: 'ratio',
      source: 'opportunity catalogue G1; Kubecost about 0 %',
      valueIn: () => GPU_AT_REST,
    },
    {
      meaning: 'GPU memory used, highest, below',
      unit: 'bytes',
      source: 'own judgement: opening a device takes 300 to 600 MiB, a loaded model more',
      valueIn: () => GPU_BASELINE_BYTES,
    },
    {
      meaning: 'Time each GPU was watched, at least',
      unit: 'seconds',
      source: 'opportunity catalogue G1: 7 d, a full week',
      valueIn: () => WEEK,
    },
  ],
  leavesAlone: [
    'Containers that keep a model loaded: they wait, which is another matter than holding a GPU for nothing.',
    'Containers that use some of their GPUs: that is a rule of its own.',
  ],
  remediation: 'Take the GPU away from the container, or scale the workload to 0 while nobody needs it.',
  wording: {
    title: 'Give back the GPU of {name}',
    summary: [
      '{container} of {subject} uses none of the GPUs it holds ({gpu.requested} in each pod): the busiest of them was busy for {gpu.max} of the time at most, with {gpu.memory} of its memory in use.',
    ],
    why: [
      'Below {gpu.at-rest} and {gpu.baseline} nothing computes and nothing is loaded; each GPU was watched for {gpu.watched}, in {gpu.samples} samples.',
      'A GPU costs {price.gpu} on its nodes whether or not it computes.',
      'They draw {gpu.watts} all the same.',
    ],
    steps: [
      'Ask whose it is, and whether it only waits for work that comes seldom.',
      'If it can run without a GPU, set {changes}; otherwise scale {name} to nought until somebody needs it.',
    ],
    watchAfterwards: ['That the program still starts: some fail where they find no GPU.'],
  },
  examples: [
    {
      name: 'holds a GPU and does nothing with it',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 1, devices: [{}] }] }] },
      verdict: 'found',
    },
    {
      name: 'keeps a model loaded and waits',
      cluster: {
        workloads: [
          { replicas: 1, containers: [{ gpus: 1, devices: [{ maxMemory: bytes(20_000 * MIB) }] }] },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'computes once a week',
      cluster: {
        workloads: [{ replicas: 1, containers: [{ gpus: 1, devices: [{ maxUtilization: ratio(0.9) }] }] }],
      },
      verdict: 'not found',
    },
    {
      name: 'has been watched for three days only',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 1, devices: [{ samples: 864 }] }] }] },
      verdict: 'not assessed',
    },
    {
      name: 'holds a GPU that nobody meters',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 1 }] }] },
      verdict: 'not assessed',
    },
  ],
};

function detect(subject: ContainerSubject): Verdict {
  const held = heldGpus(subject, WEEK);
  if (held === null) return FINE;
  if ('reason' in held) return notAssessed(held.reason);
  const unused = held.devices.map(isUnused);
  if (unused.includes(false)) return FINE;
  if (unused.includes(null))
    return notAssessed('How much GPU memory it uses is not known, so a loaded model would not be seen');
  const { requested } = held;
  return found({
    changes: [
      {
        container: subject.container.name,
        target: 'limits.nvidia.com/gpu',
        from: String(requested),
        to: '0',
      },
    ],
    effect: freedGpus(subject, { low: requested, likely: requested }),
    shownRegardless: true,
    risk: riskOf(
      [{ level: 'medium', reason: 'It may wait for work that comes more seldom than the window is long' }],
      '',
    ),
    confidence: confidenceOf({ coverage: held.coverage, samples: held.samples, hourly: [] }, held.watched),
    evidence: gpuFacts(subject, held),
  });
}

export const unusedGpu: ContainerRule = { scope: 'container', declaration, detect };
