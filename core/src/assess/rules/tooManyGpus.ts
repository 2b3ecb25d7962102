import { bytes, ratio } from '../../model/index.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, fact } from '../judgement/evidence.ts';
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

const BUSY = { maxUtilization: ratio(0.9), p98Utilization: ratio(0.8), maxMemory: bytes(20 * 2 ** 30) };

const declaration: RuleDeclaration = {
  id: 'too-many-gpus',
  title: 'Too many GPUs',
  finds:
    'A container that holds several GPUs and works on some of them only, told device by device: an average over all of them would hide it.',
  needs: GPU_NEEDS,
  thresholds: [
    {
      meaning: 'A GPU is unused where its busy share of any step is below',
      unit: 'ratio',
      source:
        'opportunity catalogue G1; Kubecost averages over the GPUs of a container, which it says is wrong',
      valueIn: () => GPU_AT_REST,
    },
    {
      meaning: 'and its memory in use, highest, below',
      unit: 'bytes',
      source: 'own judgement: opening a device takes 300 to 600 MiB',
      valueIn: () => GPU_BASELINE_BYTES,
    },
    {
      meaning: 'Time each GPU was watched, at least',
      unit: 'seconds',
      source: 'KRR 3 h, Kruize 1 d; 3 d see more than one day’s rhythm',
      valueIn: policy => policy.minimumHistory,
    },
  ],
  leavesAlone: [
    'Containers that use none of their GPUs: that is a rule of its own.',
    'Workloads of several pods: a device is not told to be of one pod, so an idle pod cannot be told from idle devices.',
  ],
  remediation: 'Lower the number of GPUs of the container to those it works on.',
  wording: {
    title: 'Lower the GPUs of {container} in {name} to {gpu.target}',
    summary: [
      '{container} of {subject} holds {gpu.requested} GPUs and works on {gpu.target} of them; the rest were below {gpu.at-rest} all the time with nothing loaded.',
    ],
    why: [
      'Seen device by device, each watched for {gpu.watched}, in {gpu.samples} samples.',
      'A GPU costs {price.gpu} on its nodes.',
    ],
    steps: [
      'Check how the program divides its work: the number may also stand in its arguments.',
      'Set {changes} where the manifest of {name} is kept.',
    ],
    watchAfterwards: ['How long its work takes, and how busy the GPUs are that it keeps.'],
  },
  examples: [
    {
      name: 'holds four GPUs and works on one',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 4, devices: [BUSY, {}, {}, {}] }] }] },
      verdict: 'found',
    },
    {
      name: 'works on all four',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 4, devices: [BUSY, BUSY, BUSY, BUSY] }] }] },
      verdict: 'not found',
    },
    {
      name: 'holds one and works on it',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 1, devices: [BUSY] }] }] },
      verdict: 'not found',
    },
    {
      name: 'runs two pods, of which one may idle',
      cluster: { workloads: [{ replicas: 2, containers: [{ gpus: 2, devices: [BUSY, BUSY, {}, {}] }] }] },
      verdict: 'not assessed',
    },
    {
      name: 'moved to other devices within the window, and was seen on more than it holds',
      cluster: { workloads: [{ replicas: 1, containers: [{ gpus: 2, devices: [BUSY, {}, BUSY] }] }] },
      verdict: 'not found',
    },
  ],
};

function detect(subject: ContainerSubject): Verdict {
  const held = heldGpus(subject, subject.context.policy.minimumHistory);
  if (held === null || (!('reason' in held) && held.requested < 2)) return FINE;
  if ('reason' in held) return notAssessed(held.reason);
  const { devices, requested } = held;
  const used = devices.filter(one => isUnused(one) !== true).length;
  if (used === 0 || used === devices.length) return FINE;
  if (subject.workload.pods.filter(({ present }) => present).length > 1) {
    return notAssessed('It runs several pods, and which of the GPUs are of which pod is not known');
  }
  // Devices it was moved to within the window add up; only what it works on at once may be counted.
  const target = used;
  if (target >= requested) return FINE;
  return found({
    changes: [
      {
        container: subject.container.name,
        target: 'limits.nvidia.com/gpu',
        from: String(requested),
        to: String(target),
      },
    ],
    effect: freedGpus(subject, { low: requested - target, likely: requested - target }),
    shownRegardless: true,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason: 'Its program may expect this number of GPUs, or use the others for work that comes seldom',
        },
      ],
      '',
    ),
    confidence: confidenceOf({ coverage: held.coverage, samples: held.samples, hourly: [] }, held.watched),
    evidence: [
      ...gpuFacts(subject, held),
      fact('gpu.target', 'GPUs it works on', target, 'count', computed('gpus-in-use')),
    ],
  });
}

export const tooManyGpus: ContainerRule = { scope: 'container', declaration, detect };
