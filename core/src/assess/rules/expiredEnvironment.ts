import { type KubernetesNamespace, type ObjectReference, seconds, unixSeconds } from '../../model/index.ts';
import { declaredWithDoubts } from '../judgement/declaredWithDoubts.ts';
import { endOf, type EnvironmentEnd, PREVIEW_AGE } from '../judgement/environmentExpiry.ts';
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
} from '../rule.ts';
import { deletedNamespace } from '../saving/deletedNamespace.ts';
import { NAMESPACES, SAVING_THRESHOLDS } from './sharedDeclarations.ts';

const MONTH_AGO = unixSeconds(Date.UTC(2026, 9, 16) / 1000);
const YESTERDAY = unixSeconds(Date.UTC(2026, 10, 15) / 1000);

const sketched = (changes: Partial<KubernetesNamespace>): KubernetesNamespace => ({
  name: 'shop',
  labels: {},
  annotations: {},
  createdAt: MONTH_AGO,
  ...changes,
});

const declaration: RuleDeclaration = {
  id: 'expired-environment',
  title: 'Expired environment',
  finds:
    'A namespace that is past its own end: `janitor/ttl`, `janitor/expires` or `greenops.dev/expires` (annotation or label) says when that was, or it calls itself a preview, by label or name, and has outlived a sprint. Its saving is that of its workloads, volumes and load balancers.',
  needs: [NAMESPACES],
  thresholds: [
    {
      meaning: 'Past its end, at least',
      unit: 'seconds',
      source: 'its owner’s own word',
      valueIn: () => 0,
    },
    {
      meaning: 'Age of a preview that names no end, at least',
      unit: 'seconds',
      source: 'own judgement: a sprint; kube-janitor leaves it to the user',
      valueIn: () => PREVIEW_AGE,
    },
    ...SAVING_THRESHOLDS,
  ],
  leavesAlone: [
    'Namespaces that name no end and do not call themselves a preview, however old.',
    'Namespaces that are to stay: `janitor/ttl: forever`.',
    'The cluster’s own namespaces.',
    'An end that cannot be read is told as not judged, with the text that stands there.',
  ],
  remediation: 'Delete the namespace, or move its end if it is still wanted.',
  wording: {
    title: 'Delete namespace {name}, which is past its end',
    summary: [
      'Namespace {name} is {environment.overdue} past its end.',
      'It holds {environment.workloads} workloads and {environment.claims} volume claims.',
    ],
    why: ['It was made for a time, and the time is over: its cost buys nothing that anybody planned for.'],
    steps: [
      'Ask its owner whether it is still wanted; if so, set `greenops.dev/expires` to a later day.',
      'Take snapshots of volumes whose data may be wanted.',
      '`kubectl delete namespace {name}`',
      'Let the pipeline that makes such environments delete them too, or run kube-janitor.',
    ],
    watchAfterwards: [
      'That the pipeline does not make it again.',
      'That its load balancers and disks are gone from the bill.',
    ],
  },
  examples: [
    {
      name: 'was to live for a week and is a month old',
      cluster: {
        workloads: [{}],
        inventory: { namespaces: [sketched({ annotations: { 'janitor/ttl': '7d' } })] },
      },
      verdict: 'found',
    },
    {
      name: 'was to end on a day that is over',
      cluster: {
        workloads: [{}],
        inventory: { namespaces: [sketched({ labels: { 'greenops.dev/expires': '2026-11-01' } })] },
      },
      verdict: 'found',
    },
    {
      name: 'is a preview by name, a month old',
      cluster: {
        workloads: [{ namespace: 'shop-pr-1234' }],
        inventory: { namespaces: [sketched({ name: 'shop-pr-1234' })] },
      },
      verdict: 'found',
    },
    {
      name: 'is a preview of yesterday',
      cluster: {
        workloads: [{ namespace: 'shop-pr-1234' }],
        inventory: { namespaces: [sketched({ name: 'shop-pr-1234', createdAt: YESTERDAY })] },
      },
      verdict: 'not found',
    },
    {
      name: 'is to stay for ever',
      cluster: {
        workloads: [{}],
        inventory: {
          namespaces: [
            sketched({ annotations: { 'janitor/ttl': 'forever' }, labels: { environment: 'preview' } }),
          ],
        },
      },
      verdict: 'not found',
    },
    {
      name: 'is old and names no end',
      cluster: { workloads: [{}], inventory: { namespaces: [sketched({})] } },
      verdict: 'not found',
    },
    {
      name: 'has an end that nobody can read',
      cluster: {
        workloads: [{}],
        inventory: { namespaces: [sketched({ annotations: { 'janitor/ttl': 'until Friday' } })] },
      },
      verdict: 'not assessed',
    },
  ],
};

function foundPast(
  end: EnvironmentEnd & { kind: 'ends' },
  subject: ObjectReference,
  context: ClusterContext,
): ObjectVerdict['verdict'] {
  const { observation } = context;
  const { inventory, observedAt } = observation;
  const there = <T extends { readonly namespace: string }>(objects: readonly T[]) =>
    objects.filter(({ namespace }) => namespace === subject.name).length;
  return found({
    changes: [],
    effect: deletedNamespace(subject.name, context),
    // Its owner has said so; whether it costs much does not matter then.
    shownRegardless: end.told,
    risk: riskOf(
      [
        {
          level: 'high',
          reason: 'What its volumes hold is lost with it: take snapshots of what may be wanted',
        },
        end.told
          ? { level: 'low', reason: end.why }
          : { level: 'medium', reason: `${end.why}, but it names no end: somebody may still work with it` },
      ],
      '',
    ),
    confidence: declaredWithDoubts(end.why, [
      end.told ? null : { factor: 0.7, reason: 'It names no end: that it should be over is assumed' },
    ]),
    evidence: [
      fact('environment.end', 'Its end', end.at, 'unix s', declared(observation)),
      fact(
        'environment.overdue',
        'Time since then',
        seconds(observedAt - end.at),
        'seconds',
        declared(observation),
      ),
      fact(
        'environment.workloads',
        'Workloads in it',
        there(inventory.workloads.map(({ reference }) => reference)),
        'count',
        declared(observation),
      ),
      fact(
        'environment.claims',
        'Volume claims in it',
        there(inventory.volumeClaims),
        'count',
        declared(observation),
      ),
    ],
  });
}

function judge(namespace: KubernetesNamespace, context: ClusterContext): ObjectVerdict {
  const { cluster, observedAt } = context.observation;
  const subject: ObjectReference = {
    clusterId: cluster.id,
    namespace: '',
    kind: 'Namespace',
    name: namespace.name,
  };
  const end = SYSTEM_NAMESPACES.has(namespace.name) ? null : endOf(namespace);
  if (end?.kind === 'unreadable') return { subject, verdict: notAssessed(end.why) };
  if (end?.kind !== 'ends' || end.at > observedAt) return { subject, verdict: FINE };
  return { subject, verdict: foundPast(end, subject, context) };
}

export const expiredEnvironment: ClusterRule = {
  scope: 'cluster',
  declaration,
  detect: context =>
    (context.observation.inventory.namespaces ?? []).map(namespace => judge(namespace, context)),
};
