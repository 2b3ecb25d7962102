import { type LoggerService } from '@backstage/backend-plugin-api';
import { type SignalsService } from '@backstage/plugin-signals-node';
import { type ScanEvent } from '@greenops/core/advisor';
import { describeError } from '@greenops/core/model';

/** Channel on which open pages hear that a cluster has news. */
export const GREENOPS_CHANNEL = 'greenops';

/** Message on {@link GREENOPS_CHANNEL}; `at` is ISO 8601. */
export type ClusterNews = { clusterId: string; at: string };

/**
 * Tells every open page when a scan starts and when it ends, so that it reads again. A signal that
 * cannot be sent costs the freshness of a page, never the scan: it is logged.
 */
export const newsSignal =
  (signals: SignalsService, logger: LoggerService) =>
  ({ type, clusterId }: ScanEvent): void => {
    if (type === 'progress') return;
    signals
      .publish<ClusterNews>({
        recipients: { type: 'broadcast' },
        channel: GREENOPS_CHANNEL,
        message: { clusterId, at: new Date().toISOString() },
      })
      .catch((error: unknown) =>
        logger.warn(`open pages could not be told of ${clusterId}: ${describeError(error)}`),
      );
  };
