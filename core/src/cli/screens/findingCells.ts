import { opportunityTypeLabel } from '../../api/index.ts';
import {
  type Bytes,
  bytesToKubernetesQuantity,
  type Change,
  type ChangeTarget,
  containerKey,
  type Cores,
  coresToKubernetesQuantity,
  formatCarbon,
  formatUsd,
  type HourlyUsage,
  unixSeconds,
} from '../../model/index.ts';
import type { Finding } from '../scan/report.ts';
import { resample, type SparkCell, sparkline } from '../terminal/sparkline.ts';
import type { Style } from '../terminal/style.ts';

const WEEK = 7 * 86_400;

/** Which resource a finding is about; an idle workload and missing requests show their CPU. */
export const resourceOf = ({ opportunity }: Finding): 'cpu' | 'memory' =>
  opportunity.type.startsWith('memory') ? 'memory' : 'cpu';

/** Hours of the container that the finding is about; for a whole workload those of its first container. */
export function hoursOf(finding: Finding): readonly HourlyUsage<number>[] {
  const { opportunity, scan } = finding;
  const workload = scan.observation.inventory.workloads.find(({ id }) => id === opportunity.workloadId);
  if (!workload) return [];
  const container = opportunity.container ?? workload.containers.find(({ role }) => role === 'main')?.name;
  if (container === undefined) return [];
  const usage = scan.observation.usage.get(containerKey(workload.id, container));
  return usage?.[resourceOf(finding)]?.hourly ?? [];
}

/** Today's request, `null` where none is set. */
export function requestOf(finding: Finding): number | null {
  const { opportunity } = finding;
  const fact = (id: string) => opportunity.evidence.find(one => one.id === id)?.value ?? null;
  return fact(`${resourceOf(finding)}.request`) ?? fact(`pod.${resourceOf(finding)}-request`);
}

/** Its last seven days against its request. */
export function sparkCellsOf(finding: Finding, cells: number): readonly SparkCell[] {
  const { end } = finding.opportunity.window;
  return sparkline(resample(hoursOf(finding), unixSeconds(end - WEEK), end, cells), requestOf(finding));
}

export const paintSpark = (cells: readonly SparkCell[], style: Style): string =>
  cells.map(({ mark, above }) => (above ? style.red(mark) : style.cyan(mark))).join('');

const RESOURCE: Readonly<Partial<Record<ChangeTarget, string>>> = {
  'requests.cpu': 'cpu',
  'limits.cpu': 'cpu',
  'requests.memory': 'mem',
  'limits.memory': 'mem',
  'autoscaler.minReplicas': 'min replicas',
  'autoscaler.maxReplicas': 'max replicas',
  'autoscaler.targetUtilization': 'target %',
};

/** What is not shortened is called as it is: `replicas`, `schedule`, `GOMEMLIMIT`. */
const resourceName = (target: ChangeTarget): string =>
  RESOURCE[target] ?? target.replace(/^environment\./, '');

const valuesText = (changes: readonly Change[]): string =>
  changes
    .map(({ target, from, to }, index, all) => {
      const resource = resourceName(target);
      const before = all[index - 1];
      const known = before !== undefined && resourceName(before.target) === resource;
      const what = target.startsWith('limits') ? (known ? 'limit' : `${resource} limit`) : resource;
      return `${what} ${from ?? 'none'} → ${to}`;
    })
    .join(', ');

/** `cpu 2 → 343m`, `mem 512Mi → 1Gi, limit 512Mi → 1Gi`. */
export const changeText = ({ opportunity }: Finding): string =>
  // Where no value is to be set, what was found says most.
  opportunity.changes.length === 0 ? opportunityTypeLabel(opportunity.type) : valuesText(opportunity.changes);

/** `shop/cart · server`; what stands in no namespace is called by its name alone. */
export const placeText = ({ opportunity }: Finding): string =>
  `${opportunity.subject.namespace === '' ? '' : `${opportunity.subject.namespace}/`}${opportunity.subject.name}${opportunity.container === null ? '' : ` · ${opportunity.container}`}`;

export const savingText = ({ opportunity }: Finding): string =>
  formatUsd(opportunity.saving.nominal.usd.likely);

/** What of the saving is paid no more; `–` where that was not simulated. */
export const realisableText = ({ opportunity }: Finding): string =>
  opportunity.saving.realisable === null ? '–' : formatUsd(opportunity.saving.realisable.usd.likely);

export const carbonText = ({ opportunity }: Finding): string =>
  opportunity.saving.nominal.carbon === null ? '–' : formatCarbon(opportunity.saving.nominal.carbon.likely);

/** A quantity of the finding's resource, as a manifest writes it. */
export const quantityText = (finding: Finding, value: number): string =>
  resourceOf(finding) === 'cpu'
    ? coresToKubernetesQuantity(value as Cores)
    : bytesToKubernetesQuantity(value as Bytes);
