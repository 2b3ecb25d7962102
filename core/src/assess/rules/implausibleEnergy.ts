import { formatCount, type NodeEnergy, type Observation, ratio } from '../../model/index.ts';
import { declared, fact, computed } from '../judgement/evidence.ts';
import { riskOf } from '../judgement/risk.ts';
import {
  type ClusterContext,
  type ClusterRule,
  found,
  type ObjectVerdict,
  type RuleDeclaration,
} from '../rule.ts';

/** Most watts per CPU that are believed: the hottest servers draw about 20 W per thread (AMD EPYC 9175F). */
const MOST_WATTS_PER_CPU = 25;
/** Workloads may draw this much more than their nodes before that is called impossible: meters are read at different moments. */
const TOLERANCE = 1.05;

const declaration: RuleDeclaration = {
  id: 'implausible-energy',
  title: 'Power is not measured, or not believable',
  finds:
    'A cluster of which nodes have no power meter that can be believed: none at all, a fake one, or one that shows more than the machines can draw; or whose workloads draw more than their nodes. Their power is modelled instead, which is why carbon there is uncertain.',
  needs: [],
  thresholds: [
    {
      meaning: 'Power of a node per CPU, above',
      unit: 'watts',
      source: 'hottest server CPUs, about 20 W per thread; Kepler issues 897 and 2280',
      valueIn: () => MOST_WATTS_PER_CPU,
    },
    {
      meaning: 'Active power of all workloads, as a multiple of that of all nodes, above',
      unit: 'count',
      source: 'own judgement: meters are read at different moments',
      valueIn: () => TOLERANCE,
    },
  ],
  leavesAlone: ['Clusters without nodes.'],
  remediation:
    'Install or mend Kepler where the machines have RAPL; elsewhere leave it to the model, which says so beside each figure.',
  wording: {
    title: 'Measure the power of {name}',
    summary: ['The power of {energy.modelled-nodes} of {energy.nodes} nodes is modelled, not measured.'],
    why: [
      'Their workloads are said to draw {energy.workloads} where the nodes draw {energy.active}.',
      'Modelled power is easily off by a third, and carbon with it.',
    ],
    steps: [
      'See what Kepler shows: `greenops doctor`, then `kubectl -n kepler logs daemonset/kepler`.',
      'On bare metal: install Kepler, give it `/sys/class/powercap` and `/proc`, and scrape it in the same interval as cAdvisor.',
      'Where it shows next to nothing: switch `dev.fake-cpu-meter` off.',
      'Where it shows more than the machine can draw: update it, and let one job scrape it, because two jobs are counted twice.',
      'On virtual machines without RAPL: there is nothing to install; the model stays.',
    ],
    watchAfterwards: ['That every figure of carbon says measured.'],
  },
  examples: [
    {
      name: 'has no meter on any node',
      cluster: {
        workloads: [{ activeWatts: null }],
        facts: { energy: { nodes: new Map(), workloads: new Map() } },
      },
      verdict: 'found',
    },
    { name: 'has its power measured on every node', cluster: { workloads: [{}] }, verdict: 'not found' },
    {
      name: 'has no nodes that could be measured',
      cluster: { workloads: [], nodes: 0 },
      verdict: 'not found',
    },
  ],
};

/** A demo's power is made up as a meter would tell it: it says which one. */
const isMetered = ({ provenance: { kind, method } }: NodeEnergy): boolean =>
  kind === 'measured' || kind === 'configured' || method.startsWith('kepler');

const total = (powers: Iterable<{ readonly active: number }>): number => {
  let sum = 0;
  for (const { active } of powers) sum += active;
  return sum;
};

/** Names of nodes whose power nobody measures in a way that can be believed. */
function unmeasured({ inventory, energy }: Observation): readonly string[] {
  return inventory.nodes
    .filter(({ name, capacity }) => {
      const power = energy.nodes.get(name);
      if (power === undefined || !isMetered(power)) return true;
      return capacity.cpu !== null && power.active + power.idle > MOST_WATTS_PER_CPU * capacity.cpu;
    })
    .map(({ name }) => name);
}

function* detect({ observation }: ClusterContext): Iterable<ObjectVerdict> {
  const { inventory, energy, notes, cluster } = observation;
  const nodes = inventory.nodes.length;
  const modelled = unmeasured(observation);
  const [drawn, given] = [total(energy.nodes.values()), total(energy.workloads.values())];
  const impossible = energy.nodes.size > 0 && given > TOLERANCE * drawn;
  if (nodes === 0 || (modelled.length === 0 && !impossible)) return;
  const said = notes.filter(({ source }) => source === 'kepler').map(({ message }) => message);
  yield {
    subject: { clusterId: cluster.id, namespace: '', kind: 'Cluster', name: cluster.id },
    verdict: found({
      changes: [],
      effect: { kind: 'none' },
      shownRegardless: true,
      risk: riskOf([], 'A meter changes nothing of what runs'),
      confidence: {
        score: ratio(1),
        reasons: [
          ...(modelled.length > 0
            ? [`${formatCount(modelled.length, 'node')} without a power meter that is believed`]
            : []),
          ...(impossible ? ['The workloads are said to draw more than their nodes'] : []),
          ...said,
        ],
      },
      evidence: [
        fact('energy.nodes', 'Nodes', nodes, 'count', declared(observation)),
        fact(
          'energy.modelled-nodes',
          'Nodes whose power is modelled',
          modelled.length,
          'count',
          computed('power-plausibility'),
        ),
        ...(impossible
          ? [
              fact(
                'energy.active',
                'Active power of all nodes',
                drawn,
                'watts',
                computed('power-plausibility'),
              ),
              fact(
                'energy.workloads',
                'Active power of all workloads',
                given,
                'watts',
                computed('power-plausibility'),
              ),
            ]
          : []),
      ],
    }),
  };
}

export const implausibleEnergy: ClusterRule = { scope: 'cluster', declaration, detect };
