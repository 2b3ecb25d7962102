import type { DisruptionBudget, PersistentVolume } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import { createdRows, type MakeFamily, prefixed, type StateRow } from './stateSeries.ts';

const PHASES: readonly PersistentVolume['phase'][] = ['Pending', 'Available', 'Bound', 'Released', 'Failed'];

/** Volumes, budgets, namespaces and services; of a list that is not known there is no series. */
export const layClusterObjects = (cluster: RecordedCluster, family: MakeFamily): MetricFamily[] => [
  ...layVolumes(cluster, family),
  ...layBudgets(cluster, family),
  ...layNamespaces(cluster, family),
  ...layServices(cluster, family),
];

/** Things with the labels that name them. */
const named = <T>(things: readonly T[] | null, labelsOf: (thing: T) => Labels) =>
  (things ?? []).map(thing => ({ ...thing, labels: labelsOf(thing), thing }));

const rowIn =
  ({ window }: RecordedCluster) =>
  (labels: Labels, value: number): StateRow => ({ labels, value, window });

function layVolumes(cluster: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const row = rowIn(cluster);
  const volumes = named(cluster.inventory.volumes, ({ name }) => ({ persistentvolume: name }));
  return [
    family(
      'kube_persistentvolume_status_phase',
      volumes.flatMap(volume =>
        PHASES.map(phase => row({ ...volume.labels, phase }, phase === volume.phase ? 1 : 0)),
      ),
    ),
    family(
      'kube_persistentvolume_capacity_bytes',
      volumes.map(({ capacity, labels }) => row(labels, capacity)),
    ),
    family(
      'kube_persistentvolume_info',
      volumes.map(({ labels, reclaimPolicy, storageClass }) =>
        row({ ...labels, storageclass: storageClass ?? '', reclaim_policy: reclaimPolicy ?? '' }, 1),
      ),
    ),
    family(
      'kube_persistentvolume_claim_ref',
      volumes.flatMap(({ claim, labels }) =>
        claim === null ? [] : [row({ ...labels, claim_namespace: claim.namespace, name: claim.name }, 1)],
      ),
    ),
    family('kube_persistentvolume_created', createdRows(volumes, cluster.window)),
  ];
}

function layBudgets(cluster: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const row = rowIn(cluster);
  const budgets = named(cluster.inventory.disruptionBudgets, ({ namespace, name }) => ({
    namespace,
    poddisruptionbudget: name,
  }));
  const told = (what: string, valueOf: (budget: DisruptionBudget) => number): MetricFamily =>
    family(
      `kube_poddisruptionbudget_status_${what}`,
      budgets.map(({ labels, thing }) => row(labels, valueOf(thing))),
    );
  return [
    told('desired_healthy', ({ desiredHealthy }) => desiredHealthy),
    told('current_healthy', ({ currentHealthy }) => currentHealthy),
    told('expected_pods', ({ expectedPods }) => expectedPods),
    told('pod_disruptions_allowed', ({ disruptionsAllowed }) => disruptionsAllowed),
  ];
}

function layNamespaces(cluster: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const row = rowIn(cluster);
  const namespaces = named(cluster.inventory.namespaces, ({ name }) => ({ namespace: name }));
  return [
    family('kube_namespace_created', createdRows(namespaces, cluster.window)),
    family(
      'kube_namespace_labels',
      namespaces.map(({ labels, thing }) => row({ ...labels, ...prefixed('label_', thing.labels) }, 1)),
    ),
    family(
      'kube_namespace_annotations',
      namespaces.map(({ annotations, labels }) =>
        row({ ...labels, ...prefixed('annotation_', annotations) }, 1),
      ),
    ),
  ];
}

function layServices(cluster: RecordedCluster, family: MakeFamily): MetricFamily[] {
  const row = rowIn(cluster);
  const services = named(cluster.inventory.services, ({ namespace, name }) => ({ namespace, service: name }));
  return [
    family(
      'kube_service_info',
      services.map(({ labels }) => row(labels, 1)),
    ),
    family(
      'kube_service_spec_type',
      services.map(({ labels, type }) => row({ ...labels, type }, 1)),
    ),
    family('kube_service_created', createdRows(services, cluster.window)),
  ];
}
