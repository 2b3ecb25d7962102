import type { GreenOpsClient, OpportunityPage, WorkloadPage } from '@greenops/core/api';
import { useCallback } from 'react';
import { type Answer, useAnswer } from '../data/useAnswer';
import type { EntityWorkloads } from './workloadQueryOfEntity';

export interface EntityFindings {
  readonly workloads: WorkloadPage;
  readonly opportunities: OpportunityPage;
}

/** The most the API gives at once. */
const MOST = 500;

/** What is known of an entity's workloads. */
export function useEntityFindings({
  cluster,
  namespace,
  labelSelector,
}: EntityWorkloads): Answer<EntityFindings> {
  return useAnswer(
    useCallback(
      async (api: GreenOpsClient, signal: AbortSignal) => {
        const query = { cluster, namespace, labelSelector, limit: MOST };
        const [workloads, opportunities] = await Promise.all([
          api.workloads(query, signal),
          api.opportunities(query, signal),
        ]);
        return { workloads, opportunities };
      },
      [cluster, namespace, labelSelector],
    ),
  );
}
