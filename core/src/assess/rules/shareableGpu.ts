import { bytes, type GpuUsage, ratio } from '../../model/index.ts';
import { gpuModelOf } from '../footprint/gpuPower.ts';
import { confidenceOf } from '../judgement/confidence.ts';
import { computed, fact } from '../judgement/evidence.ts';
import { freedGpus, GPU_NEEDS, gpuFacts, heldGpus, isUnused } from '../judgement/heldGpus.ts';
import { shareOfDevice, smallestSlice } from '../judgement/migProfiles.ts';
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

/** On top of what was used, for compute and for memory. Catalogue G3. */
const HEADROOM = ratio(0.1);
const GIB = 2 ** 30;

const declaration: RuleDeclaration = {
  id: 'shareable-gpu',
  title: 'Shareable GPU',
  finds:
    'A container that holds a whole GPU and would fit into a slice of it: the smallest Multi-Instance GPU profile whose compute covers P98 of its use and whose memory covers the highest, each with headroom. A slice has its own memory and compute; neighbours do not slow each other down, as they do where a GPU is shared by turns.',
  needs: GPU_NEEDS,
  thresholds: [
    {
      meaning: 'Headroom on top of P98 of use and of the highest memory',
      unit: 'ratio',
      source: 'opportunity catalogue G3; Kruize takes P98 (performance) or P60 (cost) without',
      valueIn: () => HEADROOM,
    },
    {
      meaning: 'Time each GPU was watched, at least',
      unit: 'seconds',
      source: 'KRR 3 h, Kruize 1 d; 3 d see more than one day’s rhythm',
      valueIn: policy => policy.minimumHistory,
    },
  ],
  leavesAlone: [
    'GPUs other than A100, H100 and H200: sharing them by turns has no walls, and what it costs a neighbour is not known.',
    'Containers with several GPUs, or with a slice already.',
    'Unused GPUs: they are given back, not shared.',
  ],
  remediation:
    'Cut some GPUs of the pool with the MIG manager and request a slice (`nvidia.com/mig-…`) in place of `nvidia.com/gpu`. The saving comes once others use the rest.',
  wording: {
    title: 'Run {container} of {name} on a slice of a GPU',
    summary: [
      '{container} of {subject} holds a whole GPU, keeps it busy for {gpu.p98} of the time in all but its rarest moments, and uses {gpu.memory} of its memory at most.',
      'A slice with {slice.compute} of the compute and {slice.memory} of memory covers that with {slice.headroom} headroom.',
    ],
    why: [
      'The slice takes {slice.share} of the device from others; the rest can serve somebody else.',
      'Each GPU was watched for {gpu.watched}, in {gpu.samples} samples. A GPU costs {price.gpu} on its nodes.',
    ],
    steps: [
      'Cut a GPU of the pool into slices with the MIG manager of the GPU operator; pods on that GPU have to leave it first.',
      'Set {changes} where the manifest of {name} is kept.',
    ],
    watchAfterwards: [
      'How long its work takes: a kernel that used all of the GPU for a short time now uses the slice for longer.',
    ],
  },
  examples: [
    {
      name: 'keeps an A100 busy for a tenth of the time and fills 3 GiB of it',
      cluster: {
        workloads: [
          {
            replicas: 1,
            containers: [
              {
                gpus: 1,
                devices: [
                  { p98Utilization: ratio(0.1), maxUtilization: ratio(0.3), maxMemory: bytes(3 * GIB) },
                ],
              },
            ],
          },
        ],
      },
      verdict: 'found',
    },
    {
      name: 'fills the memory',
      cluster: {
        workloads: [
          {
            replicas: 1,
            containers: [
              {
                gpus: 1,
                devices: [
                  { p98Utilization: ratio(0.1), maxUtilization: ratio(0.3), maxMemory: bytes(36 * GIB) },
                ],
              },
            ],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'runs on a T4, which cannot be cut',
      cluster: {
        workloads: [
          {
            replicas: 1,
            containers: [
              {
                gpus: 1,
                devices: [
                  {
                    model: 'Tesla-T4',
                    p98Utilization: ratio(0.1),
                    maxUtilization: ratio(0.3),
                    maxMemory: bytes(3 * GIB),
                  },
                ],
              },
            ],
          },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has been watched for a day only',
      cluster: {
        workloads: [
          { replicas: 1, containers: [{ gpus: 1, devices: [{ samples: 288, maxUtilization: ratio(0.3) }] }] },
        ],
      },
      verdict: 'not assessed',
    },
  ],
};

/** By the meter, else by the nodes its pods run on where they agree. */
function modelOf({ context, workload }: ContainerSubject, devices: readonly GpuUsage[]): string | null {
  const told = new Set(devices.map(({ model }) => model));
  const [only] = told;
  if (told.size === 1 && only != null) return only;
  const ofNodes = new Set(
    workload.pods
      .filter(({ present }) => present)
      .map(({ node }) => (node === null ? undefined : context.nodes.get(node)))
      .map(node => (node ? gpuModelOf(node) : null)),
  );
  const [one = null] = ofNodes;
  return ofNodes.size === 1 ? one : null;
}

function detect(subject: ContainerSubject): Verdict {
  const held = heldGpus(subject, subject.context.policy.minimumHistory);
  if (held === null) return FINE;
  if ('reason' in held) return notAssessed(held.reason);
  const { devices, requested } = held;
  const isSliced = devices.some(({ device }) => device.includes('/'));
  if (requested !== 1 || isSliced || devices.every(one => isUnused(one) === true)) return FINE;
  const memories = devices.flatMap(({ maxMemory }) => maxMemory ?? []);
  if (memories.length < devices.length) return notAssessed('How much GPU memory it uses is not known');
  const slice = smallestSlice(modelOf(subject, devices), {
    compute: Math.max(...devices.map(({ p98Utilization }) => p98Utilization)) * (1 + HEADROOM),
    bytes: Math.max(...memories) * (1 + HEADROOM),
  });
  if (slice === null) return FINE;
  const container = subject.container.name;
  return found({
    changes: [
      { container, target: 'limits.nvidia.com/gpu', from: '1', to: '0' },
      { container, target: `limits.nvidia.com/${slice.name}`, from: null, to: '1' },
    ],
    // At least nothing: the rest of the device is worth something once somebody uses it.
    effect: freedGpus(subject, { low: 0, likely: 1 - shareOfDevice(slice) }),
    shownRegardless: true,
    risk: riskOf(
      [
        {
          level: 'medium',
          reason: 'Its bursts take longer on a slice, and slices cannot talk to each other over NVLink',
        },
      ],
      '',
    ),
    confidence: confidenceOf({ coverage: held.coverage, samples: held.samples, hourly: [] }, held.watched),
    evidence: [
      ...gpuFacts(subject, held),
      fact('slice.compute', 'Compute of the slice', slice.compute / 7, 'ratio', computed('mig-profile')),
      fact(
        'slice.memory',
        'Memory of the slice, nominal',
        slice.gigabytes * 1e9,
        'bytes',
        computed('mig-profile'),
      ),
      fact(
        'slice.share',
        'Share of the device that the slice takes',
        shareOfDevice(slice),
        'ratio',
        computed('mig-profile'),
      ),
      fact('slice.headroom', 'Headroom on top of what was used', HEADROOM, 'ratio', computed('mig-profile')),
    ],
  });
}

export const shareableGpu: ContainerRule = { scope: 'container', declaration, detect };
