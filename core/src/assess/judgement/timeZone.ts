import { isTimeZone, type Observation, type Workload } from '../../model/index.ts';

/** Where a workload or a namespace says in which time zone its people live: an IANA name. */
export const TIME_ZONE_ANNOTATION = 'greenops.dev/time-zone';

/** The clock that a workload is used by. */
export interface TimeZone {
  readonly name: string;
  /** Who says so, as a sentence. */
  readonly reason: string;
  /** True where nobody says and UTC has to do. */
  readonly assumed: boolean;
}

/**
 * Time zone of a workload: its own annotation, else its namespace's, else the cluster's configuration,
 * else UTC. A name that the time zone database does not know is passed over, and told.
 */
export function timeZoneOf(workload: Workload, { inventory, cluster }: Observation): TimeZone {
  const namespace = inventory.namespaces?.find(({ name }) => name === workload.reference.namespace);
  const said = [
    { name: workload.annotations[TIME_ZONE_ANNOTATION], by: 'the annotation of the workload' },
    { name: namespace?.annotations[TIME_ZONE_ANNOTATION], by: 'the annotation of its namespace' },
    { name: cluster.timeZone, by: 'the configuration of the cluster' },
  ].flatMap(({ name, by }) => (name === undefined ? [] : [{ name, by }]));
  const known = said.find(({ name }) => isTimeZone(name));
  if (known) {
    return {
      name: known.name,
      reason: `Hours are those of ${known.name}, as ${known.by} says`,
      assumed: false,
    };
  }
  const wrong = said.map(({ name, by }) => `; ${by} says "${name}", which is no time zone`).join('');
  return {
    name: 'UTC',
    reason: `Hours are UTC, because nobody says where its users live (annotation ${TIME_ZONE_ANNOTATION})${wrong}`,
    assumed: true,
  };
}
