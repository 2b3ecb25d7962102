import {
  clusterReportView,
  type ClusterReportView,
  type ClusterView,
  noteView,
  type NoteView,
  type OpportunityView,
  opportunityView,
} from '../../api/index.ts';
import { clusterView, failedClusterView } from '../scan/clusterView.ts';
import { type Finding, notAssessedOf, type Report } from '../scan/report.ts';

/** What `--output json` and `--output yaml` print: the API's own objects, with the same ids and numbers. */
export interface ReportDocument {
  readonly policyId: string;
  readonly clusters: readonly ClusterView[];
  /** Of each cluster that could be read: its ledger, the nodes that can go, what is coming. */
  readonly reports: readonly ClusterReportView[];
  readonly opportunities: readonly OpportunityView[];
  readonly notAssessed: readonly {
    readonly clusterId: string;
    readonly namespace: string | null;
    readonly kind: string | null;
    readonly name: string | null;
    readonly container: string | null;
    readonly ruleId: string | null;
    readonly reason: string;
  }[];
  readonly notes: readonly (NoteView & { readonly clusterId: string })[];
}

export const viewOf = ({ opportunity, recommendation, contribution, scan }: Finding): OpportunityView =>
  opportunityView(opportunity, recommendation, scan.observation.cluster.demo, contribution);

export function reportDocument(report: Report): ReportDocument {
  return {
    policyId: report.policy.id,
    clusters: [...report.scanned.map(clusterView), ...report.failed.map(failedClusterView)],
    reports: report.scanned.map(({ scan }) => clusterReportView(scan)),
    opportunities: report.findings.map(viewOf),
    notAssessed: notAssessedOf(report).map(({ clusterId, subject, container, ruleId, reason }) => ({
      clusterId,
      namespace: subject?.namespace ?? null,
      kind: subject?.kind ?? null,
      name: subject?.name ?? null,
      container,
      ruleId,
      reason,
    })),
    notes: report.scanned.flatMap(({ cluster, scan }) =>
      scan.observation.notes.map(note => ({ clusterId: cluster.id, ...noteView(note) })),
    ),
  };
}
