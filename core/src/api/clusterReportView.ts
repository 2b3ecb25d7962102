import type { ClusterBalance, LedgerAmounts, Scan } from '../model/index.ts';
import type { BalanceView, ClusterReportView, LedgerAmountsView } from './clusterReportSchema.ts';
import { consolidationView } from './consolidationView.ts';
import { forecastsView } from './forecastView.ts';
import { isoTime, rulesOffView } from './views.ts';

const amountsView = (amounts: LedgerAmounts): LedgerAmountsView => ({
  usdPerMonth: amounts.usdPerMonth,
  kilowattHoursPerMonth: amounts.energyPerMonth,
  gramsCO2ePerMonth: amounts.carbonPerMonth,
  embodiedGramsCO2ePerMonth: amounts.embodiedPerMonth,
});

export const balanceView = ({ nodes, workloads, unallocated, missing }: ClusterBalance): BalanceView => ({
  nodes: amountsView(nodes),
  workloads: amountsView(workloads),
  unallocated: amountsView(unallocated),
  missing: [...missing],
});

/** What a scan says of the cluster as a whole. Looks ahead, which takes longer than the other views. */
export const clusterReportView = (scan: Scan): ClusterReportView => ({
  clusterId: scan.observation.cluster.id,
  demo: scan.observation.cluster.demo,
  observedAt: isoTime(scan.observation.observedAt),
  balance: balanceView(scan.assessment.balance),
  consolidation: consolidationView(scan),
  forecasts: forecastsView(scan.assessment.forecasts),
  rulesOff: rulesOffView(scan.assessment.rulesOff),
});
