import {
  type BuiltInOpportunityType,
  type Estimate,
  formatCarbon,
  formatEnergy,
  formatEstimate,
  formatMoment,
  formatUsd,
  type GramsCO2e,
  type KilowattHours,
  objectLabel,
  type OpportunityType,
  unixSecondsFromDate,
  type Usd,
} from '../model/index.ts';
import type { OpportunityView, ProvenanceView, SavingFiguresView } from './schema.ts';

/** Words that every face uses for what the API answers, so that they read alike. */

/** How a kind of opportunity is called in filters and badges. */
export const OPPORTUNITY_TYPE_LABELS: Readonly<Record<BuiltInOpportunityType, string>> = {
  'cpu-over-requested': 'CPU over-requested',
  'memory-over-requested': 'Memory over-requested',
  'cpu-under-requested': 'CPU under-requested',
  'memory-under-requested': 'Memory under-requested',
  'missing-requests': 'Missing requests',
  'limit-policy': 'Limits far from requests',
  'init-or-sidecar-dominates': 'Init container or sidecar dominates',
  'start-up-peak': 'Sized for start-up',
  'stranded-capacity': 'Stranded capacity',
  'too-many-replicas': 'Too many replicas',
  'autoscaler-minimum-too-high': 'Autoscaler minimum too high',
  'autoscaler-target-and-request': 'Autoscaled request too high',
  'autoscaler-at-maximum': 'Autoscaler at its maximum',
  'autoscaling-candidate': 'Autoscaling candidate',
  'broken-autoscaler': 'Broken autoscaler',
  'blocked-eviction': 'Blocked eviction',
  'idle-workload': 'Idle workload',
  'abandoned-by-traffic': 'Nobody calls it',
  'idle-namespace': 'Idle namespace',
  'leftover-object': 'Leftover object',
  'failing-workload': 'Failing workload',
  'expired-environment': 'Expired environment',
  'batch-run-as-service': 'Batch run as a service',
  'off-hours': 'Unused off-hours',
  'unmounted-volume-claim': 'Unmounted volume claim',
  'released-volume': 'Released volume',
  'oversized-volume': 'Oversized volume',
  'drainable-node': 'Drainable node',
  'cluster-shape': 'Cluster shape',
  'arm-ready': 'Ready for Arm',
  'spot-ready': 'Ready for spot',
  'daemon-set-overhead': 'DaemonSet overhead',
  'idle-pool-capacity': 'Idle pool capacity',
  'unused-gpu': 'Unused GPU',
  'too-many-gpus': 'Too many GPUs',
  'shareable-gpu': 'Shareable GPU',
  'jvm-heap': 'JVM heap',
  'runtime-limits': 'Runtime unaware of its limits',
  'oversized-image': 'Oversized image',
  'cost-of-observing': 'Cost of observing',
  'carbon-shift-in-time': 'Run at cleaner hours',
  'carbon-regression': 'Carbon regression',
  'dirty-hour-consumer': 'Dirty-hour consumer',
  'implausible-energy': 'Implausible energy data',
  'privileged-container': 'Privileged container',
  'host-path-volume': 'Host path mounted',
  'runs-as-root': 'Runs as root',
};

/** A rule of the user's is called by its id. */
export const opportunityTypeLabel = (type: OpportunityType): string =>
  OPPORTUNITY_TYPE_LABELS[type as BuiltInOpportunityType] ?? type.slice('custom/'.length);

/** `shop/cart · Deployment`, `ip-10-0-0-7 · Node`: what a finding is about, as lists write it. */
export const placeText = ({
  kind,
  namespace,
  name,
}: Pick<OpportunityView, 'kind' | 'namespace' | 'name'>): string =>
  `${namespace === '' ? '' : `${namespace}/`}${name} · ${kind}`;

/** `Deployment shop/cart in production`, as a page about one finding writes it. */
export const subjectText = ({
  kind,
  namespace,
  name,
  clusterId,
}: Pick<OpportunityView, 'kind' | 'namespace' | 'name' | 'clusterId'>): string =>
  `${objectLabel({ kind, namespace, name, clusterId })} in ${clusterId}`;

/** Said of a finding whose saving another one holds already; `null` where it counts. */
export const includedText = ({ includedIn }: Pick<OpportunityView, 'includedIn'>): string | null =>
  includedIn === null
    ? null
    : 'Another finding about the same resources saves more; the sums count that one, not both.';

/** What stands where a figure is not known; never a zero. */
export const NOT_KNOWN = 'not known';
/** What stands for a realisable saving until the consolidation was simulated. */
export const NOT_SIMULATED = 'not simulated yet';

/** Who wrote the text: readers trust a computed sentence and a model's sentence differently. */
export const authorText = (author: OpportunityView['recommendation']['author']): string =>
  author.kind === 'template'
    ? 'Text written from a template; every number is computed from the evidence above.'
    : `Text written by ${author.model} (${author.provider}); every number is computed from the evidence above.`;

/** `2026-11-21 10:30 UTC` of an ISO time. */
export const momentText = (iso: string): string => formatMoment(unixSecondsFromDate(new Date(iso)));

/** `measured: cAdvisor, 2026-11-21 10:00 UTC`. */
export const provenanceText = ({ kind, source, asOf }: ProvenanceView): string =>
  `${kind}: ${source}${asOf === null ? '' : `, ${momentText(asOf)}`}`;

export interface SavingTexts {
  readonly cost: string;
  readonly carbon: string;
  readonly energy: string;
}

/** A saving with its bounds. The API's plain numbers get their units back here. */
export const savingTexts = (figures: SavingFiguresView): SavingTexts => ({
  cost: formatEstimate(figures.usdPerMonth as Estimate<Usd>, formatUsd),
  carbon:
    figures.gramsCO2ePerMonth === null
      ? NOT_KNOWN
      : formatEstimate(figures.gramsCO2ePerMonth as Estimate<GramsCO2e>, formatCarbon),
  energy:
    figures.kilowattHoursPerMonth === null
      ? NOT_KNOWN
      : formatEstimate(figures.kilowattHoursPerMonth as Estimate<KilowattHours>, formatEnergy),
});

/** Messages and cures are kept without capital and full stop, to be quoted; on a page they stand alone. */
export function asSentence(text: string, firstLetter: 'capital' | 'keep' = 'capital'): string {
  const start = firstLetter === 'capital' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
