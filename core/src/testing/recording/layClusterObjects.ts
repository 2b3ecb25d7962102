import type { PersistentVolume } from '../../model/index.ts';
import type { Labels, MetricFamily } from '../prometheus/metricFamily.ts';
import type { RecordedCluster } from './recordedCluster.ts';
import { createdRows, type MakeFamily, prefixed, type StateRow } from './stateSeries.ts';

const PHASES: readonly PersistentVolume['phase'][] = ['Pending', 'Available', 'Bound', 'Released', 'Failed'];

/** Volumes, budgets, namespaces and services; of a list that is not known there is no series. */
export function layClusterObjects(
  { inventory, window }: RecordedCluster,
  family: MakeFamily,
): MetricFamily[] {
  const row = (labels: Labels, value: number): StateRow => ({ labels, value, window });
  const volumes = (inventory.volumes ?? []).map(thing => ({
    thing,
    createdAt: thing.createdAt,
    labels: { persistentvolume: thing.name },
  }));
  const budgets = (inventory.disruptionBudgets ?? []).map(thing => ({
    thing,
    labels: { namespace: thing.namespace, poddisruptionbudget: thing.name },
  }));
  const namespaces = (inventory.namespaces ?? []).map(thing => ({
    thing,
    createdAt: thing.createdAt,
    labels: { namespace: thing.name },
  }));
  const services = (inventory.services ?? []).map(thing => ({
    thing,
    createdAt: thing.createdAt,
    labels: { namespace: thing.namespace, service: thing.name },
  }));
  const budget = (what: string) => `kube_poddisruptionbudget_status_${what}`;
  return [
    family(
      'kube_persistentvolume_status_phase',
      volumes.flatMap(({ thing, labels }) =>
        PHASES.map(phase => row({ ...labels, phase }, phase === thing.phase ? 1 : 0)),
      ),
    ),
    family(
      'kube_persistentvolume_capacity_bytes',
      volumes.map(({ thing, labels }) => row(labels, thing.capacity)),
    ),
    family(
      'kube_persistentvolume_info',
      volumes.map(({ thing, labels }) =>
        row(
          {
            ...labels,
            storageclass: thing.storageClass ?? '',
            reclaim_policy: thing.reclaimPolicy ?? '',
          },
          1,
        ),
      ),
    ),
    family(
      'kube_persistentvolume_claim_ref',
      volumes.flatMap(({ thing: { claim }, labels }) =>
        claim === null ? [] : [row({ ...labels, claim_namespace: claim.namespace, name: claim.name }, 1)],
      ),
    ),
    family('kube_persistentvolume_created', createdRows(volumes, window)),
    family(
      budget('desired_healthy'),
      budgets.map(({ thing, labels }) => row(labels, thing.desiredHealthy)),
    ),
    family(
      budget('current_healthy'),
      budgets.map(({ thing, labels }) => row(labels, thing.currentHealthy)),
    ),
    family(
      budget('expected_pods'),
      budgets.map(({ thing, labels }) => row(labels, thing.expectedPods)),
    ),
    family(
      budget('pod_disruptions_allowed'),
      budgets.map(({ thing, labels }) => row(labels, thing.disruptionsAllowed)),
    ),
    family('kube_namespace_created', createdRows(namespaces, window)),
    family(
      'kube_namespace_labels',
      namespaces.map(({ thing, labels }) => row({ ...labels, ...prefixed('label_', thing.labels) }, 1)),
    ),
    family(
      'kube_namespace_annotations',
      namespaces.map(({ thing, labels }) =>
        row({ ...labels, ...prefixed('annotation_', thing.annotations) }, 1),
      ),
    ),
    family(
      'kube_service_info',
      services.map(({ labels }) => row(labels, 1)),
    ),
    family(
      'kube_service_spec_type',
      services.map(({ thing, labels }) => row({ ...labels, type: thing.type }, 1)),
    ),
    family('kube_service_created', createdRows(services, window)),
  ];
}
