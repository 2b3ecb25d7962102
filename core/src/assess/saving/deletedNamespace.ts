import { HOURS_PER_MONTH, loadBalancerPriceOf, storagePriceOf, usd } from '../../model/index.ts';
import { distinctProvenance } from '../footprint/footprint.ts';
import { balancedServices, serviceReference } from '../footprint/loadBalancers.ts';
import { claimCost, volumesByName } from '../footprint/storageCost.ts';
import type { ClusterContext, OwnFigures } from '../rule.ts';
import { endsBill, withMoney } from './moneySaved.ts';
import { stoppedWorkloads } from './stoppedWorkloads.ts';

/** What it saves to delete a namespace: its workloads, its volumes and its load balancers. */
export function deletedNamespace(name: string, context: ClusterContext): OwnFigures {
  const { observation } = context;
  const { cluster, inventory, prices } = observation;
  const volumes = volumesByName(inventory);
  const stopped = stoppedWorkloads(
    inventory.workloads.filter(({ reference }) => reference.namespace === name),
    context,
  );
  const claims = inventory.volumeClaims
    .filter(({ namespace }) => namespace === name)
    .map(claim =>
      endsBill(
        { clusterId: cluster.id, namespace: name, kind: 'PersistentVolumeClaim', name: claim.name },
        claimCost(claim, volumes, prices),
        storagePriceOf(prices, claim.storageClass).provenance,
      ),
    );
  const balancers = (balancedServices(observation) ?? []).flatMap(({ service }) => {
    const price = service.namespace === name ? loadBalancerPriceOf(prices, service) : null;
    return price === null
      ? []
      : [
          endsBill(
            serviceReference(service, cluster.id),
            usd(price.perHour * HOURS_PER_MONTH),
            price.provenance,
          ),
        ];
  });
  const bills = [...claims, ...balancers];
  return {
    kind: 'figures',
    figures: bills.map(({ figures }) => figures).reduce(withMoney, stopped.figures),
    provenance: distinctProvenance([...stopped.provenance, ...bills.flatMap(({ provenance }) => provenance)]),
    claims: [...stopped.claims, ...bills.flatMap(bill => bill.claims)],
  };
}
