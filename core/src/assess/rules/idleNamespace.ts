import {
  type Confidence,
  type ObjectReference,
  ratio,
  type Service,
  unixSeconds,
  type Workload,
} from '../../model/index.ts';
import { placementsOf } from '../footprint/placements.ts';
import { declared, fact } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import { SYSTEM_NAMESPACES } from '../judgement/scalable.ts';
import {
  type ClusterContext,
  type ClusterRule,
  FINE,
  found,
  notAssessed,
  type ObjectVerdict,
  type RuleDeclaration,
  type Verdict,
} from '../rule.ts';
import { stoppedWorkloads } from '../saving/stoppedWorkloads.ts';
import { subjectOf } from '../subjectOf.ts';
import { abandonedByTraffic } from './abandonedByTraffic.ts';
import { idleWorkload } from './idleWorkload.ts';
import { SAVING_THRESHOLDS } from './sharedDeclarations.ts';

/** Of a single workload its own finding says it all. */
const SEVERAL = 2;

const service: Service = {
  namespace: 'shop',
  name: 'cart',
  type: 'ClusterIP',
  selector: { app: 'cart' },
  createdAt: unixSeconds(0),
};

const declaration: RuleDeclaration = {
  id: 'idle-namespace',
  title: 'Idle namespace',
  finds:
    'A namespace in which everything that runs is idle or called by nobody: an environment that was left behind. Its saving is that of all its workloads; their own findings are included in it.',
  needs: [...idleWorkload.declaration.needs],
  thresholds: [
    {
      meaning: 'Workloads that run, at least',
      unit: 'count',
      source: 'own judgement: of a single one its own finding says it all',
      valueIn: () => SEVERAL,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Namespaces with one workload that does something, or of which that is not known.',
    'Namespaces with a CronJob that is not suspended: it is waiting for its time.',
    'Namespaces with a DaemonSet or a static pod: they serve the nodes.',
    'The cluster’s own namespaces.',
  ],
  remediation: 'Ask the owner, scale everything in it to 0, delete the namespace when nobody has missed it.',
  wording: {
    title: 'Put namespace {name} to sleep',
    summary: [
      'All {namespace.running} workloads that run in namespace {name} are idle or called by nobody.',
      'Of them {namespace.idle} do nothing at all and {namespace.abandoned} only answer probes and scrapes.',
    ],
    why: ['An environment that nobody uses is mostly left behind as a whole: one owner, one decision.'],
    steps: [
      'Ask its owner; labels and annotations of the namespace often name one.',
      '`kubectl -n {name} scale deployment,statefulset --all --replicas=0`, and keep the manifests.',
      'Delete the namespace when nobody has missed it; its volumes are billed until then.',
    ],
    watchAfterwards: ['Whether anybody asks for it, for a full business cycle.'],
  },
  examples: [
    {
      name: 'is a namespace of which one workload is idle and one only answers probes',
      cluster: {
        workloads: [
          { name: 'web', containers: [{ cpu: [0.001] }], trafficP99: 10 },
          { name: 'cart', containers: [{ cpu: [0.02] }], trafficP99: 300 },
        ],
        inventory: { services: [service] },
      },
      verdict: 'found',
    },
    {
      name: 'is a namespace in which one workload is used',
      cluster: {
        workloads: [
          { name: 'web', containers: [{ cpu: [0.001] }], trafficP99: 10 },
          { name: 'api', containers: [{ cpu: [0.5] }] },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'is a namespace with a CronJob that waits for its time',
      cluster: {
        workloads: [
          { name: 'web', containers: [{ cpu: [0.001] }], trafficP99: 10 },
          { name: 'api', containers: [{ cpu: [0.001] }], trafficP99: 10 },
          { name: 'report', kind: 'CronJob', replicas: 0, containers: [] },
        ],
      },
      verdict: 'not found',
    },
    {
      name: 'has a single workload, whose own finding says it all',
      cluster: { workloads: [{ containers: [{ cpu: [0.001] }], trafficP99: 10 }] },
      verdict: 'not found',
    },
    {
      name: 'is a namespace of which one workload’s traffic is not known',
      cluster: {
        workloads: [
          { name: 'web', containers: [{ cpu: [0.001] }], trafficP99: 10 },
          { name: 'api', containers: [{ cpu: [0.001] }], trafficP99: null },
        ],
      },
      verdict: 'not assessed',
    },
  ],
};

/** What runs, or is waiting for its time; what is stopped, suspended or over says nothing. */
const counts = (workload: Workload, { observation }: ClusterContext): boolean =>
  workload.reference.kind === 'CronJob'
    ? !workload.suspended
    : placementsOf(workload, observation).length > 0;

interface Judged {
  readonly rule: typeof idleWorkload | null;
  readonly verdict: Verdict;
}

/** By the first of the two rules that has something to say. */
function judged(workload: Workload, context: ClusterContext): Judged {
  const subject = subjectOf(workload, context);
  for (const rule of [idleWorkload, abandonedByTraffic]) {
    const verdict = rule.detect(subject);
    if (verdict.kind === 'found') return { rule, verdict };
  }
  return { rule: null, verdict: idleWorkload.detect(subject) };
}

/** As sure as the least sure of its workloads. */
function leastSure(verdicts: readonly Verdict[]): Confidence {
  const all = verdicts.flatMap(verdict => (verdict.kind === 'found' ? [verdict.finding.confidence] : []));
  return all.toSorted((a, b) => a.score - b.score)[0] ?? { score: ratio(0), reasons: [] };
}

function verdictOf(workloads: readonly Workload[], context: ClusterContext): ObjectVerdict['verdict'] {
  const { observation } = context;
  const running = workloads.filter(workload => counts(workload, context));
  if (running.length < SEVERAL) return FINE;
  const all: Judged[] = [];
  for (const workload of running) {
    const one = judged(workload, context);
    // One that does something is enough.
    if (one.verdict.kind === 'fine') return FINE;
    all.push(one);
  }
  const foundBy = (rule: typeof idleWorkload) => all.filter(one => one.rule === rule).length;
  const [unknown] = all.flatMap(({ verdict }) => (verdict.kind === 'not-assessed' ? [verdict.reason] : []));
  if (unknown !== undefined) {
    const quiet = all.some(({ rule }) => rule !== null);
    return quiet ? notAssessed(`Not all of its workloads can be judged: ${unknown}`) : FINE;
  }
  return found({
    changes: [],
    effect: { kind: 'figures', ...stoppedWorkloads(running, context) },
    shownRegardless: false,
    risk: riskOf([{ level: 'medium', reason: 'Somebody may want it again: nobody has asked them yet' }], ''),
    confidence: leastSure(all.map(({ verdict }) => verdict)),
    evidence: [
      fact('namespace.running', 'Workloads that run in it', running.length, 'count', declared(observation)),
      fact('namespace.idle', 'Of them idle', foundBy(idleWorkload), 'count', declared(observation)),
      fact(
        'namespace.abandoned',
        'Of them called by nobody',
        foundBy(abandonedByTraffic),
        'count',
        declared(observation),
      ),
    ],
  });
}

function* detect(context: ClusterContext): Iterable<ObjectVerdict> {
  const { cluster, inventory } = context.observation;
  const byNamespace = new Map<string, Workload[]>();
  for (const workload of inventory.workloads) {
    const { namespace } = workload.reference;
    const others = byNamespace.get(namespace);
    if (others) others.push(workload);
    else byNamespace.set(namespace, [workload]);
  }
  for (const [name, workloads] of byNamespace) {
    if (SYSTEM_NAMESPACES.has(name)) continue;
    const subject: ObjectReference = { clusterId: cluster.id, namespace: '', kind: 'Namespace', name };
    yield { subject, verdict: verdictOf(workloads, context) };
  }
}

export const idleNamespace: ClusterRule = { scope: 'cluster', declaration, detect };
