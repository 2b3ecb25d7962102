import {
  bytes,
  type EvidenceFact,
  type ImageFacts,
  type Pod,
  type Provenance,
  ratio,
  windowSeconds,
} from '../../model/index.ts';
import { computed, fact } from '../judgement/evidence.ts';
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
import { IMAGE_MANIFESTS, INIT_CONTAINERS, REQUESTS_AND_LIMITS } from './sharedDeclarations.ts';

const MIB = 2 ** 20;
/** Compressed, as pulled. */
const LARGE = bytes(500 * MIB);
/** Bytes of a compressed image that a node fetches and unpacks in a second. */
const PER_SECOND = 50 * MIB;
const MONTH = 30 * 86_400;

const declaration: RuleDeclaration = {
  id: 'oversized-image',
  title: 'Oversized image',
  finds:
    'A container whose image is large and was fetched within the window: every node that starts one of its pods for the first time loads it all before the pod starts. Told in bytes and seconds, from the registry’s own manifest; no money is claimed for it.',
  needs: [IMAGE_MANIFESTS, REQUESTS_AND_LIMITS],
  thresholds: [
    {
      meaning: 'Compressed layers of the architecture that runs, at least',
      unit: 'bytes',
      source: 'own judgement; a tool of the field says 200 MB and finds half of all images',
      valueIn: () => LARGE,
    },
    {
      meaning: 'What a node fetches and unpacks in a second',
      unit: 'bytes/s',
      source: 'own judgement: one registry connection, gzip on one core',
      valueIn: () => PER_SECOND,
    },
  ],
  leavesAlone: [
    'Images of which no pod started within the window: they cost nothing while they lie on the nodes.',
    'Pulls by a tag that a node has already: only layers that are missing travel, whatever the pull policy.',
    INIT_CONTAINERS,
  ],
  remediation:
    'Build in stages and copy only what runs into a small base image; keep models and data out of the image.',
  wording: {
    title: 'Make the image of {container} in {name} smaller',
    summary: [
      'The image of {container} of {subject} is {image.bytes} in {image.layers} layers, as it is pulled.',
      'Its pods started {image.starts} times within {image.window}, on {image.nodes} nodes: each of them had to load it first, about {image.month} in thirty days.',
    ],
    why: [
      'Loading and unpacking it takes about {image.seconds} on a node that does not have it, at {image.rate}: so much later does a pod start there, which is when an autoscaler needs it.',
      'The number of nodes is the lowest it can have been; where images are cleared or tags move, it is loaded more often.',
    ],
    steps: [
      'Look at what is in it, layer by layer (`docker history`, `dive`), and build in stages, so that compilers and caches stay behind.',
      'Use a slim or distroless base, and load models and data at start from a volume or object store.',
      'Where a tag never moves, `imagePullPolicy: IfNotPresent` saves the question to the registry too.',
    ],
    watchAfterwards: ['How long its pods take from scheduled to ready on a new node.'],
  },
  examples: [
    {
      name: 'loads a gigabyte and a half onto the nodes its pods start on',
      cluster: {
        workloads: [{ ageDays: 5, containers: [{ imageFacts: { compressedBytes: bytes(1_500 * MIB) } }] }],
      },
      verdict: 'found',
    },
    {
      name: 'has a large image and has not started for weeks',
      cluster: {
        workloads: [{ ageDays: 60, containers: [{ imageFacts: { compressedBytes: bytes(1_500 * MIB) } }] }],
      },
      verdict: 'not found',
    },
    {
      name: 'has a small image',
      cluster: {
        workloads: [{ ageDays: 5, containers: [{ imageFacts: { compressedBytes: bytes(80 * MIB) } }] }],
      },
      verdict: 'not found',
    },
    {
      name: 'comes from a registry that did not answer',
      cluster: { workloads: [{ ageDays: 5, containers: [{}] }] },
      verdict: 'not assessed',
    },
  ],
};

function evidenceOf(
  image: ImageFacts,
  starts: readonly Pod[],
  { context }: ContainerSubject,
): readonly EvidenceFact[] {
  const { observation } = context;
  const window = windowSeconds(observation.window);
  const nodes = new Set(starts.map(({ node }) => node)).size;
  const registry: Provenance = {
    kind: 'measured',
    method: 'registry-manifest',
    source: 'Manifest of the image in its registry',
    asOf: observation.observedAt,
  };
  const pods: Provenance = { ...registry, method: 'pod-starts', source: 'Pods of the window' };
  return [
    fact('image.bytes', 'Image, compressed', image.compressedBytes, 'bytes', registry),
    fact('image.layers', 'Layers', image.layers, 'count', registry),
    fact('image.starts', 'Pods that started within the window', starts.length, 'count', pods),
    fact('image.nodes', 'Nodes they started on', nodes, 'count', pods),
    fact('image.window', 'Window', window, 'seconds', pods),
    fact(
      'image.month',
      'Loaded in 30 days, at least',
      (image.compressedBytes * nodes * MONTH) / window,
      'bytes',
      computed('image-pulls'),
    ),
    fact('image.rate', 'Fetched and unpacked', PER_SECOND, 'bytes/s', computed('image-pulls')),
    fact(
      'image.seconds',
      'Time to load it',
      image.compressedBytes / PER_SECOND,
      'seconds',
      computed('image-pulls'),
    ),
  ];
}

function detect(subject: ContainerSubject): Verdict {
  const { container, context, workload } = subject;
  const { start } = context.observation.window;
  const starts = workload.pods.filter(
    ({ startedAt, node }) => node !== null && startedAt !== null && startedAt >= start,
  );
  if (starts.length === 0) return FINE;
  const image = context.observation.images.get(container.image);
  if (!image) return notAssessed('Its registry did not tell how large its image is');
  if (image.compressedBytes < LARGE) return FINE;
  return found({
    changes: [],
    effect: { kind: 'none' },
    shownRegardless: true,
    risk: riskOf(
      [],
      'The program stays the same; what was left out of the image is missed at once, by tests',
    ),
    confidence: {
      score: ratio(0.9),
      reasons: ['The registry tells the size of every layer', 'How often it was loaded is a lower bound'],
    },
    evidence: evidenceOf(image, starts, subject),
  });
}

export const oversizedImage: ContainerRule = { scope: 'container', declaration, detect };
