import type { LabelSelector, NodeSelectorTerms, ResourceAmounts, UnixSeconds } from '../../model/index.ts';

/** API group and version of the kinds that stand in recordings. */
export const GROUP_VERSION: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Rollout: 'argoproj.io/v1alpha1',
};

export const textOf = (moment: UnixSeconds): string => new Date(moment * 1000).toISOString();

/** Part of an object's metadata; nothing where the moment is not known. */
export const created = (moment: UnixSeconds | null): { creationTimestamp?: string } =>
  moment === null ? {} : { creationTimestamp: textOf(moment) };

/** The field with this value; nothing where the value is `null`. */
export const field = <N extends string, T>(name: N, value: T | null): Partial<Record<N, T>> =>
  value === null ? {} : ({ [name]: value } as Partial<Record<N, T>>);

export const quantities = (
  { cpu, memory, gpus }: ResourceAmounts,
  pods: number | null = null,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ cpu, memory, 'nvidia.com/gpu': gpus, pods })
      .filter(([, amount]) => amount !== null)
      // Millicores as such: 0.1 + 0.2 cores would be no quantity that Kubernetes takes.
      .map(([name, amount]) => [
        name,
        name === 'cpu' ? `${Math.round(Number(amount) * 1000)}m` : String(amount),
      ]),
  );

/** As expressions, which keep their order; a selector of nothing is one that is not there. */
export const selectorObject = (selector: LabelSelector): { matchExpressions: object[] } | undefined =>
  selector.some(({ operator, values }) => operator === 'In' && values.length === 0)
    ? undefined
    : { matchExpressions: selector.map(requirement => ({ ...requirement })) };

export const nodeSelectorObject = (terms: NodeSelectorTerms) => ({
  nodeSelectorTerms: terms.map(term => ({
    matchExpressions: term.filter(({ key }) => key !== 'metadata.name'),
    matchFields: term.filter(({ key }) => key === 'metadata.name'),
  })),
});
