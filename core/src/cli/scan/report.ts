import type {
  ClusterIdentity,
  Contribution,
  NotAssessed,
  Opportunity,
  Policy,
  Recommendation,
  Scan,
} from '../../model/index.ts';

/** A finding together with what is needed to show it. */
export interface Finding {
  readonly opportunity: Opportunity;
  readonly recommendation: Recommendation;
  /** What it does to the nodes; `null` where that was not simulated. */
  readonly contribution: Contribution | null;
  readonly scan: Scan;
}

/** A cluster that was read. */
export interface ScannedCluster {
  readonly cluster: ClusterIdentity;
  readonly scan: Scan;
}

/** A cluster that could not be read. */
export interface FailedCluster {
  readonly clusterId: string;
  readonly message: string;
  readonly cure: string | null;
}

/** What one run of `scan` found over all its clusters. */
export interface Report {
  readonly policy: Policy;
  readonly scanned: readonly ScannedCluster[];
  readonly failed: readonly FailedCluster[];
  /** What passed the filters, greatest saving first. */
  readonly findings: readonly Finding[];
  /** Findings before the filters, so that a filtered list can say what it hides. */
  readonly totalFindings: number;
}

export interface NotAssessedIn extends NotAssessed {
  readonly clusterId: string;
}

export const notAssessedOf = ({ scanned }: Report): readonly NotAssessedIn[] =>
  scanned.flatMap(({ cluster, scan }) =>
    scan.assessment.notAssessed.map(one => ({ clusterId: cluster.id, ...one })),
  );

export const demoIn = ({ scanned }: Report): boolean => scanned.some(({ cluster }) => cluster.demo);
