import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { type JsonObject } from '@backstage/types';
import { describeError, InvalidInputError } from '@greenops/core/model';

const DEFAULTS = { frequency: { hours: 1 }, timeout: { minutes: 15 }, initialDelay: { seconds: 1 } };

/**
 * The schedule of scans: what `greenops.schedule` says, over the defaults.
 *
 * @throws InvalidInputError
 */
export function readSchedule(schedule: JsonObject): SchedulerServiceTaskScheduleDefinition {
  try {
    return {
      ...readSchedulerServiceTaskScheduleDefinitionFromConfig(new ConfigReader({ ...DEFAULTS, ...schedule })),
      // One replica scans for all of them.
      scope: 'global',
    };
  } catch (error) {
    throw new InvalidInputError(
      `configuration greenops.schedule: ${describeError(error)}`,
      'write durations as { minutes: 30 }, 30m or PT30M, or a frequency as { cron: "0 * * * *" }',
      { cause: error },
    );
  }
}
